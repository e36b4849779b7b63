"""Indicators drawn anew from their sampling distributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.uncertainty.draws import KeyArray
from paseo.stats.composite.uncertainty.factors import SamplingError
from paseo.stats.composite.values import Values

DISTRIBUTIONS: Final = ("normal", "share", "log", "poisson")


@dataclass(frozen=True, eq=False)
class Sampler:
    """What is drawn of a table, prepared once: k values are drawn, of k places in it.

    Attributes:
        numbers: The table itself, units x codes.
        places: Distribution to the places of its values in the flat table.
        centre, spread: Distribution to the centre and the spread of its draws, on the scale on
            which they are normal; for counts the shape of the gamma and the value of one event.
        tops: The values that shares cannot pass.
    """

    numbers: FloatArray
    places: dict[str, NDArray[np.int64]]
    centre: dict[str, FloatArray]
    spread: dict[str, FloatArray]
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
        if (at := self.places["share"]).size:
            moved = keys > 0
            found[np.ix_(moved, at)] = self.tops * expit(found[np.ix_(moved, at)])
        if (at := self.places["log"]).size:
            moved = keys > 0
            found[np.ix_(moved, at)] = np.exp(found[np.ix_(moved, at)])
        return found.reshape(len(keys), *self.numbers.shape)

    def _draw_one(self, row: FloatArray, chance: np.random.Generator) -> None:
        for kind in ("normal", "share", "log"):
            at = self.places[kind]
            if at.size:
                row[at] = self.centre[kind] + self.spread[kind] * chance.standard_normal(at.size)
        at = self.places["poisson"]
        if at.size:
            row[at] = self.spread["poisson"] * chance.standard_gamma(self.centre["poisson"])


def sampler(values: Values, factor: SamplingError) -> Sampler:
    """Prepare the draws of a table.

    ``normal``: value + error x z. ``share``: logit of value / top, with the error error / (top p
    (1 - p)) of the delta method; a share of exactly none or all has no such error and is not drawn.
    ``log``: logarithm of the value, with the error error / value. ``poisson``: gamma with the count
    as shape (one half for no event: Jeffreys' prior), divided by the base, so that count = value x
    base; it needs no standard error.

    Args:
        values: Raw values with their standard errors.
        factor: Which distribution each indicator has.

    Raises:
        CompositeError: ``element-unknown``, ``distribution-unknown``, ``share-outside``,
            ``not-positive``, ``count-negative``, ``error-negative``, ``bases-differ``.

    Source: Agresti (2013), Categorical data analysis, 3rd ed., 16.1 (delta method); Garwood (1936),
    Biometrika 28 (gamma of counts); Jeffreys (1946), Proc. R. Soc. A 186.
    """
    places: dict[str, list[int]] = {kind: [] for kind in DISTRIBUTIONS}
    centre: dict[str, list[float]] = {kind: [] for kind in DISTRIBUTIONS}
    spread: dict[str, list[float]] = {kind: [] for kind in DISTRIBUTIONS}
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
        if kind == "poisson":
            drawn, mid, wide = _counts(code, number, factor)
        else:
            _check(code, kind, values.units, number, error, factor.tops.get(code, 100.0))
            drawn = ~np.isnan(number) & (error > 0)
            mid, wide = number, error
        if kind == "share":
            top = factor.tops.get(code, 100.0)
            drawn &= (number > 0) & (number < top)
            share = np.where(drawn, number / top, 0.5)
            mid, wide = np.log(share / (1 - share)), error / top / (share * (1 - share))
            tops += [top] * int(drawn.sum())
        if kind == "log":
            safe = np.where(drawn, number, 1.0)
            mid, wide = np.log(safe), error / safe
        places[kind] += (np.flatnonzero(drawn) * len(values.codes) + at).tolist()
        centre[kind] += mid[drawn].tolist()
        spread[kind] += wide[drawn].tolist()
    return Sampler(
        values.numbers,
        {kind: np.array(held, dtype=np.int64) for kind, held in places.items()},
        {kind: np.array(held) for kind, held in centre.items()},
        {kind: np.array(held) for kind, held in spread.items()},
        np.array(tops),
    )


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
