"""Generate the town of the demonstration: areas, registers and a survey, all invented.

Nothing here was measured. The seed makes the files come out the same every time:

    .venv/bin/python tools/generate_town.py

writes ``city.yaml``, ``places.geojson``, ``observations.csv`` and the monthly counts of the
evaluation into ``examples/generated-town``. The register of measures beside them is written by
hand, and composed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yaml

SEED = 20261126
FOLDER = Path(__file__).parents[1] / "examples" / "generated-town"
TOWN = "generated-town"
NAMES = {
    "D01": ("Station quarter", "Barrio de la Estación"),
    "D02": ("Old town", "Casco antiguo"),
    "D03": ("Hillside", "La Ladera"),
    "D04": ("East side", "Lado este"),
    "D05": ("Riverside", "La Ribera"),
    "D06": ("Harbour", "El Puerto"),
}
#: District: residents, burden of night disorder, burden of other offences, how safe it is felt.
DISTRICTS = {
    "D01": (28_600, 2.4, 1.9, -0.75),
    "D02": (36_900, 1.6, 1.3, -0.30),
    "D03": (22_000, 0.4, 0.5, 0.55),
    "D04": (50_000, 0.7, 0.9, 0.10),
    "D05": (32_700, 0.8, 0.7, 0.40),
    "D06": (17_900, 1.0, 1.1, -0.10),
}
SPACES = {
    "station-square": ("Station square", "Plaza de la Estación", "D01"),
    "market-square": ("Market square", "Plaza del Mercado", "D02"),
    "river-park": ("River park", "Parque del Río", "D05"),
}
YEARS = range(2022, 2026)
GROWTH = 1.006
#: Register indicators: events for each 1,000 residents, whether they happen at night, what counts.
REGISTERS = {
    "SEC-03": (6.1, False, "offences-recorded", "offence"),
    "SEC-16": (5.4, False, "damage-recorded", "offence"),
    "SEC-18": (8.7, True, "public-order-recorded", "offence"),
    "SEC-20": (4.3, True, "drunken-disorder", "intervention"),
}
#: Survey indicators: log-odds in the middle district, pull of the feeling, gap between the sexes.
ASKED = {
    "SAF-02": (1.05, 1.0, -0.55, "night-near-home", "safe-4-saf", "1+2"),
    "SAF-33": (-0.95, -0.9, 0.05, "social-nuisance", "much-4-saf", "1+2"),
    "COH-02": (1.15, 0.6, 0.02, "trust-neighbours", "agree-4-saf", "1+2"),
}
ANSWERS = {"2023": 300, "2025": 340}
#: Ground of the evaluation: calls at night in a month, and what the measure does to them.
GROUNDS = {
    "station-square": (46.0, 0.74),
    "market-square": (38.0, 1.0),
    "harbour-quay": (24.0, 1.0),
    "around-station": (21.0, 0.97),
    "around-market": (18.0, 1.0),
} | {
    f"spot-{number}": (mean, 1.0) for number, mean in enumerate((55, 43, 35, 31, 27, 22, 19, 16), 1)
}
CALLS = "evaluations/night-mediation.csv"
FIRST_YEAR, LAST_YEAR, STARTED = 2023, 2025, 2025
#: Nights out follow the year; so do the calls.
SEASON = 0.22
COLUMNS = (
    "indicator", "area", "period", "breakdown", "value", "unit", "numerator", "denominator",
    "denominator_kind", "n", "definition", "scale", "cut", "base", "mode", "sample", "boundary",
    "counting_unit", "recording_stage", "source", "note",
)  # fmt: skip

Row = dict[str, Any]


def residents(district: str, year: int) -> int:
    """Return the residents of a district on 31 December."""
    return round(DISTRICTS[district][0] * GROWTH ** (year - 2024))


# ------------------------------------------------------------------------------ observations
def observations(chance: np.random.Generator) -> Iterator[Row]:
    """Yield the values of all registers, then those of the survey."""
    for year in YEARS:
        counts = {one: residents(one, year) for one in DISTRICTS}
        for area, count in ((TOWN, sum(counts.values())), *counts.items()):
            yield _row("BGC-01", area, year, count, "persons", source="residents",
                       mode="register", sample="register", counting_unit="resident")  # fmt: skip
    for indicator in REGISTERS:
        yield from _registered(indicator, chance)
    for indicator in ASKED:
        yield from _asked(indicator, chance)


def _registered(indicator: str, chance: np.random.Generator) -> Iterator[Row]:
    rate, at_night, definition, unit = REGISTERS[indicator]
    for year in YEARS:
        counts, bases = {}, {}
        for one, (_people, night, other, _felt) in DISTRICTS.items():
            bases[one] = residents(one, year)
            mean = rate * (night if at_night else other) * bases[one] / 1000
            # More than Poisson: places differ from year to year.
            counts[one] = int(chance.poisson(mean * chance.gamma(200, 1 / 200)))
        held = [(TOWN, sum(counts.values()), sum(bases.values()))]
        held += [(one, counts[one], bases[one]) for one in DISTRICTS]
        for area, count, base in held:
            yield _row(
                indicator, area, year, round(1000 * count / base, 4), "per_1000_residents",
                numerator=count, denominator=base, denominator_kind="resident",
                definition=definition, mode="register", sample="register",
                counting_unit=unit, recording_stage="output", source="police",
            )  # fmt: skip


def _asked(indicator: str, chance: np.random.Generator) -> Iterator[Row]:
    middle, pull, women, definition, scale, cut = ASKED[indicator]
    for year, answers in ANSWERS.items():
        said = {"F": 0, "M": 0}
        asked = {"F": 0, "M": 0}
        for one, (*_burden, felt) in DISTRICTS.items():
            yes = 0
            for sex, shift in (("F", women), ("M", 0.0)):
                share = 1 / (1 + np.exp(-(middle + pull * felt + shift)))
                held = int(chance.binomial(answers // 2, share))
                said[sex] += held
                asked[sex] += answers // 2
                yes += held
            yield _answer(indicator, one, year, "_T", yes, 2 * (answers // 2), definition, scale,
                          cut)  # fmt: skip
        for group, members in (("_T", "FM"), ("sex=F", "F"), ("sex=M", "M")):
            yes, n = (sum(of[one] for one in members) for of in (said, asked))
            yield _answer(indicator, TOWN, year, group, yes, n, definition, scale, cut)


def _answer(
    indicator: str, area: str, year: str, group: str, yes: int, n: int, definition: str,
    scale: str, cut: str,
) -> Row:  # fmt: skip
    return _row(
        indicator, area, year, round(100 * yes / n, 2), "percent", breakdown=group, n=n,
        definition=definition, scale=scale, cut=cut, base="all_answers", mode="post",
        sample="probability", counting_unit="respondent", source="survey",
    )  # fmt: skip


def _row(indicator: str, area: str, period: int | str, value: float, unit: str, **more: Any) -> Row:
    boundary = "town" if area == TOWN else "districts"
    row: Row = {
        "indicator": indicator,
        "area": area,
        "period": period,
        "breakdown": "_T",
        "value": value,
        "unit": unit,
        "boundary": boundary,
    }
    return row | more


# --------------------------------------------------------------------------------- evaluation
def calls(chance: np.random.Generator) -> Iterator[Row]:
    """Yield the calls about disorder at night, month by month, on every ground."""
    months = [(year, month) for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)]
    # What moves all grounds alike: weather, feast days, how people call.
    shared = chance.gamma(120, 1 / 120, len(months))
    for ground, (mean, effect) in GROUNDS.items():
        for at, (year, month) in enumerate(months):
            season = 1 + SEASON * np.sin(2 * np.pi * (month - 4) / 12)
            works = effect if year >= STARTED else 1.0
            level = mean * season * 1.002**at * works * shared[at] * chance.gamma(80, 1 / 80)
            yield {"area": ground, "period": f"{year}-{month:02}", "count": chance.poisson(level)}


# -------------------------------------------------------------------------------------- places
def places() -> dict[str, Any]:
    """Return the areas as squares in the open sea, where nobody lives."""
    features = [_feature(TOWN, "city", "", "town", ("Generated town", "Ciudad generada"),
                         _square(0.0, 0.0, 0.06, 0.04))]  # fmt: skip
    for at, (one, names) in enumerate(NAMES.items()):
        shape = _square(0.02 * (at % 3), 0.02 * (at // 3), 0.02, 0.02)
        features.append(_feature(one, "district", TOWN, "districts", names, shape))
    for one, (english, spanish, parent) in SPACES.items():
        at = list(NAMES).index(parent)
        shape = _square(0.02 * (at % 3) + 0.008, 0.02 * (at // 3) + 0.008, 0.003, 0.003)
        features.append(_feature(one, "space", parent, "spaces", (english, spanish), shape))
    return {"type": "FeatureCollection", "features": features}


def _square(x: float, y: float, wide: float, high: float) -> list[list[float]]:
    west, south = -30 + x, 45 + y
    corners = [(0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high), (0.0, 0.0)]
    return [[round(west + dx, 5), round(south + dy, 5)] for dx, dy in corners]


def _feature(
    code: str, level: str, parent: str, boundary: str, names: tuple[str, str],
    ring: list[list[float]],
) -> dict[str, Any]:  # fmt: skip
    properties = {"id": code, "level": level, "boundary": boundary, "source": "composed"}
    if parent:
        properties["parent"] = parent
    properties |= {"name@en": names[0], "name@es": names[1]}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


# ---------------------------------------------------------------------------------------- city
def city() -> dict[str, Any]:
    """Return who the town is."""
    return {
        "format": 1,
        "id": TOWN,
        "name": {"en": "Generated town", "es": "Ciudad generada"},
        "country": "ES",
        "framework": "paseo.framework.action1",
        "depth": "full",
        "languages": ["en", "es"],
        "kind": "medium",
        "generated": True,
        "description": {
            "en": "A town that does not exist, for trying out the prevention room. Its figures "
            "were generated by a program and its measures composed; nothing may be quoted.",
            "es": "Una ciudad que no existe, para probar la sala de prevención. Sus cifras las "
            "generó un programa y sus medidas son compuestas; nada se puede citar.",
        },
        "population": [
            {
                "year": year,
                "residents": sum(residents(one, year) for one in DISTRICTS),
                "source": "residents",
            }
            for year in YEARS
        ],
        "sources": [
            _source("residents", "Generated register of residents", "Padrón generado"),
            _source("police", "Generated police register", "Registro policial generado"),
            _source("survey", "Generated survey of residents", "Encuesta generada a residentes"),
            _source("composed", "Composed areas", "Zonas compuestas"),
        ],
        "wordings": [
            _wording(
                "night-near-home",
                "SAF-02",
                "survey",
                "How safe do you feel walking alone near your home after dark? Very or rather",
                "¿Cómo de seguro/a se siente al caminar solo/a cerca de casa de noche? "
                "Mucho o bastante",
            ),
            _wording(
                "social-nuisance",
                "SAF-33",
                "survey",
                "How much trouble is there with drunken people, shouting and gatherings near "
                "your home? Very much or rather much",
                "¿Cuántas molestias hay cerca de su casa por personas ebrias, gritos y "
                "aglomeraciones? Muchas o bastantes",
            ),
            _wording(
                "trust-neighbours",
                "COH-02",
                "survey",
                "Most people in my neighbourhood can be trusted: agree",
                "Se puede confiar en la mayoría de la gente de mi barrio: de acuerdo",
            ),
            _wording(
                "offences-recorded",
                "SEC-03",
                "police",
                "Assaults and threats recorded in public space",
                "Agresiones y amenazas registradas en el espacio público",
            ),
            _wording(
                "damage-recorded",
                "SEC-16",
                "police",
                "Damage to public property, recorded cases",
                "Daños en bienes públicos, casos registrados",
            ),
            _wording(
                "public-order-recorded",
                "SEC-18",
                "police",
                "Public-order offences recorded",
                "Infracciones de orden público registradas",
            ),
            _wording(
                "drunken-disorder",
                "SEC-20",
                "police",
                "Interventions for drunken disorder",
                "Intervenciones por embriaguez",
            ),
        ],
    }


def _source(code: str, english: str, spanish: str) -> dict[str, Any]:
    return {"id": code, "title": {"en": english, "es": spanish}, "publisher": "Paseo",
            "year": 2026, "licence": "CC-BY-4.0", "evidence": "composed"}  # fmt: skip


def _wording(code: str, indicator: str, source: str, english: str, spanish: str) -> dict[str, Any]:
    return {"id": code, "indicator": indicator, "source": source,
            "text": {"en": english, "es": spanish}}  # fmt: skip


# ------------------------------------------------------------------------------------- writing
def as_csv(columns: tuple[str, ...], rows: Iterator[Row] | list[Row]) -> str:
    """Return rows as a text table, an empty cell where nothing stands."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def files() -> Mapping[str, str]:
    """Return every file of the town by its name."""
    chance = np.random.default_rng(SEED)
    return {
        "city.yaml": "# Generated by tools/generate_town.py: a town that does not exist.\n"
        + yaml.safe_dump(city(), allow_unicode=True, sort_keys=False, width=100),
        "places.geojson": json.dumps(places(), ensure_ascii=False, indent=1) + "\n",
        "observations.csv": as_csv(COLUMNS, observations(chance)),
        CALLS: as_csv(("area", "period", "count"), calls(np.random.default_rng(SEED + 1))),
    }


def main() -> None:
    for name, text in files().items():
        file = FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
