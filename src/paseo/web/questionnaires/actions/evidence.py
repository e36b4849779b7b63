"""Evidence: files that show why an answer is so, kept under their SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.questionnaires.actions.saving import forget_reviews
from paseo.web.questionnaires.models import (
    EvidenceFile,
    Invitation,
    Round,
    SectionAnswers,
    Sheet,
)
from paseo.web.questionnaires.permissions import access, need
from paseo.web.questionnaires.standing import count
from paseo.web.report.keeping import keep
from paseo.web.trail import context


@dataclass(frozen=True)
class Arrived:
    """A file that came in and was looked at: where it lies, how it is called, what it is."""

    path: Path
    name: str
    kind: str


@dataclass(kw_only=True)
class AddEvidence(Action[list[EvidenceFile]]):
    """Put files beside an answer; of a question that asks for files they are the answer."""

    id = "questionnaires.add_evidence"
    label = _("Evidence added")
    right = Right.CONTRIBUTE

    sheet: Sheet
    section: str
    question: str
    files: list[Arrived]
    confidentiality: str
    invitation: Invitation | None = None

    def __post_init__(self) -> None:
        self.city = self.sheet.round.city_id

    def perform(self, record: Record) -> list[EvidenceFile]:
        round, person = _writable(self.sheet, self.section), context.person()
        made = [
            EvidenceFile.objects.create(
                sheet=self.sheet,
                section=self.section,
                question=self.question,
                name=one.name,
                sha256=keep(one.path),
                size=one.path.stat().st_size,
                kind=one.kind,
                confidentiality=self.confidentiality,
                brought_by=person if isinstance(person, User) else None,
                invitation=self.invitation,
            )
            for one in self.files
        ]
        settle(round, self.sheet, self.section, self.question)
        for one in made:
            record(one, after=as_trail(one))
        return made


@dataclass(kw_only=True)
class RemoveEvidence(Action[EvidenceFile]):
    """Take a file away from an answer; its bytes stay as long as a signed record names them."""

    id = "questionnaires.remove_evidence"
    label = _("Evidence removed")
    right = Right.CONTRIBUTE

    file: EvidenceFile
    invitation: Invitation | None = None

    def __post_init__(self) -> None:
        self.city = self.file.sheet.round.city_id

    def perform(self, record: Record) -> EvidenceFile:
        file, person = self.file, context.person()
        round = _writable(file.sheet, file.section)
        file.removed_at = timezone.now()
        file.removed_by = person if isinstance(person, User) else None
        file.save(update_fields=["removed_at", "removed_by"])
        settle(round, file.sheet, file.section, file.question)
        record(file, before=as_trail(file))
        return file


@dataclass(kw_only=True)
class ChangeEvidence(Action[EvidenceFile]):
    """Decide anew who may open a file, or take one over from the round before."""

    id = "questionnaires.change_evidence"
    label = _("Evidence changed")
    right = Right.CONTRIBUTE

    file: EvidenceFile
    confidentiality: str
    take_over: bool = False

    def __post_init__(self) -> None:
        self.city = self.file.sheet.round.city_id

    def perform(self, record: Record) -> EvidenceFile:
        file = self.file
        round = _writable(file.sheet, file.section)
        before = as_trail(file)
        file.confidentiality = self.confidentiality
        if self.take_over:
            file.previous = False
        file.save(update_fields=["confidentiality", "previous"])
        settle(round, file.sheet, file.section, file.question)
        record(file, before=before, after=as_trail(file))
        return file


def as_trail(file: EvidenceFile) -> dict[str, object]:
    """Return what the trail says of a file."""
    return {
        "question": file.question,
        "sha256": file.sha256,
        "size": file.size,
        "who": file.confidentiality,
        "previous": file.previous,
    }


def _writable(sheet: Sheet, section: str) -> Round:
    Sheet.objects.select_for_update().get(pk=sheet.pk)
    round = Round.light().get(pk=sheet.round_id)
    need(access(context.person(), round).answers(section))
    return round


def settle(round: Round, sheet: Sheet, section: str, name: str) -> None:
    """Make the answer to a question that asks for files name those that are there."""
    questionnaire = round.questionnaire()
    question = questionnaire.question(name)
    forget_reviews(sheet, section, [name])
    if question is None or question.type != "file":
        return
    part, _made = SectionAnswers.objects.get_or_create(sheet=sheet, section=section)
    files = sheet.evidence.filter(question=name, removed_at=None, previous=False)
    held = {key: one for key, one in part.answers.get(name, {}).items() if key == "comment"}
    value = [one.as_answer() for one in files.order_by("pk")]
    part.answers[name] = {**held, "value": value} if value else held
    if not part.answers[name]:
        del part.answers[name]
    part.revision += 1
    part.save(update_fields=["answers", "revision"])
    count(sheet, questionnaire)
    sheet.save(update_fields=["asked", "answered", "required_open"])
