"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from browser import chromium

# A slow machine is no failure: speed is measured in bench/, never in a test.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for a whole run: a second one in the same process cannot be started."""
    with chromium() as started:
        yield started
