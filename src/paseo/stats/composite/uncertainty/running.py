"""A Monte Carlo run over everything that is uncertain about an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.checks import faults_of
from paseo.stats.composite.uncertainty.draws import Draws, decode, seed_of
from paseo.stats.composite.uncertainty.engine import Engine
from paseo.stats.composite.uncertainty.factors import Choice, Plan, PlanFault
from paseo.stats.composite.uncertainty.results import FactorDraws, Uncertainty
from paseo.stats.composite.uncertainty.tallying import Summary, Tally
from paseo.stats.composite.values import Values

Progress: TypeAlias = Callable[[int, int], None]


def run(
    values: Values,
    structure: Structure,
    recipe: Recipe,
    plan: Plan,
    progress: Progress | None = None,
) -> Uncertainty:
    """Draw every factor anew in each replication, and say how scores and ranks spread.

    Args:
        values, structure, recipe: The index.
        plan: What is uncertain. It is checked first: a faulty one does not run.
        progress: Called with the replications done and all of them; what it raises ends the run.

    Returns:
        Intervals and probabilities for all units that have a score in the index as built or in
        any replication. They are the same for any machine and size of block, within rounding.

    Raises:
        CompositeError: ``plan-faulty`` with the faults in its values; what building refuses.

    Source: Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168,
    307-323.
    """
    engine = ready(values, structure, recipe, plan)
    even = np.random.Generator(np.random.Philox(key=seed_of(plan))).random(
        (plan.replications, len(plan.factors))
    )
    draws = decode(plan, even)
    tally = Tally(len(engine.units), plan.replications)
    failed: Counter[str] = Counter()
    done = 0
    for block in engine.blocks(draws):
        if progress is not None:
            progress(done, plan.replications)
        tally.add(block.scores)
        failed.update(fault.code for fault in block.faults.values())
        done += len(block.at)
    if progress is not None:
        progress(done, plan.replications)
    ends = np.array([end for end, _ in plan.classes])
    return _result(engine, plan, draws, tally.summary(plan.level, ends), failed)


def ready(values: Values, structure: Structure, recipe: Recipe, plan: Plan) -> Engine:
    """Check a plan and return the engine for it.

    Raises:
        CompositeError: ``plan-faulty``: its ``values["faults"]`` are what is wrong.
    """
    engine, faults = faults_of(values, structure, recipe, plan)
    if faults or engine is None:
        raise plan_faulty(faults)
    return engine


def plan_faulty(faults: list[PlanFault]) -> CompositeError:
    """Put the faults of a plan into one error; its entry is the first factor at fault."""
    words = "; ".join(
        " ".join(filter(None, (one.factor, one.option, one.code))) for one in faults
    )  # fmt: skip
    return CompositeError(
        "plan-faulty", f"The plan cannot run as it is: {words}.", faults[0].factor,
        faults=tuple(faults),
    )  # fmt: skip


def _result(
    engine: Engine, plan: Plan, draws: Draws, made: Summary, failed: Counter[str]
) -> Uncertainty:  # fmt: skip
    kept = np.flatnonzero((made.scored > 0) | ~np.isnan(engine.base))
    return Uncertainty(
        units=tuple(engine.units[at] for at in kept.tolist()),
        top=engine.top,
        replications=plan.replications,
        seed=plan.seed,
        level=plan.level,
        score=engine.base[kept],
        rank=engine.base_ranks[kept],
        score_mean=made.score_mean[kept],
        score_sd=made.score_sd[kept],
        score_low=made.score_low[kept],
        score_median=made.score_median[kept],
        score_high=made.score_high[kept],
        rank_mean=made.rank_mean[kept],
        rank_low=made.rank_low[kept],
        rank_median=made.rank_median[kept],
        rank_high=made.rank_high[kept],
        rank_probability=(
            made.rank_probability
            if len(kept) == len(engine.units)
            else made.rank_probability[np.ix_(kept, np.arange(len(kept)))]
        ),
        above=None if made.above is None else made.above[np.ix_(kept, kept)],
        scored=made.scored[kept],
        classes=tuple(label for _, label in plan.classes),
        class_probability=made.class_probability[kept],
        factors=tuple(_drawn(plan, draws)),
        failed=dict(failed),
    )


def _drawn(plan: Plan, draws: Draws) -> list[FactorDraws]:
    found = []
    for factor in plan.factors:
        if isinstance(factor, Choice):
            counts = np.bincount(draws.options[factor.name], minlength=len(factor.options))
            shares: FloatArray = counts / counts.sum()
            labels = (option.label for option in factor.options)
            found.append(FactorDraws(factor.name, dict(zip(labels, shares.tolist(), strict=True))))
        elif factor.name in draws.numbers:
            held = draws.numbers[factor.name]
            found.append(FactorDraws(factor.name, {}, float(held.min()), float(held.max())))
        else:
            found.append(FactorDraws(factor.name, {}))
    return found
