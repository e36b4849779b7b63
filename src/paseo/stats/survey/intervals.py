"""Confidence intervals of survey estimates from their standard errors and degrees of freedom.

svy gives intervals too, one rule to a call and none for a share of 0 or 1; here every share of
one call has one.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.inverse import beta_below, student_below
from paseo.stats.survey.problems import refused

ShareInterval = Literal["logit", "beta", "wald"]
SHARE_INTERVALS: tuple[ShareInterval, ...] = get_args(ShareInterval)
#: A standard error below this part of its estimate is what rounding left of zero.
ROUNDING = 1e-8
#: A share this close to 0 or 1 is 0 or 1 but for rounding.
EDGE = 1e-12


def student(df: FloatArray, level: float) -> FloatArray:
    """Two-sided t quantile; NaN where there are no degrees of freedom."""
    some = df > 0
    return np.where(some, student_below(np.where(some, df, 1.0), 0.5 + level / 2), np.nan)


def mean_ends(
    value: FloatArray, se: FloatArray, df: FloatArray, level: float
) -> tuple[FloatArray, FloatArray]:
    """Symmetric ends ``value -+ t(df) se``."""
    half = student(df, level) * se
    return value - half, value + half


def plain_ends(value: float, se: float, df: float, level: float) -> tuple[float, float]:
    """`mean_ends` of one estimate."""
    low, high = mean_ends(np.asarray(value), np.asarray(se), np.asarray(df), level)
    return float(low), float(high)


def share_ends(
    share: FloatArray,
    se: FloatArray,
    df: FloatArray,
    n: FloatArray,
    level: float,
    kind: ShareInterval,
) -> tuple[FloatArray, FloatArray]:
    """Ends of the interval of a share, inside 0 to 1.

    ``logit``: ``logit(p) -+ t se / (p (1 - p))``, turned back. ``beta``: Clopper-Pearson with
    the effective number of interviews ``p (1 - p) / se^2 (t(n - 1) / t(df))^2``. ``wald``:
    ``p -+ t se``, cut at 0 and 1. A share of 0 or 1, which has no standard error, takes the
    Clopper-Pearson interval of its n answers, adjusted for the degrees of freedom, whatever the
    kind: the only one that says anything there.

    Source: Korn and Graubard (1998), Survey Methodology 24, 193-201; Lumley (2010), Complex
    Surveys, Wiley (svyciprop of R survey, methods logit and beta).
    """
    if kind not in SHARE_INTERVALS:
        raise refused("unknown-interval", f"The interval is one of {', '.join(SHARE_INTERVALS)}.")
    ends = {"logit": _logit, "beta": _beta, "wald": _wald}[kind]
    at_edge = (share <= EDGE) | (share >= 1 - EDGE)
    inside = ~at_edge & (se > 0) & (df > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = ends(share, se, df, n, level)
        edge_low, edge_high = _at_edge(share, df, n, level)
    # A share that adjustment to population figures fixes has a standard error of zero.
    low = np.where(inside, low, np.where(at_edge, edge_low, share))
    high = np.where(inside, high, np.where(at_edge, edge_high, share))
    unknown = ~(df > 0) | np.isnan(share)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


Ends = tuple[FloatArray, FloatArray]


def _logit(p: FloatArray, se: FloatArray, df: FloatArray, n: FloatArray, level: float) -> Ends:
    middle, half = np.log(p / (1 - p)), student(df, level) * se / (p * (1 - p))
    return 1 / (1 + np.exp(half - middle)), 1 / (1 + np.exp(-half - middle))


def _wald(p: FloatArray, se: FloatArray, df: FloatArray, n: FloatArray, level: float) -> Ends:
    low, high = mean_ends(p, se, df, level)
    return np.maximum(low, 0.0), np.minimum(high, 1.0)


def _beta(p: FloatArray, se: FloatArray, df: FloatArray, n: FloatArray, level: float) -> Ends:
    effective = p * (1 - p) / se**2 * _adjusted(df, n, level)
    return _clopper_pearson(effective * p, effective, level)


def _at_edge(p: FloatArray, df: FloatArray, n: FloatArray, level: float) -> Ends:
    effective = n * np.minimum(_adjusted(df, n, level), 1.0)
    low, high = _clopper_pearson(np.where(p > 0.5, effective, 0.0), effective, level)
    return np.where(p > 0.5, low, 0.0), np.where(p > 0.5, 1.0, high)


def _adjusted(df: FloatArray, n: FloatArray, level: float) -> FloatArray:
    ratio = student(np.asarray(n - 1), level) / student(df, level)
    return np.where(n > 1, ratio**2, 1.0)


def _clopper_pearson(x: FloatArray, n: FloatArray, level: float) -> Ends:
    tail = (1 - level) / 2
    return beta_below(x, n - x + 1, tail), beta_below(x + 1, n - x, 1 - tail)
