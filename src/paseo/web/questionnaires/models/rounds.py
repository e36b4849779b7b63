"""A round: one city answers one questionnaire for one period; who answers which part of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.evidence.models import City
from paseo.web.questionnaires.models.versions import QuestionnaireVersion


class Round(models.Model):
    """One time that a city answers a questionnaire (or asks many people)."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        REVIEW = "review", _("In review")
        SIGNED = "signed", _("Signed off")
        CLOSED = "closed", _("Closed")

    city = models.ForeignKey(City, models.CASCADE, related_name="rounds")
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="rounds")
    name = models.CharField(_("name"), max_length=120)
    period = models.CharField(_("period"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    #: The round whose answers are shown as previous ones.
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="later", verbose_name=_("copied from")
    )
    #: The questionnaire itself is under test: hard questions and time are asked for.
    pilot = models.BooleanField(_("pilot"), default=False)
    due = models.DateField(_("due"), null=True)
    #: In which the questions are sent to people without an account.
    language = models.CharField(_("language"), max_length=12, default="en")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)

    objects: ClassVar[models.Manager[Round]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:round", args=[self.city_id, self.pk])

    @classmethod
    def light(cls) -> QuerySet[Round]:
        """Return rounds without the words of their questionnaires."""
        return cls.objects.select_related("version", "city").defer("version__content")

    def questionnaire(self) -> Questionnaire:
        """Return the questionnaire in the version that is answered."""
        return self.version.questionnaire()

    @property
    def answerable(self) -> bool:
        """Say whether answers may still be changed; a review may send some back."""
        return self.state in (self.State.OPEN, self.State.REVIEW)


class Assignment(models.Model):
    """Somebody answers a section: a person with an account, or a role in words."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="assignments")
    section = models.CharField(_("section"), max_length=60)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("person")
    )
    #: "Police data office": who it is where there is no account.
    label = models.CharField(_("role or office"), max_length=120, blank=True)
    due = models.DateField(_("due"), null=True)

    objects: ClassVar[models.Manager[Assignment]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "section", "user"], name="a_section_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["round", "section", "label"],
                condition=models.Q(user=None),
                name="a_section_once_per_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} · {self.who}"

    @property
    def who(self) -> str:
        return self.label or str(self.user or "")


class SignOff(models.Model):
    """The frozen record of a round: every answer as it was when somebody signed for it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="signatures")
    at = models.DateTimeField(_("signed off"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("signed by")
    )
    #: Why it was signed although something was not accepted.
    reason = models.TextField(_("reason"), blank=True)
    #: Canonical JSON: questionnaire, sheets, evidence, reviews. Its SHA-256 stands beside it.
    record = models.TextField()
    sha256 = models.CharField(max_length=64)
    reopened_at = models.DateTimeField(_("reopened"), null=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reopened_reason = models.TextField(_("reason for reopening"), blank=True)

    objects: ClassVar[models.Manager[SignOff]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")

    def __str__(self) -> str:
        return f"{self.round_id} · {self.sha256[:12]}"
