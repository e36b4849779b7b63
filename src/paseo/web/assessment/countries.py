"""Names of countries in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from paseo.content.numbers import locale_of
from paseo.web.assessment.templatetags.assessment import reader


def name(code: str) -> str:
    """Return the name of a country (ISO 3166-1 alpha-2); ``ZZ`` stands for none."""
    if code in ("", "ZZ"):
        return _("no country")
    return str(locale_of(reader()).territories.get(code, code))
