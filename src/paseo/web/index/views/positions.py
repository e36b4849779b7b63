"""An index: its positions with their intervals, one unit, and one unit beside another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from paseo.assessment.index import words
from paseo.assessment.index.words.standing import Standing, pairs, standings
from paseo.assessment.index.words.units import unit_words
from paseo.content.numbers import format_number
from paseo.report.charts import Estimate, HeatRow, RankRow
from paseo.stats.composite.uncertainty.factors import Choice, Plan, Range
from paseo.web.evidence.pages import language
from paseo.web.index import pictures
from paseo.web.index.pages import Here, of_an_index
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Cell, Column, Table

PER_PAGE = 25


@never_cache
@require_GET
@of_an_index()
def index(here: Here) -> HttpResponse:
    """Show where the units stand, and how far that holds."""
    found = standings(here.run)
    asked = here.request.GET.get("find", "").strip()
    wanted = asked.casefold()
    joined = bool(here.spec_index.spec.joins_faces)
    context: dict[str, Any] = {
        "directions": _directions(here),
        "about": words.says_not(here.run, language())[: 2 if joined else 1],
        "find": asked,
        "jobs": here.running(),
        "examined": "uncertainty" in here.examinations,
        "one_face": here.one_face,
        "plan": here.spec_index.spec.plan is not None,
        "failure": here.failure(),
        "warnings": len(here.spec_index.problems.warnings),
    }
    if found:
        kept = [one for one in found if wanted in here.units[one.unit].casefold()]
        page = page_of(kept, here.request, PER_PAGE)
        context |= {"page": page, **_positions(here, list(page.object_list), found)}
    else:
        units = sorted(here.built.units, key=lambda one: here.units[one].casefold())
        kept_units = [one for one in units if wanted in here.units[one].casefold()]
        page = page_of(kept_units, here.request, PER_PAGE)
        context |= {"page": page, "table": _scores(here, list(page.object_list))}
    sentences = words.key_message(here.run, language())
    rest = [one for one in words.positions(here.run, language()) if one not in sentences]
    return here.render("index", here.title, "index", sentences=sentences, rest=rest, **context)


def _directions(here: Here) -> str:
    """Return which end is the good one: a first position may mean that there is least of it."""
    structure = here.built.structure
    codes = [code for code in structure.indicators if structure.by_code[code].direction < 0]
    if not codes:
        return _("Position 1 has the highest score.")
    if len(codes) == len(structure.indicators):
        return _("Position 1 has the highest score. Of every indicator less is better here.")
    names = ", ".join(here.names.get(code, code) for code in codes[:4])
    more = f" (+{len(codes) - 4})" if len(codes) > 4 else ""
    return _("Position 1 has the highest score. Less is better of: %(names)s.") % {
        "names": names + more
    }


def _positions(here: Here, shown: Sequence[Standing], every: Sequence[Standing]) -> dict[str, Any]:
    # One band for all says nothing in a table; the sentences tell it.
    banded = max(one.band for one in every) > 1
    found = here.run.uncertainty
    level = percent(found.level) if found is not None else ""
    rows = [
        RankRow(
            here.units[one.unit],
            Estimate(one.middle, one.best, one.worst) if one.ranked else Estimate(None),
            one.band,
            "" if one.ranked else _("no score"),
            here.url("unit", one.unit),
        )
        for one in shown
    ]
    figure = pictures.intervals(
        rows, len(every), _("Positions with their intervals"),
        _("Each bar holds the positions that a unit has in %(level)s of the recalculations; it may "
          "lie outside in the others. The mark is the middle position.")
        % {"level": level},
        found.level if found is not None else None,
    )  # fmt: skip
    one_scale = scores_compare(here.spec_index.spec.plan)
    table = Table(
        caption=_("Positions and scores"),
        columns=(
            Column("unit", _("Unit")),
            Column("between", _("Position, in %(level)s of recalculations") % {"level": level}),
            Column("holds", _("How far that holds")),
            *([Column("band", _("Band"), numeric=True)] if banded else []),
            Column("score", _("Score"), numeric=True),
            *([Column("interval", _("Score, between"), numeric=True)] if one_scale else []),
        ),
        rows=[_row(here, one, one_scale, banded) for one in shown],
        quiet_caption=True,
    )
    return {"figure": figure, "table": table, "banded": banded, "one_scale": one_scale}


def scores_compare(plan: Plan | None) -> bool:
    """Say whether scores of all recalculations lie on one scale, so that an interval means any."""
    if plan is None:
        return True
    return not any(
        (change.steps and any(step.kind == "normalise" for step in change.steps))
        or "normalise" in change.settings
        or "normalise" in change.skip
        for factor in plan.factors
        if isinstance(factor, Choice)
        for change in factor.options
    ) and not any(isinstance(one, Range) and one.step == "normalise" for one in plan.factors)


def _row(here: Here, one: Standing, one_scale: bool, banded: bool) -> list[Any]:
    row = [
        Cell(here.units[one.unit], here.url("unit", one.unit)),
        between(one.best, one.worst) if one.ranked else _("no score"),
        HOLDS[one.hold](),
        *([one.band or "–"] if banded else []),
        points(one.score),
    ]
    if one_scale:
        ends = {"low": points(one.score_low), "high": points(one.score_high)}
        known = math.isfinite(one.score_low)
        row.append(_("%(low)s to %(high)s") % ends if known else "–")
    return row


HOLDS = {
    "solid": lambda: _("solid"),
    "near": lambda: _("roughly"),
    "open": lambda: _("open"),
    "none": lambda: "–",
}


def between(best: float, worst: float) -> str:
    """Return "4 to 11", one figure where there is one position only."""
    if not (math.isfinite(best) and math.isfinite(worst)):
        return "–"
    if best == worst:
        return whole(best)
    return _("%(low)s to %(high)s") % {"low": whole(best), "high": whole(worst)}


def whole(number: float) -> str:
    return format_number(number, language(), digits=0) or "–"


def points(number: float) -> str:
    return format_number(number, language(), digits=1) or "–"


def weight_words(share: float) -> str:
    """Return a weight in per cent, with the decimal that it needs so that parts add up."""
    digits = 0 if abs(100 * share - round(100 * share)) < 0.05 else 1
    return format_number(100 * share, language(), "%", digits) or "–"


def percent(share: float) -> str:
    """Return a share in per cent; none and all are only said where they are meant."""
    if 0 < share < 0.005:
        return f"<{format_number(1, language(), '%', 0)}"
    if 0.995 <= share < 1:
        return f">{format_number(99, language(), '%', 0)}"
    return format_number(100 * share, language(), "%", 0) or "–"


def _scores(here: Here, shown: Sequence[str]) -> Table:
    """Return scores in the order of names: without intervals there is no position to show."""
    held = dict(zip(here.built.units, here.built.scores().tolist(), strict=True))
    return Table(
        caption=_("Scores, by name"),
        columns=(Column("unit", _("Unit")), Column("score", _("Score"), numeric=True)),
        rows=[[Cell(here.units[one], here.url("unit", one)), points(held[one])] for one in shown],
    )


# ------------------------------------------------------------------------------ one unit
@never_cache
@require_GET
@of_an_index()
def unit(here: Here, unit: str) -> HttpResponse:
    """Show one unit: how often it has which position, and what its score is made of."""
    if unit not in here.built.units:
        raise Http404
    name = here.units[unit]
    context: dict[str, Any] = {
        "sentences": words.position_of(here.run, unit, language()),
        "unit": unit,
        "parts": _parts(here, unit),
        "indicators": _indicators(here, unit),
    }
    found = here.run.uncertainty
    if found is not None and unit in found.units:
        shares = tuple(found.rank_probability[found.units.index(unit)].tolist())
        context["figure"] = pictures.heat(
            [HeatRow(name, shares)],
            _("How often it has each position"),
            _("The stronger the shade, the more often; %(times)s recalculations.")
            % {"times": whole(found.replications)},
        )
        context["likely"] = _likely(shares)
    return here.render("unit", name, "index", **context)


def _likely(shares: Sequence[float]) -> Table:
    """Return the positions that occur at least once in a hundred, in their order."""
    rows = [
        [whole(at), percent(share)] for at, share in enumerate(shares, start=1) if share >= 0.01
    ]
    return Table(
        caption=_("Positions that occur at least once in a hundred recalculations"),
        columns=(
            Column("place", _("Position"), numeric=True),
            Column("share", _("How often"), numeric=True),
        ),
        rows=rows,
        empty=_("No single position occurs that often."),
    )


def _parts(here: Here, unit: str) -> Table | None:
    """Return the scores of the groups under the total, beside the middle of all units."""
    built = here.built
    top = built.structure.tops[0]
    codes = [
        one.code for one in built.structure.children(top) if one.code in built.structure.parents
    ]
    if not codes:
        return None
    at = built.units.index(unit)
    rows = []
    for code in codes:
        held = built.scores(code)
        rows.append(
            [here.names.get(code, code), points(held[at]), points(float(np.nanmedian(held)))]
        )
    return Table(
        caption=_("Groups"),
        columns=(
            Column("part", _("Group")),
            Column("score", _("Score"), numeric=True),
            Column("middle", _("Middle of all units"), numeric=True),
        ),
        rows=rows,
    )


def _with_margin(value: float, errors: Any, row: int, column: int) -> str:
    """Return a value with the half width of its 95 % interval where its standard error is known."""
    said = format_number(value, language())
    if not said:
        return _("missing")
    error = float(errors[row, column]) if errors is not None else math.nan
    # 1.96: the normal distribution leaves 2.5 % beyond on either side.
    return f"{said} ± {points(1.96 * error)}" if math.isfinite(error) and error > 0 else said


def _indicators(here: Here, unit: str) -> Table:
    """Return the values of the indicators: as they came, on the common scale, and their weight."""
    built = here.built
    last = built.stages["aggregated"]
    at = built.units.index(unit)
    raw = here.spec_index.values
    row = raw.units.index(unit)
    sampled = raw.errors is not None and bool(np.isfinite(raw.errors[row]).any())
    weights = built.structure.effective_weights(built.structure.tops[0])
    rows = []
    for code, weight in zip(built.structure.indicators, weights.tolist(), strict=True):
        element = built.structure.by_code[code]
        given = float(raw.numbers[row, raw.position(code)])
        rows.append(
            [
                here.names.get(code, code),
                _with_margin(given, raw.errors, row, raw.position(code)),
                here.spec_index.periods.get(code, "–"),
                unit_words(element.unit, language()) or "–",
                points(float(last.numbers[at, last.position(code)])),
                weight_words(weight),
            ]
        )
    return Table(
        caption=_("What went in"),
        columns=(
            Column("indicator", _("Indicator")),
            Column(
                "value", _("Value, ± in 95 of 100 samples") if sampled else _("Value"), numeric=True
            ),
            Column("period", _("Period")),
            Column("unit", _("Unit of measurement")),
            Column("scaled", _("On the common scale"), numeric=True),
            Column("weight", _("Weight in the whole index"), numeric=True),
        ),
        rows=rows,
    )


# -------------------------------------------------------------------------------- a pair
@never_cache
@require_GET
@of_an_index()
def pair(here: Here) -> HttpResponse:
    """Answer whether one unit stands above another, in a sentence."""
    names = here.units
    units = sorted(here.built.units, key=lambda one: names[one].casefold())
    one, other = (here.request.GET.get(name, "") for name in ("a", "b"))
    context: dict[str, Any] = {
        "units": [(code, names[code]) for code in units], "one": one, "other": other,
        "examined": "uncertainty" in here.examinations,
    }  # fmt: skip
    if one in names and other in names:
        context |= _answer(here, one, other)
    return here.render("pair", _("Is one above the other?"), "index", **context)


def _answer(here: Here, one: str, other: str) -> dict[str, Any]:
    if one == other:
        return {"wrong": _("Choose two different units.")}
    found = here.run.uncertainty
    if found is None:
        return {}
    held = pairs(found)
    if found.above is None or held is None:
        return {"wrong": _("There are too many units: pairs were not counted.")}
    if one not in found.units or other not in found.units:
        return {"wrong": _("One of them has no score.")}
    at, beside = found.units.index(one), found.units.index(other)
    share = float(found.above[at, beside])
    if not math.isfinite(share):
        return {"wrong": _("They never have a score in the same recalculation.")}
    names = {"a": here.units[one], "b": here.units[other]}
    if held.clear[at, beside]:
        answer = _("Yes: %(a)s stands above %(b)s.") % names
    elif held.clear[beside, at]:
        answer = _("No: %(b)s stands above %(a)s.") % names
    else:
        answer = _("Cannot tell: %(a)s and %(b)s may stand either way.") % names
    return {
        "answer": answer,
        "detail": _(
            "In %(share)s of %(times)s recalculations %(a)s scores higher. A pair is called clear "
            "only where all such pairs of the index hold at once in %(clear)s; with many units "
            "that asks for nearly every recalculation."
        )
        % {
            **names, "share": percent(share), "times": whole(found.replications),
            "clear": percent(found.level),
        },
    }  # fmt: skip
