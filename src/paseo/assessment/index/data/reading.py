"""The values of an index, from wherever its specification takes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from paseo.assessment.index.data.from_table import read_table_data
from paseo.assessment.index.results import Index
from paseo.assessment.index.specification.spec import IndexSpec
from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.stats.checks import FloatArray
from paseo.stats.composite.uncertainty.factors import Factor, SamplingError

if TYPE_CHECKING:
    from paseo.assessment.index.specification.pack import Folders

#: Units in words that are shares of a hundred.
PERCENT: Final = ("percent", "%", "per cent", "por ciento")
#: How far bases of rounded rates may lie apart, of their size, and still be those of one column.
_ROUNDED: Final = 0.05


def read_data(
    spec: IndexSpec, folders: Folders, places: dict[str, Place], problems: Problems
) -> Index | None:
    """Return the index with its values; None after saying what is wrong with them.

    Args:
        spec: every choice.
        folders: where tables are looked for.
        places: of the entries of the specification; columns and units are added.
        problems: receives what is wrong.
    """
    if spec.data.kind == "table":
        found = read_table_data(spec, folders, places, problems)
    elif spec.data.kind == "benchmark":
        from paseo.assessment.index.data.from_framework import read_benchmark_data

        found = read_benchmark_data(spec, places, problems)
    else:
        from paseo.assessment.index.data.from_framework import read_city_data

        found = read_city_data(spec, folders, places, problems)
    if found is None or problems.errors:
        return None
    found = _only(found, problems)
    if problems.errors:
        return None
    spec = _completed(found, problems)
    return None if problems.errors else replace(found, spec=spec)


def _only(index: Index, problems: Problems) -> Index:
    """Keep the units that the specification names."""
    wanted, values = index.spec.data.units, index.values
    if not wanted:
        if len(values.units) < 2:
            problems.add("I822", Place(index.spec.file, entry="data"), count=len(values.units))
        return index
    for unit in wanted:
        if unit not in values.units:
            problems.add(
                "I831", Place(index.spec.file, entry="data/units"), key="units", value=unit,
                hint=hint(unit, values.units), known=listed(values.units),
            )  # fmt: skip
    kept = np.array([unit in wanted for unit in values.units])
    if kept.sum() < 2:
        problems.add("I822", Place(index.spec.file, entry="data/units"), count=int(kept.sum()))
        return index
    return replace(
        index,
        values=values.keep_units(kept),
        unit_names={unit: index.unit_names[unit] for unit in values.units if unit in wanted},
        counts={code: held[kept] for code, held in index.counts.items()},
        bases={code: held[kept] for code, held in index.bases.items()},
    )


def _completed(index: Index, problems: Problems) -> IndexSpec:
    """Fill in what a factor of sampling takes from the data: distributions and counts."""
    plan = index.spec.plan
    if plan is None or not any(isinstance(one, SamplingError) for one in plan.factors):
        return index.spec
    return replace(
        index.spec,
        plan=replace(plan, factors=tuple(_sampled(one, index, problems) for one in plan.factors)),
    )


def _sampled(factor: Factor, index: Index, problems: Problems) -> Factor:
    if not isinstance(factor, SamplingError):
        return factor
    distributions = dict(factor.distributions) or _usual(index)
    bases = {
        code: bases_of(index, code, problems)
        for code, one in distributions.items()
        if one == "poisson" and code in index.counts
    }
    return replace(factor, distributions=distributions, bases=bases)


def _usual(index: Index) -> dict[str, str]:
    """Return how each indicator whose error is known is drawn, from what it is."""
    errors, values = index.values.errors, index.values
    found: dict[str, str] = {}
    for at, code in enumerate(values.codes):
        if code in index.counts:
            found[code] = "poisson"
        elif errors is not None and np.isfinite(errors[:, at]).any():
            held = values.numbers[:, at]
            held = held[np.isfinite(held)]
            unit = index.spec.structure.by_code[code].unit.strip().casefold()
            is_share = unit in PERCENT and held.size and held.min() >= 0 and held.max() <= 100
            found[code] = "share" if is_share else "normal"
    return found


def bases_of(index: Index, code: str, problems: Problems) -> tuple[float, ...]:
    """Return events per unit of the indicator: what a rate is multiplied by to give its count.

    Where nothing happened the rate is zero and tells nothing of it. It is then taken from the
    others when they all have the same, or from a column beside to which it is proportional
    (residents); where neither is so, the zero cannot be drawn and is refused: it is not certain.

    Args:
        index: with the counts of the indicator.
        code: of the indicator.
        problems: receives I891 and I892.

    Returns:
        One number for each unit; NaN where there is no value, or no count and no base.
    """
    count, rate = index.counts[code], index.values.column(code)
    _check_counts(index, code, problems)
    with np.errstate(divide="ignore", invalid="ignore"):
        base = np.where((rate > 0) & (count > 0), count / rate, np.nan)
    if code in index.bases:
        base = np.where(index.bases[code] > 0, index.bases[code], base)
    lacking = np.isnan(base) & np.isfinite(rate)
    if lacking.any():
        base = np.where(lacking, _from_others(index, code, base), base)
    for at in np.flatnonzero((rate == 0) & (count == 0) & np.isnan(base)).tolist():
        unit = index.values.units[at]
        problems.add("I891", _cell(index, code, unit), entry=code, unit=unit)
    return tuple(float(one) for one in base)


def _from_others(index: Index, code: str, base: FloatArray) -> FloatArray:
    """Return the base of every unit as the other units have it, NaN where they do not tell."""
    known = np.isfinite(base)
    if known.any() and np.allclose(base[known], base[known][0], rtol=1e-6):
        return np.full_like(base, base[known][0])
    own = index.spec.structure.by_code[code].denominator
    beside = index.values.beside
    for name in (own, *(one for one in beside if one != own)):
        held = beside.get(name)
        if held is None:
            continue
        both = known & (held > 0)
        if both.sum() < 2:
            continue
        ratios = base[both] / held[both]
        if np.ptp(ratios) <= _ROUNDED * np.median(ratios):
            return np.where(held > 0, held * np.median(ratios), np.nan)
    return np.full_like(base, np.nan)


def _check_counts(index: Index, code: str, problems: Problems) -> None:
    """Refuse counts below zero, and counts of nothing beside a rate of something."""
    count, rate = index.counts[code], index.values.column(code)
    for at in np.flatnonzero((count < 0) | ((count == 0) & (rate > 0))).tolist():
        unit = index.values.units[at]
        problems.add(
            "I892", _cell(index, code, unit), entry=code, unit=unit, count=f"{count[at]:g}",
            value=f"{rate[at]:g}",
        )  # fmt: skip


def _cell(index: Index, code: str, unit: str) -> Place:
    row = index.places.get(f"unit:{unit}")
    column = index.spec.data.count_columns.get(code, code)
    if row is None:
        return index.places.get(code, Place(index.spec.file, entry=code))
    return replace(row, column=column, entry=code)
