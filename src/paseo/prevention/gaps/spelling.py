"""Words as they are compared, however they are written."""

from __future__ import annotations

import unicodedata


def plain(words: str) -> str:
    """Return words in lower case, without accents, joined by hyphens.

    >>> plain(" Policía local ")
    'policia-local'
    """
    letters = unicodedata.normalize("NFKD", words.casefold())
    kept = "".join(
        one if one.isalnum() else "-" for one in letters if not unicodedata.combining(one)
    )
    return "-".join(part for part in kept.split("-") if part)
