"""Builds a large workspace of generated cities and times what the web pages read from it.

``PASEO_HOME=build/large .venv/bin/python bench/workspace.py [cities]`` makes 250 cities with
209 indicators over 10 years (522,500 observations). Every city in it is marked generated.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))


def timed(what: str, work: Callable[[], Any], times: int = 1) -> Any:
    """Say how long a piece of work takes: the best of several times."""
    best, result = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    print(f"{what}: {best * 1000:,.0f} ms")
    return result


def build(cities: int = 250) -> None:
    """Make the workspace unless it is there already."""
    from paseo.web.server import prepare

    prepare()
    from paseo.web.evidence.models import City
    from web.evidence.factory import make_workspace

    if City.objects.count() < cities:
        made = timed(f"building {cities} cities", lambda: make_workspace(cities))
        print(f"{made:,} observations")


def read() -> None:
    """Time what the overview, the assessment and the number page read."""
    from paseo.web.evidence import reading
    from paseo.web.evidence.models import City

    city = City.objects.first()
    assert city is not None
    timed("overview: what each city holds", reading.assessed, 3)
    timed("overview: holdings as a table", reading.holdings, 3)
    timed("assessment: one city's evidence", lambda: reading.city_evidence(city), 3)
    timed("assessment: newest totals of all peers", lambda: reading.peer_table(exclude=city), 3)


if __name__ == "__main__":
    build(int(sys.argv[1]) if len(sys.argv) > 1 else 250)
    read()
