"""Where a measure is: its area, the areas that its ground lies in, or the whole city."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from shapely import LineString, Point, box

from paseo.content.language import LanguageMap
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import Area, Boundary
from paseo.prevention.measures.measure import Measure
from paseo.prevention.measures.whereabouts import Whereabouts, have_common_ground


def area(code: str, level: Any, shape: Any = None, parent: str | None = None) -> Area:
    drawn = (Boundary(code, shape),) if shape is not None else ()
    return Area(code, LanguageMap(code), level, parent, boundaries=drawn)


TREE = AreaTree([
    area("city", "city", box(0, 0, 20, 10)),
    area("north", "district", box(0, 0, 10, 10)),
    area("south", "district", box(10, 0, 20, 10)),
    area("park", "space", box(1, 1, 3, 3), "north"),
    area("undrawn", "district"),
])  # fmt: skip
WALK = Measure(id="walk", name="Walk")


@pytest.mark.parametrize(("values", "areas", "city_wide"), [
    ({}, (), True),
    ({"area": "city"}, (), True),
    ({"area": "north"}, ("north",), False),
    ({"area": "lost"}, ("lost",), False),
    ({"shape": box(1, 1, 2, 2)}, ("park",), False),  # the smallest, not the district around it
    ({"shape": box(5, 5, 6, 6)}, ("north",), False),
    ({"shape": box(9, 5, 11, 6)}, ("north", "south"), False),
    ({"shape": box(9.99, 5, 12, 6)}, ("south",), False),  # a sliver over the border
    ({"shape": box(50, 50, 51, 51)}, (), False),  # outside every area, and not the whole city
    ({"shape": Point(2, 2)}, ("park",), False),
    ({"shape": LineString([(8, 5), (12, 5)])}, ("north", "south"), False),
    ({"shape": box(1, 1, 2, 2), "area": "south"}, ("south", "park"), False),
    ({"shape": box(1, 1, 2, 2), "area": "city"}, ("park",), False),
])  # fmt: skip
def test_where_a_measure_is(
    values: dict[str, Any], areas: tuple[str, ...], city_wide: bool
) -> None:
    one, where = replace(WALK, **values), Whereabouts(TREE)
    assert where.areas_of(one) == areas
    assert where.areas_of(one) == areas  # the second time from memory
    assert where.is_city_wide(one) is city_wide


@pytest.mark.parametrize(("values", "covered"), [
    ({}, set()),
    ({"area": "park"}, {"park", "north"}),
    ({"area": "north"}, {"park", "north"}),
    ({"shape": box(1, 1, 2, 2)}, {"park", "north"}),
    ({"shape": box(5, 5, 6, 6)}, {"north"}),  # beside the park, in its district
    ({"area": "undrawn"}, {"undrawn"}),
])  # fmt: skip
def test_which_areas_a_measure_is_for(values: dict[str, Any], covered: set[str]) -> None:
    one, where = replace(WALK, **values), Whereabouts(TREE)
    below = [area.id for area in TREE if area.id != "city"]
    assert {code for code in below if where.covers(one, code)} == covered


@pytest.mark.parametrize(("one", "other", "common"), [
    (box(0, 0, 1, 1), box(1, 0, 2, 1), False),
    (box(0, 0, 1, 1), box(0.99, 0, 2, 1), False),  # one part in a hundred
    (box(0, 0, 1, 1), box(0.95, 0, 2, 1), True),
    (Point(1, 1), Point(1, 1), True),
    (Point(1, 1), Point(1, 2), False),
    (LineString([(0, 0), (2, 0)]), LineString([(1, 0), (3, 0)]), True),
    (None, Point(1, 1), False),
])  # fmt: skip
def test_a_shared_border_is_no_common_ground(one: Any, other: Any, common: bool) -> None:
    assert have_common_ground(one, other) is common
    assert have_common_ground(other, one) is common
