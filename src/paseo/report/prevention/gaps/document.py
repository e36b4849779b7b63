"""The gaps of one problem as a document: each with rule, figures, reason and decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from paseo.content.language import LanguageMap
from paseo.prevention.gaps import Decided, Decision, GapWords, Judged, Search
from paseo.prevention.gaps.outcome import Outcome
from paseo.prevention.gaps.pack import Rule
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
from paseo.report.prevention.speaker import Speaker, Standing


def gaps_document(
    search: Search,
    decided: Decided,
    standing: Standing,
    language: str = "en",
    problems: Mapping[str, LanguageMap] | None = None,
) -> Document:
    """Return what the rules found against one problem as a document.

    Args:
        search: what every rule did.
        decided: the gaps with what was decided on them.
        standing: where and when the document is made.
        language: of the document.
        problems: id of a problem to its name.
    """
    speaker = Speaker(standing, language, __package__)
    words = GapWords(search.asked, language, problems or {})
    problem = words.problem(search.problem)
    day = speaker.day(search.asked.today)
    return speaker.document(
        speaker.say("title", problem=problem),
        speaker.say("subtitle", day=day),
        day,
        _blocks(search, decided, speaker, words),
    )


def _blocks(search: Search, decided: Decided, speaker: Speaker, words: GapWords) -> Iterator[Block]:
    asked = search.asked
    yield Paragraph(
        speaker.say(
            "lead", gaps=len(decided.judged), open=len(decided.open),
            measures=len(asked.measures), running=len(asked.running),
        ),
        lead=True,
    )  # fmt: skip
    yield Callout("note", speaker.say("read_title"), (words.say("prompt"), speaker.say("composed")))
    for outcome in search.outcomes:
        if outcome.gaps:
            mine = [one for one in decided.judged if one.gap.rule == outcome.rule]
            yield from _rule(asked.rules.rule(outcome.rule), mine, speaker, words)
    yield from _quiet([one for one in search.outcomes if not one.gaps], speaker, words)
    yield _thresholds(search, speaker)
    yield from _gone(decided, speaker, words)
    yield Heading(speaker.say("sources_title"), 1, "sources")
    used = {source for rule in asked.rules.rules for source in rule.sources}
    yield Bullets(
        tuple((speaker.run(title),) for code, title in asked.rules.sources.items() if code in used)
    )


def _rule(rule: Rule, gaps: list[Judged], speaker: Speaker, words: GapWords) -> Iterator[Block]:
    yield Heading(speaker.text(rule.name), 1, rule.id)
    yield Paragraph((speaker.run(rule.reason),))
    yield _table(rule, gaps, speaker, words)
    yield Paragraph((
        Run(speaker.say("wrong_lead") + " ", "strong"), speaker.run(rule.wrong),
    ))  # fmt: skip
    yield Paragraph((Run(speaker.say("next_lead") + " ", "strong"), speaker.run(rule.next)))


def _table(rule: Rule, gaps: list[Judged], speaker: Speaker, words: GapWords) -> Table:
    """Return the gaps of a rule; what no gap of it has takes no column."""
    beside = {one.gap.id: " ".join(words.beside(one.gap)) for one in gaps}
    cells = {one.gap.id: "; ".join(words.spot(spot) for spot in one.gap.spots) for one in gaps}
    columns = [Column(speaker.say("column_gap"), width=3)]
    if any(beside.values()):
        columns.append(Column(speaker.say("column_beside"), width=4.5))
    if any(cells.values()):
        columns.append(Column(speaker.say("column_where"), width=2))
    columns.append(Column(speaker.say("column_decision"), width=1.2))
    shown = [one for one in (beside, cells) if any(one.values())]
    rows = tuple(
        (
            Cell(words.sentence(one.gap)),
            *(Cell(column[one.gap.id] or "–") for column in shown),
            Cell(_decision(one, words)),
        )
        for one in gaps
    )
    caption = speaker.say("gaps_table", rule=speaker.text(rule.name))
    return Table(caption, tuple(columns), rows)


def _decision(one: Judged, words: GapWords) -> tuple[Run, ...]:
    if one.decision is None:
        return (Run(words.say("choice.open"), "muted"),)
    said = words.say(f"choice.{one.decision.choice}")
    note = f": {one.decision.note}" if one.decision.note else ""
    runs = [Run(f"{said}{note}")]
    if one.moved:
        runs.append(Run(f" {words.say('moved')}", "strong"))
    return tuple(runs)


def _quiet(outcomes: list[Outcome], speaker: Speaker, words: GapWords) -> Iterator[Block]:
    """Yield the rules that have no gap to show: they ran, or could not."""
    if not outcomes:
        return
    yield Heading(speaker.say("quiet_title"), 1, "no-gap")
    yield Table(
        caption=speaker.say("quiet_table"),
        columns=(Column(speaker.say("column_rule")), Column(speaker.say("column_did"), width=3)),
        rows=tuple((Cell(words.rule(one.rule)), Cell(words.outcome(one))) for one in outcomes),
    )


def _thresholds(search: Search, speaker: Speaker) -> Table:
    asked = search.asked
    return Table(
        caption=speaker.say("thresholds_table"),
        columns=(
            Column(speaker.say("column_rule"), width=1.5),
            Column(speaker.say("column_threshold"), width=4),
            Column(speaker.say("column_value"), "end", 1),
        ),
        rows=tuple(
            (
                Cell((speaker.run(rule.name),)),
                Cell((speaker.run(bound.name),)),
                Cell(f"{value:g}{' %' if bound.unit == 'percent' else ''}", value),
            )
            for rule in asked.rules.rules
            for bound in rule.thresholds
            for value in (asked.threshold(rule.id, bound.id),)
        ),
    )


def _gone(decided: Decided, speaker: Speaker, words: GapWords) -> Iterator[Block]:
    if decided.gone:
        said = tuple(_said_of_gone(one, words) for one in decided.gone)
        yield Callout("note", speaker.say("gone_title"), (speaker.say("gone"), *said))


def _said_of_gone(decision: Decision, words: GapWords) -> str:
    """Return what was decided, with the name of the rule that had found the gap."""
    rule = decision.gap.split(":", 1)[0]
    known = any(one.id == rule for one in words.asked.rules.rules)
    choice = words.say(f"choice.{decision.choice}")
    note = f" ({decision.note})" if decision.note else ""
    return f"{words.rule(rule) if known else decision.gap}: {choice}{note}"
