"""Legends: small samples with their words, flowing into as many lines as they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.svg import element, hatched, line, number, rect, text

#: A function of the sample's centre that returns its markup.
Sample = Callable[[float, float], str]

LINE: Final = 20.0
LETTER_LINE: Final = 17.0
_SAMPLE: Final = 30.0
_APART: Final = 16.0


def flow(
    samples: Sequence[tuple[Sample, str]], x: float, y: float, width: float
) -> tuple[list[str], float]:
    """Set samples with their words side by side, wrapped to the width.

    Args:
        samples: pairs of a sample and its words.
        x, y: upper left corner.
        width: room.

    Returns:
        The markup and the height it takes.
    """
    parts: list[str] = []
    left, top = x, y
    for draw, words in samples:
        lines = wrap(words, width - _SAMPLE, 6)
        room = _SAMPLE + max((width_of(one) for one in lines), default=0)
        if left > x and left + room > x + width:
            left, top = x, top + LINE
        parts.append(draw(left + 11, top + 10))
        parts += [
            text("muted", left + _SAMPLE, top + 14.5 + LETTER_LINE * row, one)
            for row, one in enumerate(lines)
        ]
        left += room + _APART
        if len(lines) > 1:
            left, top = x, top + LINE + LETTER_LINE * (len(lines) - 1)
    return parts, top - y + (LINE if left > x else 0)


def paragraph(words: str, x: float, y: float, width: float) -> tuple[list[str], float]:
    """Set a note below a picture; return the markup and the height it takes."""
    lines = wrap(words, width, 6)
    parts = [text("muted", x, y + 13 + LETTER_LINE * row, one) for row, one in enumerate(lines)]
    return parts, LETTER_LINE * len(lines)


def band_sample(x: float, y: float) -> str:
    """Draw the peers' band."""
    return rect("peers band", x - 11, y - 6, 22, 12)


def median_sample(x: float, y: float) -> str:
    """Draw the peers' median."""
    return line("peers line", x, y - 8, x, y + 8, stroke_width=2)


def beyond_sample(x: float, y: float) -> str:
    """Draw the arrowhead of what goes on beyond an axis."""
    path = f"M{number(x)} {number(y - 6)}L{number(x + 8)} {number(y)} {number(x)} {number(y + 6)}Z"
    return line("line", x - 11, y, x, y, stroke_width=3) + element("path", "ink", d=path)


def hatch_sample(key: str) -> Sample:
    """Return the sample of what is not known."""
    return lambda x, y: hatched(key, x - 11, y - 6, 22, 12)
