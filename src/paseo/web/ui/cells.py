"""Cells of spreadsheets that leave the house."""

from __future__ import annotations

#: A cell that begins so is run as a formula when a spreadsheet program opens the file.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula.

    >>> safe_cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    >>> safe_cell("Plaza Mayor")
    'Plaza Mayor'
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text
