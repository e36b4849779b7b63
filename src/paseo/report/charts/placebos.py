"""Placebos: the gap of the area of the measure among the gaps of areas that had none."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from paseo.report.charts import legend, timeline
from paseo.report.charts.estimate import digits_together, figure, finite
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, element, line, titled
from paseo.report.charts.timeline import Timeline
from paseo.report.charts.words import Words

Gaps = Sequence[float | None]
_OWN: Final = 3.0
_OTHER: Final = 0.9


def placebo_gaps(
    labels: Sequence[str],
    own: Gaps,
    placebos: Sequence[tuple[str, Gaps]],
    *,
    start: int,
    title: str,
    description: str,
    words: Words,
    key: str,
    start_words: str = "",
    width: float = 640,
    height: float = 240,
) -> Picture:
    """Return a strong line for the area of the measure over thin ones for all others.

    Args:
        labels: periods in the order of time.
        own: counted minus expected in the area of the measure, one for each period.
        placebos: name of another area with its gaps, as if the measure had begun there.
        start: place of the first period with the measure.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        start_words: at the line of the start; "Start of the measure" without.
        width: 640 for page and paper; about 340 for a phone.
        height: of the plot itself.

    Raises:
        ValueError: a line has another number of values than there are periods.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> picture = placebo_gaps(["2023", "2024"], [0, -9], [("B", [1, 2]), ("C", [0, -1])],
        ...     start=1, title="t", description="d", words=words_in("en"), key="p")
        >>> picture.table.rows[1]
        ('2024', '−9.00', '−1.00', '0.50', '2.00')
    """
    if any(len(one) != len(labels) for one in (own, *(gaps for _, gaps in placebos))):
        raise ValueError("each line needs one value for each period")
    said = timeline.start_words(width, start_words or words.start_line)
    numbers = [one for gaps in (own, *(found for _, found in placebos)) for one in gaps]
    over = legend.LETTER_LINE * len(said) + 12
    plot = timeline.timeline(numbers, len(labels), words, width, height, over, with_zero=True)
    parts = timeline.ground(plot) + timeline.periods(plot, labels)
    zero = plot.y(0.0)
    parts.append(line("line", plot.left, zero, width, zero, stroke_width=1))
    parts += [titled(name, *_line(plot, gaps, "peers line", _OTHER)) for name, gaps in placebos]
    if 0 < start < len(labels):
        parts += timeline.start_line(plot, start, said)
    parts += _own_line(plot, own, words)
    y = plot.axis.start + 26
    drawn, used = legend.flow(_samples(len(placebos), words), 0, y, width)
    svg = drawing(key, width, y + used + 4, title, description, [*parts, *drawn])
    return Picture(svg, title, description, _table(labels, own, placebos, words))


def _own_line(plot: Timeline, own: Gaps, words: Words) -> list[str]:
    """Return the strong line; paper below it keeps it apart from the thin ones in grey print."""
    below = _line(plot, own, "", _OWN + 3)
    return [*below, titled(words.gap_own, *_line(plot, own, "happens line", _OWN))]


def _line(plot: Timeline, gaps: Gaps, classes: str, stroke: float) -> list[str]:
    more = {} if classes else {"fill": "none", "stroke": "#FBFAF7"}
    return [
        element("path", classes, d=timeline.path(plot, run), stroke_width=stroke, **more)
        for run in timeline.runs(gaps)
    ]


def _samples(count: int, words: Words) -> list[tuple[legend.Sample, str]]:
    samples: list[tuple[legend.Sample, str]] = [
        (lambda x, y: line("happens line", x - 11, y, x + 11, y, stroke_width=_OWN), words.gap_own)
    ]
    if count:
        said = words.gap_placebos % {"count": figure(count, words.language, 0)}
        samples.append(
            (lambda x, y: line("peers line", x - 11, y, x + 11, y, stroke_width=_OTHER), said)
        )
    samples.append(
        (lambda x, y: line("line", x - 11, y, x + 11, y, stroke_width=1), words.gap_none)
    )
    return samples


def _table(
    labels: Sequence[str], own: Gaps, placebos: Sequence[tuple[str, Gaps]], words: Words
) -> PictureTable:
    columns = (
        words.period, words.gap_own, words.gap_lowest, words.gap_middle, words.gap_highest,
    )  # fmt: skip
    spread = [_spread([gaps[at] for _, gaps in placebos]) for at in range(len(labels))]
    digits = digits_together([*own, *(one for three in spread for one in three or ())])
    rows = []
    for label, gap, three in zip(labels, own, spread, strict=True):
        others = (
            [_said(one, words, digits) for one in three] if three else [words.gap_no_placebo] * 3
        )
        rows.append((label, _said(gap, words, digits), *others))
    return PictureTable(columns, tuple(rows))


def _said(value: float | None, words: Words, digits: int) -> str:
    return figure(value, words.language, digits) if finite(value) else words.not_counted


def _spread(values: Gaps) -> tuple[float, float, float] | None:
    known = [one for one in values if finite(one)]
    return (min(known), median(known), max(known)) if known else None
