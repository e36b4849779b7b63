"""A sample plan as the report makes it: what it refuses, and what its table says."""

from __future__ import annotations

import math

import pytest

from paseo.content.problems import Refused
from paseo.report.survey.plan import WAYS, PlanWanted, Way, make_plan, plan_table


@pytest.mark.parametrize(
    "wanted",
    [
        PlanWanted(margin=0),
        PlanWanted(margin=math.nan),
        PlanWanted(share=100),
        PlanWanted(response=0),
        PlanWanted(level=100),
        PlanWanted(population={"port": 0}),
        PlanWanted(population={"port": 0.5}),
        PlanWanted(population={"port": math.inf}),
        PlanWanted(population={"port": math.nan}),
    ],
)
def test_an_impossible_number_is_named_with_what_is_possible(wanted: PlanWanted) -> None:
    with pytest.raises(Refused) as caught:
        make_plan(wanted)
    assert [one.code for one in caught.value.problems] == ["S746"]


@pytest.mark.parametrize("how", WAYS)
def test_the_districts_of_a_plan_add_up_to_its_city(how: Way) -> None:
    plan = make_plan(PlanWanted(how=how, population={"centre": 40_000, "port": 12_000, "isle": 3}))
    *districts, city = plan_table(plan, "en").rows
    for column in (1, 2, 3):
        assert sum(row[column].number for row in districts) == city[column].number
    assert all(row[2].number <= row[1].number for row in districts)
