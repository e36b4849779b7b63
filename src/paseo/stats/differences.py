"""Differences and ratios of two independent estimates, and what may be said of them."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import NumbersError, refuse
from paseo.stats.interval import Interval, made


class Direction(StrEnum):
    """What a comparison allows one to say."""

    HIGHER = "higher"
    LOWER = "lower"
    ABOUT_THE_SAME = "about the same"
    NO_CLEAR_DIFFERENCE = "no clear difference"
    CANNOT_TELL = "cannot tell"


_ORDER = list(Direction)


def difference_of(a: Interval, b: Interval) -> Interval:
    """Difference ``a - b`` of two independent estimates from their own intervals (MOVER).

    ``low = d - sqrt((a - a.low)^2 + (b.high - b)^2)`` and
    ``high = d + sqrt((a.high - a)^2 + (b - b.low)^2)`` with ``d = a - b``.
    The variances are recovered from the intervals near the limits, so that asymmetric
    intervals (rates, shares) keep their good behaviour with small numbers.

    Args:
        a: Estimate with interval.
        b: Estimate with interval, of the same unit and level, independent of ``a``.

    Returns:
        The difference in the unit of ``a``; NaN where a part is unknown.

    Raises:
        NumbersError: The levels differ.

    Source: Zou and Donner (2008), Statistics in Medicine 27, 1693-1702.

    Example:
        >>> a = Interval(0.8, 0.7, 0.9, 0.95, "stated")
        >>> b = Interval(0.5, 0.4, 0.6, 0.95, "stated")
        >>> round(float(difference_of(a, b).low), 4)
        0.1586
    """
    level = _common_level(a, b)
    (va, la, ha), (vb, lb, hb) = a.arrays(), b.arrays()
    d = va - vb
    low = d - np.hypot(va - la, hb - vb)
    high = d + np.hypot(ha - va, vb - lb)
    return made(d, low, high, level=level, method="MOVER")


def ratio_of(a: Interval, b: Interval) -> Interval:
    """Ratio ``a / b`` of two independent non-negative estimates from their intervals (MOVER-R).

    The limits are the roots of the quadratics that make the MOVER limits of ``a - r b`` zero,
    written so that zero estimates need no special treatment. 0 / 0 is unknown; a positive
    number over zero is infinite with a finite lower end.

    Args:
        a: Estimate with interval, lower end not negative.
        b: Estimate with interval, lower end not negative, same level, independent of ``a``.

    Returns:
        The ratio; its upper end is infinite where ``b.low`` is zero.

    Raises:
        NumbersError: The levels differ or a lower end is negative.

    Source: Donner and Zou (2012), Statistical Methods in Medical Research 21, 347-359.

    Example:
        >>> a = Interval(0.8, 0.7, 0.9, 0.95, "stated")
        >>> b = Interval(0.4, 0.3, 0.5, 0.95, "stated")
        >>> round(float(ratio_of(a, b).value), 6)
        2.0
    """
    level = _common_level(a, b)
    (va, la, ha), (vb, lb, hb) = a.arrays(), b.arrays()
    for low in (la, lb):
        refuse(low < 0, "ratio-of-signed", "A ratio needs estimates that cannot be negative", low)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        product = va * vb
        near, far = la * (2 * va - la), hb * (2 * vb - hb)
        root = np.sqrt(np.maximum(product**2 - near * far, 0))
        low = np.where(near == 0, 0.0, near / (product + root))
        near, far = ha * (2 * va - ha), lb * (2 * vb - lb)
        root = np.sqrt(np.maximum(product**2 - near * far, 0))
        high = np.where(far == 0, np.inf, (product + root) / far)
        value = va / vb
    unknown = np.isnan(va + la + ha + vb + lb + hb)
    low, high = np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)
    return made(value, low, high, level=level, method="MOVER-R")


def directions(
    interval: Interval, *, null: float = 0.0, margin: float | None = None
) -> NDArray[np.object_]:
    """What each of an array of differences (null 0) or ratios (null 1) allows one to say.

    Args:
        interval: Differences or ratios with intervals.
        null: The value that means "no difference": 0 for differences, 1 for ratios.
        margin: Differences up to this size do not matter. An interval that lies wholly within
            ``null - margin`` and ``null + margin`` is "about the same", whatever its sign.

    Returns:
        An array of `Direction`, of the shape of the interval.
    """
    _, low, high = interval.arrays()
    said = np.full(low.shape, _ORDER.index(Direction.NO_CLEAR_DIFFERENCE))
    said[low > null] = _ORDER.index(Direction.HIGHER)
    said[high < null] = _ORDER.index(Direction.LOWER)
    if margin is not None:
        within = (low >= null - margin) & (high <= null + margin)
        said[within] = _ORDER.index(Direction.ABOUT_THE_SAME)
    said[~interval.known] = _ORDER.index(Direction.CANNOT_TELL)
    # Looked up at the end, because numpy turns a member into a plain string on assignment.
    members = np.empty(len(_ORDER), dtype=np.object_)
    members[:] = _ORDER
    return np.asarray(members[said], dtype=np.object_)


def direction(interval: Interval, *, null: float = 0.0, margin: float | None = None) -> Direction:
    """What one difference (null 0) or ratio (null 1) allows one to say; see `directions`.

    Raises:
        NumbersError: The interval holds several estimates: use `directions`.

    Example:
        >>> change = Interval(-2.0, -5.0, 1.0, 0.95, "stated")
        >>> print(direction(change))
        no clear difference
    """
    if interval.known.ndim:
        raise NumbersError("not-one", "These are several estimates: use directions().")
    said: Direction = directions(interval, null=null, margin=margin).item()
    return said


def clear_differences(
    a: Interval, b: Interval, *, margin: float | None = None
) -> NDArray[np.object_]:
    """How each ``a`` stands to ``b``, from the MOVER interval of the difference.

    This is not the same as asking whether the two intervals overlap, which is too cautious:
    intervals may overlap although the difference is clear (Schenker and Gentleman 2001).

    Args:
        a: Estimates with intervals.
        b: Estimates with intervals, independent of ``a``, same unit and level.
        margin: Differences up to this size do not matter; see `directions`.

    Returns:
        An array of `Direction`: "higher" means ``a`` is clearly higher than ``b``.

    Source: Schenker and Gentleman (2001), The American Statistician 55, 182-186.
    """
    return directions(difference_of(a, b), margin=margin)


def clear_difference(a: Interval, b: Interval, *, margin: float | None = None) -> Direction:
    """How one estimate ``a`` stands to one estimate ``b``; see `clear_differences`.

    Example:
        >>> a = Interval(0.58, 0.54, 0.62, 0.95, "stated")
        >>> b = Interval(0.51, 0.47, 0.55, 0.95, "stated")
        >>> print(clear_difference(a, b))  # although the intervals overlap
        higher
    """
    return direction(difference_of(a, b), margin=margin)


def _common_level(a: Interval, b: Interval) -> float:
    if abs(a.level - b.level) > 1e-12:
        raise NumbersError(
            "levels-differ",
            f"The intervals have different levels ({a.level:g} and {b.level:g}):"
            " make both at the same level first.",
        )
    return a.level
