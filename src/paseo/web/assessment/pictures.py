"""The pictures of the room: drawn by :mod:`paseo.report.charts`, set into pages here."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from paseo.assessment.framework import Framework
from paseo.assessment.profile import IndicatorResult, Profile, TwoFaces


def range_bar(result: IndicatorResult, framework: Framework) -> SafeString:
    return mark_safe("")


def two_faces(pair: TwoFaces, profile: Profile):
    return None


def six_bands(profile: Profile):
    return None


def series(result: IndicatorResult, profile: Profile):
    return None


def area_map(result: IndicatorResult, profile: Profile):
    return None
