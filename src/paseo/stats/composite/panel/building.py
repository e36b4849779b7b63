"""Several periods of one index whose old scores stay what they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.build import build_with
from paseo.stats.composite.built import Built
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.panel.contributions import contributions
from paseo.stats.composite.panel.freezing import (
    Beyond,
    Frozen,
    before_imputing,
    before_step,
    filler,
    freeze,
    with_posts,
)
from paseo.stats.composite.ranking import ranks
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values


@dataclass(frozen=True, eq=False)
class Change:
    """From one period to the next, over the units that have a score in both; n units.

    Attributes:
        before, after: Periods.
        units: Codes.
        score_before, score_after, change: n.
        rank_before, rank_after: Among these units, n.
        indicators: Codes, m.
        contributions: What each indicator has to do with the change, n x m.
        rest: What the contributions leave over, n; 0 where the split is exact.
        exact: Whether it is, n; see :func:`~.contributions.contributions`.
    """

    before: str
    after: str
    units: tuple[str, ...]
    score_before: FloatArray
    score_after: FloatArray
    change: FloatArray
    rank_before: FloatArray
    rank_after: FloatArray
    indicators: tuple[str, ...]
    contributions: FloatArray
    rest: FloatArray
    exact: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Panel:
    """Several periods of one index; p periods, n units in any of them.

    Attributes:
        top: The aggregate that was followed.
        periods: In their order.
        units: Of all periods, in the order in which they come.
        scores: p x n, NaN where a unit is not there or has no score.
        ranks: Within each period, p x n.
        built: Period to its index.
        changes: From each period to the next.
        frozen: What the scores rest on; keep it, and give it again when units or periods join.
    """

    top: str
    periods: tuple[str, ...]
    units: tuple[str, ...]
    scores: FloatArray
    ranks: FloatArray
    built: Mapping[str, Built]
    changes: tuple[Change, ...]
    frozen: Frozen


def build_panel(
    waves: Mapping[str, Values],
    structure: Structure,
    recipe: Recipe,
    frozen: Frozen | str | Mapping[str, Sequence[float]],
    *,
    top: str = "",
    beyond: Beyond = "extend",
) -> Panel:
    """Build an index for several periods with the same goalposts, means and weights throughout.

    No score depends on any other unit or on any other period than the reference (and earlier ones
    where missing values come from the last wave), so a unit or a period that joins leaves all
    others as they were, to the last digit.

    Args:
        waves: Period to its table, earliest first.
        structure: The hierarchy.
        recipe: Every choice; what is relative in it is fixed by the reference.
        frozen: What scores rest on: that of an earlier panel (the only way in which nothing moves
            when a unit joins the reference period itself); or the reference period; or an
            indicator's lower and upper goalpost (and a cap).
        top: The aggregate to follow; empty for the (first) total.
        beyond: Scores of values outside the goalposts; see :func:`freeze`. An earlier panel's
            stay as they were.

    Returns:
        The panel.

    Raises:
        CompositeError: ``no-periods``, ``period-unknown``, ``not-frozen``, ``code-unknown`` for
            goalposts of no indicator, ``setting-wrong`` for ``beyond``, and what ``build`` refuses,
            with the period.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Example:
        >>> from paseo.stats.composite import Element, Step
        >>> index = Structure.of([Element("x", "top"), Element("top")])
        >>> waves = {"2020": Values.of(["a", "b"], ["x"], [[0], [10]])}
        >>> waves["2021"] = Values.of(["a", "b"], ["x"], [[5], [12]])
        >>> panel = build_panel(waves, index, Recipe((Step("normalise", "minmax"),)), "2020")
        >>> panel.scores.tolist(), panel.changes[0].change.tolist()
        ([[0.0, 100.0], [50.0, 120.0]], [50.0, 20.0])
    """
    if not waves:
        raise CompositeError("no-periods", "Give the table of one period or more.")
    fixed = _fixed(waves, structure, recipe, frozen, beyond)
    built: dict[str, Built] = {}
    for period, values in waves.items():
        earlier = [before_step(one, "impute") for one in built.values()] if fixed.impute else []
        try:
            built[period] = _wave(values, fixed, earlier[::-1])
        except CompositeError as fault:
            about = {**fault.values, "period": period}
            raise CompositeError(fault.code, f"{period}: {fault}", fault.entry, **about) from fault
    top = top or fixed.structure.tops[0]
    units = tuple(dict.fromkeys(unit for one in built.values() for unit in one.units))
    scores = np.full((len(built), len(units)), np.nan)
    for row, one in zip(scores, built.values(), strict=True):
        held = dict(zip(one.units, one.scores(top).tolist(), strict=True))
        row[:] = [held.get(unit, np.nan) for unit in units]
    periods = tuple(built)
    changes = tuple(_change(one, other, built, fixed, top) for one, other in pairwise(periods))
    return Panel(top, periods, units, scores, ranks(scores), built, changes, fixed)


def _fixed(
    waves: Mapping[str, Values],
    structure: Structure,
    recipe: Recipe,
    frozen: Frozen | str | Mapping[str, Sequence[float]],
    beyond: Beyond,
) -> Frozen:
    if isinstance(frozen, Frozen):
        return frozen
    if not isinstance(frozen, str):
        return with_posts(frozen, structure, recipe, beyond)
    if frozen not in waves:
        raise CompositeError(
            "period-unknown", f"There is no period {frozen} to take goalposts from.", frozen,
            known=tuple(waves),
        )  # fmt: skip
    impute, earlier = recipe.step("impute"), []
    if impute is not None and impute.method == "last_wave":
        past = list(waves)[: list(waves).index(frozen)]
        earlier = [before_imputing(waves[one], structure, recipe) for one in reversed(past)]
    return freeze(
        waves[frozen], structure, recipe, reference=frozen, beyond=beyond, earlier=earlier
    )


def _wave(values: Values, frozen: Frozen, earlier: Sequence[Values]) -> Built:
    recipe = frozen.recipe
    screen = recipe.step("screen")
    if screen is not None and screen.settings.get("force"):
        here = {unit: how for unit, how in screen.settings["force"].items() if unit in values.units}
        recipe = recipe.with_step(screen.set(force=here))
    made = build_with(values, frozen.structure, recipe, fill=filler(frozen, earlier))
    if frozen.impute is None:
        return made
    account = Record("impute", frozen.impute.method, frozen.impute.settings, _filled(made))
    records = tuple(account if one.step == "impute" else one for one in made.records)
    return replace(made, records=records)


def _filled(built: Built) -> tuple[Note, ...]:
    before, after = before_step(built, "impute"), built.stages["imputed"]
    new = np.argwhere(np.isnan(before.numbers) & ~np.isnan(after.numbers)).tolist()
    values: list[dict[str, Any]] = [{"value": float(after.numbers[i, j])} for i, j in new]
    return tuple(
        Note("filled", after.codes[j], after.units[i], {**held, "by": "frozen"})
        for (i, j), held in zip(new, values, strict=True)
    )


def _change(one: str, other: str, built: Mapping[str, Built], frozen: Frozen, top: str) -> Change:
    before, after = built[one], built[other]
    first, second = (
        {
            unit: at
            for at, (unit, score) in enumerate(zip(held.units, held.scores(top), strict=True))
            if not np.isnan(score)
        }
        for held in (before, after)
    )
    units = tuple(unit for unit in first if unit in second)
    tables = [
        _rows(held.stages["aggregated"], units, [where[unit] for unit in units])
        for held, where in ((before, first), (after, second))
    ]
    parts, rest, exact = contributions(tables[0], tables[1], frozen.structure, frozen.recipe, top)
    a, b = (table.column(top) for table in tables)
    return Change(
        one, other, units, a, b, b - a, ranks(a), ranks(b), frozen.structure.indicators, parts,
        rest, exact,
    )  # fmt: skip


def _rows(values: Values, units: tuple[str, ...], at: Sequence[int]) -> Values:
    return Values(units, values.codes, values.numbers[list(at)])
