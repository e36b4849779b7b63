"""Starting a round, copying the last one, and changing what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from paseo.evidence.questionnaires.answers import to_plain
from paseo.evidence.questionnaires.questionnaire import Question, Questionnaire
from paseo.evidence.questionnaires.versions import Previous, carry, compare
from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.questionnaires.forms.in_words import lines
from paseo.web.questionnaires.models import (
    Assignment,
    EvidenceFile,
    QuestionnaireVersion,
    Round,
    SectionAnswers,
    Sheet,
)
from paseo.web.questionnaires.standing import count
from paseo.web.trail import context

#: Code of the one sheet of a round that a city fills in together.
ONLY_SHEET = "city"


@dataclass(kw_only=True)
class StartRound(Action[Round]):
    """Begin to answer a questionnaire; the version that holds now is kept with the round."""

    id = "questionnaires.start_round"
    label = _("Round started")
    right = Right.LEAD

    city: str
    pack: str
    name: str
    period: str = ""
    pilot: bool = False
    due: date | None = None
    language: str = "en"

    def perform(self, record: Record) -> Round:
        version = QuestionnaireVersion.of_pack(self.pack)
        round = _make(self, version, None)
        record(round, after=as_trail(round))
        return round


@dataclass(kw_only=True)
class CopyRound(Action[Round]):
    """Begin a round after an earlier one: its answers are shown as previous ones.

    Answers, evidence and assignments are offered; what reviewers and signatories said is not.
    The questionnaire is the version that is there now, or the old one where ``pack`` is empty.
    """

    id = "questionnaires.copy_round"
    label = _("Round copied")
    right = Right.LEAD

    before: Round
    name: str
    pack: str = ""
    period: str = ""
    pilot: bool = False
    due: date | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        self.city = self.before.city_id

    def perform(self, record: Record) -> Round:
        before = Round.light().get(pk=self.before.pk)
        version = QuestionnaireVersion.of_pack(self.pack) if self.pack else before.version
        round = _make(self, version, before)
        old, new = before.questionnaire(), round.questionnaire()
        known = {one.id for one in new.sections}
        Assignment.objects.bulk_create(
            Assignment(round=round, section=one.section, user=one.user, label=one.label)
            for one in before.assignments.all()
            if one.section in known
        )
        if not old.many and not new.many:
            _offer(before.sheets.get(), round.sheets.get(), old, new)
        record(round, after={**as_trail(round), "copied_from": before.pk})
        return round


@dataclass(kw_only=True)
class ChangeRound(Action[Round]):
    """Change the name, period, due date, language or pilot mark of a round.

    Args:
        values: fields of :class:`Round` and what they shall be.
    """

    id = "questionnaires.change_round"
    label = _("Round changed")
    right = Right.LEAD

    round: Round
    values: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> Round:
        round = Round.objects.select_for_update().get(pk=self.round.pk)
        before = as_trail(round)
        for name, value in self.values.items():
            setattr(round, name, value)
        round.save(update_fields=list(self.values))
        record(round, before=before, after=as_trail(round))
        return round


@dataclass(kw_only=True)
class AddSheet(Action[Sheet]):
    """Open an answer sheet for one more respondent."""

    id = "questionnaires.add_sheet"
    label = _("Answer sheet added")
    right = Right.CONTRIBUTE

    round: Round
    code: str
    respondent: str = ""
    language: str = ""
    origin: str = "web"

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> Sheet:
        sheet = open_sheet(
            self.round,
            code=self.code,
            respondent=self.respondent,
            language=self.language,
            origin=self.origin,
        )
        record(sheet, after={"round": self.round.pk, "origin": self.origin})
        return sheet


def open_sheet(round: Round, **values: str) -> Sheet:
    """Make an empty sheet that knows how many questions it is asked."""
    sheet = Sheet.objects.create(round=round, **values)
    count(sheet, round.questionnaire())
    sheet.save(update_fields=["asked", "answered", "required_open"])
    return sheet


def as_trail(round: Round) -> dict[str, Any]:
    """Return what the trail says of a round."""
    return {
        "name": round.name,
        "questionnaire": str(round.version),
        "period": round.period,
        "state": round.state,
        "pilot": round.pilot,
        "due": round.due.isoformat() if round.due else None,
    }


def _make(
    asked: StartRound | CopyRound, version: QuestionnaireVersion, before: Round | None
) -> Round:
    person = context.person()
    round = Round.objects.create(
        city_id=asked.city,
        version=version,
        name=asked.name,
        period=asked.period,
        pilot=asked.pilot,
        due=asked.due,
        language=asked.language,
        previous=before,
        started_by=person if isinstance(person, User) else None,
    )
    if not round.questionnaire().many:
        open_sheet(round, code=ONLY_SHEET, language=asked.language)
    return round


def _offer(then: Sheet, now: Sheet, old: Questionnaire, new: Questionnaire) -> None:
    """Put answers and evidence of an earlier sheet beside the questions of a new one."""
    answers = then.answer_sheet(old).answers
    parts: dict[str, dict[str, Any]] = {}
    moved: dict[str, Question] = {one.was: one.question for one in _still_asked(old, new)}
    for name, previous in carry(answers, old, new).items():
        question = new.question(name)
        assert question is not None
        parts.setdefault(question.section, {})[name] = {
            "answer": to_plain(previous.answer),
            "change": previous.change_kind,
            "fits": previous.fits,
            "note": dict(previous.note or {}),
            "words": _then(old, previous),
        }
    SectionAnswers.objects.bulk_create(
        SectionAnswers(sheet=now, section=section, previous=held) for section, held in parts.items()
    )
    EvidenceFile.objects.bulk_create(
        _offered(one, now, moved[one.question])
        for one in then.evidence.filter(removed_at=None, previous=False)
        if one.question in moved
    )


@dataclass(frozen=True)
class _Still:
    was: str
    question: Question


def _still_asked(old: Questionnaire, new: Questionnaire) -> Iterator[_Still]:
    for one in compare(old, new).counterparts():
        question = new.question(one.question)
        if question is not None:
            yield _Still(one.was, question)


def _then(old: Questionnaire, previous: Previous) -> dict[str, list[str]]:
    """Return an answer that does not fit today's question in the words of the question then."""
    question = old.question(previous.was)
    if previous.fits or question is None:
        return {}
    return {code: lines(question, previous.answer, code) for code, _name in settings.LANGUAGES}


def _offered(one: EvidenceFile, sheet: Sheet, question: Question) -> EvidenceFile:
    kinds = EvidenceFile.Confidentiality
    # Who decided that a file is open decided it for last year: never opened again unasked.
    closed = kinds.INTERNAL if one.confidentiality == kinds.OPEN else one.confidentiality
    return EvidenceFile(
        sheet=sheet,
        section=question.section,
        question=question.id,
        name=one.name,
        sha256=one.sha256,
        size=one.size,
        kind=one.kind,
        confidentiality=closed,
        brought_by=one.brought_by,
        previous=True,
    )
