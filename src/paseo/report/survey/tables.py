"""The tables and pictures of a survey's results."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from paseo.evidence.surveys.mapping import IndicatorRule
from paseo.evidence.surveys.results import Result
from paseo.report.charts import Estimate, Picture, RangeRow, range_bars, words_in
from paseo.report.document import Cell, Column, Table
from paseo.report.survey.words import SurveyWords

#: A picture with more rows than this is no longer looked at.
MOST_ROWS: Final = 40
#: Bars of one picture of a document: more would run off the page.
PAGE_ROWS: Final = 14
_LIMITS: Final = {"share": (0.0, 100.0)}


def result_table(rule: IndicatorRule, held: Sequence[Result], words: SurveyWords) -> Table:
    """Return the results of one indicator with margins, answers and the other base."""
    columns = [
        Column(words.say("column_who"), width=2.4),
        *(Column(words.say(f"column_{name}"), "end") for name in ("value", "low", "high", "n")),
        Column(words.say("column_effect"), "end"),
    ]
    if rule.counts:
        columns.append(Column(words.say("column_other"), "end"))
    notes = [words.say(f"note_base_{rule.base}")] if rule.counts else []
    if any(one.value is None for one in held):
        notes.append(words.say("note_withheld", least=words.results.least))
    name = words.names.indicator(rule, words.language)
    period = ", ".join(words.period(one) for one in words.results.periods)
    return Table(
        caption=words.say("table_groups", name=name, period=period),
        columns=tuple(columns),
        rows=tuple(_row(one, words) for one in held),
        notes=tuple(notes),
        id=f"table-{rule.id}",
    )


def _row(one: Result, words: SurveyWords) -> tuple[Cell, ...]:
    shown = one.value is not None
    effect = words.count(one.deff, 2) if shown else words.say("withheld")
    cells = [
        Cell(words.who(one)),
        Cell(words.value(one), one.value),
        Cell(words.end(one.low, one), one.low),
        Cell(words.end(one.high, one), one.high),
        _answers(one, words),
        Cell(effect, one.deff),
    ]
    if one.rule.counts:
        other = words.results.other(one)
        hidden = other is None or other.value is None
        cells.append(
            Cell(words.say("withheld"))
            if hidden or other is None
            else Cell(words.number(other.value, other, unit=True), other.value)
        )
    return tuple(cells)


def _answers(one: Result, words: SurveyWords) -> Cell:
    if one.hidden:
        return Cell(words.say("withheld"))
    return Cell(words.count(one.n), float(one.n))


def glance_table(held: Sequence[Result], words: SurveyWords) -> Table:
    """Return the value for the whole city of every indicator."""
    rows = []
    for one in held:
        name = words.names.indicator(one.rule, words.language)
        if len(words.results.samples) > 1:
            name = f"{name}, {words.period(one.place.period)}"
        rows.append(
            (
                Cell(name),
                Cell(words.value(one), one.value),
                Cell(words.end(one.low, one), one.low),
                Cell(words.end(one.high, one), one.high),
                _answers(one, words),
            )
        )
    return Table(
        caption=words.say("glance"),
        columns=(
            Column(words.say("column_indicator"), width=3),
            *(Column(words.say(f"column_{name}"), "end") for name in ("value", "low", "high", "n")),
        ),
        rows=tuple(rows),
        id="glance",
    )


def range_picture(
    rule: IndicatorRule,
    held: Sequence[Result],
    words: SurveyWords,
    sentence: str,
    *,
    key: str,
    width: float = 640,
    among: Sequence[Result] = (),
) -> Picture | None:
    """Return groups and areas as range bars on one axis; None where there is nothing to draw.

    Args:
        among: all of which ``held`` is a part; its pictures then share one axis.
    """
    drawn = [one for one in held if one.value is not None][:MOST_ROWS]
    if len(drawn) < 2:
        return None
    axis = [one for one in among if one.value is not None] or drawn
    limits = _LIMITS.get(rule.kind) or _common(axis)
    rows = [
        RangeRow(
            label=words.who(one),
            own=Estimate(one.value, one.low, one.high),
            face="felt",
            unit=words.unit(rule),
            limits=limits,
        )
        for one in drawn
    ]
    title = words.say("picture", name=words.names.indicator(rule, words.language))
    return range_bars(
        rows, title=title, description=sentence, words=words_in(words.language), key=key,
        width=width,
    )  # fmt: skip


def on_pages(held: Sequence[Result]) -> list[list[Result]]:
    """Return what can be drawn in parts of about one size that each fit a page."""
    drawn = [one for one in held if one.value is not None]
    parts = max(1, ceil(len(drawn) / PAGE_ROWS))
    size = max(1, ceil(len(drawn) / parts))
    return [drawn[at : at + size] for at in range(0, len(drawn), size)]


def _common(drawn: Sequence[Result]) -> tuple[float, float]:
    """Return one axis for all rows, with nought where a gap may be none."""
    numbers = [
        number for one in drawn for number in (one.value, one.low, one.high) if number is not None
    ]
    low, high = min(numbers), max(numbers)
    if drawn[0].rule.kind in ("gap", "group_gap"):
        low, high = min(low, 0.0), max(high, 0.0)
    room = (high - low) * 0.05 or 1.0
    return low - room if low < 0 or drawn[0].rule.kind == "mean" else low, high + room
