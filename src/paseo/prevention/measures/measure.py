"""One prevention measure of a city, and the words its fields may take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class Level(StrEnum):
    """The four levels of the Partnership's pyramid, from the base up."""

    QUALITY_OF_LIFE = "quality_of_life"
    GENERAL = "general_prevention"
    SPECIFIC = "specific_prevention"
    REACTION = "reaction"


#: From the base of the pyramid to its top.
LEVELS: Final = tuple(Level)

#: Deklerck's levels (2006), 0 society to 4 curative, in the level of the Partnership that holds
#: them. The crosswalk is ours, so 0 and 1 stay apart in a field of their own.
DEKLERCK: Final[dict[int, Level]] = {
    0: Level.QUALITY_OF_LIFE,
    1: Level.QUALITY_OF_LIFE,
    2: Level.GENERAL,
    3: Level.SPECIFIC,
    4: Level.REACTION,
}


class Orientation(StrEnum):
    """Whether a measure builds up something wished for, or turns against the problem."""

    POSITIVE = "positive"
    PROBLEM = "problem"


class Aim(StrEnum):
    """Whether a measure changes people, their surroundings, or both."""

    PERSON = "person"
    STRUCTURE = "structure"
    BOTH = "both"


class Status(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Placement:
    """How a measure came to its level.

    Args:
        answers: question id of the four, from the base up, to "yes" or "no", as far as asked.
        proposed: the level that the answers give, None where nobody answered.
        reason: why a person chose another level; needed where level and proposal differ.
    """

    answers: tuple[tuple[str, str], ...] = ()
    proposed: Level | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One prevention measure, as a city's register holds it. Never holds data about a person.

    Args:
        id: stable in the city's register.
        name: what people call it.
        problem: id of a problem of the catalogue, or the city's own words.
        level: of the Partnership; None while nobody has placed it.
        deklerck: level 0 to 4 after Deklerck, None where not stated.
        orientation: positive or against the problem.
        aim: people, structures or both.
        target_groups: whom it is for; ids of the assessment's groups (``sex=F``) or words.
        restricts: groups that are watched, moved on or kept out by it.
        area: id of an area in the city's tree, "" where it is for no area in particular.
        shape: the measure's own ground in WGS 84, where it is not a whole area.
        area_type: kind of place (park, square), in the words of the catalogue.
        actors: who takes part. lead: who answers for it (an office, not a person).
        goal: what shall be different, "" where nothing is stated.
        indicators: codes of the framework by which one would see it.
        start, end: first and last day; None where open.
        funded_until: last day for which money is secured; None where not stated.
        budget: for a year, in ``currency``; None where not stated. Zero is a number.
        fte: full-time equivalents; None where not stated.
        reach: how many were reached in a year, with ``reach_unit`` ("residents").
        evidence: class on the Maryland scale, 0 (none) to 5; None where not stated.
        evaluation: where the evaluation stands (an id or an address).
        uses: technologies and powers it works with ("camera", "access_control").
        sources: where all this is known from.
        placement: how it came to its level.
    """

    id: str
    name: str
    problem: str = ""
    level: Level | None = None
    deklerck: int | None = None
    orientation: Orientation | None = None
    aim: Aim | None = None
    target_groups: tuple[str, ...] = ()
    restricts: tuple[str, ...] = ()
    area: str = ""
    shape: BaseGeometry | None = None
    area_type: str = ""
    actors: tuple[str, ...] = ()
    lead: str = ""
    goal: str = ""
    indicators: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    funded_until: date | None = None
    budget: float | None = None
    currency: str = "EUR"
    fte: float | None = None
    reach: float | None = None
    reach_unit: str = ""
    status: Status | None = None
    evidence: int | None = None
    evaluation: str = ""
    uses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    description: str = ""
    note: str = ""
    placement: Placement = field(default_factory=Placement)

    @property
    def placed(self) -> bool:
        """Return whether the measure has a cell in the pyramid."""
        return self.level is not None and self.orientation is not None

    def runs_on(self, day: date) -> bool:
        """Return whether the measure runs on a day, as far as its status and dates say.

        A status other than running wins over dates only where the dates leave it open.
        """
        if self.start is not None and day < self.start:
            return False
        if self.end is not None and day > self.end:
            return False
        if self.end is None and self.status in (Status.ENDED, Status.STOPPED):
            return False
        return not (self.start is None and self.status is Status.PLANNED)

    def runs_in(self, year: int) -> bool:
        """Return whether the measure runs on some day of a year."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        begins = first if self.start is None else max(first, self.start)
        return begins <= last and self.runs_on(begins)


class Register:
    """The measures of one city, each once.

    Args:
        measures: in the order in which they are shown.

    Raises:
        ValueError: two measures share an id.
    """

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.measures = tuple(measures)
        self._by_id = {one.id: one for one in self.measures}
        if len(self._by_id) != len(self.measures):
            raise ValueError("two measures share an id")

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures)

    def __len__(self) -> int:
        return len(self.measures)

    def measure(self, code: str) -> Measure:
        """Return a measure by its id; KeyError when there is none such."""
        return self._by_id[code]

    def problems(self) -> tuple[str, ...]:
        """Return every problem that a measure names, in the order of the alphabet."""
        return tuple(sorted({one.problem for one in self.measures if one.problem}))
