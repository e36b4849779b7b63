"""The areas and groups that an assessment names, as other rooms receive them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from paseo.assessment import concerns
from paseo.assessment.assess import assess_folder
from paseo.assessment.profile import GroupGap, GroupValue, IndicatorResult, Profile
from paseo.evidence.areas import AreaTree

BERLIN = Path(__file__).resolve().parents[2] / "examples" / "berlin"


@pytest.fixture(scope="module")
def berlin() -> Profile:
    return assess_folder(BERLIN)


def test_every_concern_is_worse_than_the_city_with_its_figures(berlin: Profile) -> None:
    found = concerns(berlin)
    assert found
    for one in found:
        indicator = berlin.result(one.indicator).indicator
        if indicator.direction == "lower":
            assert one.value > one.beside_value
        else:
            assert one.value < one.beside_value
        assert one.reason.read("en").words != one.reason.read("es").words
        assert one.name.read("en").words in one.reason.read("en").words


def test_a_concern_names_an_area_that_the_findings_of_the_assessment_judge_alike(
    berlin: Profile,
) -> None:
    tree = AreaTree(berlin.evidence.areas)
    for one in concerns(berlin):
        assert one.kind == "area"
        assert one.code in tree
        judged = {area.area: area.against_city for area in berlin.result(one.indicator).by_area}
        assert judged[one.code] in ("higher", "lower")


def test_no_two_concerns_share_an_id(berlin: Profile) -> None:
    ids = [one.id for one in concerns(berlin)]
    assert len(ids) == len(set(ids))


def test_an_indicator_without_a_better_direction_names_nobody(berlin: Profile) -> None:
    assert all(berlin.result(one.indicator).indicator.direction != "context"
               for one in concerns(berlin))  # fmt: skip


def _with_gap(profile: Profile, key: str, verdict: str) -> Profile:
    """Return the profile with one gap between two groups on its first area indicator."""
    code = concerns(profile)[0].indicator

    def changed(result: IndicatorResult) -> IndicatorResult:
        if result.indicator.id != code:
            return result
        groups = [
            GroupValue(f"{key}={one}", replace(result.measured, value=value), None)  # type: ignore[type-var]
            for one, value in (("F", 9.0), ("M", 5.0))
        ]
        gap = GroupGap(key, groups[0], groups[1], 4.0, 2.0, 6.0, verdict)  # type: ignore[arg-type]
        return replace(result, gaps=(gap,), by_area=())

    return replace(
        profile,
        dimensions=tuple(
            replace(one, results=tuple(changed(result) for result in one.results))
            for one in profile.dimensions
        ),
    )


def test_the_group_that_fares_worse_is_named_beside_the_other(berlin: Profile) -> None:
    found = [one for one in concerns(_with_gap(berlin, "sex", "higher")) if one.kind == "group"]
    assert [(one.code, one.value, one.beside_value) for one in found] == [("sex=F", 9.0, 5.0)]
    turned = [one for one in concerns(_with_gap(berlin, "sex", "lower")) if one.kind == "group"]
    assert [one.code for one in turned] == ["sex=M"]


@pytest.mark.parametrize(
    ("key", "verdict"), [("time_of_day", "higher"), ("sex", "no clear difference")]
)
def test_hours_are_no_group_and_an_unclear_gap_names_nobody(
    berlin: Profile, key: str, verdict: str
) -> None:
    found = concerns(_with_gap(berlin, key, verdict))
    assert not [one for one in found if one.kind == "group"]
