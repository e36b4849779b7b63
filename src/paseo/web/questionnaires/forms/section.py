"""A section as a form: what is shown for what is kept, and what a sent form says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from paseo.content.language import LanguageMap
from paseo.content.problems import Problem
from paseo.evidence.questionnaires.answers import NOTHING, Answer, AnswerSheet, to_plain
from paseo.evidence.questionnaires.checking import check_sheet
from paseo.evidence.questionnaires.logic import asked, relevance_in_words
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire, Section
from paseo.web.questionnaires.actions.drafts import Draft, drafts_of
from paseo.web.questionnaires.actions.saving import Typed, digest
from paseo.web.questionnaires.forms.fields import Fields, fields_of, first, name_of
from paseo.web.questionnaires.forms.in_words import as_html
from paseo.web.questionnaires.forms.pen import Pen, say
from paseo.web.questionnaires.forms.question import (
    Beside,
    draw_closed,
    draw_question,
    previous_of,
)
from paseo.web.questionnaires.forms.reading import Fault, Page, read
from paseo.web.questionnaires.models import SectionAnswers

#: Question to the answer that the form showed, so that nobody overwrites what they did not see.
SEEN: Final = "seen"
#: In a long section one can save on the way; a closed browser then costs little.
SAVE_AFTER: Final = 10


@dataclass
class Submission:
    """What a sent form says: answers that hold, and what was typed where they do not."""

    answers: dict[str, Answer] = field(default_factory=dict)
    unsaved: dict[str, Typed] = field(default_factory=dict)
    typed: dict[str, Typed] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    hard: dict[str, str] | None = None
    base: dict[str, str] = field(default_factory=dict)


@dataclass
class SectionForm:
    """One section of one sheet.

    Args:
        answers: of the whole sheet; conditions may look at other sections.
        part: what is kept of this section.
        beside: question to its files and what a reviewer said; the rest is added here.
        page: language, and places to choose from.
        one_more: repeat groups that show one empty row more.
        anonymous: for somebody who shall not learn who else answers.
        by: mark of who reads the form; drafts of others are not shown.
    """

    questionnaire: Questionnaire
    section: Section
    answers: Mapping[str, Answer]
    part: SectionAnswers
    page: Page
    beside: Mapping[str, Beside] = field(default_factory=dict)
    pilot: bool = False
    one_more: frozenset[str] = frozenset()
    anonymous: bool = False
    by: str = ""

    @cached_property
    def asked(self) -> frozenset[str]:
        return asked(self.questionnaire, self.answers)

    @property
    def shown(self) -> list[Question]:
        """The questions of the section that are asked now."""
        return [one for one in self.section.questions if one.id in self.asked]

    # ------------------------------------------------------------------------------- drawing
    @cached_property
    def drafts(self) -> dict[str, Draft]:
        """What the reader of the form typed and could not be saved."""
        return drafts_of(self.part, self.by)

    @cached_property
    def _unread(self) -> dict[str, list[Fault]]:
        """What is wrong with what was typed and not saved: found anew, so that it can be shown."""
        found: dict[str, list[Fault]] = {}
        tried = dict(self.answers)
        for question in self.shown:
            draft = self.drafts.get(question.id)
            if draft is None:
                continue
            if draft["why"] == "conflict":
                found[question.id] = [Fault("choose", _("Choose which of two answers holds."))]
                continue
            reading = read(question, draft["fields"], self.page, self._held(question))
            found[question.id] = reading.faults
            if not reading.faults:
                tried[question.id] = reading.answer
        self._add_checked(found, tried)
        return {name: faults for name, faults in found.items() if faults}

    def _add_checked(self, found: dict[str, list[Fault]], tried: Mapping[str, Answer]) -> None:
        pending = {name for name, faults in found.items() if not faults}
        if pending:
            wrong = check(self.questionnaire, tried, self.page.language)
            found |= {name: wrong.get(name, []) for name in pending}

    def drawn(self) -> SafeString:
        """Return every question of the section as HTML, those not asked closed."""
        parts: list[str] = []
        for number, one in enumerate(self.section.questions, 1):
            parts.append(self._question(one) if one.id in self.asked else self._closed(one))
            if number % SAVE_AFTER == 0 and number < len(self.section.questions):
                parts.append(_save_now(one))
        return mark_safe("".join(parts))  # noqa: S308 - each part escapes what it puts in

    def seen(self) -> SafeString:
        """Return the hidden field that says which answers this form shows."""
        seen = {one.id: self._mark(one) for one in self.shown if one.asks}
        return mark_safe(_seen_field(seen))  # noqa: S308 - escaped there

    def lines(self, change: str = "") -> list[dict[str, Any]]:
        """Return every question with its answer in words, to be read and not changed.

        Args:
            change: address of the page on which answers are changed; empty for no link.
        """
        language = self.page.language
        return [
            {
                "id": one.id,
                "text": mark_safe(say(one.text, language)),  # noqa: S308 - escaped there
                "short": _short(one, language),
                "words": as_html(one, self._held(one), language),
                "asked": one.id in self.asked,
                "condition": "" if one.id in self.asked else self.condition(one),
                "files": self.beside.get(one.id, Beside()).files,
                "change": f"{change}#question-{one.id}" if change and one.id in self.asked else "",
            }
            for one in self.section.questions
            if one.asks
        ]

    @property
    def conditional(self) -> bool:
        """Say whether an answer may open or close a question of this very section."""
        return any(one.relevant for one in self.section.questions)

    @property
    def intro(self) -> SafeString:
        intro = self.section.intro
        said = say(intro, self.page.language) if intro else ""
        return mark_safe(said)  # noqa: S308 - escaped there

    def condition(self, question: Question) -> str:
        """Return in words when a question is asked."""
        language = self.page.language
        said = relevance_in_words(self.questionnaire, question, language)
        return said or relevance_in_words(self.questionnaire, self.section, language)

    def redrawn(self, questions: Iterable[Question], base: Mapping[str, str]) -> SafeString:
        """Return some questions anew, each to be put in place of the one with its id."""
        parts = []
        for one in questions:
            drawn = self._question(one) if one.id in self.asked else self._closed(one)
            parts.append(drawn.replace("<div ", '<div hx-swap-oob="true" ', 1))
        # Of a question that was closed nothing is sent any more: it must not count as shown.
        seen = {one.id: base.get(one.id, self._mark(one)) for one in self.shown if one.asks}
        parts.append(_seen_field(seen, ' hx-swap-oob="true"'))
        return mark_safe("".join(parts))  # noqa: S308 - each part escapes what it puts in

    @property
    def entries(self) -> list[tuple[str, str, str]]:
        """What the error summary says: id of the field, the question, what is wrong."""
        return self.summary(self._unread)

    def summary(self, faults: Mapping[str, Iterable[Fault]]) -> list[tuple[str, str, str]]:
        """Return faults as lines of an error summary, in the order of the questions."""
        return [
            (name_of(one.id, fault.field), _short(one, self.page.language), fault.words)
            for one in self.section.questions
            for fault in faults.get(one.id, ())
        ]

    def _mark(self, question: Question) -> str:
        """Return the mark of the answer that the form shows, or that a draft was typed over."""
        draft = self.drafts.get(question.id)
        if draft is not None and draft["why"] != "conflict":
            return str(draft.get("base", ""))
        # Beside a conflict stands what is kept now: who then chooses has seen it.
        return digest(to_plain(self._held(question)))

    def _held(self, question: Question) -> Answer:
        return self.answers.get(question.id, NOTHING)

    def _question(self, question: Question) -> str:
        name = question.id
        draft = self.drafts.get(name)
        held = self._held(question)
        fields: Fields = draft["fields"] if draft else self._fields(question, held)
        beside = self.beside.get(name, Beside())
        previous = self.part.previous.get(name)
        beside = replace(
            beside,
            previous=previous_of(question, previous, self.page.language) if previous else None,
            hard=self.part.hard.get(name, "") if self.pilot else None,
            theirs=held if draft and draft["why"] == "conflict" else None,
            who="" if self.anonymous else self.part.who,
        )
        pen = Pen(
            question,
            fields,
            self.page.language,
            {fault.field: fault.words for fault in reversed(self._unread.get(name, []))},
            self.page.places,
            label=f"{name_of(name, '')}words",
            one_more=name in self.one_more,
        )
        return draw_question(self.questionnaire, pen, beside)

    def _fields(self, question: Question, held: Answer) -> Fields:
        fields = fields_of(question, held, self.page.language)
        if question.id in self.part.hard:
            fields |= {"hard": ["1"], "why": [self.part.hard[question.id]]}
        return fields

    def _closed(self, question: Question) -> str:
        return draw_closed(question, self.page.language, self.condition(question))

    # ------------------------------------------------------------------------------- reading
    def read(self, sent: Mapping[str, Fields], seen: str) -> Submission:
        """Return what a sent form says of the questions that it showed."""
        found = Submission(base=_seen(seen), hard={} if self.pilot else None)
        for question in self.section.questions:
            if question.asks and question.id in found.base:
                self._read(question, sent.get(question.id, {}), found)
        wrong = check(self.questionnaire, {**self.answers, **found.answers}, self.page.language)
        for name in list(found.answers):
            if name in wrong:
                found.faults[name] = wrong[name]
                found.unsaved[name] = found.typed[name]
                del found.answers[name]
        return found

    def _read(self, question: Question, fields: Fields, found: Submission) -> None:
        name, held = question.id, self._held(question)
        chosen = first(fields, "choose")
        typed = {key: one for key, one in fields.items() if key not in ("choose", "conflict")}
        found.typed[name] = Typed(typed)
        if found.hard is not None and (first(fields, "hard") or first(fields, "why")):
            found.hard[name] = first(fields, "why")
        if first(fields, "conflict") and chosen != "mine":
            if chosen == "theirs":
                found.answers[name] = held
                return
            found.faults[name] = [Fault("choose", _("Choose which of two answers holds."))]
            found.unsaved[name] = Typed(typed, "conflict")
            return
        reading = read(question, fields, self.page, held)
        if reading.faults:
            found.faults[name] = reading.faults
            found.unsaved[name] = found.typed[name]
        else:
            found.answers[name] = reading.answer


def check(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], language: str
) -> dict[str, list[Fault]]:
    """Return what the library finds wrong with answers, by question and field of the form."""
    sheet = AnswerSheet("form", questionnaire.id, questionnaire.version, answers)
    found: dict[str, list[Fault]] = {}
    errors = check_sheet(questionnaire, sheet).errors
    for problem in errors:
        question, at = _where(questionnaire, problem)
        words = _without_name(problem, language)
        found.setdefault(question, []).append(Fault(at, words))
    return found


def _without_name(problem: Problem, language: str) -> str:
    """Return what a problem says; beside the question its name need not be said again."""
    sentence = problem.sentence(language)
    text = problem.values.get("text")
    if isinstance(text, LanguageMap):
        name = f"“{text.read(language).words}” ({problem.values.get('id')}): "
        sentence = sentence.removeprefix(name)
    said = f"{sentence} {problem.mend(language)}".strip()
    return said[:1].upper() + said[1:]


def _where(questionnaire: Questionnaire, problem: Problem) -> tuple[str, str]:
    """Return the question of a problem, and the field of the form on which it stands."""
    entry = problem.place.entry
    question = questionnaire.question(entry)
    if question is not None:
        return entry, _first_field(question)
    from paseo.evidence.questionnaires.logic import logic_of

    variable = logic_of(questionnaire).variables.get(entry)
    if variable is None:
        return entry, "value"
    parent = variable.parent
    if variable.row:
        return parent, f"row.{variable.row}"
    at = f"{(problem.place.row or 1) - 1}." if variable.repeat else "field."
    return parent, f"{at}{variable.field}.{_first_field(variable.question)}"


def _first_field(question: Question) -> str:
    """Return the field of a question to which a link leads."""
    match question.type:
        case "date":
            return "day"
        case "place":
            return "points" if question.area else "lat"
        case "ranking":
            return f"rank.{question.options.codes()[0]}" if question.options else "value"
        case "matrix":
            return f"row.{question.rows[0].id}"
        case "record":
            return f"field.{question.fields[0].id}.{_first_field(question.fields[0])}"
        case "repeat":
            return f"0.{question.fields[0].id}.{_first_field(question.fields[0])}"
        case "file":
            return "comment"
        case _:
            return "value"


def _save_now(question: Question) -> str:
    return (
        f'<div class="save-now"><button class="button secondary" name="do" '
        f'value="save:{escape(question.id)}">{escape(_("Save draft"))}</button></div>'
    )


def _seen_field(seen: Mapping[str, str], attributes: str = "") -> str:
    plain = escape(json.dumps(seen, separators=(",", ":")))
    return f'<input type="hidden" name="{SEEN}" id="{SEEN}" value="{plain}"{attributes}>'


def _seen(text: str) -> dict[str, str]:
    """Return what the hidden field says; one that somebody broke shows no question at all."""
    try:
        plain: Any = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(plain, dict):
        return {}
    return {str(name): str(mark) for name, mark in plain.items()}


def _short(question: Question, language: str) -> str:
    words = " ".join(question.text.read(language).words.split())
    return words if len(words) <= 80 else f"{words[:79]}…"


__all__ = ["SectionForm", "Submission", "check"]
