"""Small published tables, read once; each file says where it comes from."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np

from paseo.stats.checks import FloatArray

HERE = Path(__file__).parent


@cache
def rows(name: str) -> list[list[str]]:
    text = (HERE / name).read_text("utf-8").splitlines()
    return list(csv.reader(line for line in text if not line.startswith("#")))


def sicily() -> tuple[FloatArray, FloatArray]:
    """Events and population of 59 months from January 2002; the ban began in month 36."""
    table = rows("sicily_months.csv")[1:]
    return np.array([float(r[1]) for r in table]), np.array([float(r[2]) for r in table])


def panel(name: str, predictors: int) -> tuple[list[str], FloatArray, FloatArray, list[int]]:
    """Units (the treated first), outcome (years, units), predictors (predictors, units), years."""
    head, *body = rows(f"data/{name}.csv")
    values = np.array([[float(cell) for cell in row[1:]] for row in body]).T
    years = [int(year) for year in head[1 + predictors :]]
    return [row[0] for row in body], values[predictors:], values[:predictors], years
