"""The additive and the ratio effect of the same counts, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paseo.stats.checks import NumbersError
from paseo.stats.impact.before_after import Areas, Caution
from paseo.stats.impact.displacement import DisplacementDifference, displacement_difference
from paseo.stats.impact.effect_ratio import RelativeEffect, relative_effect


@dataclass(frozen=True, slots=True, eq=False)
class SideBySide:
    """Both effects of the same counts.

    Attributes:
        additive: Events more or fewer than the comparison area leads to expect.
        ratio: By what factor; None where a count is zero and no ratio can be formed.
        cautions: All of both, with ``SIGNS_DIFFER`` where one favours the measure and the
            other does not.
    """

    additive: DisplacementDifference
    ratio: RelativeEffect | None
    cautions: tuple[Caution, ...]


def side_by_side(
    treated: Areas, control: Areas, *, level: float = 0.95, variance_factor: float = 1.0
) -> SideBySide:
    """Additive and ratio effect of the same counts, with a caution where they may disagree.

    The additive effect (``displacement_difference``) takes it that both areas would have changed
    by as many events, the ratio effect (``relative_effect``) that by as large a share. Where
    one counted twice the other or more before the start, only one of the two can be right.

    Args:
        treated: The treated area or areas.
        control: The comparison area or areas.
        level: Confidence level of both.
        variance_factor: How much more than Poisson the counts vary.

    Returns:
        Both effects and the cautions.

    Raises:
        NumbersError: As for the two effects, but a zero count only leaves out the ratio.

    Source: after Wheeler and Ratcliffe (2018), Crime Science 7, 11; Farrington et al. (2007),
    Journal of Experimental Criminology 3, 21-38. The bound of twofold is ours.

    Example:
        >>> from paseo.stats.impact import BeforeAfter
        >>> found = side_by_side(BeforeAfter(100, 80), BeforeAfter(1000, 900))
        >>> found.additive.local.interval.value, round(found.ratio.interval.value, 3)
        (80.0, 1.125)
        >>> [caution.value for caution in found.cautions]
        ['before-unlike', 'signs-differ']
    """
    additive = displacement_difference(
        treated, control, level=level, variance_factor=variance_factor
    )
    cautions = list(additive.cautions)
    try:
        ratio = relative_effect(treated, control, level=level, variance_factor=variance_factor)
    except NumbersError as fault:
        if fault.code != "zero-count":
            raise
        return SideBySide(additive, None, additive.cautions)
    log = np.asarray(ratio.log_effect.interval.value)
    # Fewer events are below zero in the additive effect and above zero on the log of the ratio.
    if (np.asarray(additive.local.interval.value) * log > 0).any():
        cautions.append(Caution.SIGNS_DIFFER)
    return SideBySide(additive, ratio, tuple(dict.fromkeys([*cautions, *ratio.cautions])))
