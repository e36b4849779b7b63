"""A small invented town for the tests: 1,200 interviews in four districts, drawn by clusters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

SEED = 20261125

MAPPING = """\
pack:
  format: 1
  id: town.survey-mapping.safety
  kind: survey-mapping
  version: 1.0.0
  published: 2026-11-25
  language: en
  languages: [en]
  title: {en: Safety survey}
  provider: {en: Town}
  licence: CC-BY-4.0
  evidence: composed
  target: paseo.framework.action1
  source: register
sources:
  - {id: register, title: Register of residents, year: 2025}
survey:
  id: town-survey-2025
  title: {en: Safety survey 2025}
  period: 2025
  population: {en: Residents aged 15 and over}
  mode: telephone
  sample: probability
  boundary: core-2021
design:
  respondent: id
  weight: weight
  strata: [district]
  clusters: [section]
answers:
  - column: night
    question: {en: "How safe do you feel walking alone near home after dark?"}
    codes:
      - {code: 1, label: {en: very safe}}
      - {code: 2, label: {en: fairly safe}}
      - {code: 3, label: {en: a bit unsafe}}
      - {code: 4, label: {en: very unsafe}}
    missing:
      - {reason: dont_know, cells: [98]}
      - {reason: not_applicable, cells: [97, never goes out]}
  - column: day
    question: {en: "How safe do you feel walking alone near home by day?"}
    codes: [{code: 1}, {code: 2}, {code: 3}, {code: 4}]
    missing: [{reason: dont_know, cells: [98]}]
  - column: score
    number: true
    missing: [{reason: dont_know, cells: [98]}]
domains:
  - id: district
    column: district
    areas: true
    crossed: [sex]
    groups:
      - {code: north, cells: [1]}
      - {code: east, cells: [2]}
      - {code: south, cells: [3]}
      - {code: west, cells: [4]}
  - {id: sex, column: sex, groups: [{code: F, cells: [2, woman]}, {code: M, cells: [1, man]}]}
  - {id: age, column: age, groups: [
        {code: 15-29, from: 15, to: 29}, {code: 30-64, from: 30, to: 64}, {code: 65+, from: 65}]}
indicators:
  - {id: SAF-02, kind: share, column: night, cut: [1, 2], definition: near-home-night}
  - {id: SAF-03, kind: share, column: day, cut: [1, 2], definition: near-home-day}
  - id: SAF-04
    kind: gap
    cut: [1, 2]
    first: {column: day}
    second: {column: night}
    definition: near-home-gap
  - id: SAF-05
    kind: group_gap
    column: night
    cut: [1, 2]
    domain: sex
    groups: [M, F]
    definition: near-home-night
  - {id: SAF-08, kind: mean, column: score, definition: score-day}
wordings:
  - {id: near-home-night, text: {en: "How safe do you feel walking alone near home after dark?"}}
  - {id: near-home-day, text: {en: "How safe do you feel walking alone near home by day?"}}
  - {id: near-home-gap, text: {en: The first question by day minus after dark}}
  - {id: score-day, text: {en: "How safe is your neighbourhood from 0 to 10?"}}
"""


def respondents(n: int = 1200) -> pl.DataFrame:
    """Return the answers of the town; west has few interviews."""
    draw = np.random.default_rng(SEED)
    district = draw.choice([1, 2, 3, 4], n, p=[0.4, 0.35, 0.23, 0.02])
    section = district * 100 + draw.integers(1, 13, n)
    sex = draw.choice([1, 2], n)
    safe = draw.normal(0.4, 1, n) - 0.5 * (sex == 2) - 0.3 * (district == 2)
    safe += draw.normal(0, 0.12, 1000)[section]
    night = np.digitize(-safe, [-1, 0, 1]) + 1
    night = np.where(draw.random(n) < 0.06, 98, np.where(draw.random(n) < 0.04, 97, night))
    day = np.digitize(-safe - 1.2, [-1, 0, 1]) + 1
    return pl.DataFrame(
        {
            "id": [f"r{at:05d}" for at in range(n)],
            "weight": np.round(draw.uniform(0.5, 2.0, n), 3),
            "district": district,
            "section": section,
            "sex": sex,
            "age": draw.integers(15, 92, n),
            "night": night,
            "day": np.where(draw.random(n) < 0.02, 98, day),
            "score": np.clip(np.round(6 + 1.5 * safe), 0, 10).astype(int),
        }
    )


def written(
    folder: Path, frame: pl.DataFrame | None = None, mapping: str = MAPPING
) -> tuple[Path, Path]:
    """Write the survey and its mapping as files."""
    table, pack = folder / "survey.csv", folder / "mapping.yaml"
    (respondents() if frame is None else frame).write_csv(table)
    pack.write_text(mapping, "utf-8")
    return table, pack
