"""The first pages: what this is, what was found, how to read it."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.findings.words import say
from paseo.report.assessment.speaker import Speaker
from paseo.report.document import Block, Bullets, Callout, Contents, Heading, Paragraph, Run, Words

#: A council reads two pages; the others stand in their chapters.
FINDINGS_SHOWN = 12


def blocks(speaker: Speaker) -> Iterator[Block]:
    """Yield the opening."""
    yield from _about(speaker)
    yield Contents(speaker.say("contents"), levels=1)
    yield from _findings(speaker)
    yield from _reading(speaker)


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
            depth=speaker.depth.lower(),
        )
    )
    yield Paragraph(speaker.say("about_2"))


def _findings(speaker: Speaker) -> Iterator[Block]:
    found = speaker.profile.findings
    yield Heading(speaker.say("findings_title"), 1, "findings")
    if not found:
        yield Paragraph(speaker.say("findings_none"))
        return
    yield Paragraph(speaker.say("findings_lead"), lead=True)
    items: list[Words] = []
    for finding in found[:FINDINGS_SHOWN]:
        sentence = say(finding, speaker.profile.framework, speaker.language)
        runs = [Run(sentence.text, "strong")]
        for label, words in (("why", sentence.why), ("unless", sentence.unless)):
            if words:
                runs.append(Run(f" {speaker.say(label)}: {words}", "muted"))
        items.append(tuple(runs))
    yield Bullets(tuple(items), numbered=True)
    more = len(found) - FINDINGS_SHOWN
    if more > 0:
        yield Paragraph(speaker.say("findings_more", count=more))


def _reading(speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("reading_title"), 1, "reading")
    yield Bullets(
        tuple(speaker.say(f"reading_{part}") for part in ("value", "peers", "grade", "missing"))
    )
