"""Displacement quotient and total net effect, read only where they can be read.

None of them has a standard error: they say nothing of chance. The weighted displacement
difference was made to mend that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from paseo.stats.checks import NumbersError
from paseo.stats.impact.before_after import BeforeAfter


class Reading(StrEnum):
    """What a displacement quotient says."""

    SPREAD_BEYOND = "spread-beyond"
    """Above 1: benefit spread to the surroundings, and more than the direct effect."""
    SPREAD = "spread"
    """Above 0, up to 1: benefit spread to the surroundings."""
    NONE = "none"
    """0: neither displacement nor spread."""
    DISPLACED_IN_PART = "displaced-in-part"
    """Below 0, above -1: displacement, smaller than the direct effect; still a net gain."""
    DISPLACED_ALL = "displaced-all"
    """-1: displacement as large as the direct effect; no net gain."""
    DISPLACED_BEYOND = "displaced-beyond"
    """Below -1: displacement larger than the direct effect; the gain is lost."""
    NOT_READABLE = "not-readable"
    """The quotient must not be read; ``Unreadable`` says why."""


class Unreadable(StrEnum):
    """Why a quotient must not be read."""

    NO_CONTROL_BEFORE = "no-control-before"
    """The comparison area counted nothing before: nothing can be divided by it."""
    NO_CONTROL_AFTER = "no-control-after"
    """The comparison area counted nothing after."""
    NO_SUCCESS = "no-success"
    """The treated area did no better than the comparison area: there is no gain to displace."""


@dataclass(frozen=True, slots=True)
class DisplacementQuotient:
    """The quotient with all it is made of; None stands where a number cannot be formed.

    Attributes:
        gross_effect: Events fewer in the treated area, ``Rb - Ra``; where the periods differ,
            Rb is first brought to the length of the period after.
        net_effect: ``Rb/Cb - Ra/Ca``; above 0 is better than the comparison area.
        success_measure: ``Ra/Ca - Rb/Cb``, the denominator; below 0 is success.
        buffer_measure: ``Da/Ca - Db/Cb``, the numerator; above 0 hints at displacement.
        quotient: Their quotient; None where it must not be read.
        total_net_effect: Events fewer in the treated area and around it together than the
            change of the comparison area leads to expect.
        reading: What the quotient says.
        reasons: Why it is not readable; empty where it is.
    """

    gross_effect: float
    net_effect: float | None
    success_measure: float | None
    buffer_measure: float | None
    quotient: float | None
    total_net_effect: float | None
    reading: Reading
    reasons: tuple[Unreadable, ...]


def displacement_quotient(
    treated: BeforeAfter, control: BeforeAfter, displacement: BeforeAfter
) -> DisplacementQuotient:
    """Weighted displacement quotient and total net effect of three areas.

    ``WDQ = (Da/Ca - Db/Cb) / (Ra/Ca - Rb/Cb)``;
    ``TNE = (Rb*(Ca/Cb) - Ra) + (Db*(Ca/Cb) - Da)``, R treated, C comparison, D displacement.

    Args:
        treated: Counts of the treated area. Only counts are read, as the lengths of the periods
            cancel out; the gross effect alone needs them.
        control: Counts of the comparison area.
        displacement: Counts of the area around the treated one.

    Returns:
        All parts and the reading, which may be that the quotient cannot be read.

    Raises:
        NumbersError: A part is an array, not one count.

    Source: Bowers and Johnson (2003), Journal of Quantitative Criminology 19, 275-301;
    Guerette (2009), POP Tool Guide 10, appendices B and C.

    Example:
        >>> found = displacement_quotient(
        ...     BeforeAfter(100, 60), BeforeAfter(100, 100), BeforeAfter(50, 60)
        ... )
        >>> found.quotient, found.reading.value, found.total_net_effect
        (-0.25, 'displaced-in-part', 30.0)
    """
    rb, ra = _counts(treated)
    cb, ca = _counts(control)
    db, da = _counts(displacement)
    reasons = []
    if cb == 0:
        reasons.append(Unreadable.NO_CONTROL_BEFORE)
    if ca == 0:
        reasons.append(Unreadable.NO_CONTROL_AFTER)
    # Over one denominator: whole counts then give the signs without rounding.
    success = None if reasons else (ra * cb - rb * ca) / (ca * cb)
    buffer = None if reasons else (da * cb - db * ca) / (ca * cb)
    if success is not None and success >= 0:
        reasons.append(Unreadable.NO_SUCCESS)
    quotient = None if reasons else (da * cb - db * ca) / (ra * cb - rb * ca)
    return DisplacementQuotient(
        gross_effect=rb * _longer(treated) - ra,
        net_effect=None if success is None else 0.0 - success,
        success_measure=success,
        buffer_measure=buffer,
        quotient=quotient,
        total_net_effect=None if cb == 0 else (rb * ca / cb - ra) + (db * ca / cb - da),
        reading=reading_of(quotient),
        reasons=tuple(reasons),
    )


def reading_of(quotient: float | None) -> Reading:
    """What a displacement quotient says; None says nothing.

    Args:
        quotient: The quotient of a measure that did better than its comparison area.

    Returns:
        The reading.

    Source: Guerette (2009), POP Tool Guide 10, appendix C.

    Example:
        >>> reading_of(-0.5)
        <Reading.DISPLACED_IN_PART: 'displaced-in-part'>
    """
    if quotient is None or not math.isfinite(quotient):
        return Reading.NOT_READABLE
    if math.isclose(quotient, 0, abs_tol=1e-12):
        return Reading.NONE
    if quotient > 0:
        return Reading.SPREAD if quotient <= 1 else Reading.SPREAD_BEYOND
    if math.isclose(quotient, -1):
        return Reading.DISPLACED_ALL
    return Reading.DISPLACED_IN_PART if quotient > -1 else Reading.DISPLACED_BEYOND


def _counts(area: BeforeAfter) -> tuple[float, float]:
    if area.before.ndim or area.after.ndim:
        raise NumbersError("one-case", "The displacement quotient reads one case at a time.")
    return float(area.before), float(area.after)


def _longer(area: BeforeAfter) -> float:
    return float(area.exposure_after / area.exposure_before)
