"""Which positive measures lie below a problem-oriented one, and why they meet."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from paseo.content.language import LanguageMap
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import Area, Boundary
from paseo.prevention.measures.measure import LEVELS, Level, Measure, Orientation, Register
from paseo.prevention.pyramid.coherence import EVERYBODY, FIRST, Ground, Reason, coherence
from paseo.prevention.pyramid.pyramid import build_pyramid


def area(code, level, parent=None):
    return Area(id=code, name=LanguageMap({"en": code}), level=level, parent=parent)


def ground(code, level, shape, parent=None):
    return replace(area(code, level, parent), boundaries=(Boundary(code, shape),))


TREE = AreaTree(
    [
        area("city", "city"),
        area("north", "district"),
        area("south", "district"),
        area("park", "space", "north"),
    ]
)


def measure(code, level, half, **more):
    return Measure(id=code, name=code, level=level, orientation=half, **more)


def below(*positive, over, areas=TREE):
    found = coherence(build_pyramid(Register([*positive, over])), areas)
    assert [one.measure.id for one in found] == [over.id]
    return found[0]


def builds(code="a", level=Level.QUALITY_OF_LIFE, **more):
    return measure(code, level, Orientation.POSITIVE, **more)


def turns(level=Level.SPECIFIC, **more):
    return measure("over", level, Orientation.PROBLEM, **more)


def test_places_meet_in_the_same_area_around_it_and_within_it():
    for place, reason in (
        ("park", Reason.SAME_AREA),
        ("north", Reason.AROUND),
    ):
        found = below(builds(area=place), over=turns(area="park"))
        assert [tie.reasons for tie in found.ties] == [(reason,)]
        assert found.ground is Ground.MEETS
    found = below(builds(area="park"), over=turns(area="north"))
    assert found.ties[0].reasons == (Reason.WITHIN,)


def test_a_ground_is_for_the_smallest_areas_that_it_lies_in_and_never_for_the_whole_city():
    tree = AreaTree([area("city", "city"), ground("north", "district", box(0, 0, 9, 9)),
                     ground("park", "space", box(1, 1, 2, 2), "north")])  # fmt: skip
    picnic = builds(shape=box(1.2, 1.2, 1.8, 1.8))
    assert below(picnic, over=turns(area="park"), areas=tree).ties[0].reasons == (Reason.SAME_AREA,)
    assert below(picnic, over=turns(area="north"), areas=tree).ties[0].reasons == (Reason.WITHIN,)
    assert below(picnic, over=turns(area="south"), areas=tree).ground is Ground.NOTHING
    assert below(picnic, over=turns(), areas=tree).ground is Ground.UNKNOWN


def test_where_no_area_is_known_grounds_meet_that_overlap():
    picnic = builds(shape=box(0, 0, 1, 1))
    assert below(picnic, over=turns(shape=box(0.5, 0, 2, 1))).ground is Ground.MEETS
    assert below(picnic, over=turns(shape=box(1, 0, 2, 1))).ground is Ground.NOTHING


def test_another_district_does_not_meet():
    found = below(builds(area="south"), over=turns(area="park"))
    assert (found.ties, found.count, found.city_wide) == ((), 0, 0)
    assert found.ground is Ground.NOTHING


def test_what_is_for_the_whole_city_is_told_apart():
    for everywhere in ("", "city"):
        found = below(builds(area=everywhere), over=turns(area="park"))
        assert found.ties == ()
        assert found.city_wide == 1
        assert found.ground is Ground.CITY_ONLY


def test_people_meet_in_a_shared_group_wherever_they_are():
    found = below(
        builds(area="south", target_groups=("young_people", "women")),
        over=turns(area="park", target_groups=("young_people",)),
    )
    assert found.ties[0].reasons == (Reason.GROUP,)
    assert found.ties[0].groups == ("young_people",)


def test_groups_that_single_nobody_out_tie_nothing():
    for group in EVERYBODY:
        found = below(
            builds(area="south", target_groups=(group,)),
            over=turns(area="park", target_groups=(group,)),
        )
        assert found.ground is Ground.NOTHING


def test_the_same_problem_alone_is_no_tie_and_is_said_where_there_is_one():
    apart = below(builds(area="south", problem="noise"), over=turns(area="park", problem="noise"))
    assert apart.ground is Ground.NOTHING
    near = below(
        builds("other", area="park", problem="litter"),
        builds("same", area="park", problem="noise"),
        over=turns(area="park", problem="noise"),
    )
    assert [(tie.measure.id, tie.same_problem) for tie in near.ties] == [
        ("same", True),
        ("other", False),
    ]


def test_only_lower_levels_lie_below_and_the_base_stands_on_itself():
    same = below(builds(level=Level.SPECIFIC, area="park"), over=turns(Level.SPECIFIC, area="park"))
    assert same.ground is Ground.NOTHING
    base = below(builds(area="park"), over=turns(Level.QUALITY_OF_LIFE, area="park"))
    assert base.ground is Ground.MEETS


def test_a_measure_for_nobody_and_nowhere_in_particular_cannot_be_told():
    assert below(builds(area="park"), over=turns()).ground is Ground.UNKNOWN


def test_without_a_tree_only_the_same_area_meets():
    over = turns(area="park")
    assert below(builds(area="park"), over=over, areas=None).ground is Ground.MEETS
    assert below(builds(area="north"), over=over, areas=None).ground is Ground.NOTHING


def crowd(count):
    """Return a register in which every measure meets every other in one group."""
    halves = (Orientation.POSITIVE, Orientation.PROBLEM)
    return Register(
        measure(
            f"m{at}",
            Level.SPECIFIC if at % 2 else Level.QUALITY_OF_LIFE,
            halves[at % 2],
            target_groups=("young_people",),
        )
        for at in range(count)
    )


def test_a_crowded_register_counts_every_tie_and_makes_only_the_first(monkeypatch):
    """What is worked out for each measure does not grow with the register."""
    made = []
    monkeypatch.setattr(
        "paseo.prevention.pyramid.coherence.Tie", lambda *tie: made.append(tie) or tie
    )
    for count in (200, 800):
        made.clear()
        found = coherence(build_pyramid(crowd(count)), TREE)
        assert {one.count for one in found} == {count // 2}
        assert {one.unnamed for one in found} == {count // 2 - FIRST}
        assert len(made) == FIRST * count // 2


def test_the_ties_named_first_share_the_problem_then_people_and_place():
    near = {"area": "park", "target_groups": ("women",)}
    found = below(
        *(builds(f"far{at}", target_groups=("women",)) for at in range(FIRST + 5)),
        builds("both", **near),
        builds("problem", area="park", problem="noise"),
        over=turns(problem="noise", **near),
    )
    named = [tie.measure.id for tie in found.ties]
    assert named[:3] == ["problem", "both", "far0"]
    assert (found.count, len(named)) == (FIRST + 7, FIRST)


PLACES = st.sampled_from(["", "city", "north", "south", "park"])
GROUPS = st.lists(st.sampled_from(["young_people", "women", "everyone"]), unique=True).map(tuple)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(Level), st.sampled_from(Orientation), PLACES, GROUPS),
        max_size=14,
    )
)
def test_every_tie_can_be_checked_by_looking_at_its_two_measures(records):
    """The indices give exactly the pairs that a comparison of each with each gives."""
    register = Register(
        measure(f"m{at}", level, half, area=place, target_groups=groups)
        for at, (level, half, place, groups) in enumerate(records)
    )
    for one in coherence(build_pyramid(register), TREE):
        assert one.count == len(one.ties)
        expected = {other.id for other in register if _meets(other, one.measure)}
        assert {tie.measure.id for tie in one.ties} == expected


def _meets(under, over):
    if under.orientation is Orientation.PROBLEM:
        return False
    rank = LEVELS.index
    lower = rank(under.level) < rank(over.level) or (
        under.level is over.level is Level.QUALITY_OF_LIFE
    )
    groups = (set(under.target_groups) & set(over.target_groups)) - EVERYBODY
    one, two = (("" if x.area == "city" else x.area) for x in (under, over))
    nested = {one, two} == {"north", "park"}
    return lower and (bool(groups) or (bool(one) and bool(two) and (one == two or nested)))
