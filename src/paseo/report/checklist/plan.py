"""The data-collection plan as a document: quick wins, every indicator, proposals, reminders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paseo.assessment.checklist.availability import STATUSES
from paseo.assessment.checklist.effects import Effect
from paseo.assessment.checklist.plan import PlanLine
from paseo.assessment.checklist.reminders import Reminder
from paseo.assessment.checklist.result import ChecklistResult
from paseo.report.checklist.speaker import Speaker
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
)


def plan_document(result: ChecklistResult, language: str = "en") -> Document:
    """Return the data-collection plan as a document."""
    speaker = Speaker(result, language)
    return speaker.document("plan", _blocks(speaker))


def _blocks(speaker: Speaker) -> Iterator[Block]:
    plan = speaker.result.plan
    depth = speaker.say(f"depth.{plan.depth}")
    yield Paragraph(speaker.say("plan_lead", depth=depth, count=len(plan.lines)), lead=True)
    yield Paragraph(speaker.because(plan.scope.depth_why))
    yield Paragraph(speaker.say("composed"))
    yield _counts(speaker)
    yield from _stops(speaker)
    yield from _quick_wins(speaker)
    yield Heading(speaker.say("lines_title"), 1, "lines")
    yield Paragraph(speaker.say("order_rule"))
    for dimension in speaker.result.framework.dimensions:
        mine = [line for line in plan.lines if line.indicator.dimension == dimension.id]
        if mine:
            yield Heading((speaker.run(dimension.name),), 2, f"lines-{dimension.id}")
            yield _lines(speaker, mine, speaker.text(dimension.name))
    yield from _metadata(speaker)
    yield from _reminders(speaker)
    yield from _proposals(speaker)
    yield from _unknown(speaker)


def _counts(speaker: Speaker) -> Table:
    plan = speaker.result.plan
    framework = speaker.result.framework

    def row(name: Cell, dimension: str) -> tuple[Cell, ...]:
        counts = plan.counts(dimension)
        aside = plan.set_aside(dimension)
        figures = [*(counts[status] for status in STATUSES), aside]
        return (name, *(Cell(str(one), one) for one in figures))

    return Table(
        caption=speaker.say("counts_table"),
        columns=(
            Column(speaker.say("column_dimension"), width=2.4),
            *(Column(speaker.status(status), "end") for status in STATUSES),
            Column(speaker.say("column_aside"), "end"),
        ),
        rows=(
            *(row(Cell((speaker.run(one.name),)), one.id) for one in framework.dimensions),
            row(Cell(speaker.say("all")), ""),
        ),
    )


def _stops(speaker: Speaker) -> Iterator[Block]:
    """Yield what must wait, in a box of its own."""
    stops = speaker.result.effects.stops()
    if stops:
        body = tuple(
            (
                Run(f"{speaker.say(f'stop.{stop}')}: ", "strong"),
                *(run for one in effects for run in _reason(speaker, one)),
            )
            for stop, effects in stops.items()
        )
        yield Callout("caution", speaker.say("stops_title"), body)


def _reason(speaker: Speaker, effect: Effect) -> tuple[Run, ...]:
    questions = ", ".join(effect.questions)
    return (speaker.run(effect.reason), Run(f" ({questions}) " if questions else " ", "muted"))


def _quick_wins(speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("quick_wins_title"), 1, "quick-wins")
    wins = speaker.result.plan.quick_wins()
    if not wins:
        yield Paragraph(speaker.say("quick_wins_none"))
        return
    yield Paragraph(speaker.say("quick_wins_lead"))
    yield Bullets(
        tuple(
            (
                Run(f"{line.code} {speaker.text(line.indicator.name)}. ", "strong"),
                *speaker.why(line),
                Run(" " + speaker.say("owner_is", owner=speaker.stated(line.owner))),
            )
            for line in wins
        )
    )


def _lines(speaker: Speaker, lines: Sequence[PlanLine], name: str) -> Table:
    return Table(
        caption=speaker.say("lines_table", dimension=name),
        columns=(
            Column(speaker.say("column_indicator"), width=2.2),
            Column(speaker.say("column_status"), width=1.1),
            Column(speaker.say("column_why"), width=3),
            Column(speaker.say("column_owner"), width=1.4),
            Column(speaker.say("column_next"), width=1.2),
            Column(speaker.say("column_effort"), width=0.9),
        ),
        rows=tuple(
            (
                Cell((Run(f"{line.code} ", "muted"), speaker.run(line.indicator.name))),
                Cell(speaker.part(line)),
                Cell(speaker.why(line)),
                Cell(speaker.stated(line.owner)),
                Cell(speaker.next_date(line)),
                Cell(speaker.effort(line)),
            )
            for line in lines
        ),
    )


def _metadata(speaker: Speaker) -> Iterator[Block]:
    """Yield what is known of the data: source, level, frequency, quality, legal basis."""
    lines = [line for line in speaker.result.plan.lines if line.sources]
    yield Heading(speaker.say("metadata_title"), 1, "metadata")
    if not lines:
        yield Paragraph(speaker.say("metadata_none"))
        return
    yield Table(
        caption=speaker.say("metadata_table"),
        columns=(
            Column(speaker.say("column_indicator"), width=0.8),
            Column(speaker.say("column_source"), width=2),
            Column(speaker.say("column_level"), width=1.2),
            Column(speaker.say("column_frequency"), width=1.2),
            Column(speaker.say("column_quality"), width=1.2),
            Column(speaker.say("column_basis"), width=1.4),
        ),
        rows=tuple(
            (
                Cell(line.code),
                Cell(line.sources[0].name),
                Cell(speaker.level(line.level)),
                Cell(speaker.frequency(line.frequency)),
                Cell(speaker.quality(line.quality)),
                Cell(speaker.basis(line.basis, line.law)),
            )
            for line in lines
        ),
    )


def _reminders(speaker: Speaker) -> Iterator[Block]:
    found = [one for one in speaker.result.reminders() if one.due != "later"]
    yield Heading(speaker.say("reminders_title"), 1, "reminders")
    if not found:
        yield Paragraph(speaker.say("reminders_none"))
        return
    yield Table(
        caption=speaker.say("reminders_table"),
        columns=(
            Column(speaker.say("column_day"), width=1.2),
            Column(speaker.say("column_due"), width=1),
            Column(speaker.say("column_matter"), width=1.6),
            Column(speaker.say("column_owner"), width=2),
            Column(speaker.say("column_indicators"), width=2.4),
        ),
        rows=tuple(_reminder(speaker, one) for one in found),
    )


def _reminder(speaker: Speaker, one: Reminder) -> tuple[Cell, ...]:
    basis = "date_estimated" if one.basis == "estimated" else "date_stated"
    return (
        Cell(speaker.say(basis, day=speaker.day(one.day))),
        Cell(speaker.say(f"due.{one.due}")),
        Cell(speaker.say(f"matter.{one.matter}")),
        Cell(one.owner or one.source),
        Cell(", ".join(one.indicators)),
    )


def _proposals(speaker: Speaker) -> Iterator[Block]:
    effects = speaker.result.effects
    yield Heading(speaker.say("proposals_title"), 1, "proposals")
    yield Paragraph(speaker.say("proposals_lead"))
    if not effects.proposals:
        return
    yield Table(
        caption=speaker.say("proposals_table"),
        columns=(
            Column(speaker.say("column_kind"), width=1.1),
            Column(speaker.say("column_why"), width=4),
            Column(speaker.say("column_concerns"), width=2),
            Column(speaker.say("column_decision"), width=1.4),
        ),
        rows=tuple(_proposal(speaker, one) for one in effects.proposals),
    )


def _proposal(speaker: Speaker, one: Effect) -> tuple[Cell, ...]:
    found = speaker.result.effects.decisions.get(one.id)
    decision = speaker.say(f"verdict.{found.verdict}" if found else "verdict.open")
    note = f": {found.note}" if found and found.note else ""
    return (
        Cell(speaker.say(f"kind.{one.kind}")),
        Cell(_reason(speaker, one)),
        Cell(concerns(speaker, one)),
        Cell(f"{decision}{note}"),
    )


#: Codes that a table cell names before it says how many more there are.
_MOST_CODES = 8


def concerns(speaker: Speaker, one: Effect) -> str:
    """Return what a proposal changes, in words."""
    if one.kind == "depth" and one.depth:
        return speaker.say(f"bound.{one.bound}", depth=speaker.say(f"depth.{one.depth}"))
    if one.kind == "dimension":
        names = {d.id: speaker.text(d.name) for d in speaker.result.framework.dimensions}
        said = ", ".join(names[dimension] for dimension in one.dimensions)
        return f"{speaker.say(f'mode.{one.mode}')}: {said}"
    codes = ", ".join(one.indicators[:_MOST_CODES])
    more = len(one.indicators) - _MOST_CODES
    if more > 0:
        codes = f"{codes} {speaker.say('and_more', count=more)}"
    if one.kind == "switch":
        return f"{speaker.say(f'switch.{one.switch}')}: {codes}"
    return codes or speaker.say("whole_assessment")


def _unknown(speaker: Speaker) -> Iterator[Block]:
    found = speaker.result.plan.unknown_codes
    if found:
        body = tuple(
            speaker.say("unknown_code", question=question, row=row, code=code)
            for question, row, code in found
        )
        yield Callout("missing", speaker.say("unknown_codes_title"), body)
