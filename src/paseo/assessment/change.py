"""The change since the last period: a figure only where nothing but the city has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from paseo.assessment.differences import differences
from paseo.assessment.measure import as_measured
from paseo.assessment.profile import Change, Comparison, Measured
from paseo.assessment.series import Row, Series, earlier
from paseo.evidence import breaks, columns
from paseo.evidence.city import Break
from paseo.evidence.comparability import compare


@dataclass(frozen=True, slots=True)
class _Step:
    before: Measured
    after: Measured
    comparison: Comparison
    reason: str


def changes(ordered: Sequence[Sequence[Series]], broken: Sequence[Break]) -> list[Change | None]:
    """Return the change of each indicator since the period before, None where none is held.

    Where only another wording or base was measured before, the change is there and says that
    it cannot be told, so that nobody joins the two on their own.

    Args:
        ordered: per indicator its series, the one that speaks for it first.
        broken: the city's breaks.
    """
    steps = [_step(one, broken) for one in ordered]
    open_steps = [step for step in steps if step is not None and not step.reason]
    measured = iter(differences([(step.after, step.before) for step in open_steps]))
    found: list[Change | None] = []
    for step in steps:
        if step is None:
            found.append(None)
        elif step.reason:
            found.append(
                Change(step.before, None, None, None, "cannot tell", step.comparison, step.reason)
            )
        else:
            gap = next(measured)
            found.append(
                Change(
                    step.before,
                    gap.difference,
                    gap.low,
                    gap.high,
                    gap.verdict,
                    step.comparison,
                    gap.reason,
                )
            )
    return found


def _step(ordered: Sequence[Series], broken: Sequence[Break]) -> _Step | None:
    after = ordered[0].latest
    before = earlier(ordered[0]) or _of_another(ordered, after)
    if before is None:
        return None
    comparison = compare(after, before, "time")
    return _Step(
        as_measured(before),
        as_measured(after),
        comparison,
        _reason(before, after, comparison, broken),
    )


def _of_another(ordered: Sequence[Series], after: Row) -> Row | None:
    """Return the latest earlier value of the same season under any other definition."""
    others = [
        row
        for series in ordered[1:]
        for row in series.rows
        if row["end"] <= after["first"] and row["season"] == after["season"]
    ]
    return max(others, key=lambda row: (row["end"], row["months"]), default=None)


def _reason(before: Row, after: Row, comparison: Comparison, broken: Sequence[Break]) -> str:
    # What differs in the question says more than that somebody noted a break.
    if comparison.answer("definition") == "no":
        return "definition_no"
    if breaks.lies_between(broken, before, after):
        return "break"
    if comparison.side_by_side:
        return ""
    if comparison.answer("definition") == "unknown":
        return "definition_unknown"
    failed = [test for test in comparison.tests if test.answer == "no"]
    return failed[0].test if failed else "unstated"


def break_periods(series: Series, broken: Sequence[Break]) -> tuple[str, ...]:
    """Return the periods of a series before which a line must be drawn."""
    return tuple(
        str(later[columns.PERIOD])
        for before, later in pairwise(series.rows)
        if breaks.lies_between(broken, before, later)
    )
