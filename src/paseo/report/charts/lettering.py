"""How wide words are, generously, so that no label is clipped in any of the usual fonts."""

from __future__ import annotations

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
_OTHER: Final = 1.0  # other scripts: a full square


def width_of(words: str, *, bold: bool = False) -> float:
    """Return how wide a line is at most, in picture units.

    >>> 20 < width_of("70 %") < 40
    True
    """
    ems = sum(_KNOWN.get(letter, _LATIN if ord(letter) < 0x250 else _OTHER) for letter in words)
    return ems * FONT_SIZE * (1.07 if bold else 1.0)


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
    for word in _pieces(words, width, bold):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), width, bold))


def _pieces(words: str, width: float, bold: bool) -> list[str]:
    """Return words, those too long for a line cut into parts."""
    found = []
    for word in words.split():
        while len(word) > 1 and width_of(word, bold=bold) > width:
            fits = _fitting(word, width, bold)
            found.append(word[:fits])
            word = word[fits:]
        found.append(word)
    return found


def _fitting(word: str, width: float, bold: bool) -> int:
    fits = len(word)
    while fits > 1 and width_of(word[:fits], bold=bold) > width:
        fits -= 1
    return fits


def _cut(words: str, width: float, bold: bool) -> str:
    fits = _fitting(words, width - width_of("…"), bold)
    return words if width_of(words, bold=bold) <= width else words[:fits].rstrip() + "…"
