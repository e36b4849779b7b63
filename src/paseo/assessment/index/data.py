"""The values of an index, from wherever its specification takes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from paseo.assessment.index.data_table import read_table_data
from paseo.assessment.index.results import Index
from paseo.assessment.index.spec import IndexSpec
from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.stats.composite.uncertainty.factors import Factor, SamplingError

if TYPE_CHECKING:
    from paseo.assessment.index.pack import Folders

#: Units in words that are shares of a hundred.
PERCENT: Final = ("percent", "%", "per cent", "por ciento")


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
        from paseo.assessment.index.data_framework import read_benchmark_data

        found = read_benchmark_data(spec, places, problems)
    else:
        from paseo.assessment.index.data_framework import read_city_data

        found = read_city_data(spec, folders, places, problems)
    if found is None or problems.errors:
        return None
    found = _only(found, problems)
    if problems.errors:
        return None
    return replace(found, spec=_completed(found))


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


def _completed(index: Index) -> IndexSpec:
    """Fill in what a factor of sampling takes from the data: distributions and counts."""
    plan = index.spec.plan
    if plan is None or not any(isinstance(one, SamplingError) for one in plan.factors):
        return index.spec
    return replace(
        index.spec, plan=replace(plan, factors=tuple(_sampled(one, index) for one in plan.factors))
    )


def _sampled(factor: Factor, index: Index) -> Factor:
    if not isinstance(factor, SamplingError):
        return factor
    distributions = dict(factor.distributions) or _usual(index)
    bases = {
        code: _bases(index, code)
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


def _bases(index: Index, code: str) -> tuple[float, ...]:
    """Return events per unit of the indicator: what a rate is multiplied by to give its count.

    Where nothing happened the rate is zero and tells nothing of it; it is then taken from the
    others when they all have the same, and stays unknown otherwise.
    """
    count, rate = index.counts[code], index.values.column(code)
    if code in index.bases:
        return tuple(float(one) for one in index.bases[code])
    with np.errstate(divide="ignore", invalid="ignore"):
        base = np.where(rate > 0, count / rate, np.nan)
    known = base[np.isfinite(base)]
    if known.size and np.allclose(known, known[0], rtol=1e-6):
        base = np.where(np.isfinite(count), known[0], np.nan)
    return tuple(float(one) for one in base)
