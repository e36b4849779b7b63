"""Reports that were made, and their files."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.web.assessment import words
from paseo.web.evidence.models import City
from paseo.web.report.keeping import path_of


class Report(models.Model):
    """One report: of which city, at which depth, in which language, computed when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey(City, models.CASCADE, related_name="reports")
    depth = models.CharField(_("depth"), max_length=20)
    language = models.CharField(_("language"), max_length=12)
    #: When the profile was computed from the records.
    computed_at = models.DateTimeField(_("computed"))
    #: None is the programme itself.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("made by")
    )

    objects: ClassVar[models.Manager[Report]] = models.Manager()

    class Meta:
        ordering = ["-computed_at"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.city_id} · {self.depth} · {self.language}"

    def get_absolute_url(self) -> str:
        return reverse("report:report", args=[self.city_id])

    @property
    def depth_words(self) -> str:
        return str(words.DEPTHS.get(self.depth, self.depth))

    @property
    def language_words(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, self.language))


class ReportFile(models.Model):
    """One file of a report; its bytes lie in the workspace under their SHA-256."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))

    objects: ClassVar[models.Manager[ReportFile]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of a report")
        constraints = [
            models.UniqueConstraint(fields=["report", "name"], name="a_file_once_per_report")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("report:file", args=[self.report.city_id, self.report_id, self.name])

    @property
    def path(self) -> Path:
        return path_of(self.sha256)
