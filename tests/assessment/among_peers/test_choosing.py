"""The choice of peers: what it leaves, and how it is refused when that is too few."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paseo.assessment.among_peers.choosing import PeerChoice, choose_peers, counts
from paseo.assessment.peers import PeerCity, Peers, no_peers
from paseo.content.language import LanguageMap
from paseo.content.problems import Problem, Refused
from paseo.evidence.city import City
from peers_by_hand import others

OURS = City("c", LanguageMap("C"), "ES")


def some() -> Peers:
    """Twelve cities: six in Spain, four of them large; of the last two no size is known."""
    made = others(*range(12))
    cities = {
        code: PeerCity(
            code,
            LanguageMap(code),
            "ES" if at < 6 else "FI",
            None if at > 9 else 300_000 if at < 4 else 50_000,
            "capital" if at < 5 else "",
        )
        for at, code in enumerate(made.cities)
    }
    return replace(made, cities=cities)


def refused(choice: PeerChoice, peers: Peers | None = None) -> list[Problem]:
    with pytest.raises(Refused) as fault:
        choose_peers(choice, some() if peers is None else peers, OURS)
    return list(fault.value.problems)


def test_conditions_hold_together() -> None:
    chosen = choose_peers(PeerChoice(countries=("ES",), kinds=("capital",)), some(), OURS)
    assert sorted(chosen.peers.cities) == ["k00", "k01", "k02", "k03", "k04"]
    assert (chosen.left, chosen.offered) == (5, 12)
    assert chosen.without == {"countries": 5, "kinds": 6}


def test_the_own_city_is_not_offered() -> None:
    peers = some()
    with_ours = replace(peers, cities={**peers.cities, "c": PeerCity("c", LanguageMap("C"), "ES")})
    assert choose_peers(PeerChoice(), with_ours, OURS).offered == 12


def test_four_cities_are_refused_with_what_each_condition_costs() -> None:
    (problem,) = refused(PeerChoice(countries=("ES",), sizes=("large",)))
    assert problem.code == "I860"
    assert "4 of 12" in problem.sentence()
    assert "without the size class: 6 (the size of 2 cities is not on record)" in problem.mend()
    assert "without the choice of country: 4" in problem.mend()
    assert problem.mend().index("size class") < problem.mend().index("country")
    assert "sin la clase de tamaño: 6" in problem.mend("es")


def test_too_few_without_any_condition_asks_for_more_cities() -> None:
    (problem,) = refused(PeerChoice(), no_peers())
    assert problem.code == "I860"
    assert "more cities are needed" in problem.mend()


def test_a_named_city_that_is_not_there_is_refused_with_the_nearest() -> None:
    (problem,) = refused(PeerChoice(ids=("k0", "k01")))
    assert problem.code == "I861"
    assert "k0" in problem.sentence()
    assert "k10" in problem.mend()


def test_a_city_may_be_named_by_the_name_that_only_it_has() -> None:
    chosen = choose_peers(PeerChoice(ids=("K00", "k01", "k02", "k03", "k04")), some(), OURS)
    assert chosen.choice.ids[0] == "k00"


@pytest.mark.parametrize(
    ("choice", "known"),
    [
        (PeerChoice(countries=("XX",)), "ES, FI"),
        (PeerChoice(sizes=("huge",)), "small, medium, large, metropolis"),
        (PeerChoice(kinds=("port",)), "capital"),
    ],
)
def test_a_condition_that_no_city_meets_is_refused_with_those_there_are(
    choice: PeerChoice, known: str
) -> None:
    (problem,) = refused(choice)
    assert problem.code == "I862"
    assert known in problem.mend()


def test_what_the_city_names_counts_where_nothing_else_is_asked() -> None:
    ours = replace(OURS, peers=tuple(f"k0{at}" for at in range(6)))
    assert choose_peers(PeerChoice(), some(), ours).left == 6
    assert choose_peers(PeerChoice(countries=("FI",)), some(), ours).left == 6
    assert "k09" in choose_peers(PeerChoice(countries=("FI",)), some(), ours).peers.cities


def test_cities_are_counted_by_each_value_and_by_unknown() -> None:
    assert counts(some().cities, "sizes") == {"small": 6, "large": 4, "": 2}
    assert counts(some().cities, "countries") == {"ES": 6, "FI": 6}
    assert counts(some().cities, "kinds") == {"capital": 5, "": 7}
