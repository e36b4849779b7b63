"""The first pages: what this is, what was found, how to read it."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.report.assessment import findings
from paseo.report.assessment.speaker import Speaker
from paseo.report.document import Block, Bullets, Callout, Contents, Heading, Paragraph


def blocks(speaker: Speaker) -> Iterator[Block]:
    """Yield the opening."""
    yield from _about(speaker)
    yield from findings.blocks(speaker)
    yield from _reading(speaker)
    yield Contents(speaker.say("contents"), levels=1)


def _about(speaker: Speaker) -> Iterator[Block]:
    dimensions = speaker.profile.dimensions
    if description := speaker.text(speaker.profile.city.description):
        yield Callout("note", speaker.city, (description,))
    yield Heading(speaker.say("about_title"), 1, "about")
    yield Paragraph(speaker.say("about_1", city=speaker.city))
    yield Paragraph(
        speaker.say(
            "about_3",
            assessed=sum(one.assessed for one in dimensions),
            expected=sum(one.expected for one in dimensions),
            depth=speaker.set_name,
        )
    )
    yield Paragraph(speaker.say("about_2"))


def _reading(speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("reading_title"), 1, "reading")
    yield Bullets(
        tuple(speaker.say(f"reading_{part}") for part in ("value", "peers", "grade", "missing"))
    )
