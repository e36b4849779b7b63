"""Every number of a register has its case, with the place at which a person finds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString, Point, box

from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.problems import Problem, Problems, catalogue
from paseo.content.store import store
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import Area, Boundary
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.catalogue_pack import check_catalogue
from paseo.prevention.measures.checks import check_register
from paseo.prevention.measures.city import read_city_measures
from paseo.prevention.measures.files import read_register
from paseo.prevention.measures.ground import NOWHERE, Ground
from paseo.prevention.measures.measure import (
    Level,
    Measure,
    Orientation,
    Placement,
    Register,
    Status,
)
from paseo.prevention.measures.placement import check_placement

HEAD = "id,name,problem,level,orientation"
#: Number to a file that has it, and the row and column named.
FILES: dict[str, tuple[str, int | None, str]] = {
    "V900": ("colour,shape\nred,round\n", None, ""),
    "V901": (f"{HEAD},levle\nm,Walks,p,reaction,problem,x\n", 1, ""),
    "V902": ("id,problem,level\nm,p,reaction\n", 1, ""),
    "V903": (f"{HEAD}\nm,,p,reaction,problem\n", 2, "name"),
    "V904": (f"{HEAD}\nm,Walks,p,reacton,problem\n", 2, "level"),
    "V905": (f"{HEAD},start\nm,Walks,p,reaction,problem,03/04/2026\n", 2, "start"),
    "V906": (f"{HEAD},budget\nm,Walks,p,reaction,problem,-5\n", 2, "budget"),
    "V907": (f"{HEAD},evidence\nm,Walks,p,reaction,problem,6\n", 2, "evidence"),
    "V908": (f"{HEAD}\nm,A,p,reaction,problem\n\nm,B,p,reaction,problem\n", 4, "id"),
    "V909": (f'{HEAD},shape\nm,Walks,p,reaction,problem,"{{""type"": ""Blob""}}"\n', 2, "shape"),
    "V935": (f"{HEAD},budget\nm,Walks,p,reaction,problem,12500 €\n", 2, "budget"),
    "V936": ("name,level\nWalks,reaction\n", 1, "id"),
    "V938": (f"{HEAD}\nm,A,noise,reaction,problem\nn,B,Noise,reaction,problem\n", 3, "problem"),
    "V929": (f"{HEAD}\nmy id,Walks,p,reaction,problem\n", 2, "id"),
}


@pytest.mark.parametrize("code", FILES)
def test_a_wrong_file_is_told_with_its_row(code: str, tmp_path: Path) -> None:
    text, row, column = FILES[code]
    (tmp_path / "measures.csv").write_text(text)
    problems = Problems()
    read_register(tmp_path / "measures.csv", problems)
    found = next(one for one in problems if one.code == code)
    assert (found.place.row, found.place.column) == (row, column)


def test_more_rows_than_a_register_can_have_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"m{at},Walks\n" for at in range(10_001))
    (tmp_path / "m.csv").write_text(f"id,name\n{rows}")
    problems = Problems()
    assert len(read_register(tmp_path / "m.csv", problems)) == 0
    assert [one.code for one in problems] == ["V931"]


GOOD = Measure(
    id="m", name="Walks", problem="street_crime", level=Level.SPECIFIC,
    orientation=Orientation.PROBLEM, area="north",
)  # fmt: skip
GROUND = Ground(
    AreaTree(
        [
            Area("town", LanguageMap({"en": "Town"}), "city"),
            Area(
                "north", LanguageMap({"en": "North"}), "district", "town",
                (Boundary("1", box(0, 0, 1, 1)),),
            ),
        ]
    ),
    {"SEC-21": LanguageMap({"en": "Nuisance"})},
    {},
    load_catalogue(),
)  # fmt: skip
#: Number to what is changed in a measure that is in order.
CASES: dict[str, dict[str, Any]] = {
    "V906": {"fte": -0.5},
    "V907": {"deklerck": 5},
    "V910": {"level": None},
    "V911": {"problem": ""},
    "V912": {"start": date(2025, 1, 2), "end": date(2025, 1, 1)},
    "V913": {"start": date(2025, 1, 2), "funded_until": date(2025, 1, 1)},
    "V914": {"area": "nroth"},
    "V916": {"shape": box(0.9, 0, 1.5, 1)},
    "V917": {"indicators": ("SEC-12",)},
    "V918": {"placement": Placement((), Level.REACTION)},
    "V919": {"deklerck": 4},
    "V920": {"note": "Ask Mrs Carter"},
    "V921": {"goal": "Write to j.smith@example.org"},
    "V922": {"description": "Person 12345678Z is met weekly"},
    "V923": {"restricts": ("night_users",)},
    "V924": {"status": Status.ENDED},
    "V925": {"uses": ("camara",)},
    "V926": {"problem": "street_crimes"},
    "V937": {"orientation": None},
}


def found_in(*measures: Measure, ground: Ground = GROUND) -> list[Problem]:
    problems = Problems()
    check_register(Register(measures), ground, problems)
    return list(problems)


def test_a_measure_in_order_has_no_problem() -> None:
    assert found_in(GOOD) == []


@pytest.mark.parametrize("code", CASES)
def test_a_wrong_measure_is_told_by_number(code: str) -> None:
    assert [one.code for one in found_in(replace(GOOD, **CASES[code]))] == [code]


def test_a_problem_in_two_spellings_is_told_once_for_each() -> None:
    said = ("theft of boats", "Theft of boats", "Theft of boats", "noise at sea")
    (found,) = found_in(*(replace(GOOD, id=str(at), problem=one) for at, one in enumerate(said)))
    assert (found.code, found.place.entry) == ("V938", "1")


def test_the_missing_column_is_named_in_the_language_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("id,level\nm,reaction\n")
    problems = Problems()
    read_register(tmp_path / "m.csv", problems)
    (found,) = problems
    assert "«Nombre»" in found.sentence("es")
    assert "“Name”" in found.sentence("en")


def test_what_was_probably_meant_is_said() -> None:
    (area,) = found_in(replace(GOOD, area="nroth"))
    assert "Did you mean “North”?" in area.mend()
    (use,) = found_in(replace(GOOD, uses=("camara",)))
    assert "«camera»" in use.mend("es") or "«cámara" in use.mend("es")


def test_a_reason_settles_an_override_and_the_same_level_needs_none() -> None:
    placement = Placement((), Level.REACTION, "It also acts before")
    assert found_in(replace(GOOD, placement=placement)) == []
    assert found_in(replace(GOOD, placement=Placement((), Level.SPECIFIC))) == []


def test_what_watches_is_noted_by_name_and_plain_patrols_are_not() -> None:
    (note,) = found_in(replace(GOOD, uses=("camera",), restricts=("women",)))
    assert note.severity == "note"
    assert "(women, cameras)" in note.sentence()
    assert "(mujeres, cámaras)" in note.sentence("es")
    assert found_in(replace(GOOD, uses=("patrol", "lighting"))) == []


def test_without_a_ground_nothing_is_held_against_it() -> None:
    loose = replace(GOOD, area="x", indicators=("y",), uses=("z",), problem="w")
    assert found_in(loose, ground=NOWHERE) == []


HERE = replace(GOOD, id="a", shape=box(0, 0, 0.5, 1))


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (replace(GOOD, id="b", shape=box(0.4, 0, 0.9, 1)), True),
        (replace(GOOD, id="b", shape=box(0.5, 0, 1, 1)), False),  # only a border in common
        (replace(GOOD, id="b", shape=box(0.499, 0, 1, 1)), False),  # a sliver
        (replace(GOOD, id="b", shape=box(0, 0, 1, 1), level=Level.GENERAL), False),
        (replace(GOOD, id="b", shape=box(0, 0, 1, 1), problem="radicalisation"), False),
        (replace(GOOD, id="b", shape=Point(0.2, 0.2)), True),
        (replace(GOOD, id="b", shape=LineString([(0.1, 0.5), (0.9, 0.5)])), True),
        (GOOD, False),
    ],
)
def test_grounds_overlap_within_one_cell_for_one_problem(other: Measure, overlaps: bool) -> None:
    assert [one.code for one in found_in(HERE, other)] == (["V915"] if overlaps else [])


def test_budgets_in_two_currencies_are_told_once() -> None:
    euro, krona = replace(GOOD, budget=1.0), replace(GOOD, id="k", budget=1.0, currency="SEK")
    assert [one.code for one in found_in(euro, krona)] == ["V930"]
    assert found_in(euro, replace(krona, budget=None)) == []


# -------------------------------------------------------------------------------- folders
CITY = "format: 1\nid: town\nname: Town\ncountry: ES\n"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "V932"),
        ({"measures.csv": "id,name\n", "measures.xlsx": "x"}, "V927"),
        (
            {
                "measures.csv": "id,name\nm,Walks\n",
                "measures.geojson": '{"type": "FeatureCollection", "features": [{"type": "Feature",'
                '"properties": {"id": "n"}, '
                '"geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
            },
            "V928",
        ),
    ],
)
def test_a_folder_that_does_not_fit_together(
    tmp_path: Path, files: dict[str, str], code: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert code in [one.code for one in read_city_measures(tmp_path).problems]


# ---------------------------------------------------------------------------------- packs
def test_an_example_on_two_levels_is_refused() -> None:
    check(check_catalogue, "paseo.measures.action5", "measures", {"deklerck": 4}, "V933")


def test_questions_out_of_order_are_refused() -> None:
    check(check_placement, "paseo.placement.action5", "questions", {"level": "reaction"}, "V934")


def check(
    checked: Callable[[Pack, Problems, Any], None], pack: str, section: str,
    change: dict[str, Any], code: str,
) -> None:  # fmt: skip
    held = store().load(pack)
    first, *others = held.section(section)
    changed = replace(held, sections={**held.sections, section: [{**first, **change}, *others]})
    problems = Problems()
    checked(changed, problems, store())
    assert [one.code for one in problems] == [code]


def test_every_number_of_registers_has_a_case() -> None:
    numbers = {code for code in catalogue() if "V900" <= code < "V940"}
    elsewhere = {"V915", "V927", "V928", "V930", "V931", "V932", "V933", "V934"}
    assert numbers == {*FILES, *CASES, *elsewhere}
