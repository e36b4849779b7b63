"""A small city to report on."""

import pytest

from paseo.web.evidence.models import City
from web.evidence import factory


@pytest.fixture
def plaza(db: None) -> City:
    return factory.make_city("plaza", depth="rapid")
