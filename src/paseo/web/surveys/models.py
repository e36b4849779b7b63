"""Surveys of a city: the file of answers, its mapping, its results, and coded open answers."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.web.evidence.models import City, ImportBatch

#: Beside the files of other rooms in the workspace.
FOLDER = "surveys"


class Survey(models.Model):
    """One file of answers with its mapping and what was estimated from it.

    The answers are personal data: they stay in the workspace, nobody without the right to change
    the city's data sees them, and they can be taken away while the results stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey(City, models.CASCADE, related_name="surveys")
    title = models.CharField(_("name"), max_length=160)
    file_name = models.CharField(_("file"), max_length=200)
    ending = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    respondents = models.PositiveIntegerField(_("respondents"), default=0)
    #: Names of the columns, for forms that offer them.
    columns = models.JSONField(default=list)
    #: The mapping as YAML; empty until somebody made one.
    mapping = models.TextField(blank=True)
    #: Results after disclosure control, and the mapping under which they were estimated.
    results = models.JSONField(null=True)
    results_mapping = models.TextField(blank=True)
    created_at = models.DateTimeField(_("brought"), auto_now_add=True)
    estimated_at = models.DateTimeField(_("estimated"), null=True)
    answers_removed_at = models.DateTimeField(_("answers removed"), null=True)
    batch = models.ForeignKey(ImportBatch, models.SET_NULL, null=True, related_name="+")
    #: None is the programme itself.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("brought by")
    )

    objects: ClassVar[models.Manager[Survey]] = models.Manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.city_id, self.pk])

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / FOLDER / str(self.pk)

    @property
    def file(self) -> Path:
        return self.folder / f"answers{self.ending}"

    @property
    def has_answers(self) -> bool:
        return self.answers_removed_at is None and self.file.is_file()

    @property
    def outdated(self) -> bool:
        """Say whether the mapping changed since the results were estimated."""
        return self.results is not None and self.mapping != self.results_mapping


class Coding(models.Model):
    """How one person coded the answers in words to one question.

    Args:
        frame: code to its label, in order.
        given: position of the respondent, as text, to the codes.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="codings")
    column = models.CharField(max_length=120)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    frame = models.JSONField(default=list)
    given = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Coding]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("coding of open answers")
        verbose_name_plural = _("codings of open answers")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "column", "person"], name="a_person_codes_a_question_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} · {self.column}"
