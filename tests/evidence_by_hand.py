"""Small evidence by hand, for tests."""

from __future__ import annotations

from typing import Any

import polars as pl

from paseo.content.language import LanguageMap
from paseo.evidence import columns
from paseo.evidence.city import Area, City, CityEvidence


def table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return an observation table; what a row does not say is null."""
    return pl.DataFrame(
        [{name: row.get(name) for name in columns.COLUMNS} for row in rows], schema=columns.SCHEMA
    )


def city_evidence(
    rows: list[dict[str, Any]], below: dict[str, str] | None = None, **city: Any
) -> CityEvidence:
    """Return a city ``c`` with areas given as id to parent, and these rows."""
    levels = {"c": "city"}
    areas = [Area("c", LanguageMap("C"), "city")]
    steps = ("city", "district", "neighbourhood", "space")
    for code, parent in (below or {}).items():
        levels[code] = steps[steps.index(levels[parent]) + 1]
        areas.append(Area(code, LanguageMap(code), levels[code], parent))  # type: ignore[arg-type]
    return CityEvidence(City("c", LanguageMap("C"), "ES", **city), tuple(areas), table(rows))


def recorded(area: str, count: float | None, **more: Any) -> dict[str, Any]:
    """Return a recorded rate per 1,000 residents with 10,000 residents."""
    row = {
        "indicator": "R-1",
        "area": area,
        "period": "2023",
        "breakdown": "_T",
        "value": None if count is None else count / 10,
        "unit": "per_1000_residents",
        "numerator": count,
        "denominator": 10_000,
        "denominator_kind": "resident",
        "definition": "def-r1",
        "mode": "register",
        "sample": "register",
        "counting_unit": "offence",
        "recording_stage": "input",
        "boundary": "2020",
        "source": "police",
    }
    return {**row, **more}


def asked(area: str, share: float, n: float | None, **more: Any) -> dict[str, Any]:
    """Return a survey share in percent."""
    row = {
        "indicator": "S-1",
        "area": area,
        "period": "2023",
        "breakdown": "_T",
        "value": share,
        "unit": "percent",
        "n": n,
        "definition": "q1",
        "scale": "agree",
        "cut": "1+2",
        "base": "all_answers",
        "mode": "telephone",
        "sample": "probability",
        "boundary": "core",
        "source": "survey",
    }
    return {**row, **more}
