"""The tree of reference areas: city, districts, neighbourhoods, named public spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl

from paseo.evidence.city import Area, AreaLevel, Boundary

#: From the widest to the narrowest.
LEVELS: tuple[AreaLevel, ...] = ("city", "district", "neighbourhood", "space")


class NotATree(ValueError):  # noqa: N818 - says what the areas are not
    """Areas with a missing parent, a circle, two cities or two areas of one id."""


class AreaTree:
    """A city's areas with their parents and children.

    Args:
        areas: every area; exactly one of level ``city``. An area without a parent belongs
            to the city.

    Raises:
        NotATree: the areas do not form one tree.
    """

    def __init__(self, areas: Iterable[Area]) -> None:
        given = tuple(areas)
        self._areas = {area.id: area for area in given}
        if len(self._areas) != len(given):
            raise NotATree("two areas share an id")
        cities = [area for area in given if area.level == "city"]
        if len(cities) != 1:
            raise NotATree(f"{len(cities)} areas of level city, not one")
        self.city = cities[0]
        self._parents = {area.id: self._parent_of(area) for area in given}
        self._children: dict[str, list[str]] = {area.id: [] for area in given}
        for child, parent in self._parents.items():
            if parent is not None:
                self._children[parent].append(child)
        if len(list(self._walk(self.city.id))) != len(given):
            raise NotATree("the parents form a circle")

    def _parent_of(self, area: Area) -> str | None:
        if area.id == self.city.id:
            return None
        parent = area.parent or self.city.id
        if parent not in self._areas:
            raise NotATree(f"{area.id}: unknown parent {parent}")
        return parent

    def _walk(self, start: str) -> Iterator[str]:
        waiting = [start]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(reversed(self._children[here]))

    def __contains__(self, area: object) -> bool:
        return area in self._areas

    def __iter__(self) -> Iterator[Area]:
        """Walk the tree, parents before children, siblings as given."""
        return (self._areas[one] for one in self._walk(self.city.id))

    def __len__(self) -> int:
        return len(self._areas)

    def area(self, code: str) -> Area:
        """Return an area by its id; KeyError when there is none such."""
        return self._areas[code]

    def parent(self, code: str) -> str | None:
        """Return the id of the parent, None for the city."""
        return self._parents[code]

    def children(self, code: str) -> tuple[str, ...]:
        """Return the ids of the areas directly below."""
        return tuple(self._children[code])

    def descendants(self, code: str) -> tuple[str, ...]:
        """Return the ids of all areas below, parents before children."""
        return tuple(self._walk(code))[1:]

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the ids of all areas above, the nearest first."""
        found: list[str] = []
        above = self._parents[code]
        while above is not None:
            found.append(above)
            above = self._parents[above]
        return tuple(found)

    def at_level(self, level: AreaLevel) -> tuple[Area, ...]:
        """Return the areas of one level in the order of the tree."""
        return tuple(area for area in self if area.level == level)

    def boundary_at(self, code: str, day: date) -> Boundary | None:
        """Return the version of an area's boundary that held on a day, None when none did."""
        held = [
            one
            for one in self._areas[code].boundaries
            if (one.valid_from is None or one.valid_from <= day)
            and (one.valid_to is None or day <= one.valid_to)
        ]
        # Of two versions that both claim the day the later one is the correction.
        return max(held, key=lambda one: one.valid_from or date.min, default=None)

    def levels(self) -> pl.DataFrame:
        """Return ``area`` and ``depth`` (0 for the city level, 3 for a space) of every area."""
        return pl.DataFrame(
            {
                "area": list(self._areas),
                "depth": [LEVELS.index(area.level) for area in self._areas.values()],
            },
            schema={"area": pl.String, "depth": pl.Int64},
        )

    def lineage(self) -> pl.DataFrame:
        """Return every pair of ``area`` and ``ancestor`` with the area's ``depth``."""
        pairs = [
            (code, above, LEVELS.index(area.level))
            for code, area in self._areas.items()
            for above in self.ancestors(code)
        ]
        return pl.DataFrame(
            pairs,
            schema={"area": pl.String, "ancestor": pl.String, "depth": pl.Int64},
            orient="row",
        )
