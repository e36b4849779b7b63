"""A job: one piece of long work as a row that everybody can read."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from paseo.web.jobs import board


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OVER: frozenset[str] = frozenset({State.DONE, State.FAILED, State.CANCELLED})


class Job(models.Model):
    """One piece of long work: what it is, how far it is, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    city = models.CharField(_("city"), max_length=80, blank=True, db_index=True)
    arguments = models.JSONField(default=dict)
    #: Language of the messages, because the worker has no browser to ask.
    language = models.CharField(max_length=12, default="en")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("started by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    step = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.TextField(blank=True)
    #: Sentences of what was wrong, when it failed.
    problems = models.JSONField(default=list)
    page = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    file = models.CharField(max_length=300, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    cancel_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects: ClassVar[models.Manager[Job]] = models.Manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "beat_at"], name="job_by_state")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.pk])

    @property
    def title(self) -> Promise | str:
        """What is done, and to what where the work names it."""
        about = self.arguments.get("title")
        return f"{self.what}: {about}" if about else self.what

    @property
    def what(self) -> Promise | str:
        """What is done."""
        from paseo.web.jobs.kinds import KINDS

        known = KINDS.get(self.kind)
        return known.title if known else self.kind

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def folder(self) -> Path:
        """Where this job may leave files; inside the workspace."""
        return Path(settings.MEDIA_ROOT) / "jobs" / str(self.pk)

    @property
    def result_file(self) -> Path | None:
        return self.folder / self.file if self.file else None

    def catch_up(self) -> Job:
        """Take step and message from memory when the work runs in this very process.

        While an import holds its one transaction open nobody outside can read from
        the database how far it is; memory can tell.
        """
        live = board.look(str(self.pk))
        if live is not None and not self.is_over:
            self.step, self.total, self.message = live.step, live.total, live.message
            self.cancel_asked = self.cancel_asked or live.cancel
        return self

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.step / self.total)) if self.total else 0

    @property
    def time_left(self) -> timedelta | None:
        """Return the time left at the speed so far; None while that would be a guess."""
        if self.state != State.RUNNING or not self.total or self.started_at is None:
            return None
        spent = timezone.now() - self.started_at
        share = self.step / self.total
        if share < 0.05 or spent < timedelta(seconds=3):
            return None
        return spent * (1 - share) / share

    @property
    def time_left_words(self) -> str:
        """Return the time left in minutes or in tens of seconds: more would pretend to know."""
        left = self.time_left or timedelta()
        seconds = max(10, 10 * round(left.total_seconds() / 10))
        if seconds < 60:
            return ngettext("%(number)s second", "%(number)s seconds", seconds) % {
                "number": seconds
            }
        minutes = round(seconds / 60)
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}

    @classmethod
    def unfinished(cls) -> QuerySet[Job]:
        return cls.objects.exclude(state__in=OVER)

    def as_trail(self) -> dict[str, Any]:
        return {"kind": self.kind, "state": self.state}
