"""An action sheet: what is done about a gap, and by what one will see whether it worked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from paseo.prevention.measures.measure import Aim, Level, Orientation

#: What is fixed before the start and stays unchanged afterwards.
FIXED_FIELDS: Final = (
    "area", "target_groups", "happens", "felt", "expected", "comparison", "no_comparison",
    "displacement", "start", "review",
)  # fmt: skip

#: draft: being written; late: its start has passed and nothing was fixed; fixed: before the start;
#: running: the measure runs; due: the date of review has passed; reviewed: the review was held.
State = Literal["draft", "late", "fixed", "running", "due", "reviewed"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The last value of an outcome indicator before the start, as it was when it was read."""

    indicator: str
    area: str
    period: str
    value: float
    unit: str
    numerator: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of what was fixed: it stands beside it and never replaces it.

    Args:
        field: one of :data:`FIXED_FIELDS`.
        before, after: plain values, as they are written to files.
    """

    field: str
    before: Any
    after: Any
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class Fixed:
    """What stood in the sheet on the day on which it was fixed, as plain values."""

    day: date
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet in any state of work.

    Args:
        gap: id of the gap that it came from, "" for none. why: what the gap said then.
        problem, level, orientation, aim, area, area_type, target_groups, actors, lead, uses,
            restricts, budget, fte: as in the register of measures.
        description: what shall be done. mechanism: why that should change the problem.
        like: ids of practices that were looked at (``catalogue:...``, ``city:measure``).
        happens, felt: codes of the framework by which one will see what happens, and what
            people feel.
        expected: the change that is expected, in words.
        comparison: ids of areas that stay without the measure. no_comparison: why there is none.
        displacement: ids of areas into which the problem could move.
        start, review: first day; day on which one looks at the outcome.
        measure: id of the measure in the register that came of it.
        reviewed: the day on which the review was held. outcome: what it said.
    """

    title: str
    problem: str
    gap: str = ""
    why: str = ""
    level: Level | None = None
    orientation: Orientation | None = None
    aim: Aim | None = None
    area: str = ""
    area_type: str = ""
    target_groups: tuple[str, ...] = ()
    description: str = ""
    mechanism: str = ""
    like: tuple[str, ...] = ()
    lead: str = ""
    actors: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    restricts: tuple[str, ...] = ()
    budget: float | None = None
    fte: float | None = None
    happens: str = ""
    felt: str = ""
    expected: str = ""
    baseline: tuple[Baseline, ...] = ()
    comparison: tuple[str, ...] = ()
    no_comparison: str = ""
    displacement: tuple[str, ...] = ()
    start: date | None = None
    review: date | None = None
    fixed: Fixed | None = None
    amendments: tuple[Amendment, ...] = field(default=())
    measure: str = ""
    reviewed: date | None = None
    outcome: str = ""

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the outcome indicators: what happens first, then what is felt."""
        return tuple(one for one in (self.happens, self.felt) if one)


def state_of(sheet: Sheet, today: date) -> State:
    """Return where a sheet stands on a day, amendments counted.

    Args:
        sheet: as it is in force (:func:`paseo.prevention.sheets.fixing.in_force`).
    """
    if sheet.reviewed is not None:
        return "reviewed"
    if sheet.fixed is None:
        return "late" if sheet.start is not None and sheet.start <= today else "draft"
    if sheet.review is not None and sheet.review < today:
        return "due"
    return "running" if sheet.start is not None and sheet.start <= today else "fixed"
