"""Tables of the document: what stands where, what lies below what, what changed."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.prevention.measures.measure import LEVELS, Measure, Orientation
from paseo.prevention.pyramid.comparing import Beside
from paseo.prevention.pyramid.effort import By
from paseo.prevention.pyramid.pyramid import spot_of
from paseo.prevention.pyramid.view import PyramidView
from paseo.report.document import Block, Cell, Column, Heading, Paragraph, Table
from paseo.report.prevention.pyramid.saying import PyramidSpeaker

#: Up to so many measures the document names each one; beyond it the data files do.
MOST_NAMED = 300
#: So many ties of one measure are named, then their number is said.
_MOST_TIES = 6


def grid_table(view: PyramidView, speaker: PyramidSpeaker) -> Table:
    """Return every cell with its number of measures and both efforts, from the top level down."""
    words = speaker.words
    cells = [view.pyramid.cell(level, half) for level in reversed(LEVELS) for half in Orientation]
    return Table(
        caption=speaker.say("grid_table"),
        columns=(
            Column(speaker.say("column_level"), width=1.6),
            Column(speaker.say("column_half"), width=1.6),
            Column(speaker.say("column_measures"), "end", 1.0),
            Column(speaker.say("column_posts"), "end", 1.6),
            Column(speaker.say("column_budget"), "end", 1.8),
        ),
        rows=tuple(
            (
                Cell(speaker.shared(f"level.{one.level}")),
                Cell(speaker.shared(f"orientation.{one.orientation}")),
                Cell(words.number(one.count), one.count),
                _total(one.fte, one.without_fte, one.count, speaker),
                _total(one.budget, one.without_budget, one.count, speaker, view.pyramid.currency),
            )
            for one in cells
        ),
        id="grid",
    )


def years_table(beside: Beside, by: By, speaker: PyramidSpeaker, caption: str) -> Table:
    """Return every cell with what stood and stands in it, one column a year."""
    words = speaker.words
    spots = [(level, half) for level in reversed(LEVELS) for half in Orientation]
    years = (words.side(beside, after=False), words.side(beside, after=True))
    return Table(
        caption=caption,
        columns=(
            Column(speaker.say("column_level"), width=1.6),
            Column(speaker.say("column_half"), width=1.6),
            *(Column(year, width=1.8) for year in years),
        ),
        rows=tuple(
            (
                Cell(speaker.shared(f"level.{level}")),
                Cell(speaker.shared(f"orientation.{half}")),
                *(
                    Cell(words.cell_said(shown.cell(level, half), by))
                    for shown in (beside.before, beside.after)
                ),
            )
            for level, half in spots
        ),
        id="table-beside",
    )


def _total(
    value: float | None, without: int, count: int, speaker: PyramidSpeaker, unit: str = ""
) -> Cell:
    """Return the effort of a cell, and how many of its measures state none."""
    if not count:
        return Cell("–")
    if value is None:
        return Cell(speaker.shared("not_stated"))
    said = f"{speaker.words.number(value)} {unit}".strip()
    if without:
        said = f"{said} ({speaker.words.say('not_stated_count', count=without)})"
    return Cell(said, value)


def measures_tables(view: PyramidView, speaker: PyramidSpeaker) -> Iterator[Block]:
    """Yield one table a level, from the top down as the picture has it."""
    count = len(view.pyramid.measures)
    if count > MOST_NAMED:
        yield Paragraph(speaker.say("too_many", count=count, most=MOST_NAMED))
        return
    for level in reversed(LEVELS):
        held = view.pyramid.on(level)
        name = speaker.shared(f"level.{level}")
        yield Heading(name, 2, f"level-{level}")
        if not held:
            yield Paragraph(speaker.say("level_empty"))
            continue
        yield _table(speaker.say("cells_table", level=name), held, speaker, f"cells-{level}")


def unplaced_table(view: PyramidView, speaker: PyramidSpeaker) -> Iterator[Block]:
    """Yield the measures that stand in no cell."""
    held = view.pyramid.unplaced
    if not held:
        return
    yield Heading(speaker.say("unplaced_title"), 2, "unplaced")
    yield Paragraph(speaker.words.say("unplaced", count=len(held)))
    if len(held) <= MOST_NAMED:
        yield _table(speaker.say("unplaced_title"), held, speaker, "cells-unplaced")


def _table(caption: str, held: tuple[Measure, ...], speaker: PyramidSpeaker, code: str) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column(speaker.say("column_measure"), width=2.6),
            Column(speaker.say("column_half"), width=1.3),
            Column(speaker.say("column_problem"), width=1.4),
            Column(speaker.say("column_area"), width=1.3),
            Column(speaker.say("column_aim"), width=1.1),
            Column(speaker.say("column_posts"), "end", 0.9),
            Column(speaker.say("column_budget"), "end", 1.1),
            Column(speaker.say("column_runs"), width=1.6),
        ),
        rows=tuple(_row(one, speaker) for one in held),
        id=code,
    )


def _row(one: Measure, speaker: PyramidSpeaker) -> tuple[Cell, ...]:
    half = f"orientation.{one.orientation}" if one.orientation else "not_placed"
    return (
        Cell(one.name),
        Cell(speaker.shared(half)),
        Cell(speaker.problem(one)),
        Cell(speaker.place(one)),
        Cell(speaker.aim(one)),
        _number(one.fte, speaker),
        _number(one.budget, speaker, "" if one.budget is None else one.currency),
        Cell(speaker.runs(one)),
    )


def _number(value: float | None, speaker: PyramidSpeaker, unit: str = "") -> Cell:
    if value is None:
        return Cell(speaker.shared("not_stated"))
    return Cell(f"{speaker.words.number(value)} {unit}".strip(), value)


def footings_table(view: PyramidView, speaker: PyramidSpeaker) -> Iterator[Block]:
    """Yield what lies below each problem-oriented measure."""
    if not view.footings or len(view.footings) > MOST_NAMED:
        return
    rows = []
    for one in view.footings:
        assert one.measure.level is not None
        named = [f"{tie.measure.name} ({speaker.words.tie(tie)})" for tie in one.ties[:_MOST_TIES]]
        if one.count > _MOST_TIES:
            named.append(speaker.words.say("more_ties", count=one.count - _MOST_TIES))
        if one.city_wide:
            named.append(speaker.words.say("city_wide", count=one.city_wide))
        rows.append(
            (
                Cell(one.measure.name),
                Cell(speaker.shared(f"level.{one.measure.level}")),
                Cell(speaker.words.ground(one)),
                Cell("; ".join(named) or "–"),
            )
        )
    yield Table(
        caption=speaker.say("coherence_table"),
        columns=(
            Column(speaker.say("column_problem_measure"), width=2),
            Column(speaker.say("column_level"), width=1.3),
            Column(speaker.say("column_ground"), width=2),
            Column(speaker.say("column_below"), width=3.4),
        ),
        rows=tuple(rows),
        id="coherence-table",
    )


def changes_table(beside: Beside, speaker: PyramidSpeaker) -> Iterator[Block]:
    """Yield what is new, gone, moved or of another size."""
    words = speaker.words
    rows = [(one, words.say("changed.new")) for one in beside.new]
    rows += [(one, words.say("changed.ended")) for one in beside.ended]
    rows += [(one.measure, words.moved(one)) for one in beside.moved]
    rows += [(one.measure, words.resized(one)) for one in beside.resized]
    if not rows:
        yield Paragraph(speaker.say("nothing_changed"))
    elif len(rows) <= MOST_NAMED:
        yield Table(
            caption=speaker.say("beside_table"),
            columns=(
                Column(speaker.say("column_measure"), width=2),
                Column(speaker.say("column_cell"), width=1.8),
                Column(speaker.say("column_change"), width=2.2),
            ),
            rows=tuple(
                (Cell(one.name), Cell(words.spot(spot_of(one))), Cell(said)) for one, said in rows
            ),
            id="beside-table",
        )
