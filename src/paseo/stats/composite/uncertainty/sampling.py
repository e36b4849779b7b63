"""Indicators drawn anew from their sampling distributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.uncertainty.draws import KeyArray
from paseo.stats.composite.uncertainty.factors import SamplingError
from paseo.stats.composite.values import Values

DISTRIBUTIONS: Final = ("normal", "share", "log", "poisson")
#: The value that a share cannot pass where none is stated.
TOP: Final = 100.0
_MOST_CERTAIN: Final = 1e15


@dataclass(frozen=True, eq=False)
class Sampler:
    """What is drawn of a table, prepared once: k values are drawn, of k places in it.

    Attributes:
        numbers: The table itself, units x codes.
        places: Distribution to the places of its values in the flat table.
        first, second: Distribution to the two figures of its draws: centre and spread (of the
            logarithm, for ``log``); both shapes of the beta distribution of a share; for counts the
            shape of the gamma and the value of one event.
        tops: The values that shares cannot pass.
    """

    numbers: FloatArray
    places: dict[str, NDArray[np.int64]]
    first: dict[str, FloatArray]
    second: dict[str, FloatArray]
    tops: FloatArray

    @property
    def count(self) -> int:
        """How many values are drawn."""
        return sum(len(held) for held in self.places.values())

    def draw(self, keys: KeyArray) -> FloatArray:
        """Return tables: one for each key, units x codes; key 0 gives the table as it is.

        Each table has a generator of its own, so it does not depend on the others.
        """
        size = self.numbers.size
        found = np.empty((len(keys), size))
        found[:] = self.numbers.ravel()
        for row, key in zip(found, keys.tolist(), strict=True):
            if key:
                self._draw_one(row, np.random.Generator(np.random.Philox(key=key)))
        return found.reshape(len(keys), *self.numbers.shape)

    def _draw_one(self, row: FloatArray, chance: np.random.Generator) -> None:
        for kind, at in self.places.items():
            if not at.size:
                continue
            first, second = self.first[kind], self.second[kind]
            if kind == "share":
                row[at] = self.tops * chance.beta(first, second)
            elif kind == "poisson":
                row[at] = second * chance.standard_gamma(first)
            else:
                drawn = first + second * chance.standard_normal(at.size)
                row[at] = np.exp(drawn) if kind == "log" else drawn


def sampler(values: Values, factor: SamplingError) -> Sampler:
    """Prepare the draws of a table, each with the mean and the standard error that are stated.

    ``normal``: value + error x z. ``share``, as p = value / top and e = error / top: beta with the
    shapes p v and (1 - p) v, v = p (1 - p) / e^2 - 1. A share of exactly none (or all) can only
    lie higher (or lower): beta with the shapes 1/2, as Jeffreys' prior has it for no event, and
    sqrt(1/4 + 3/4 / e^2) - 1, whose distance from the end has the root mean square e. Where its
    error is stated as zero, which formulas give there whatever the sample, the second shape is
    n + 1/2 with n = p (1 - p) / e^2 of the middle unit among those within the ends; without such
    units it is not drawn. ``log``: log-normal, s^2 = ln(1 + error^2 / value^2) around ln(value)
    - s^2 / 2. ``poisson``: gamma with the count as shape (one half for no event: Jeffreys' prior),
    divided by the base, so that count = value x base; it needs no standard error.

    Args:
        values: Raw values with their standard errors.
        factor: Which distribution each indicator has.

    Raises:
        CompositeError: ``element-unknown``, ``distribution-unknown``, ``share-outside`` (also for
            an error that no share of that size can have, and for shares of 1 at most where no top
            is stated), ``not-positive``, ``count-negative``, ``error-negative``, ``bases-differ``.

    Source: Johnson, Kotz and Balakrishnan (1994, 1995), Continuous univariate distributions, 2nd
    ed., chapters 14 and 25 (moments); Garwood (1936), Biometrika 28 (gamma of counts); Jeffreys
    (1946), Proc. R. Soc. A 186; Brown, Cai and DasGupta (2001), Statistical Science 16 (shares).
    """
    places: dict[str, list[int]] = {kind: [] for kind in DISTRIBUTIONS}
    first: dict[str, list[float]] = {kind: [] for kind in DISTRIBUTIONS}
    second: dict[str, list[float]] = {kind: [] for kind in DISTRIBUTIONS}
    tops: list[float] = []
    errors = values.errors if values.errors is not None else np.full_like(values.numbers, np.nan)
    for code, kind in factor.distributions.items():
        if code not in values.codes:
            raise CompositeError(
                "element-unknown", f"There is no indicator {code}.", code, known=values.codes
            )
        if kind not in DISTRIBUTIONS:
            raise CompositeError(
                "distribution-unknown", f"There is no sampling distribution {kind}.", code,
                method=kind, known=DISTRIBUTIONS,
            )  # fmt: skip
        at = values.position(code)
        number, error = values.numbers[:, at], errors[:, at]
        top = factor.tops.get(code, TOP)
        if kind == "poisson":
            drawn, one, other = _counts(code, number, factor)
        else:
            _check(code, kind, values.units, number, error, top)
            drawn = ~np.isnan(number) & (error > 0)
            one, other = number, error
        if kind == "share":
            if code not in factor.tops:
                _check_top(code, number)
            drawn, one, other = _shares(code, values.units, number / top, error / top)
            tops += [top] * int(drawn.sum())
        if kind == "log":
            safe = np.where(drawn, number, 1.0)
            square = np.log1p(np.square(np.where(drawn, error, 0.0) / safe))
            one, other = np.log(safe) - square / 2, np.sqrt(square)
        places[kind] += (np.flatnonzero(drawn) * len(values.codes) + at).tolist()
        first[kind] += one[drawn].tolist()
        second[kind] += other[drawn].tolist()
    return Sampler(
        values.numbers,
        {kind: np.array(held, dtype=np.int64) for kind, held in places.items()},
        {kind: np.array(held) for kind, held in first.items()},
        {kind: np.array(held) for kind, held in second.items()},
        np.array(tops),
    )


def _shares(
    code: str, units: tuple[str, ...], share: FloatArray, error: FloatArray
) -> tuple[NDArray[np.bool_], FloatArray, FloatArray]:
    """Which shares (of one) are drawn, and both shapes of their beta distribution."""
    within = (share > 0) & (share < 1) & (error > 0)
    ends = (share == 0) | (share == 1)
    most = np.where(within, np.sqrt(share * (1 - share)), 1.0)
    for at in np.flatnonzero((within | ends) & (error >= most)).tolist():
        raise CompositeError(
            "share-outside",
            f"No share of {share[at]:.3g} of its top can have a standard error of {error[at]:.3g} "
            f"of it, as {code} has in {units[at]} (it stays under {most[at]:.3g}): mend it, or "
            "choose another distribution.",
            code, unit=units[at], value=float(error[at]), most=float(most[at]),
        )  # fmt: skip
    safe = np.where(error > 0, error, 1.0)
    # An error under 3e-8 of the top is drawn as that: beyond it the draws have no digits left.
    sample = np.minimum(np.square(most / safe), _MOST_CERTAIN)
    far = np.sqrt(0.25 + 0.75 * np.minimum(np.square(1 / safe), _MOST_CERTAIN)) - 1
    drawn = within | (ends & (error > 0))
    if within.any():
        silent = ends & (error == 0)
        far = np.where(silent, np.median(sample[within]) + 0.5, far)
        drawn |= silent
    one = np.where(within, share * (sample - 1), np.where(share == 0, 0.5, far))
    other = np.where(within, (1 - share) * (sample - 1), np.where(share == 0, far, 0.5))
    return drawn, one, other


def _check_top(code: str, number: FloatArray) -> None:
    """Refuse shares of which nobody knows whether they are of one or of a hundred."""
    known = number[~np.isnan(number)]
    if known.size and 0 < known.max() <= 1:
        raise CompositeError(
            "share-outside",
            f"No share of {code} is above {known.max():.3g}: say in tops whether all is 1 or "
            f"{TOP:g}.",
            code, value=float(known.max()), top=TOP,
        )  # fmt: skip


def _counts(
    code: str, number: FloatArray, factor: SamplingError
) -> tuple[NDArray[np.bool_], FloatArray, FloatArray]:  # fmt: skip
    base = np.array(factor.bases.get(code, (1.0,) * len(number)), dtype=np.float64)
    if base.shape != number.shape:
        raise CompositeError(
            "bases-differ", f"{code} has {base.size} bases for {number.size} units.", code
        )
    if np.any(number < 0):
        raise CompositeError("count-negative", f"{code} holds a count below zero.", code)
    drawn = ~np.isnan(number) & (base > 0)
    count = np.where(drawn, number * base, 0.0)
    return drawn, np.where(count > 0, count, 0.5), 1.0 / np.where(drawn, base, 1.0)


def _check(
    code: str, kind: str, units: tuple[str, ...], number: FloatArray, error: FloatArray, top: float
) -> None:  # fmt: skip
    wrong = {
        "error-negative": (error < 0, "a standard error below zero"),
        "share-outside": (
            (kind == "share") & ((number < 0) | (number > top)),
            f"a share outside 0 to {top:g}",
        ),
        "not-positive": ((kind == "log") & (error > 0) & (number <= 0), "no positive value"),
    }
    for fault, (where, what) in wrong.items():
        for at in np.flatnonzero(where).tolist():
            raise CompositeError(
                fault, f"{code} has {what} in {units[at]}: mend it, or choose another "
                "distribution.", code, unit=units[at], value=float(number[at]), top=top,
            )  # fmt: skip
