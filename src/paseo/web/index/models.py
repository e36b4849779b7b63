"""Indices, their versions, what was found out about each, and documents that were made."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.web.evidence.models import City
from paseo.web.report.keeping import path_of


class CompositeIndex(models.Model):
    """An index of a city, or of the whole workspace; its choices stand in its versions."""

    class Source(models.TextChoices):
        READY = "ready", _("Ready-made index")
        BENCHMARK = "benchmark", _("Made from a benchmark between cities")
        AREAS = "areas", _("Made from the areas of the city")
        UPLOAD = "upload", _("Specification file that was brought")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: None: it belongs to the workspace, such as an index between cities.
    city = models.ForeignKey(City, models.CASCADE, null=True, related_name="indices")
    title = models.CharField(_("name"), max_length=160)
    source = models.CharField(_("where it comes from"), max_length=12, choices=Source)
    #: Name of the specification, without which the index would be made twice.
    origin = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("made by")
    )

    objects: ClassVar[models.Manager[CompositeIndex]] = models.Manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("index")
        verbose_name_plural = _("indices")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("index:index", args=[self.pk])

    @property
    def where(self) -> str:
        """Id of the city in which rights are asked for; empty for the workspace."""
        return self.city_id or ""


class IndexVersion(models.Model):
    """One state of an index: a specification with the files that belong to it. Never changed."""

    index = models.ForeignKey(CompositeIndex, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    #: The specification as YAML.
    text = models.TextField()
    #: Name of a file to its SHA-256; the bytes are kept in the workspace.
    files = models.JSONField(default=dict)
    #: Version that was changed; None for the first.
    based_on = models.PositiveIntegerField(null=True)
    units = models.PositiveIntegerField(_("units"), default=0)
    indicators = models.PositiveIntegerField(_("indicators"), default=0)
    created_at = models.DateTimeField(_("kept"), auto_now_add=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("kept by")
    )

    objects: ClassVar[models.Manager[IndexVersion]] = models.Manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of an index")
        verbose_name_plural = _("versions of indices")
        constraints = [
            models.UniqueConstraint(fields=["index", "number"], name="an_index_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.index_id} · {self.number}"

    def get_absolute_url(self) -> str:
        return f"{reverse('index:index', args=[self.index_id])}?version={self.number}"


class Examination(models.Model):
    """What was found out about a version: how solid its positions are, or what drives them."""

    class Kind(models.TextChoices):
        UNCERTAINTY = "uncertainty", _("How solid the positions are")
        SENSITIVITY = "sensitivity", _("Which choice drives the positions")

    version = models.ForeignKey(IndexVersion, models.CASCADE, related_name="examinations")
    kind = models.CharField(_("question"), max_length=12, choices=Kind)
    #: Replications, or the base of the design.
    size = models.PositiveIntegerField(_("replications"))
    seed = models.PositiveBigIntegerField(_("seed"))
    seconds = models.FloatField(_("seconds"))
    #: The figures, as a kept file.
    sha256 = models.CharField(max_length=64)
    #: What lists of indices say without opening the file.
    glance = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("examined"), auto_now_add=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("examined by")
    )

    objects: ClassVar[models.Manager[Examination]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("examination of an index")
        verbose_name_plural = _("examinations of indices")
        indexes = [models.Index(fields=["version", "kind"], name="examination_of_a_version")]

    def __str__(self) -> str:
        return f"{self.version_id} · {self.kind}"

    @property
    def path(self) -> Path:
        return path_of(self.sha256)

    def as_trail(self) -> dict[str, Any]:
        return {"kind": self.kind, "size": self.size, "seed": self.seed, "sha256": self.sha256}


class IndexDocuments(models.Model):
    """Documents of a version that were made: in which language, computed when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(IndexVersion, models.CASCADE, related_name="documents")
    language = models.CharField(_("language"), max_length=12)
    computed_at = models.DateTimeField(_("computed"), auto_now_add=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("made by")
    )

    objects: ClassVar[models.Manager[IndexDocuments]] = models.Manager()

    class Meta:
        ordering = ["-computed_at"]
        verbose_name = _("documents of an index")
        verbose_name_plural = _("documents of indices")

    def __str__(self) -> str:
        return f"{self.version_id} · {self.language}"

    def get_absolute_url(self) -> str:
        return reverse("index:files", args=[self.version.index_id])

    @property
    def language_words(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, self.language))


class IndexFile(models.Model):
    """One file; its bytes lie in the workspace under their SHA-256."""

    documents = models.ForeignKey(IndexDocuments, models.CASCADE, related_name="files")
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size"))

    objects: ClassVar[models.Manager[IndexFile]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of an index")
        verbose_name_plural = _("files of an index")
        constraints = [
            models.UniqueConstraint(fields=["documents", "name"], name="an_index_document_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return path_of(self.sha256)
