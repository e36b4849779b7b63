"""Which of the uncertain choices drives an index: variance-based sensitivity of its ranks."""

from __future__ import annotations

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.ranking import ranks
from paseo.stats.composite.recipe import Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.draws import decode
from paseo.stats.composite.uncertainty.engine import Engine
from paseo.stats.composite.uncertainty.factors import Plan
from paseo.stats.composite.uncertainty.results import Drivers
from paseo.stats.composite.uncertainty.running import Progress, ready
from paseo.stats.composite.values import Values
from paseo.stats.sensitivity import joint_indices, sobol_design, sobol_indices


def drivers(
    values: Values,
    structure: Structure,
    recipe: Recipe,
    plan: Plan,
    base: int = 512,
    resamples: int = 500,
    level: float = 0.9,
    seed: int = 1,
    progress: Progress | None = None,
) -> Drivers:
    """Share out the variance of ranks between the factors of a plan, or its groups of factors.

    The outputs are the rank of each unit, by itself and all together; and, as COINr has it, the
    mean absolute rank shift from the index as built, over the units that have a rank in both.
    Errors of sampling are independent between units and average out of a mean over many: what
    moves the places is read from the ranks together. A run without any score counts as missing.

    Args:
        values, structure, recipe: The index.
        plan: What is uncertain; its groups are judged as one.
        base: N of the Sobol design, a power of two; the index is built N (d + 2) times.
        resamples: Bootstrap resamples behind the intervals.
        level: Of the intervals.
        seed: Of the sequence and the resamples.
        progress: Called with the builds done and all of them; what it raises ends the run.

    Returns:
        First-order and total indices.

    Raises:
        CompositeError: ``plan-faulty``, ``one-factor`` when there is nothing to share out between,
            ``no-scores`` when no run has any score, and what building refuses.
        NumbersError: ``base-no-power``, and others of the design.

    Source: Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168,
    307-323; Saltelli and others (2010), Computer Physics Communications 181, 259-270.
    """
    engine = ready(values, structure, recipe, plan)
    names = list(dict.fromkeys(plan.groups.get(one.name, one.name) for one in plan.factors))
    if len(names) < 2:
        raise CompositeError(
            "one-factor",
            "There is one factor or group of factors: all that moves is its doing. Name another.",
            names[0],
        )
    member = [names.index(plan.groups.get(one.name, one.name)) for one in plan.factors]
    design = sobol_design(len(plan.factors), base, seed, member)
    outputs = _outputs(engine, plan, design, progress)
    if np.isnan(outputs[:, 0]).all():
        raise CompositeError("no-scores", "No run of the design has any score.", engine.top)
    kept = np.flatnonzero(~np.isnan(outputs[:, 1:]).all(axis=0) | ~np.isnan(engine.base))
    found = sobol_indices(
        outputs[:, np.concatenate([[0], kept + 1])], len(names), resamples, level, seed
    )
    places = joint_indices(outputs[:, kept + 1], len(names), resamples, level, seed)
    return Drivers(
        factors=tuple(names),
        units=tuple(engine.units[at] for at in kept.tolist()),
        top=engine.top,
        base=base,
        resamples=resamples,
        level=level,
        places_first=places.first[:, 0],
        places_first_low=places.first_low[:, 0],
        places_first_high=places.first_high[:, 0],
        places_total=places.total[:, 0],
        places_total_low=places.total_low[:, 0],
        places_total_high=places.total_high[:, 0],
        first=found.first[:, 0],
        first_low=found.first_low[:, 0],
        first_high=found.first_high[:, 0],
        total=found.total[:, 0],
        total_low=found.total_low[:, 0],
        total_high=found.total_high[:, 0],
        unit_first=found.first[:, 1:],
        unit_total=found.total[:, 1:],
        unit_total_low=found.total_low[:, 1:],
        unit_total_high=found.total_high[:, 1:],
        variance=float(found.variance[0]),
        seed=seed,
        runs=len(design),
    )


def _outputs(
    engine: Engine, plan: Plan, design: FloatArray, progress: Progress | None
) -> FloatArray:  # fmt: skip
    """Mean rank shift and then the rank of each unit, for each point of the design."""
    outputs = np.full((len(design), len(engine.units) + 1), np.nan)
    done = 0
    for block in engine.blocks(decode(plan, design)):
        if progress is not None:
            progress(done, len(design))
        outputs[block.at, 1:] = ranks(block.scores)
        outputs[block.at, 0] = _shift(outputs[block.at, 1:], engine.base_ranks)
        done += len(block.at)
    if progress is not None:
        progress(done, len(design))
    return outputs


def _shift(places: FloatArray, base: FloatArray) -> FloatArray:
    away = np.abs(places - base)
    known = ~np.isnan(away)
    count = known.sum(axis=1)
    total = np.where(known, away, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0))
