"""An index is run: built, its uncertainty, what drives it, what each element does to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from paseo.assessment.index.building import build_index
from paseo.assessment.index.faults import numbered, problem_of_plan
from paseo.assessment.index.results import Index, IndexRun
from paseo.content.problems import Place, Problems
from paseo.stats.composite import Built
from paseo.stats.composite.uncertainty.factors import Plan
from paseo.stats.composite.uncertainty.results import Drivers, Uncertainty

#: Told how many replications of how many are done; what it raises ends the work.
Progress = Callable[[int, int], None]
#: Most scores that a run keeps (units times replications): about a gigabyte.
MOST_CELLS: Final = 100_000_000
#: Smallest base of a design of sensitivity.
LEAST_BASE: Final = 8
#: Told which part begins: build, analysis, removal, uncertainty, sensitivity.
Tell = Callable[[str], None]


def run_index(
    index: Index,
    *,
    uncertainty: bool = True,
    sensitivity: bool = False,
    analysis: bool = True,
    removal: bool = True,
    replications: int | None = None,
    seed: int | None = None,
    base: int | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> IndexRun:
    """Return an index with what was found out about it.

    Args:
        index: specification and data.
        uncertainty: run the Monte Carlo plan, where the specification has one.
        sensitivity: look for the choices that move the ranks, where it has a plan.
        analysis: statistics, correlations, reliability.
        removal: what the ranks do without each element.
        replications, seed, base: in place of those of the specification.
        progress: told how far the long parts are.
        tell: told which part begins.

    Raises:
        Refused: the index cannot be built, or the plan is faulty; with every fault of the plan.
    """
    say = tell or (lambda _: None)
    index = with_run_settings(index, replications, seed, base)
    say("build")
    run = IndexRun(index, build_index(index))
    if uncertainty or sensitivity:
        check_plan(index).refuse()
    if analysis:
        say("analysis")
        run = replace(run, analysis=_analysed(run.built))
    if removal:
        say("removal")
        run = replace(run, removal=_removed(index, run.built))
    if uncertainty and index.spec.plan is not None:
        say("uncertainty")
        run = replace(run, uncertainty=_uncertain(index, index.spec.plan, progress))
    if sensitivity and index.spec.plan is not None:
        say("sensitivity")
        run = replace(run, drivers=_driven(index, index.spec.plan, progress))
    return run


def with_run_settings(
    index: Index, replications: int | None, seed: int | None, base: int | None
) -> Index:
    """Return an index whose plan has another number of replications, seed or base."""
    spec = index.spec
    if spec.plan is not None:
        plan = replace(
            spec.plan,
            replications=spec.plan.replications if replications is None else replications,
            seed=spec.plan.seed if seed is None else seed,
        )
        spec = replace(spec, plan=plan)
    use = replace(
        spec.sensitivity,
        base=spec.sensitivity.base if base is None else base,
        seed=spec.sensitivity.seed if seed is None else seed,
    )
    return replace(index, spec=replace(spec, sensitivity=use))


def check_plan(index: Index) -> Problems:
    """Return every fault of the plan: a factor that changes nothing or points at nothing.

    Its sizes come first: what no machine could run is not tried.
    """
    from paseo.stats.composite.uncertainty import checks

    spec = index.spec
    if spec.plan is None:
        return Problems()
    problems = _check_sizes(index, spec.plan)
    if problems.errors:
        return problems
    with numbered(index.places, spec.file):
        faults = checks.check_plan(index.values, spec.structure, spec.recipe, spec.plan)
    problems.extend(problem_of_plan(one, index.places, spec.file) for one in faults)
    return problems


def _check_sizes(index: Index, plan: Plan) -> Problems:
    """Check numbers that also come from a command or a page: replications, base, seeds."""
    spec, use, problems = index.spec, index.spec.sensitivity, Problems()
    for place, seed in (("uncertainty/seed", plan.seed), ("sensitivity/seed", use.seed)):
        if seed < 0:
            problems.add("I890", Place(spec.file, entry=place), value=str(seed))
            break
    most = max(MOST_CELLS // max(len(index.values.units), 1), 1)
    if plan.replications > most:
        problems.add(
            "I889", Place(spec.file, entry="uncertainty/replications"),
            value=str(plan.replications), most=str(most),
        )  # fmt: skip
    at_base = Place(spec.file, entry="sensitivity/base")
    if use.base < LEAST_BASE or use.base & (use.base - 1):
        nearest = 2 ** max(round(math.log2(max(use.base, 1))), int(math.log2(LEAST_BASE)))
        problems.add("I893", at_base, value=str(use.base), known=str(nearest))
    elif use.base * (len(plan.factors) + 2) > most:
        fitting = most // (len(plan.factors) + 2)
        known = 2 ** int(math.log2(max(fitting, 1)))
        problems.add("I889", at_base, value=str(use.base), most=str(known))
    return problems


def need_plan(index: Index) -> None:
    """Refuse an index that names nothing uncertain.

    Raises:
        Refused: I851.
    """
    if index.spec.plan is None or not index.spec.plan.factors:
        problems = Problems()
        problems.add("I851", Place(index.spec.file, entry="uncertainty"))
        problems.refuse()


def _uncertain(index: Index, plan: Plan, progress: Progress | None) -> Uncertainty:
    from paseo.stats.composite import uncertainty

    spec = index.spec
    with numbered(index.places, spec.file):
        return uncertainty.run(index.values, spec.structure, spec.recipe, plan, progress)


def _driven(index: Index, plan: Plan, progress: Progress | None) -> Drivers:
    from paseo.stats.composite import uncertainty

    spec, use = index.spec, index.spec.sensitivity
    with numbered(index.places, spec.file):
        return uncertainty.drivers(
            index.values, spec.structure, spec.recipe, plan, use.base, use.resamples, use.level,
            use.seed, progress,
        )  # fmt: skip


def _analysed(built: Built) -> Any:
    from paseo.stats.composite import analysis

    return analysis.describe(built)


def _removed(index: Index, built: Built) -> Mapping[str, float]:
    """Return how far the ranks move on average without each element that can be taken out."""
    from paseo.stats.composite.analysis.removing import mean_shifts

    structure = built.structure
    codes = [
        one.code
        for one in structure.elements
        if one.parent and len(structure.children(one.parent)) > 1
    ]
    with numbered(index.places, index.spec.file):
        return mean_shifts(built, codes)
