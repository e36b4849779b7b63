"""The catalogue holds the examples of the reference with their marks, and words to find them."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.problems import Problems
from paseo.prevention.measures.catalogue import load_catalogue, start_from
from paseo.prevention.measures.checks import check_register
from paseo.prevention.measures.ground import ground_of
from paseo.prevention.measures.measure import DEKLERCK, LEVELS, Level, Orientation, Register

HELD = load_catalogue()
FILE = Path(os.environ.get("PASEO_REFERENCE", ".")) / "action5-measures.csv"
#: Ours, beside those of the reference.
OWN = {"shared-meals-and-meeting-place", "after-incident-visit"}


def mark(source: str) -> str:
    if source == "composed":
        return "composed"
    return "stated" if "level stated" in source else "adapted"


@pytest.mark.skipif(not FILE.is_file(), reason="set PASEO_REFERENCE")
def test_every_example_of_the_reference_is_there_with_its_cell_and_mark() -> None:
    with FILE.open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    given = Counter(
        (
            HELD.code("problem", row["problem"]),
            row["level"].replace(" ", "_"),
            row["orientation"],
            row["person_or_structure"],
            mark(row["source"]),
        )
        for row in rows
    )
    ours = Counter(
        (one.problem, str(one.level), str(one.orientation), str(one.aim), one.evidence)
        for one in HELD.measures
        if one.id not in OWN
    )
    assert ours == given


def test_levels_marks_and_own_examples_are_as_the_pack_says() -> None:
    assert [sum(one.level is level for one in HELD.measures) for level in LEVELS] == [
        19,
        27,
        27,
        16,
    ]
    marks = Counter(one.evidence for one in HELD.measures)
    assert marks == {"adapted": 40, "composed": 32, "stated": 17}
    assert {HELD.measure(one).evidence for one in OWN} == {"composed"}


def test_a_number_after_deklerck_stands_only_where_the_source_states_the_level() -> None:
    for one in HELD.measures:
        assert (one.deklerck is not None) == (one.evidence == "stated"), one.id
        if one.deklerck is not None:
            assert DEKLERCK[one.deklerck] is one.level


def test_what_is_composed_names_no_outside_source_and_the_rest_does() -> None:
    for one in HELD.measures:
        assert (one.source == "paseo") == (one.evidence == "composed"), one.id


def test_every_problem_has_both_faces_and_a_measure_on_most_levels() -> None:
    for problem in HELD.problems.values():
        assert problem.happens
        assert problem.felt
        assert len({one.level for one in HELD.like(problem.id)}) >= 3, problem.id


def test_like_measures_share_the_problem_and_what_else_is_asked() -> None:
    gates = HELD.like("nuisance_in_parks", Level.SPECIFIC, Orientation.PROBLEM)
    assert [one.id for one in gates][:2] == ["park-gates-by-wardens", "park-electronic-gates"]
    assert HELD.like("unknown") == ()
    begun = start_from(HELD.measure("alley-gates"), "m", HELD)
    found = HELD.like(begun)
    assert "alley-gates" in [one.id for one in found]
    assert {(one.level, one.orientation) for one in found} == {
        (Level.SPECIFIC, Orientation.PROBLEM)
    }


@pytest.mark.parametrize(
    ("section", "word", "code"),
    [
        ("actors", "Policía", "police"),
        ("actors", "NGO", "associations"),
        ("actors", "servicios sociales", "social_services"),
        ("problem", "Robo en viviendas", "domestic_burglary"),
        ("uses", "CCTV", "camera"),
        ("area_type", "parque", "park"),
        ("target_groups", "jóvenes", "young_people"),
        ("actors", "harbour office", None),
    ],
)
def test_words_are_known_by_id_name_and_alias(section: str, word: str, code: str | None) -> None:
    assert HELD.code(section, word) == code


def test_no_word_means_two_things() -> None:
    for section in (HELD.actors, HELD.area_types, HELD.target_groups, HELD.uses, HELD.problems):
        seen: dict[str, str] = {}
        for one in section.values():  # type: ignore[attr-defined]
            for word in {one.id, *one.name.values(), *one.aliases}:
                assert seen.setdefault(word.casefold(), one.id) == one.id, word


def test_search_asks_for_every_word_without_case_and_accents() -> None:
    assert [one.id for one in HELD.search("CAMARAS riesgo")] == ["risk-area-cameras"]
    assert len(HELD.search("")) == len(HELD.measures)
    assert HELD.search("gate unicorn") == ()


def test_every_example_is_a_measure_in_order() -> None:
    register = Register(start_from(one, one.id, HELD, "es") for one in HELD.measures)
    problems = Problems()
    check_register(register, ground_of(None, vocabulary(load_framework()), HELD), problems)
    assert {one.code for one in problems} <= {"V923"}
    watching = {one.place.entry for one in problems}
    assert {"risk-area-cameras", "place-ban-violence", "case-management-youth"} <= watching
    assert "free-walls" not in watching
