"""Which measures of cohesion stand under which problem-oriented ones.

A problem-oriented measure is said to stand on a positive one that lies below it and reaches the
same people or the same place. The ties and their reasons are composed: no source gives them.
They say that two measures meet, not that one supports the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from paseo.evidence.areas import AreaTree
from paseo.prevention.measures.measure import LEVELS, Level, Measure, Orientation
from paseo.prevention.pyramid.pyramid import Pyramid


class Reason(StrEnum):
    """Why two measures are said to meet."""

    GROUP = "group"
    SAME_AREA = "same_area"
    AROUND = "around"
    WITHIN = "within"


#: Target groups of the catalogue that single nobody out; that they tie nothing is our choice.
EVERYBODY: Final = frozenset({"everyone", "residents"})
_RANK: Final = {level: at for at, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Tie:
    """A positive measure that meets a problem-oriented one from below.

    Args:
        reasons: the same target group; the same area; an area around it; an area within it.
        groups: the groups they share.
        same_problem: both name the same problem.
    """

    measure: Measure
    reasons: tuple[Reason, ...]
    groups: tuple[str, ...]
    same_problem: bool


class Ground(StrEnum):
    """What lies below a problem-oriented measure."""

    MEETS = "meets"
    CITY_ONLY = "city_only"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A problem-oriented measure and the positive ones that it stands on.

    Args:
        ties: those for the same people or place, shared problems first.
        city_wide: those for the whole city, which lie below everything; listed apart.
        ground: something for the same people or place; only what is for the whole city; nothing;
            unknown where the measure names neither people nor place and nothing is city-wide.
    """

    measure: Measure
    ties: tuple[Tie, ...]
    city_wide: tuple[Measure, ...]
    ground: Ground


def coherence(
    pyramid: Pyramid, areas: AreaTree | None = None, everybody: Collection[str] = EVERYBODY
) -> tuple[Standing, ...]:
    """Return every placed problem-oriented measure with the positive ones below it.

    Below means on a lower level; on the base itself, which has nothing below, the same level
    counts. People meet in a shared target group; places in the same area, one around it or one
    within it. A measure for no area in particular is for the whole city: it lies below every
    other, which is told apart, because nearly everything would be covered otherwise. A measure
    without a target group is for everybody and shares none. Own shapes are not read.

    Args:
        pyramid: whose measures are looked at.
        areas: of the city; without it only the same area meets.
        everybody: target groups that single nobody out; they tie nothing.

    Returns:
        From the base up, in the order of the register.

    Example:
        >>> from paseo.prevention.measures.measure import Register
        >>> from paseo.prevention.pyramid.pyramid import build_pyramid
        >>> held = Register([
        ...     Measure(id="a", name="Picnic", level=Level.QUALITY_OF_LIFE, area="park",
        ...             orientation=Orientation.POSITIVE),
        ...     Measure(id="b", name="Patrol", level=Level.SPECIFIC, area="park",
        ...             orientation=Orientation.PROBLEM)])
        >>> [(one.measure.id, one.ground.value) for one in coherence(build_pyramid(held))]
        [('b', 'meets')]
    """
    below = _Below(
        [one for one in pyramid.measures if one.orientation is Orientation.POSITIVE],
        areas,
        frozenset(everybody),
    )
    return tuple(
        below.under(one) for one in pyramid.measures if one.orientation is Orientation.PROBLEM
    )


class _Below:
    """Positive measures by people and place."""

    def __init__(
        self, positive: Iterable[Measure], areas: AreaTree | None, everybody: frozenset[str]
    ) -> None:
        self._areas, self._everybody = areas, everybody
        self._by_area: dict[str, list[Measure]] = {}
        self._by_group: dict[str, list[Measure]] = {}
        for one in positive:
            self._by_area.setdefault(self._area(one), []).append(one)
            for group in self._groups(one):
                self._by_group.setdefault(group, []).append(one)
        self._city_wide = {
            level: tuple(one for one in self._by_area.get("", ()) if _below(one, level))
            for level in LEVELS
        }

    def _area(self, measure: Measure) -> str:
        """Return the area of a measure, "" for the whole city."""
        if self._areas is not None and measure.area == self._areas.city.id:
            return ""
        return measure.area

    def _groups(self, measure: Measure) -> tuple[str, ...]:
        return tuple(one for one in measure.target_groups if one not in self._everybody)

    def under(self, measure: Measure) -> Standing:
        """Return what a problem-oriented measure stands on."""
        assert measure.level is not None
        found: dict[str, tuple[Measure, list[Reason]]] = {}
        for reason, one in self._meeting(measure):
            if _below(one, measure.level):
                found.setdefault(one.id, (one, []))[1].append(reason)
        ties = tuple(
            sorted(
                (self._tie(measure, one, reasons) for one, reasons in found.values()),
                key=lambda tie: (not tie.same_problem, -len(tie.reasons)),
            )
        )
        wide = tuple(one for one in self._city_wide[measure.level] if one.id not in found)
        return Standing(measure, ties, wide, self._ground(measure, bool(ties), bool(wide)))

    def _meeting(self, measure: Measure) -> Iterator[tuple[Reason, Measure]]:
        groups = [self._by_group.get(group, ()) for group in self._groups(measure)]
        once = {one.id: one for same in groups for one in same}
        yield from ((Reason.GROUP, one) for one in once.values())
        for area, reason in self._near(self._area(measure)).items():
            yield from ((reason, one) for one in self._by_area.get(area, ()))

    def _near(self, here: str) -> dict[str, Reason]:
        """Return the areas that meet an area; none meets the whole city."""
        if not here:
            return {}
        near = {here: Reason.SAME_AREA}
        if self._areas is not None and here in self._areas:
            city = self._areas.city.id
            above = (one for one in self._areas.ancestors(here) if one != city)
            near |= dict.fromkeys(above, Reason.AROUND)
            near |= dict.fromkeys(self._areas.descendants(here), Reason.WITHIN)
        return near

    def _tie(self, over: Measure, under: Measure, reasons: Iterable[Reason]) -> Tie:
        groups = tuple(one for one in self._groups(over) if one in under.target_groups)
        same = bool(over.problem) and over.problem == under.problem
        return Tie(under, tuple(reasons), groups, same)

    def _ground(self, measure: Measure, ties: bool, wide: bool) -> Ground:
        if ties:
            return Ground.MEETS
        if wide:
            return Ground.CITY_ONLY
        stated = self._groups(measure) or self._area(measure)
        return Ground.NOTHING if stated else Ground.UNKNOWN


def _below(under: Measure, level: Level) -> bool:
    assert under.level is not None
    if level is Level.QUALITY_OF_LIFE:
        return under.level is level
    return _RANK[under.level] < _RANK[level]
