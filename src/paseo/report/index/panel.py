"""An index over time: scores by period, which changes can be told, through what, and the breaks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

import numpy as np

from paseo.assessment.index.panel.running import PanelChange, PanelRun
from paseo.assessment.index.panel.words import PanelWords, breaking, verdict_of
from paseo.content.phrases import load_phrases
from paseo.report.charts.bars import plain as alphabetical
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Contents,
    Heading,
    Paragraph,
    Table,
    said,
)
from paseo.report.index.speaker import MOST_LISTED, IndexSpeaker, parted, section

#: Columns of periods or indicators that fit a page beside names.
_BESIDE: Final = 6


class PanelSpeaker(IndexSpeaker):
    """Words of the report of one panel in one language."""

    def __init__(self, panel: PanelRun, language: str) -> None:
        super().__init__(panel.latest, language)
        self.panel = panel
        self.words = PanelWords(panel, language)
        self.own = load_phrases("paseo.report.index", "panel.yaml")

    @property
    def top(self) -> str:
        return self.panel.panel.top

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units of all periods in the order of the alphabet."""
        return self.ordered(self.panel.panel.units)

    def ordered(self, units: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(units, key=lambda unit: alphabetical(self.unit(unit))))

    def panel_tell(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the report of panels."""
        return self.own.say(phrase, self.language, **values)

    def points(self, value: float) -> Cell:
        """Return a difference of scores with its sign."""
        if not math.isfinite(value):
            return Cell(self.panel_tell("no_score"))
        shown = self.number(value, self.digits)
        plain = self.number(0.0, self.digits)
        is_nothing = shown.lstrip("-−") == plain
        return Cell(plain if is_nothing else f"+{shown}" if value > 0 else shown, value)


def blocks(speaker: PanelSpeaker) -> Iterator[Block]:
    """Yield the report of a panel."""
    words, panel = speaker.words, speaker.panel
    yield Heading(speaker.tell("short"), 1, "short")
    for one in panel.changes:
        yield Paragraph(" ".join(words.step(one)), lead=True)
    limits = tuple(words.says_not())
    yield Callout("caution", speaker.tell("says_not"), limits)
    description = panel.spec.description.read(speaker.language)
    if description.words:
        yield Paragraph((said(description, speaker.language),))
    yield Paragraph(speaker.tell("composed"))
    yield Contents(speaker.tell("contents"), levels=1)
    yield from _scores(speaker)
    yield Heading(speaker.panel_tell("changes"), 1, "changes")
    for number, one in enumerate(panel.changes):
        yield from _change(speaker, one, number)
    moves = tuple(said for one in panel.changes for said in words.came_and_went(one))
    yield from section(speaker.panel_tell("joined"), moves, 1, "joined")
    yield from _scale(speaker)


def _scores(speaker: PanelSpeaker) -> Iterator[Block]:
    panel = speaker.panel.panel
    yield Heading(speaker.panel_tell("scores"), 1, "scores")
    yield Paragraph(speaker.panel_tell("scores_lead"))
    broken = {one.change.after for one in speaker.panel.changes if breaking(one)}
    joined = {(unit, one.change.after) for one in speaker.panel.changes for unit in one.joined}
    notes = (
        *((speaker.panel_tell("scores_break"),) if broken else ()),
        *((speaker.panel_tell("scores_note"),) if joined else ()),
        *speaker.unlisted,
    )
    groups = parted(panel.periods, _BESIDE)
    for number, periods in enumerate(groups):
        caption = speaker.panel_tell("scores_caption", name=speaker.element(speaker.top))
        if len(groups) > 1:
            caption = speaker.tell("part", title=caption, number=number + 1, parts=len(groups))
        heads = [speaker.words.period(one) + (" †" if one in broken else "") for one in periods]
        rows = []
        for unit in speaker.listed:
            cells = [Cell(speaker.unit(unit))]
            for period in periods:
                score = panel.scores[panel.periods.index(period), panel.units.index(unit)]
                cells.append(_score(speaker, float(score), (unit, period) in joined))
            rows.append(tuple(cells))
        columns = (
            Column(speaker.tell("column_unit"), width=2.2), *(Column(one, "end") for one in heads),
        )  # fmt: skip
        yield Table(caption, columns, tuple(rows), notes, f"scores-{number + 1}")


def _score(speaker: PanelSpeaker, score: float, *joined: bool) -> Cell:
    if not math.isfinite(score):
        return Cell(speaker.panel_tell("no_score"))
    shown = speaker.number(score, speaker.digits)
    return Cell(f"{shown} *" if any(joined) else shown, score)


def _change(speaker: PanelSpeaker, one: PanelChange, number: int) -> Iterator[Block]:
    words = speaker.words
    yield Heading(words.span(one), 2, f"change-{number + 1}")
    sentences = tuple(words.step(one))
    reasons = tuple(words.breaks(one))
    told = [int(at) for at in np.flatnonzero(one.told)]
    if not told:
        yield Paragraph(sentences[0])
        if reasons:
            yield Callout("missing", speaker.panel_tell("not_told_title"), reasons)
        return
    for sentence in sentences:
        yield Paragraph(sentence)
    if reasons:
        yield Callout("caution", speaker.panel_tell("breaks_title"), reasons)
    at_of = {unit: at for at, unit in enumerate(one.change.units) if one.told[at]}
    rows = [at_of[unit] for unit in speaker.ordered(tuple(at_of))][:MOST_LISTED]
    yield _changes(speaker, one, rows, number)
    yield from _parts(speaker, one, rows, number)


def _changes(speaker: PanelSpeaker, one: PanelChange, rows: list[int], number: int) -> Table:
    """Return the changes; where no sampling error is known they are differences and no more."""
    change, words = one.change, speaker.words
    known = bool(one.known.any())
    columns = [
        Column(speaker.tell("column_unit"), width=1.6),
        Column(words.period(change.before), "end", 0.8),
        Column(words.period(change.after), "end", 0.8),
        Column(speaker.panel_tell("column_change" if known else "column_difference"), "end", 1.8),
    ]
    if known:
        columns.append(Column(speaker.panel_tell("column_said"), width=1.4))
        columns.append(Column(speaker.panel_tell("column_through"), width=2.0))
    shown: list[tuple[Cell, ...]] = []
    for at in rows:
        moved = speaker.points(float(change.change[at]))
        if math.isfinite(one.error[at]):
            span = speaker.span(float(one.low[at]), float(one.high[at]))
            moved = Cell(f"{moved.words} ({span})", moved.number)
        before, after = (float(held[at]) for held in (change.score_before, change.score_after))
        cells = [
            Cell(speaker.unit(change.units[at])), speaker.score(before), speaker.score(after),
            moved,
        ]  # fmt: skip
        if known:
            cells += [Cell(words.verdict(one, at)), Cell(_through(speaker, one, at))]
        shown.append(tuple(cells))
    level = speaker.percent(speaker.panel.use.level)
    notes = [speaker.panel_tell("changes_note" if known else "changes_unknown", level=level)]
    if rest := len(change.units) - int(one.told.sum()):
        notes.append(speaker.panel_tell("changes_rest", count=rest))
    caption = speaker.panel_tell(
        "changes_caption" if known else "difference_caption", span=words.span(one)
    )
    return Table(caption, tuple(columns), tuple(shown), tuple(notes), f"changes-{number + 1}")


def _through(speaker: PanelSpeaker, one: PanelChange, at: int) -> str:
    """Return the indicator that has most to do with a change in its direction, where it is told.

    Nothing where the change lies within sampling error: there is no change to explain.
    """
    if verdict_of(one, at) not in ("rise", "fall"):
        return speaker.panel_tell("no_score")
    parts = one.change.contributions[at]
    along = parts * np.sign(one.change.change[at])
    best = int(np.argmax(along))
    if not along[best] > 0:
        return speaker.panel_tell("no_score")
    part = speaker.points(float(parts[best])).words
    return f"{speaker.element(one.change.indicators[best])} ({part})"


def _parts(
    speaker: PanelSpeaker, one: PanelChange, rows: list[int], number: int
) -> Iterator[Table]:
    change = one.change
    under = speaker.panel.panel.frozen.structure.below(speaker.top)
    columns = [at for at, code in enumerate(change.indicators) if code in under]
    tiny = 0.5 * 10.0**-speaker.digits
    has_rest = bool((np.abs(change.rest[rows]) >= tiny).any())
    note = speaker.panel_tell("parts_rest" if has_rest else "parts_note")
    groups = parted(columns, _BESIDE - 1)
    for part, held in enumerate(groups):
        caption = speaker.panel_tell("parts_caption", span=speaker.words.span(one))
        if len(groups) > 1:
            caption = speaker.tell("part", title=caption, number=part + 1, parts=len(groups))
        last = has_rest and part == len(groups) - 1
        heads = [Column(speaker.element(change.indicators[at]), "end", 1.4) for at in held]
        if last:
            heads.append(Column(speaker.panel_tell("column_rest"), "end"))
        shown = []
        for at in rows:
            cells = [Cell(speaker.unit(change.units[at]))]
            cells += [speaker.points(float(change.contributions[at, column])) for column in held]
            cells += [speaker.points(float(change.rest[at]))] if last else []
            shown.append(tuple(cells))
        yield Table(
            caption, (Column(speaker.tell("column_unit"), width=1.6), *heads), tuple(shown),
            (note,), f"parts-{number + 1}-{part + 1}",
        )  # fmt: skip


def _scale(speaker: PanelSpeaker) -> Iterator[Block]:
    panel = speaker.panel.panel
    yield Heading(speaker.panel_tell("scale"), 1, "scale")
    yield Bullets(tuple(speaker.words.scale()))
    structure = panel.frozen.structure
    shown = []
    for code in structure.below(speaker.top):
        if code not in panel.frozen.posts:
            continue
        low, high = panel.frozen.posts[code]
        cells = [Cell(speaker.element(code)), Cell(speaker.number(low), low),
                 Cell(speaker.number(high), high)]  # fmt: skip
        for period in panel.periods[-_BESIDE:]:
            count = speaker.panel.outside[period].get(code, 0)
            cells.append(Cell(speaker.count(count), count))
        shown.append(tuple(cells))
    yield Table(
        speaker.panel_tell("scale_caption"),
        (
            Column(speaker.panel_tell("column_indicator"), width=2.2),
            Column(speaker.panel_tell("column_low"), "end"),
            Column(speaker.panel_tell("column_high"), "end"),
            *(
                Column(
                    speaker.panel_tell("column_outside", period=speaker.words.period(one)), "end"
                )
                for one in panel.periods[-_BESIDE:]
            ),
        ),
        tuple(shown), (speaker.panel_tell("scale_note"),), "scale-table",
    )  # fmt: skip
