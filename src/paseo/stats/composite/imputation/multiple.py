"""Filling in by what a unit's other indicators let expect, once or many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import one_number, one_of, refuse_all_missing, settled
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.imputation.em import NormalFit, expected, fit_normal
from paseo.stats.composite.imputation.kinds import LIMITS, METHODS
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values

#: Numbers of completed tables that are worked on together.
_HELD = 1_000_000
#: Change, in standard deviations, at which the fit of a draw has converged: far below what the
#: random weights do to it.
_NEAR = 1e-3


def impute_em(
    values: Values, settings: Mapping[str, Any], structure: Structure | None = None
) -> tuple[FloatArray, list[tuple[tuple[str, ...], NormalFit]]]:
    """Fill missing values with their expectation given the unit's known values.

    The indicators are taken as jointly normal (see :func:`fit_normal`) and missing at random: given
    the known values, whether a value is missing must not depend on the value.

    Args:
        values: The indicators.
        settings: Of ``em``, see :data:`METHODS`.
        structure: Of the index, for ``within: parent``.

    Returns:
        The filled table, and the fit of each block of indicators that misses something.

    Raises:
        CompositeError: ``all-missing``, ``em-undetermined``, ``structure-needed``; those of
            settings.

    Source: Dempster, Laird and Rubin (1977), Journal of the Royal Statistical Society B 39, 1-38.
    """
    filled = settled("impute", "em", settings, METHODS)
    refuse_all_missing(values, "impute")
    made = values.numbers.copy()
    limited = one_of("impute", filled, "limits", LIMITS) == "observed"
    fits = []
    for block in blocks(values, filled, structure):
        inside = values.numbers[:, block]
        if np.isnan(inside).any():
            fit = _fit(inside, filled)
            found = expected(inside, fit)[0]
            made[:, block] = limit(inside, found) if limited else found
            fits.append((tuple(values.codes[at] for at in block.tolist()), fit))
    return made, fits


def draws(
    values: Values,
    settings: Mapping[str, Any],
    seed: int,
    count: int,
    structure: Structure | None = None,
) -> FloatArray:
    """Complete a table many times: multiple imputation with the uncertainty of the model.

    Each table takes units with random weights (a Bayesian bootstrap), fits the normal distribution
    of :func:`fit_normal` to them, and draws the missing values from it, given the known ones. So
    the tables differ by what is not known of the distribution and of each value.

    Args:
        values: The indicators.
        settings: Of ``multiple``, see :data:`METHODS`.
        seed: Of the random numbers; to rounding, a table depends on the seed and its place only.
        count: How many tables.
        structure: Of the index, for ``within: parent``.

    Returns:
        count x units x indicators; known values are the same in all.

    Raises:
        CompositeError: As :func:`impute_em`.

    Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys; Rubin (1981), Annals of
    Statistics 9, 130-134 (Bayesian bootstrap); Honaker and King (2010), American Journal of
    Political Science 54, 561-581 (bootstrap, expectation-maximisation and draws).

    Example:
        >>> table = Values.of(["a", "b", "c", "d"], ["x"], [[1.0], [2.0], [3.0], [None]])
        >>> draws(table, {}, seed=1, count=3).shape
        (3, 4, 1)
    """
    filled = settled("impute", "multiple", settings, METHODS)
    refuse_all_missing(values, "impute")
    made = np.repeat(values.numbers[None], count, axis=0)
    split = blocks(values, filled, structure)
    for place, block in enumerate(split):
        inside = values.numbers[:, block]
        if not np.isnan(inside).any():
            continue
        start = _fit(inside, filled, least=_NEAR)
        together = max(1, _HELD // (inside.size + block.size**2))
        for first in range(0, count, together):
            keys = [(seed, place, at) for at in range(first, min(first + together, count))]
            made[first : first + len(keys), :, block] = _drawn(inside, keys, start, filled)
    return made


def blocks(
    values: Values, settings: Mapping[str, Any], structure: Structure | None
) -> list[NDArray[np.intp]]:
    """Return the positions of indicators that are filled in from each other.

    Raises:
        CompositeError: ``structure-needed``, ``setting-wrong``, ``code-unknown``.
    """
    within = settings["within"]
    if within == "all":
        return [np.arange(len(values.codes))]
    if within == "parent":
        if structure is None:
            raise CompositeError(
                "structure-needed", "Filling in within parents needs the structure.", "impute"
            )
        parents = [structure.by_code[code].parent for code in values.codes]
        return [
            np.array([at for at, one in enumerate(parents) if one == parent], dtype=np.intp)
            for parent in dict.fromkeys(parents)
        ]
    return _named_blocks(values, within)


def _named_blocks(values: Values, within: Any) -> list[NDArray[np.intp]]:
    """Blocks by lists of codes; indicators in none stand together in one more."""
    is_list = isinstance(within, Sequence) and not isinstance(within, str)
    if not is_list or any(isinstance(one, str) or not isinstance(one, Sequence) for one in within):
        raise CompositeError(
            "setting-wrong",
            "The setting within of the step impute must be all, parent, or lists of codes.",
            "impute", setting="within", value=within, known=("all", "parent"),
        )  # fmt: skip
    found = [[values.position(str(code)) for code in one] for one in within]
    named = {at for one in found for at in one}
    if len(named) < sum(len(one) for one in found):
        raise CompositeError(
            "setting-wrong", "The setting within of the step impute names an indicator twice.",
            "impute", setting="within", value=within,
        )  # fmt: skip
    rest = [at for at in range(len(values.codes)) if at not in named]
    return [np.array(one, dtype=np.intp) for one in [*found, rest] if one]


def prior_of(settings: Mapping[str, Any], indicators: int) -> float:
    """Return the prior in units; as many as there are indicators where none is given."""
    if settings["prior"] is None:
        return float(indicators)
    return one_number("impute", settings, "prior", 0)


def _fit(
    inside: FloatArray,
    settings: Mapping[str, Any],
    weights: FloatArray | None = None,
    start: NormalFit | None = None,
    least: float = 0.0,
) -> NormalFit:
    return fit_normal(
        inside,
        weights,
        prior=prior_of(settings, inside.shape[1]),
        tolerance=max(one_number("impute", settings, "tolerance", 0, above=True), least),
        most=int(one_number("impute", settings, "rounds", 1, whole=True)),
        start=start,
    )


def _drawn(
    inside: FloatArray,
    keys: Sequence[tuple[int, int, int]],
    start: NormalFit,
    settings: Mapping[str, Any],
) -> FloatArray:
    missing = np.isnan(inside)
    weights = np.empty((len(keys), len(inside)))
    noise = np.zeros((len(keys), *inside.shape))
    for at, key in enumerate(keys):
        rng = np.random.default_rng(key)
        weights[at] = rng.standard_exponential(len(inside))
        noise[at, missing] = rng.standard_normal(int(missing.sum()))
    weights *= len(inside) / weights.sum(axis=1, keepdims=True)
    fit = _fit(inside, settings, weights, start, _NEAR)
    made = expected(inside, fit, noise)
    if one_of("impute", settings, "limits", LIMITS) == "observed":
        made = limit(inside, made)
    return made


def limit(known: FloatArray, made: FloatArray) -> FloatArray:
    """End what was filled in at the smallest and largest known value of the indicator."""
    low, high = np.fmin.reduce(known, axis=0), np.fmax.reduce(known, axis=0)
    return np.where(np.isnan(known), np.clip(made, low, high), made)
