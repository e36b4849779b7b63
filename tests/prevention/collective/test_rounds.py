"""Ratings of partners: middle and spread, who may be shown, phase, two rounds, files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from paseo.content.check import check
from paseo.content.problems import Problems, Refused
from paseo.prevention.collective.files import ratings_csv, read_ratings, write_excel_ratings
from paseo.prevention.collective.pack import load_form
from paseo.prevention.collective.ratings import Duty, Rating, Round
from paseo.prevention.collective.result import result_of
from paseo.prevention.collective.rounds import compare_rounds, gives_away
from paseo.prevention.collective.serialise import to_plain
from paseo.prevention.collective.spread import TOGETHER, Spread, groups_of, spread

FORM = load_form()
TOWN = Path(__file__).parents[3] / "examples" / "generated-town"
KINDS = [one.id for one in FORM.kinds]


def rating(partner: str, kind: str, point: int, **points: int) -> Rating:
    return Rating(partner, kind, {one.id: point for one in FORM.statements} | points)


def round_of(*ratings: Rating, **more) -> Round:
    return Round(FORM.id, FORM.version, "spring", ratings, **more)


def many(kind: str, *points: int) -> list[Rating]:
    return [rating(f"{kind} {at}", kind, point) for at, point in enumerate(points)]


def test_the_form_has_five_stated_conditions_and_three_preconditions():
    conditions = [one for one in FORM.conditions if not one.before]
    assert [len(FORM.statements_of(one.id)) for one in conditions] == [4] * 5
    assert {one.evidence for one in conditions} == {"stated"}
    assert sum(one.before for one in FORM.conditions) == 3
    before = [one for one in FORM.conditions if one.before]
    assert {one.evidence for one in (*before, *FORM.statements, *FORM.phases)} == {"composed"}
    assert set(FORM.sources) == {"fsg", "paseo"}  # nothing named that was not read


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_quartiles_are_those_of_definition_seven(values):
    found = spread(values)
    # Definition 7, written out: position 1 + q (n - 1) between ordered values.
    ordered, n = sorted(values), len(values)
    for q, said in ((0.25, found.low), (0.5, found.median), (0.75, found.high)):
        at = q * (n - 1)
        below = int(np.floor(at))
        above = min(below + 1, n - 1)
        assert said == pytest.approx(
            ordered[below] + (at - below) * (ordered[above] - ordered[below])
        )
    assert (found.n, found.least, found.most) == (n, min(values), max(values))


def test_the_median_of_partners_is_that_of_partners_not_of_answers():
    big = rating("big", "city", 3)
    small = [Rating(f"s{at}", "city", {"A1": 0, "A2": 0}) for at in range(4)]
    whole = result_of(FORM, round_of(big, *small)).found("agenda").views.whole
    assert (whole.n, whole.median, whole.range) == (5, 0, (0, 3))


def test_of_fewer_than_five_partners_only_the_median_is_told():
    ratings = [*many("city", 0, 1, 3), *many("police", 0, 1, 1, 2, 3)]
    views = result_of(FORM, round_of(*ratings)).found("agenda").views
    assert views.groups["city"] == Spread(3, 1)
    assert views.groups["police"].half == (1, 2)
    plain = json.dumps(to_plain(result_of(FORM, round_of(*many("city", 0, 1, 3)))))
    assert json.loads(plain)["conditions"]["agenda"]["all"]["most"] is None
    # The lower quartile is not told either, so a gate that asks for it stays shut.
    three = result_of(FORM, round_of(*many("city", 3, 3, 3)))
    assert {one.found for one in three.gates if one.what == "quartile"} == {None}


def test_who_was_asked_and_did_not_rate_counts_as_asked_only():
    ratings = [*many("city", 2, 2, 2), Rating("silent", "police"), Rating("mute", "school")]
    found = result_of(FORM, round_of(*ratings))
    assert (found.partners, found.round.invited, found.few_of_invited) == (3, 5, False)
    assert result_of(FORM, round_of(*ratings, asked=7)).few_of_invited
    assert set(found.groups) == {"city"}


def test_a_partner_that_rated_less_than_half_of_a_condition_is_not_counted_there():
    found = result_of(FORM, round_of(*many("city", 2, 2, 2), Rating("p", "city", {"A1": 0})))
    assert found.found("agenda").views.whole.n == 3


@given(st.lists(st.sampled_from(KINDS), max_size=25))
def test_no_group_is_smaller_than_the_least_and_none_can_be_reckoned_from_the_rest(kinds):
    ratings = [Rating(str(at), kind) for at, kind in enumerate(kinds)]
    groups = groups_of(FORM, ratings)
    sizes = [sum(kind in members for kind in kinds) for members in groups.values()]
    assert all(size >= FORM.least_shown for size in sizes)
    shown = {kind for members in groups.values() for kind in members}
    if groups:
        assert shown == set(kinds)  # nothing is left over that is smaller than a group


def test_small_kinds_stand_together_and_take_a_larger_one_along_if_need_be():
    ratings = [*many("city", 1, 1, 1, 1), *many("police", 2, 2, 2), *many("school", 3)]
    assert groups_of(FORM, ratings) == {"city": ("city",), TOGETHER: ("police", "school")}
    assert groups_of(FORM, many("city", 1, 1)) == {}


def test_a_statement_that_too_few_of_a_group_answered_shows_no_group():
    police = [replace(one, points=dict(one.points)) for one in many("police", 2, 2, 2)]
    del police[0].points["M2"]
    found = result_of(FORM, round_of(*many("city", 1, 1, 1), *police))
    views = {one.id: views for one, views in found.found("measurement").statements}
    assert views["M2"].withheld
    assert views["M2"].groups == {}
    assert views["M2"].whole.n == 5
    assert set(views["M1"].groups) == {"city", "police"}


def test_too_few_partners_give_no_result_at_all():
    found = result_of(FORM, round_of(*many("city", 3, 3)))
    assert not found.enough
    assert found.phase is None
    assert all(one.views.whole is None for one in found.conditions)


def test_kinds_differ_only_where_their_middle_halves_do_not_meet():
    apart = result_of(FORM, round_of(*many("city", 3, 3, 2), *many("police", 1, 1, 0)))
    assert {(one.higher, one.lower) for one in apart.differences} == {("city", "police")}
    mixed = result_of(FORM, round_of(*many("city", 0, 3, 3), *many("police", 0, 1, 3)))
    assert mixed.differences == ()


DUTIES = tuple(Duty(one.id, "Prevention office") for one in FORM.tasks)


@pytest.mark.parametrize(
    ("points", "more", "phase"),
    [
        (1, {}, "initiate"),
        (2, {}, "organise"),
        (2, {"indicators": ("SAF-01",)}, "organise"),
        (2, {"indicators": ("SAF-01",), "duties": DUTIES[1:]}, "organise"),
        (2, {"indicators": ("SAF-01",), "duties": DUTIES}, "sustain"),
    ],
)
def test_the_phase_follows_from_its_gates_and_those_before(points, more, phase):
    found = result_of(FORM, round_of(*many("city", *[points] * 5), **more))
    assert found.phase.id == phase


def test_a_later_phase_does_not_pass_over_an_earlier_gate():
    ratings = [rating(str(at), "city", 3, P2=0) for at in range(5)]
    found = result_of(FORM, round_of(*ratings, indicators=("SAF-01",), duties=DUTIES))
    assert found.phase.id == "initiate"
    (missed,) = [one for one in found.gates if not one.met]
    assert (missed.condition, missed.wanted, missed.found) == ("funds", 2, 0)


def test_two_rounds_count_partners_that_rated_in_both():
    before = result_of(FORM, round_of(*many("city", 1, 1, 2, 2, 2, 3)))
    later = [*many("city", 2, 1, 1, 1, 1), rating("new", "police", 3)]
    found = compare_rounds(before, result_of(FORM, round_of(*later)))
    assert (found.both, found.left, found.joined) == (5, 1, 1)
    moves = found.conditions[0].moves
    assert (moves.up, moves.same, moves.down) == (1, 1, 3)
    few = compare_rounds(before, result_of(FORM, round_of(*many("city", 2, 2, 2, 2))))
    assert few.conditions[0].moves is None


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ([], False),  # as it was
        (many("police", 3), True),
        (many("police", 3, 3, 3), False),
        ([*many("police", 3, 3), *many("school", 1)], False),  # they stand together
        (many("city", 3, 3, 3), False),  # the first three of the city say something else
        (many("city", 3), True),
    ],
)
def test_two_results_of_one_round_may_not_differ_by_a_partner_or_two(later, told):
    shown = many("city", 1, 1, 1, 1, 1)
    replaced = {one.partner for one in later}
    after = [*(one for one in shown if one.partner not in replaced), *later]
    assert gives_away(FORM, shown, after) is told
    assert not gives_away(FORM, shown[:2], after)  # nothing had been shown


def test_a_group_of_other_kinds_than_before_is_not_set_beside_it():
    one = [*many("city", 1, 1, 1), *many("school", 1, 1), *many("health", 1)]
    two = [*many("city", 2, 2, 2), *many("school", 2, 2), *many("housing", 2)]
    found = compare_rounds(*(result_of(FORM, round_of(*each)) for each in (one, two)))
    assert set(found.conditions[0].groups) == {"city"}


# --------------------------------------------------------------------------------- files
HELD = round_of(rating("Office, river", "city", 2), Rating("Schule", "school", {"A1": 0}))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_workbook_comes_back_as_the_same_round(tmp_path, language):
    path = tmp_path / "ratings.xlsx"
    for held in (HELD, replace(HELD, generated=True)):
        write_excel_ratings(FORM, path, language, round=held)
        assert read_ratings(path, FORM) == held


def test_the_table_comes_back_as_the_same_round(tmp_path):
    path = tmp_path / "ratings.csv"
    for held in (HELD, replace(HELD, generated=True)):
        path.write_text(ratings_csv(held, FORM), "utf-8")
        assert read_ratings(path, FORM) == held


def test_the_example_reads_and_moves_a_phase_on():
    one, two = (read_ratings(TOWN / name, FORM) for name in ("partners-2025.csv", "partners.csv"))
    found = compare_rounds(result_of(FORM, one), result_of(FORM, two))
    assert (found.before.phase.id, found.after.phase.id) == ("initiate", "organise")
    assert found.after.differences


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("partner,kind,A1\nX,friends,1", "V977"),
        ("partner,kind,A1\nX,city,4", "V978"),
        ("partner,kind,A1\nX,city,1\nx ,city,2", "V979"),
        ("partner,kind,A1\nX,city,", "V981"),
        ("who,what\nX,city", "V971"),
        ("form,partner,kind,A1\nother.form,X,city,1", "V973"),
    ],
)
def test_V977_V978_V979_a_wrong_row_is_refused_with_its_number(tmp_path, text, code):
    path = tmp_path / "ratings.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        read_ratings(path, FORM)
    assert [one.code for one in refused.value.problems.errors] == [code]


def test_V980_a_column_of_no_statement_is_warned_of(tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_text("partner,kind,A1,A9\nX,city,1,2", "utf-8")
    problems = Problems()
    assert read_ratings(path, FORM, problems=problems).ratings == (Rating("X", "city", {"A1": 1}),)
    assert [(one.code, one.place.column) for one in problems] == [("V980", "A9")]


def test_V984_a_condition_without_statements_is_refused(tmp_path):
    import paseo.prevention

    source = Path(paseo.prevention.__file__).parent / "content" / "collective.yaml"
    pack = yaml.load(source.read_text("utf-8"), Loader=yaml.BaseLoader)
    pack["pack"]["format"] = 1
    pack["statements"] = [one for one in pack["statements"] if one["condition"] != "funds"]
    text = yaml.safe_dump(pack, sort_keys=False, allow_unicode=True)
    path = tmp_path / "form.yaml"
    path.write_text(_numbers(text), "utf-8")
    assert [one.code for one in check(path)] == ["V984"]


def _numbers(text: str) -> str:
    """Write numbers and truths without the quotes that reading everything as text left."""
    import re

    return re.sub(r"'([0-9]+|true)'(?=\n|$|,)", r"\1", text)
