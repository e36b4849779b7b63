"""How comparable the cities are, how it was made, and where the values come from."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.profile import IndicatorResult
from paseo.evidence.comparability import TESTS
from paseo.report.assessment.annex import source_line
from paseo.report.benchmark.ranges import indicator_cell
from paseo.report.benchmark.speaker import PeerSpeaker
from paseo.report.document import Block, Bullets, Cell, Column, Heading, PageBreak, Paragraph, Table


def blocks(speaker: PeerSpeaker) -> Iterator[Block]:
    """Yield comparability, method and sources."""
    yield PageBreak()
    if speaker.ranged:
        yield Heading(speaker.tell("comparable_title"), 1, "comparability")
        yield Paragraph(speaker.tell("comparable_lead"), lead=True)
        yield Bullets(
            tuple(speaker.term(f"grade.{one}") for one in ("A", "B", "C", "not comparable"))
        )
        yield comparisons(speaker)
    yield Heading(speaker.tell("method_title"), 1, "method")
    yield Bullets(tuple(speaker.tell(f"method_{one}") for one in ("ranges", "bands", "disclosure")))
    profile = speaker.profile
    if profile.peer_sources:
        yield Heading(speaker.tell("sources_title"), 1, "sources-peers")
        yield Bullets(tuple(source_line(speaker, one) for one in profile.peer_sources))
    if profile.sources:
        yield Heading(speaker.tell("sources_own", city=speaker.city), 1, "sources-own")
        yield Bullets(tuple(source_line(speaker, one) for one in profile.sources), numbered=True)


def comparisons(speaker: PeerSpeaker) -> Table:
    """Return, for each indicator, how many comparisons have which grade and what differs."""
    caveats = list(
        dict.fromkeys(
            note for one in speaker.ranged if one.peers for note in one.peers.note.split()
        )
    )
    return Table(
        caption=speaker.tell("comparable_table"),
        columns=(
            Column(speaker.say("column_indicator"), width=2.4),
            Column(speaker.tell("column_a"), "end", 0.7),
            Column(speaker.tell("column_b"), "end", 0.7),
            Column(speaker.tell("column_differs"), width=2),
            Column(speaker.tell("column_out"), width=1.6),
            Column(speaker.say("column_caveats"), width=0.9),
        ),
        rows=tuple(_row(speaker, result, caveats) for result in speaker.ranged),
        notes=tuple(
            f"{number}. {speaker.term(f'caveat.{note}')}"
            for number, note in enumerate(caveats, start=1)
        ),
    )


def _row(speaker: PeerSpeaker, result: IndicatorResult, caveats: list[str]) -> tuple[Cell, ...]:
    assert result.peers is not None
    pairs = speaker.found.compared[result.indicator.id]
    counted = {test: sum(test in one.differs for one in pairs) for test in TESTS}
    differs = [
        speaker.tell("differs_in", test=speaker.term(f"test.{test}"), count=count)
        for test, count in counted.items()
        if count
    ]
    numbers = [str(caveats.index(note) + 1) for note in result.peers.note.split()]
    grades = [sum(one.grade == grade for one in pairs) for grade in ("A", "B")]
    return (
        indicator_cell(speaker, result),
        *(Cell(str(count), count) for count in grades),
        Cell("; ".join(differs) or speaker.say("differs_nothing")),
        Cell("; ".join(left_out(speaker, result)) or "–"),
        Cell(", ".join(numbers) or "–"),
    )


def left_out(speaker: PeerSpeaker, result: IndicatorResult) -> list[str]:
    """Say why cities do not stand beside a value, each reason with their number."""
    assert result.peers is not None
    said = [
        speaker.say("refused_as", count=count, reason=speaker.say(f"refused.{reason}"))
        for reason, count in sorted(result.peers.refused.items())
        if count
    ]
    withheld = speaker.found.withheld.get(result.indicator.id, 0)
    return [*said, speaker.tell("withheld_as", count=withheld)] if withheld else said
