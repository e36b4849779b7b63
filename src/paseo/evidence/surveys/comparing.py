"""Differences between the groups of one survey, read together: chance is no news."""

from __future__ import annotations

import itertools
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paseo.evidence.surveys.mapping import Domain, IndicatorRule
from paseo.evidence.surveys.results import Difference, Place
from paseo.stats import Direction
from paseo.stats.multiple import holm, p_of_interval
from paseo.stats.survey import Estimate, Grouping, SurveyDesign, survey_difference

#: Up to so many groups are compared pair by pair; more, and areas, with the rest.
PAIRWISE: Final = 4
REST: Final = "rest"
_FEWEST: Final = 2


def group_differences(
    design: SurveyDesign,
    y: NDArray[np.float64],
    groups: Grouping,
    rule: IndicatorRule,
    domain: Domain,
    period: str,
    level: float,
    least: int,
) -> list[Difference]:
    """Compare the groups of a domain: pair by pair when they are few, else each with the rest.

    Every comparison takes the covariance of the two groups into account; its p-value is that of
    its interval. All of one indicator over one domain are one family: Holm's adjustment decides
    which differences are clear.

    Args:
        y: the measure on its published base, NaN outside it.
        groups: the group of each respondent.
        least: answers that a group needs; what may not be shown is not compared either.
    """
    answered = ~np.isnan(y)
    known = [
        code for code in _ordered(groups, domain) if (answered & groups.holds(code)).sum() >= least
    ]
    if len(known) < _FEWEST:
        return []
    if domain.areas or len(known) > PAIRWISE:
        pairs = [(code, REST) for code in known]
    else:
        pairs = list(itertools.combinations(known, 2))
    estimates = [_estimate(design, y, groups, pair, rule, level) for pair in pairs]
    return _read_together(estimates, pairs, rule, domain, period)


def _ordered(groups: Grouping, domain: Domain) -> list[str]:
    stated = [one.code for one in domain.groups]
    found = set(groups.labels)
    return [code for code in stated if code in found] + sorted(found - set(stated))


def _estimate(
    design: SurveyDesign,
    y: NDArray[np.float64],
    groups: Grouping,
    pair: tuple[str, str],
    rule: IndicatorRule,
    level: float,
) -> Estimate:
    first, second = pair
    one = groups.holds(first)
    other = (groups.codes >= 0) & ~one if second == REST else groups.holds(second)
    sides = Grouping(np.select([one, other], [0, 1], -1), ["first", "second"])
    return survey_difference(
        design, y, sides, "first", "second", level=level, **answers_that_count(rule)
    )[0]


def answers_that_count(rule: IndicatorRule) -> dict[str, Any]:
    """Say of a difference of shares that it is one: its interval then holds at 0 and 100 %."""
    return {"of": (1,), "codes": (0, 1)} if rule.counts else {}


def _read_together(
    estimates: list[Estimate],
    pairs: list[tuple[str, str]],
    rule: IndicatorRule,
    domain: Domain,
    period: str,
) -> list[Difference]:
    p = np.array(
        [p_of_interval(one.value, one.low, one.high, one.df, one.level) for one in estimates]
    )
    adjusted = holm(p)
    factor = 100.0 if rule.counts else 1.0
    family = int((~np.isnan(p)).sum())
    found = []
    for one, (first, second), alone, together in zip(estimates, pairs, p, adjusted, strict=True):
        place = (
            Place(period, area=first)
            if domain.areas
            else Place(period, breakdown=f"{domain.id}={first}")
        )
        known = not np.isnan(alone)
        found.append(
            Difference(
                rule=rule,
                place=place,
                against="" if second == REST else second,
                value=_number(one.value * factor),
                low=_number(one.low * factor),
                high=_number(one.high * factor),
                level=one.level,
                p=float(alone) if known else None,
                adjusted=float(together) if known else None,
                family=family,
                direction=direction_of(one.value, float(together), one.level),
            )
        )
    return found


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def direction_of(value: float, adjusted: float, level: float) -> Direction:
    """Return what may be said of a difference after the adjustment for several comparisons.

    >>> direction_of(-4.0, 0.2, 0.95).value, direction_of(-4.0, 0.01, 0.95).value
    ('no clear difference', 'lower')
    """
    if np.isnan(adjusted) or not np.isfinite(value):
        return Direction.CANNOT_TELL
    if adjusted >= 1 - level:
        return Direction.NO_CLEAR_DIFFERENCE
    return Direction.HIGHER if value > 0 else Direction.LOWER
