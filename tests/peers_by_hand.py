"""Small sets of peers by hand, for tests."""

from __future__ import annotations

from typing import Any

import polars as pl

from evidence_by_hand import asked, table
from paseo.assessment.peers import PeerCity, Peers
from paseo.content.language import LanguageMap
from paseo.evidence import columns


def peers(rows: list[tuple[str, dict[str, Any]]], **more: Any) -> Peers:
    """Return peers from pairs of a city and its row."""
    held = table([row for _, row in rows]).insert_column(
        0, pl.Series(columns.CITY, [city for city, _ in rows])
    )
    cities = {city: PeerCity(city, LanguageMap(city), "FI", 300_000) for city, _ in rows}
    return Peers(held, cities, **more)


def towns(*values: float, **more: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return one survey share of 700 answers for each of as many towns."""
    return [(f"k{i:02d}", asked(f"k{i:02d}", value, 700, **more)) for i, value in enumerate(values)]


def others(*values: float, **more: Any) -> Peers:
    return peers(towns(*values, **more))
