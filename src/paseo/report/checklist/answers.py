"""The answers of a checklist as a document: every question that is asked, answered or not."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.checklist.result import ChecklistResult
from paseo.assessment.checklist.saying import in_words, parts_in_words
from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.questionnaire import Question, Section
from paseo.report.checklist.entries import entries_table
from paseo.report.checklist.speaker import Speaker
from paseo.report.document import Block, Cell, Column, Document, Heading, Paragraph, Run, Table


def answers_document(result: ChecklistResult, language: str = "en") -> Document:
    """Return the answers as a document.

    Args:
        result: the answers with what follows from them.
        language: of the document; content that lacks it falls back and is marked.
    """
    speaker = Speaker(result, language)
    return speaker.document("answers", _blocks(speaker))


def _blocks(speaker: Speaker) -> Iterator[Block]:
    judge = speaker.result.judge
    asked = [one for one in speaker.result.questionnaire.questions()
             if one.asks and one.id in judge.asked]  # fmt: skip
    answered = sum(judge.answer(one.id).given for one in asked)
    yield Paragraph(speaker.say("answers_lead", answered=answered, asked=len(asked)), lead=True)
    yield Paragraph(speaker.say("composed"))
    for section in speaker.result.questionnaire.sections:
        yield from _section(speaker, section)


def _section(speaker: Speaker, section: Section) -> Iterator[Block]:
    judge = speaker.result.judge
    asked = [one for one in section.questions if one.asks and one.id in judge.asked]
    if not asked:
        return
    yield Heading(f"{section.id}. {speaker.text(section.name)}", 1, f"section-{section.id}")
    yield Table(
        caption=speaker.text(section.name),
        columns=(
            Column(speaker.say("column_number"), width=0.5),
            Column(speaker.say("column_question"), width=3),
            Column(speaker.say("column_answer"), width=3),
        ),
        rows=tuple(_row(speaker, question) for question in asked),
    )
    for question in asked:
        yield from _table(speaker, question)


def _row(speaker: Speaker, question: Question) -> tuple[Cell, ...]:
    answer = speaker.result.judge.answer(question.id)
    return (
        Cell(question.id),
        Cell((speaker.run(question.text),)),
        Cell(_answer(speaker, question, answer)),
    )


def _answer(speaker: Speaker, question: Question, answer: Answer) -> tuple[Run, ...]:
    said = in_words(question, answer, speaker.language)
    runs = [Run(said, "plain" if answer.given else "muted")]
    if answer.comment:
        runs.append(Run(f" {speaker.say('comment', text=answer.comment)}", "muted"))
    return tuple(runs)


def _table(speaker: Speaker, question: Question) -> Iterator[Block]:
    """Yield the rows of a repeat group, or the lines of a matrix, as a table of their own."""
    answer = speaker.result.judge.answer(question.id)
    if answer.missing or not answer.given or question.type not in ("repeat", "matrix"):
        return
    caption = f"{question.id}: {speaker.text(question.text)}"
    if question.type == "matrix":
        said = parts_in_words(question, answer, speaker.language)
        columns = (
            Column(speaker.say("column_matter"), width=2),
            Column(speaker.say("column_answer")),
        )
        rows = tuple((Cell((speaker.run(row.text),)), Cell(said[row.id])) for row in question.rows)
        yield Table(caption, columns, rows)
        return
    held = speaker.result.judge.rows(question.id)
    fields = [one for one in question.fields if any(one.id in row for row in held)]
    yield entries_table(
        speaker,
        caption,
        [speaker.text(one.text) for one in fields],
        [
            [
                in_words(one, row[one.id], speaker.language) if one.id in row else ""
                for one in fields
            ]
            for row in held
        ],
    )
