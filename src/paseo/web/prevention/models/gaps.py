"""What people decided on gaps."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from paseo.web.evidence.models import City
from paseo.web.prevention.models.sheets import ActionSheet


class GapDecision(models.Model):
    """What a person decided on one gap, with the figures of that day."""

    class Choice(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DISMISSED = "dismissed", _("Dismissed")
        ACTION = "action", _("Turned into an action")

    city = models.ForeignKey(City, models.CASCADE, related_name="gap_decisions")
    #: Stable id of the gap, as its rule names it.
    gap = models.CharField(_("gap"), max_length=300)
    #: What the gap said that day: it may not be there any more when somebody reads this.
    words = models.TextField(_("what the gap said"), blank=True)
    choice = models.CharField(_("decision"), max_length=10, choices=Choice)
    note = models.TextField(_("reason"), blank=True)
    numbers = models.JSONField(_("figures then"), default=dict)
    measures = models.JSONField(_("measures then"), default=list)
    sheet = models.ForeignKey(
        ActionSheet, models.SET_NULL, null=True, related_name="decisions",
        verbose_name=_("action sheet"),
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    at = models.DateTimeField(_("decided"), auto_now=True)

    objects: ClassVar[models.Manager[GapDecision]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision on a gap")
        verbose_name_plural = _("decisions on gaps")
        constraints = [models.UniqueConstraint(fields=["city", "gap"], name="one_decision_per_gap")]

    def __str__(self) -> str:
        return f"{self.gap} · {self.choice}"
