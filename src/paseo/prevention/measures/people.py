"""Traces of single people in a text: names, addresses, telephone and identity numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Trace:
    """What looks like data about a person, and the number of the problem."""

    code: str
    text: str


#: A title before a capitalised name.
_TITLED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Sra|Sr|Srta|D|Dña|Dna|Dr|Dra|Prof|Herr|Frau|Mme|Mlle|Dhr|Mevr)"
    r"(?:\.\s*|\s+)(?=[A-ZÀ-Þ])[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+){0,3}"
)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def traces(text: str) -> Iterator[Trace]:
    """Yield what looks like data about a person."""
    for found in _TITLED.finditer(text):
        yield Trace("V920", found[0])
    for found in _MAIL.finditer(text):
        yield Trace("V921", found[0])
