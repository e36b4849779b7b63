"""A gap: the rule that found it, the numbers and cells behind it, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from paseo.evidence.concern import Concern
from paseo.prevention.measures.measure import Level
from paseo.prevention.pyramid.pyramid import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A prompt, never a verdict: what a rule met, so that a person may judge it.

    Args:
        rule: id of the rule in the pack of gap rules.
        key: what makes it this gap among those of the rule; stable while the cause stays.
        problem: the problem that was looked at.
        level: the level it is about, None where about no single one.
        spots: the cells behind it.
        measures: ids of the measures behind it.
        area, group, actors: what is missing, where the rule is about one of them.
        numbers: the figures that the rule compared, by name, with its thresholds.
        basis: what the rule judged by, where it had a choice ("fte", "budget", "count").
        concerns: what the data named, for rules that read the assessment.
    """

    rule: str
    key: str
    problem: str
    level: Level | None = None
    spots: tuple[Spot, ...] = ()
    measures: tuple[str, ...] = ()
    area: str = ""
    group: str = ""
    actors: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)
    basis: str = ""
    concerns: tuple[Concern, ...] = ()

    @property
    def id(self) -> str:
        """Stable id under which a decision is kept."""
        return ":".join(part for part in (self.rule, self.problem, self.key) if part)


class Choice(StrEnum):
    """What a person makes of a gap: it is as it is, it is none, or something is done about it."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a gap; nothing is dismissed without a note.

    Args:
        gap: id of the gap.
        numbers: the figures at that time, so that one sees when they have moved on; None where
            nobody wrote them down.
        sheet: id of the action sheet that came of it.
        measures: ids of the measures behind it at that time; None where nobody wrote them down.
    """

    gap: str
    choice: Choice
    note: str = ""
    sheet: str = ""
    numbers: Mapping[str, float] | None = None
    measures: tuple[str, ...] | None = None
