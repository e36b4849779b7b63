"""What people decided on gaps: kept by the gap's id, shown again when the figures moved."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from paseo.content.problems import Place, Problems
from paseo.prevention.gaps.gap import Choice, Decision, Gap

#: Figures that move by themselves, day by day, and so say nothing new.
_PASSING: Final = ("days",)


@dataclass(frozen=True, slots=True)
class Judged:
    """A gap with what was decided on it.

    Args:
        moved: the figures or the measures behind it have changed since, so that it is open again.
    """

    gap: Gap
    decision: Decision | None = None
    moved: bool = False

    @property
    def open(self) -> bool:
        """Return whether somebody still has to look."""
        return self.decision is None or self.moved


@dataclass(frozen=True, slots=True)
class Decided:
    """Gaps and decisions side by side.

    Args:
        judged: every gap, in the order found.
        gone: decisions whose gap is not there any more: closed, or looked at otherwise.
    """

    judged: tuple[Judged, ...]
    gone: tuple[Decision, ...]

    @property
    def open(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.judged if one.open)

    @property
    def decided(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.judged if not one.open)


def decide(gap: Gap, choice: Choice, note: str = "", sheet: str = "") -> Decision:
    """Return a decision on a gap with the figures of now.

    Raises:
        Refused: a gap is dismissed without a note (V951).
    """
    if choice is Choice.DISMISSED and not note.strip():
        problems = Problems()
        problems.add("V951", Place(entry=gap.id), id=gap.id)
        problems.refuse()
    return Decision(gap.id, choice, note.strip(), sheet, dict(gap.numbers), gap.measures)


def set_beside(gaps: Iterable[Gap], decisions: Iterable[Decision]) -> Decided:
    """Return gaps with what was decided on them.

    Args:
        gaps: as found now.
        decisions: of the same problems; the last one of a gap counts.
    """
    held = {one.gap: one for one in decisions}
    judged = []
    for gap in gaps:
        decision = held.pop(gap.id, None)
        judged.append(Judged(gap, decision, decision is not None and has_moved(gap, decision)))
    return Decided(tuple(judged), tuple(held.values()))


def has_moved(gap: Gap, decision: Decision) -> bool:
    """Return whether the figures or the measures behind a gap are others than when decided.

    What nobody wrote down cannot have moved.
    """
    if decision.measures is not None and set(gap.measures) != set(decision.measures):
        return True
    return decision.numbers is not None and _lasting(gap.numbers) != _lasting(decision.numbers)


def _lasting(numbers: Mapping[str, float]) -> dict[str, float | str]:
    # Figures were kept as text (JSON) meanwhile: the ninth digit is noise, NaN equals NaN here.
    return {
        name: "NaN" if math.isnan(value) else round(value, 6)
        for name, value in numbers.items()
        if name not in _PASSING
    }
