"""Each factor tried before a run: does it build, and does it move any score?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.uncertainty.drawing_checks import cannot_build
from paseo.stats.composite.uncertainty.draws import (
    Draws,
    as_built,
    decode,
    middles,
    seed_of,
)
from paseo.stats.composite.uncertainty.engine import Engine
from paseo.stats.composite.uncertainty.factors import Choice, Factor, Plan, PlanFault, Range

#: Even numbers at which a factor that is no choice is tried: the ends first.
PLACES: Final = (0.0, 1.0 - 2.0**-53, 0.5, 0.25, 0.75)
#: Replications of the other factors in whose company a factor is tried at a time.
COMPANY: Final = 8
#: Combinations of the alternatives of all other factors up to which every one is tried.
COMBINATIONS: Final = 256
#: Scores count as moved beyond this share of the largest one.
MOVED: Final = 1e-10


def trial_faults(engine: Engine, plan: Plan) -> list[PlanFault]:
    """Try every factor.

    Args:
        engine: Of the plan.
        plan: Without any fault that can be read off it.

    Returns:
        ``cannot-build`` for an alternative, an end of a range or a factor with which the index
        cannot be built, neither alone nor in company; ``changes-no-score`` for an alternative
        (other than the index as built) or a factor that moves no score, neither alone nor in
        company. Company are :data:`COMPANY` replications like those of the run, and then every
        combination of the alternatives of all other choices, or, where there are more than
        :data:`COMBINATIONS`, so many that hold each pair of alternatives by chance, with equal
        chances; ranges and what else is drawn are drawn beside them. An alternative that matters
        beside a rare one only is thus found, whatever the seed.
    """
    return [
        fault for at, factor in enumerate(plan.factors) for fault in _try(engine, plan, at, factor)
    ]


def _try(engine: Engine, plan: Plan, at: int, factor: Factor) -> Iterator[PlanFault]:
    count = len(factor.options) if isinstance(factor, Choice) else len(PLACES)
    scores, faults = engine.scores(_only(plan, at, as_built(plan, count)))
    moved = [place not in faults and _moves(engine.base, row) for place, row in enumerate(scores)]
    if not isinstance(factor, Choice):
        wrong = [place for place in (0, 1) if place in faults and isinstance(factor, Range)]
        if not any(moved) and not wrong:
            yield from _in_company(engine, plan, at, None, faults.get(0))
        for end in wrong:
            yield from _in_company(engine, plan, at, end, faults[end])
        return
    still = [place for place in range(count) if not moved[place] and place not in faults]
    # One alternative may be the index as it is: the first that moves nothing.
    allowed = still[:1] if len(still) < count else []
    found = {
        place: list(_in_company(engine, plan, at, place, faults.get(place)))
        for place in range(count)
        if not moved[place] and place not in allowed
    }
    if len(still) == count and not all(found.values()):
        idle = [one for one in still if "changes-no-score" in [why.code for why in found[one]]]
        found |= {one: [] for one in idle[:1]}
    for held in found.values():
        yield from held


def _in_company(
    engine: Engine, plan: Plan, at: int, place: int | None, fault: CompositeError | None
) -> Iterator[PlanFault]:
    """Try a factor again while the others are drawn too: only there may it build or matter."""
    factor = plan.factors[at]
    label = factor.options[place].label if isinstance(factor, Choice) and place is not None else ""
    chance = np.random.Generator(np.random.Philox(key=seed_of(plan)))
    tried = None
    if place is not None:
        tried = _only(plan, at, as_built(plan, max(len(PLACES), place + 1)))
    built = False
    for drawn in _company(plan, at, chance):
        count = len(drawn)
        draws = decode(plan, drawn)
        without = draws.with_one(factor.name, as_built(plan, count))
        if tried is not None and place is not None:
            draws = draws.with_one(factor.name, tried.take(np.full(count, place)))
        after, faults = engine.scores(draws)
        both = [one for one in range(count) if one not in faults]
        built = built or bool(both)
        fault = fault or faults.get(0)
        if both:
            before, _ = engine.scores(without)
            if any(_moves(before[one], after[one]) for one in both):
                return
    if fault is not None and not built:
        yield cannot_build(fault, factor.name, label)
    else:
        yield PlanFault("changes-no-score", factor.name, label)


def _company(plan: Plan, at: int, chance: np.random.Generator) -> Iterator[FloatArray]:
    """Even numbers for the other factors, a few replications at a time."""
    yield chance.random((COMPANY, len(plan.factors)))
    others = [
        (place, one)
        for place, one in enumerate(plan.factors)
        if isinstance(one, Choice) and place != at
    ]
    counts = [len(one.options) for _, one in others]
    if not others:
        return
    if prod(counts) <= COMBINATIONS:
        rows = np.array(list(product(*map(range, counts))))
    else:
        rows = chance.integers(0, counts, (COMBINATIONS, len(counts)))
    even = chance.random((len(rows), len(plan.factors)))
    for column, (place, one) in enumerate(others):
        even[:, place] = middles(one)[rows[:, column]]
    for start in range(0, len(even), COMPANY):
        yield even[start : start + COMPANY]


def _only(plan: Plan, at: int, draws: Draws) -> Draws:
    """Draw one factor at its places, or each alternative in turn, beside others as given."""
    factor = plan.factors[at]
    if isinstance(factor, Choice):
        draws.options[factor.name] = np.arange(len(factor.options))
        return draws
    even = np.tile(np.array(PLACES)[:, None], (1, len(plan.factors)))
    return draws.with_one(factor.name, decode(plan, even))


def _moves(base: FloatArray, scores: FloatArray) -> bool:
    known = ~np.isnan(base)
    if (known != ~np.isnan(scores)).any():
        return True
    return bool(np.any(np.abs(scores - base)[known] > MOVED * np.abs(base[known]).max()))
