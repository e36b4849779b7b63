"""How kinds of partner rate a condition: median, quartiles and range of each, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.axis import Axis, axis_over
from paseo.report.charts.estimate import figure, finite
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.marks import Shape, mark
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, hatched, line, rect, text, titled
from paseo.report.charts.words import Words

_BESIDE: Final = 520
_LINE: Final = legend.LETTER_LINE


@dataclass(frozen=True, slots=True)
class PartnerGroup:
    """One group of partners on one condition.

    Args:
        label: who.
        n: how many rated.
        median: None where nothing is shown.
        low, high: quartiles; None where the median stands alone.
        least, most: lowest and highest rating; None where the median stands alone.
        missing: words in the place of what is not shown.
        whole: all partners together.
    """

    label: str
    n: int
    median: float | None
    low: float | None = None
    high: float | None = None
    least: float | None = None
    most: float | None = None
    missing: str = ""
    whole: bool = False

    @property
    def shown(self) -> bool:
        """Whether there is a median."""
        return finite(self.median)

    @property
    def numbers(self) -> tuple[float, float, float, float, float] | None:
        """Least, lower quartile, median, upper quartile, most; None where one is not known."""
        found = (self.least, self.low, self.median, self.high, self.most)
        known = [one for one in found if finite(one)]
        return (known[0], known[1], known[2], known[3], known[4]) if len(known) == 5 else None


@dataclass(frozen=True, slots=True)
class ConditionRanges:
    """One condition, all partners first, then each group."""

    label: str
    groups: tuple[PartnerGroup, ...]


def partner_ranges(
    rows: Sequence[ConditionRanges],
    *,
    limits: tuple[float, float],
    ends: tuple[str, str],
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 640,
) -> Picture:
    """Return a median mark over quartiles and range for each group of partners.

    Args:
        rows: conditions in the order of the form.
        limits: ends of the scale.
        ends: what the ends mean, in words.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> group = PartnerGroup("All", 5, 2, 1, 2, 0, 3, whole=True)
        >>> picture = partner_ranges([ConditionRanges("Agenda", (group,))], limits=(0, 3),
        ...     ends=("not at all", "fully"), title="t", description="d", words=words_in("en"),
        ...     key="c")
        >>> picture.table.rows
        (('Agenda', 'All', '5', '2', '1', '2', '0', '3'),)
    """
    beside = width >= _BESIDE
    axis = axis_over((), width * 0.4 if beside else 12.0, width - 100.0, limits=limits)
    parts: list[str] = []
    y = 4.0
    for at, row in enumerate(rows):
        if at:
            parts.append(line("grid", 0, y, width, y))
            y += 6
        heading, used = _heading(row.label, y, width)
        parts += heading
        y += used
        for group in row.groups:
            drawn, used = _group(group, y, axis, width, beside, words, key)
            parts += drawn
            y += used
        y += 6
    parts += _scale(axis, y, ends, words)
    y += 44
    drawn, used = legend.flow(_samples(rows, words, key), 0, y, width)
    svg = drawing(key, width, y + used + 4, title, description, [*parts, *drawn])
    return Picture(svg, title, description, _table(rows, words))


def _heading(label: str, y: float, width: float) -> tuple[list[str], float]:
    """Return the name of a condition, and the height it takes."""
    lines = wrap(label, width - 8, 3, bold=True)
    parts = [text("ink", 0, y + 14 + _LINE * at, one, bold=True) for at, one in enumerate(lines)]
    return parts, _LINE * len(lines) + 6


def _group(
    group: PartnerGroup,
    y: float,
    axis: Axis,
    width: float,
    beside: bool,
    words: Words,
    key: str,
) -> tuple[list[str], float]:
    label = words.partners_n % {"label": group.label, "count": group.n}
    room = axis.start - 20 if beside else width - 8
    lines = wrap(label, room, 3)
    parts = [text("ink", 0, y + 14 + _LINE * at, one) for at, one in enumerate(lines)]
    above = 0.0 if beside else _LINE * len(lines) + 2
    centre = y + above + 11
    parts.append(_glyph(group, axis, centre, key, label, words))
    told, known = _told(group, words), group.shown
    if known or width_of(told) <= width - axis.end - 10:
        told = "".join(wrap(told, width - axis.end - 8, 1))
        parts.append(text("ink" if known else "muted", width, centre + 4.5, told, "end"))
    else:  # the hatch says it, and the table in words
        parts.append(text("muted", width, centre + 4.5, "–", "end"))
    return parts, max(above + 24, _LINE * len(lines) + 6)


def _told(group: PartnerGroup, words: Words) -> str:
    if group.median is None or not group.shown:
        return group.missing.strip() or words.suppressed
    numbers = group.numbers
    if numbers is None:
        return _figure(group.median, words)
    low, median, high = (_figure(one, words) for one in numbers[1:4])
    return f"{median} ({low}–{high})"


def _figure(value: float, words: Words) -> str:
    """Return a rating; quarters of a point are more than a few partners can tell."""
    return figure(value, words.language, 0 if float(value).is_integer() else 1)


def _glyph(group: PartnerGroup, axis: Axis, y: float, key: str, label: str, words: Words) -> str:
    if group.median is None or not group.shown:
        return hatched(key, axis.start, y - 6, axis.end - axis.start, 12)
    drawn = line("grid", axis.start, y, axis.end, y)
    if group.numbers is not None:
        drawn += _box(group.numbers, axis, y, 8 if group.whole else 6)
    drawn += mark("context", axis.at(group.median), y, 6 if group.whole else 5, _shape(group))
    return titled(f"{label}: {_told(group, words)}", drawn)


def _box(numbers: tuple[float, float, float, float, float], axis: Axis, y: float, half: int) -> str:
    least, low, _median, high, most = (axis.at(one) for one in numbers)
    drawn = line("line", least, y, most, y, stroke_width=1.25)
    drawn += "".join(
        line("line", end, y - 4, end, y + 4, stroke_width=1.25) for end in (least, most)
    )
    drawn += rect("peers band", low, y - half, max(high - low, 1.5), half * 2)
    return drawn + rect("peers line", low, y - half, max(high - low, 1.5), half * 2, stroke_width=1)


def _shape(group: PartnerGroup) -> Shape:
    return "circle" if group.whole else "diamond"


def _scale(axis: Axis, y: float, ends: tuple[str, str], words: Words) -> list[str]:
    parts = [line("peers line", axis.start, y, axis.end, y, stroke_width=1)]
    for tick in axis.ticks:
        x = axis.at(tick)
        parts.append(line("peers line", x, y, x, y + 4, stroke_width=1))
        parts.append(text("muted", x, y + 17, axis.label(tick, words.language), "middle"))
    half = (axis.end - axis.start) / 2
    low, high = ("".join(wrap(one, half, 1)) for one in ends)
    if low:
        parts.append(text("muted", axis.start, y + 34, low))
    if high:
        parts.append(text("muted", axis.end, y + 34, high, "end"))
    return parts


def _samples(
    rows: Sequence[ConditionRanges], words: Words, key: str
) -> list[tuple[legend.Sample, str]]:
    groups = [group for row in rows for group in row.groups]
    found: list[tuple[legend.Sample, str]] = []
    if any(one.shown and one.whole for one in groups):
        found.append((lambda x, y: mark("context", x, y, 6, "circle"), words.partners_whole))
    if any(one.shown and not one.whole for one in groups):
        found.append((lambda x, y: mark("context", x, y, 5, "diamond"), words.partners_kind))
    if any(one.numbers is not None for one in groups):
        found.append((_quartiles_sample, words.partners_half))
        found.append((_range_sample, words.partners_range))
    if any(not one.shown for one in groups):
        found.append((legend.hatch_sample(key), words.suppressed))
    return found


def _quartiles_sample(x: float, y: float) -> str:
    return rect("peers band", x - 11, y - 6, 22, 12) + rect("peers line", x - 11, y - 6, 22, 12)


def _range_sample(x: float, y: float) -> str:
    ends = "".join(
        line("line", end, y - 4, end, y + 4, stroke_width=1.25) for end in (x - 11, x + 11)
    )
    return line("line", x - 11, y, x + 11, y, stroke_width=1.25) + ends


def _table(rows: Sequence[ConditionRanges], words: Words) -> PictureTable:
    columns = (
        words.condition,
        words.group,
        words.partners,
        words.partners_median,
        words.quartile_low,
        words.quartile_high,
        words.partners_least,
        words.partners_most,
    )
    return PictureTable(
        columns, tuple(_cells(row.label, group, words) for row in rows for group in row.groups)
    )


def _cells(label: str, group: PartnerGroup, words: Words) -> tuple[str, ...]:
    if group.median is None or not group.shown:
        said = group.missing.strip() or words.suppressed
        return (label, group.label, str(group.n), *(said,) * 5)
    numbers = group.numbers
    if numbers is None:
        return (label, group.label, str(group.n), _figure(group.median, words), *("–",) * 4)
    least, low, median, high, most = (_figure(one, words) for one in numbers)
    return (label, group.label, str(group.n), median, low, high, least, most)
