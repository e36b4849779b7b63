"""Invitations: a link for one section, made by the lead, used by somebody without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.questionnaires.actions.rounds import open_sheet
from paseo.web.questionnaires.models import Invitation, Round, Sheet
from paseo.web.trail import context


@dataclass(frozen=True)
class Invited:
    """A new invitation with its token, which is nowhere else."""

    invitation: Invitation
    token: str


@dataclass(kw_only=True)
class Invite(Action[Invited]):
    """Make a link that opens one section; in a round of many sheets it has a sheet of its own."""

    id = "questionnaires.invite"
    label = _("Invitation made")
    right = Right.LEAD

    round: Round
    section: str
    name: str
    expires_at: datetime

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> Invited:
        person = context.person()
        token = Invitation.new_token()
        invitation = Invitation.objects.create(
            round=self.round,
            sheet=self._sheet(),
            section=self.section,
            label=self.name,
            hash=Invitation.hash_of(token),
            expires_at=self.expires_at,
            made_by=person if isinstance(person, User) else None,
        )
        after = {"section": self.section, "for": self.name, "until": self.expires_at.isoformat()}
        record(invitation, after=after)
        return Invited(invitation, token)

    def _sheet(self) -> Sheet:
        if not self.round.questionnaire().many:
            return self.round.sheets.get()
        return open_sheet(
            self.round,
            code=free_code(self.round),
            respondent=self.name,
            language=self.round.language,
            origin="invitation",
        )


@dataclass(kw_only=True)
class Withdraw(Action[Invitation]):
    """Make a link stop working; what was answered with it stays."""

    id = "questionnaires.withdraw_invitation"
    label = _("Invitation withdrawn")
    right = Right.LEAD

    invitation: Invitation

    def __post_init__(self) -> None:
        self.city = self.invitation.round.city_id

    def perform(self, record: Record) -> Invitation:
        if self.invitation.revoked_at is None:
            self.invitation.revoked_at = timezone.now()
            self.invitation.save(update_fields=["revoked_at"])
        record(self.invitation, after={"withdrawn": True})
        return self.invitation


@dataclass(kw_only=True)
class Agree(Action[Invitation]):
    """Note that an invited person agreed to answer; run by the programme for them."""

    id = "questionnaires.agree"
    label = _("Invited person agreed to answer")
    right = Right.CONTRIBUTE

    invitation: Invitation

    def __post_init__(self) -> None:
        self.city = self.invitation.round.city_id

    def perform(self, record: Record) -> Invitation:
        if self.invitation.consented_at is None:
            self.invitation.consented_at = timezone.now()
            self.invitation.save(update_fields=["consented_at"])
        record(self.invitation, after={"agreed": True})
        return self.invitation


@dataclass(kw_only=True)
class HandIn(Action[Invitation]):
    """Note that an invited person is done; the link works until its day all the same."""

    id = "questionnaires.hand_in"
    label = _("Invited person handed in")
    right = Right.CONTRIBUTE

    invitation: Invitation

    def __post_init__(self) -> None:
        self.city = self.invitation.round.city_id

    def perform(self, record: Record) -> Invitation:
        now = timezone.now()
        self.invitation.finished_at = now
        self.invitation.save(update_fields=["finished_at"])
        if self.invitation.round.questionnaire().many:
            Sheet.objects.filter(pk=self.invitation.sheet_id).update(finished_at=now)
        record(self.invitation, after={"handed_in": now.isoformat()})
        return self.invitation


def count_use(invitation: Invitation) -> None:
    """Count a save by link; part of the save, whose entry on the trail names the invitation."""
    Invitation.objects.filter(pk=invitation.pk).update(used=F("used") + 1, used_at=timezone.now())


def free_code(round: Round) -> str:
    """Return a code that no sheet of the round has yet."""
    taken = set(round.sheets.values_list("code", flat=True))
    number = len(taken) + 1
    while f"{number:04d}" in taken:
        number += 1
    return f"{number:04d}"
