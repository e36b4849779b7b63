"""A level on which nothing runs against the problem."""

from __future__ import annotations

from paseo.prevention.gaps.asked import Asked, both_halves, ids
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, found
from paseo.prevention.measures.measure import LEVELS, Level


def empty_level(asked: Asked) -> Outcome:
    """Return a gap for every level without a running measure.

    A measure that is only planned does not fill a level; it is named beside it. Running
    measures without a level are counted, as each could fill it.
    """
    gaps = [_gap(asked, level) for level in LEVELS if not asked.on_level(level)]
    return found("empty-level", asked.problem, gaps, levels=len(LEVELS), empty=len(gaps))


def _gap(asked: Asked, level: Level) -> Gap:
    planned = [one for one in asked.planned if one.level is level]
    return Gap(
        rule="empty-level",
        key=level,
        problem=asked.problem,
        level=level,
        spots=both_halves(level),
        measures=ids(planned),
        numbers={
            "running": 0,
            "planned": len(planned),
            "unplaced": len(asked.unplaced),
            "elsewhere": len(asked.running) - len(asked.unplaced),
        },
    )
