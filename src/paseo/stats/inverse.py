"""Inverse distribution functions; scipy is slow to load and waits until one is asked for."""

from __future__ import annotations

import numpy as np

from paseo.stats.checks import FloatArray


def gamma_below(shape: FloatArray, tail: float) -> FloatArray:
    """The point with ``tail`` of a gamma distribution (scale 1) below it."""
    from scipy import special

    return np.asarray(special.gammaincinv(shape, tail))


def gamma_above(shape: FloatArray, tail: float) -> FloatArray:
    """The point with ``tail`` of a gamma distribution (scale 1) above it."""
    from scipy import special

    return np.asarray(special.gammainccinv(shape, tail))


def beta_below(a: FloatArray, b: FloatArray, tail: float) -> FloatArray:
    """The point with ``tail`` of a beta distribution below it."""
    from scipy import special

    return np.asarray(special.betaincinv(a, b, tail))


def normal_below(share: float) -> float:
    """The point with ``share`` of the standard normal distribution below it."""
    from scipy import special

    return float(special.ndtri(share))


def student_below(df: FloatArray, share: float) -> FloatArray:
    """The point with ``share`` of Student's t distribution below it."""
    from scipy import special

    return np.asarray(special.stdtrit(df, share))
