"""What is wrong with the factors that draw values anew: sampling errors and missing values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from paseo.stats.composite import imputation
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.factors import MissingValues, PlanFault, SamplingError
from paseo.stats.composite.uncertainty.sampling import DISTRIBUTIONS, sampler
from paseo.stats.composite.values import Values

#: How units of shares of a hundred begin, in words.
PERCENT: Final = ("%", "percent", "per cent", "por ciento")
#: Settings of multiple imputation that the factor and the plan hold themselves.
OF_THE_PLAN: Final = ("draws", "seed")


def of_sampling(
    values: Values, structure: Structure, factor: SamplingError
) -> Iterator[PlanFault]:  # fmt: skip
    """Find what is wrong with a factor of sampling errors."""
    faults = [*_named(values, structure, factor)]
    if faults:
        yield from faults
        return
    try:
        if not sampler(values, factor).count:
            held: dict[str, Any] = {"indicators": tuple(factor.distributions)}
            yield PlanFault("no-errors-known", factor.name, values=held)
            return
    except CompositeError as fault:
        yield cannot_build(fault, factor.name)
        return
    yield from _idle(values, structure, factor)


def _named(values: Values, structure: Structure, factor: SamplingError) -> Iterator[PlanFault]:
    for code, kind in factor.distributions.items():
        if code not in structure.indicators or code not in values.codes:
            held: dict[str, Any] = {"element": code, "known": structure.indicators}
            yield PlanFault("element-unknown", factor.name, values=held)
        elif kind not in DISTRIBUTIONS:
            held = {"setting": code, "method": kind, "known": DISTRIBUTIONS}
            yield PlanFault("setting-unknown", factor.name, values=held)
    shares = tuple(code for code, kind in factor.distributions.items() if kind == "share")
    for code in factor.tops:
        if code not in shares:
            yield PlanFault("entry-idle", factor.name, values={"key": f"tops/{code}"})


def _idle(values: Values, structure: Structure, factor: SamplingError) -> Iterator[PlanFault]:
    """Indicators that are named, but of which nothing is known that could be drawn."""
    for code, kind in factor.distributions.items():
        at = values.position(code)
        if kind == "poisson":
            if code not in factor.bases and not _counts(values, structure, code):
                yield PlanFault("count-unknown", factor.name, values={"element": code})
        elif values.errors is None or not np.any(values.errors[:, at] > 0):
            yield PlanFault("error-unknown", factor.name, values={"element": code})


def _counts(values: Values, structure: Structure, code: str) -> bool:
    """Tell whether the values of an indicator can be counts themselves."""
    unit = structure.by_code[code].unit.strip().casefold()
    held = values.column(code)
    held = held[~np.isnan(held)]
    return not unit.startswith(PERCENT) and bool(np.all(np.abs(held - np.round(held)) < 1e-9))


def of_missing(
    values: Values, structure: Structure, recipe: Recipe, factor: MissingValues
) -> Iterator[PlanFault]:
    """Find what is wrong with a factor of missing values."""
    if recipe.step("impute") is None:
        held: dict[str, Any] = {"step": "impute", "known": tuple(one.kind for one in recipe.steps)}
        yield PlanFault("step-missing", factor.name, values=held)
        return
    if factor.draws < 2:
        yield PlanFault("too-few-options", factor.name, values={"options": factor.draws})
    settings = imputation.METHODS["multiple"]
    known = tuple(name for name in settings if name not in OF_THE_PLAN)
    for name in factor.settings:
        held = {"step": "impute", "method": "multiple", "setting": name, "known": known}
        if name in OF_THE_PLAN:
            yield PlanFault("entry-idle", factor.name, values={"key": f"missing/settings/{name}"})
        elif name not in known:
            yield PlanFault("setting-unknown", factor.name, values=held)
    codes = [code for code in structure.indicators if code in values.codes]
    if not np.isnan(values.keep_codes(codes).numbers).any():
        yield PlanFault("nothing-missing", factor.name)


def cannot_build(fault: CompositeError, factor: str = "", option: str = "") -> PlanFault:
    """Say that an index cannot be built, and why."""
    held: dict[str, Any] = {
        "reason": fault.code,
        "entry": fault.entry,
        "sentence": str(fault),
        **fault.values,
    }
    return PlanFault("cannot-build", factor, option, held)
