"""How wide words are, generously, so that no label is clipped in any of the usual fonts."""

from __future__ import annotations

import re
from typing import Final

from paseo.report.charts.svg import FONT_SIZE

#: Advance widths in em of a wide sans serif; classes of letters, rounded up.
_WIDTHS: Final = (
    (0.32, " \u00a0\u202f.,:;'’|!iIíìîïjl·"),
    (0.42, 'tfr()[]/\\"-°‐'),
    (0.55, "szcJkvxyçśšžčćñ—–" + "LTFE"),
    (0.80, "wABCDGHKNOPQRSUVXYZÁÀÂÄÃÅÇÉÈÊËÍÓÒÔÖÕØÚÙÛÜÑÝ&"),
    (0.98, "mMWÆŒœæ%@…‰→←"),
)
_KNOWN: Final = {letter: width for width, letters in _WIDTHS for letter in letters}
_LATIN: Final = 0.64
#: Other scripts, and the sign that stands for what cannot be written: a full square.
_OTHER: Final = 1.0


def width_of(words: str, *, bold: bool = False) -> float:
    """Return how wide a line is at most, in picture units.

    >>> 20 < width_of("70 %") < 40
    True
    """
    ems = sum(_KNOWN.get(letter) or _unlisted(letter) for letter in words)
    return ems * FONT_SIZE * (1.07 if bold else 1.0)


def _unlisted(letter: str) -> float:
    return _LATIN if letter < "\u0250" and letter.isprintable() else _OTHER


def wrap(words: str, width: float, most: int = 4, *, bold: bool = False) -> tuple[str, ...]:
    """Break words into lines that fit ``width``; what exceeds ``most`` lines ends in an ellipsis.

    Args:
        words: one paragraph.
        width: room in picture units.
        most: lines allowed.
        bold: whether they will be set bold.

    >>> wrap("Miedo a caminar sola de noche por el barrio", 130)
    ('Miedo a caminar', 'sola de noche por', 'el barrio')
    """
    lines: list[str] = []
    for piece, glue in _pieces(words, width, bold):
        joined = lines[-1] + glue + piece if lines else piece
        if lines and width_of(joined, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width, bold))


def _pieces(words: str, width: float, bold: bool) -> list[tuple[str, str]]:
    """Return what must stay on one line, each with what joins it to the piece before.

    Words part after a hyphen and, where nothing else helps, anywhere.
    """
    found: list[tuple[str, str]] = []
    for word in re.split(r"[ \t\r\n]+", words.strip()):
        glue = " "
        for part in re.split(r"(?<=\w\w-)(?=\w\w)", word):
            rest = part
            while len(rest) > 1 and width_of(rest, bold=bold) > width:
                fits = _fitting(rest, width, bold)
                found.append((rest[:fits], glue))
                rest, glue = rest[fits:], ""
            if rest:
                found.append((rest, glue))
            glue = ""
    return found


def _fitting(word: str, width: float, bold: bool) -> int:
    fits = len(word) - 1
    while fits > 1 and width_of(word[:fits], bold=bold) > width:
        fits -= 1
    return fits


def _cut(words: str, width: float, bold: bool) -> str:
    if width_of(words, bold=bold) <= width:
        return words
    return words[: _fitting(words, width - width_of("…"), bold)].rstrip() + "…"
