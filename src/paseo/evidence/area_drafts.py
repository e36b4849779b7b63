"""Areas while they are put together from city.yaml and places.geojson, and the tree they form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.evidence.areas import LEVELS
from paseo.evidence.checks.report import closest
from paseo.evidence.city import Area, AreaLevel, Boundary, City


@dataclass
class AreaDraft:
    """An area as one file or several tell of it; what nobody said is None."""

    id: str
    place: Place
    name: LanguageMap | None = None
    level: str | None = None
    parent: str | None = None
    boundaries: list[Boundary] = field(default_factory=list)


def join_drafts(drafts: Iterable[AreaDraft], city: City, problems: Problems) -> tuple[Area, ...]:
    """Return the areas that the drafts tell of, the city itself first.

    Without an area of the level city, the city itself becomes one, under its own id.
    """
    joined: dict[str, AreaDraft] = {}
    for draft in drafts:
        if draft.id in joined:
            _merge(joined[draft.id], draft, problems)
        else:
            joined[draft.id] = draft
    found = list(joined.values())
    cities = [draft for draft in found if draft.level == "city"]
    if not cities and city.id not in joined:
        cities = [AreaDraft(city.id, Place(""), city.name, "city")]
        found = cities + found
    for draft in found:
        _check_complete(draft, problems)
    _check_tree(found, cities, problems)
    found.sort(key=lambda draft: draft.level != "city")
    return tuple(_area(draft) for draft in found)


def _merge(first: AreaDraft, second: AreaDraft, problems: Problems) -> None:
    for name in ("name", "level", "parent"):
        mine, theirs = getattr(first, name), getattr(second, name)
        if mine is None:
            setattr(first, name, theirs)
        elif theirs is not None and theirs != mine:
            problems.add(
                "G514", second.place, field=name, area=first.id, first=str(mine), second=str(theirs)
            )
    known = {boundary.id for boundary in first.boundaries}
    for boundary in second.boundaries:
        if boundary.id in known:
            problems.add("G507", second.place, area=first.id, boundary=boundary.id)
        else:
            first.boundaries.append(boundary)
            known.add(boundary.id)


def _check_complete(draft: AreaDraft, problems: Problems) -> None:
    if draft.level is not None and draft.level not in LEVELS:
        problems.add("G503", draft.place, area=draft.id, value=draft.level, known=", ".join(LEVELS))
    for name in ("name", "level"):
        if not getattr(draft, name):
            problems.add("G518", draft.place, area=draft.id, field=name)
    for boundary in draft.boundaries:
        first, last = boundary.valid_from, boundary.valid_to
        if first and last and first > last:
            problems.add(
                "G513", draft.place, area=draft.id, boundary=boundary.id, first=first, last=last
            )


def _check_tree(drafts: Sequence[AreaDraft], cities: list[AreaDraft], problems: Problems) -> None:
    if len(cities) > 1:
        problems.add("G516", cities[1].place, areas=", ".join(one.id for one in cities))
    by_id = {draft.id: draft for draft in drafts}
    names = {one.id: list(one.name.values()) if one.name else [] for one in drafts}
    circles: set[str] = set()
    for draft in drafts:
        if draft.parent is None or draft.id in circles:
            continue
        above = by_id.get(draft.parent)
        circle = _circle(draft, by_id)
        if above is None:
            meant = closest(draft.parent, names)
            number = "G520" if meant else "G504"
            problems.add(number, draft.place, area=draft.id, parent=draft.parent, closest=meant)
        elif circle:
            circles.update(circle)
            problems.add("G505", draft.place, areas=" > ".join([*circle, circle[0]]))
        elif not _is_above(above, draft):
            problems.add(
                "G506", draft.place, area=draft.id, level=draft.level,
                parent=above.id, parent_level=above.level,
            )  # fmt: skip


def _circle(draft: AreaDraft, by_id: dict[str, AreaDraft]) -> list[str]:
    """Return the ids from an area up to itself again, nothing when there is a way out."""
    path = [draft.id]
    above = draft.parent
    while above is not None and above in by_id:
        if above == draft.id:
            return path
        if above in path:  # a circle further up; it is reported for its own members
            return []
        path.append(above)
        above = by_id[above].parent
    return []


def _is_above(above: AreaDraft, below: AreaDraft) -> bool:
    if above.level not in LEVELS or below.level not in LEVELS:
        return True  # already reported
    return LEVELS.index(above.level) < LEVELS.index(below.level)


def _area(draft: AreaDraft) -> Area:
    return Area(
        id=draft.id,
        name=draft.name or LanguageMap({}),
        level=cast(AreaLevel, draft.level),
        parent=draft.parent,
        boundaries=tuple(draft.boundaries),
    )
