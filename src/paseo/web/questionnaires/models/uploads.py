"""A file of answers that somebody brought and that is being looked at; nothing of it counts yet."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.web.questionnaires.models.rounds import Round


class AnswerUpload(models.Model):
    """One file with what was found in it, until somebody confirms or discards it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="uploads")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    file_name = models.TextField(_("file"))
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    #: Which sheets of one respondent count.
    duplicates = models.CharField(max_length=10, default="newest")
    at = models.DateTimeField(auto_now_add=True)
    #: Tool, counts, problems and changes once they are known; see ``importing.Found``.
    found = models.JSONField(default=dict)
    #: Of the answers that the changes were compared with.
    seen = models.CharField(max_length=64, blank=True)

    objects: ClassVar[models.Manager[AnswerUpload]] = models.Manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("uploaded answers")
        verbose_name_plural = _("uploaded answers")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse(
            "questionnaires:import-preview", args=[self.round.city_id, self.round_id, self.pk]
        )

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "answers" / str(self.pk)

    @property
    def file(self) -> Path:
        """The file on disk; its name is ours, only the ending is the sender's."""
        return self.folder / f"file{Path(self.file_name).suffix.lower()}"
