"""The tree of areas."""

from __future__ import annotations

from datetime import date

import pytest

from paseo.content.language import LanguageMap
from paseo.evidence.areas import AreaTree, NotATree
from paseo.evidence.city import Area, Boundary


def area(code: str, level: str, parent: str | None = None, *boundaries: Boundary) -> Area:
    return Area(code, LanguageMap(code), level, parent, boundaries)  # type: ignore[arg-type]


TREE = AreaTree(
    [
        area("n1", "neighbourhood", "d1"),
        area("c", "city"),
        area("d1", "district", "c"),
        area("d2", "district"),
        area("s1", "space", "n1"),
    ]
)


def test_parents_come_before_children_whatever_the_order_of_the_file() -> None:
    assert [one.id for one in TREE] == ["c", "d1", "n1", "s1", "d2"]


def test_an_area_without_a_parent_belongs_to_the_city() -> None:
    assert TREE.parent("d2") == "c"
    assert TREE.children("c") == ("d1", "d2")


def test_ancestors_and_descendants() -> None:
    assert TREE.ancestors("s1") == ("n1", "d1", "c")
    assert TREE.descendants("d1") == ("n1", "s1")
    assert [one.id for one in TREE.at_level("district")] == ["d1", "d2"]
    assert ("s1", "c", 3) in TREE.lineage().rows()


@pytest.mark.parametrize(
    "areas",
    [
        [area("d1", "district")],
        [area("c", "city"), area("k", "city")],
        [area("c", "city"), area("d1", "district", "nowhere")],
        [area("c", "city"), area("c", "district")],
        [area("c", "city"), area("a", "district", "b"), area("b", "district", "a")],
    ],
    ids=["no city", "two cities", "unknown parent", "same id", "circle"],
)
def test_what_is_no_tree_is_refused(areas: list[Area]) -> None:
    with pytest.raises(NotATree):
        AreaTree(areas)


def test_the_boundary_that_held_on_a_day_is_found() -> None:
    old = Boundary("2001", valid_from=date(2001, 1, 1), valid_to=date(2020, 12, 31))
    new = Boundary("2021", valid_from=date(2021, 1, 1))
    tree = AreaTree([area("c", "city", None, old, new)])
    assert tree.boundary_at("c", date(2010, 6, 1)) == old
    assert tree.boundary_at("c", date(2021, 1, 1)) == new
    assert tree.boundary_at("c", date(1999, 1, 1)) is None
