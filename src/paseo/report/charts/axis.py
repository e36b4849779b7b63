"""Axes: round ticks over any numbers, and a place for each value that never leaves the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from paseo.report.charts.estimate import figure, finite

#: Beyond this, differences of two numbers could overflow.
_LARGEST = 1e300


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis from numbers to picture units.

    Args:
        low, high: ends in the unit of the values, low < high.
        start, end: where they lie in the picture; ``start`` may be the larger (a vertical axis).
        ticks: round numbers on it.
        digits: decimals of the ticks.
    """

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...] = ()
    digits: int = 0

    def at(self, value: float) -> float:
        """Return where a value lies; one beyond the axis lies at its end.

        >>> Axis(0, 10, 100, 200).at(5), Axis(0, 10, 100, 200).at(99)
        (150.0, 200.0)
        """
        if value <= self.low:
            return float(self.start)
        if value >= self.high:
            return float(self.end)
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def beyond(self, value: float) -> int:
        """Return -1 or 1 when a value lies below or above the axis, else 0."""
        return -1 if value < self.low else 1 if value > self.high else 0

    def label(self, tick: float, language: str, unit: str = "") -> str:
        """Return a tick as figures."""
        return figure(tick, language, self.digits, unit)


def axis_over(
    numbers: Iterable[float | None],
    start: float,
    end: float,
    *,
    limits: tuple[float, float] | None = None,
    bounds: tuple[float | None, float | None] = (None, None),
    with_zero: bool = False,
    most: int = 5,
) -> Axis:
    """Return an axis with round ends over all finite numbers.

    Args:
        numbers: what is to be drawn; None, NaN and infinite ones are passed over.
        start, end: ends of the axis in the picture.
        limits: fixed ends; what lies beyond is capped.
        bounds: ends that cannot be passed, such as 0 and 100 for a share.
        with_zero: whether zero has to be on it.
        most: ticks wanted at most, at least 2.

    >>> axis_over([66, 74, 52], 0, 100, bounds=(0, 100)).ticks
    (50, 55, 60, 65, 70, 75)
    """
    if limits is not None and all(map(finite, limits)) and limits[0] < limits[1]:
        low, high = (_tame(limit) for limit in limits)
        step = _step(high - low, most)
        return _made(low, high, step, start, end)
    known = [_tame(number) for number in numbers if number is not None and finite(number)]
    if with_zero:
        known.append(0.0)
    low, high = _spread(min(known, default=0.0), max(known, default=1.0))
    step = _step(high - low, most)
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    # Ends a hair inside the numbers, which the tolerance allows, move out to them.
    low, high = min([low, *known]), max([high, *known])
    floor, ceiling = bounds
    # A bound holds only while the data keep it: what lies outside must stay visible.
    if floor is not None and finite(floor) and min(known, default=floor) >= floor > low:
        low = floor
    if ceiling is not None and finite(ceiling) and max(known, default=ceiling) <= ceiling < high:
        high = ceiling
    return _made(low, high, step, start, end)


def _tame(number: float) -> float:
    return max(-_LARGEST, min(_LARGEST, float(number)))


def _spread(low: float, high: float) -> tuple[float, float]:
    """Return ends that differ enough to divide by, with equal numbers in the middle."""
    around = max(abs(low), abs(high))
    if high - low > around * 1e-9 and high - low > 1e-300:
        return low, high
    room = around * 0.1 or 1.0
    return low - room, high + room


def _step(span: float, most: int) -> float:
    """Return 1, 2 or 5 times a power of ten that divides the span into at most ``most`` parts."""
    raw = span / max(1, most)
    power = 10.0 ** math.floor(math.log10(raw)) if raw > 0 else 1.0
    power = power or 5e-324
    return next(
        (factor * power for factor in (1, 2, 5) if factor * power >= raw * 0.999), 10 * power
    )


def _made(low: float, high: float, step: float, start: float, end: float) -> Axis:
    first = math.ceil(low / step - 1e-9)
    ticks = tuple(
        dict.fromkeys(
            _clean((first + count) * step)
            for count in range(12)
            if (first + count) * step <= high + step * 1e-9
        )
    )
    digits = min(6, max(0, -math.floor(math.log10(step) + 1e-9))) if step > 0 else 0
    return Axis(low, high, float(start), float(end), ticks, digits)


def _clean(tick: float) -> float:
    """Return a tick without the dust of binary fractions."""
    rounded = float(f"{tick:.12g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded
