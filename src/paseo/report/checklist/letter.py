"""The letter to an owner of data: one page on what is asked, why, by when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paseo.assessment.checklist.requests import DataRequest
from paseo.assessment.checklist.result import ChecklistResult
from paseo.assessment.checklist.used_for import Use
from paseo.report.checklist.speaker import Speaker
from paseo.report.document import Block, Bullets, Definitions, Document, Heading, Paragraph, Words

#: What a letter of one page lists; the workbook beside it holds all.
MOST_LISTED = 6


def letter_document(
    result: ChecklistResult,
    request: DataRequest,
    language: str = "en",
    uses: Sequence[Use] = (),
) -> Document:
    """Return the letter that goes with a request.

    Args:
        request: what the owner is asked.
        uses: what their data were used for last time (:func:`.used_for.used_for`).
    """
    speaker = Speaker(result, language)
    return speaker.document("letter", _blocks(speaker, request, uses))


def _blocks(speaker: Speaker, request: DataRequest, uses: Sequence[Use]) -> Iterator[Block]:
    to = f"{request.owner} ({request.contact})" if request.contact else request.owner
    yield Paragraph(speaker.say("letter_to", owner=to), lead=True)
    yield Paragraph(speaker.say("letter_why", city=speaker.city))
    yield Heading(speaker.say("letter_what"), 1, "what")
    yield from _asked(speaker, request)
    yield Definitions(tuple(_terms(speaker, request)))
    yield Heading(speaker.say("letter_used"), 1, "used")
    yield from _used(speaker, uses)
    yield Paragraph(speaker.say("letter_protection"))


def _asked(speaker: Speaker, request: DataRequest) -> Iterator[Block]:
    if request.lines:
        # Without the evidence of a city there is no workbook: the letter then lists everything.
        book = speaker.result.city is not None
        phrase = "letter_values" if book else "letter_values_here"
        yield Paragraph(speaker.say(phrase, count=len(request.lines)))
        shown = request.lines[:MOST_LISTED] if book else request.lines
        items: list[Words] = [f"{line.code} {speaker.text(line.indicator.name)}" for line in shown]
        if len(request.lines) > len(shown):
            items.append(speaker.say("letter_more", count=len(request.lines) - len(shown)))
        yield Bullets(tuple(items))
    for source, fields in request.open_fields.items():
        names = ", ".join(speaker.say(f"field.{name}") for name in fields)
        yield Paragraph(speaker.say("letter_open", source=source, fields=names))


def _terms(speaker: Speaker, request: DataRequest) -> Iterator[tuple[Words, Words]]:
    decision = request.decision or speaker.not_stated
    if request.decided_by:
        decision = speaker.say("letter_decided_by", decision=decision, owner=request.decided_by)
    yield speaker.say("letter_decision"), decision
    yield speaker.say("letter_by"), speaker.day(request.by)
    bases = [speaker.basis(one) for one in request.bases]
    yield speaker.say("letter_basis"), "; ".join((*bases, *request.laws)) or speaker.not_stated
    owner = speaker.result.plan.own_unit
    yield speaker.say("letter_from"), owner or speaker.not_stated


def _used(speaker: Speaker, uses: Sequence[Use]) -> Iterator[Block]:
    if not uses:
        yield Paragraph(speaker.say("letter_not_used"))
        return
    items: list[Words] = []
    for use in uses[:MOST_LISTED]:
        periods = speaker.period(use.periods[-1]) if use.periods else ""
        name = f"{use.indicator.id} {speaker.text(use.indicator.name)}"
        findings = len(use.findings)
        phrase = "letter_use_findings" if findings else "letter_use"
        items.append(speaker.say(phrase, indicator=name, period=periods, count=findings))
    if len(uses) > MOST_LISTED:
        items.append(speaker.say("letter_more_uses", count=len(uses) - MOST_LISTED))
    yield Bullets(tuple(items))
