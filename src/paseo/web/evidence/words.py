"""Words for the codes of observations: indicators, groups, statuses, units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.assessment.framework import Framework
from paseo.content.language import Text
from paseo.content.numbers import format_number, format_value
from paseo.evidence import columns
from paseo.web.evidence.pages import language

STATUSES = {
    columns.NORMAL: gettext_lazy("as usual"),
    columns.BREAK: gettext_lazy("break in the series"),
    columns.ESTIMATED: gettext_lazy("estimated"),
    columns.PROVISIONAL: gettext_lazy("provisional"),
    columns.LOW_RELIABILITY: gettext_lazy("few answers, read with care"),
    columns.SUPPRESSED: gettext_lazy("not shown, too few"),
    columns.NOT_COLLECTED: gettext_lazy("not collected"),
    columns.CANNOT_EXIST: gettext_lazy("cannot exist"),
    columns.NOT_IN_REMIT: gettext_lazy("not in our remit"),
}


def whole(number: float) -> str:
    """Return a whole number with the separators of the page's language."""
    return format_number(number, language(), digits=0)


def status(code: str | None) -> str:
    """Return what a status says; an ordinary value needs no words."""
    if not code or code == columns.NORMAL:
        return ""
    return str(STATUSES.get(code, code))


def indicator(code: str, framework: Framework) -> Text:
    """Return the name of an indicator; one that the framework does not know keeps its code."""
    try:
        return framework.indicator(code).name.read(language())
    except KeyError:
        return Text(_("not in the framework"), language())


def unit(code: str | None, framework: Framework) -> str:
    """Return the label of a unit, or its code."""
    known = framework.units.get(code or "")
    return known.label.read(language()).words if known else code or ""


def group(breakdown: str | None, framework: Framework) -> str:
    """Return a breakdown in words: ``age=15-24;sex=F`` is "Age: 15-24, Sex: women"."""
    if not breakdown or breakdown == columns.TOTAL:
        return _("everyone")
    return ", ".join(_part(part, framework) for part in breakdown.split(";"))


def _part(part: str, framework: Framework) -> str:
    key, _sign, code = part.partition("=")
    known = framework.breakdowns.get(key)
    if known is None:
        return part
    label = known.codes.get(code)
    return f"{known.name.read(language())}: {label.read(language()) if label else code}"


def value(row: Mapping[str, Any], framework: Framework) -> str:
    """Return a value with its unit and interval, or why there is none."""
    if row[columns.VALUE] is None:
        return status(row[columns.STATUS]) or _("no value")
    return format_value(
        row[columns.VALUE],
        row[columns.LOW],
        row[columns.HIGH],
        language(),
        unit(row[columns.UNIT], framework),
    )
