"""What is uncertain about an index: the factors of a Monte Carlo plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from paseo.stats.composite.recipe import Aggregation, Recipe, Step, Weighting


@dataclass(frozen=True, slots=True)
class Change:
    """One alternative of a choice: what it sets in the recipe.

    A change may set several things at once, so that choices that belong together are one factor.

    Attributes:
        label: Short name of the alternative, shown in results.
        steps: Steps that stand in place of those of their kind.
        settings: Kind of step to settings that are changed in it, such as
            ``{"treat": {"most": 3}}``.
        weighting: Another weighting; None leaves it.
        weights: Code to weight, set after the weighting.
        aggregation: Another aggregation for every aggregate, whatever level or code had one of its
            own before; None leaves it.
        by_level: Level to another aggregation; comes before ``aggregation``.
        by_code: Code of an aggregate to another aggregation; comes before its level.
        without: Codes of indicators or aggregates that are left out.
        skip: Kinds of steps that are left out.
    """

    label: str
    steps: tuple[Step, ...] = ()
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    weighting: Weighting | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    aggregation: Aggregation | None = None
    by_level: Mapping[int, Aggregation] = field(default_factory=dict)
    by_code: Mapping[str, Aggregation] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A factor that takes one of several alternatives.

    Attributes:
        name: Stable name of the factor.
        options: The alternatives, at least two.
        chances: Their probabilities; empty for equal ones.
    """

    name: str
    options: tuple[Change, ...]
    chances: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """A factor that is a number drawn evenly between two ends: a setting of a step, or a weight.

    Attributes:
        name: Stable name of the factor.
        low, high: The ends.
        step, setting: Kind of step and its setting, such as ``treat`` and ``skew``.
        weight: Code of an element instead, whose weight is drawn.
        whole: Draw whole numbers, both ends included.
    """

    name: str
    low: float
    high: float
    step: str = ""
    setting: str = ""
    weight: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class WeightNoise:
    """A factor that draws weights anew around those of the recipe.

    Attributes:
        name: Stable name of the factor.
        method: ``relative`` (each weight times a number drawn evenly from 1 - spread to
            1 + spread),
            ``dirichlet`` (shares within each parent from a Dirichlet distribution around theirs;
            ``spread`` is the coefficient of variation of an average share), ``free`` (any shares,
            evenly over the simplex).
        spread: How far; a share such as 0.25.
        levels: Levels whose weights are drawn; empty for all.
    """

    name: str
    method: str = "relative"
    spread: float = 0.25
    levels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SamplingError:
    """A factor that draws the indicators anew from their sampling distributions.

    Attributes:
        name: Stable name of the factor.
        distributions: Indicator to ``normal`` (value, standard error), ``share`` (beta between 0
            and ``top``), ``log`` (log-normal; positive values), each with the value as its mean
            and the standard error as its spread, or ``poisson`` (a count: gamma with the count as
            shape, one half for none, Jeffreys). Indicators that are not named, and values without
            a standard error, are not drawn. A share of exactly none or all is drawn on its open
            side, as far as its error says, or where that is zero, as few as the sample of the
            middle unit would leave open.
        tops: Indicator to the value that a share cannot pass; 100 where it is not named, which
            is refused where all shares are 1 or less.
        bases: Indicator that is a Poisson rate to counts per unit: value x count / rate.
    """

    name: str
    distributions: Mapping[str, str]
    tops: Mapping[str, float] = field(default_factory=dict)
    bases: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MissingValues:
    """A factor that fills missing values anew, from multiple imputation, in each replication.

    Attributes:
        name: Stable name of the factor.
        draws: How many completed tables are drawn.
        settings: Settings of the imputation (``paseo.stats.composite.imputation``).
    """

    name: str
    draws: int = 200
    settings: Mapping[str, Any] = field(default_factory=dict)


Factor: TypeAlias = Choice | Range | WeightNoise | SamplingError | MissingValues


@dataclass(frozen=True, slots=True)
class Plan:
    """A Monte Carlo plan.

    Attributes:
        factors: What is uncertain; each moves independently of the others.
        groups: Factor to the group in which it is judged by sensitivity; a factor that is not
            named stands for itself.
        replications: How many.
        seed: The same seed gives the same replications.
        top: The aggregate whose scores and ranks are studied; empty for the (first) total.
        level: Level of intervals, such as 0.9.
        classes: Upper ends of classes with their labels, in score order from the lowest; the last
            end is infinite. Empty for no classes.
    """

    factors: tuple[Factor, ...]
    groups: Mapping[str, str] = field(default_factory=dict)
    replications: int = 1000
    seed: int = 1
    top: str = ""
    level: float = 0.9
    classes: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFault:
    """Why a plan is refused.

    Attributes:
        code: ``factor-twice``, ``too-few-options``, ``option-changes-nothing``,
            ``options-alike``, ``step-missing``, ``setting-unknown``, ``range-empty``,
            ``weight-unknown``, ``element-unknown``, ``no-errors-known``, ``nothing-missing``,
            ``chances-wrong``, ``spread-wrong``, ``level-missing``, ``changes-no-score``,
            ``no-factors``, ``group-unknown``, ``group-like-factor``, ``too-few-replications``,
            ``cannot-build`` (the code of the reason stands in its values), ``interval-wrong``,
            ``classes-wrong``, ``same-thing-twice``, ``range-unclear``, ``error-unknown``,
            ``count-unknown``, ``entry-idle`` (said where it does nothing).
        factor: Name of the factor, empty for the plan.
        option: Label of the alternative, empty for the factor.
        values: What a sentence about it needs.
    """

    code: str
    factor: str = ""
    option: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def changed(recipe: Recipe, change: Change) -> Recipe:
    """Return the recipe with a change made; weights and what is left out concern the structure.

    Raises:
        CompositeError: ``step-missing`` when the change points at a step the recipe does without.
    """
    for step in change.steps:
        recipe = recipe.with_step(step)
    for kind, settings in change.settings.items():
        step = recipe.step(kind) or Step(kind, "")
        recipe = recipe.with_step(step.set(**settings))
    return Recipe(
        steps=tuple(one for one in recipe.steps if one.kind not in change.skip),
        weighting=change.weighting or recipe.weighting,
        aggregation=change.aggregation or recipe.aggregation,
        by_level={**({} if change.aggregation else recipe.by_level), **change.by_level},
        by_code={**({} if change.aggregation else recipe.by_code), **change.by_code},
    )
