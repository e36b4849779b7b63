"""The generated town of the examples with its measures in the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.city import CityMeasures, read_city_measures
from paseo.web.evidence.models import City
from paseo.web.prevention.models import Measure
from paseo.web.prevention.register.records import values_of
from web.evidence import factory

TOWN = Path(__file__).parents[4] / "examples" / "generated-town"


@pytest.fixture(scope="session")
def town_measures() -> CityMeasures:
    return read_city_measures(TOWN, vocabulary(load_framework()), load_catalogue())


def bring(found: CityMeasures) -> City:
    """Keep the town and its measures in the workspace."""
    assert found.evidence is not None
    city = factory.keep(found.evidence.city, found.evidence.areas, found.evidence.observations)
    Measure.objects.bulk_create(
        Measure(city=city, position=at, **values_of(one)) for at, one in enumerate(found.register)
    )
    return city


@pytest.fixture
def town(db: None, town_measures: CityMeasures) -> City:
    return bring(town_measures)
