"""The method annex as a document: each sentence with the question whose answer it gives."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.checklist.method_annex import AnnexLine
from paseo.assessment.checklist.result import ChecklistResult
from paseo.report.checklist.entries import entries_table
from paseo.report.checklist.speaker import Speaker
from paseo.report.document import (
    Block,
    Callout,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
)


def method_document(result: ChecklistResult, language: str = "en") -> Document:
    """Return the method annex as a document of its own."""
    speaker = Speaker(result, language)
    return speaker.document("method", _blocks(speaker))


def _blocks(speaker: Speaker) -> Iterator[Block]:
    chapters = speaker.result.annex(speaker.language)
    stated = sum(one.stated for one in chapters)
    total = sum(len(one.lines) for one in chapters)
    yield Paragraph(speaker.say("method_lead", stated=stated, total=total), lead=True)
    yield Paragraph(speaker.say("composed"))
    for chapter in chapters:
        yield Heading((speaker.run(chapter.chapter.name),), 1, f"method-{chapter.chapter.id}")
        sentences = [line for line in chapter.lines if not line.rows]
        if sentences:
            yield Table(
                caption=speaker.text(chapter.chapter.name),
                columns=(
                    Column(speaker.say("column_number"), width=0.5),
                    Column(speaker.say("column_sentence"), width=6),
                ),
                rows=tuple((Cell(line.question), Cell(_said(speaker, line))) for line in sentences),
            )
        for line in chapter.lines:
            if line.rows:
                yield _table(speaker, line)
    warnings = speaker.result.effects.of_kind("warning")
    if warnings:
        body = tuple(
            (speaker.run(one.reason), Run(f" ({', '.join(one.questions)})", "muted"))
            for one in warnings
        )
        yield Heading(speaker.say("warnings_title"), 1, "warnings")
        yield Callout("caution", speaker.say("warnings_title"), body)


def _said(speaker: Speaker, line: AnnexLine) -> tuple[Run, ...]:
    language = "" if line.text.language == speaker.language else line.text.language
    runs = [Run(line.text.words, "plain" if line.stated else "emphasis", language)]
    if line.comment:
        runs.append(Run(f" {speaker.say('comment', text=line.comment)}", "muted"))
    return tuple(runs)


def _table(speaker: Speaker, line: AnnexLine) -> Table:
    notes = (speaker.say("comment", text=line.comment),) if line.comment else ()
    caption = f"{line.question}: {line.title.words}"
    return entries_table(speaker, caption, line.columns, line.rows, notes)
