"""Imports: a file on its way in, and each batch of values that came in."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from paseo.web.evidence.models.places import City


class ImportBatch(models.Model):
    """One import: who brought which file when, and what it changed."""

    class Kind(models.TextChoices):
        OBSERVATIONS = "observations", _("Observations")
        CITY_FOLDER = "city_folder", _("City folder")
        PLACES = "places", _("Places")
        SETTINGS = "settings", _("Settings of the city")

    city = models.ForeignKey(City, models.CASCADE, related_name="batches")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    #: None is the programme itself.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("imported by")
    )
    at = models.DateTimeField(_("imported"), auto_now_add=True)
    file_name = models.TextField(_("file"), blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    #: Path of the kept original below the workspace's files.
    kept = models.TextField(blank=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    gone = models.PositiveIntegerField(_("gone"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    #: The city's own records as they stood before this batch, serialised, for undoing;
    #: empty when the batch left them alone.
    city_before = models.TextField(blank=True)
    made_city = models.BooleanField(default=False)
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects: ClassVar[models.Manager[ImportBatch]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name or f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:batch", kwargs={"city": self.city_id, "number": self.pk})

    @property
    def title(self) -> str:
        """How the page of this import is called."""
        if self.kind == self.Kind.SETTINGS:
            return str(self.get_kind_display())
        return gettext("Import %(number)s") % {"number": self.pk}

    @property
    def kept_file(self) -> Path | None:
        return Path(settings.MEDIA_ROOT) / self.kept if self.kept else None


class Upload(models.Model):
    """A file that somebody brought and that is being looked at; nothing of it counts yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    #: Empty while the file itself names a city that does not exist yet.
    city = models.CharField(_("city"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=ImportBatch.Kind)
    file_name = models.TextField(_("file"))
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    #: What was recognised, and the counts of the preview, once they are known.
    recognised = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    #: Newest batch of the city when the preview was made: if another import came in
    #: between, what the person confirmed is no longer what would happen.
    seen_batch = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[models.Manager[Upload]] = models.Manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("evidence:upload", args=[self.pk])

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "uploads" / str(self.pk)

    @property
    def file(self) -> Path:
        """The file on disk; its name is ours, only the ending is the sender's."""
        return self.folder / f"file{Path(self.file_name).suffix.lower()}"
