"""What holds for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

from browser import chromium

# A slow machine is no failure: speed is measured in bench/, never in a test. The same examples are
# drawn in every run, so that a red run is the fault of the change; PASEO_EXPLORE draws new ones.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="PASEO_EXPLORE" not in os.environ,
    print_blob=True,
)
settings.load_profile("house")


class _ByFile(LoadFileScheduling):
    """A file to one process, but each page of the documentation by itself.

    Its commands take long; as one piece they would be left over for a single process at the end.
    """

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if "test_readme.py" in nodeid else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """Hand tests to processes file by file."""
    return _ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for a whole run: a second one in the same process cannot be started."""
    with chromium() as started:
        yield started
