"""Changes between waves: how much, whether it is clear, and when it cannot be told."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import polars as pl

from paseo.evidence import breaks, columns, comparability, periods
from paseo.evidence.city import Break
from paseo.evidence.surveys.comparing import direction_of
from paseo.evidence.surveys.observations import survey_observations
from paseo.evidence.surveys.results import Place, SurveyResults, WaveChange
from paseo.stats import Direction, Interval, difference_of
from paseo.stats.multiple import holm, p_of_interval

#: Tests of comparability that must not fail; the period differs by nature.
_NEEDED: Final = ("definition", "boundary", "mode", "base", "sample")
#: Samples large enough that the normal distribution serves for the test.
_LARGE: Final = 1e9
BREAK: Final = "break"


def changes_between(results: SurveyResults) -> tuple[WaveChange, ...]:
    """Compare each wave of a file with the one before it."""
    rows = survey_observations(results, city_area="")
    waves = periods.ordered(results.periods)
    found: list[WaveChange] = []
    for earlier, later in itertools.pairwise(waves):
        found += wave_changes(
            rows.filter(pl.col(columns.PERIOD) == later),
            rows.filter(pl.col(columns.PERIOD) == earlier),
        )
    return tuple(found)


def wave_changes(
    later: pl.DataFrame, earlier: pl.DataFrame, broken: Sequence[Break] = ()
) -> list[WaveChange]:
    """Compare the values of a later wave with those of an earlier one; samples independent.

    ``later - earlier`` with the interval of Zou and Donner from both intervals (MOVER), and the
    p-value of that interval; all changes of one indicator are one family after Holm. Where the
    wording, the mode, the base, the sample or the boundary changed, or a break lies between,
    nothing can be told.

    Args:
        later, earlier: observations of one survey in two waves.
        broken: the city's list of breaks.
    """
    before = _by_key(earlier.iter_rows(named=True))
    found = []
    for row in later.iter_rows(named=True):
        then = before.get(_key(row))
        if then is not None and row[columns.VALUE] is not None and then[columns.VALUE] is not None:
            found.append(_change(row, then, broken))
    by_indicator = itertools.groupby(
        sorted(found, key=lambda one: one[0].indicator), key=lambda one: one[0].indicator
    )
    return [one for _, family in by_indicator for one in _read_together(list(family))]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in (columns.INDICATOR, columns.AREA, columns.BREAKDOWN))


def _by_key(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    return {_key(row): row for row in rows}


def _change(
    row: Mapping[str, Any], then: Mapping[str, Any], broken: Sequence[Break]
) -> tuple[WaveChange, float]:
    place = Place(row[columns.PERIOD], row[columns.AREA] or "", row[columns.BREAKDOWN])
    tests = comparability.compare(row, then, "time")
    failed = [one.test for one in tests.tests if one.test in _NEEDED and one.answer == "no"]
    if not (row[columns.DEFINITION] and then[columns.DEFINITION]) and "definition" not in failed:
        failed.append("definition")
    if breaks.lies_between(broken, then, row):
        failed.append(BREAK)  # type: ignore[arg-type]
    level = row[columns.LEVEL] or 0.95
    change = WaveChange(
        row[columns.INDICATOR], place, then[columns.PERIOD], None, None, None, level, None,
        Direction.CANNOT_TELL, tuple(failed),
    )  # fmt: skip
    known = row[columns.LOW] is not None and then[columns.LOW] is not None
    if failed or not known or (then[columns.LEVEL] or 0.95) != level:
        return change, float("nan")
    moved = difference_of(_interval(row, level), _interval(then, level))
    value, low, high = moved.floats()
    p = p_of_interval(value, low, high, _LARGE, level)
    return replace(change, value=value, low=low, high=high), p


def _interval(row: Mapping[str, Any], level: float) -> Interval:
    return Interval(row[columns.VALUE], row[columns.LOW], row[columns.HIGH], level, "stated")


def _read_together(family: list[tuple[WaveChange, float]]) -> list[WaveChange]:
    adjusted = holm([p for _, p in family])
    return [
        one
        if np.isnan(p)
        else replace(
            one, adjusted=float(p), direction=direction_of(one.value or 0.0, float(p), one.level)
        )
        for (one, _), p in zip(family, adjusted, strict=True)
    ]
