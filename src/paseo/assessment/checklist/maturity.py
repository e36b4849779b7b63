"""Data maturity: how far the data of a city carry, theme by theme, in words and not as a score.

Each theme has criteria that are stated; each criterion is met, partly met, not met, not applicable,
or unknown, and names the answers behind it. What is unknown stays unknown: the level is worked out
once as if it were met and once as if it were not, and where the two differ both are said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.rules import ChecklistPack, Criterion, Theme

State = Literal["met", "partly", "not_met", "unknown", "not_applicable"]
STATES: Final[tuple[State, ...]] = ("met", "partly", "not_met", "unknown", "not_applicable")
#: Nothing is there; something is there; all that is essential is there; everything is there.
Level = Literal["not_yet", "begun", "usable", "solid"]
LEVELS: Final[tuple[Level, ...]] = ("not_yet", "begun", "usable", "solid")


@dataclass(frozen=True, slots=True)
class CriterionFound:
    """One criterion and how it stands.

    Args:
        questions: the answers behind it.
        open: partly met for certain, and perhaps in full.
    """

    criterion: Criterion
    state: State
    questions: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True)
class ThemeMaturity:
    """One theme: its level, or the two between which it lies while answers are missing."""

    theme: Theme
    least: Level
    most: Level
    criteria: tuple[CriterionFound, ...]

    @property
    def certain(self) -> bool:
        """Say whether the answers that are missing could not move the level."""
        return self.least == self.most

    @property
    def known(self) -> int:
        """Return how many criteria are known, of those that apply."""
        return sum(one.state not in ("unknown", "not_applicable") for one in self.criteria)

    @property
    def applying(self) -> int:
        return sum(one.state != "not_applicable" for one in self.criteria)

    @property
    def cannot_tell(self) -> bool:
        """Say whether nothing at all is known."""
        return self.known == 0

    def counts(self) -> dict[State, int]:
        """Return how many criteria stand in each state."""
        return {state: sum(one.state == state for one in self.criteria) for state in STATES}


def maturity(pack: ChecklistPack, judge: Judge) -> tuple[ThemeMaturity, ...]:
    """Return how far the data carry in each theme, in the order of the pack."""
    found: dict[str, list[CriterionFound]] = {theme.id: [] for theme in pack.themes}
    for criterion in pack.criteria:
        found[criterion.theme].append(_stands(criterion, judge))
    return tuple(_theme(theme, found[theme.id]) for theme in pack.themes)


def _stands(one: Criterion, judge: Judge) -> CriterionFound:
    questions = judge.behind(one.met, one.partly)
    if one.applies and judge.says(one.applies) is False:
        return CriterionFound(one, "not_applicable", judge.behind(one.applies, one.met))
    if judge.unasked(one.met):
        return CriterionFound(one, "not_applicable", questions)
    met = judge.says(one.met)
    if met is True:
        return CriterionFound(one, "met", questions)
    if one.partly and judge.says(one.partly) is True:
        return CriterionFound(one, "partly", questions, open=met is None)
    if met is None and judge.out_of_remit(one.met):
        return CriterionFound(one, "not_applicable", questions)
    return CriterionFound(one, "unknown" if met is None else "not_met", questions)


def _theme(theme: Theme, criteria: Sequence[CriterionFound]) -> ThemeMaturity:
    least = level_of([_as(one, unknown="not_met") for one in criteria])
    most = level_of([_as(one, unknown="met") for one in criteria])
    return ThemeMaturity(theme, least, most, tuple(criteria))


def _as(one: CriterionFound, unknown: State) -> tuple[State, bool]:
    state = unknown if one.state == "unknown" else one.state
    if one.open and unknown == "met":
        state = "met"
    return state, one.criterion.essential


def level_of(states: Sequence[tuple[State, bool]]) -> Level:
    """Return the level of a theme.

    Solid: every criterion that applies is met. Usable: every essential one is met. Begun: some
    criterion is met or partly met. Not yet: none is.

    Args:
        states: state of each criterion, and whether it is essential.

    >>> level_of([("met", True), ("partly", False)]), level_of([("partly", True)])
    ('usable', 'begun')
    """
    applying = [(state, essential) for state, essential in states if state != "not_applicable"]
    if not any(state in ("met", "partly") for state, _ in applying):
        return "not_yet"
    if all(state == "met" for state, _ in applying):
        return "solid"
    needed = [state for state, essential in applying if essential]
    return "usable" if needed and all(state == "met" for state in needed) else "begun"
