"""What people decided, what was asked of owners of data, and documents that were made."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.web.evidence.models import City
from paseo.web.report.keeping import path_of


class ProposalDecision(models.Model):
    """What a person decided on one proposal of the answers."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DISMISSED = "dismissed", _("Dismissed")

    city = models.ForeignKey(City, models.CASCADE, related_name="proposal_decisions")
    #: Stable id of the proposal, as the rules name it.
    effect = models.CharField(_("proposal"), max_length=160)
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    note = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    at = models.DateTimeField(_("decided"), auto_now=True)

    objects: ClassVar[models.Manager[ProposalDecision]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision on a proposal")
        verbose_name_plural = _("decisions on proposals")
        constraints = [
            models.UniqueConstraint(fields=["city", "effect"], name="one_decision_per_proposal")
        ]

    def __str__(self) -> str:
        return f"{self.effect} · {self.verdict}"


class LineDecision(models.Model):
    """What a person decided on one line of the plan; what is empty stays as the tool says."""

    city = models.ForeignKey(City, models.CASCADE, related_name="line_decisions")
    indicator = models.CharField(_("indicator"), max_length=80)
    status = models.CharField(_("data"), max_length=20, blank=True)
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    next_date = models.DateField(_("next date"), null=True)
    effort = models.CharField(_("effort"), max_length=10, blank=True)
    note = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    at = models.DateTimeField(_("decided"), auto_now=True)

    objects: ClassVar[models.Manager[LineDecision]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision on a line of the plan")
        verbose_name_plural = _("decisions on lines of the plan")
        constraints = [
            models.UniqueConstraint(fields=["city", "indicator"], name="one_decision_per_line")
        ]

    def __str__(self) -> str:
        return self.indicator


class Request(models.Model):
    """A request to an owner of data: sent when, for what, until when; come back when."""

    city = models.ForeignKey(City, models.CASCADE, related_name="data_requests")
    owner = models.CharField(_("owner"), max_length=200)
    #: Codes that were asked for then; the plan moves on.
    indicators = models.JSONField(_("indicators"), default=list)
    due = models.DateField(_("asked for by"), null=True)
    note = models.TextField(_("note"), blank=True)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    received_at = models.DateTimeField(_("received"), null=True)

    objects: ClassVar[models.Manager[Request]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("request for data")
        verbose_name_plural = _("requests for data")
        indexes = [models.Index(fields=["city", "owner"], name="requests_of_an_owner")]

    def __str__(self) -> str:
        return self.owner


class AppliedChecklist(models.Model):
    """What accepted proposals last changed in the assessment, so that it can be changed again."""

    city = models.OneToOneField(City, models.CASCADE, related_name="applied_checklist")
    depth = models.CharField(_("depth"), max_length=20, blank=True)
    not_in_remit = models.JSONField(_("not in our remit"), default=list)
    left_out = models.JSONField(_("left out"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    at = models.DateTimeField(_("applied"), auto_now=True)

    objects: ClassVar[models.Manager[AppliedChecklist]] = models.Manager()

    class Meta:
        verbose_name = _("applied checklist")
        verbose_name_plural = _("applied checklists")

    def __str__(self) -> str:
        return self.city_id


class Documents(models.Model):
    """Documents of a checklist that were made: in which language, computed when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey(City, models.CASCADE, related_name="checklist_documents")
    #: Name of the round that was answered; a round may go, its documents stay.
    round = models.CharField(_("round"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12)
    computed_at = models.DateTimeField(_("computed"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("made by")
    )

    objects: ClassVar[models.Manager[Documents]] = models.Manager()

    class Meta:
        ordering = ["-computed_at"]
        verbose_name = _("documents of a checklist")
        verbose_name_plural = _("documents of checklists")

    def __str__(self) -> str:
        return f"{self.city_id} · {self.round} · {self.language}"

    def get_absolute_url(self) -> str:
        return reverse("checklist:documents", args=[self.city_id])

    @property
    def language_words(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, self.language))


class DocumentFile(models.Model):
    """One file; its bytes lie in the workspace under their SHA-256."""

    documents = models.ForeignKey(Documents, models.CASCADE, related_name="files")
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))

    objects: ClassVar[models.Manager[DocumentFile]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a checklist")
        verbose_name_plural = _("files of a checklist")
        constraints = [
            models.UniqueConstraint(fields=["documents", "name"], name="a_document_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        city = self.documents.city_id
        return reverse("checklist:file", args=[city, self.documents_id, self.name])

    @property
    def path(self) -> Path:
        return path_of(self.sha256)
