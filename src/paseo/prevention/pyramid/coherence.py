"""Which measures of cohesion stand under which problem-oriented ones.

A problem-oriented measure is said to stand on a positive one that lies below it and reaches the
same people or the same place. The ties and their reasons are composed: no source gives them.
They say that two measures meet, not that one supports the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from paseo.evidence.areas import AreaTree
from paseo.prevention.measures.measure import LEVELS, Level, Measure, Orientation
from paseo.prevention.measures.whereabouts import Whereabouts, have_common_ground
from paseo.prevention.pyramid.pyramid import Pyramid


class Reason(StrEnum):
    """Why two measures are said to meet."""

    GROUP = "group"
    SAME_AREA = "same_area"
    AROUND = "around"
    WITHIN = "within"


#: Target groups of the catalogue that single nobody out; that they tie nothing is our choice.
EVERYBODY: Final = frozenset({"everyone", "residents"})
#: So many ties of one measure are named; the others are counted. Without a bound their number
#: grows with the square of the register.
FIRST: Final = 20
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
class Footing:
    """A problem-oriented measure and the positive ones that it stands on.

    Args:
        count: how many positive ones for the same people or place lie below it.
        ties: the first of them, at most ``FIRST``: shared problems first, then those that meet
            it in people and place, then from the base up.
        city_wide: how many others below are for the whole city and lie below everything.
        ground: something for the same people or place; only what is for the whole city; nothing;
            unknown where the measure names neither people nor place and nothing is city-wide.
    """

    measure: Measure
    count: int
    ties: tuple[Tie, ...]
    city_wide: int
    ground: Ground

    @property
    def unnamed(self) -> int:
        """How many ties are counted only."""
        return self.count - len(self.ties)


def coherence(
    pyramid: Pyramid, areas: AreaTree | None = None, everybody: Collection[str] = EVERYBODY
) -> tuple[Footing, ...]:
    """Return every placed problem-oriented measure with the positive ones below it.

    Below means on a lower level; on the base itself, which has nothing below, the same level
    counts. People meet in a shared target group; places in the same area, one around it or one
    within it. A measure for no area in particular is for the whole city: it lies below every
    other, which is told apart, because nearly everything would be covered otherwise. A measure
    without a target group is for everybody and shares none. A measure with a ground of its own is
    for the smallest areas that it lies in; where none is known, grounds meet that overlap.

    Args:
        pyramid: whose measures are looked at.
        areas: of the city; without it only the same area meets.
        everybody: target groups that single nobody out; they tie nothing.

    Returns:
        From the base up, in the order of the register; ties are counted, and the first are named.

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
    """Positive measures by level, people, place and problem.

    Sets of measures are whole numbers with one bit a measure, so that a union of thousands is one
    step and nobody has to walk through every pair.
    """

    def __init__(
        self, positive: Iterable[Measure], areas: AreaTree | None, everybody: frozenset[str]
    ) -> None:
        self._areas, self._everybody = areas, everybody
        self._where = Whereabouts(areas)
        self._loose: list[tuple[int, Measure]] = []
        self._positive = tuple(positive)
        self._in_area: dict[str, int] = {}
        self._for_group: dict[str, int] = {}
        self._against: dict[str, int] = {}
        self._under: dict[Level, int] = dict.fromkeys(LEVELS, 0)
        for at, one in enumerate(self._positive):
            bit = 1 << at
            for area in self._places(one):
                _join(self._in_area, area, bit)
            if self._is_loose(one):
                self._loose.append((bit, one))
            _join(self._against, one.problem, bit)
            for group in self._groups(one):
                _join(self._for_group, group, bit)
            for level in LEVELS:
                if _below(one, level):
                    self._under[level] |= bit

    def _places(self, measure: Measure) -> tuple[str, ...]:
        """Return the areas of a measure, "" for the whole city, none for a ground outside all."""
        return ("",) if self._where.is_city_wide(measure) else self._where.areas_of(measure)

    def _is_loose(self, measure: Measure) -> bool:
        return measure.shape is not None and not self._where.areas_of(measure)

    def _groups(self, measure: Measure) -> tuple[str, ...]:
        return tuple(one for one in measure.target_groups if one not in self._everybody)

    def under(self, measure: Measure) -> Footing:
        """Return what a problem-oriented measure stands on."""
        assert measure.level is not None
        lower = self._under[measure.level]
        held = {reason: lower & found for reason, found in self._meeting(measure).items()}
        meeting = _union(held.values())
        wide = (lower & self._in_area.get("", 0) & ~meeting).bit_count()
        return Footing(
            measure,
            meeting.bit_count(),
            tuple(self._tie(measure, at, held) for at in self._first(measure, meeting, held)),
            wide,
            self._ground(measure, bool(meeting), bool(wide)),
        )

    def _meeting(self, measure: Measure) -> dict[Reason, int]:
        """Return the measures of every level that meet a measure, by the reason why."""
        found = dict.fromkeys(Reason, 0)
        for group in self._groups(measure):
            found[Reason.GROUP] |= self._for_group.get(group, 0)
        for here in self._places(measure):
            for area, reason in self._near(here).items():
                found[reason] |= self._in_area.get(area, 0)
        if self._is_loose(measure):
            for bit, one in self._loose:
                if have_common_ground(measure.shape, one.shape):
                    found[Reason.SAME_AREA] |= bit
        return found

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

    def _first(self, over: Measure, meeting: int, held: Mapping[Reason, int]) -> Iterator[int]:
        """Yield the places of the ties that are named."""
        same = self._against.get(over.problem, 0) if over.problem else 0
        twice = held[Reason.GROUP] & _union(
            found for reason, found in held.items() if reason is not Reason.GROUP
        )
        left = FIRST
        for part in (same & twice, same & ~twice, twice & ~same, ~same & ~twice):
            for at in _lowest(meeting & part, left):
                left -= 1
                yield at

    def _tie(self, over: Measure, at: int, held: Mapping[Reason, int]) -> Tie:
        under = self._positive[at]
        groups = tuple(one for one in self._groups(over) if one in under.target_groups)
        same = bool(over.problem) and over.problem == under.problem
        reasons = tuple(reason for reason, found in held.items() if found >> at & 1)
        return Tie(under, reasons, groups, same)

    def _ground(self, measure: Measure, ties: bool, wide: bool) -> Ground:
        if ties:
            return Ground.MEETS
        if wide:
            return Ground.CITY_ONLY
        stated = self._groups(measure) or not self._where.is_city_wide(measure)
        return Ground.NOTHING if stated else Ground.UNKNOWN


def _join(sets: dict[str, int], name: str, bit: int) -> None:
    sets[name] = sets.get(name, 0) | bit


def _union(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found


def _lowest(members: int, most: int) -> Iterator[int]:
    """Yield the first members of a set, at most so many."""
    while members and most > 0:
        low = members & -members
        yield low.bit_length() - 1
        members ^= low
        most -= 1


def _below(under: Measure, level: Level) -> bool:
    assert under.level is not None
    if level is Level.QUALITY_OF_LIFE:
        return under.level is level
    return _RANK[under.level] < _RANK[level]
