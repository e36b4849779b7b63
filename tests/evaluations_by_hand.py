"""Evaluation files and cases that tests are made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from paseo.prevention.evaluation.calendar import next_start
from paseo.prevention.evaluation.case import (
    Area,
    Case,
    Count,
    Counts,
    Line,
    Role,
    Series,
    Step,
)

HEADER = """\
pack:
  format: 1
  id: test.evaluation.one
  kind: evaluation
  version: 1.0.0
  published: '2026-11-26'
  language: en
  languages: [en]
  title: Gates
  provider: Test
  licence: CC0-1.0
  evidence: composed
"""
#: A right file: one case for each shape of data is made by changing it.
BODY = """\
unit: thefts
start: '2024-01-01'
areas:
- {id: park, role: treated, name: The park}
- {id: square, role: comparison, name: The square}
periods: {before: 2023-01-01/2023-12-31, after: 2024-01-01/2024-12-31}
data: {file: data.csv}
"""
COUNTS = "area,before,after\npark,100,80\nsquare,100,90\n"


def write_evaluation(
    folder: Path, body: str = BODY, table: str | bytes | None = COUNTS, header: str = HEADER
) -> Path:
    """Write an evaluation file with its table and return its path."""
    path = folder / "evaluation.yaml"
    path.write_text(header + body, "utf-8")
    if table is not None:
        raw = table.encode("utf-8") if isinstance(table, str) else table
        (folder / "data.csv").write_bytes(raw)
    return path


def months(first: date, count: int) -> tuple[date, ...]:
    """Return the first days of some months."""
    found = [first]
    while len(found) < count:
        found.append(next_start(found[-1], Step.MONTH))
    return tuple(found)


def counted(**areas: tuple[str, float, float | None]) -> Case:
    """Return a case of counts: area to its role, count before and count after."""
    return Case(
        title="Gates",
        areas=tuple(Area(name, Role(role)) for name, (role, _, _) in areas.items()),
        data=Counts(tuple(Count(name, b, a) for name, (_, b, a) in areas.items())),
    )


def in_months(start: int, **areas: tuple[str, list[float | None]]) -> Case:
    """Return a case of a monthly series from January 2020 that starts in its month ``start``."""
    length = len(next(iter(areas.values()))[1])
    days = months(date(2020, 1, 1), max(length, start + 1))
    return Case(
        title="Gates",
        areas=tuple(Area(name, Role(role)) for name, (role, _) in areas.items()),
        start=days[start],
        data=Series(
            Step.MONTH,
            days[:length],
            tuple(Line(name, tuple(counts)) for name, (_, counts) in areas.items()),
        ),
    )
