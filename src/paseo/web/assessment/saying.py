"""Values, changes and positions in sentences: the figure, its unit, its year, its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.profile import Change, IndicatorResult, Measured, PeerRange, Verdict
from paseo.content.language import Text
from paseo.content.numbers import (
    digits_for,
    format_interval,
    format_list,
    format_number,
    format_period,
)
from paseo.report.assessment import drawing
from paseo.web.assessment import words
from paseo.web.assessment.templatetags.assessment import reader


@dataclass(frozen=True, slots=True)
class Figure:
    """One value as it is shown: number with unit, interval, period."""

    number: str
    unit: Text
    interval: str
    period: str
    weak: bool = False

    @property
    def whole(self) -> str:
        """The figure in one line, where no markup can stand."""
        shown = f"{self.number} {self.unit}".strip()
        return ", ".join(part for part in (shown, self.interval) if part)


def figure(measured: Measured, indicator: Indicator, framework: Framework) -> Figure:
    """Return a value with the digits that its interval allows."""
    language = reader()
    unit = drawing.unit_of(indicator, framework, language, measured)
    digits = digits_for(measured.low, measured.high)
    return Figure(
        number=_number(measured.value, indicator, language, digits),
        unit=Text("", language) if indicator.kind == "flag" else unit,
        interval=format_interval(measured.low, measured.high, language, digits=digits),
        period=format_period(measured.period, language),
        weak=measured.weak,
    )


def _number(value: float, indicator: Indicator, language: str, digits: int | None) -> str:
    if indicator.kind == "flag":
        return _("yes") if value else _("no")
    return format_number(value, language, digits=digits)


def number(value: float | None, beside: Measured | None = None) -> str:
    """Return a bare number, in the digits of the value it stands beside."""
    digits = digits_for(beside.low, beside.high) if beside else None
    return format_number(value, reader(), digits=digits)


def years(periods: tuple[str, ...]) -> str:
    """Return periods as a list in words."""
    return format_list([format_period(one, reader()) for one in periods], reader())


# ------------------------------------------------------------------------------- changes
@dataclass(frozen=True, slots=True)
class Said:
    """A verdict with its sentence; ``wanted`` says whether it is for the better."""

    verdict: Verdict
    sentence: str
    detail: str = ""
    wanted: str = ""  # better, worse, or nothing


def change(result: IndicatorResult, framework: Framework) -> Said | None:
    """Return the change since the last period in words; None when there is only one period."""
    found = result.change
    if found is None:
        return None
    period = format_period(found.before.period, reader())
    sentences = {
        "higher": _("Higher than in %(period)s"),
        "lower": _("Lower than in %(period)s"),
        "no clear difference": _("No clear difference from %(period)s"),
        "cannot tell": _("Cannot tell whether it changed since %(period)s"),
    }
    sentence = sentences[found.verdict] % {"period": period}
    if found.verdict == "cannot tell":
        return Said("cannot tell", sentence, words.term("reason", found.reason))
    return Said(
        found.verdict,
        sentence,
        _by_how_much(found, result, framework),
        wanted(found.verdict, result.indicator),
    )


def _by_how_much(found: Change, result: IndicatorResult, framework: Framework) -> str:
    if found.difference is None:
        return ""
    language, digits = reader(), digits_for(found.low, found.high)
    unit = _difference_unit(result.indicator, framework)
    low, high = found.low, found.high
    size = abs(found.difference)
    if found.verdict == "lower" and low is not None and high is not None:
        low, high = -high, -low
    if found.verdict == "no clear difference":
        size = found.difference
    values = {
        "size": format_number(size, language, unit, digits),
        "interval": format_interval(low, high, language, digits=digits),
    }
    if found.verdict == "no clear difference":
        return _("difference %(size)s, %(interval)s") % values if values["interval"] else ""
    return (_("by %(size)s, %(interval)s") if values["interval"] else _("by %(size)s")) % values


def wanted(verdict: Verdict, indicator: Indicator) -> str:
    """Say whether a sure difference is for the better or the worse; nothing where neither is."""
    if verdict not in ("higher", "lower") or indicator.direction == "context":
        return ""
    return "better" if verdict == indicator.direction else "worse"


# --------------------------------------------------------------------------------- peers
def position(result: IndicatorResult, framework: Framework) -> Said | None:
    """Return where the value stands among its peers: in, under or over their middle range."""
    found = result.peers
    if found is None or result.measured is None:
        return None
    count = len(found.cities)
    sentences = {
        "within": ngettext(
            "Within the middle range of %(count)s city",
            "Within the middle range of %(count)s cities",
            count,
        ),
        "below": ngettext(
            "Below the middle range of %(count)s city",
            "Below the middle range of %(count)s cities",
            count,
        ),
        "above": ngettext(
            "Above the middle range of %(count)s city",
            "Above the middle range of %(count)s cities",
            count,
        ),
        "edge": ngettext(
            "Not clearly outside the middle range of %(count)s city",
            "Not clearly outside the middle range of %(count)s cities",
            count,
        ),
    }
    verdicts: dict[str, Verdict] = {
        "within": "no clear difference",
        "below": "lower",
        "above": "higher",
    }
    verdict = verdicts[found.position]
    return Said(
        verdict,
        sentences[_place(found, result.measured)] % {"count": count},
        _range(found, result.measured),
        wanted(verdict, result.indicator),
    )


def _place(found: PeerRange, measured: Measured) -> str:
    if found.position == "within" and not found.holds(measured.value):
        return "edge"
    return found.position


def _range(found: PeerRange, beside: Measured) -> str:
    digits = digits_for(found.tenth, found.ninetieth)
    language = reader()
    return _("%(tenth)s to %(ninetieth)s, median %(median)s") % {
        "tenth": format_number(found.tenth, language, digits=digits),
        "ninetieth": format_number(found.ninetieth, language, digits=digits),
        "median": format_number(found.median, language, digits=digits),
    }


def counted(found: PeerRange) -> list[str]:
    """Return how many peers are clearly lower, higher, or not to be told apart."""
    pairs = (
        (
            found.clearly_lower,
            ngettext("%(n)s is clearly lower", "%(n)s are clearly lower", found.clearly_lower),
        ),
        (
            found.overlapping,
            ngettext(
                "of %(n)s there is no clear difference",
                "of %(n)s there is no clear difference",
                found.overlapping,
            ),
        ),
        (
            found.clearly_higher,
            ngettext("%(n)s is clearly higher", "%(n)s are clearly higher", found.clearly_higher),
        ),
        (
            found.cannot_tell,
            ngettext("of %(n)s it cannot be told", "of %(n)s it cannot be told", found.cannot_tell),
        ),
    )
    return [sentence % {"n": n} for n, sentence in pairs if n]


def against_city(verdict: Verdict) -> str:
    """Return an area's verdict in words."""
    return {
        "higher": _("higher than the rest of the city"),
        "lower": _("lower than the rest of the city"),
        "no clear difference": _("no clear difference from the city"),
        "cannot tell": _("cannot tell"),
    }[verdict]


def breakdown(code: str, framework: Framework) -> str:
    """Return ``sex=F;age=15-24`` as "women, 15-24"."""
    said = []
    for part in code.split(";"):
        key, _equals, value = part.partition("=")
        known = framework.breakdowns.get(key)
        label = known.codes.get(value) if known else None
        said.append(str(label.read(reader())) if label else value.replace("-", "–"))
    return ", ".join(said)


def breakdown_name(key: str, framework: Framework) -> str:
    """Return the name of a breakdown (Sex, Age)."""
    known = framework.breakdowns.get(key)
    return str(known.name.read(reader())) if known else key


def span(
    difference: float | None,
    low: float | None,
    high: float | None,
    indicator: Indicator,
    framework: Framework,
) -> str:
    """Return a difference with its interval: "8 percentage points, between 5 and 11"."""
    if difference is None:
        return ""
    language, digits = reader(), digits_for(low, high)
    size = format_number(difference, language, _difference_unit(indicator, framework), digits)
    interval = format_interval(low, high, language, digits=digits)
    return f"{size}, {interval}" if interval else size


def _difference_unit(indicator: Indicator, framework: Framework) -> str:
    """Return the unit of a difference: of two shares it is percentage points."""
    unit = str(drawing.unit_of(indicator, framework, reader()))
    return _("percentage points") if unit == "%" else unit
