"""A picture as every chart returns it: SVG, title, description, and the table of its numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureTable:
    """Every number that a picture draws, as text in the reader's language.

    Args:
        columns: headings.
        rows: one cell per column; what is not known says so in words, never by an empty cell.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An accessible SVG with what stands beside it.

    Args:
        svg: one ``<svg>`` element without scripts, style sheets or outside references.
        title: what is shown; also the ``<title>`` of the SVG.
        description: the sentence that says the same as the picture; also its ``<desc>``.
        table: the numbers, for "show as table".
    """

    svg: str
    title: str
    description: str
    table: PictureTable
