"""A city and a wider area around it are one peer, not two."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from paseo.assessment.among_peers.choosing import PeerChoice, choose_peers, counts
from paseo.assessment.among_peers.once import distinct, each_once
from paseo.assessment.peers import PeerCity, benchmark_peers
from paseo.content.language import LanguageMap
from paseo.evidence import columns
from paseo.evidence.city import City


def city(id: str, name: str, country: str) -> City:
    return City(id=id, name=LanguageMap(name), country=country, framework="")


def test_no_city_stands_twice_on_one_indicator():
    found = each_once(benchmark_peers())
    held = found.table.group_by(columns.INDICATOR).agg(pl.col(columns.CITY).unique())
    for row in held.iter_rows():
        ids = row[1]
        assert distinct(found.cities, ids) == len(ids)
    assert "paris" in found.cities and "paris-greater" not in found.cities


def test_a_wider_area_is_no_peer_of_its_own_city():
    found = choose_peers(PeerChoice(), benchmark_peers(), city("brussels", "Brussels", "BE"))
    assert "brussels-region" not in found.peers.cities
    assert found.offered == found.left


def test_cities_of_one_name_in_brackets_are_two():
    peers = benchmark_peers()
    towns = {
        one: PeerCity(one, LanguageMap(name), "DE")
        for one, name in (("halle", "Halle"), ("halle-saale", "Halle (Saale)"))
    }
    assert distinct(towns) == 2
    assert counts(towns, "countries") == {"DE": 2}
    both = replace(peers, cities=towns)
    assert each_once(both) is both


def test_a_country_is_chosen_by_its_code_in_any_case():
    found = choose_peers(PeerChoice(countries=("de",)), benchmark_peers(), city("x", "X", "ES"))
    assert found.choice.countries == ("DE",)
    assert found.left >= 5
