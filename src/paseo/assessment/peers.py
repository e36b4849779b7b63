"""Peers: other cities' published or shared values, from benchmark packs and from a workspace."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

import polars as pl

from paseo.assessment.framework import Framework
from paseo.assessment.measure import measure
from paseo.content.dated import Dated
from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.store import store
from paseo.evidence import columns
from paseo.evidence.city import CityEvidence, EvidenceMark, Source, Wording

#: Upper ends of the size classes of the OECD and European Commission (2012), in residents.
SIZE_CLASSES: Final[dict[str, float]] = {
    "small": 100_000,
    "medium": 250_000,
    "large": 1_000_000,
    "metropolis": float("inf"),
}


@dataclass(frozen=True, slots=True)
class PeerCity:
    """Who a peer is, as far as it bears on the choice of peers."""

    id: str
    name: LanguageMap
    country: str
    residents: int | None = None
    kind: str = ""

    @property
    def size(self) -> str:
        """Size class by residents, empty when they are not known."""
        if self.residents is None:
            return ""
        return next(name for name, end in SIZE_CLASSES.items() if self.residents < end)


@dataclass(frozen=True)
class Peers:
    """A table of several cities' observations with who they are and where the values come from.

    Args:
        table: the column ``city`` and those of :mod:`paseo.evidence.columns`; city level, totals.
        cities: by id.
        sources, wordings: of all packs and cities, for the page behind a number.
    """

    table: pl.DataFrame
    cities: dict[str, PeerCity]
    sources: tuple[Source, ...] = ()
    wordings: tuple[Wording, ...] = ()
    _measured: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def measured(self, framework: Framework) -> pl.DataFrame:
        """Return the table with intervals, made once per framework version."""
        key = f"{framework.id}@{framework.version}"
        if key not in self._measured:
            self._measured[key] = measure(self.table, framework).filter(
                pl.col(columns.VALUE).is_not_null()
            )
        return self._measured[key]

    def choose(
        self,
        countries: Sequence[str] = (),
        sizes: Sequence[str] = (),
        kinds: Sequence[str] = (),
        ids: Sequence[str] = (),
    ) -> Peers:
        """Return the peers of certain countries, size classes, kinds or ids; empty means all.

        A city whose size or kind is unknown is left out where one is asked for.
        """
        kept = {
            code: city
            for code, city in self.cities.items()
            if (not countries or city.country in countries)
            and (not sizes or city.size in sizes)
            and (not kinds or city.kind in kinds)
            and (not ids or code in ids)
        }
        rows = self.table.filter(pl.col(columns.CITY).is_in(list(kept)))
        return replace(self, table=rows, cities=kept, _measured={})

    def joined(self, other: Peers) -> Peers:
        """Return these peers and others; of a city in both, the other's values come on top."""
        return Peers(
            table=pl.concat([self.table, other.table]).unique(maintain_order=True),
            cities={**self.cities, **other.cities},
            sources=tuple({one.id: one for one in (*self.sources, *other.sources)}.values()),
            wordings=tuple({one.id: one for one in (*self.wordings, *other.wordings)}.values()),
        )


def no_peers() -> Peers:
    """Return an empty set of peers."""
    return Peers(pl.DataFrame(schema={columns.CITY: pl.String(), **columns.SCHEMA}), {})


def of_cities(evidence: Iterable[CityEvidence]) -> Peers:
    """Return cities of a workspace as peers.

    Args:
        evidence: after disclosure control (:func:`paseo.evidence.disclosure.protect`); a peer
            must not see more of a city than the public does.
    """
    tables, cities = [no_peers().table], {}
    sources: dict[str, Source] = {}
    wordings: dict[str, Wording] = {}
    for one in evidence:
        city = one.city
        latest = max(city.population, key=lambda held: held.year, default=None)
        cities[city.id] = PeerCity(
            city.id, city.name, city.country, latest.residents if latest else None, city.kind
        )
        sources.update((source.id, source) for source in city.sources)
        wordings.update((wording.id, wording) for wording in city.wordings)
        rows = one.observations.filter(
            (pl.col(columns.AREA) == one.city_area.id)
            & (pl.col(columns.BREAKDOWN).fill_null(columns.TOTAL) == columns.TOTAL)
        )
        tables.append(rows.select(pl.lit(city.id).alias(columns.CITY), *columns.COLUMNS))
    return Peers(pl.concat(tables), cities, tuple(sources.values()), tuple(wordings.values()))


_joined: list[tuple[tuple[Peers, ...], Peers]] = []


def benchmark_peers() -> Peers:
    """Return the cities of all benchmark packs, those of the workspace included.

    The same object while no pack changes; a pack with errors gives no peers.
    """
    packs = tuple(
        store().build(info.id, "benchmark")
        for info in store().packs("benchmark")
        if store().find(info.id)
    )
    if (
        _joined
        and all(map(operator.is_, _joined[0][0], packs))
        and len(_joined[0][0]) == len(packs)
    ):
        return _joined[0][1]
    together = no_peers()
    for one in packs:
        together = together.joined(one)
    _joined[:] = [(packs, together)]
    return together


def build_peers(pack: Pack) -> Peers:
    """Return a checked benchmark pack as peers."""
    schema = {columns.CITY: pl.String(), **columns.SCHEMA}
    held = pack.table("observations").columns
    return Peers(
        table=pl.DataFrame({name: held.get(name, []) for name in schema}, schema=schema),
        cities={
            one["id"]: PeerCity(
                one["id"],
                pack.words(one["name"]),
                one["country"],
                Dated.read(one.get("residents")).latest,
                one.get("kind", ""),
            )
            for one in pack.section("cities")
        },
        sources=tuple(_source(pack, one) for one in pack.section("sources")),
        wordings=tuple(
            Wording(
                id=one["id"],
                text=pack.words(one["text"]),
                indicator=one.get("indicator", ""),
                source=one.get("source", ""),
                inferred=one.get("inferred", False),
            )
            for one in pack.section("wordings")
        ),
    )


def _source(pack: Pack, one: dict[str, Any]) -> Source:
    return Source(
        id=one["id"],
        title=pack.words(one["title"]),
        publisher=one.get("publisher") or "",
        year=one.get("year"),
        url=one.get("url") or "",
        licence=one.get("licence") or pack.header.licence,
        evidence=cast(EvidenceMark, pack.header.evidence),
    )
