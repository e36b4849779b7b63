"""A city's interviews over its districts: who gets how many, and what margin each reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from paseo.stats.checks import FloatArray, NumbersError
from paseo.stats.interval import two_sided_z
from paseo.stats.survey.sample_plan import plan_for_margin, plan_of, positive, within

Allocation = Literal["equal", "proportional", "power"]


@dataclass(frozen=True, slots=True)
class DistrictPlan:
    """What one district gets of a city's interviews.

    Attributes:
        district: Its name.
        population: People in it.
        interviews: Completed interviews.
        contacts: People to approach.
        margin: Half-width for the district on its own; NaN without interviews.
    """

    district: str
    population: float
    interviews: int
    contacts: int
    margin: float


@dataclass(frozen=True, slots=True)
class CityPlan:
    """A city's interviews over its districts.

    Attributes:
        districts: One plan for each district.
        interviews: All interviews.
        contacts: All people to approach.
        margin: Half-width for the whole city, weighted by population; NaN where a district has
            no interviews.
        weighting_effect: What the allocation costs the city's figure against a proportional one,
            ``n sum(W_h^2 / n_h)``; 1 for a proportional one.
    """

    districts: tuple[DistrictPlan, ...]
    interviews: int
    contacts: int
    margin: float
    weighting_effect: float


def allocate(
    interviews: int,
    populations: Mapping[str, float],
    *,
    how: Allocation = "proportional",
    exponent: float = 0.5,
    minimum: int = 0,
) -> dict[str, int]:
    """Share interviews out over districts: to whole numbers that add up exactly.

    ``equal``: the same for all; ``proportional``: as the populations; ``power``: as
    ``population ** exponent``, between the two (0.5 is the square root). A district gets no
    less than the minimum and no more than its people.

    Args:
        interviews: All interviews.
        populations: People in each district, above zero.
        how: equal, proportional or power.
        exponent: 0 (equal) to 1 (proportional), for power.
        minimum: Least interviews in a district.

    Returns:
        Interviews of each district, in the order given.

    Raises:
        NumbersError: There are no districts, the minimum cannot be kept, or there are fewer
            people than interviews.

    Source: Bankier (1988), The American Statistician 42, 174-177; largest remainders after
    Hamilton.

    Example:
        >>> allocate(1000, {"centre": 40_000, "port": 10_000}, how="power")
        {'centre': 667, 'port': 333}
    """
    _some(populations)
    if how not in get_args(Allocation):
        raise NumbersError("unknown-allocation", "Allocate equal, proportional or power.")
    size = positive(populations=list(populations.values()))
    most = np.floor(size)
    least = np.minimum(float(minimum), most)
    if interviews < least.sum():
        raise NumbersError(
            "minimum-too-large",
            f"{minimum} interviews in each of {len(size)} districts need {int(least.sum())}:"
            f" {interviews} are too few.",
        )
    if interviews > most.sum():
        raise NumbersError(
            "sample-above-population",
            f"{interviews} interviews are more than the {int(most.sum())} people there are.",
        )
    within(exponent=exponent)
    weight = size ** {"equal": 0.0, "proportional": 1.0, "power": exponent}[how]
    exact = _between(interviews, weight, least, most)
    return dict(zip(populations, _whole(exact, interviews), strict=True))


def plan_districts(
    interviews: int,
    populations: Mapping[str, float],
    *,
    how: Allocation = "proportional",
    exponent: float = 0.5,
    minimum: int = 0,
    share: float = 0.5,
    deff: float = 1.0,
    response: float = 1.0,
    eligible: float = 1.0,
    level: float = 0.95,
) -> CityPlan:
    """Share a city's interviews out, and say what margin each district and the city reach.

    The city's margin is ``z sqrt(deff p q sum W_h^2 (1 - n_h / N_h) / n_h)`` with W_h the share
    of the district in the population.

    Args:
        interviews: All interviews.
        populations: People in each district.
        how: equal, proportional or power; see `allocate`.
        exponent: For power.
        minimum: Least interviews in a district.
        share: Expected share.
        deff: Expected design effect within a district.
        response: Share of the eligible people approached who answer.
        eligible: Share of the people approached who belong to the population.
        level: Confidence level.

    Returns:
        The plan.

    Raises:
        NumbersError: As `allocate` and `plan_for_margin`.

    Source: Cochran (1977), Sampling Techniques, sections 5.3 to 5.9; Kish (1992), Journal of
    Official Statistics 8, 183-200.

    Example:
        >>> plan = plan_districts(800, {"a": 60_000, "b": 20_000}, how="equal")
        >>> round(plan.weighting_effect, 3), round(100 * plan.margin, 2)
        (1.25, 3.86)
    """
    given = allocate(interviews, populations, how=how, exponent=exponent, minimum=minimum)
    districts = []
    for name, n in given.items():
        people = float(populations[name])
        plan = plan_of(
            n, share=share, deff=deff, population=people,
            response=response, eligible=eligible, level=level,
        )  # fmt: skip
        margin = plan.margin if n else float("nan")
        districts.append(DistrictPlan(name, people, n, plan.contacts, margin))
    return _city(tuple(districts), share, deff, level)


def plan_districts_for_margin(
    margin: float,
    populations: Mapping[str, float],
    *,
    share: float = 0.5,
    deff: float = 1.0,
    response: float = 1.0,
    eligible: float = 1.0,
    level: float = 0.95,
) -> CityPlan:
    """The interviews with which every district reaches a margin of its own.

    Arguments as `plan_for_margin` and `plan_districts`.

    Example:
        >>> plan = plan_districts_for_margin(0.08, {"a": 60_000, "b": 500})
        >>> [one.interviews for one in plan.districts]
        [150, 116]
    """
    _some(populations)
    needed = {
        name: plan_for_margin(
            margin, share=share, deff=deff, population=people, level=level
        ).interviews
        for name, people in populations.items()
    }
    plans = [
        plan_districts(
            n, {name: populations[name]}, share=share, deff=deff,
            response=response, eligible=eligible, level=level,
        ).districts[0]
        for name, n in needed.items()
    ]  # fmt: skip
    return _city(tuple(plans), share, deff, level)


def _some(populations: Mapping[str, float]) -> None:
    if not populations:
        raise NumbersError("no-districts", "There are no districts to share interviews out over.")


def _city(districts: tuple[DistrictPlan, ...], share: float, deff: float, level: float) -> CityPlan:
    """The city's own figures from the plans of its districts."""
    size = np.array([one.population for one in districts])
    n_h = np.array([float(one.interviews) for one in districts])
    weight = size / size.sum()
    with np.errstate(divide="ignore"):
        inverse = np.where(n_h > 0, 1 / n_h, np.nan)
    variance = deff * share * (1 - share) * float((weight**2 * (1 - n_h / size) * inverse).sum())
    return CityPlan(
        districts=districts,
        interviews=int(n_h.sum()),
        contacts=sum(one.contacts for one in districts),
        margin=two_sided_z(level) * float(np.sqrt(variance)),
        weighting_effect=float(n_h.sum() * (weight**2 * inverse).sum()),
    )


def _between(total: float, weight: FloatArray, least: FloatArray, most: FloatArray) -> FloatArray:
    """Share out by weight within bounds: the one factor for which it adds up, by halving."""
    low, high = 0.0, float((most / weight).max())
    for _ in range(200):
        middle = (low + high) / 2
        if np.clip(middle * weight, least, most).sum() < total:
            low = middle
        else:
            high = middle
    return np.asarray(np.clip(high * weight, least, most))


def _whole(exact: FloatArray, total: int) -> list[int]:
    down = np.floor(exact + 1e-9)
    left = round(total - down.sum())
    order = np.argsort(-(exact - down), kind="stable")
    down[order[:left]] += 1
    return [int(n) for n in down]
