"""The method annex: how the figures are made, each sentence with the answer that it rests on.

What nobody answered prints as "not stated", and what the checklist did not ask is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.rules import Chapter, ChecklistPack, Line
from paseo.assessment.checklist.saying import in_words, not_stated, parts_in_words
from paseo.content.language import Text
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.questionnaire import Question


@dataclass(frozen=True)
class AnnexLine:
    """One sentence, or one table, of the annex.

    Args:
        question: whose answer it gives.
        text: the sentence; empty where a table says it.
        stated: whether there is an answer, a reason for none among them.
        columns, rows: of a matrix or repeat group.
        comment: what was remarked on the answer.
    """

    question: str
    text: Text
    stated: bool
    title: Text
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    comment: str = ""


@dataclass(frozen=True)
class AnnexChapter:
    chapter: Chapter
    lines: tuple[AnnexLine, ...]

    @property
    def stated(self) -> int:
        """Return how many lines have an answer."""
        return sum(line.stated for line in self.lines)


def method_annex(
    pack: ChecklistPack, judge: Judge, language: str = "en"
) -> tuple[AnnexChapter, ...]:
    """Return the annex in one language; chapters of which nothing is asked are left out."""
    chapters = []
    for chapter in pack.chapters:
        lines = tuple(
            _line(line, question, judge, language)
            for line in pack.lines
            if line.chapter == chapter.id
            and (question := judge.questionnaire.question(line.question)) is not None
            and line.question in judge.asked
        )
        if lines:
            chapters.append(AnnexChapter(chapter, lines))
    return tuple(chapters)


def _line(line: Line, question: Question, judge: Judge, language: str) -> AnnexLine:
    answer = judge.answer(question.id)
    title = question.text.read(language)
    # Of a record without an answer the reason is said once, not for every part.
    whole = question.type == "record" and (answer.missing or not answer.given)
    if line.text is not None and not whole:
        text = line.text.read(language)
        values = _values(question, judge, language)
        said = Text(text.words % values, text.language)
        return AnnexLine(question.id, said, answer.given, title, comment=answer.comment)
    if not answer.given or answer.missing:
        return AnnexLine(question.id, _bare(question, judge, language), answer.given, title,
                         comment=answer.comment)  # fmt: skip
    columns, rows = _table(question, judge, language)
    empty = Text("", language)
    return AnnexLine(question.id, empty, True, title, columns, rows, answer.comment)


def _values(question: Question, judge: Judge, language: str) -> dict[str, str]:
    answer = judge.answer(question.id)
    values = {"answer": in_words(question, answer, language)}
    values["absent"] = _absent(question, judge, language)
    names = [*(one.id for one in question.fields), *(one.id for one in question.rows)]
    if answer.missing:  # the reason holds for every part
        return values | dict.fromkeys(names, values["answer"])
    if not answer.given:
        return values | dict.fromkeys(names, not_stated(language))
    return values | parts_in_words(question, answer, language)


def _absent(question: Question, judge: Judge, language: str) -> str:
    """Return the options that were not chosen: who is absent is a result, too."""
    answer = judge.answer(question.id)
    if question.options is None or not isinstance(answer.value, list):
        return not_stated(language)
    options = [one for one in question.options.options if not one.other and not one.exclusive]
    left = [one.label.read(language).words for one in options if one.code not in answer.value]
    return ", ".join(left) or load_phrases("paseo.assessment.checklist").say("nobody", language)


def _bare(question: Question, judge: Judge, language: str) -> Text:
    words = load_phrases("paseo.assessment.checklist")
    title = question.text.read(language)
    said = in_words(question, judge.answer(question.id), language)
    return Text(words.say("annex_bare", language, question=title.words, answer=said), language)


def _table(
    question: Question, judge: Judge, language: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    words = load_phrases("paseo.assessment.checklist")
    if question.type == "matrix":
        said = parts_in_words(question, judge.answer(question.id), language)
        heads = (words.say("annex_matter", language), words.say("annex_answer", language))
        rows = tuple((row.text.read(language).words, said[row.id]) for row in question.rows)
        return heads, rows
    fields = _used(question, judge)
    table = tuple(
        tuple(in_words(field, row[field.id], language) if field.id in row else ""
              for field in fields)
        for row in judge.rows(question.id)
    )  # fmt: skip
    return tuple(field.text.read(language).words for field in fields), table


def _used(question: Question, judge: Judge) -> list[Question]:
    """Return the fields that any row fills in, so that a page is not wide for nothing."""
    rows: list[Mapping[str, object]] = list(judge.rows(question.id))
    return [field for field in question.fields if any(field.id in row for row in rows)]
