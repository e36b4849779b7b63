"""How much was learned between two tests: absolute, relative and normalised gain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, as_numbers, not_negative, refuse

#: Normalised gains of class means from which on Hake (1998) calls them medium, and high.
MEDIUM: Final = 0.3
HIGH: Final = 0.7


@dataclass(frozen=True, slots=True)
class LearningGain:
    """Three ways to tell how a score rose; each a part of one, not per cent.

    Args:
        absolute: Rise as a part of the highest score; 0.2 is a fifth of all points.
        relative: Rise as a part of the score before; NaN where that was zero.
        normalised: Rise as a part of what was still to be gained; NaN where the score before was
            the highest there is. Below zero where the score fell.
    """

    absolute: FloatArray
    relative: FloatArray
    normalised: FloatArray


def learning_gain(before: ArrayLike, after: ArrayLike, highest: ArrayLike) -> LearningGain:
    """Tell by how much scores rose, beside all points, the start, and what was left to gain.

    ``absolute = (after - before) / highest``, ``relative = (after - before) / before``,
    ``normalised = (after - before) / (highest - before)``.

    The normalised gain of two class means is Hake's; the mean of each person's own is another
    number. Who knew little before has a large relative gain and who knew nearly all a wild
    normalised one, so that the three are read together. Without a group that was not taught
    they do not say that the course brought it about.

    Args:
        before: Scores or mean scores before, 0 to ``highest``; any shape, NaN is unknown.
        after: The same after; shapes must go together.
        highest: Most points that can be had, above zero; one number or one for each score.

    Returns:
        The three gains, NaN where unknown or not defined.

    Raises:
        NumbersError: A score lies outside 0 to ``highest``, or that is not above zero.

    Source: Hake (1998), American Journal of Physics 66, 64-74 (normalised gain). The relative
    gain is the change over the start, as training reports print it.

    Example:
        >>> gain = learning_gain(4.916, 16.016, 20)
        >>> [round(float(one), 3) for one in (gain.absolute, gain.relative, gain.normalised)]
        [0.555, 2.258, 0.736]
    """
    first, second, most = as_numbers(before=before, after=after, highest=highest)
    refuse(most <= 0, "not-above-zero", "highest must be above zero", most)
    not_negative(before=first, after=second)
    for name, one in (("before", first), ("after", second)):
        refuse(one > most, "above-highest", f"{name} cannot be above the highest score", one)
    rise = second - first
    left = most - first
    return LearningGain(
        rise / most,
        np.divide(rise, first, out=np.full(rise.shape, np.nan), where=first != 0),
        np.divide(rise, left, out=np.full(rise.shape, np.nan), where=left != 0),
    )
