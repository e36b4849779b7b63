"""A city, its tree of areas, and the versions of their boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from paseo.content.language import LanguageMap, Text
from paseo.web.evidence.language import LanguageMapField

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class City(models.Model):
    """A city of the workspace; the fields are those of :class:`paseo.evidence.city.City`."""

    id = models.CharField(primary_key=True, max_length=80)
    name = LanguageMapField(_("name"))
    country = models.CharField(_("country"), max_length=2)
    framework = models.CharField(_("framework"), max_length=120)
    depth = models.CharField(_("depth"), max_length=20)
    languages = models.JSONField(_("languages"), default=list)
    #: ``[{"year": 2023, "residents": 674500, "source": "…"}]``
    population = models.JSONField(_("population"), default=list)
    kind = models.CharField(_("kind of city"), max_length=80, blank=True)
    generated = models.BooleanField(_("generated"), default=False)
    description = LanguageMapField(_("description"))
    not_in_remit = models.JSONField(_("not in our remit"), default=list)
    #: Indicators that the city decided not to assess: they are neither expected nor missing.
    left_out = models.JSONField(_("left out by the city"), default=list)
    peers = models.JSONField(_("peers"), default=list)
    #: Disclosure control by rule; an action may raise a number, never lower it.
    thresholds = models.JSONField(_("thresholds"), default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[City]] = models.Manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return self.text.words

    def get_absolute_url(self) -> str:
        return reverse("evidence:room", kwargs={"city": self.pk})

    @property
    def text(self) -> Text:
        """The name in the reader's language, with the language it is really in."""
        return read(self.name)


class Area(models.Model):
    """A reference area; ``code`` is unique in its city and stands in each observation."""

    class Level(models.TextChoices):
        CITY = "city", pgettext_lazy("level of an area", "City")
        DISTRICT = "district", _("District")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
        SPACE = "space", _("Public space")

    city = models.ForeignKey(City, models.CASCADE, related_name="areas")
    code = models.CharField(_("id"), max_length=120)
    name = LanguageMapField(_("name"))
    level = models.CharField(_("level"), max_length=20, choices=Level)
    #: Code of the area above; empty for the city, and for areas that lie directly below it.
    parent = models.CharField(_("lies in"), max_length=120, blank=True)
    #: Place in the city's own list: an export gives the areas back in the order they came.
    position = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Area]] = models.Manager()

    class Meta:
        ordering = ["city", "position"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="an_area_once_per_city")
        ]

    def __str__(self) -> str:
        return self.text.words

    def get_absolute_url(self) -> str:
        return reverse("evidence:place", args=[self.city_id, self.code])

    @property
    def text(self) -> Text:
        return read(self.name, self.code)


class Boundary(models.Model):
    """One version of an area's shape, in WGS 84.

    Kept as well-known binary: exact, compact, and the same on both databases without
    a spatial extension; nothing here is searched by geometry.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="boundaries")
    version = models.CharField(_("version"), max_length=120)
    wkb = models.BinaryField(null=True)
    valid_from = models.DateField(_("valid from"), null=True)
    valid_to = models.DateField(_("valid to"), null=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Boundary]] = models.Manager()

    class Meta:
        ordering = ["area", "position"]
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        constraints = [
            models.UniqueConstraint(fields=["area", "version"], name="a_version_once_per_area")
        ]

    def __str__(self) -> str:
        return f"{self.area_id} · {self.version}"

    @property
    def geometry(self) -> BaseGeometry | None:
        if self.wkb is None:
            return None
        from shapely import from_wkb

        return from_wkb(bytes(self.wkb))


def read(words: LanguageMap, otherwise: str = "") -> Text:
    """Return a language map in the reader's language; ``otherwise`` when it is empty."""
    found = words.read(get_language() or "en")
    return found if found.words else Text(otherwise, found.language)
