"""Cities of the assessment pages: one real demonstration, small invented ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.assessment.assess import read_city
from paseo.evidence.city import CityEvidence
from paseo.web.evidence.models import City
from web.evidence import factory

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="session")
def berlin_evidence() -> CityEvidence:
    return read_city(EXAMPLES / "berlin")


@pytest.fixture
def berlin(db: None, berlin_evidence: CityEvidence) -> City:
    """The demonstration city, as an import would keep it."""
    return factory.keep(berlin_evidence.city, berlin_evidence.areas, berlin_evidence.observations)


@pytest.fixture
def plaza(db: None) -> City:
    """A small invented city, marked as generated."""
    return factory.make_city("plaza")


@pytest.fixture
def in_spanish(settings: object) -> dict[str, str]:
    """Headers of a reader whose browser asks for Spanish."""
    return {"accept-language": "es"}
