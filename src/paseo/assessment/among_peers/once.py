"""Each city once: a city and a wider area of it are not two peers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from paseo.assessment.peers import PeerCity, Peers
from paseo.content.language import LanguageMap
from paseo.evidence import columns

#: How the name of a wider area is told from that of its city, in English.
_WIDER: Final = re.compile(r"\s*\((greater city|metropolitan area|region)\)$", re.IGNORECASE)


def is_wider(name: LanguageMap) -> bool:
    """Say whether a name is that of a wider area around a city.

    >>> is_wider(LanguageMap("Paris (greater city)")), is_wider(LanguageMap("Halle (Saale)"))
    (True, False)
    """
    return bool(_WIDER.search(name.read("en").words))


def _key(name: LanguageMap, country: str) -> tuple[str, str]:
    return country, _WIDER.sub("", name.read("en").words).casefold()


def distinct(cities: Mapping[str, PeerCity], ids: Collection[str] | None = None) -> int:
    """Return how many cities there are, a city and its wider area counted once.

    Args:
        ids: count only these; all when None.
    """
    held = cities.values() if ids is None else (cities[one] for one in ids)
    return len({_key(one.name, one.country) for one in held})


def besides(cities: Mapping[str, PeerCity], own: str, name: LanguageMap, country: str) -> set[str]:
    """Return the ids of the cities that are not the own one, nor a wider area or the core of it."""
    key = _key(name, country)
    return {
        code
        for code, one in cities.items()
        if code != own and not (_key(one.name, one.country) == key and _around(one.name, name))
    }


def _around(one: LanguageMap, other: LanguageMap) -> bool:
    return is_wider(one) or is_wider(other)


def each_once(peers: Peers) -> Peers:
    """Return peers in which a wider area holds only the indicators that its city does not.

    So no city stands beside ours twice on one indicator; a wider area that is left without any
    value, while its city stays, is left out.
    """
    core = {_key(one.name, one.country): code
            for code, one in peers.cities.items() if not is_wider(one.name)}  # fmt: skip
    pairs = {
        code: core[key]
        for code, one in peers.cities.items()
        if is_wider(one.name) and (key := _key(one.name, one.country)) in core
    }
    if not pairs:
        return peers
    city, indicator = pl.col(columns.CITY), pl.col(columns.INDICATOR)
    rows = peers.table
    for wider, inner in pairs.items():
        held = rows.filter(city == inner)[columns.INDICATOR].unique().to_list()
        rows = rows.filter(~((city == wider) & indicator.is_in(held)))
    left = set(rows[columns.CITY].unique())
    kept = {code: one for code, one in peers.cities.items() if code not in pairs or code in left}
    return replace(peers, table=rows, cities=kept, _measured={})
