"""Benchmark packs become peers, and a city's own packs count as those that are shipped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from paseo.assessment.peers import benchmark_peers
from paseo.content.store import OWN_FOLDER
from paseo.evidence import columns

RIGHT = Path(__file__).parents[1] / "content" / "right" / "benchmark"


def test_the_shipped_packs_give_peers_once() -> None:
    peers = benchmark_peers()
    assert tuple(peers.table.columns) == (columns.CITY, *columns.COLUMNS)
    assert len(peers.cities) > 80
    assert set(peers.table[columns.CITY]) <= set(peers.cities)
    assert benchmark_peers() is peers


def test_a_pack_of_the_workspace_adds_its_cities_unless_it_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(RIGHT, tmp_path / OWN_FOLDER / "ours")
    monkeypatch.setenv("PASEO_HOME", str(tmp_path))
    assert benchmark_peers().cities["a"].country == "DE"
    values = tmp_path / OWN_FOLDER / "ours" / "values.csv"
    values.write_text(values.read_text("utf-8").replace("61.5", "61;5"), "utf-8")
    assert "a" not in benchmark_peers().cities
