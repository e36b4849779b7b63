"""Where a number comes from, in parts: how it was asked or counted, tested, and by whom entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.profile import AreaValue, IndicatorResult, Measured, PeerRange, Profile
from paseo.content.language import Text
from paseo.content.numbers import format_number, format_period
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import Source, Wording
from paseo.evidence.comparability import Comparison
from paseo.report.assessment import drawing
from paseo.web.assessment import saying, words
from paseo.web.assessment.templatetags.assessment import reader
from paseo.web.ui.tables import Cell, Column, Table

Pairs = list[tuple[Promise | str, Any]]


def wording_of(profile: Profile, measured: Measured) -> Wording | None:
    """Return the question or register definition behind a value."""
    code = measured.row.get("definition")
    return next((one for one in profile.wordings if one.id == code), None)


def source_of(profile: Profile, measured: Measured) -> Source | None:
    """Return the source of a value."""
    code = measured.row.get("source")
    return next((one for one in profile.sources if one.id == code), None)


def counted(measured: Measured, indicator: Indicator) -> Pairs:
    """Return numerator, denominator and answers as figures."""
    row = measured.row
    language = reader()

    def whole(name: str) -> str:
        return format_number(row.get(name), language)

    pairs: Pairs = []
    if row.get("numerator") is not None:
        pairs.append((_("Numerator"), whole("numerator")))
    if row.get("denominator") is not None:
        kind = words.said(words.DENOMINATORS, row.get("denominator_kind"))
        pairs.append((_("Denominator"), f"{whole('denominator')} {kind}".strip()))
    if row.get("n") is not None:
        label = _("Places audited") if indicator.kind == "audit_score" else _("People who answered")
        pairs.append((label, whole("n")))
    if row.get("design_effect") is not None:
        pairs.append((_("Design effect"), whole("design_effect")))
    return pairs


def collected(measured: Measured, indicator: Indicator, framework: Framework) -> Pairs:
    """Return scale, cut, base, mode, sample, boundary, unit and stage of counting in words."""
    row = measured.row
    scale = framework.scales.get(row.get("scale") or "")
    found: Pairs = [
        (_("Answer scale"), scale.name.read(reader()) if scale else row.get("scale")),
        (_("Answers counted"), _cut(row, scale)),
        (_("Base"), words.said(words.BASES, row.get("base"))),
        (_("Mode"), words.said(words.MODES, row.get("mode"))),
        (_("Sample"), words.said(words.SAMPLES, row.get("sample"))),
        (_("Counting unit"), words.said(words.UNITS_COUNTED, row.get("counting_unit"))),
        (_("Counted"), words.said(words.STAGES, row.get("recording_stage"))),
        (_("Boundary"), row.get("boundary")),
        (_("Status"), words.said(words.STATUSES, row.get("status") or "A")),
        (_("Note"), row.get("note")),
    ]
    asked = indicator.kind.startswith("survey")
    expected = (
        {_("Base"), _("Mode"), _("Sample"), _("Boundary")} if asked else {_("Mode"), _("Boundary")}
    )
    return [
        (label, value or _("not stated")) for label, value in found if value or label in expected
    ]


def _cut(row: dict[str, Any], scale: Any) -> str:
    cut = row.get("cut") or ""
    if scale is None:
        return cut
    labels = {point.code: str(point.label.read(reader())) for point in scale.points}
    return ", ".join(labels.get(code, code) for code in cut.split("+") if code)


# ------------------------------------------------------------------------- comparability
def tests_over_time(comparison: Comparison) -> Table:
    """Return the six tests against the period before, with what was compared."""
    return Table(
        caption=_("The six tests against the period before"),
        columns=(
            Column("test", _("Test")),
            Column("question", _("Question")),
            Column("answer", _("Answer")),
            Column("now", _("This value")),
            Column("before", _("The value before")),
        ),
        rows=[
            (
                words.TESTS[one.test][0],
                words.TESTS[one.test][1],
                words.ANSWERS[one.answer],
                one.ours or "–",
                one.theirs or "–",
            )
            for one in comparison.tests
        ],
        quiet_caption=True,
    )


def tests_beside_peers(found: PeerRange) -> Table:
    """Return the six tests against the peers that were kept."""
    differing = set(found.note.split())
    definition_or_period = {
        "definition": _("yes, for every city kept"),
        "period": _("yes; some cities in other years")
        if "other_years" in differing
        else _("yes, for every city kept"),
    }
    return Table(
        caption=_("The six tests against the cities kept"),
        columns=(
            Column("test", _("Test")),
            Column("question", _("Question")),
            Column("answer", _("Answer")),
        ),
        rows=[
            (
                label,
                question,
                definition_or_period.get(test)
                or (
                    _("no or unknown, for some cities")
                    if test in differing
                    else _("yes, for every city kept")
                ),
            )
            for test, (label, question) in words.TESTS.items()
        ],
        quiet_caption=True,
    )


def refused(found: PeerRange) -> list[tuple[Promise | str, int]]:
    """Return how many cities were turned away, by reason."""
    return [(words.said(words.REFUSALS, why), count) for why, count in found.refused.items()]


# --------------------------------------------------------------------------- the values
def series_table(result: IndicatorResult, framework: Framework) -> Table:
    """Return the series as a table, with what stands behind each value."""
    return Table(
        caption=_("Values of the whole city, by period"),
        columns=(
            Column("period", _("Period")),
            Column("value", _("Value"), numeric=True),
            Column("interval", _("95 % interval")),
            Column("n", _("Cases or answers"), numeric=True),
            Column("break", _("Break")),
        ),
        rows=[_series_row(one, result, framework) for one in result.series],
    )


def _series_row(one: Measured, result: IndicatorResult, framework: Framework) -> tuple[Any, ...]:
    shown = saying.figure(one, result.indicator, framework)
    behind = one.row.get("numerator") if one.row.get("n") is None else one.row.get("n")
    return (
        shown.period,
        f"{shown.number} {shown.unit}".strip(),
        shown.interval or "–",
        format_number(behind, reader()) or "–",
        _("not to be joined to the values before") if one.period in result.breaks else "",
    )


def by_level(result: IndicatorResult, profile: Profile) -> list[tuple[str, list[AreaValue]]]:
    """Return the areas' values level by level, each by name: an order of values would rank."""
    areas = {one.id: one for one in profile.evidence.areas}
    found: dict[str, list[AreaValue]] = {}
    for one in result.by_area:
        found.setdefault(areas[one.area].level, []).append(one)
    for values in found.values():
        values.sort(key=lambda one: str(areas[one.area].name.read(reader())).casefold())
    return list(found.items())


def area_table(values: Sequence[AreaValue], result: IndicatorResult, profile: Profile) -> Table:
    """Return the values of areas of one level: raw, smoothed, and against the city."""
    tree = AreaTree(profile.evidence.areas)
    smoothed = any(one.smoothed is not None for one in values)
    stated = next((one.measured for one in values if one.measured), None)
    unit = drawing.unit_of(result.indicator, profile.framework, reader(), stated)
    period = format_period(stated.period, reader()) if stated else ""
    columns = [
        Column("area", _("Place")),
        Column("value", _("Value"), numeric=True),
        Column("interval", _("95 % interval")),
        *([Column("smoothed", _("Smoothed"), numeric=True)] if smoothed else []),
        Column("against", _("Against the city")),
    ]
    return Table(
        caption=", ".join(part for part in (str(unit), period) if part),
        columns=columns,
        rows=[_area_row(one, tree, result, profile.framework, smoothed) for one in values],
    )


def _area_row(
    one: AreaValue, tree: AreaTree, result: IndicatorResult, framework: Framework, smoothed: bool
) -> tuple[Any, ...]:
    area = tree.area(one.area)
    name = area.name.read(reader())
    head = Cell(name.words or one.area, language=_foreign(name))
    if one.measured is None:
        absent = words.term("absence", one.absence or "not assessed")
        return (head, absent, "–", *(["–"] if smoothed else []), "–")
    shown = saying.figure(one.measured, result.indicator, framework)
    return (
        head,
        shown.number,
        shown.interval or "–",
        *([saying.number(one.smoothed, one.measured) or "–"] if smoothed else []),
        saying.against_city(one.against_city),
    )


def _foreign(text: Text) -> str:
    return "" if text.language == reader() else text.language


def group_table(result: IndicatorResult, framework: Framework) -> Table:
    """Return the values of groups."""
    return Table(
        caption=_("Values by group"),
        columns=(
            Column("group", _("Group")),
            Column("value", _("Value"), numeric=True),
            Column("interval", _("95 % interval")),
            Column("period", _("Period")),
        ),
        rows=[
            (
                saying.breakdown(one.breakdown, framework),
                *_group_cells(one.measured, one.absence, result.indicator, framework),
            )
            for one in result.by_group
        ],
    )


def _group_cells(
    measured: Measured | None, absence: str | None, indicator: Indicator, framework: Framework
) -> tuple[Any, ...]:
    if measured is None:
        return (words.term("absence", absence or "not assessed"), "–", "–")
    shown = saying.figure(measured, indicator, framework)
    return (f"{shown.number} {shown.unit}".strip(), shown.interval or "–", shown.period)


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap between two groups in a sentence."""

    name: str
    sentence: str
    interval: str
    verdict: str


def gaps(result: IndicatorResult, framework: Framework) -> list[Gap]:
    """Return the gaps between groups in words."""
    found = []
    for one in result.gaps:
        first = saying.breakdown(one.first.breakdown, framework)
        second = saying.breakdown(one.second.breakdown, framework)
        sentence = {
            "higher": _("Higher for %(first)s than for %(second)s"),
            "lower": _("Lower for %(first)s than for %(second)s"),
            "no clear difference": _("No clear difference between %(first)s and %(second)s"),
            "cannot tell": _("Cannot tell whether %(first)s and %(second)s differ"),
        }[one.verdict] % {"first": first, "second": second}
        found.append(
            Gap(
                saying.breakdown_name(one.key, framework),
                sentence,
                saying.span(one.difference, one.low, one.high, result.indicator, framework),
                one.verdict,
            )
        )
    return found


def others(
    values: Sequence[Measured], result: IndicatorResult, profile: Profile
) -> list[tuple[saying.Figure, Pairs]]:
    """Return the latest value by each other definition, with what makes it another."""
    found = []
    for one in values:
        wording = wording_of(profile, one)
        pairs: Pairs = [
            (
                _("Wording or definition"),
                wording.text.read(reader()) if wording else one.row.get("definition"),
            ),
            (_("Base"), words.said(words.BASES, one.row.get("base"))),
            (_("Denominator"), words.said(words.DENOMINATORS, one.row.get("denominator_kind"))),
            (_("Answers counted"), one.row.get("cut")),
            (_("Period"), format_period(one.period, reader())),
        ]
        found.append(
            (
                saying.figure(one, result.indicator, profile.framework),
                [(label, value) for label, value in pairs if value],
            )
        )
    return found
