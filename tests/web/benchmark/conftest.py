"""The demonstration city, to stand beside the cities of the perception survey."""

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
    return factory.keep(berlin_evidence.city, berlin_evidence.areas, berlin_evidence.observations)
