"""Two rounds of one partnership side by side."""

from __future__ import annotations

from dataclasses import dataclass

from paseo.prevention.collective.form import Condition
from paseo.prevention.collective.result import CollectiveResult
from paseo.prevention.collective.spread import Spread, of_partner


@dataclass(frozen=True, slots=True)
class Moves:
    """How partners that rated in both rounds moved on one condition."""

    up: int
    same: int
    down: int

    @property
    def n(self) -> int:
        return self.up + self.same + self.down


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """One condition in two rounds.

    Args:
        before, after: all partners of each round; None where too few answered.
        groups: groups shown in both rounds, with their spread before and after.
        moves: of partners in both rounds; None where they are too few to be shown.
    """

    condition: Condition
    before: Spread | None
    after: Spread | None
    groups: dict[str, tuple[Spread, Spread]]
    moves: Moves | None


@dataclass(frozen=True, slots=True)
class RoundChange:
    """Two rounds side by side.

    Args:
        both: partners that rated in both.
        left, joined: partners of the earlier round alone, of the later alone.
        same_form: both rounds rated the same version of the form.
    """

    before: CollectiveResult
    after: CollectiveResult
    conditions: tuple[ConditionChange, ...]
    both: int
    left: int
    joined: int
    same_form: bool


def compare_rounds(before: CollectiveResult, after: CollectiveResult) -> RoundChange:
    """Stand two rounds side by side; other partners than before may make a change of their own.

    Args:
        before, after: the results of an earlier and a later round.

    Returns:
        Spread before and after for each condition that both have, and the moves of partners that
        rated in both rounds.

    Example:
        >>> from paseo.prevention.collective.pack import load_form
        >>> from paseo.prevention.collective.ratings import Rating, Round
        >>> from paseo.prevention.collective.result import result_of
        >>> form = load_form()
        >>> def rated(points: int) -> CollectiveResult:
        ...     ratings = tuple(Rating(str(n), "city", {"P2": points}) for n in range(5))
        ...     return result_of(form, Round(form.id, form.version, "r", ratings))
        >>> compare_rounds(rated(1), rated(2)).conditions[1].moves
        Moves(up=5, same=0, down=0)
    """
    first = {_key(one.partner): one for one in before.round.rated}
    second = {_key(one.partner): one for one in after.round.rated}
    common = first.keys() & second.keys()
    known = {one.condition.id for one in before.conditions}
    return RoundChange(
        before=before,
        after=after,
        conditions=tuple(
            _change(before, after, one.condition)
            for one in after.conditions
            if one.condition.id in known
        ),
        both=len(common),
        left=len(first) - len(common),
        joined=len(second) - len(common),
        same_form=(before.form.id, before.form.version) == (after.form.id, after.form.version),
    )


def _key(partner: str) -> str:
    return " ".join(partner.casefold().split())


def _change(
    before: CollectiveResult, after: CollectiveResult, condition: Condition
) -> ConditionChange:
    one, two = before.found(condition.id).views, after.found(condition.id).views
    # A group that holds other kinds than before is another group.
    alike = [
        group
        for group in two.groups
        if group in one.groups and before.groups[group] == after.groups[group]
    ]
    return ConditionChange(
        condition,
        one.whole,
        two.whole,
        {group: (one.groups[group], two.groups[group]) for group in alike},
        _moves(before, after, condition.id),
    )


def _moves(before: CollectiveResult, after: CollectiveResult, condition: str) -> Moves | None:
    first = {_key(one.partner): one.points for one in before.round.rated}
    steps = []
    for one in after.round.rated:
        points = first.get(_key(one.partner))
        earlier = of_partner(before.form, condition, points) if points is not None else None
        later = of_partner(after.form, condition, one.points)
        if earlier is not None and later is not None:
            steps.append(later - earlier)
    if len(steps) < after.form.least_spread:
        return None  # of three that all moved up one would know of each
    up, down = sum(one > 0 for one in steps), sum(one < 0 for one in steps)
    return Moves(up, len(steps) - up - down, down)
