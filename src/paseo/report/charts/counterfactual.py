"""A series against what would have been expected without the measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paseo.report.charts import legend, timeline
from paseo.report.charts.estimate import (
    Estimate,
    digits_together,
    ends_said,
    figure,
    finite,
    value_said,
)
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, element, hatched, line, number, titled
from paseo.report.charts.timeline import Timeline
from paseo.report.charts.words import Words

#: Where nothing was expected, such as before the start.
UNKNOWN: Final = Estimate(None)


@dataclass(frozen=True, slots=True)
class SeriesStep:
    """One period of the series.

    Args:
        label: the period.
        observed: what was counted; None where nothing was (a gap is not a zero).
        fitted: what the model follows; None where there is no model.
        expected: what would have been expected without the measure, with its interval; known
            from the start on.
    """

    label: str
    observed: float | None
    fitted: float | None = None
    expected: Estimate = UNKNOWN


def counterfactual(
    steps: Sequence[SeriesStep],
    *,
    start: int,
    title: str,
    description: str,
    words: Words,
    key: str,
    start_words: str = "",
    interval: str = "",
    width: float = 640,
    height: float = 240,
) -> Picture:
    """Return what was counted, the model through it, and what was expected without the measure.

    Args:
        steps: periods in the order of time, without holes.
        start: place of the first period with the measure.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        start_words: at the line of the start; "Start of the measure" without.
        interval: what the band is ("95 % interval"), for the legend.
        width: 640 for page and paper; about 340 for a phone.
        height: of the plot itself.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> steps = [SeriesStep("2023", 90), SeriesStep("2024", 70, 72, Estimate(88, 80, 97))]
        >>> picture = counterfactual(steps, start=1, title="t", description="d",
        ...     words=words_in("en"), key="c")
        >>> picture.table.rows[1]
        ('2024', '70', '72', '88', '80', '97')
    """
    said = timeline.start_words(width, start_words or words.start_line)
    numbers: list[float | None] = []
    for one in steps:
        numbers += [one.observed, one.fitted, *one.expected.numbers]
    over = legend.LETTER_LINE * len(said) + 12
    plot = timeline.timeline(numbers, len(steps), words, width, height, over)
    parts = _band(plot, steps) + timeline.ground(plot)
    parts += timeline.periods(plot, [one.label for one in steps])
    if 0 < start < len(steps):
        parts += timeline.start_line(plot, start, said)
    parts += _lines(plot, steps) + _marks(plot, steps, key)
    y = plot.axis.start + 26
    drawn, used = legend.flow(_samples(steps, words, interval, key), 0, y, width)
    svg = drawing(key, width, y + used + 4, title, description, [*parts, *drawn])
    return Picture(svg, title, description, _table(steps, words))


def _band(plot: Timeline, steps: Sequence[SeriesStep]) -> list[str]:
    """Draw the interval of what was expected, one shape for each stretch without a hole."""
    lows = [_end(one, 0) for one in steps]
    highs = [_end(one, 1) for one in steps]
    parts = []
    for run in timeline.runs([low if finite(high) else None
                              for low, high in zip(lows, highs, strict=True)]):  # fmt: skip
        places = [at for at, _ in run]
        left = [max(plot.left, plot.x(places[0] - 0.4)), *(plot.x(at) for at in places[1:])]
        if len(places) == 1:
            left = [plot.x(places[0] - 0.4), plot.x(places[0] + 0.4)]
            places = [places[0], places[0]]
        upper = [(x, plot.y(highs[at] or 0.0)) for x, at in zip(left, places, strict=True)]
        lower = [(x, plot.y(lows[at] or 0.0)) for x, at in zip(left, places, strict=True)]
        corners = "L".join(f"{number(x)} {number(y)}" for x, y in [*upper, *reversed(lower)])
        parts.append(element("path", "peers band", d=f"M{corners}Z"))
        for edge in (upper, lower):
            along = "L".join(f"{number(x)} {number(y)}" for x, y in edge)
            parts.append(element("path", "peers line", d=f"M{along}", stroke_width=0.75))
    return parts


def _end(step: SeriesStep, which: int) -> float | None:
    ends = step.expected.ends if step.expected.known else None
    return ends[which] if ends else None


def _lines(plot: Timeline, steps: Sequence[SeriesStep]) -> list[str]:
    parts = []
    for run in timeline.runs([one.expected.value for one in steps]):
        drawn = timeline.path(plot, run)
        parts.append(element("path", "line", d=drawn, stroke_width=2, stroke_dasharray="6 4"))
    for run in timeline.runs([one.fitted for one in steps]):
        parts.append(element("path", "happens line", d=timeline.path(plot, run), stroke_width=2))
    return parts


def _marks(plot: Timeline, steps: Sequence[SeriesStep], key: str) -> list[str]:
    parts = []
    for at, one in enumerate(steps):
        x = plot.x(at)
        said = figure(one.observed, plot.words.language)
        if finite(one.observed):
            mark = element("circle", "happens", cx=x, cy=plot.y(one.observed), r=plot.r)
        else:
            said = plot.words.not_counted
            mark = hatched(key, x - plot.r, plot.axis.start - 16, 2 * plot.r, 16)
        parts.append(titled(f"{one.label}: {said}", mark))
    return parts


def _samples(
    steps: Sequence[SeriesStep], words: Words, interval: str, key: str
) -> list[tuple[legend.Sample, str]]:
    samples: list[tuple[legend.Sample, str]] = [
        (lambda x, y: element("circle", "happens", cx=x, cy=y, r=4), words.observed)
    ]
    if any(finite(one.fitted) for one in steps):
        samples.append(
            (lambda x, y: line("happens line", x - 11, y, x + 11, y, stroke_width=2), words.fitted)
        )
    if any(one.expected.known for one in steps):
        samples.append((_expected_sample, words.expected))
    if any(_end(one, 0) is not None for one in steps):
        samples.append((legend.band_sample, interval or words.expected_band))
    if any(not finite(one.observed) for one in steps):
        samples.append((legend.hatch_sample(key), words.not_counted))
    return samples


def _expected_sample(x: float, y: float) -> str:
    return line("line", x - 11, y, x + 11, y, stroke_width=2, stroke_dasharray="6 4")


def _table(steps: Sequence[SeriesStep], words: Words) -> PictureTable:
    columns = (
        words.period, words.observed, words.fitted, words.expected, words.low, words.high,
    )  # fmt: skip
    digits = digits_together(one.fitted for one in steps)
    return PictureTable(columns, tuple(_cells(one, words, digits) for one in steps))


def _cells(step: SeriesStep, words: Words, digits: int) -> tuple[str, ...]:
    language = words.language
    counted = figure(step.observed, language) if finite(step.observed) else words.not_counted
    followed = figure(step.fitted, language, digits) if finite(step.fitted) else "–"
    if not step.expected.known:
        return (step.label, counted, followed, "–", "–", "–")
    return (
        step.label, counted, followed, value_said(step.expected, words),
        *ends_said(step.expected, words),
    )  # fmt: skip
