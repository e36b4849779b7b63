"""How like a practice is to what a sheet asks for: counted, with every reason named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from paseo.prevention.gaps.spelling import plain
from paseo.prevention.sheets.practices import Practice
from paseo.prevention.sheets.sheet import Sheet

#: What is compared, in the order in which reasons are named.
FEATURES: Final = (
    "problem", "level", "orientation", "aim", "area_type", "target_groups", "actors",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Like:
    """A practice with what it has in common with the sheet.

    Args:
        shared: the features in common, of :data:`FEATURES`.
        asked: how many of them the sheet states at all.
    """

    practice: Practice
    shared: tuple[str, ...]
    asked: int


def like_practices(sheet: Sheet, practices: Iterable[Practice], most: int = 8) -> tuple[Like, ...]:
    """Return the practices most like what a sheet asks for, the likest first.

    likeness = features in common, of those that the sheet states

    Each feature counts one; no weights. Shown is what shares the problem, or at least two other
    features. Of equally like ones that with the higher evidence class stands first, then the
    given order. Likeness says nothing of whether it works.

    Args:
        sheet: with problem, level, orientation, aim, kind of place, people and actors as far as
            they are stated.
        practices: from the catalogue and from other cities.
        most: how many to return.
    """
    wanted = {name: words for name in FEATURES if (words := _of_sheet(sheet, name))}
    found = []
    for at, practice in enumerate(practices):
        shared = tuple(
            name for name, words in wanted.items() if words & _of_practice(practice, name)
        )
        if "problem" in shared or len(shared) >= 2:
            order = (-len(shared), "problem" not in shared, -(practice.evidence or 0), at)
            found.append((order, Like(practice, shared, len(wanted))))
    return tuple(like for _order, like in sorted(found, key=lambda one: one[0])[:most])


def _of_sheet(sheet: Sheet, name: str) -> set[str]:
    value = getattr(sheet, name)
    return _set(value if isinstance(value, tuple) else (value,))


def _of_practice(practice: Practice, name: str) -> set[str]:
    if name == "area_type":
        return _set(practice.area_types)
    value = getattr(practice, name)
    return _set(value if isinstance(value, tuple) else (value,))


def _set(words: Iterable[str | None]) -> set[str]:
    return {plain(one) for one in words if one}
