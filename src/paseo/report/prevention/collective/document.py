"""A round of Collective Impact as a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from paseo.content.language import LanguageMap
from paseo.prevention.collective.result import CollectiveResult, GateFound, Views
from paseo.prevention.collective.rounds import ConditionChange, RoundChange
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
)
from paseo.report.prevention.collective.pictures import on_pages, ranges_picture
from paseo.report.prevention.collective.words import (
    count_said,
    difference_said,
    disclosure_said,
    few_said,
    origin_said,
    phase_said,
    points,
    small_kinds_said,
    spread_said,
)
from paseo.report.prevention.pictures import as_figure
from paseo.report.prevention.speaker import Speaker, Standing

_PACKAGE = "paseo.report.prevention.collective"


def collective_document(
    result: CollectiveResult,
    standing: Standing,
    language: str = "en",
    *,
    change: RoundChange | None = None,
    indicators: Mapping[str, LanguageMap] | None = None,
) -> Document:
    """Return a round as a document: phase, conditions, differences, indicators, tasks.

    Args:
        result: of the round.
        standing: where and when it is made.
        language: of the document.
        change: the round beside an earlier one.
        indicators: code to name of the framework's indicators.
    """
    speaker = Speaker(standing, language, _PACKAGE)
    form = result.form
    blocks = _blocks(result, speaker, change, indicators or {})
    return speaker.document(
        speaker.say("title", round=result.round.name or speaker.day(standing.made_at.date())),
        speaker.say("subtitle", form=speaker.text(form.title), version=form.version),
        speaker.day(result.round.day or standing.made_at.date()),
        blocks,
    )


def _blocks(
    result: CollectiveResult,
    speaker: Speaker,
    change: RoundChange | None,
    indicators: Mapping[str, LanguageMap],
) -> Iterator[Block]:
    yield Paragraph(phase_said(result, speaker.language), lead=True)
    yield Paragraph(count_said(result, speaker.language))
    few = few_said(result, speaker.language)
    if few and result.enough:
        yield Callout("caution", speaker.say("few_of_asked_title"), (few,))
    yield Paragraph(origin_said(result.form, speaker.language))
    if result.enough:
        yield from _phases(result, speaker)
        yield from _conditions(result, speaker)
        yield from _differences(result, speaker)
        yield from _statements(result, speaker)
    if change is not None:
        yield from _change(change, speaker)
    yield from _indicators(result, speaker, indicators)
    yield from _tasks(result, speaker)
    yield Heading(speaker.say("not_said"), 1, "not-said")
    yield Bullets(tuple(speaker.say(f"not_said.{at}") for at in (1, 2, 3)))
    yield from _sources(result, speaker)


def _conditions(result: CollectiveResult, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("conditions"), 1, "conditions")
    yield Paragraph(speaker.say("conditions_lead"))
    hidden = disclosure_said(result.form, speaker.language)
    notes = (hidden, *filter(None, (small_kinds_said(result, speaker.language),)))
    yield from _pictures(result, speaker, notes)
    if any(one.condition.before for one in result.conditions):
        yield Heading(speaker.say("before"), 1, "before")
        yield from _pictures(result, speaker, (), before=True)


def _pictures(
    result: CollectiveResult, speaker: Speaker, notes: tuple[str, ...], *, before: bool = False
) -> Iterator[Block]:
    parts = on_pages(result, before=before)
    for at, part in enumerate(parts, start=1):
        key = f"{'before' if before else 'conditions'}-{at}"
        picture = ranges_picture(result, speaker.language, before=before, key=key, only=part)
        yield as_figure(picture, notes=notes if at == len(parts) else ())


def _differences(result: CollectiveResult, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("differences"), 1, "differences")
    if not result.differences:
        yield Paragraph(speaker.say("differences_none"))
        return
    yield Paragraph(speaker.say("differences_lead"))
    yield Bullets(
        tuple(difference_said(result, one, speaker.language) for one in result.differences)
    )


def _statements(result: CollectiveResult, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("statements"), 1, "statements")
    for one in result.conditions:
        yield Table(
            caption=speaker.text(one.condition.name),
            columns=(
                Column(speaker.say("column_statement"), width=4),
                Column(speaker.say("column_partners"), "end", 0.8),
                Column(speaker.say("column_median"), "end", 0.8),
                Column(speaker.say("column_half"), "end"),
                Column(speaker.say("column_range"), "end"),
            ),
            rows=tuple(
                (Cell((speaker.run(statement.text),)), *_spread(views, speaker))
                for statement, views in one.statements
            ),
        )


def _spread(views: Views, speaker: Speaker) -> tuple[Cell, ...]:
    whole = views.whole
    if whole is None:
        return (Cell("–"), Cell(speaker.say("few")), Cell("–"), Cell("–"))

    def span(ends: tuple[float, float] | None) -> Cell:
        if ends is None:
            return Cell("–")
        low, high = (points(one, speaker.language) for one in ends)
        return Cell(speaker.say("span", low=low, high=high))

    return (
        Cell(str(whole.n), whole.n),
        Cell(points(whole.median, speaker.language), whole.median),
        span(whole.half),
        span(whole.range),
    )


def _phases(result: CollectiveResult, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("phases"), 1, "phases")
    yield Paragraph(speaker.say("phases_lead"))
    yield Table(
        caption=speaker.say("phases"),
        columns=(
            Column(speaker.say("column_phase"), width=1.5),
            Column(speaker.say("column_gate"), width=3),
            Column(speaker.say("column_wanted"), "end"),
            Column(speaker.say("column_found"), "end"),
            Column(speaker.say("column_met")),
        ),
        rows=tuple(_gate(result, one, speaker) for one in result.gates),
    )


def _gate(result: CollectiveResult, one: GateFound, speaker: Speaker) -> tuple[Cell, ...]:
    phase = next(each for each in result.form.phases if each.id == one.phase)
    condition = speaker.text(result.form.condition(one.condition).name) if one.condition else ""
    found = speaker.say("few") if one.found is None else points(one.found, speaker.language)
    return (
        Cell((speaker.run(phase.name),)),
        Cell(speaker.say(f"gate.{one.what}", condition=condition)),
        Cell(points(one.wanted, speaker.language), one.wanted),
        Cell(found, one.found),
        Cell(speaker.say("yes" if one.met else "no")),
    )


def _change(change: RoundChange, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("change", round=change.before.round.name), 1, "change")
    values = {"count": change.both, "left": change.left, "joined": change.joined}
    yield Paragraph(speaker.say("change_lead", **values))
    if not change.same_form:
        form = speaker.say("change_form")
        yield Callout("caution", speaker.say("change", round=change.before.round.name), (form,))
    yield Table(
        caption=speaker.say("change", round=change.before.round.name),
        columns=(
            Column(speaker.say("column_condition"), width=2.2),
            Column(speaker.say("column_before"), "end", 1.4),
            Column(speaker.say("column_after"), "end", 1.4),
            Column(speaker.say("column_up"), "end"),
            Column(speaker.say("column_same"), "end"),
            Column(speaker.say("column_down"), "end"),
        ),
        rows=tuple(_moved(one, speaker) for one in change.conditions),
        notes=(speaker.say("moves_note"),),
    )


def _moved(one: ConditionChange, speaker: Speaker) -> tuple[Cell, ...]:
    moves = one.moves
    few = Cell(speaker.say("few"))
    counts = (moves.up, moves.same, moves.down) if moves else ()
    return (
        Cell((speaker.run(one.condition.name),)),
        Cell(spread_said(one.before, speaker.language)),
        Cell(spread_said(one.after, speaker.language)),
        *(tuple(Cell(str(count), count) for count in counts) or (few, few, few)),
    )


def _indicators(
    result: CollectiveResult, speaker: Speaker, names: Mapping[str, LanguageMap]
) -> Iterator[Block]:
    yield Heading(speaker.say("indicators"), 1, "indicators")
    codes = result.round.indicators
    if not codes:
        yield Paragraph(speaker.say("indicators_none"))
        return
    yield Bullets(
        tuple(
            speaker.say("indicator", code=code, name=speaker.text(names[code]))
            if code in names
            else code
            for code in codes
        )
    )


def _tasks(result: CollectiveResult, speaker: Speaker) -> Iterator[Block]:
    if not result.form.tasks:
        return
    texts = {one.id: one.text for one in result.form.tasks}
    yield Heading(speaker.say("tasks"), 1, "tasks")
    yield Table(
        caption=speaker.say("tasks"),
        columns=(
            Column(speaker.say("column_task"), width=3),
            Column(speaker.say("column_who"), width=1.6),
            Column(speaker.say("column_due")),
        ),
        rows=tuple(
            (
                Cell((speaker.run(texts[one.task]),)),
                Cell(one.who or speaker.say("nobody")),
                Cell(speaker.day(one.due)),
            )
            for one in result.duties
        ),
    )


def _sources(result: CollectiveResult, speaker: Speaker) -> Iterator[Block]:
    form = result.form
    yield Heading(speaker.say("sources"), 1, "sources")
    yield Table(
        caption=speaker.say("sources"),
        columns=(
            Column(speaker.say("column_condition"), width=1.6),
            Column(speaker.say("column_mark"), width=1.2),
            Column(speaker.say("column_source"), width=3),
        ),
        rows=tuple(
            (
                Cell((speaker.run(one.name),)),
                Cell(speaker.say(f"mark.{one.evidence}")),
                Cell(form.sources.get(one.source, one.source)),
            )
            for one in form.conditions
        ),
    )
