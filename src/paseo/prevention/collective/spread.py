"""Median and spread of ratings, and which kinds of partner may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from paseo.prevention.collective.form import CollectiveForm
from paseo.prevention.collective.ratings import Rating

#: The group of kinds that are too small to be shown alone.
TOGETHER: Final = "together"


@dataclass(frozen=True, slots=True)
class Spread:
    """How partners rated: the middle, and how far apart they are.

    Args:
        n: partners with an answer.
        median: of them.
        low, high: lower and upper quartile; None where the partners are too few for them.
        least, most: lowest and highest rating; None where the partners are too few for them.
    """

    n: int
    median: float
    low: float | None = None
    high: float | None = None
    least: float | None = None
    most: float | None = None

    @property
    def half(self) -> tuple[float, float] | None:
        """The quartiles, where they are shown."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def range(self) -> tuple[float, float] | None:
        """Lowest and highest rating, where they are shown."""
        return None if self.least is None or self.most is None else (self.least, self.most)


def spread(values: Iterable[float], least_spread: int = 0) -> Spread | None:
    """Return median, quartiles and range; None where there is no value.

    Quartiles are interpolated between ordered values: with n values the one at ``q`` stands at
    position ``1 + q (n - 1)``.

    Args:
        values: one per partner, points of the scale.
        least_spread: with fewer values the median stands alone, because median, lowest and highest
            of three partners are their three ratings.

    Source: Hyndman and Fan (1996), The American Statistician 50, 361-365, definition 7.

    Example:
        >>> spread([0, 1, 2, 2, 3])
        Spread(n=5, median=2.0, low=1.0, high=2.0, least=0.0, most=3.0)
        >>> spread([0, 1, 2], 5).half is None
        True
    """
    known = np.asarray(list(values), float)
    if not known.size:
        return None
    low, median, high = (float(one) for one in np.quantile(known, (0.25, 0.5, 0.75)))
    if known.size < least_spread:
        return Spread(int(known.size), median)
    return Spread(int(known.size), median, low, high, float(known.min()), float(known.max()))


def of_partner(form: CollectiveForm, condition: str, points: Mapping[str, int]) -> float | None:
    """Return the median of a partner's ratings of one condition; None below half of them.

    >>> from paseo.prevention.collective.pack import load_form
    >>> of_partner(load_form(), "agenda", {"A1": 3, "A2": 1}), of_partner(load_form(), "agenda", {})
    (2.0, None)
    """
    every = form.statements_of(condition)
    known = [points[one.id] for one in every if one.id in points]
    return float(np.median(known)) if known and 2 * len(known) >= len(every) else None


def groups_of(form: CollectiveForm, ratings: Sequence[Rating]) -> dict[str, tuple[str, ...]]:
    """Return the groups in which kinds of partner may be shown, and the kinds in each.

    A kind with fewer partners than the form allows stands with other small kinds. Where these are
    still too few, the smallest of the other kinds joins them, so that nobody can be worked out
    from the whole and the rest. No group at all where all partners are too few.

    >>> from paseo.prevention.collective.pack import load_form
    >>> ratings = [Rating(str(n), kind) for n, kind in enumerate(["city"] * 4 + ["police"] * 3)]
    >>> ratings += [Rating("x", "school")]
    >>> groups_of(load_form(), ratings)
    {'city': ('city',), 'together': ('police', 'school')}
    """
    counts = Counter(one.kind for one in ratings)
    if sum(counts.values()) < form.least_shown:
        return {}
    present = [one.id for one in form.kinds if counts[one.id]]
    small = {one for one in present if counts[one] < form.least_shown}
    others = sorted((one for one in present if one not in small), key=lambda one: counts[one])
    while small and sum(counts[one] for one in small) < form.least_shown and others:
        small.add(others.pop(0))
    if len(small) == len(present):
        return {}  # everything together is the whole
    groups: dict[str, tuple[str, ...]] = {one: (one,) for one in present if one not in small}
    if small:
        groups[TOGETHER] = tuple(one for one in present if one in small)
    return groups
