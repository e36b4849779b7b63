"""The parts of the manual: opening, steps, cases, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paseo.prevention.manual.pack import Fact, Manual, Step, WorkedCase
from paseo.prevention.measures.catalogue import Catalogue, Example
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Contents,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
)
from paseo.report.prevention.manual.picture import case_picture
from paseo.report.prevention.speaker import Speaker


def blocks(manual: Manual, catalogue: Catalogue, speaker: Speaker) -> Iterator[Block]:
    """Yield the manual from its opening to its sources."""
    yield from _opening(manual, speaker)
    yield Heading(speaker.say("steps"), 1, "steps")
    yield Paragraph(speaker.say("steps_lead"), lead=True)
    for number, step in enumerate(manual.steps, 1):
        yield from _step(number, step, speaker)
    yield PageBreak()
    yield Heading(speaker.say("cases"), 1, "cases")
    yield Paragraph(speaker.say("cases_lead"), lead=True)
    for case in manual.cases:
        yield from _case(case, catalogue, manual, speaker)
    yield from _sources(manual, speaker)


def _opening(manual: Manual, speaker: Speaker) -> Iterator[Block]:
    yield Callout("note", speaker.say("not_official_title"), ((speaker.run(manual.description),),))
    yield Contents(speaker.say("contents"))
    yield Heading(speaker.say("opening"), 1, "opening")
    for fact in manual.opening:
        yield Paragraph(_told(fact, manual, speaker))


def _told(fact: Fact, manual: Manual, speaker: Speaker) -> tuple[Run, ...]:
    """Return a fact with its mark and the publishers of its sources."""
    named = "; ".join(_publisher(manual, one, speaker) for one in fact.sources)
    mark = speaker.say(f"mark.{fact.evidence}")
    said = speaker.say("from_source", mark=mark, sources=named)
    return (speaker.run(fact.text), Run(f" {said}", "muted"))


def _publisher(manual: Manual, source: str, speaker: Speaker) -> str:
    found = manual.sources[source]
    name = str(found.get("publisher") or found["title"])
    return f"{name} {found['year']}" if found.get("year") else name


def _step(number: int, step: Step, speaker: Speaker) -> Iterator[Block]:
    title = speaker.say("step", number=number, title=speaker.text(step.title))
    yield Heading(title, 2, f"step-{step.id}")
    for text in step.text:
        yield Paragraph((speaker.run(text),))
    yield Bullets(tuple((speaker.run(one),) for one in step.do))
    if step.beware is not None:
        yield Callout("caution", speaker.say("beware"), ((speaker.run(step.beware),),))


def _case(
    case: WorkedCase, catalogue: Catalogue, manual: Manual, speaker: Speaker
) -> Iterator[Block]:
    shown = tuple(catalogue.measure(one) for one in case.measures)
    yield Heading(speaker.text(case.title), 2, f"case-{case.id}")
    yield Paragraph((speaker.run(case.lead),))
    yield Heading(speaker.say("told"), 3, f"told-{case.id}")
    for fact in case.facts:
        yield Paragraph(_told(fact, manual, speaker))
    yield Heading(speaker.say("mapped"), 3, f"mapped-{case.id}")
    yield case_picture(case, shown, speaker)
    yield _table(shown, speaker)
    yield Heading(speaker.say("reading"), 3, f"reading-{case.id}")
    yield Paragraph(speaker.say("reading_composed"))
    yield Bullets(tuple((speaker.run(one),) for one in case.reading))


def _table(shown: Iterable[Example], speaker: Speaker) -> Table:
    columns = (
        Column(speaker.say("measure"), width=2.2),
        Column(speaker.say("level"), width=1.3),
        Column(speaker.say("orientation"), width=1.2),
        Column(speaker.say("aim"), width=1.1),
        Column(speaker.say("how"), width=3.2),
        Column(speaker.say("mark"), width=1),
    )
    return Table(speaker.say("mapped_table"), columns, tuple(_row(one, speaker) for one in shown))


def _row(one: Example, speaker: Speaker) -> tuple[Cell, ...]:
    return (
        Cell((speaker.run(one.name),)),
        Cell(speaker.shared(f"level.{one.level}")),
        Cell(speaker.shared(f"orientation.{one.orientation}")),
        Cell(speaker.shared(f"aim.{one.aim}")),
        Cell((speaker.run(one.mechanism),)),
        Cell(speaker.say(f"mark.{one.evidence}")),
    )


def _sources(manual: Manual, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("sources"), 1, "sources")
    yield Bullets(tuple(_source(one, manual, speaker) for one in manual.sources))


def _source(source: str, manual: Manual, speaker: Speaker) -> tuple[Run, ...]:
    found = manual.sources[source]
    title = str(found["title"])
    words = f"{title}. {_publisher(manual, source, speaker)}" if found.get("publisher") else title
    address = str(found.get("url") or "")
    return (Run(f"{words}. "), Run(address, link=address)) if address else (Run(f"{words}."),)
