"""A small town with a handful of measures in its register."""

from __future__ import annotations

import pytest

from paseo.web.evidence.models import City
from web.prevention.register.measures_by_hand import keep


@pytest.fixture
def town(db: None) -> City:
    return keep()
