"""Every choice that makes an index, in one plain object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from paseo.stats.composite.faults import CompositeError

#: Kinds of steps in their usual order; each may occur once.
STEPS: Final = ("denominate", "impute", "screen", "treat", "normalise")
#: Name of the stage that each step leaves, as in the record.
STAGE_OF: Final = {
    "denominate": "denominated", "impute": "imputed", "screen": "screened", "treat": "treated",
    "normalise": "normalised",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step before aggregation.

    Attributes:
        kind: One of :data:`STEPS`.
        method: Its method; each step's module lists them.
        settings: Settings of the method; what is left out has the default of the method.
    """

    kind: str
    method: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def set(self, **changes: Any) -> Step:
        """Return the step with some settings changed."""
        return replace(self, settings={**self.settings, **changes})


@dataclass(frozen=True, slots=True)
class Weighting:
    """Where the weights come from.

    Attributes:
        method: ``given`` (those of the elements), ``equal``, ``budget``, ``ahp``, ``pca``,
            ``correlation``, ``benefit_of_doubt``.
        settings: Settings of the method.
    """

    method: str = "given"
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How children become their parent.

    Attributes:
        method: ``arithmetic``, ``geometric``, ``harmonic``, ``median``, ``mazziotta_pareto``,
            ``copeland``, ``kemeny``.
        least: Share of children (by number) that must have a value, else the aggregate is missing.
        settings: Settings of the method.
    """

    method: str = "arithmetic"
    least: float = 0.0
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Recipe:
    """How an index is made from its values.

    Attributes:
        steps: In the order in which they run.
        weighting: Where the weights come from.
        aggregation: The method for every aggregate that ``by_level`` and ``by_code`` do not name.
        by_level: Level of the aggregate (2 upwards) to its method.
        by_code: Code of the aggregate to its method; comes before its level.

    Example:
        >>> recipe = Recipe((Step("normalise", "minmax", {"low": 0, "high": 100}),))
        >>> recipe.step("normalise").method, recipe.step("treat")
        ('minmax', None)
    """

    steps: tuple[Step, ...]
    weighting: Weighting = field(default_factory=Weighting)
    aggregation: Aggregation = field(default_factory=Aggregation)
    by_level: Mapping[int, Aggregation] = field(default_factory=dict)
    by_code: Mapping[str, Aggregation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for one in self.steps:
            if one.kind not in STEPS:
                raise CompositeError(
                    "step-unknown", f"There is no step {one.kind}.", one.kind, known=STEPS
                )
            if one.kind in seen:
                raise CompositeError(
                    "step-twice", f"The step {one.kind} stands in the recipe twice.", one.kind
                )
            seen.add(one.kind)

    def step(self, kind: str) -> Step | None:
        """Return a step, None where the recipe does without."""
        return next((one for one in self.steps if one.kind == kind), None)

    def with_step(self, step: Step) -> Recipe:
        """Return the recipe with one step in place of the one of its kind.

        Raises:
            CompositeError: ``step-missing`` when the recipe does without such a step.
        """
        if self.step(step.kind) is None:
            raise CompositeError(
                "step-missing", f"The recipe has no step {step.kind} to change.", step.kind
            )
        return replace(
            self, steps=tuple(step if one.kind == step.kind else one for one in self.steps)
        )

    def aggregation_of(self, code: str, level: int) -> Aggregation:
        """Return how an aggregate is made."""
        return self.by_code.get(code) or self.by_level.get(level) or self.aggregation
