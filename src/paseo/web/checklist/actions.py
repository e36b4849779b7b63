"""What people do in the room: decide on proposals and lines, apply, ask owners, keep documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paseo.assessment.checklist.requests import with_returned
from paseo.assessment.checklist.scope import Applied, applied
from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.web.accounts.people import PROGRAMME
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.checklist.models import (
    AppliedChecklist,
    DocumentFile,
    Documents,
    LineDecision,
    ProposalDecision,
    Request,
)
from paseo.web.checklist.reading import Checklist, checklist_of
from paseo.web.evidence.actions import UpdateCity
from paseo.web.evidence.models import City
from paseo.web.questionnaires.actions import SaveSection, StartRound
from paseo.web.questionnaires.models import Round
from paseo.web.report.keeping import keep
from paseo.web.trail import context

#: Fields of a line that a person can decide.
LINE_FIELDS = ("status", "owner", "next_date", "effort", "note")


def _need_reason(name: str, note: str) -> None:
    if not note.strip():
        problems = Problems()
        problems.add("K768", Place(entry=name), id=name)
        problems.refuse()


@dataclass(kw_only=True)
class BringAnswers(Action[Round]):
    """Begin a round of the checklist with the answers of a sheet that was filled in elsewhere."""

    id = "checklist.bring_answers"
    label = _("Filled checklist brought")
    right = Right.LEAD

    city: str
    sheet: AnswerSheet
    name: str
    language: str = "en"

    def perform(self, record: Record) -> Round:
        person = context.person() or PROGRAMME
        round = StartRound(
            city=self.city, pack=self.sheet.questionnaire, name=self.name, language=self.language
        ).run(person)
        save_answers(round, self.sheet.answers)
        record(round, after={"answers": sorted(self.sheet.answers), "origin": self.sheet.origin})
        return round


@dataclass(kw_only=True)
class BringReturned(Action[list[str]]):
    """Put what an owner of data answered among the answers; rows of others stay as they are.

    Returns:
        The questions whose answers changed.
    """

    id = "checklist.bring_returned"
    label = _("Form of an owner of data brought back")
    right = Right.CONTRIBUTE

    city: str
    owner: str
    answers: Mapping[str, Answer]

    def perform(self, record: Record) -> list[str]:
        checklist = checklist_of(City.objects.get(pk=self.city))
        assert checklist.round is not None
        result = checklist.result
        changed = with_returned(result.pack, result.judge, self.answers)
        save_answers(checklist.round, changed)
        record(checklist.round, after={"owner": self.owner, "changed": sorted(changed)})
        return sorted(changed)


def save_answers(round: Round, answers: Mapping[str, Answer]) -> None:
    """Save answers into the only sheet of a round, section by section, as a person would."""
    person = context.person() or PROGRAMME
    questionnaire = round.questionnaire()
    sheet = round.sheets.get()
    for section in questionnaire.sections:
        mine = {one.id: answers[one.id] for one in section.questions if one.id in answers}
        if mine:
            SaveSection(sheet=sheet, section=section.id, answers=mine).run(person)


@dataclass(kw_only=True)
class DecideProposal(Action[ProposalDecision | None]):
    """Accept or dismiss a proposal, or take the decision back.

    Args:
        verdict: empty takes back what was decided.
        note: the reason; nothing is dismissed without one.
    """

    id = "checklist.decide_proposal"
    label = _("Proposal of the checklist decided")
    right = Right.LEAD

    city: str
    effect: str
    verdict: str
    note: str = ""

    def perform(self, record: Record) -> ProposalDecision | None:
        if self.verdict == ProposalDecision.Verdict.DISMISSED:
            _need_reason(self.effect, self.note)
        held = ProposalDecision.objects.filter(city=self.city, effect=self.effect).first()
        before = {"verdict": held.verdict, "note": held.note} if held else None
        after = {"verdict": self.verdict, "note": self.note}
        record(("proposal", self.effect, self.effect), before=before, after=after)
        if not self.verdict:
            if held:
                held.delete()
            return None
        values = {**after, "by": context.account()}
        kept, _made = ProposalDecision.objects.update_or_create(
            city_id=self.city, effect=self.effect, defaults=values
        )
        return kept


@dataclass(kw_only=True)
class DecideLine(Action[LineDecision | None]):
    """Decide on a line of the plan: data, owner, next date, effort; always with a reason.

    Args:
        values: by the names of :data:`LINE_FIELDS`; None takes back what was decided.
    """

    id = "checklist.decide_line"
    label = _("Line of the collection plan decided")
    right = Right.CONTRIBUTE

    city: str
    indicator: str
    values: dict[str, Any] | None

    def perform(self, record: Record) -> LineDecision | None:
        held = LineDecision.objects.filter(city=self.city, indicator=self.indicator).first()
        before = _as_trail({name: getattr(held, name) for name in LINE_FIELDS}) if held else None
        subject = ("plan line", self.indicator, self.indicator)
        if self.values is None:
            record(subject, before=before, after={"taken_back": True})
            if held:
                held.delete()
            return None
        _need_reason(self.indicator, self.values.get("note", ""))
        record(subject, before=before, after=_as_trail(self.values))
        kept, _made = LineDecision.objects.update_or_create(
            city_id=self.city,
            indicator=self.indicator,
            defaults={**self.values, "by": context.account()},
        )
        return kept


def _as_trail(values: dict[str, Any]) -> dict[str, Any]:
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in values.items()}


@dataclass(kw_only=True)
class ApplyProposals(Action[AppliedChecklist]):
    """Let the accepted proposals on depth and indicators hold for the city's assessment.

    What was applied before and is no longer accepted is taken back; what the city's own file says
    is not in its remit stays.
    """

    id = "checklist.apply"
    label = _("Proposals of the checklist applied to the assessment")
    right = Right.LEAD

    city: str

    def perform(self, record: Record) -> AppliedChecklist:
        city = City.objects.select_for_update().get(pk=self.city)
        held = AppliedChecklist.objects.filter(city=city).first()
        wanted = accepted(checklist_of(city))
        values = values_after(city, wanted, held)
        before = {name: getattr(city, name) for name in values}
        UpdateCity(city=city.pk, values=values).run(context.person() or PROGRAMME)
        kept, _made = AppliedChecklist.objects.update_or_create(
            city=city,
            defaults={
                "depth": wanted.depth or "",
                "not_in_remit": list(wanted.not_in_remit),
                "left_out": list(wanted.left_out),
                "by": context.account(),
            },
        )
        record(kept, before=before, after=values)
        return kept


def accepted(checklist: Checklist) -> Applied:
    """Return what the accepted proposals of a checklist change."""
    if checklist.round is None:
        return Applied(None, (), ())
    result = checklist.result
    return applied(result.effects, result.framework)


def values_after(city: City, wanted: Applied, held: AppliedChecklist | None) -> dict[str, Any]:
    """Return what a city's settings shall be once the accepted proposals hold."""

    def joined(name: str) -> list[str]:
        earlier = getattr(held, name) if held else []
        own = [one for one in getattr(city, name) if one not in earlier]
        return list(dict.fromkeys((*own, *getattr(wanted, name))))

    values: dict[str, Any] = {name: joined(name) for name in ("not_in_remit", "left_out")}
    if wanted.depth:
        values["depth"] = wanted.depth
    return values


@dataclass(kw_only=True)
class SendRequest(Action[Request]):
    """Note that a request went out to an owner of data."""

    id = "checklist.send_request"
    label = _("Request for data sent")
    right = Right.CONTRIBUTE

    city: str
    owner: str
    indicators: Sequence[str] = ()
    due: date | None = None
    note: str = ""

    def perform(self, record: Record) -> Request:
        made = Request.objects.create(
            city_id=self.city,
            owner=self.owner,
            indicators=list(self.indicators),
            due=self.due,
            note=self.note,
            sent_by=context.account(),
        )
        due = self.due.isoformat() if self.due else None
        record(made, after={"owner": self.owner, "indicators": made.indicators, "due": due})
        return made


@dataclass(kw_only=True)
class ReceiveRequest(Action[Request]):
    """Note that the answer to a request has come, or that it has not after all."""

    id = "checklist.receive_request"
    label = _("Answer to a request for data noted")
    right = Right.CONTRIBUTE

    request: Request
    came: bool = True

    def __post_init__(self) -> None:
        self.city = self.request.city_id

    def perform(self, record: Record) -> Request:
        found = Request.objects.select_for_update().get(pk=self.request.pk)
        before = {"received": found.received_at.isoformat() if found.received_at else None}
        found.received_at = timezone.now() if self.came else None
        found.save(update_fields=["received_at"])
        record(found, before=before, after={"received": self.came})
        return found


@dataclass(kw_only=True)
class KeepDocuments(Action[Documents]):
    """Keep documents of a checklist with what they were made from."""

    id = "checklist.keep_documents"
    label = _("Documents of the checklist made")
    right = Right.READ

    city: str
    round: str
    language: str
    computed_at: datetime
    files: list[Path] = field(default_factory=list)

    def perform(self, record: Record) -> Documents:
        made = Documents.objects.create(
            city_id=self.city,
            round=self.round,
            language=self.language,
            computed_at=self.computed_at,
            owner=context.account(),
        )
        files = DocumentFile.objects.bulk_create(
            DocumentFile(documents=made, name=one.name, sha256=keep(one), size=one.stat().st_size)
            for one in self.files
        )
        record(made, after={"round": self.round, "files": {one.name: one.sha256 for one in files}})
        return made


@dataclass(kw_only=True)
class RemoveDocuments(Action[None]):
    """Take documents off the list; the kept bytes stay where others use them, too."""

    id = "checklist.remove_documents"
    label = _("Documents of the checklist removed")
    right = Right.LEAD

    documents: Documents

    def __post_init__(self) -> None:
        self.city = self.documents.city_id

    def perform(self, record: Record) -> None:
        files = {one.name: one.sha256 for one in self.documents.files.all()}
        record(self.documents, before={"files": files})
        self.documents.delete()
