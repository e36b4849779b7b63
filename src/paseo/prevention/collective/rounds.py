"""Two rounds of one partnership side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from paseo.prevention.collective.form import CollectiveForm, Condition
from paseo.prevention.collective.ratings import Rating
from paseo.prevention.collective.result import CollectiveResult
from paseo.prevention.collective.spread import Spread, groups_of, of_partner


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


def gives_away(form: CollectiveForm, shown: Sequence[Rating], later: Sequence[Rating]) -> bool:
    """Say whether two results of one round, read side by side, would give a partner away.

    A round that was closed, opened again and closed with one partner more tells by the difference
    how that partner rated. So the ratings that changed, came or went must be as many as a group
    that may be shown, among all partners and within each group; or none at all.

    Args:
        form: what was rated.
        shown: the ratings behind the result that was shown.
        later: the ratings behind the one that would be.

    Example:
        >>> from paseo.prevention.collective.pack import load_form
        >>> first = [Rating(str(n), "city", {"A1": 1}) for n in range(3)]
        >>> more = [Rating(f"new {n}", "city", {"A1": 2}) for n in range(3)]
        >>> [gives_away(load_form(), first, first + more[:count]) for count in (0, 1, 3)]
        [False, True, False]
    """
    before, after = ([one for one in each if one.points] for each in (shown, later))
    if min(len(before), len(after)) < form.least_shown:
        return False  # one of the two says nothing
    moved = _moved_kinds(before, after)
    every: list[Collection[str]] = [{one.id for one in form.kinds}]
    every += [*groups_of(form, before).values(), *groups_of(form, after).values()]
    counts = [sum(bool(kinds & set(group)) for kinds in moved) for group in every]
    return any(0 < one < form.least_shown for one in counts)


def _moved_kinds(before: Sequence[Rating], after: Sequence[Rating]) -> list[set[str]]:
    """Return, for each partner whose rating changed, came or went, the kinds it had and has."""
    first, second = ({_key(one.partner): one for one in each} for each in (before, after))
    return [
        {one.kind for one in (first.get(key), second.get(key)) if one is not None}
        for key in first.keys() | second.keys()
        if key not in first
        or key not in second
        or (first[key].kind, dict(first[key].points))
        != (second[key].kind, dict(second[key].points))
    ]
