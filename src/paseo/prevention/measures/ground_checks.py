"""Shapes of measures beside each other and within the city."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from paseo.content.problems import Place, Problems
from paseo.evidence.areas import AreaTree
from paseo.prevention.measures.measure import Measure, Register

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: A sliver shared along a border is no overlap: this part of the smaller ground counts.
OVERLAP_FROM: Final = 0.02
#: This part of a ground may lie beyond the city: borders are drawn by different hands.
OUTSIDE_FROM: Final = 0.02


def check_shapes(
    register: Register, areas: AreaTree | None, problems: Problems,
    where: Callable[[str, str], Place],
) -> None:  # fmt: skip
    """Report grounds that overlap in one cell of the pyramid for one problem, or leave the city."""
    drawn = [one for one in register if one.shape is not None]
    if not drawn:
        return
    for first, second, share in _overlaps(drawn):
        problems.add(
            "V915", where(second.id, "shape"), name=second.name, other=first.name,
            share=f"{100 * share:.0f}",
        )  # fmt: skip
    city = _ground(areas)
    for one in drawn if city is not None else ():
        share = _outside(one.shape, city)
        if share >= OUTSIDE_FROM:
            problems.add("V916", where(one.id, "shape"), name=one.name, share=f"{100 * share:.0f}")


def _overlaps(drawn: list[Measure]) -> Iterator[tuple[Measure, Measure, float]]:
    """Yield pairs in one cell for one problem, with the part of the smaller that they share."""
    import shapely

    shapes = [one.shape for one in drawn if one.shape is not None]
    tree = shapely.STRtree(shapes)
    pairs = tree.query(shapes, predicate="intersects").T.tolist()
    for at, other in sorted(pairs):
        first, second = drawn[at], drawn[other]
        if at < other and _cell(first) == _cell(second):
            share = _share(first.shape, second.shape)
            if share >= OVERLAP_FROM:
                yield first, second, share


def _cell(measure: Measure) -> tuple[object, ...]:
    return (measure.problem, measure.level, measure.orientation)


def _share(first: BaseGeometry | None, second: BaseGeometry | None) -> float:
    """Return how much of the smaller ground belongs to both; borders alone share nothing."""
    assert first is not None and second is not None
    common = first.intersection(second)
    if first.area > 0 and second.area > 0:
        return float(common.area / min(first.area, second.area))
    lengths = [one.length for one in (first, second) if one.area == 0 and one.length > 0]
    if len(lengths) == 0 or common.length == 0:
        return float(not common.is_empty)  # a point, or two lines that cross
    return float(common.length / min(lengths))


def _size(shape: BaseGeometry) -> float:
    return float(shape.area or shape.length)


def _ground(areas: AreaTree | None) -> BaseGeometry | None:
    """Return the ground of the whole city: its own outline, else that of its areas together."""
    import shapely

    if areas is None:
        return None
    own = _outline(areas, areas.city.id)
    if own is not None:
        return own
    parts = [shape for one in areas if (shape := _outline(areas, one.id)) is not None]
    return shapely.union_all(parts) if parts else None


def _outline(areas: AreaTree, code: str) -> BaseGeometry | None:
    drawn = [one.geometry for one in areas.area(code).boundaries if one.geometry is not None]
    return drawn[-1] if drawn and drawn[-1].area > 0 else None


def _outside(shape: BaseGeometry | None, city: BaseGeometry | None) -> float:
    assert shape is not None and city is not None
    if _size(shape) == 0:
        return float(not city.intersects(shape))
    return _size(shape.difference(city)) / _size(shape)
