"""What partners rated in one round, and what is known of the partnership beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Rating:
    """The answers of one partner; what it could not tell is left out.

    Args:
        partner: name of an organisation, never of a person.
        kind: id of its kind.
        points: statement to point of the scale.
    """

    partner: str
    kind: str
    points: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who does a task of the backbone, and by when."""

    task: str
    who: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One round of rating.

    Args:
        form, version: what was rated.
        name: of the round ("spring 2026").
        day: when it was closed; None while open.
        ratings: one per partner; one without points has not rated.
        indicators: codes of the framework that the partners share.
        duties: the tasks of the backbone that somebody has.
        generated: the ratings were invented, as their file or the city around it says.
        asked: partners that were asked; those of the ratings where nobody says more.
    """

    form: str
    version: str
    name: str
    ratings: tuple[Rating, ...]
    day: date | None = None
    indicators: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    generated: bool = False
    asked: int = 0

    @property
    def rated(self) -> tuple[Rating, ...]:
        """The partners that rated anything."""
        return tuple(one for one in self.ratings if one.points)

    @property
    def invited(self) -> int:
        """How many partners were asked, whether they rated or not."""
        return max(self.asked, len(self.ratings))
