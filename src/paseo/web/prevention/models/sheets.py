"""Action sheets: what is done about a gap, fixed before the start."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.content.problems import Problems
from paseo.prevention.sheets.fixing import in_force
from paseo.prevention.sheets.plain import from_plain, to_plain
from paseo.prevention.sheets.sheet import Sheet
from paseo.web.evidence.models import City


class ActionSheet(models.Model):
    """A sheet of a city: the record of :class:`paseo.prevention.sheets.sheet.Sheet`.

    What lists and reminders need stands in columns, and says what is in force; the sheet itself,
    with what was fixed and what was amended, is kept whole.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="action_sheets")
    title = models.CharField(_("title"), max_length=200)
    problem = models.CharField(_("problem"), max_length=120)
    gap = models.CharField(_("gap"), max_length=300, blank=True, db_index=True)
    measure = models.CharField(_("measure"), max_length=80, blank=True, db_index=True)
    start = models.DateField(_("first day"), null=True)
    review = models.DateField(_("date of review"), null=True)
    fixed_on = models.DateField(_("fixed"), null=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reviewed_on = models.DateField(_("reviewed"), null=True)
    content = models.JSONField(_("sheet"), default=dict)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects: ClassVar[models.Manager[ActionSheet]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("action sheet")
        verbose_name_plural = _("action sheets")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("prevention:sheet", args=[self.city_id, self.pk])

    @property
    def name(self) -> str:
        """Return the title; a sheet that began with a gap has none until somebody writes it."""
        return self.title or str(_("Action sheet without a title"))

    def read(self) -> Sheet:
        """Return the sheet as it was written, what was fixed unchanged."""
        return from_plain(self.content, Problems())

    def write(self, sheet: Sheet) -> None:
        """Take over a sheet; not saved yet."""
        force = in_force(sheet)
        self.content = to_plain(sheet)
        self.title, self.problem, self.gap = sheet.title[:200], sheet.problem, sheet.gap
        self.measure, self.start, self.review = sheet.measure, force.start, force.review
        self.fixed_on = sheet.fixed.day if sheet.fixed else None
        self.reviewed_on = sheet.reviewed

    # What an evaluation asks a sheet for.
    @property
    def force(self) -> Sheet:
        return in_force(self.read())

    @property
    def indicator(self) -> str:
        return next(iter(self.force.indicators), "")

    @property
    def place(self) -> str:
        """Return what the treated area is called, in the language of the page."""
        area = self.city.areas.filter(code=self.force.area).first()
        return area.text.words if area else self.force.area

    @property
    def mechanism(self) -> str:
        return self.force.mechanism

    @property
    def outcome(self) -> str:
        """Return what the first outcome indicator is called, in the language of the page."""
        from paseo.web.prevention.register.words import indicator_names, plain

        name = indicator_names(self.city.framework).get(self.indicator)
        return plain(name) if name else self.indicator

    def is_overdue(self, today: date) -> bool:
        """Return whether the date of review has passed and nobody has held it."""
        return bool(
            self.fixed_on and self.review and self.review < today and self.reviewed_on is None
        )

    def plain(self) -> dict[str, Any]:
        """Return the sheet as values that files know."""
        return to_plain(self.read())
