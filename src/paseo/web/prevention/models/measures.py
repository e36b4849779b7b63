"""The measures of a city, as its register holds them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from paseo.web.evidence.models import City


class Measure(models.Model):
    """One prevention measure: the record of :class:`paseo.prevention.measures.measure.Measure`."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")
        STOPPED = "stopped", _("stopped early")

    class Level(models.TextChoices):
        QUALITY_OF_LIFE = "quality_of_life", _("Quality of life")
        GENERAL = "general_prevention", _("General prevention")
        SPECIFIC = "specific_prevention", _("Specific prevention")
        REACTION = "reaction", _("Reaction")

    class Orientation(models.TextChoices):
        POSITIVE = "positive", _("Positive")
        PROBLEM = "problem", _("Problem-oriented")

    class Aim(models.TextChoices):
        PERSON = "person", _("People")
        STRUCTURE = "structure", _("Structures")
        BOTH = "both", _("People and structures")

    city = models.ForeignKey(City, models.CASCADE, related_name="measures")
    #: Stable in the register of the city; files name it.
    code = models.SlugField(_("id"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    #: A problem of the catalogue, or the city's own words.
    problem = models.CharField(_("problem"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=24, choices=Level, blank=True)
    deklerck = models.PositiveSmallIntegerField(_("level after Deklerck"), null=True, blank=True)
    orientation = models.CharField(_("orientation"), max_length=10, choices=Orientation, blank=True)
    aim = models.CharField(_("aimed at"), max_length=10, choices=Aim, blank=True)
    target_groups = models.JSONField(_("target groups"), default=list, blank=True)
    restricts = models.JSONField(_("watched, moved on or kept out"), default=list, blank=True)
    #: Id of an area of the city, empty for none in particular.
    area = models.CharField(_("area"), max_length=120, blank=True)
    #: GeoJSON geometry in WGS 84.
    shape = models.JSONField(_("ground"), null=True, blank=True)
    area_type = models.CharField(_("kind of place"), max_length=120, blank=True)
    actors = models.JSONField(_("actors"), default=list, blank=True)
    lead = models.CharField(_("lead"), max_length=200, blank=True)
    goal = models.TextField(_("goal"), blank=True)
    indicators = models.JSONField(_("indicators"), default=list, blank=True)
    start = models.DateField(_("first day"), null=True, blank=True)
    end = models.DateField(_("last day"), null=True, blank=True)
    funded_until = models.DateField(_("funded until"), null=True, blank=True)
    budget = models.FloatField(_("budget for a year"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    fte = models.FloatField(_("full-time posts"), null=True, blank=True)
    reach = models.FloatField(_("reached in a year"), null=True, blank=True)
    reach_unit = models.CharField(_("who or what is counted"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, blank=True)
    evidence = models.PositiveSmallIntegerField(_("evidence class"), null=True, blank=True)
    evaluation = models.CharField(_("evaluation"), max_length=300, blank=True)
    uses = models.JSONField(_("technologies and powers"), default=list, blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    description = models.TextField(_("description"), blank=True)
    note = models.TextField(_("note"), blank=True)
    #: Answers to the four questions, the level they gave, and the reason of an override.
    placement = models.JSONField(_("placement"), default=dict, blank=True)
    #: Order in which files gave them.
    position = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    objects: ClassVar[models.Manager[Measure]] = models.Manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="a_measure_once_in_a_city")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("prevention:measure", args=[self.city_id, self.code])
