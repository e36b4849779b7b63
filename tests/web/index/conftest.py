"""A small index that was brought with its table, and one that was examined."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from paseo.assessment.assess import read_city
from paseo.web.evidence.models import City
from paseo.web.index.models import CompositeIndex
from paseo.web.jobs.testing import run_waiting
from web.evidence import factory

EXAMPLES = Path(__file__).parents[3] / "examples"
SPEC = """
pack:
  format: 1
  id: own.index.towns
  kind: index
  version: 1.0.0
  published: '2026-11-26'
  language: en
  languages: [en, es]
  title: {en: Seven towns, es: Siete pueblos}
  provider: Test
  licence: CC-BY-4.0
  evidence: composed
  source: towns
sources:
- {id: towns, title: Invented towns, year: 2026}
about: {en: It says nothing about cause., es: No dice nada de causas.}
generated: true
data: {kind: table, file: towns.csv, unit: code, name: name}
elements:
- {code: light, name: {en: Light, es: Luz}, parent: street}
- {code: crowd, name: {en: People about, es: Gente}, parent: street}
- {code: noise, name: {en: Noise, es: Ruido}, parent: calm, direction: -1}
- {code: green, name: {en: Green, es: Verde}, parent: calm}
- {code: street, name: {en: Street, es: Calle}, parent: total}
- {code: calm, name: {en: Calm, es: Calma}, parent: total}
- {code: total, name: {en: Total, es: Total}}
steps:
- {treat: winsorise, skew: 2, kurtosis: 3.5, most: 2}
- {normalise: minmax, low: 1, high: 100}
weighting: given
aggregation: arithmetic
uncertainty:
  replications: 100
  seed: 1
  level: 0.9
  factors:
  - {id: weights, name: {en: Weights, es: Pesos}, weights: {method: relative, spread: 0.5}}
  - id: means
    name: {en: Kind of mean, es: Tipo de media}
    options:
    - {label: arithmetic, aggregation: arithmetic}
    - {label: geometric, aggregation: geometric}
sensitivity: {base: 16, resamples: 50}
"""
TABLE = """code,name,light,crowd,noise,green
a,Alder,80,30,50,20
b,Birch,60,55,45,35
c,Cedar,40,70,60,30
d,Dogwood,55,20,30,60
e,Elm,20,45,35,45
f,Fir,35,60,70,15
g,Gorse,10,15,20,80
"""


@pytest.fixture
def berlin(db: None) -> City:
    """A demonstration city with values of its districts."""
    evidence = read_city(EXAMPLES / "berlin")
    return factory.keep(evidence.city, evidence.areas, evidence.observations)


@pytest.fixture
def bring(db: None) -> Callable[..., CompositeIndex]:
    """``bring(client, spec=…)`` brings a specification with its table and returns the index."""

    def one(client: Client, spec: str = SPEC, table: str = TABLE, place: str = "") -> Any:
        answer = client.post(
            f"{place}/indices/new/bring/",
            {
                "spec": SimpleUploadedFile("index.yaml", spec.encode()),
                "tables": SimpleUploadedFile("towns.csv", table.encode()),
            },
        )
        if answer.status_code != 302:
            return answer
        return CompositeIndex.objects.latest("created_at")

    return one


@pytest.fixture
def towns(bring: Callable[..., CompositeIndex], visitor: Client) -> CompositeIndex:
    """An index with scores only."""
    from paseo.web.jobs.models import Job

    index = bring(visitor)
    Job.objects.all().delete()
    return index


@pytest.fixture
def examined(towns: CompositeIndex, visitor: Client) -> CompositeIndex:
    """An index of which is known how solid it is, and what drives it."""
    visitor.post(f"/indices/{towns.pk}/solid/", {"replications": "1000"})
    visitor.post(f"/indices/{towns.pk}/drivers/", {"base": "128"})
    assert [job.state for job in run_waiting()] == ["done", "done"]
    return towns
