"""Difference in differences: the change here beside the change where nothing was done.

It takes for granted that, without the measure, treated and comparison areas would have changed
alike (by the same ratio for counts, by the same amount for means). A past that ran alike makes
this likelier and cannot show it. It does not see what else began in the treated areas only, nor
effects that spill over into the comparison areas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, NumbersError, a_level, as_numbers, not_negative, refuse
from paseo.stats.interval import Interval, made, two_sided_z


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """One difference in differences.

    Attributes:
        effect: Counts: ratio of the ratios after / before, treated over control, under 1 where
            the treated side did better; it is 1 over the relative effect size. Means: change of
            the treated less change of the control.
        treated_change: Change of the treated side, as a ratio or an amount.
        control_change: Change of the control side.
        statistic: Effect (of counts: its logarithm) over its standard error.
        p: Two-sided, normal.
    """

    effect: Interval
    treated_change: Interval
    control_change: Interval
    statistic: float
    p: float


def count_difference(
    treated: ArrayLike,
    control: ArrayLike,
    *,
    treated_exposure: ArrayLike = (1.0, 1.0),
    control_exposure: ArrayLike = (1.0, 1.0),
    dispersion: float = 1.0,
    level: float = 0.95,
) -> Difference:
    """Ratio of two ratios of counts: the log-linear difference in differences.

    ``(Ta/Tb) / (Ca/Cb)`` with ``var(log) = dispersion (1/Ta + 1/Tb + 1/Ca + 1/Cb)``, the
    interaction of a Poisson model and 1 over the relative effect size.

    Args:
        treated: Events before and after where something was done, (2,), above zero.
        control: Events before and after where nothing was done, (2,), above zero.
        treated_exposure: What they are counted over before and after, such as months.
        control_exposure: The same for the control.
        dispersion: How much more counts vary than Poisson, from a series of months; crime counts
            often reach 2 to 4.
        level: Confidence level.

    Returns:
        The ratio of ratios, both changes, and the test of no effect.

    Raises:
        NumbersError: A count is zero (the ratio has no error then), a number is impossible.

    Source: Farrington, Gill, Waples and Argomaniz (2007), Crime Prevention Studies 22 / Journal
    of Experimental Criminology 3, 21-38 (relative effect size and its variance); McCullagh and
    Nelder (1989), Generalized Linear Models, chapter 6.

    Example:
        >>> found = count_difference((207, 110), (308, 318))
        >>> [round(part, 3) for part in found.effect.floats()]
        [0.515, 0.389, 0.681]
    """
    t, c, te, ce = as_numbers(
        treated=treated,
        control=control,
        treated_exposure=treated_exposure,
        control_exposure=control_exposure,
    )
    _two(t)
    _known(treated=t, control=c, treated_exposure=te, control_exposure=ce)
    for exposure in (te, ce):
        refuse(exposure <= 0, "exposure-not-positive", "An exposure must be above zero", exposure)
    not_negative(treated=t, control=c)
    for count in (t, c):
        refuse(
            count == 0,
            "zero-count",
            "A count is zero, so that the ratio has no error: look at the difference of counts or"
            " take longer periods",
            count,
        )
    refuse(
        np.asarray(not (dispersion > 0 and np.isfinite(dispersion))),
        "dispersion-not-positive",
        "The dispersion must be above zero: 1 stands for Poisson",
        np.asarray(float(dispersion)),
    )
    changes = [np.log(x[1] / e[1]) - np.log(x[0] / e[0]) for x, e in ((t, te), (c, ce))]
    variances = [dispersion * (1 / x).sum() for x in (t, c)]
    return _difference(changes, variances, level, ratio=True)


def mean_change_difference(
    treated: ArrayLike,
    treated_se: ArrayLike,
    control: ArrayLike,
    control_se: ArrayLike,
    *,
    change_se: ArrayLike | None = None,
    level: float = 0.95,
) -> Difference:
    """Difference of the changes of two means (or shares): ``(Ta - Tb) - (Ca - Cb)``.

    Args:
        treated: Mean before and after where something was done, (2,).
        treated_se: Their standard errors, with the design of a survey in them, (2,).
        control: Mean before and after where nothing was done, (2,).
        control_se: Their standard errors, (2,).
        change_se: Standard errors of the change of the treated and of the control, where the
            same people (or places) stand behind before and after, (2,). Without it the means
            are taken as independent.
        level: Confidence level.

    Returns:
        The difference, both changes, and the test of no effect (normal).

    Raises:
        NumbersError: A standard error is negative, or all are zero.

    Source: Card and Krueger (1994), American Economic Review 84, 772-793 (table 3).

    Example:
        >>> found = mean_change_difference(
        ...     (20.44, 21.03), (0.51, 0.52), (23.33, 21.17), (1.35, 0.94),
        ...     change_se=(0.54, 1.25))
        >>> round(found.effect.value, 2), round(found.effect.value / found.statistic, 2)
        (2.75, 1.36)
    """
    t, c, ts, cs = as_numbers(
        treated=treated, control=control, treated_se=treated_se, control_se=control_se
    )
    _two(t)
    _known(treated=t, control=c)
    if change_se is None:
        _known(treated_se=ts, control_se=cs)
    not_negative(treated_se=ts, control_se=cs)
    variances = [float((s**2).sum()) for s in (ts, cs)]
    if change_se is not None:
        (own,) = as_numbers(change_se=change_se)
        _two(own)
        _known(change_se=own)
        not_negative(change_se=own)
        variances = [float(s**2) for s in own]
    if sum(variances) == 0:
        raise NumbersError("no-error", "All standard errors are zero: give those of the means.")
    return _difference([t[1] - t[0], c[1] - c[0]], variances, level, ratio=False)


def _two(values: FloatArray) -> None:
    if values.shape != (2,):
        raise NumbersError("not-before-after", "Give two numbers each: before and after.")


def _known(**named: FloatArray) -> None:
    for name, values in named.items():
        refuse(np.isnan(values), "unknown-value", f"{name} must be known", values)


def _difference(
    changes: list[float], variances: list[float], level: float, *, ratio: bool
) -> Difference:
    from scipy import special

    z = two_sided_z(a_level(level))
    method = "ratio of ratios, Wald on the logarithm" if ratio else "difference in differences"
    effect, variance = changes[0] - changes[1], sum(variances)
    parts = []
    for value, one in zip([effect, *changes], [variance, *variances], strict=True):
        ends = np.array([value, value - z * one**0.5, value + z * one**0.5])
        shown = np.exp(ends) if ratio else ends
        parts.append(made(shown[0], shown[1], shown[2], level=level, method=method))
    statistic = effect / variance**0.5
    p = float(2 * special.ndtr(-abs(statistic)))
    return Difference(parts[0], parts[1], parts[2], float(statistic), p)
