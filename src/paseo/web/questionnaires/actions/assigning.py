"""Who answers which section: people with an account, or offices in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.questionnaires.models import Assignment, Round


@dataclass(kw_only=True)
class Assign(Action[list[Assignment]]):
    """Give sections of a round to a person or to an office; given twice, the date is changed."""

    id = "questionnaires.assign"
    label = _("Sections assigned")
    right = Right.LEAD

    round: Round
    sections: list[str]
    user: User | None = None
    office: str = ""
    due: date | None = None

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> list[Assignment]:
        made = []
        for section in self.sections:
            one, _made = Assignment.objects.update_or_create(
                round=self.round,
                section=section,
                user=self.user,
                label=self.office,
                defaults={"due": self.due},
            )
            made.append(one)
        after = {
            "sections": self.sections,
            "to": str(self.user or self.office),
            "due": self.due.isoformat() if self.due else None,
        }
        record(self.round, after=after)
        return made


@dataclass(kw_only=True)
class Unassign(Action[None]):
    """Take a section back from a person or an office."""

    id = "questionnaires.unassign"
    label = _("Assignment taken back")
    right = Right.LEAD

    assignment: Assignment

    def __post_init__(self) -> None:
        self.city = self.assignment.round.city_id

    def perform(self, record: Record) -> None:
        before = {"section": self.assignment.section, "to": self.assignment.who}
        record(self.assignment.round, before=before)
        self.assignment.delete()
