"""Checks on the four EUCPN criteria: raters, answers, reconciliation, evidence."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.content.store import store
from paseo.prevention.quality.answers import Answer, Proof, RaterSheet
from paseo.prevention.quality.form import QualityForm
from paseo.prevention.quality.judging import judge
from paseo.prevention.quality.pack import load_form
from paseo.prevention.quality.reconciling import QualityCheck as Found
from paseo.prevention.quality.reconciling import Settled, quality_check
from paseo.web.evidence.models import City
from paseo.web.prevention.models.measures import Measure


def valid_answers(form: QualityForm, held: dict[str, Any]) -> dict[str, Any]:
    """Return the answers that a form still has; a newer version may have dropped some."""
    options = {one.id: {option.id for option in one.options} for one in form.entries}
    return {code: one for code, one in held.items() if one.get("option") in options.get(code, ())}


class QualityCheck(models.Model):
    """A measure judged by two raters, with the form of that version."""

    city = models.ForeignKey(City, models.CASCADE, related_name="quality_checks")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="quality_checks")
    #: Id of the pack and its version when the check began.
    form = models.CharField(_("form"), max_length=160)
    version = models.CharField(_("version"), max_length=20)
    #: Id of gate or item to {"option", "reason"}.
    settled = models.JSONField(_("settled"), default=dict)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    started_at = models.DateTimeField(_("begun"), auto_now_add=True)

    objects: ClassVar[models.Manager[QualityCheck]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("quality check")
        verbose_name_plural = _("quality checks")

    def __str__(self) -> str:
        return self.measure.name

    def get_absolute_url(self) -> str:
        return reverse("prevention:quality-check", args=[self.city_id, self.pk])

    @cached_property
    def read_form(self) -> QualityForm:
        """The form as it is now; its version may be a newer one."""
        return load_form(self.form)

    @property
    def form_is_there(self) -> bool:
        """Whether the pack of the form is still at hand; a city may have taken its own away."""
        return store().find(self.form) is not None

    @cached_property
    def both(self) -> tuple[QualityRater, QualityRater]:
        first, second = self.raters.order_by("number")
        return first, second

    @property
    def opened(self) -> bool:
        """Whether both raters have finished, so that each may see the other's answers."""
        return all(one.finished_at for one in self.both)

    def found(self) -> Found:
        """Return what the answers of both come to; only for those who may see them."""
        first, second = (one.sheet() for one in self.both)
        decisions = {
            code: Settled(one["option"], one["reason"])
            for code, one in valid_answers(self.read_form, self.settled).items()
            if first.options.get(code) != second.options.get(code) or code not in first.options
        }
        return quality_check(
            self.read_form, first, second, decisions, measure_name=self.measure.name
        )


class QualityRater(models.Model):
    """One of the two raters, with the answers so far."""

    check_of = models.ForeignKey(QualityCheck, models.CASCADE, related_name="raters")
    number = models.PositiveSmallIntegerField(_("rater"))
    #: None for somebody outside, whose filled form is brought.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="ratings_of_measures"
    )
    label = models.CharField(_("label"), max_length=120)
    #: Id of gate or item to {"option", "note"}.
    answers = models.JSONField(_("answers"), default=dict)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects: ClassVar[models.Manager[QualityRater]] = models.Manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("rater")
        verbose_name_plural = _("raters")
        constraints = [
            models.UniqueConstraint(fields=["check_of", "number"], name="two_raters_of_a_check"),
            models.UniqueConstraint(
                fields=["check_of", "user"],
                condition=models.Q(user__isnull=False),
                name="a_person_rates_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def sheet(self) -> RaterSheet:
        """Return the answers as the library reads them."""
        proofs: dict[str, list[Proof]] = {}
        for one in self.proofs.all():
            proofs.setdefault(one.entry, []).append(Proof(one.where, one.shows))
        check = self.check_of
        return RaterSheet(
            form=check.form,
            version=check.version,
            measure=check.measure.code,
            rater=self.label,
            answers={
                code: Answer(one["option"], one.get("note", ""), tuple(proofs.get(code, ())))
                for code, one in valid_answers(check.read_form, self.answers).items()
            },
            finished=self.finished_at.date() if self.finished_at else None,
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of what is asked and not answered yet."""
        return judge(self.check_of.read_form, self.sheet().options).missing


class QualityProof(models.Model):
    """What an answer rests on: a kept file, or an address."""

    rater = models.ForeignKey(QualityRater, models.CASCADE, related_name="proofs")
    entry = models.CharField(_("gate or item"), max_length=80)
    address = models.CharField(_("address"), max_length=500, blank=True)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    shows = models.CharField(_("what it shows"), max_length=300, blank=True)

    objects: ClassVar[models.Manager[QualityProof]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence of an answer")
        verbose_name_plural = _("evidence of answers")

    def __str__(self) -> str:
        return self.where

    @property
    def where(self) -> str:
        return self.file_name or self.address
