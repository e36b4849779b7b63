"""Where a measure is: the area it names, the areas that its own ground lies in, or the whole city.

One answer for everybody who asks: the gaps, the coherence of the pyramid.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from paseo.evidence.areas import AreaTree
from paseo.prevention.measures.measure import Measure

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: A sliver shared along a border is no common ground: this part of the smaller one counts.
COMMON_FROM: Final = 0.02


class Whereabouts:
    """Tells where measures are, among the areas of a city.

    A measure is for the whole city only when it names no area (or the city itself) and has no
    ground of its own. A ground lies in the smallest areas that it meets.

    Args:
        areas: the city's areas; without them an area is only itself, and a ground lies in none.

    Example:
        >>> from shapely import box
        >>> picnic = Measure(id="picnic", name="Picnic", shape=box(0, 0, 1, 1))
        >>> Whereabouts(None).is_city_wide(picnic), Whereabouts(None).areas_of(picnic)
        (False, ())
    """

    def __init__(self, areas: AreaTree | None) -> None:
        self._tree = areas
        self._kept: dict[int, tuple[Measure, tuple[str, ...]]] = {}

    def is_city_wide(self, measure: Measure) -> bool:
        """Return whether a measure is for no area in particular, or for the city as a whole."""
        return measure.shape is None and not self._named(measure)

    def areas_of(self, measure: Measure) -> tuple[str, ...]:
        """Return the areas that a measure is for, the one that it names first.

        Returns:
            Ids; none for the whole city, and for a ground that lies in no known area.
        """
        held = self._kept.get(id(measure))
        if held is None:
            named = self._named(measure)
            found = (*((named,) if named else ()), *self._met(measure.shape))
            held = self._kept[id(measure)] = (measure, tuple(dict.fromkeys(found)))
        return held[1]

    def covers(self, measure: Measure, code: str) -> bool:
        """Return whether a measure is for an area: for it, one around it or one within it.

        What is for the whole city reaches the area, too, but is for no area in particular.
        """
        mine = self.areas_of(measure)
        if code in mine:
            return True
        if self._tree is None or code not in self._tree:
            return False
        # A ground that crosses into the area is for it, but its neighbours are not.
        if measure.shape is not None and have_common_ground(measure.shape, self._grounds.get(code)):
            return True
        above = self._tree.ancestors(code)
        named = self._named(measure)
        return named in above or any(
            code in self._tree.ancestors(one) for one in mine if one in self._tree
        )

    def _named(self, measure: Measure) -> str:
        """Return the area that a measure names, "" for the city as a whole."""
        if self._tree is not None and measure.area == self._tree.city.id:
            return ""
        return measure.area

    @cached_property
    def _grounds(self) -> dict[str, BaseGeometry]:
        if self._tree is None:
            return {}
        city = self._tree.city.id
        drawn = ((one.id, one.boundaries[-1].geometry) for one in self._tree
                 if one.boundaries and one.id != city)  # fmt: skip
        return {code: ground for code, ground in drawn if ground is not None}

    @cached_property
    def _found(self) -> Any:
        import shapely

        return shapely.STRtree(list(self._grounds.values()))

    def _met(self, shape: BaseGeometry | None) -> Iterator[str]:
        """Yield the smallest areas that a ground meets."""
        if shape is None or self._tree is None or not self._grounds:
            return
        codes = list(self._grounds)
        near = (codes[at] for at in sorted(self._found.query(shape, predicate="intersects")))
        met = [code for code in near if have_common_ground(shape, self._grounds[code])]
        wider = {above for code in met for above in self._tree.ancestors(code)}
        yield from (code for code in met if code not in wider)


def have_common_ground(one: BaseGeometry | None, other: BaseGeometry | None) -> bool:
    """Return whether two grounds share more than a border.

    A point or a line shares what lies in the other; two areas share at least the
    part :data:`COMMON_FROM` of the smaller one.
    """
    if one is None or other is None or not one.intersects(other):
        return False
    if one.area > 0 and other.area > 0:
        return float(one.intersection(other).area / min(one.area, other.area)) >= COMMON_FROM
    return not one.touches(other)
