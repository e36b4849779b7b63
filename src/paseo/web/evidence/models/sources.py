"""What stands behind the values of a city: sources, wordings, breaks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from paseo.content.language import Text
from paseo.web.evidence.language import LanguageMapField
from paseo.web.evidence.models.places import City, read


class Source(models.Model):
    """Where values come from; ``code`` stands in each observation."""

    class Mark(models.TextChoices):
        STATED = "stated", _("stated")
        ADAPTED = "adapted", _("adapted")
        COMPOSED = "composed", _("composed")

    city = models.ForeignKey(City, models.CASCADE, related_name="sources")
    code = models.CharField(_("id"), max_length=120)
    title = LanguageMapField(_("title"))
    publisher = models.TextField(_("publisher"), blank=True)
    year = models.IntegerField(_("year"), null=True)
    url = models.TextField(_("address"), blank=True)
    licence = models.TextField(_("licence"), blank=True)
    attribution = models.TextField(_("attribution"), blank=True)
    retrieved = models.DateField(_("retrieved"), null=True)
    evidence = models.CharField(_("evidence mark"), max_length=10, choices=Mark)
    note = LanguageMapField(_("note"))
    position = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Source]] = models.Manager()

    class Meta:
        ordering = ["city", "position"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="a_source_once_per_city")
        ]

    def __str__(self) -> str:
        return self.text.words

    @property
    def text(self) -> Text:
        return read(self.title, self.code)


class Wording(models.Model):
    """The exact question or register definition behind a ``definition`` id."""

    city = models.ForeignKey(City, models.CASCADE, related_name="wordings")
    code = models.CharField(_("id"), max_length=200)
    text = LanguageMapField(_("text"))
    indicator = models.CharField(_("indicator"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    inferred = models.BooleanField(_("inferred"), default=False)
    position = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Wording]] = models.Manager()

    class Meta:
        ordering = ["city", "position"]
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="a_wording_once_per_city")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def words(self) -> Text:
        return read(self.text)


class Break(models.Model):
    """A change of recording after which values must not be joined to earlier ones."""

    city = models.ForeignKey(City, models.CASCADE, related_name="breaks")
    indicators = models.JSONField(_("indicators"), default=list)
    period = models.CharField(_("first period after it"), max_length=40)
    reason = LanguageMapField(_("reason"))
    source = models.CharField(_("source"), max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Break]] = models.Manager()

    class Meta:
        ordering = ["city", "position"]
        verbose_name = _("break")
        verbose_name_plural = _("breaks")

    def __str__(self) -> str:
        return f"{self.city_id} · {self.period}"

    @property
    def words(self) -> Text:
        return read(self.reason)
