"""Several running measures in one cell and one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from paseo.prevention.gaps.asked import Asked, ids
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, found, not_run
from paseo.prevention.gaps.spelling import plain
from paseo.prevention.measures.measure import LEVELS, Measure, Orientation
from paseo.prevention.measures.whereabouts import have_common_ground
from paseo.prevention.pyramid.pyramid import Spot

_RULE: Final = "duplicates"
#: An area by its id; else the whole city, or grounds that lie in no known area.
Place: TypeAlias = tuple[str, str]
CITY: Final[Place] = ("city", "")
GROUND: Final[Place] = ("ground", "")


def duplicates(asked: Asked) -> Outcome:
    """Return a gap for every cell and place in which at least so many measures run.

    One place is one area, or the whole city; of measures with a ground of their own only those
    whose grounds meet. How many of them name a common target group (or none at all) and how many
    share their aim is counted beside: the more they share, the likelier they do the same work.
    """
    cells: dict[Spot, list[Measure]] = {}
    for one in asked.running:
        if one.level is not None and one.orientation is not None:
            cells.setdefault((one.level, one.orientation), []).append(one)
    if not cells:
        return not_run(_RULE, asked.problem, "nothing_placed")
    fewest = asked.threshold(_RULE, "fewest")
    order = sorted(cells, key=lambda spot: (LEVELS.index(spot[0]), spot[1]))
    gaps = [
        _gap(asked, spot, place, further, measures, fewest)
        for spot in order
        for place, further, measures in _together(asked, cells[spot])
        if len(measures) >= fewest
    ]
    return found(_RULE, asked.problem, gaps, cells=len(cells), fewest=fewest)


def _together(
    asked: Asked, cell: Sequence[Measure]
) -> Iterator[tuple[Place, str, tuple[Measure, ...]]]:
    """Yield the measures of a cell that are in one place, each company of them once.

    Of several companies in one area the further ones are known by their first measure.
    """
    places: dict[Place, list[Measure]] = {}
    for one in cell:
        named = [("area", code) for code in asked.where.areas_of(one)]
        for place in named or [CITY if asked.where.is_city_wide(one) else GROUND]:
            places.setdefault(place, []).append(one)
    met: set[tuple[str, ...]] = set()
    for place in sorted(places):
        for at, company in enumerate(_companies(places[place])):
            # Grounds over two areas meet in both; they are one matter.
            if ids(company) not in met:
                met.add(ids(company))
                yield place, company[0].id if at else "", tuple(company)


def _companies(measures: Iterable[Measure]) -> list[list[Measure]]:
    """Return measures of one area, those apart whose own grounds do not meet."""
    companies: list[list[Measure]] = []
    for one in measures:
        joined = [group for group in companies if any(_meet(one, other) for other in group)]
        companies = [group for group in companies if group not in joined]
        companies.append([*(other for group in joined for other in group), one])
    return companies


def _meet(one: Measure, other: Measure) -> bool:
    # Without a ground of its own a measure is for the area as a whole.
    if one.shape is None or other.shape is None:
        return True
    return have_common_ground(one.shape, other.shape)


def _gap(
    asked: Asked, spot: Spot, place: Place, further: str, measures: Sequence[Measure], fewest: float
) -> Gap:
    level, half = spot
    kind, area = place
    key = ":".join(part for part in (level, Orientation(half), area or kind, further) if part)
    return Gap(
        rule=_RULE, key=key, problem=asked.problem, level=level, spots=(spot,),
        measures=ids(measures), area=area, basis=kind,
        numbers={
            "measures": len(measures),
            "same_people": _most(
                [{plain(group) for group in one.target_groups} or {""} for one in measures]
            ),
            "same_aim": _most([{one.aim or ""} for one in measures]),
            "fewest": fewest,
        },
    )  # fmt: skip


def _most(sets: Sequence[set[str]]) -> int:
    """Return how many of the sets hold the commonest member."""
    return max(Counter(member for one in sets for member in one).values())
