"""From the workspace's records to a profile, made anew for each page by the library.

No profile is kept between requests: a page can never show what an import has replaced.
Only the indicators of the page are read and measured.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from paseo.assessment.build import build_profile
from paseo.assessment.framework import Framework, Indicator
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.mapping import Mapping as NamesPack
from paseo.assessment.mapping import apply_mapping, load_mapping
from paseo.assessment.peers import PeerCity, Peers, benchmark_peers
from paseo.assessment.profile import Profile
from paseo.content.language import LanguageMap
from paseo.content.store import store
from paseo.evidence import columns, periods
from paseo.evidence.city import CityEvidence, Wording
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.memory import totals
from paseo.web.evidence import models, reading

_named: dict[str, tuple[Framework, NamesPack, Framework]] = {}


def framework_of(city: models.City | None = None) -> Framework:
    """Return the framework of a city, with the names of a mapping where one is loaded."""
    framework = load_framework(city.framework) if city else load_framework()
    for info in store().packs("mapping"):
        if store().find(info.id) is None:
            continue
        mapping = load_mapping(info.id)
        if mapping.target == framework.id and mapping.names:
            framework = _with_names(framework, mapping)
    return framework


def _with_names(framework: Framework, mapping: NamesPack) -> Framework:
    """Return the framework with a mapping's names, made once while neither pack changes."""
    held = _named.get(mapping.id)
    if held is None or held[0] is not framework or held[1] is not mapping:
        held = (framework, mapping, apply_mapping(framework, mapping))
        _named[mapping.id] = held
    return held[2]


def narrowed(framework: Framework, indicators: Iterable[Indicator]) -> Framework:
    """Return the framework with some of its indicators, and the dimensions that hold them."""
    kept = tuple(indicators)
    held = {one.dimension for one in kept}
    return replace(
        framework,
        indicators=kept,
        dimensions=tuple(one for one in framework.dimensions if one.id in held),
    )


def profile_of(
    city: models.City,
    framework: Framework,
    choice: Choice,
    *,
    known: Known | None = None,
    shapes: bool = False,
    left_out: bool = False,
) -> Profile:
    """Assess a city on the indicators of ``framework``.

    Args:
        framework: narrowed to what the page shows (:func:`narrowed`).
        known: who could be a peer, where the page has looked already.
        shapes: read the geometries as well, for a map.
        left_out: assess what the city left out, too, for the page of one indicator.
    """
    codes = [one.id for one in framework.indicators]
    evidence = evidence_of(city, choice, codes, shapes=shapes)
    if left_out:
        evidence = replace(evidence, city=replace(evidence.city, left_out=()))
    beside = None
    if choice.peers != "none":
        beside = peers_of(city, choice, codes, known or known_cities(city))
    return build_profile(evidence, framework, beside, choice.depth_for(city.depth))


def evidence_of(
    city: models.City, choice: Choice, codes: Collection[str], *, shapes: bool = False
) -> CityEvidence:
    """Return what is known of a city on some indicators, up to the chosen period."""
    rows = reading.observations(city).filter(pl.col(columns.INDICATOR).is_in(list(codes)))
    return CityEvidence(
        city=reading.city_record(city),
        areas=reading.areas(city, shapes=shapes),
        observations=until(rows, choice.period),
    )


def until(rows: pl.DataFrame, period: str) -> pl.DataFrame:
    """Return the observations that end with ``period`` or before it; all without one."""
    if not period:
        return rows
    last = periods.parse(period).end
    ended = periods.table(rows[columns.PERIOD]).filter(pl.col("end") <= last)
    return rows.filter(pl.col(columns.PERIOD).is_in(ended["period"].to_list()))


def peers_of(city: models.City, choice: Choice, codes: Collection[str], known: Known) -> Peers:
    """Return the cities to stand beside: of the benchmark packs and of this workspace.

    Invented values never stand beside real ones.
    """
    everyone = available(codes, known)
    if choice.peers == "country":
        return everyone.choose(countries=(city.country,))
    if choice.peers == "size":
        own = peer_city(city).size
        return everyone.choose(sizes=(own,)) if own else everyone.choose(ids=("",))
    if choice.peers == "named":
        return everyone.choose(ids=choice.named or ("",))
    return everyone


def available(codes: Collection[str], known: Known) -> Peers:
    """Return every city that could be a peer, with the values of some indicators."""
    wanted = pl.col(columns.INDICATOR).is_in(list(codes))
    inferred = (
        models.Wording.objects.filter(inferred=True).order_by().values_list("code", flat=True)
    )
    own = Peers(
        table=totals().filter(wanted & pl.col(columns.CITY).is_in(list(known.own))),
        cities=dict(known.own),
        wordings=tuple(
            Wording(code, LanguageMap({}), inferred=True) for code in inferred.distinct()
        ),
    )
    published = benchmark_peers()
    kept = replace(published, table=published.table.filter(wanted), _measured={})
    return kept.joined(own)


@dataclass(frozen=True, slots=True)
class Known:
    """Who could be a peer: of the workspace alone, and everyone; without any value."""

    own: Mapping[str, PeerCity]
    everyone: Mapping[str, PeerCity]


def known_cities(city: models.City) -> Known:
    """Return who could stand beside a city (one query).

    Beside real values stand only cities with real ones.
    """
    found = models.City.objects.exclude(pk=city.pk).order_by()
    if not city.generated:
        found = found.filter(generated=False)
    needed = found.only("id", "name", "country", "population", "kind")
    own = {one.pk: peer_city(one) for one in needed}
    everyone = {**benchmark_peers().cities, **own}
    everyone.pop(city.pk, None)
    return Known(own, everyone)


def peer_city(city: models.City) -> PeerCity:
    """Return a city as far as it bears on the choice of peers."""
    latest = max(city.population, key=lambda one: one["year"], default=None)
    return PeerCity(
        city.pk, city.name, city.country, latest["residents"] if latest else None, city.kind
    )
