"""Values that change with time: each holds from a day on, until the next one or its own end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DatedValue(Generic[T]):
    """A value with the first and, where it has one, the last day on which it holds."""

    start: date
    value: T | None
    end: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value over time, oldest first.

    >>> wage = Dated.read([{"from": "2021-01-01", "value": 3}, {"from": "2023-01-01", "value": 5}])
    >>> wage.at(date(2022, 6, 1)), wage.at(date(2020, 1, 1)) is None
    (3, True)
    """

    values: tuple[DatedValue[T], ...]

    @classmethod
    def read(cls, raw: T | Iterable[Mapping[str, Any]]) -> Dated[T]:
        """Return dated values from checked pack data; a bare value holds at all times."""
        if not isinstance(raw, list):
            return cls((DatedValue(date.min, raw),))  # type: ignore[arg-type]
        return cls(
            tuple(
                DatedValue(
                    start=date.fromisoformat(item["from"]),
                    value=item["value"],
                    end=date.fromisoformat(item["to"]) if "to" in item else None,
                    source=item.get("source", ""),
                )
                for item in raw
            )
        )

    def at(self, day: date) -> T | None:
        """Return the value that holds on a day, None before the first and in a gap."""
        for one in reversed(self.values):
            if one.start <= day:
                return one.value if one.end is None or day <= one.end else None
        return None

    @property
    def latest(self) -> T | None:
        """Return the value with the newest first day."""
        return self.values[-1].value if self.values else None
