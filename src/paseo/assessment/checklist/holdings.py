"""What a city holds already: for each indicator its newest period, its levels and its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from paseo.evidence import columns, periods
from paseo.evidence.city import CityEvidence

_LEVELS: Final = ("city", "district", "neighbourhood", "space")


@dataclass(frozen=True, slots=True)
class Holding:
    """The values of one indicator that a city holds.

    Args:
        newest: newest period with a value.
        periods: how many periods hold one.
        levels: from the city downwards.
        sources: ids in the city's list of sources.
        publishers: who publishes those sources.
    """

    indicator: str
    newest: str
    periods: int
    levels: tuple[str, ...]
    sources: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()

    @property
    def ends(self) -> date:
        """Return the first day after the newest period."""
        end = periods.parse(self.newest).end
        return date(end // periods.MONTHS, end % periods.MONTHS + 1, 1)


def holdings(evidence: CityEvidence) -> dict[str, Holding]:
    """Return what a city holds, by indicator; rows without a value count for nothing.

    Args:
        evidence: as read from a city folder or from the workspace.
    """
    levels = {area.id: area.level for area in evidence.areas}
    publishers = {one.id: one.publisher for one in evidence.city.sources}
    known = evidence.observations.filter(
        pl.col(columns.VALUE).is_not_null() & pl.col(columns.PERIOD).is_not_null()
    )
    found: dict[str, dict[str, dict[Any, None]]] = {}
    names = (columns.INDICATOR, columns.PERIOD, columns.AREA, columns.SOURCE)
    for indicator, period, area, source in known.select(names).unique().iter_rows():
        if not periods.is_period(period):
            continue
        held = found.setdefault(indicator, {"periods": {}, "levels": {}, "sources": {}})
        held["periods"][period] = None
        if area in levels:
            held["levels"][levels[area]] = None
        if source:
            held["sources"][source] = None
    return {code: _holding(code, held, publishers) for code, held in sorted(found.items())}


def _holding(
    code: str, held: Mapping[str, Mapping[Any, None]], publishers: Mapping[str, str]
) -> Holding:
    sources = tuple(sorted(held["sources"]))
    named = dict.fromkeys(publishers.get(one, "") for one in sources)
    return Holding(
        indicator=code,
        newest=periods.ordered(held["periods"])[-1],
        periods=len(held["periods"]),
        levels=tuple(one for one in _LEVELS if one in held["levels"]),
        sources=sources,
        publishers=tuple(one for one in named if one),
    )
