"""A profile among chosen peers: ranges by dimension, the grade of every pair, what is withheld."""

from __future__ import annotations

from typing import Any

import pytest

from evidence_by_hand import asked, city_evidence
from framework_by_hand import FRAMEWORK
from paseo.assessment.among_peers import words
from paseo.assessment.among_peers.among import AmongPeers, among_peers
from paseo.assessment.among_peers.choosing import PeerChoice
from paseo.content.problems import Refused
from paseo.evidence import columns
from peers_by_hand import peers, towns


def stood(ours: list[dict[str, Any]], rows: list[Any], **more: Any) -> AmongPeers:
    return among_peers(city_evidence(ours), PeerChoice(), peers(rows), framework=FRAMEWORK, **more)


def test_a_dimension_counts_its_indicators_and_has_no_total() -> None:
    ours = [asked("c", 90, 700), asked("c", 20, 700, indicator="V-1", definition="q9")]
    found = stood(ours, towns(*range(30, 42)))
    felt, happens, context = found.dimensions
    assert (felt.held, felt.ranged, felt.above, felt.weakest) == (1, 1, 1, "A")
    assert (happens.held, happens.ranged, happens.missing) == (1, 0, {"none_hold": 1})
    assert context.held == 0
    assert "1 of 1 value stands beside a range" in words.dimension_said(felt, "en")
    assert words.dimension_said(context, "en") == "No value of this dimension is held."


def test_every_comparison_has_its_grade_and_what_differs() -> None:
    rows = [*towns(30, 40, 50, 60, 70), ("z", asked("z", 55, 700, mode="web"))]
    found = stood([asked("c", 50, 700)], rows)
    held = {one.city: (one.grade, one.differs) for one in found.compared["S-1"]}
    assert held["k00"] == ("A", ())
    assert held["z"] == ("B", ("mode",))
    assert list(held) == sorted(held)


def test_peers_that_may_not_stand_beside_each_other_are_never_told_apart() -> None:
    # Each differs from ours in one respect, from each other in two: grade C.
    rows = [
        *towns(50, 50, 50, 50, 50, base="valid"),
        ("z", asked("z", 1, 700, mode="web")),
    ]
    bands = stood([asked("c", 50, 700)], rows).bands["S-1"]
    assert bands.peers("lower") == ("z",)
    assert len(bands.chains) == 1


def test_too_few_comparable_cities_after_the_choice_have_no_band() -> None:
    rows = [*towns(30, 40, 50, 60), ("z", asked("z", 5, 700, definition="other"))]
    found = stood([asked("c", 50, 700)], rows)
    assert found.chosen.left == 5
    assert (dict(found.bands), found.dimensions[0].missing) == ({}, {"too_few": 1})


def test_a_withheld_value_is_neither_shown_nor_used() -> None:
    hidden = asked("z", 99, 700) | {"value": None, "status": columns.SUPPRESSED, "n": None}
    found = stood([asked("c", 50, 700)], [*towns(30, 40, 50, 60, 70), ("z", hidden)])
    assert found.withheld == {"S-1": 1}
    assert "z" not in {one.city for one in found.compared["S-1"]}
    assert found.bands["S-1"].placed == 6
    assert "withheld" in words.withheld_said(found, "S-1", "en")


def test_bands_are_made_for_the_indicators_asked_for() -> None:
    ours = [asked("c", 50, 700), asked("c", 20, 700, indicator="V-1")]
    rows = [*towns(30, 40, 50, 60, 70), *towns(30, 40, 50, 60, 70, indicator="V-1")]
    assert set(stood(ours, rows).bands) == {"S-1", "V-1"}
    assert set(stood(ours, rows, indicators=["V-1"]).bands) == {"V-1"}


@pytest.mark.parametrize(("code", "number"), [("S-9", "I863"), ("R-1", "I864"), ("V-1", "I864")])
def test_an_indicator_without_a_range_is_refused_with_the_reason(code: str, number: str) -> None:
    ours = [asked("c", 50, 700), asked("c", 20, 700, indicator="V-1")]
    with pytest.raises(Refused) as fault:
        stood(ours, towns(30, 40, 50, 60, 70), indicators=[code])
    (problem,) = fault.value.problems
    assert problem.code == number
    assert problem.place.entry == code
    assert "%(" not in problem.sentence("es") + problem.mend("es")


def test_what_is_said_names_bands_places_and_the_chain() -> None:
    found = stood([asked("c", 50, 700)], towns(10, 11, 12, 49, 50, 51, 90, 91, 92))
    said = " ".join(words.bands_said(found.bands["S-1"], "C", "en"))
    assert "beside C: clearly higher 3, clearly lower 3, not to be told apart 3." in said
    assert "can be any from 4 to 7" in said
    assert "3 rank bands; cities in the band of C: 3." in said
    assert words.chosen_said(found.chosen, "es").startswith("Las 9 ciudades")
