"""What people do to rounds of partners; each a single transaction with its entry on the trail.

The trail names who answered, never how: single partners are shown to nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from paseo.prevention.collective.pack import load_form
from paseo.prevention.collective.ratings import Rating
from paseo.web.accounts.models import User
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record
from paseo.web.evidence.models import City
from paseo.web.prevention.meanwhile import check_seen, last_change
from paseo.web.prevention.models import CollectivePartner, CollectiveRound
from paseo.web.trail import context


class NotNow(PermissionDenied):
    """This cannot be done at this time; says why."""


class Taken(NotNow):
    """There is one of this name already, often because a button was pressed twice."""


@dataclass(kw_only=True)
class StartRound(Action[CollectiveRound]):
    """Begin a round; partners, indicators and tasks of the one before come along."""

    id = "prevention.start_collective_round"
    label = _("Round of partners begun")
    right = Right.LEAD

    city: str
    name: str
    form: str
    partners: bool = True

    def perform(self, record: Record) -> CollectiveRound:
        form = load_form(self.form)
        _lock(self.city)
        if CollectiveRound.objects.filter(city=self.city, name=self.name.strip()).exists():
            raise Taken(_now("There is a round of this name. Choose another one."))
        last = CollectiveRound.objects.filter(city=self.city).first()
        made = CollectiveRound.objects.create(
            city_id=self.city,
            name=self.name.strip(),
            form=form.id,
            version=form.version,
            indicators=last.indicators if last else [],
            duties=last.duties if last else {},
            started_by=context.account(),
        )
        if last is not None and self.partners:
            CollectivePartner.objects.bulk_create(
                CollectivePartner(round=made, name=one.name, kind=one.kind, user=one.user)
                for one in last.partners.all()
            )
        record(made, after={"name": made.name, "form": form.id})
        return made


def _lock(city: str) -> None:
    """Let whoever makes something in a city wait for the other, so that names stay unlike."""
    City.objects.select_for_update().get(pk=city)


@dataclass
class _OfRound:
    round: CollectiveRound

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def held(self) -> CollectiveRound:
        """Return the round as it is now, locked; it must still be open."""
        found = CollectiveRound.objects.select_for_update().get(pk=self.round.pk)
        if found.closed_at is not None:
            raise NotNow(_now("The round is closed. Ratings no longer change."))
        return found


@dataclass(kw_only=True)
class AddPartner(_OfRound, Action[CollectivePartner]):
    """Add an organisation to a round."""

    id = "prevention.add_partner"
    label = _("Partner added to a round")
    right = Right.LEAD

    name: str
    kind: str
    user: User | None = None

    def perform(self, record: Record) -> CollectivePartner:
        held, name = self.held(), self.name.strip()
        if held.partners.filter(name__iexact=name).exists():
            raise Taken(_now("This partner is in the round already."))
        made = CollectivePartner.objects.create(
            round=held, name=name, kind=self.kind, user=self.user
        )
        record(made, after={"name": made.name, "kind": made.kind})
        return made


@dataclass(kw_only=True)
class RemovePartner(_OfRound, Action[None]):
    """Take an organisation out of an open round."""

    id = "prevention.remove_partner"
    label = _("Partner removed from a round")
    right = Right.LEAD

    partner: CollectivePartner

    def perform(self, record: Record) -> None:
        self.held()
        record(self.partner, before={"name": self.partner.name, "kind": self.partner.kind})
        self.partner.delete()


@dataclass(kw_only=True)
class Rate(_OfRound, Action[CollectivePartner]):
    """Save the ratings of one partner: by who answers for it, or by who leads the city.

    Args:
        seen: mark of the ratings that were shown; others that came meanwhile are not replaced.

    Raises:
        Meanwhile: somebody else rated for this partner since.
    """

    id = "prevention.rate_partnership"
    label = _("Ratings of a partner saved")
    right = Right.CONTRIBUTE

    partner: CollectivePartner
    points: Mapping[str, int]
    seen: str | None = None

    def perform(self, record: Record) -> CollectivePartner:
        self.held()
        held = CollectivePartner.objects.select_for_update().get(pk=self.partner.pk)
        person = context.person()
        leads = person is not None and bool(policy.may(person, Right.LEAD, self.city))
        if not leads and (held.user_id is None or held.user != context.account()):
            raise NotNow(_now("Only who answers for this partner rates here."))
        check_seen(self.seen, held.points, *last_change(held))
        held.points = dict(self.points)
        held.answered_at = timezone.now() if self.points else None
        held.save(update_fields=["points", "answered_at"])
        record(held, after={"answered": len(self.points)})
        return held


@dataclass(kw_only=True)
class BringRatings(_OfRound, Action[int]):
    """Take the ratings of a sheet: partners of the same name are replaced, others added."""

    id = "prevention.bring_partner_ratings"
    label = _("Ratings of partners brought")
    right = Right.LEAD

    ratings: Sequence[Rating]

    def perform(self, record: Record) -> int:
        held = self.held()
        known = {one.name.casefold(): one for one in held.partners.all()}
        for rating in self.ratings:
            partner = known.get(rating.partner.casefold())
            if partner is None:
                partner = CollectivePartner(round=held, name=rating.partner[:160])
            partner.kind, partner.points = rating.kind, dict(rating.points)
            partner.answered_at = timezone.now() if rating.points else None
            partner.save()
        record(held, after={"partners": len(self.ratings)})
        return len(self.ratings)


@dataclass(kw_only=True)
class ShareWork(Action[CollectiveRound]):
    """Choose the shared indicators, and say who does the tasks of the backbone by when."""

    id = "prevention.share_work"
    label = _("Shared indicators and tasks of partners changed")
    right = Right.LEAD

    round: CollectiveRound
    indicators: Sequence[str]
    duties: Mapping[str, Mapping[str, str]]
    seen: str | None = None

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> CollectiveRound:
        held = CollectiveRound.objects.select_for_update().get(pk=self.round.pk)
        before = {"indicators": held.indicators, "duties": held.duties}
        check_seen(self.seen, before, *last_change(held))
        held.indicators = list(self.indicators)
        held.duties = {task: dict(one) for task, one in self.duties.items() if one.get("who")}
        held.save(update_fields=["indicators", "duties"])
        after = {"indicators": held.indicators, "duties": held.duties}
        record(held, before=before, after=after)
        return held


@dataclass(kw_only=True)
class CloseRound(_OfRound, Action[CollectiveRound]):
    """Close a round; its result is shown from then on.

    While it is open no result is shown: two results, one partner apart, would give that partner
    away.
    """

    id = "prevention.close_collective_round"
    label = _("Round of partners closed")
    right = Right.LEAD

    def perform(self, record: Record) -> CollectiveRound:
        held = self.held()
        if held.gives_away:
            raise NotNow(
                _now(
                    "Too few ratings changed since the result was shown before: beside it the new "
                    "one would tell how those partners rated."
                )
            )
        held.closed_at = timezone.now()
        held.save(update_fields=["closed_at"])
        answered = held.partners.filter(answered_at__isnull=False).count()
        record(held, after={"partners": answered})
        return held


@dataclass(kw_only=True)
class ReopenRound(Action[CollectiveRound]):
    """Open a closed round again; the ratings behind its result are kept to compare with."""

    id = "prevention.reopen_collective_round"
    label = _("Round of partners opened again")
    right = Right.LEAD

    round: CollectiveRound

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> CollectiveRound:
        held = CollectiveRound.objects.select_for_update().get(pk=self.round.pk)
        if held.closed_at is None:
            raise NotNow(_now("The round is open already."))
        held.shown = [
            *held.shown,
            [
                {"partner": one.partner, "kind": one.kind, "points": dict(one.points)}
                for one in held.as_round().ratings
            ],
        ]
        record(held, before={"closed": held.closed_at.date().isoformat()}, after={"closed": None})
        held.closed_at = None
        held.save(update_fields=["shown", "closed_at"])
        return held


@dataclass(kw_only=True)
class RemoveRound(Action[None]):
    """Remove a round with all ratings."""

    id = "prevention.remove_collective_round"
    label = _("Round of partners removed")
    right = Right.LEAD

    round: CollectiveRound

    def __post_init__(self) -> None:
        self.city = self.round.city_id

    def perform(self, record: Record) -> None:
        held = CollectiveRound.objects.select_for_update().get(pk=self.round.pk)
        record(held, before={"name": held.name})
        held.delete()
