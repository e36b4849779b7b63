"""Six bands: one band per dimension, one cell per indicator, what is not assessed hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from paseo.report.charts import legend
from paseo.report.charts.estimate import figure, finite
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.marks import CLASSES, Face, mark
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, hatched, line, rect, text, titled
from paseo.report.charts.words import Words

_BESIDE: Final = 520
_HEIGHT: Final = 36.0
_BEYOND: Final = 5.0
#: Where a column has nothing to say.
_NOTHING: Final = "–"
_LINE: Final = legend.LETTER_LINE


@dataclass(frozen=True, slots=True)
class BandMark:
    """One assessed indicator.

    Args:
        label: its name, shown on hover and in the table.
        value: the value in words and figures, such as "70 %".
        position: where it stands between the peers' 10 % mark (0) and 90 % mark (1), favourable
            end up; below 0 or above 1 outside; None without peers or without a direction.
        face: decides mark and colour.
        href: page behind the number.
    """

    label: str
    value: str = ""
    position: float | None = None
    face: Face = "context"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One dimension.

    Args:
        label: name of the dimension.
        face: colour of the covered part.
        expected: number of indicators that are asked for; never less than the marks.
        marks: those that hold a value, in the framework's order.
    """

    label: str
    face: Face
    expected: int
    marks: tuple[BandMark, ...] = ()

    @property
    def cells(self) -> int:
        """Cells to draw."""
        return max(self.expected, len(self.marks))


def favourable_position(
    value: float | None,
    tenth: float | None,
    ninetieth: float | None,
    better: Literal["higher", "lower"] | None,
) -> float | None:
    """Return where a value stands between the peers' marks, with the favourable end up.

    ``(value - tenth) / (ninetieth - tenth)``, turned round where lower is better.

    Args:
        value: own value.
        tenth, ninetieth: the peers' marks, in its unit.
        better: the favourable direction; None gives no position.

    Returns:
        0 to 1 within the band, outside beyond it; None where it cannot be told.

    >>> favourable_position(5, 2, 12, "higher"), favourable_position(5, 2, 12, "lower")
    (0.3, 0.7)
    >>> favourable_position(5, 5, 5, "higher") is None
    True
    """
    if better is None or value is None or tenth is None or ninetieth is None:
        return None
    if not (finite(value) and finite(tenth) and finite(ninetieth)) or ninetieth <= tenth:
        return None
    share = (value - tenth) / (ninetieth - tenth)
    if not finite(share):
        return None
    return share if better == "higher" else 1 - share


def six_bands(
    bands: Sequence[Band],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 640,
) -> Picture:
    """Return the dimensions below each other: coverage along the band, position across it.

    A band has as many cells as indicators are asked for. Cells with a value are solid and hold
    one mark, whose height says where the value stands among the peers; the rest is hatched.

    Args:
        bands: the dimensions.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> band = Band("Sense of safety", "felt", 3, (BandMark("Safe at night", "70 %", 0.4),))
        >>> picture = six_bands([band], title="t", description="d", words=words_in("en"), key="k")
        >>> [row[1:] for row in picture.table.rows]
        [('Assessed', '1/3', '–'), ('Safe at night', '70 %', '40')]
    """
    place = _beside if width >= _BESIDE else _above
    counts = max((width_of(_count(band), bold=True) for band in bands), default=0)
    linked = any(one.href for band in bands for one in band.marks)
    parts: list[str] = []
    y = 12.0
    for band in bands:
        drawn, used = place(band, y, width, counts, key)
        parts += drawn
        y += used
    drawn, used = _legend(bands, y, width, words, key)
    svg = drawing(key, width, y + used + 4, title, description, [*parts, *drawn], linked=linked)
    return Picture(svg, title, description, _table(bands, words))


def _beside(band: Band, y: float, width: float, counts: float, key: str) -> tuple[list[str], float]:
    room = width * 0.31
    lines = wrap(band.label, room - 14, 3, bold=True)
    top = y + _HEIGHT / 2 + 5 - (len(lines) - 1) * _LINE / 2
    parts = [text("ink", 0, top + _LINE * at, one, bold=True) for at, one in enumerate(lines)]
    parts += _band(band, room, y, width - room - counts - 14, key)
    parts.append(text("ink", width, y + _HEIGHT / 2 + 5, _count(band), "end", bold=True))
    return parts, _HEIGHT + 26


def _above(band: Band, y: float, width: float, counts: float, key: str) -> tuple[list[str], float]:
    lines = wrap(band.label, width - counts - 14, 3, bold=True)
    parts = [text("ink", 0, y + 11 + _LINE * at, one, bold=True) for at, one in enumerate(lines)]
    parts.append(text("ink", width, y + 11, _count(band), "end", bold=True))
    top = y + _LINE * len(lines) + 10
    parts += _band(band, 1, top, width - 2, key)
    return parts, _LINE * len(lines) + 10 + _HEIGHT + 22


def _band(band: Band, x: float, y: float, width: float, key: str) -> list[str]:
    if not band.cells:
        return [rect("unknown", x, y, width, _HEIGHT)]
    cell = width / band.cells
    solid = cell * len(band.marks)
    hue = CLASSES[band.face] or "peers"
    parts = []
    if len(band.marks) < band.cells:
        parts.append(hatched(key, x + solid, y, width - solid, _HEIGHT))
    if band.marks:
        parts.append(rect(f"{hue} band", x, y, solid, _HEIGHT))
        parts += [
            line(f"{hue} line", x, edge, x + solid, edge, stroke_width=1)
            for edge in (y, y + _HEIGHT)
        ]
        parts.append(line("grid", x, y + _HEIGHT / 2, x + solid, y + _HEIGHT / 2))
    for at, one in enumerate(band.marks):
        drawn = _one(one, x + cell * (at + 0.5), y, min(5.0, max(2.0, cell * 0.36)))
        parts.append(
            titled(": ".join(part for part in (one.label, one.value) if part), drawn, href=one.href)
        )
    return parts


def _one(one: BandMark, x: float, y: float, r: float) -> str:
    if not finite(one.position):
        return line("peers line", x, y + _HEIGHT / 2 - 5, x, y + _HEIGHT / 2 + 5, stroke_width=2)
    assert one.position is not None
    # Within the edges means within the peers' band; outside stands clearly outside.
    share = min(1.0, max(0.0, one.position))
    height = y + _HEIGHT - r - share * (_HEIGHT - 2 * r)
    if one.position > 1:
        height = y - _BEYOND
    elif one.position < 0:
        height = y + _HEIGHT + _BEYOND
    return mark(one.face, x, height, r)


def _count(band: Band) -> str:
    return f"{len(band.marks)}/{band.cells}"


def _legend(
    bands: Sequence[Band], y: float, width: float, words: Words, key: str
) -> tuple[list[str], float]:
    samples: list[tuple[legend.Sample, str]] = []
    marks = [one for band in bands for one in band.marks]
    names: dict[Face, str] = {
        "happens": words.happens,
        "felt": words.felt,
        "context": words.context,
    }
    for face, name in names.items():
        if any(one.face == face and finite(one.position) for one in marks):
            samples.append((_sample(face), name))
    if any(not finite(one.position) for one in marks):
        samples.append((_tick, words.band_tick))
    if any(len(band.marks) < band.cells for band in bands):
        samples.append((legend.hatch_sample(key), words.not_assessed))
    parts, used = legend.flow(samples, 0, y, width)
    note = words.band_cell + ". " + words.band_height + "."
    more, high = legend.paragraph(note, 0, y + used + 4, width)
    return parts + more, used + 8 + high


def _sample(face: Face) -> legend.Sample:
    return lambda x, y: mark(face, x, y, 5)


def _tick(x: float, y: float) -> str:
    return line("peers line", x, y - 5, x, y + 5, stroke_width=2)


def _table(bands: Sequence[Band], words: Words) -> PictureTable:
    columns = (words.dimension, words.indicator, words.value, words.position)
    rows: list[tuple[str, ...]] = []
    for band in bands:
        rows.append((band.label, words.assessed, _count(band), _NOTHING))
        rows += [
            (band.label, one.label, one.value or _NOTHING, _said(one, words)) for one in band.marks
        ]
    return PictureTable(columns, tuple(rows))


def _said(one: BandMark, words: Words) -> str:
    if not finite(one.position):
        return words.no_peers
    assert one.position is not None
    return figure(one.position * 100, words.language, 0)
