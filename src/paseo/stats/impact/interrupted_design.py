"""The design of an interrupted series: which columns stand for trend, season and change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, NumbersError, as_numbers, not_negative, refuse

Season = int | Literal["each"]
#: Of the columns, the singular values below this share of the largest stand for nothing.
SAME = 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What is asked of a series.

    Attributes:
        start: Index of the first period with the measure.
        step: Let the level change at the start.
        slope: Let the trend change at the start.
        season: Pairs of sine and cosine, or "each" for one level per place in the cycle.
        cycle: Periods of a cycle, 12 for months.
        first: Place of the first period in the cycle, 1 for January.
    """

    start: int
    step: bool
    slope: bool
    season: Season
    cycle: int
    first: int


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One series as it was given; NaN is unknown.

    Attributes:
        events: Events, (periods,).
        exposure: What they are counted over, (periods,).
    """

    events: FloatArray
    exposure: FloatArray

    @property
    def known(self) -> NDArray[np.bool_]:
        """Periods that a fit can use."""
        return ~(np.isnan(self.events) | np.isnan(self.exposure))


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """All rows and columns of a model, the treated series first.

    Attributes:
        x: Columns, (rows, columns).
        without: The same rows had the measure not begun.
        events: Events of the rows; NaN is unknown.
        offset: Logarithm of the exposure.
        period: Index of the period of each row.
        series: 0 for rows of the treated series, 1 for those of the control.
        names: Names of the columns.
    """

    x: FloatArray
    without: FloatArray
    events: FloatArray
    offset: FloatArray
    period: NDArray[np.intp]
    series: NDArray[np.intp]
    names: tuple[str, ...]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Rows that the fit uses."""
        return ~(np.isnan(self.events) | np.isnan(self.offset))


def read_series(name: str, events: ArrayLike, exposure: ArrayLike | None, cut: int) -> Series:
    """Read one series and refuse what no model can fit.

    Raises:
        NumbersError: Fewer than two periods, or before or after the cut nothing known or no
            events at all; events negative, or an exposure not above zero.
    """
    y, n = as_numbers(events=events, exposure=1.0 if exposure is None else exposure)
    if y.ndim != 1 or y.size < 2:
        raise NumbersError(
            "series-too-short",
            f"The series {name} has {y.size} period(s). One period has no trend and nothing to"
            " compare: give periods before and after the start, 12 months of each is wise.",
        )
    not_negative(events=y)
    refuse(n <= 0, "exposure-not-positive", "The exposure must be above zero", n)
    if not 0 < cut < y.size:
        raise NumbersError(
            "start-outside",
            f"The start must lie within the series, after its first period: it is period {cut} of"
            f" 0 to {y.size - 1}.",
        )
    series = Series(y, n)
    for side, part in (("before", slice(None, cut)), ("after", slice(cut, None))):
        _something_known(name, series, side, part)
    return series


def design_of(shape: Shape, treated: Series, control: Series | None) -> Design:
    """Columns for one series, or for two of which the second stands for what happened anyway.

    Each series has its own level, trend and season. Two series share ``step`` and ``slope``;
    what the treated one changes beyond these is the effect.

    Raises:
        NumbersError: The columns cannot be told apart, or there are more than periods bear.
    """
    own, own_names = _own_columns(shape, treated.events.size)
    change, change_names = _change_columns(shape, treated.events.size)
    if control is None:
        x = np.hstack([own, change])
        names = own_names + change_names
    else:
        none = np.zeros_like(own)
        x = np.vstack(
            [np.hstack([own, none, change, change]), np.hstack([none, own, change, 0 * change])]
        )
        names = own_names + tuple(f"control {name}" for name in own_names)
        names += tuple(f"shared {name}" for name in change_names) + change_names
    rows = (treated,) if control is None else (treated, control)
    without = x.copy()
    without[:, x.shape[1] - len(change_names) :] = 0.0
    design = Design(
        x,
        without,
        np.concatenate([one.events for one in rows]),
        np.log(np.concatenate([one.exposure for one in rows])),
        np.tile(np.arange(treated.events.size), len(rows)),
        np.repeat(np.arange(len(rows)), treated.events.size),
        names,
    )
    _refuse_unidentified(shape, design)
    return design


def _something_known(name: str, series: Series, side: str, part: slice) -> None:
    known = series.known[part]
    if not known.any():
        raise NumbersError(
            f"nothing-{side}",
            f"The series {name} has no known period {side} the start: a change needs both sides.",
        )
    if not series.events[part][known].any():
        raise NumbersError(
            f"no-events-{side}",
            f"The series {name} has no events {side} the start, so that no ratio can be fitted:"
            " compare the two counts by their exact test instead.",
        )


def _own_columns(shape: Shape, periods: int) -> tuple[FloatArray, tuple[str, ...]]:
    # Time is counted from the last period before the start, as the slope is, so that the level
    # of the model is that of the eve of the measure.
    time = np.arange(periods) - (shape.start - 1.0)
    season, season_names = _season_columns(shape, periods)
    columns = np.column_stack([np.ones(periods), time, *season])
    return columns, ("level", "trend", *season_names)


def _season_columns(shape: Shape, periods: int) -> tuple[list[FloatArray], tuple[str, ...]]:
    place = (np.arange(periods) + shape.first - 1) % shape.cycle
    if shape.season == "each":
        held = [k for k in range(1, shape.cycle) if (place == k).any()]
        return [(place == k).astype(float) for k in held], tuple(f"place {k + 1}" for k in held)
    pairs = int(shape.season)
    most = shape.cycle // 2
    if not 0 <= pairs <= most:
        raise NumbersError(
            "season-out-of-range",
            f"A season of {shape.cycle} periods has 0 to {most} pairs of sine and cosine"
            f" (asked: {pairs}).",
        )
    columns, names = [], []
    for k in range(1, pairs + 1):
        angle = 2 * np.pi * k * (place + 1) / shape.cycle
        columns.append(np.cos(angle))
        names.append(f"cos {k}")
        # At half the cycle the sine is zero everywhere.
        if 2 * k < shape.cycle:
            columns.append(np.sin(angle))
            names.append(f"sin {k}")
    return columns, tuple(names)


def _change_columns(shape: Shape, periods: int) -> tuple[FloatArray, tuple[str, ...]]:
    after = (np.arange(periods) >= shape.start).astype(float)
    ramp = np.maximum(np.arange(periods) - (shape.start - 1.0), 0.0)
    wanted = [("step", after, shape.step), ("slope", ramp, shape.slope)]
    held = [(name, column) for name, column, asked in wanted if asked]
    return np.column_stack([column for _, column in held]), tuple(name for name, _ in held)


def _refuse_unidentified(shape: Shape, design: Design) -> None:
    used = design.x[design.known]
    rows, columns = used.shape
    if rows <= columns:
        raise NumbersError(
            "too-few-periods",
            f"{rows} known periods cannot bear a model of {columns} terms: give more periods, or"
            " ask for a simpler season or for a step alone.",
        )
    before = design.known & (design.period < shape.start)
    if len(np.unique(design.period[before])) < 2:
        raise NumbersError(
            "one-period-before",
            "One known period before the start shows no trend: give at least two, 12 months are"
            " wise.",
        )
    values = np.linalg.svd(used / np.linalg.norm(used, axis=0).clip(1e-300), compute_uv=False)
    if values[-1] < SAME * values[0]:
        raise NumbersError(
            "not-told-apart",
            "Season, trend and change cannot be told apart in these periods: give more periods"
            " before and after the start, or ask for a simpler season or for a step alone.",
        )
