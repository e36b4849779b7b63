"""Two versions of an index beside each other: who moved, and what was done differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.built import Built
from paseo.stats.composite.ranking import ranks
from paseo.stats.composite.recipe import Aggregation, Recipe
from paseo.stats.composite.structure import Structure

#: Shares that differ by less are the same weight written otherwise.
SAME = 1e-9
#: What of an element is compared, beside its weight.
_OF_ELEMENT = ("parent", "direction", "target", "denominator")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same in two indices.

    Attributes:
        kind: ``unit-gone``, ``unit-new``, ``element-gone``, ``element-new``, ``weight`` (share
            within its parent), ``parent``, ``direction``, ``target``, ``denominator``,
            ``step-gone``, ``step-new``, ``step-order``, ``method``, ``setting``, ``least``,
            ``values``.
        entry: Code of the unit or element; the step (``weighting`` and ``aggregation`` too, the
            latter with the level or code it is for, such as ``aggregation 2``).
        name: Of the setting; empty otherwise.
        one, other: What it is in the first and the second; None for nothing. For ``values`` the
            number of units whose value differs and the largest difference.
    """

    kind: str
    entry: str
    name: str = ""
    one: Any = None
    other: Any = None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two indices over the units that both score; n units.

    Attributes:
        top_one, top_other: The aggregates compared.
        units: Codes of the shared units, in the order of the first index.
        score_one, score_other: n.
        rank_one, rank_other: Among the shared units, n.
        shift: Rank in the second less rank in the first, n; positive: the unit falls.
        spearman, kendall: Correlation of the two orders; NaN with fewer than three units.
        mean_shift: Mean size of the shifts.
        moved: Codes of the units whose rank changed, the largest shift first.
        only_one, only_other: Units with a score in one of the two alone.
        differences: What was done differently.
    """

    top_one: str
    top_other: str
    units: tuple[str, ...]
    score_one: FloatArray
    score_other: FloatArray
    rank_one: FloatArray
    rank_other: FloatArray
    shift: FloatArray
    spearman: float
    kendall: float
    mean_shift: float
    moved: tuple[str, ...]
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]
    differences: tuple[Difference, ...]


def compare(one: Built, other: Built, top_one: str = "", top_other: str = "") -> Comparison:
    """Lay two versions of an index beside each other.

    Ranks are taken anew among the units that both score, so that a unit that joined or left does
    not move the others.

    Args:
        one, other: Finished indices, of the same or of other units.
        top_one, top_other: The aggregates to compare; empty for the (first) totals.

    Returns:
        The comparison.

    Raises:
        CompositeError: ``code-unknown`` for an aggregate that is not there.

    Source: Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168,
    307-323 (shift in ranks).
    """
    top_one, top_other = top_one or one.structure.tops[0], top_other or other.structure.tops[0]
    first = _scores(one, top_one)
    second = _scores(other, top_other)
    units = tuple(unit for unit in first if unit in second)
    a = np.array([first[unit] for unit in units])
    b = np.array([second[unit] for unit in units])
    rank_one, rank_other = (ranks(x) if units else x for x in (a, b))
    shift = rank_other - rank_one
    order = np.argsort(-np.abs(shift), kind="stable")
    return Comparison(
        top_one, top_other, units, a, b, rank_one, rank_other, shift,
        *_agreement(rank_one, rank_other),
        float(np.abs(shift).mean()) if units else float("nan"),
        tuple(units[at] for at in order.tolist() if shift[at] != 0),
        tuple(unit for unit in first if unit not in second),
        tuple(unit for unit in second if unit not in first),
        differences(one, other),
    )  # fmt: skip


def differences(one: Built, other: Built) -> tuple[Difference, ...]:
    """List what is not the same in two indices: units, hierarchy, choices and data.

    Args:
        one, other: Finished indices. Weights are those that were used, as shares within the
            parent, so that the same weights in another unit are no difference.

    Returns:
        The differences: units, elements, steps in the order of the recipe, weighting,
        aggregation, data.
    """
    return (
        *_of_sets("unit", one.stages["raw"].units, other.stages["raw"].units),
        *_of_structures(one.structure, other.structure),
        *_of_recipes(one.recipe, other.recipe),
        *_of_values(one, other),
    )


def _scores(built: Built, top: str) -> dict[str, float]:
    found = zip(built.units, built.scores(top).tolist(), strict=True)
    return {unit: score for unit, score in found if not np.isnan(score)}


def _agreement(one: FloatArray, other: FloatArray) -> tuple[float, float]:
    from scipy.stats import kendalltau, spearmanr

    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return float("nan"), float("nan")
    return float(spearmanr(one, other).statistic), float(kendalltau(one, other).statistic)


def _of_sets(kind: str, one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[Difference]:
    here, there = set(one), set(other)
    yield from (Difference(f"{kind}-gone", code) for code in one if code not in there)
    yield from (Difference(f"{kind}-new", code) for code in other if code not in here)


def _of_structures(one: Structure, other: Structure) -> Iterator[Difference]:
    yield from _of_sets("element", tuple(one.by_code), tuple(other.by_code))
    shares, others = _within_parents(one), _within_parents(other)
    for code, first in one.by_code.items():
        if code not in other.by_code:
            continue
        second = other.by_code[code]
        for name in _OF_ELEMENT:
            was, now = getattr(first, name), getattr(second, name)
            if was != now:
                yield Difference(name, code, "", was, now)
        if abs(shares[code] - others[code]) > SAME:
            yield Difference("weight", code, "", shares[code], others[code])


def _within_parents(structure: Structure) -> dict[str, float]:
    found = dict.fromkeys(structure.by_code, 1.0)
    for code in structure.aggregates:
        whole = structure.shares(code)
        found.update({child.code: whole[child.code] for child in structure.children(code)})
    return found


def _of_recipes(one: Recipe, other: Recipe) -> Iterator[Difference]:
    kinds = [step.kind for step in one.steps], [step.kind for step in other.steps]
    for step in one.steps:
        now = other.step(step.kind)
        if now is None:
            yield Difference("step-gone", step.kind, "", step.method)
        else:
            yield from _of_methods(step.kind, step, now)
    for step in other.steps:
        if step.kind not in kinds[0]:
            yield Difference("step-new", step.kind, "", None, step.method)
    shared = [[kind for kind in some if kind in kinds[0] and kind in kinds[1]] for some in kinds]
    if shared[0] != shared[1]:
        yield Difference("step-order", "", "", tuple(kinds[0]), tuple(kinds[1]))
    yield from _of_methods("weighting", one.weighting, other.weighting)
    yield from _of_aggregation("aggregation", one.aggregation, other.aggregation)
    for name in ("by_level", "by_code"):
        first, second = getattr(one, name), getattr(other, name)
        for key in sorted({*first, *second}):
            was, now = first.get(key, one.aggregation), second.get(key, other.aggregation)
            yield from _of_aggregation(f"aggregation {key}", was, now)


def _of_aggregation(entry: str, one: Aggregation, other: Aggregation) -> Iterator[Difference]:
    yield from _of_methods(entry, one, other)
    if one.least != other.least:
        yield Difference("least", entry, "", one.least, other.least)


def _of_methods(entry: str, one: Any, other: Any) -> Iterator[Difference]:
    if one.method != other.method:
        yield Difference("method", entry, "", one.method, other.method)
    names = dict.fromkeys([*one.settings, *other.settings])
    for name in names:
        was, now = one.settings.get(name), other.settings.get(name)
        if not _same(was, now):
            yield Difference("setting", entry, name, was, now)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple, np.ndarray)) and isinstance(other, (list, tuple, np.ndarray)):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def _of_values(one: Built, other: Built) -> Iterator[Difference]:
    first, second = one.stages["raw"], other.stages["raw"]
    there = {unit: at for at, unit in enumerate(second.units)}
    mine = [at for at, unit in enumerate(first.units) if unit in there]
    theirs = [there[first.units[at]] for at in mine]
    for code in first.codes:
        if code not in second.codes:
            continue
        was = first.numbers[mine, first.position(code)]
        now = second.numbers[theirs, second.position(code)]
        changed = ~((was == now) | (np.isnan(was) & np.isnan(now)))
        if changed.any():
            away = np.abs(now - was)[changed]
            largest = float(np.nanmax(away)) if not np.isnan(away).all() else float("nan")
            yield Difference("values", code, "", int(changed.sum()), largest)
