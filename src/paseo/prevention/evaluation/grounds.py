"""Whether areas that should stand apart lie within or across each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.evidence.area_drafts import AreaDraft
from paseo.evidence.areas import AreaTree
from paseo.evidence.places_file import read_places
from paseo.prevention.evaluation.case import Area, Case
from paseo.prevention.evaluation.roles import role_words

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Share of the smaller area that may lie in the other: outlines drawn twice never fit exactly.
_SLIVER: Final = 0.01


@dataclass(frozen=True)
class Ground:
    """Where areas lie, as far as it is known.

    Args:
        parents: id of an area to that of the area around it, None for the outermost.
        shapes: id to shape in WGS 84.
    """

    parents: Mapping[str, str | None] = field(default_factory=dict)
    shapes: Mapping[str, BaseGeometry] = field(default_factory=dict)

    @staticmethod
    def of_tree(tree: AreaTree) -> Ground:
        """Return the ground of a city's areas, each in its latest outline."""
        shapes = {
            area.id: drawn[-1]
            for area in tree
            if (drawn := [one.geometry for one in area.boundaries if one.geometry is not None])
        }
        return Ground({area.id: tree.parent(area.id) for area in tree}, shapes)

    @staticmethod
    def of_drafts(drafts: Iterable[AreaDraft]) -> Ground:
        """Return the ground of the areas of a file of places."""
        parents: dict[str, str | None] = {}
        shapes: dict[str, BaseGeometry] = {}
        for one in drafts:
            parents[one.id] = one.parent
            for drawn in one.boundaries:
                if drawn.geometry is not None:
                    shapes[one.id] = drawn.geometry
        return Ground(parents, shapes)

    def within(self, inner: str, outer: str) -> bool:
        """Return whether the tree says that one area is a part of another."""
        seen: set[str] = set()
        above = self.parents.get(inner)
        while above is not None and above not in seen:
            if above == outer:
                return True
            seen.add(above)
            above = self.parents.get(above)
        return False

    def shared(self, one: str, other: str) -> float:
        """Return the part of the smaller area that lies in the other; 0 without a shape."""
        a, b = self.shapes.get(one), self.shapes.get(other)
        if a is None or b is None or not a.intersects(b):
            return 0.0
        smaller = min(a.area, b.area)
        if smaller == 0:  # points and lines: what touches, lies in it
            return 1.0
        return float(a.intersection(b).area / smaller)


def ground_beside(path: Path, problems: Problems) -> Ground | None:
    """Return the ground of ``places.geojson`` beside a file, None where none lies there."""
    places = path.parent / "places.geojson"
    return Ground.of_drafts(read_places(places, problems)) if places.is_file() else None


def check_ground(case: Case, ground: Ground, place: Place, problems: Problems) -> None:
    """Report areas of different roles that share ground, and those that the ground lacks."""
    known = sorted({*ground.parents, *ground.shapes})
    lacking = [area.id for area in case.areas if area.id not in known]
    if lacking:
        problems.add("E927", place, areas=listed(lacking), hint=hint(lacking[0], known))
    for one, other in combinations(case.areas, 2):
        if one.role is not other.role:
            _check_pair(one, other, ground, place, problems)


def _check_pair(one: Area, other: Area, ground: Ground, place: Place, problems: Problems) -> None:
    for inner, outer in ((one, other), (other, one)):
        if ground.within(inner.id, outer.id):
            problems.add(
                "E918", place, inner=inner.title, outer=outer.title,
                inner_role=role_words(inner.role), outer_role=role_words(outer.role),
            )  # fmt: skip
            return
    part = ground.shared(one.id, other.id)
    if part > _SLIVER:
        problems.add(
            "E919", place, first=one.title, second=other.title, first_role=role_words(one.role),
            second_role=role_words(other.role), share=f"{100 * part:.0f}",
        )  # fmt: skip
