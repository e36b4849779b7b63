"""How comparable the values are: with other cities, and with the city's own last period."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.profile import Comparison, IndicatorResult
from paseo.content.numbers import format_list
from paseo.report.assessment.speaker import Speaker
from paseo.report.document import Block, Bullets, Cell, Column, Heading, Paragraph, Run, Table


def blocks(speaker: Speaker) -> Iterator[Block]:
    """Yield the grades and their reasons; nothing where no value stands beside another."""
    held = [
        result
        for dimension in speaker.profile.dimensions
        for result in dimension.results
        if result.measured is not None
    ]
    beside = [result for result in held if result.peers is not None]
    changed = [result for result in held if result.change is not None]
    if not beside and not changed:
        return
    yield Heading(speaker.say("comparable_title"), 1, "comparability")
    yield Paragraph(speaker.say("comparable_lead"), lead=True)
    yield Bullets(tuple(speaker.term(f"grade.{one}") for one in ("A", "B", "C", "not comparable")))
    if beside:
        yield _peers(speaker, beside)
    if changed:
        yield _changes(speaker, changed)


def _peers(speaker: Speaker, results: list[IndicatorResult]) -> Table:
    caveats = list(dict.fromkeys(note for one in results if one.peers
                                 for note in one.peers.note.split()))  # fmt: skip
    return Table(
        caption=speaker.say("comparable_peers"),
        columns=(
            Column(speaker.say("column_indicator"), width=2.6),
            Column(speaker.say("column_grade"), width=0.8),
            Column(speaker.say("column_kept"), "end", 0.9),
            Column(speaker.say("column_refused"), width=1.8),
            Column(speaker.say("column_caveats"), width=1),
        ),
        rows=tuple(_peer_row(speaker, result, caveats) for result in results),
        notes=tuple(
            f"{number}. {speaker.term(f'caveat.{note}')}"
            for number, note in enumerate(caveats, start=1)
        ),
    )


def _peer_row(speaker: Speaker, result: IndicatorResult, caveats: list[str]) -> tuple[Cell, ...]:
    peers = result.peers
    assert peers is not None
    refused = [
        speaker.say("refused_as", count=count, reason=speaker.say(f"refused.{reason}"))
        for reason, count in sorted(peers.refused.items())
        if count
    ]
    numbers = [str(caveats.index(note) + 1) for note in peers.note.split()]
    return (
        _name(speaker, result),
        Cell(peers.worst_grade),
        Cell(str(len(peers.cities)), len(peers.cities)),
        Cell("; ".join(refused) or "–"),
        Cell(", ".join(numbers) or "–"),
    )


def _changes(speaker: Speaker, results: list[IndicatorResult]) -> Table:
    return Table(
        caption=speaker.say("comparable_changes"),
        columns=(
            Column(speaker.say("column_indicator"), width=2.6),
            Column(speaker.say("column_periods"), width=1.4),
            Column(speaker.say("column_grade"), width=1.2),
            Column(speaker.say("column_differs"), width=3),
        ),
        rows=tuple(_change_row(speaker, result) for result in results),
    )


def _change_row(speaker: Speaker, result: IndicatorResult) -> tuple[Cell, ...]:
    change, measured = result.change, result.measured
    assert change is not None
    assert measured is not None
    periods = (speaker.period(change.before.period), speaker.period(measured.period))
    return (
        _name(speaker, result),
        Cell(format_list(periods, speaker.language)),
        Cell(speaker.say(f"grade_short.{change.comparison.grade}")),
        Cell(_differing(speaker, change.comparison)),
    )


def _differing(speaker: Speaker, comparison: Comparison) -> str:
    """Return the tests that were not passed, each with its answer."""
    failed = [
        speaker.say(
            "test_answer",
            test=speaker.term(f"test.{one.test}"),
            answer=speaker.term(f"answer.{one.answer}"),
        )
        for one in comparison.tests
        if one.answer != "yes"
    ]
    return "; ".join(failed) or speaker.say("differs_nothing")


def _name(speaker: Speaker, result: IndicatorResult) -> Cell:
    indicator = result.indicator
    return Cell((speaker.run(indicator.name), Run(f" {indicator.id}", "muted")))
