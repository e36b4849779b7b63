"""A questionnaire on paper: the same questions and codes as in every other format."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from paseo.content.phrases import load_phrases
from paseo.content.writing import write_whole
from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.logic.in_words import relevance_in_words
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire, Section
from paseo.evidence.questionnaires.wordings import anchor_warning
from paseo.report.document import (
    WRITER_WORDS,
    Block,
    Callout,
    Document,
    Heading,
    Paragraph,
    Run,
)
from paseo.report.questionnaire.form_answers import answer_blocks, comment_line, consent_line
from paseo.report.questionnaire.form_words import FormSpeaker
from paseo.report.writers.registry import WRITERS

#: What is to be done, by type of question; the other types show it.
_HINTS: Final = {
    "single": "form_one", "scale": "form_one", "multiple": "form_several", "ranking": "form_rank",
    "number": "form_number", "date": "form_date", "text": "form_text", "file": "form_file",
    "place": "form_place",
}  # fmt: skip


def form_document(
    questionnaire: Questionnaire,
    language: str = "en",
    sections: Collection[str] | None = None,
    answers: Mapping[str, Answer] | None = None,
    place: str = "",
    made_at: datetime | None = None,
) -> Document:
    """Return a questionnaire as a form to print and fill in by hand.

    Args:
        language: of the form; what is not translated stands in the language that there is.
        sections: ids of the sections that are asked; all when left out.
        answers: what is known already; it is marked and written in.
        place: named at the top, such as the city; the provider of the questions where left out.
        made_at: the moment that the document carries; now where left out.

    Example:
        >>> from paseo.evidence.questionnaires.pack import load_questionnaire
        >>> block = load_questionnaire("paseo.block.after-dark-safety")
        >>> form_document(block, "es").period
        'Fecha: ____________________'
    """
    speaker = FormSpeaker(questionnaire, language)
    chosen = [one for one in questionnaire.sections if sections is None or one.id in sections]
    writer_words = load_phrases("paseo.report")
    words = {word: writer_words.say(word, language) for word in WRITER_WORDS}
    provider = speaker.text(questionnaire.provider)
    return Document(
        title=speaker.text(questionnaire.title),
        subtitle=speaker.form("form_subtitle", version=questionnaire.version),
        language=language,
        place=place or speaker.form("made_by", provider=provider),
        period=speaker.form("form_period"),
        made_at=made_at or datetime.now(UTC),
        blocks=tuple(_blocks(speaker, chosen, answers or {})),
        words=words | {"made_with": speaker.form("form_made_with")},
    )


def write_form(
    questionnaire: Questionnaire,
    path: Path,
    language: str = "en",
    sections: Collection[str] | None = None,
    answers: Mapping[str, Answer] | None = None,
    place: str = "",
) -> None:
    """Write the printable form; the ending of the file chooses the format.

    Raises:
        ValueError: when no writer makes files with this ending.
        MissingExtra: when the format's package is not installed.
        OSError: when the file cannot be written.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in WRITERS:
        raise ValueError(f"No writer for .{ending}. Choose from {list(WRITERS)}.")
    data = WRITERS[ending].write(form_document(questionnaire, language, sections, answers, place))
    write_whole(path, data)


def _blocks(
    speaker: FormSpeaker, sections: list[Section], answers: Mapping[str, Answer]
) -> Iterator[Block]:
    yield from _opening(speaker, sections, filled=bool(answers))
    for section in sections:
        yield Heading(
            (Run(f"{section.id}  ", "muted"), speaker.run(section.name)),
            1,
            f"section-{section.id}",
        )
        if section.intro:
            yield Paragraph((speaker.run(section.intro),), lead=True)
        yield from _condition(speaker, section)
        for question in section.questions:
            yield from _question(speaker, question, answers.get(question.id, NOTHING))


def _opening(speaker: FormSpeaker, sections: list[Section], *, filled: bool) -> Iterator[Block]:
    questionnaire = speaker.questionnaire
    if description := questionnaire.description:
        yield Paragraph((speaker.run(description),), lead=True)
    yield Paragraph(speaker.form("form_respondent"))
    if questionnaire.consent is not None:
        title = speaker.form("guide_consent_title")
        yield Callout("note", title, ((speaker.run(questionnaire.consent.text),),))
        yield consent_line(speaker)
    how = [speaker.form("form_how"), speaker.say("codes")]
    if filled:
        how.append(speaker.say("filled"))
    yield Callout("note", speaker.say("codes_title"), tuple(how))
    questions = [one for section in sections for one in section.questions]
    if warnings := _unofficial(speaker, questions):
        yield Callout("caution", speaker.say("official_title"), tuple(warnings))


def _unofficial(speaker: FormSpeaker, questions: list[Question]) -> list[str]:
    """Return what keeps the form from being taken for somebody's official one."""
    own = sum(1 for one in questions if one.asks and one.evidence != "stated")
    found = []
    if speaker.questionnaire.evidence != "stated":
        found.append(speaker.say(f"official_{speaker.questionnaire.evidence}"))
    elif own:
        found.append(speaker.say("official_some", count=own))
    if anchors := sum(1 for one in questions if _warning(speaker, one)):
        found.append(speaker.say("anchors", count=anchors))
    return found


def _warning(speaker: FormSpeaker, question: Question) -> str:
    questionnaire, language = speaker.questionnaire, speaker.language
    asked_in = language if language in questionnaire.languages else questionnaire.language
    return anchor_warning(question, asked_in, language)


def _condition(speaker: FormSpeaker, what: Question | Section) -> Iterator[Block]:
    if condition := relevance_in_words(speaker.questionnaire, what, speaker.language):
        yield Paragraph((Run(f"→ {condition}", "emphasis"),))


def _question(speaker: FormSpeaker, question: Question, answer: Answer) -> Iterator[Block]:
    yield Heading(
        (Run(f"{question.id}  ", "muted"), speaker.run(question.text)), 2, f"question-{question.id}"
    )
    yield from _condition(speaker, question)
    if question.help:
        yield Paragraph((speaker.run(question.help),))
    if hint := _hint(speaker, question):
        yield Paragraph((Run(hint, "emphasis"),))
    yield from answer_blocks(speaker, question, answer)
    if question.asks:
        yield comment_line(speaker, answer)
    if warning := _warning(speaker, question):
        yield Paragraph((Run(warning, "strong"),))
    yield Paragraph((Run(speaker.mark(question), "muted"),))


def _hint(speaker: FormSpeaker, question: Question) -> str:
    """Return how to answer: the kind of answer, its unit and limits, whether one is needed."""
    parts = []
    if question.type in _HINTS:
        area = question.type == "place" and question.area
        parts.append(speaker.form("form_area" if area else _HINTS[question.type]))
    if question.unit:
        parts.append(speaker.form("unit_is", unit=speaker.text(question.unit)))
    if question.whole:
        parts.append(speaker.say("whole"))
    if limits := speaker.limits(question):
        parts.append(limits)
    if question.required:
        parts.append(speaker.form("required"))
    if question.sensitive:
        parts.append(speaker.say("sensitive"))
    message = speaker.text(question.constraint_message)
    return " ".join(one for one in (" · ".join(parts), message) if one)
