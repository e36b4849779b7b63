"""The report of a trial: what first answers say of the questions, and changes to think about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from paseo.content.numbers import format_date
from paseo.content.phrases import load_phrases
from paseo.content.writing import write_whole
from paseo.evidence.questionnaires.piloting.result import PilotResult, Proposal
from paseo.report.document import (
    WRITER_WORDS,
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    Paragraph,
    Table,
)
from paseo.report.questionnaire import pilot_tables
from paseo.report.questionnaire.pilot_words import PilotSpeaker
from paseo.report.writers.registry import WRITERS


def pilot_document(
    result: PilotResult, language: str = "en", made_at: datetime | None = None
) -> Document:
    """Return the report of a trial in one language.

    Args:
        result: of :func:`paseo.evidence.questionnaires.pilot.pilot`.
        language: of the report; texts of the questionnaire that lack it are marked.
        made_at: the moment that the report names; now where left out.
    """
    speaker = PilotSpeaker(result, language)
    made = made_at or datetime.now(UTC)
    form = result.questionnaire
    writer_words = load_phrases("paseo.report")
    title = form.title.read(language).words
    return Document(
        title=speaker.say("title", title=title),
        subtitle=speaker.say("subtitle", version=form.version, date=format_date(made, language)),
        language=language,
        place=form.provider.read(language).words,
        period="",
        made_at=made,
        blocks=tuple(_blocks(speaker)),
        words={word: writer_words.say(word, language) for word in WRITER_WORDS},
    )


def write_pilot(result: PilotResult, path: Path, language: str = "en") -> None:
    """Write the report of a trial; the ending of the file chooses the format.

    Raises:
        ValueError: when no writer makes files with this ending.
        MissingExtra: when the format's package is not installed.
        OSError: when the file cannot be written.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in WRITERS:
        raise ValueError(f"No writer for .{ending}. Choose from {list(WRITERS)}.")
    data = WRITERS[ending].write(pilot_document(result, language))
    write_whole(path, data)


def _blocks(speaker: PilotSpeaker) -> Iterator[Block]:
    yield from _opening(speaker)
    yield Contents(load_phrases("paseo.report").say("sheet_contents", speaker.language), 1)
    yield from _proposals(speaker)
    yield from pilot_tables.blocks(speaker)


def _opening(speaker: PilotSpeaker) -> Iterator[Block]:
    result = speaker.result
    yield Paragraph(speaker.say("lead", count=result.sheets, finished=result.finished), lead=True)
    for phrase in ("other_version", "repeated"):
        if count := getattr(result, phrase):
            yield Paragraph(speaker.say(phrase, count=count))
    if not result.enough:
        said = speaker.say("too_few", sheets=result.thresholds.sheets)
        yield Callout("caution", speaker.say("too_few_title"), (said,))
    body = [speaker.say("prompt")]
    if result.comments or result.hard:
        body.append(speaker.say("words_of_people"))
    yield Callout("note", speaker.say("prompt_title"), tuple(body))


def _proposals(speaker: PilotSpeaker) -> Iterator[Block]:
    result = speaker.result
    yield Heading(speaker.say("chapter_proposals"), 1, "proposals")
    if result.proposals:
        yield Table(
            caption=speaker.say("chapter_proposals"),
            columns=(
                Column(speaker.say("column_subject"), width=2),
                Column(speaker.say("column_change"), width=1.4),
                Column(speaker.say("column_why"), width=2.6),
            ),
            rows=tuple(_proposal(speaker, one) for one in result.proposals),
            id="proposals-table",
        )
    else:
        yield Paragraph(speaker.say("no_proposals" if result.enough else "too_few",
                                    sheets=result.thresholds.sheets))  # fmt: skip
    if result.untried:
        yield Bullets(
            tuple(
                speaker.say("untried", rule=speaker.say(f"name_{rule}"), count=count)
                for rule, count in result.untried.items()
            )
        )


def _proposal(speaker: PilotSpeaker, one: Proposal) -> tuple[Cell, ...]:
    return (
        Cell(speaker.subject(one.subject)),
        Cell(speaker.say(f"rule_{one.rule}")),
        Cell(speaker.why(one), one.value),
    )
