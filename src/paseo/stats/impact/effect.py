"""An effect with its standard error, its interval and its tests by the normal curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from paseo.stats.checks import FloatArray, Numbers, NumbersError, given_back, refuse
from paseo.stats.interval import Interval, made, two_sided_z

Alternative: TypeAlias = Literal["two-sided", "larger", "smaller"]
ALTERNATIVES: Final = ("two-sided", "larger", "smaller")


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """An estimate of what changed, and how sure that is.

    Attributes:
        interval: The estimate with its interval; the level and the method are in it.
        se: Its standard error, in the unit of the estimate.
        z: Estimate over standard error.
        p: Chance of a z at least this far from zero, either way, had nothing changed.
        p_fewer: Chance of a z this low or lower, had nothing changed.
        p_more: Chance of a z this high or higher, had nothing changed.
    """

    interval: Interval
    se: Numbers
    z: Numbers
    p: Numbers
    p_fewer: Numbers
    p_more: Numbers


def normal_effect(value: FloatArray, variance: FloatArray, *, level: float, method: str) -> Effect:
    """The effect of an estimate that is about normal with a known variance above zero."""
    sentence = "Nothing was counted anywhere, so nothing can be said: the variance must be above 0"
    refuse(~(variance > 0), "no-events", sentence, variance)
    se = np.sqrt(variance)
    half = two_sided_z(level) * se
    z = np.asarray(value / se)
    return Effect(
        made(value, value - half, value + half, level=level, method=method),
        given_back(np.asarray(se)),
        given_back(z),
        given_back(tail_of(z, "two-sided")),
        given_back(tail_of(z, "smaller")),
        given_back(tail_of(z, "larger")),
    )


def tail_of(z: FloatArray, alternative: Alternative) -> FloatArray:
    """The share of the standard normal curve at least as extreme as z."""
    from scipy import special

    if an_alternative(alternative) == "two-sided":
        return np.asarray(2 * special.ndtr(-np.abs(z)))
    return np.asarray(special.ndtr(z if alternative == "smaller" else -z))


def an_alternative(alternative: str) -> str:
    """Refuse an alternative that is none of the three."""
    if alternative not in ALTERNATIVES:
        raise NumbersError(
            "alternative",
            f"The alternative must be one of {', '.join(ALTERNATIVES)} (found {alternative!r}).",
        )
    return alternative
