"""`paseo assess` from a cold start: a city folder with 209 indicators over ten years."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from paseo.assessment.framework import Indicator
from paseo.assessment.framework_pack import load_framework

YEARS = range(2015, 2025)


def plausible(indicator: Indicator, year: int) -> float:
    """Return a generated value that the indicator can take."""
    if indicator.kind in ("flag", "category"):
        return 1
    low = indicator.low if indicator.low is not None else 0.0
    high = indicator.high if indicator.high is not None else low + 10
    return round(low + (high - low) * (0.3 + (year - 2015) / 50), 3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a generated city folder that says so."""
    folder = tmp_path_factory.mktemp("generated")
    city = {
        "format": 1,
        "id": "generated",
        "name": {"en": "Generated city"},
        "country": "ES",
        "depth": "full",
        "generated": True,
        "areas": [{"id": "generated", "name": {"en": "Generated city"}, "level": "city"}],
        "sources": [{"id": "made", "title": {"en": "Generated"}, "publisher": "bench"}],
    }
    (folder / "city.yaml").write_text(yaml.safe_dump(city, sort_keys=False), "utf-8")
    rows = ["indicator,area,period,value,n,definition,source"]
    for one in load_framework().indicators:
        for year in YEARS:
            value = plausible(one, year)
            n = "600" if one.kind.startswith("survey") else ""
            rows.append(f"{one.id},generated,{year},{value},{n},{one.id.lower()},made")
    (folder / "observations.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def test_bench_assess_cold(benchmark: Callable[..., object], folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "paseo.cli", "assess", str(folder), "--out", str(tmp_path)]
    benchmark.pedantic(subprocess.run, (command,), {"check": True}, rounds=3)  # type: ignore[attr-defined]
