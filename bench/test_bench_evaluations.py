"""Evaluations: every method that fits, all comparison areas, all placebos."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from paseo.prevention.evaluation.calendar import next_start
from paseo.prevention.evaluation.case import (
    Area,
    Case,
    Count,
    Counts,
    CrimeClass,
    Line,
    Role,
    Series,
    Step,
)
from paseo.prevention.evaluation.evaluating import evaluate

MONTHS = 120
START = 84


def series(comparisons: int, donors: int) -> Case:
    """Return ten years of generated months of one treated area and others."""
    chance = np.random.default_rng(1)
    days = [date(2015, 1, 1)]
    while len(days) < MONTHS:
        days.append(next_start(days[-1], Step.MONTH))
    roles = [Role.TREATED, *[Role.COMPARISON] * comparisons, *[Role.DONOR] * donors]
    areas = tuple(Area(f"area-{at}", role) for at, role in enumerate(roles))
    month = np.arange(MONTHS)
    lines = []
    for at, area in enumerate(areas):
        fewer = np.where((month >= START) & (area.role is Role.TREATED), 0.8, 1.0)
        mean = (30 + at / 2) * (1 + 0.2 * np.sin(month / 6 * np.pi)) * fewer
        lines.append(Line(area.id, tuple(float(n) for n in chance.poisson(mean))))
    return Case(
        title="Bench", areas=areas, start=days[START],
        data=Series(Step.MONTH, tuple(days), tuple(lines)),
    )  # fmt: skip


def by_class(case: Case, classes: int) -> Case:
    """Return a case with its series drawn again for some classes of events."""
    chance = np.random.default_rng(2)
    names = [f"class-{at}" for at in range(classes)]
    lines = tuple(
        Line(area.id, tuple(float(n) for n in chance.poisson(20, MONTHS)), name)
        for area in case.areas
        for name in names
    )
    assert isinstance(case.data, Series)
    return replace(
        case, crimes=tuple(CrimeClass(one) for one in names), data=replace(case.data, lines=lines)
    )


def counts() -> Case:
    areas = (Area("park", Role.TREATED), *(Area(f"c{n}", Role.COMPARISON) for n in range(10)))
    cells = tuple(Count(area.id, 1000 + at, 900 + at) for at, area in enumerate(areas))
    return Case(title="Bench", areas=areas, data=Counts(cells))


@pytest.mark.parametrize(
    ("case", "most"),
    [(counts(), 1.0), (series(5, 0), 1.0), (by_class(series(10, 0), 3), 1.0), (series(0, 40), 1.0)],
    ids=["counts", "months", "classes", "placebos"],
)
def test_bench_evaluation(benchmark, case: Case, most: float) -> None:
    found = benchmark(evaluate, case)
    assert found.headline is not None
    assert benchmark.stats["median"] < most
