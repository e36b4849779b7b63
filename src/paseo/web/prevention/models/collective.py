"""Rounds of Collective Impact and what each partner answered."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.prevention.collective.form import CollectiveForm
from paseo.prevention.collective.pack import load_form
from paseo.prevention.collective.ratings import Duty, Rating, Round
from paseo.prevention.collective.result import CollectiveResult, result_of
from paseo.prevention.collective.rounds import gives_away
from paseo.web.evidence.models import City


class CollectiveRound(models.Model):
    """One round in which partners rate; its result is shown once it is closed."""

    city = models.ForeignKey(City, models.CASCADE, related_name="collective_rounds")
    name = models.CharField(_("name"), max_length=120)
    form = models.CharField(_("form"), max_length=160)
    version = models.CharField(_("version"), max_length=20)
    #: Codes of the framework that the partners share.
    indicators = models.JSONField(_("shared indicators"), default=list)
    #: Id of a task to {"who", "due"}.
    duties = models.JSONField(_("tasks"), default=dict)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    started_at = models.DateTimeField(_("begun"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    #: The ratings behind each result that was shown before the round was opened again, as lists
    #: of {"partner", "kind", "points"}: what is shown next may not give a partner away.
    shown = models.JSONField(_("ratings shown before"), default=list)

    objects: ClassVar[models.Manager[CollectiveRound]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("round of partners")
        verbose_name_plural = _("rounds of partners")
        constraints = [
            models.UniqueConstraint(fields=["city", "name"], name="a_round_of_partners_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("prevention:collective-round", args=[self.city_id, self.pk])

    @cached_property
    def read_form(self) -> CollectiveForm:
        return load_form(self.form)

    def as_round(self) -> Round:
        """Return the round as the library reads it: partners that rated, and no others."""
        partners = list(self.partners.all())
        return Round(
            form=self.form,
            version=self.version,
            name=self.name,
            ratings=self._ratings(partners),
            asked=len(partners),
            day=self.closed_at.date() if self.closed_at else None,
            indicators=tuple(self.indicators),
            duties=tuple(
                Duty(task, one.get("who", ""), _day(one.get("due")))
                for task, one in self.duties.items()
            ),
        )

    def _ratings(self, partners: list[CollectivePartner]) -> tuple[Rating, ...]:
        form = self.read_form
        statements = {one.id for one in form.statements}
        kinds = {one.id for one in form.kinds}
        return tuple(
            Rating(
                one.name,
                one.kind,
                {code: point for code, point in one.points.items() if code in statements},
            )
            for one in partners
            if one.answered_at and one.kind in kinds
        )

    @property
    def gives_away(self) -> bool:
        """Whether a result now, beside one that was shown before, would give a partner away."""
        ratings = self.as_round().ratings
        return any(gives_away(self.read_form, _read(held), ratings) for held in self.shown)

    def found(self) -> CollectiveResult:
        """Return what the ratings come to, with disclosure control in it."""
        return result_of(self.read_form, self.as_round())


def _read(held: list[dict[str, Any]]) -> list[Rating]:
    return [Rating(one["partner"], one["kind"], one["points"]) for one in held]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class CollectivePartner(models.Model):
    """One partner of a round: an organisation, never a person."""

    round = models.ForeignKey(CollectiveRound, models.CASCADE, related_name="partners")
    name = models.CharField(_("organisation"), max_length=160)
    kind = models.CharField(_("kind"), max_length=80)
    #: Who answers for it here; None where the coordinator enters the answers.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="answers_for_partners"
    )
    #: Statement to point; what cannot be told is left out.
    points = models.JSONField(_("ratings"), default=dict)
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects: ClassVar[models.Manager[CollectivePartner]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(fields=["round", "name"], name="a_partner_once_in_a_round")
        ]

    def __str__(self) -> str:
        return self.name
