"""What is wrong with a plan, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.recipe import Recipe, Step
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.uncertainty.cases import case_of_change, settings_of
from paseo.stats.composite.uncertainty.conflicts import conflicts_of
from paseo.stats.composite.uncertainty.drawing_checks import (
    cannot_build,
    of_missing,
    of_sampling,
)
from paseo.stats.composite.uncertainty.engine import Engine
from paseo.stats.composite.uncertainty.factors import (
    Change,
    Choice,
    MissingValues,
    Plan,
    PlanFault,
    Range,
    SamplingError,
    WeightNoise,
)
from paseo.stats.composite.uncertainty.noise import concentration
from paseo.stats.composite.uncertainty.pipeline import frozen
from paseo.stats.composite.uncertainty.trials import trial_faults
from paseo.stats.composite.values import Values

#: Ways to draw weights.
NOISES: Final = ("relative", "dirichlet", "free")


def check_plan(
    values: Values, structure: Structure, recipe: Recipe, plan: Plan
) -> list[PlanFault]:  # fmt: skip
    """Find everything that is wrong with a plan: what it names, what it draws, what it moves.

    What can be read off the plan comes first. Only a plan without such faults is tried: each
    alternative, and the ends of each range, alone against the index as built; what moves no score
    alone is tried again in the company of the other factors. A factor that still changes nothing
    is a fault.

    Args:
        values, structure, recipe: The index.
        plan: To be checked.

    Returns:
        The faults, of the plan first and then factor by factor; empty for a plan that can run.
    """
    return faults_of(values, structure, recipe, plan)[1]


def faults_of(
    values: Values, structure: Structure, recipe: Recipe, plan: Plan
) -> tuple[Engine | None, list[PlanFault]]:
    """Check a plan, and return the engine that was made for trying it."""
    faults = [*_of_plan(structure, plan)]
    for factor in plan.factors:
        match factor:
            case Choice():
                faults += _of_choice(structure, recipe, plan, factor)
            case Range():
                faults += _of_range(structure, recipe, plan, factor)
            case WeightNoise():
                faults += _of_noise(structure, factor)
            case SamplingError():
                faults += of_sampling(values, structure, factor)
            case MissingValues():
                faults += of_missing(values, structure, recipe, factor)
    faults += conflicts_of(structure, recipe, plan)
    if faults:
        return None, faults
    try:
        engine = Engine(values, structure, recipe, plan)
    except CompositeError as fault:
        return None, [cannot_build(fault)]
    return engine, trial_faults(engine, plan)


def least_replications(level: float) -> int:
    """Return the fewest replications with which an interval leaves one on either side.

    Example:
        >>> least_replications(0.9)
        20
    """
    return int(np.ceil(2 / (1 - level) - 1e-9))


def _of_plan(structure: Structure, plan: Plan) -> Iterator[PlanFault]:
    if not plan.factors:
        yield PlanFault("no-factors")
    names = [factor.name for factor in plan.factors]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield PlanFault("factor-twice", name)
    yield from _of_groups(plan, names)
    if plan.top and plan.top not in structure.aggregates:
        held: dict[str, Any] = {"element": plan.top, "known": structure.aggregates}
        yield PlanFault("element-unknown", values=held)
    if not 0 < plan.level < 1:
        yield PlanFault("interval-wrong", values={"level": plan.level})
    elif plan.replications < (least := least_replications(plan.level)):
        held = {"replications": plan.replications, "least": least, "level": plan.level}
        yield PlanFault("too-few-replications", values=held)
    ends = [end for end, _ in plan.classes]
    labels = [label for _, label in plan.classes]
    if ends and (sorted(set(ends)) != ends or len(set(labels)) < len(labels) or ends[-1] < np.inf):
        yield PlanFault("classes-wrong", values={"ends": tuple(ends), "labels": tuple(labels)})


def _of_groups(plan: Plan, names: list[str]) -> Iterator[PlanFault]:
    for name, group in plan.groups.items():
        if name not in names:
            yield PlanFault("group-unknown", name, values={"known": tuple(names)})
        # A factor that is in no group stands for itself: it would join this one unasked.
        elif group in names and group != name and plan.groups.get(group) != group:
            yield PlanFault("group-like-factor", name, values={"group": group})


def _of_choice(
    structure: Structure, recipe: Recipe, plan: Plan, factor: Choice
) -> Iterator[PlanFault]:  # fmt: skip
    if len(factor.options) < 2:
        yield PlanFault("too-few-options", factor.name, values={"options": len(factor.options)})
    chances = factor.chances
    if chances and (
        len(chances) != len(factor.options)
        or not all(np.isfinite(one) and one > 0 for one in chances)
        or abs(sum(chances) - 1) > 1e-6
    ):
        held: dict[str, Any] = {"chances": chances, "options": len(factor.options)}
        yield PlanFault("chances-wrong", factor.name, values=held)
    faulty = [
        fault
        for option in factor.options
        for fault in _of_change(structure, recipe, plan, factor, option)
    ]
    yield from faulty
    if not faulty:
        yield from _alike(structure, recipe, factor)


def _of_change(
    structure: Structure, recipe: Recipe, plan: Plan, factor: Choice, option: Change
) -> Iterator[PlanFault]:
    found = [*_steps_of(recipe, plan, option), *_codes_of(structure, option)]
    yield from (PlanFault(code, factor.name, option.label, held) for code, held in found)


def _steps_of(
    recipe: Recipe, plan: Plan, option: Change
) -> Iterator[tuple[str, dict[str, Any]]]:  # fmt: skip
    present = tuple(one.kind for one in recipe.steps)
    named = (*(one.kind for one in option.steps), *option.settings, *option.skip)
    for kind in dict.fromkeys(named):
        if kind not in present:
            yield "step-missing", {"step": kind, "known": present}
    new = {one.kind: one for one in option.steps}
    for kind, settings in option.settings.items():
        step = new.get(kind) or recipe.step(kind)
        if step is not None:
            others = () if kind in new else _others(plan, kind)
            yield from (("setting-unknown", held) for held in _unknown(step, settings, others))
    for step in option.steps:
        yield from (("setting-unknown", held) for held in _unknown(step, step.settings))


def _codes_of(structure: Structure, option: Change) -> Iterator[tuple[str, dict[str, Any]]]:
    levels, codes = tuple(range(2, structure.depth + 1)), tuple(structure.by_code)
    for level in option.by_level:
        if level not in levels:
            yield "level-missing", {"level": level, "known": levels}
    for code in option.by_code:
        if code not in structure.aggregates:
            yield "element-unknown", {"element": code, "known": structure.aggregates}
    for code in option.weights:
        if code not in codes:
            yield "weight-unknown", {"element": code, "known": codes}
    for code in option.without:
        if code not in codes:
            yield "element-unknown", {"element": code, "known": codes}


def _others(plan: Plan, kind: str) -> tuple[Step, ...]:
    """Steps of a kind that any alternative brings in: their methods know settings of their own."""
    return tuple(
        step
        for one in plan.factors
        if isinstance(one, Choice)
        for option in one.options
        for step in option.steps
        if step.kind == kind
    )


def _unknown(
    step: Step, settings: Mapping[str, Any], others: tuple[Step, ...] = ()
) -> list[dict[str, Any]]:
    """Settings that neither the method of a step knows nor those of others that may take its
    place; an unknown method shows when it is tried."""
    known = settings_of(step)
    if not known or not all(settings_of(one) for one in others):
        return []
    return [
        {"step": step.kind, "method": step.method, "setting": name, "known": tuple(known)}
        for name in settings
        if not any(name in settings_of(one) for one in (step, *others))
    ]


def _alike(structure: Structure, recipe: Recipe, factor: Choice) -> Iterator[PlanFault]:
    """One alternative may be the index as built; a second one may not, nor two that are alike."""
    as_built = _content(structure, recipe, Change(""))
    seen: dict[Any, str] = {}
    for option in factor.options:
        try:
            content = _content(structure, recipe, option)
        except CompositeError as fault:
            yield cannot_build(fault, factor.name, option.label)
            continue
        if content in seen:
            code = "option-changes-nothing" if content == as_built else "options-alike"
            yield PlanFault(code, factor.name, option.label, {"other": seen[content]})
        seen.setdefault(content, option.label)
    labels = [option.label for option in factor.options]
    for label in dict.fromkeys(one for one in labels if labels.count(one) > 1):
        yield PlanFault("options-alike", factor.name, label, {"other": label})


def _content(structure: Structure, recipe: Recipe, change: Change) -> Any:
    """Everything that an alternative makes of an index, in a form that can be compared."""
    case = case_of_change(structure, recipe, change)
    made = case.recipe
    steps = [
        (one.kind, one.method, frozen({**settings_of(one), **one.settings})) for one in made.steps
    ]
    how = [
        (code, one.method, one.least, frozen(one.settings))
        for code in case.structure.aggregates
        for one in (made.aggregation_of(code, case.structure.levels[code]),)
    ]
    weights = dict(case.weights)
    if made.weighting.method == "given":
        weights = {one.code: weights.get(one.code, one.weight) for one in case.structure.elements}
    # Settings for a method that another factor brings in have no place in the recipe yet.
    later = [
        (kind, name, frozen(value))
        for kind, settings in change.settings.items()
        if (step := made.step(kind)) is not None
        for name, value in settings.items()
        if name not in settings_of(step)
    ]
    return (
        tuple(steps), tuple(sorted(later)), tuple(how),
        made.weighting.method, frozen(made.weighting.settings),
        tuple(sorted((code, float(one)) for code, one in weights.items())),
        tuple(one.code for one in case.structure.elements),
    )  # fmt: skip


def _of_range(
    structure: Structure, recipe: Recipe, plan: Plan, factor: Range
) -> Iterator[PlanFault]:  # fmt: skip
    low, high = factor.low, factor.high
    if factor.whole:
        low, high = np.ceil(low), np.floor(high)
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        held: dict[str, Any] = {"low": factor.low, "high": factor.high, "whole": factor.whole}
        yield PlanFault("range-empty", factor.name, values=held)
    of_setting = bool(factor.step and factor.setting)
    if of_setting == bool(factor.weight) or bool(factor.step) != bool(factor.setting):
        held = {"weight": factor.weight, "step": factor.step, "setting": factor.setting}
        yield PlanFault("range-unclear", factor.name, values=held)
        return
    if factor.weight:
        if factor.weight not in structure.by_code:
            held = {"element": factor.weight, "known": tuple(structure.by_code)}
            yield PlanFault("weight-unknown", factor.name, values=held)
        return
    step = recipe.step(factor.step)
    if step is None:
        held = {"step": factor.step, "known": tuple(one.kind for one in recipe.steps)}
        yield PlanFault("step-missing", factor.name, values=held)
        return
    for held in _unknown(step, {factor.setting: None}, _others(plan, factor.step)):
        yield PlanFault("setting-unknown", factor.name, values=held)


def _of_noise(structure: Structure, factor: WeightNoise) -> Iterator[PlanFault]:
    if factor.method not in NOISES:
        held: dict[str, Any] = {"method": factor.method, "known": NOISES}
        yield PlanFault("setting-unknown", factor.name, values={"setting": "method", **held})
        return
    for level in factor.levels:
        if not 1 <= level < structure.depth:
            held = {"level": level, "known": tuple(range(1, structure.depth))}
            yield PlanFault("level-missing", factor.name, values=held)
    most = 1.0 if factor.method == "relative" else np.inf
    if factor.method == "dirichlet":
        for code in structure.aggregates:
            drawn = sum(
                one.weight > 0
                and (not factor.levels or structure.levels[one.code] in factor.levels)
                for one in structure.children(code)
            )
            if drawn > 1 and (factor.spread <= 0 or concentration(drawn, factor.spread) <= 0):
                most = min(most, float(np.sqrt(drawn - 1)))
    too_wide = factor.spread > most or (factor.method == "dirichlet" and factor.spread >= most)
    if factor.method != "free" and (not factor.spread > 0 or too_wide):
        yield PlanFault("spread-wrong", factor.name, values={"spread": factor.spread, "most": most})
