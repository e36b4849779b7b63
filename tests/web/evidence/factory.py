"""Builds cities with generated values, small for tests and large for benchmarks.

Every city made here is marked *generated*; no number describes a real place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from django.db import transaction
from shapely import box

from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.framework_pack import load_framework
from paseo.content.language import LanguageMap
from paseo.evidence import city as evidence
from paseo.evidence import columns
from paseo.web.evidence.keeping import keep_city
from paseo.web.evidence.models import City, ImportBatch
from paseo.web.evidence.recording import Counts, record

YEARS = tuple(str(year) for year in range(2014, 2024))
REGISTER = {
    "mode": "register", "sample": "register", "counting_unit": "offence",
    "recording_stage": "input", "source": "generated-register", "definition": "generated-register",
    "denominator_kind": "resident",
}  # fmt: skip
SURVEY = {
    "mode": "telephone", "sample": "probability", "base": "all_answers",
    "source": "generated-survey", "definition": "generated-survey",
}  # fmt: skip


def table(rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    """Return an observation table from rows that name only what they fill."""
    return pl.DataFrame(
        [{name: row.get(name) for name in columns.COLUMNS} for row in rows],
        schema=columns.SCHEMA,
        orient="row",
    )


def observation(
    indicator: str, period: str, value: float | None, **more: object
) -> dict[str, object]:
    """Return one row: a total of the whole city, unless ``more`` says otherwise."""
    return {
        "indicator": indicator, "area": "whole", "period": period, "breakdown": "_T",
        "value": value, "unit": "percent", "status": "A", "source": "survey", **more,
    }  # fmt: skip


def who(city: str = "plaza", *, generated: bool = True, **more: object) -> evidence.City:
    """Return a small city."""
    return evidence.City(
        id=city,
        name=LanguageMap({"en": f"{city.capitalize()} town", "es": f"Villa {city.capitalize()}"}),
        country="ES",
        generated=generated,
        sources=(
            evidence.Source(
                id="survey",
                title=LanguageMap({"en": "Survey of the town", "es": "Encuesta de la villa"}),
                publisher="The town", year=2023, licence="CC-BY-4.0",
            ),
        ),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def places(city: str = "whole") -> tuple[evidence.Area, ...]:
    """Return a city with two districts and a square, with their shapes."""
    square = box(0.01, 0.004, 0.014, 0.007)
    made = (
        (city, "The town", "Toda la villa", "city", None, box(0, 0, 0.04, 0.02)),
        ("north", "North", "Norte", "district", city, box(0, 0.01, 0.04, 0.02)),
        ("south", "South", "Sur", "district", city, box(0, 0, 0.04, 0.01)),
        ("market", "Market square", "Plaza del mercado", "space", "south", square),
    )  # fmt: skip
    return tuple(
        evidence.Area(
            id=code,
            name=LanguageMap({"en": en, "es": es}),
            level=level,  # type: ignore[arg-type]
            parent=parent,
            boundaries=(evidence.Boundary("2020", shape),),
        )
        for code, en, es, level, parent, shape in made
    )


def small_rows() -> list[dict[str, object]]:
    """Return what the small city holds: two indicators, two years, two districts."""
    return [
        observation("SAF-01", "2019", 62.0, n=500, low=58.0, high=66.0, level=0.95),
        observation("SAF-01", "2023", 68.0, n=520, low=64.0, high=72.0, level=0.95),
        observation("SAF-01", "2023", 71.0, area="north", n=240),
        observation("SAF-01", "2023", 64.0, area="south", n=280),
        observation("SAF-02", "2023", 40.0, n=520),
    ]


def make_city(
    city: str = "plaza",
    rows: Sequence[dict[str, object]] | None = None,
    *,
    whole: str = "whole",
    **more: object,
) -> City:
    """Keep a small city with its observations in the workspace."""
    given = table(small_rows() if rows is None else rows)
    return keep(who(city, **more), places(whole), given)


def keep(city: evidence.City, areas: Sequence[evidence.Area], given: pl.DataFrame) -> City:
    """Keep a city as an import would."""
    with transaction.atomic():
        kept = keep_city(city, areas)
        batch = ImportBatch.objects.create(
            city=kept,
            kind=ImportBatch.Kind.OBSERVATIONS,
            file_name="generated.csv",
            new=given.height,
        )
        after = evidence.CityEvidence(city, tuple(areas), given)
        counts = record(kept, batch, columns.empty(), after)
    assert counts == Counts(new=given.height)
    return kept


# ------------------------------------------------------------------------ large workspaces
def make_workspace(cities: int, years: Sequence[str] = YEARS, seed: int = 1) -> int:
    """Keep many generated cities that hold every indicator in every year.

    Returns:
        The number of observations.
    """
    framework = load_framework()
    made = 0
    for number in range(1, cities + 1):
        code = f"generated-{number:03}"
        given = generated_values(framework, code, years, seed + number)
        keep(generated_city(code, number, framework), (_whole(code, number),), given)
        made += given.height
    return made


def generated_city(code: str, number: int, framework: Framework) -> evidence.City:
    return evidence.City(
        id=code,
        name=LanguageMap({"en": f"Generated city {number}", "es": f"Ciudad generada {number}"}),
        country="ZZ",
        framework=framework.id,
        generated=True,
        sources=tuple(
            evidence.Source(
                id=one,
                title=LanguageMap({"en": "Generated values", "es": "Valores generados"}),
                evidence="composed",
            )
            for one in ("generated-register", "generated-survey")
        ),
    )


def _whole(code: str, number: int) -> evidence.Area:
    name = LanguageMap({"en": f"Generated city {number}", "es": f"Ciudad generada {number}"})
    return evidence.Area(id=code, name=name, level="city")


def generated_values(
    framework: Framework, area: str, years: Sequence[str] = YEARS, seed: int = 1
) -> pl.DataFrame:
    """Return a total of the whole city for every indicator and year.

    Args:
        framework: whose indicators.
        area: id of the area that is the whole city.
        years: periods.
        seed: the same seed gives the same values.
    """
    chance = np.random.default_rng(seed)
    rows = [
        row for indicator in framework.indicators for row in _series(indicator, area, years, chance)
    ]
    return table(rows)


def _series(
    indicator: Indicator, area: str, years: Sequence[str], chance: np.random.Generator
) -> list[dict[str, object]]:
    low = 0.0 if indicator.low is None else indicator.low
    high = 100.0 if indicator.high is None else indicator.high
    middle = low + (high - low) * chance.uniform(0.2, 0.8)
    values = np.clip(middle + (high - low) * 0.03 * chance.standard_normal(len(years)), low, high)
    described = REGISTER if indicator.kind.startswith("register") else SURVEY
    answers = None if described is REGISTER else 600.0
    return [
        {
            "indicator": indicator.id, "area": area, "period": year, "breakdown": "_T",
            "value": float(np.round(value, 3)), "unit": indicator.unit, "status": "A",
            "n": answers, "boundary": "core", "note": "generated", **described,
        }
        for year, value in zip(years, values, strict=True)
    ]  # fmt: skip
