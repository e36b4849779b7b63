"""The framework that is shipped: complete, in both languages, in its three depths."""

from __future__ import annotations

from collections import Counter

import pytest

from paseo.assessment.framework import Framework
from paseo.assessment.framework_pack import load_framework
from paseo.content.problems import Refused

#: The Partnership's six dimensions, and how many indicators the shipped framework gives each.
DIMENSIONS = {
    "quality-of-life": "QOL",
    "social-cohesion": "COH",
    "public-space-liveability": "LIV",
    "sense-of-safety": "SAF",
    "urban-security": "SEC",
    "background-conditions": "BGC",
}


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_framework()


def test_the_framework_holds_six_dimensions_and_209_indicators(framework: Framework) -> None:
    assert [dimension.id for dimension in framework.dimensions] == list(DIMENSIONS)
    assert len(framework.indicators) == 209
    assert len({indicator.id for indicator in framework.indicators}) == 209


def test_each_depth_holds_the_smaller_one_and_as_many_as_it_says(framework: Framework) -> None:
    sizes = {depth.id: depth.indicators for depth in framework.depths}
    assert sizes == {"rapid": 30, "standard": 80, "full": 209}
    before: set[str] = set()
    for depth, size in sizes.items():
        held = {indicator.id for indicator in framework.at_depth(depth)}
        assert len(held) == size
        assert before <= held
        before = held


def test_every_dimension_is_in_every_depth(framework: Framework) -> None:
    for depth in framework.depths:
        held = Counter(indicator.dimension for indicator in framework.at_depth(depth.id))
        assert set(held) == set(DIMENSIONS)


def test_codes_begin_with_their_dimension(framework: Framework) -> None:
    for indicator in framework.indicators:
        assert indicator.id.startswith(DIMENSIONS[indicator.dimension] + "-")


def test_indicators_stand_in_the_order_of_the_dimensions(framework: Framework) -> None:
    order = [indicator.dimension for indicator in framework.indicators]
    assert order == sorted(order, key=list(DIMENSIONS).index)


def test_nothing_a_reader_sees_lacks_english_or_spanish(framework: Framework) -> None:
    for indicator in framework.indicators:
        for text in (
            indicator.name,
            indicator.definition,
            indicator.numerator,
            indicator.denominator,
            indicator.depth_reason,
            indicator.notes,
        ):
            if text is not None:
                assert text["en"].strip(), indicator.id
                assert text["es"].strip(), indicator.id


def test_every_indicator_says_how_it_is_known(framework: Framework) -> None:
    for indicator in framework.indicators:
        assert indicator.sources
        assert all(used.id in framework.sources for used in indicator.sources)
        assert indicator.evidence in ("stated", "adapted", "composed")
        assert indicator.unit in framework.units
        assert all(name in framework.breakdowns for name in indicator.breakdowns)
        if indicator.scale:
            points = {point.code for point in framework.scales[indicator.scale].points}
            assert set(indicator.cut) <= points


def test_background_conditions_are_never_scored(framework: Framework) -> None:
    background = [one for one in framework.indicators if one.dimension == "background-conditions"]
    assert background
    assert {one.direction for one in background} == {"context"}


def test_what_happens_and_what_is_felt_are_both_held_in_the_rapid_depth(
    framework: Framework,
) -> None:
    faces = Counter(indicator.face for indicator in framework.at_depth("rapid"))
    assert faces["happens"] >= 5
    assert faces["felt"] >= 5


def test_offences_against_people_in_public_have_both_bases(framework: Framework) -> None:
    rates = [one for one in framework.indicators if one.kind == "register_rate"]
    assert all(one.denominators for one in rates)
    both = [one for one in rates if {"resident", "ambient"} <= set(one.denominators)]
    assert any("0401" in one.iccs for one in both)  # robbery
    assert any(code.startswith("0502") for one in both for code in one.iccs)  # theft


def test_shares_lie_between_0_and_100(framework: Framework) -> None:
    for indicator in framework.indicators:
        if indicator.kind in ("survey_share", "register_share"):
            assert (indicator.low, indicator.high) == (0, 100), indicator.id


def test_no_two_indicators_share_a_name_or_a_definition(framework: Framework) -> None:
    for language in ("en", "es"):
        for field in ("name", "definition"):
            texts = Counter(getattr(one, field)[language] for one in framework.indicators)
            assert [text for text, count in texts.items() if count > 1] == []


def test_missing_answers_are_not_points_of_a_scale(framework: Framework) -> None:
    assert framework.scales
    for scale in framework.scales.values():
        points = {point.code for point in scale.points}
        assert points.isdisjoint({point.code for point in scale.missing})


def test_the_framework_says_that_it_is_not_the_partnerships_own(framework: Framework) -> None:
    assert "not available to us" in framework.description["en"]
    assert "No hemos dispuesto" in framework.description["es"]
    assert framework.licence == "CC-BY-4.0"


def test_the_framework_is_made_once(framework: Framework) -> None:
    assert load_framework() is framework


def test_an_unknown_framework_is_refused_with_what_was_probably_meant() -> None:
    with pytest.raises(Refused) as refused:
        load_framework("paseo.framework.action")
    assert [problem.code for problem in refused.value.problems] == ["P192"]
    assert "paseo.framework.action1" in str(refused.value)
