"""What a view shows, what is said of it, and its data."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from paseo.content.language import LanguageMap
from paseo.content.problems import Refused
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import Area
from paseo.prevention.measures.catalogue import load_catalogue
from paseo.prevention.measures.measure import LEVELS, Level, Measure, Orientation, Register
from paseo.prevention.pyramid.effort import By
from paseo.prevention.pyramid.pyramid import Scope, build_pyramid
from paseo.prevention.pyramid.serialise import to_csv, to_plain
from paseo.prevention.pyramid.view import look, names_of, scope_within
from paseo.prevention.pyramid.words import PyramidWords

TREE = AreaTree(
    Area(id=code, name=LanguageMap({"en": code.title()}), level=level, parent=parent)
    for code, level, parent in (
        ("city", "city", None),
        ("north", "district", None),
        ("park", "space", "north"),
        ("south", "district", None),
    )
)


def measure(code, level=Level.GENERAL, half=Orientation.PROBLEM, **more):
    return Measure(id=code, name=more.pop("name", code), level=level, orientation=half, **more)


HELD = Register(
    [
        measure("a", area="park", problem="noise", target_groups=("women",), fte=1.5),
        measure("b", area="south", problem="noise", budget=2500),
        measure("c", half=Orientation.POSITIVE, problem="litter", name="=1+1"),
        measure("d", None, problem="noise", area="park"),
    ]
)


def shown(**asked):
    view = look(HELD, scope_within(HELD, TREE, **asked), areas=TREE)
    return [one.id for one in (*view.pyramid.measures, *view.pyramid.unplaced)]


def test_an_area_takes_in_those_below_it_and_what_is_for_the_whole_city():
    assert shown(area="north") == ["c", "a", "d"]
    assert shown(area="park") == ["c", "a", "d"]
    assert shown(area="south") == ["c", "b"]
    assert shown(area="city") == ["c", "a", "b", "d"]


def test_problem_and_group_narrow_too():
    assert shown(problem="noise") == ["a", "b", "d"]
    assert shown(groups=["women"]) == ["a"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"area": "moon"}, "V940"),
        ({"problem": "comets"}, "V943"),
        ({"groups": ["martians"]}, "V944"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(asked, code):
    with pytest.raises(Refused) as refused:
        scope_within(HELD, TREE, **asked)
    [problem] = refused.value.problems
    assert problem.code == code
    assert {"V940": "north", "V943": "noise", "V944": "women"}[code] in problem.mend("es")


def test_a_problem_of_the_catalogue_without_a_measure_may_be_asked_for():
    names = names_of(load_catalogue(), TREE)
    scope = scope_within(HELD, TREE, names, problem="radicalisation")
    words = PyramidWords(look(HELD, scope, areas=TREE, names=names), "en")
    assert words.sentence() == "No measure stands in the pyramid."
    assert words.scope() == "Problem: Radicalisation"


def test_the_sentence_counts_levels_and_names_what_stands_nowhere():
    words = PyramidWords(look(HELD, areas=TREE), "en")
    assert words.sentence() == (
        "3 measures stand in the pyramid: 3 on general prevention. "
        "One measure is not placed yet and stands in no cell."
    )
    assert "6 cells hold none" in words.empty_cells()
    assert "nobody knows the best balance" in words.say("no_verdict")


def test_effort_is_said_with_how_many_state_it():
    words = PyramidWords(look(HELD, areas=TREE), "en")
    said = words.spread(words.view.spreads[By.FTE])
    assert "One of 3 measures states it" in said
    assert "100\xa0% on general prevention" in said


def test_a_cell_whose_effort_nobody_states_shows_no_zero():
    view = look(HELD, areas=TREE)
    words = PyramidWords(view, "es")
    silent = view.pyramid.cell(Level.GENERAL, Orientation.POSITIVE)
    empty = view.pyramid.cell(Level.REACTION, Orientation.POSITIVE)
    assert words.cell_value(silent, By.FTE) == "?"
    assert words.cell_said(silent, By.FTE) == "1 medida, sin indicar"
    assert words.cell_value(empty, By.FTE) == "0"


def test_data_give_no_verdict_and_keep_what_is_not_stated_null():
    plain = json.loads(json.dumps(to_plain(look(HELD, areas=TREE), generated=True)))
    assert plain["verdict"] is None
    assert plain["generated"] is True
    assert plain["coherence"]["evidence"] == "composed"
    cells = {(one["level"], one["orientation"]): one for one in plain["cells"]}
    assert cells["general_prevention", "positive"]["fte"] is None
    assert cells["general_prevention", "problem"]["fte"] == 1.5
    assert len(cells) == 8
    assert plain["unplaced"] == ["d"]


def test_the_table_of_measures_runs_no_formula_and_says_that_it_is_generated():
    rows = list(csv.DictReader(io.StringIO(to_csv(look(HELD, areas=TREE), generated=True))))
    assert [one["id"] for one in rows] == ["c", "a", "b", "d"]
    assert rows[0]["name"] == "'=1+1"
    assert {one["generated"] for one in rows} == {"true"}
    assert rows[0]["fte"] == ""
    assert "generated" not in to_csv(look(HELD)).splitlines()[0]


@pytest.mark.parametrize(
    ("posts", "said"),
    [
        ((2.0,), "The one measure states it."),
        ((2.0, None, None), "One of 3 measures states it; the others are in no sum and no share."),
        ((0.0, None), "the stated amount is zero, so there are no shares. One of 2 measures"),
        ((2.0, 1.0), "All 2 measures state it."),
    ],
)
def test_one_measure_states_and_several_state(posts, said):
    held = Register(measure(f"m{at}", fte=fte) for at, fte in enumerate(posts))
    view = look(held)
    assert said in PyramidWords(view, "en").spread(view.spreads[By.FTE])


def test_every_sentence_is_spoken_in_spanish_too():
    view = look(HELD, Scope(year=2026), beside=2024, areas=TREE)
    words = PyramidWords(view, "es")
    said = [
        words.sentence(), words.scope(), words.coherence(), *words.not_said(),
        *words.beside(view.beside), *(words.spread(one) for one in view.spreads.values()),
        *(words.ground(one) for one in view.footings),
    ]  # fmt: skip
    assert all(said)
    assert not any("%(" in one for one in said)


@pytest.mark.skipif("PASEO_REFERENCE" not in os.environ, reason="needs the reference folder")
def test_the_reference_list_stands_on_its_levels():
    """87 measures, 18, 27, 27 and 15 on the four levels."""
    file = Path(os.environ["PASEO_REFERENCE"]) / "action5-measures.csv"
    with file.open(encoding="utf-8") as lines:
        held = Register(
            Measure(
                id=f"m{at}",
                name=one["name"],
                level=Level(one["level"].replace(" ", "_")),
                orientation=Orientation(one["orientation"]),
            )
            for at, one in enumerate(csv.DictReader(lines))
        )
    pyramid = build_pyramid(held)
    assert [len(pyramid.on(level)) for level in LEVELS] == [18, 27, 27, 15]
