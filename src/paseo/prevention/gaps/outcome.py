"""What a rule gives back: gaps, or that it found nothing, or why it could not run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from paseo.prevention.gaps.gap import Gap

#: found: at least one gap; nothing: it ran and met none; not_run: it could not.
State = Literal["found", "nothing", "not_run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule for one problem.

    Args:
        reason: id of the phrase that says why it could not run.
        numbers: what it looked at, also where it found nothing.
        basis: what it judged by, where it had a choice.
    """

    rule: str
    problem: str
    gaps: tuple[Gap, ...] = ()
    reason: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)
    basis: str = ""

    @property
    def state(self) -> State:
        if self.gaps:
            return "found"
        return "not_run" if self.reason else "nothing"


def found(rule: str, problem: str, gaps: Sequence[Gap], **numbers: float) -> Outcome:
    """Return an outcome with the gaps of a rule, none of them too."""
    return Outcome(rule, problem, tuple(gaps), numbers=numbers)


def not_run(rule: str, problem: str, reason: str, **numbers: float) -> Outcome:
    """Return the outcome of a rule that could not run."""
    return Outcome(rule, problem, reason=reason, numbers=numbers)
