"""Findings on change: clear, not clear, or not to be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paseo.assessment.findings.making import bare, figure, gap, of, results, weighed, worded
from paseo.assessment.measure import FULL_COUNT
from paseo.assessment.profile import Change, Finding, IndicatorResult, Profile
from paseo.evidence import breaks, columns

_IDS = {"higher": "change_higher", "lower": "change_lower", "no clear difference": "change_none"}


def change_findings(profile: Profile) -> Iterator[Finding]:
    """Say what changed since the period before; what cannot be told is said once per reason."""
    untold: dict[str, list[tuple[IndicatorResult, Change]]] = {}
    for result in results(profile):
        change = result.change
        if change is None or result.measured is None:
            continue
        if change.verdict == "cannot tell":
            untold.setdefault(change.reason or "unstated", []).append((result, change))
        elif result.indicator.direction != "context":
            yield _told(result, change, profile)
    for reason, held in untold.items():
        yield _untold(reason, held, profile)


def _told(result: IndicatorResult, change: Change, profile: Profile) -> Finding:
    assert result.measured is not None and change.difference is not None
    now = figure(result.measured, result.indicator)
    clear = change.verdict != "no clear difference"
    values = {
        "value": bare(now["value"], now),
        "period": result.measured.period,
        "before": bare(change.before.value, figure(change.before, result.indicator)),
        "before_period": change.before.period,
        "difference": gap(change.difference, change.low, change.high, now["unit"]),
        "grade": change.comparison.grade,
        "worded": worded(result.measured, profile),
    }
    return of(
        result,
        _IDS[change.verdict],
        "change",
        values,
        weighed(6.0 if clear else 2.5, result.indicator),
        "why.change",
        _unless(result),
    )


def _unless(result: IndicatorResult) -> str:
    assert result.measured is not None
    if result.indicator.kind == "register_rate":
        return "unless.change_recorded"
    if result.measured.method == FULL_COUNT:
        return "unless.change_counted"
    return "unless.change_asked"


def _untold(reason: str, held: list[tuple[IndicatorResult, Change]], profile: Profile) -> Finding:
    heavy = max((one for one, _ in held), key=lambda one: weighed(4.0, one.indicator))
    return Finding(
        id="change_cannot_tell",
        kind="change",
        face=heavy.indicator.face,
        dimension=heavy.indicator.dimension,
        indicators=tuple(one.indicator.id for one, _ in held),
        values={
            "names": [one.indicator.id for one, _ in held],
            "count": len(held),
            "reason": _reason(reason, held, profile),
        },
        weight=weighed(4.0, heavy.indicator, len(held) / 10),
        why="why.change_cannot_tell",
        unless="unless.change_cannot_tell",
    )


def _reason(reason: str, held: list[tuple[IndicatorResult, Change]], profile: Profile) -> Any:
    """Return the phrase of the reason; with the city's own words where one break explains all."""
    if reason != "break":
        return f"@reason.{reason}"
    words = {
        one.reason
        for result, change in held
        for one in breaks.between(
            profile.city.breaks,
            change.before.period,
            result.measured.period if result.measured else "",
        )
        if breaks.concerns(
            one,
            result.indicator.id,
            result.measured.row.get(columns.SOURCE) if result.measured else None,
        )
    }
    if len(words) == 1:
        return {"phrase": "reason.break_because", "because": next(iter(words))}
    return "@reason.break"
