"""The findings: sentences in front, what each rests on in the annex, tied by a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paseo.assessment.findings.words import Sentence, say
from paseo.assessment.profile import Finding, Profile
from paseo.report.assessment.speaker import Speaker
from paseo.report.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Table,
)

#: The order in which a council reads: what moved people first, what limits the reading last.
GROUPS: Final = {
    "findings_faces": ("faces", "gap"),
    "findings_level": ("level",),
    "findings_change": ("change",),
    "findings_within": ("group", "area"),
    "findings_limits": ("coverage", "quality"),
}
#: A council reads two pages; the others stand in their chapters and in assessment.json.
SHOWN: Final = 6


def blocks(speaker: Speaker) -> Iterator[Block]:
    """Yield the sentences, grouped and numbered."""
    yield Heading(speaker.say("findings_title"), 1, "findings")
    if not speaker.profile.findings:
        yield Paragraph(speaker.say("findings_none"))
        return
    yield Paragraph(speaker.say("findings_lead"), lead=True)
    for group, found in _numbered(speaker.profile).items():
        yield Heading(speaker.say(group), 2, group.replace("_", "-"))
        sentences = tuple(_said(speaker, finding).text for _, finding in found)
        yield Bullets(sentences, numbered=True, start=found[0][0])
    more = len(speaker.profile.findings) - sum(
        len(held) for held in _numbered(speaker.profile).values()
    )
    if more > 0:
        yield Paragraph(speaker.say("findings_more", count=more))


def reasons(speaker: Speaker) -> Iterator[Block]:
    """Yield what each numbered finding rests on, and what would make it wrong."""
    numbered = [pair for held in _numbered(speaker.profile).values() for pair in held]
    if not numbered:
        return
    # Findings of one kind often rest on the same; said once, the annex stays readable.
    shared: dict[tuple[str, str], list[str]] = {}
    for number, finding in numbered:
        sentence = _said(speaker, finding)
        shared.setdefault((sentence.why, sentence.unless), []).append(str(number))
    yield Heading(speaker.say("reasons_title"), 1, "reasons")
    yield Table(
        caption=speaker.say("reasons_table"),
        columns=(
            Column(speaker.say("column_number"), width=0.7),
            Column(speaker.say("why"), width=3),
            Column(speaker.say("unless"), width=3),
        ),
        rows=tuple(
            (Cell(", ".join(numbers)), Cell(why), Cell(unless))
            for (why, unless), numbers in shared.items()
        ),
    )


def _numbered(profile: Profile) -> dict[str, list[tuple[int, Finding]]]:
    """Return the findings that the report shows, by group, numbered in reading order."""
    numbered: dict[str, list[tuple[int, Finding]]] = {}
    number = 0
    for group, kinds in GROUPS.items():
        held = [one for one in profile.findings if one.kind in kinds]
        for finding in held[:SHOWN]:
            number += 1
            numbered.setdefault(group, []).append((number, finding))
    return numbered


def _said(speaker: Speaker, finding: Finding) -> Sentence:
    return say(finding, speaker.profile.framework, speaker.language)
