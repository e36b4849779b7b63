"""How many interviews a survey needs before it is held; `district_plan` shares them out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paseo.stats.checks import FloatArray, NumbersError, as_numbers, refuse
from paseo.stats.interval import two_sided_z
from paseo.stats.inverse import normal_below
from paseo.stats.proportions import interviews_needed, margin_of_error


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """What one sample needs.

    Attributes:
        interviews: Completed interviews.
        contacts: People to approach, at the expected response and eligibility.
        margin: Half-width of the interval of the expected share that these interviews reach.
    """

    interviews: int
    contacts: int
    margin: float


def cluster_effect(take: float, rho: float) -> float:
    """Design effect of interviewing in clusters: ``1 + (take - 1) rho``.

    Args:
        take: Interviews in a cluster on average, 1 or more.
        rho: How much alike people of one cluster answer, usually 0.01 to 0.1.

    Returns:
        The design effect; multiply it by that of unequal weights.

    Raises:
        NumbersError: take is under 1, or rho outside 0 to 1.

    Source: Kish (1965), Survey Sampling, Wiley, section 5.4.

    Example:
        >>> cluster_effect(11, 0.05)
        1.5
    """
    if not take >= 1:
        raise NumbersError("take-below-one", "A cluster holds one interview or more.")
    if not 0 <= rho <= 1:
        raise NumbersError("share-out-of-range", "rho lies between 0 and 1.")
    return 1 + (take - 1) * rho


def plan_for_margin(
    margin: float,
    *,
    share: float = 0.5,
    deff: float = 1.0,
    population: float | None = None,
    response: float = 1.0,
    eligible: float = 1.0,
    level: float = 0.95,
) -> SamplePlan:
    """Interviews and contacts for a margin of a share: ``z^2 p (1 - p) deff / margin^2``.

    Args:
        margin: Wanted half-width as a share, such as 0.03.
        share: Expected share; 0.5 is the least favourable.
        deff: Expected design effect.
        population: Size of the population; a sample that is a good part of it can be smaller.
        response: Share of the eligible people approached who answer.
        eligible: Share of the people approached who belong to the population.
        level: Confidence level.

    Returns:
        The plan.

    Raises:
        NumbersError: A number is impossible; a share of 0 or 1 leaves nothing to plan for.

    Source: Cochran (1977), Sampling Techniques, 3rd edition, Wiley, sections 4.2 to 4.4.

    Example:
        >>> plan_for_margin(0.05, response=0.25)
        SamplePlan(interviews=385, contacts=1540, margin=0.04994451)
    """
    _some_spread(share)
    people = None if population is None else _people(population)
    wanted = int(interviews_needed(margin, share=share, deff=deff, population=people, level=level))
    return plan_of(
        wanted if people is None else min(wanted, int(people)),
        share=share,
        deff=deff,
        population=population,
        response=response,
        eligible=eligible,
        level=level,
    )


def plan_of(
    interviews: int,
    *,
    share: float = 0.5,
    deff: float = 1.0,
    population: float | None = None,
    response: float = 1.0,
    eligible: float = 1.0,
    level: float = 0.95,
) -> SamplePlan:
    """The margin that a number of interviews reaches, and the contacts it takes.

    Arguments and errors as `plan_for_margin`.

    Example:
        >>> round(100 * plan_of(400).margin, 1)
        4.9
    """
    margin = margin_of_error(interviews, share=share, deff=deff, population=population, level=level)
    return SamplePlan(
        interviews, _contacts(interviews, response, eligible), round(float(margin), 8)
    )


def plan_for_change(
    change: float,
    *,
    share: float = 0.5,
    deff: float = 1.0,
    power: float = 0.8,
    overlap: float = 0.0,
    correlation: float = 0.0,
    population: float | None = None,
    response: float = 1.0,
    eligible: float = 1.0,
    level: float = 0.95,
) -> SamplePlan:
    """Interviews in each of two waves so that a change of a share is likely to show clearly.

    ``(z + z_power)^2 (p1 q1 + p2 q2 - 2 o r sqrt(p1 q1 p2 q2)) deff / change^2`` with o the
    share of people asked in both waves and r the correlation of their answers.

    Args:
        change: Change to detect, as a share with its sign, such as -0.05.
        share: Share expected in the first wave.
        deff: Expected design effect.
        power: Probability that the interval of the change leaves out zero.
        overlap: Share of the second sample that was in the first.
        correlation: Correlation of the two answers of one person.
        population: Size of the population.
        response: Share of the eligible people approached who answer.
        eligible: Share of the people approached who belong to the population.
        level: Confidence level of the interval.

    Returns:
        The plan of one wave; its margin is that of one wave.

    Raises:
        NumbersError: A number is impossible, such as a change that leads below 0 or above 1.

    Source: Cochran (1977), Sampling Techniques, chapter 12; Kish (1965), Survey Sampling,
    section 12.4; Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions,
    3rd edition, Wiley, chapter 4 (without pooling or continuity correction).

    Example:
        >>> plan_for_change(0.10, share=0.5).interviews
        385
    """
    within(overlap=overlap, response=response, eligible=eligible)
    if not 0 < power < 1:
        raise NumbersError("share-out-of-range", "Power lies between 0 and 1, both left out.")
    people = None if population is None else _people(population)
    if change == 0:
        raise NumbersError("no-change", "A change of zero cannot be detected: give its size.")
    spread = _spread_of_change(change, share, overlap, correlation)
    z = two_sided_z(level) + normal_below(power)
    n = z**2 * spread * float(positive(deff=deff)) / change**2
    if people is not None:
        n = n / (1 + (n - 1) / people)
    return plan_of(
        int(np.ceil(n - 1e-9)),
        share=share,
        deff=deff,
        population=people,
        response=response,
        eligible=eligible,
        level=level,
    )


def power_to_detect(
    change: float,
    interviews: float,
    *,
    share: float = 0.5,
    deff: float = 1.0,
    overlap: float = 0.0,
    correlation: float = 0.0,
    level: float = 0.95,
) -> float:
    """Probability that a change shows clearly between two waves of so many interviews each.

    Arguments and source as `plan_for_change`.

    Example:
        >>> round(power_to_detect(0.10, 385), 2)
        0.8
    """
    from scipy import special

    effective = float(positive(interviews=interviews)) / float(positive(deff=deff))
    se = np.sqrt(_spread_of_change(change, share, overlap, correlation) / effective)
    z = two_sided_z(level)
    return float(special.ndtr(abs(change) / se - z) + special.ndtr(-abs(change) / se - z))


def _contacts(interviews: int, response: float, eligible: float) -> int:
    within(response=response, eligible=eligible)
    if response * eligible <= 0:
        raise NumbersError("nobody-answers", "With nobody answering there are no interviews.")
    return int(np.ceil(interviews / (response * eligible) - 1e-9))


def _some_spread(share: float) -> None:
    within(share=share)
    if share * (1 - share) == 0:
        raise NumbersError(
            "no-spread", "A share of 0 or 1 leaves no spread to plan for: 0.5 is cautious."
        )


def _people(population: float) -> float:
    people = float(positive(population=population))
    if people < 1:
        raise NumbersError("not-positive", f"A population is one or more (found {people:g}).")
    return people


def _spread_of_change(change: float, share: float, overlap: float, correlation: float) -> float:
    second = share + change
    if not (0 <= share <= 1 and 0 <= second <= 1):
        raise NumbersError(
            "share-out-of-range",
            f"A change of {change:g} from {share:g} leads outside 0 to 1.",
        )
    if not -1 <= correlation <= 1:
        raise NumbersError("share-out-of-range", "A correlation lies between -1 and 1.")
    before, after = share * (1 - share), second * (1 - second)
    spread = before + after - 2 * overlap * correlation * float(np.sqrt(before * after))
    if spread <= 0:
        raise NumbersError("no-spread", "These shares leave no spread to plan for.")
    return spread


def within(**named: float) -> None:
    """Refuse what does not lie between 0 and 1."""
    for name, value in named.items():
        if not 0 <= value <= 1:
            raise NumbersError(
                "share-out-of-range", f"{name} lies between 0 and 1 (found {value:g})."
            )


def positive(**named: object) -> FloatArray:
    """Read numbers, and refuse what is not above zero."""
    (array,) = as_numbers(**named)  # type: ignore[arg-type]
    shown = np.nan_to_num(array)
    refuse(shown <= 0, "not-positive", f"{next(iter(named))} must be above zero", shown)
    return array
