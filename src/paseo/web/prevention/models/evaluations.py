"""Evaluations of measures: plan, data, what was found, and the table it was found from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.prevention.evaluation import case as cases
from paseo.prevention.evaluation.result import Evaluation as Found
from paseo.prevention.evaluation.stored import from_stored
from paseo.web.evidence.models import City
from paseo.web.report.keeping import path_of


class Evaluation(models.Model):
    """One question "did it work?" of a city: first a plan, then data, then what was found.

    Plan and data are kept whole as a :class:`paseo.prevention.evaluation.case.Case`, the result
    as it was computed; a later version of the methods changes neither.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="evaluations")
    title = models.CharField(_("name"), max_length=200)
    #: Id of a measure in the register of the city; a measure may go, its evaluation stays.
    measure = models.CharField(_("measure"), max_length=80, blank=True, db_index=True)
    #: Id of the action sheet that asked for it.
    sheet = models.CharField(_("action sheet"), max_length=80, blank=True, db_index=True)
    case = models.JSONField(_("plan and data"), default=dict)
    #: Name and SHA-256 of the table as it was brought; its bytes are kept in the workspace.
    table_name = models.CharField(_("table"), max_length=160, blank=True)
    table_sha256 = models.CharField(max_length=64, blank=True)
    #: The plan as it was fixed before the start, without data.
    fixed = models.JSONField(_("fixed plan"), null=True, blank=True)
    fixed_at = models.DateTimeField(_("plan fixed"), null=True, blank=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    #: When numbers of the time after the start were first there: a plan fixed later tells less.
    known_at = models.DateTimeField(_("numbers known"), null=True, blank=True)
    found = models.JSONField(_("what was found"), null=True, blank=True)
    computed_at = models.DateTimeField(_("computed"), null=True, blank=True)
    #: Fingerprint of the plan and data it was computed from.
    computed_from = models.CharField(max_length=64, blank=True)
    computed_with = models.CharField(_("computed with"), max_length=40, blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("made by"),
    )  # fmt: skip

    objects: ClassVar[models.Manager[Evaluation]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("prevention:evaluation", args=[self.city_id, self.pk])

    def read_case(self) -> cases.Case:
        """Return plan and data."""
        held = from_stored(self.case)
        assert isinstance(held, cases.Case)
        return held

    def read_found(self) -> Found | None:
        """Return what was found; None before, and where another version kept it."""
        if self.found is None:
            return None
        try:
            held = from_stored(self.found)
        except ValueError:
            return None
        assert isinstance(held, Found)
        return held

    @property
    def fingerprint(self) -> str:
        """Return a fingerprint of plan and data; answers of people do not count to it."""
        held = {name: one for name, one in self.case.items() if name != "answers"}
        text = json.dumps(held, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def fixed_knowing(self) -> bool:
        """Whether numbers of the time after the start were there when the plan was fixed."""
        if self.fixed_at is None or self.known_at is None:
            return False
        return self.known_at <= self.fixed_at

    @property
    def stale(self) -> bool:
        """Whether plan or data changed since the result was computed."""
        return self.found is not None and self.computed_from != self.fingerprint

    @property
    def table_path(self) -> Path:
        return path_of(self.table_sha256)

    def as_trail(self) -> dict[str, Any]:
        """Return what the trail says of it; the table by its fingerprint."""
        return {
            "title": self.title,
            "measure": self.measure,
            "sheet": self.sheet,
            "table": self.table_sha256,
        }
