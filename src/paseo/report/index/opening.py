"""The first page: what the index says in three sentences, and what it must not be taken for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paseo.assessment.index import words
from paseo.report.document import Block, Callout, Contents, Heading, Paragraph, said
from paseo.report.index.speaker import IndexSpeaker

#: What it does not say, on the first page; all of it stands near the end.
MOST_LIMITS: Final = 3


def blocks(speaker: IndexSpeaker) -> Iterator[Block]:
    """Yield the opening."""
    yield Heading(speaker.tell("short"), 1, "short")
    for sentence in words.key_message(speaker.run, speaker.language):
        yield Paragraph(sentence, lead=True)
    yield from about(speaker)
    if not speaker.ranked:
        yield Callout("caution", speaker.tell("no_ranks_title"), (speaker.tell("no_ranks"),))
    above = _about(speaker)
    unsaid = words.says_not(speaker.run, speaker.language)
    limits = tuple(one for one in unsaid if one not in above)[:MOST_LIMITS]
    more = speaker.tell("says_not_more")
    yield Callout("caution", speaker.tell("says_not"), (*limits, more))
    description = speaker.run.index.spec.description.read(speaker.language)
    if description.words:
        yield Paragraph((said(description, speaker.language),))
    yield Paragraph(_size(speaker))
    if len(tops := speaker.run.built.structure.tops) > 1:
        names = speaker.list(speaker.element(code) for code in tops)
        told = speaker.tell("tops", count=len(tops), names=names, top=speaker.element(speaker.top))
        yield Callout("note", speaker.tell("tops_title"), (told,))
    yield Paragraph(speaker.tell("composed"))
    yield Contents(speaker.tell("contents"), levels=1)


def about(speaker: IndexSpeaker) -> Iterator[Callout]:
    """Yield the mark of joined sides and the words that the index has for itself.

    Every report of an index bears them near its top: what it is decides how it may be read.
    """
    if mark := words.sides(speaker.run, speaker.language):
        yield Callout("note", speaker.tell("sides_title"), (mark,))
    if own := _about(speaker):
        yield Callout("note", speaker.tell("about_title"), own)


def _about(speaker: IndexSpeaker) -> tuple[str, ...]:
    told = speaker.read(speaker.run.index.spec.about)
    return (told,) if told else ()


def _size(speaker: IndexSpeaker) -> str:
    structure = speaker.run.built.structure
    values = {
        "units": speaker.count(len(speaker.run.built.units)),
        "indicators": speaker.count(len(structure.indicators)),
        "parts": speaker.count(len(structure.aggregates) - len(structure.tops)),
    }
    said = speaker.tell("size", **values)
    found = speaker.run.uncertainty
    if found is None:
        return said
    return f"{said} " + speaker.tell(
        "size_varied", runs=speaker.count(found.replications), share=speaker.in_hundred(found.level)
    )
