"""Days in one form on every page of the room: 26 November 2026."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from paseo.content.numbers import format_date
from paseo.web.evidence.pages import language

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """A day as sentences and reports write it; a moment by its day here."""
    if value is None:
        return "–"
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_date(value, language())


@register.filter
def moment(value: datetime | None) -> str:
    """A day with the time of the day."""
    if value is None:
        return "–"
    return f"{day(value)}, {timezone.localtime(value):%H:%M}"
