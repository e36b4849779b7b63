"""Observations, and what stands ready of them so that large pages stay fast."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paseo.evidence import columns
from paseo.web.evidence.models.batches import ImportBatch
from paseo.web.evidence.models.places import City


def _text(words: Any) -> models.TextField:
    return models.TextField(words, blank=True)


def _number(words: Any) -> models.FloatField:
    return models.FloatField(words, null=True)


class Observation(models.Model):
    """One value of an indicator, for an area, a period and a group.

    The columns after ``ended_by`` are those of :mod:`paseo.evidence.columns`; unknown text
    is empty here and null in a table. Texts have no greatest length: the checks of the
    library decide what may come in, once.

    A row is never changed. An import that says otherwise ends it and adds another, so
    that an import can be undone exactly and each value keeps who entered it.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="observations", db_index=False)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="observations")
    #: The batch that replaced or removed this row; None while it holds.
    ended_by = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="ended", null=True, db_index=False
    )
    #: A total of the whole city: its own area, no breakdown.
    whole_city = models.BooleanField(default=False)

    indicator = _text(_("indicator"))
    area = _text(_("place"))
    period = _text(_("period"))
    breakdown = _text(_("group"))
    value = _number(_("value"))
    unit = _text(_("unit"))
    status = _text(_("status"))
    numerator = _number(_("numerator"))
    denominator = _number(_("denominator"))
    denominator_kind = _text(_("kind of denominator"))
    n = _number(_("answers"))
    design_effect = _number(_("design effect"))
    standard_error = _number(_("standard error"))
    low = _number(_("low"))
    high = _number(_("high"))
    level = _number(_("level of the interval"))
    definition = _text(_("definition"))
    scale = _text(_("scale"))
    cut = _text(_("answers counted"))
    base = _text(_("base"))
    mode = _text(_("mode"))
    sample = _text(_("sample"))
    boundary = _text(_("boundary"))
    counting_unit = _text(_("counting unit"))
    recording_stage = _text(_("recording stage"))
    source = _text(_("source"))
    licence = _text(_("licence"))
    note = _text(_("note"))

    objects: ClassVar[models.Manager[Observation]] = models.Manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        indexes = [
            # Hot read 1: all that holds of one city, and of one indicator in it.
            models.Index(
                fields=["city", "indicator", "period"],
                name="held_by_city",
                condition=Q(ended_by=None),
            ),
            # Hot read 2: the totals of all cities, indicator by indicator.
            models.Index(
                fields=["indicator", "period"],
                name="totals_of_cities",
                condition=Q(ended_by=None, whole_city=True),
            ),
            # Undoing looks for what a batch ended.
            models.Index(
                fields=["ended_by"], name="ended_by_batch", condition=Q(ended_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(str(getattr(self, name)) for name in columns.KEY[:4])


class Holding(models.Model):
    """What a city holds on one indicator, counted.

    Rewritten in the transaction of each import, so it can never lag behind the
    observations; it exists so that 522,500 observations of 250 cities are counted by
    reading 52,250 short rows.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="holdings", db_index=False)
    indicator = models.TextField(_("indicator"))
    #: Rows of any kind.
    observations = models.PositiveIntegerField(_("observations"), default=0)
    #: Totals of the whole city that hold a value.
    city_values = models.PositiveIntegerField(_("values of the whole city"), default=0)
    #: Areas below the city that hold a value.
    areas = models.PositiveIntegerField(_("places"), default=0)
    #: Periods of the totals of the whole city, oldest first, separated by blanks.
    periods = models.TextField(_("periods"), blank=True)
    first = models.TextField(_("first period"), blank=True)
    last = models.TextField(_("last period"), blank=True)
    #: Status of the newest total: says why there is no value where ``city_values`` is 0.
    status = models.TextField(_("status"), blank=True)

    objects: ClassVar[models.Manager[Holding]] = models.Manager()

    class Meta:
        ordering = ["city", "indicator"]
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")
        constraints = [
            models.UniqueConstraint(fields=["city", "indicator"], name="a_holding_once_per_city")
        ]

    def __str__(self) -> str:
        return f"{self.city_id} · {self.indicator}"


class Shelf(models.Model):
    """The observations of one city as whole tables, ready to be read at once.

    Both are tables of the columns of :mod:`paseo.evidence.columns` (Arrow stream, deflated).
    ``latest`` holds, for each indicator and each way it was asked or counted, the newest
    total of the whole city: a page that needs peers reads one such row per city in one
    query (250 rows of a few kilobytes) instead of 52,250 rows of 28 columns, which takes
    ten times as long. ``observations`` holds all. Written in the transaction of each
    import, as holdings are: never stale.

    ``latest`` and the holdings went through disclosure control, because other cities see
    them; ``observations`` is what was entered.
    """

    city = models.OneToOneField(City, models.CASCADE, primary_key=True, related_name="shelf")
    #: Stands before the large one, so that reading it does not run through the other.
    latest = models.BinaryField()
    observations = models.BinaryField()
    #: Framework and version whose rules of disclosure ``latest`` went through.
    framework = models.CharField(max_length=160, blank=True)

    objects: ClassVar[models.Manager[Shelf]] = models.Manager()

    class Meta:
        verbose_name = _("shelf")
        verbose_name_plural = _("shelves")

    def __str__(self) -> str:
        return str(self.city_id)
