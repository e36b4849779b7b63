"""What a round of ratings says: conditions and statements, by kind of partner, and the phase."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from paseo.prevention.collective.form import (
    CollectiveForm,
    Condition,
    Gate,
    Phase,
    Statement,
)
from paseo.prevention.collective.ratings import Duty, Rating, Round
from paseo.prevention.collective.spread import Spread, groups_of, of_partner, spread

#: Kinds differ when their medians are a whole point apart and their quartiles do not meet.
#: Quartiles of small groups are used for this and shown nowhere.
_APART: Final = 1.0


@dataclass(frozen=True, slots=True)
class Views:
    """One condition or statement as all partners and each group of kinds rated it.

    Args:
        whole: all partners; None where too few answered.
        groups: group id to its spread; empty where one of them is too small here, because it
            could be worked out from the rest.
        withheld: the groups are left out for that reason.
    """

    whole: Spread | None
    groups: dict[str, Spread]
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class ConditionFound:
    condition: Condition
    views: Views
    statements: tuple[tuple[Statement, Views], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two groups that see a condition differently; ``higher`` rates it higher."""

    condition: str
    higher: str
    lower: str
    apart: float


@dataclass(frozen=True, slots=True)
class GateFound:
    """One gate into a phase: a condition, the shared indicators or the tasks.

    Args:
        condition: id, or "" for the other two.
        what: ``median``, ``quartile``, ``indicators`` or ``tasks``.
        wanted, found: None found where too few answered.
    """

    phase: str
    condition: str
    what: str
    wanted: float
    found: float | None

    @property
    def met(self) -> bool:
        return self.found is not None and self.found >= self.wanted


@dataclass(frozen=True, slots=True)
class CollectiveResult:
    """What a round says.

    Args:
        groups: group id to the kinds in it; see ``spread.groups_of``.
        conditions: preconditions first, as the form has them.
        differences: groups that see a condition differently.
        phase: suggested; None where too few partners answered.
        gates: every gate, with what was found.
        duties: every task of the form, with who does it.
    """

    form: CollectiveForm
    round: Round
    groups: dict[str, tuple[str, ...]]
    conditions: tuple[ConditionFound, ...]
    differences: tuple[Difference, ...]
    phase: Phase | None
    gates: tuple[GateFound, ...]
    duties: tuple[Duty, ...]

    @property
    def partners(self) -> int:
        """How many rated; see ``round.invited`` for how many were asked."""
        return len(self.round.rated)

    @property
    def few_of_invited(self) -> bool:
        """Whether fewer than half of the partners rated, so that the rest may turn it over."""
        return 2 * self.partners < self.round.invited

    @property
    def enough(self) -> bool:
        return self.partners >= self.form.least_shown

    def found(self, condition: str) -> ConditionFound:
        return next(one for one in self.conditions if one.condition.id == condition)


def result_of(form: CollectiveForm, round: Round) -> CollectiveResult:
    """Sum up a round of ratings.

    A partner's view of a condition is the median of its ratings of the statements, given at least
    half of them; over partners stand median, quartiles and range. Every partner counts once,
    whatever its size.

    Args:
        form: what was rated.
        round: the ratings of all partners.

    Returns:
        Spread by condition, statement and group of kinds; differences; the phase suggested.

    Example:
        >>> from paseo.prevention.collective.pack import load_form
        >>> form = load_form()
        >>> ratings = tuple(Rating(str(n), "city", {"A1": n, "A2": n}) for n in (1, 2, 3))
        >>> found = result_of(form, Round(form.id, form.version, "spring", ratings))
        >>> found.found("agenda").views.whole.median, found.phase.id
        (2.0, 'initiate')
    """
    ratings = round.rated
    groups = groups_of(form, ratings)
    conditions = tuple(_condition(form, one, ratings, groups) for one in form.conditions)
    duties = _duties(form, round.duties)
    gates = tuple(
        gate for phase in form.phases for gate in _gates(phase, conditions, round, form, duties)
    )
    enough = len(ratings) >= form.least_shown
    return CollectiveResult(
        form=form,
        round=round,
        groups=groups,
        conditions=conditions,
        differences=tuple(_differences(form, conditions, ratings, groups)),
        phase=_phase(form, gates) if enough else None,
        gates=gates,
        duties=duties,
    )


def _condition(
    form: CollectiveForm,
    condition: Condition,
    ratings: Sequence[Rating],
    groups: dict[str, tuple[str, ...]],
) -> ConditionFound:
    def of_statement(code: str) -> Callable[[Rating], float | None]:
        return lambda one: one.points.get(code)

    whole = _views(form, ratings, groups, lambda one: of_partner(form, condition.id, one.points))
    return ConditionFound(
        condition,
        whole,
        tuple(
            (one, _views(form, ratings, groups, of_statement(one.id)))
            for one in form.statements_of(condition.id)
        ),
    )


def _views(
    form: CollectiveForm,
    ratings: Sequence[Rating],
    groups: dict[str, tuple[str, ...]],
    value: Callable[[Rating], float | None],
) -> Views:
    known = [(one.kind, point) for one in ratings if (point := value(one)) is not None]
    if len(known) < form.least_shown:
        return Views(None, {}, withheld=bool(known))
    found = {
        group: spread((points for kind, points in known if kind in kinds), form.least_spread)
        for group, kinds in groups.items()
    }
    small = [one for one in found.values() if one is not None and one.n < form.least_shown]
    whole = spread((points for _, points in known), form.least_spread)
    if small:
        return Views(whole, {}, withheld=True)
    return Views(whole, {group: one for group, one in found.items() if one is not None})


def _differences(
    form: CollectiveForm,
    conditions: Sequence[ConditionFound],
    ratings: Sequence[Rating],
    groups: dict[str, tuple[str, ...]],
) -> list[Difference]:
    found = []
    # A precondition is one statement: a single word of few partners, and no difference yet.
    for one in (each for each in conditions if not each.condition.before):
        known = {
            group: _of_group(form, one.condition.id, ratings, groups[group])
            for group in one.views.groups
        }
        for (first, a), (second, b) in combinations(known.items(), 2):
            (higher, up), (lower, down) = sorted(
                ((first, a), (second, b)), key=lambda pair: -pair[1].median
            )
            if up.median - down.median >= _APART and _above(up, down):
                apart = up.median - down.median
                found.append(Difference(one.condition.id, higher, lower, apart))
    return found


def _of_group(
    form: CollectiveForm, condition: str, ratings: Sequence[Rating], kinds: tuple[str, ...]
) -> Spread:
    points = (of_partner(form, condition, one.points) for one in ratings if one.kind in kinds)
    found = spread(one for one in points if one is not None)
    assert found is not None  # only groups that are shown are asked for
    return found


def _above(up: Spread, down: Spread) -> bool:
    return up.half is not None and down.half is not None and up.half[0] > down.half[1]


def _duties(form: CollectiveForm, held: Sequence[Duty]) -> tuple[Duty, ...]:
    known = {one.task: one for one in held}
    return tuple(known.get(one.id, Duty(one.id)) for one in form.tasks)


def _gates(
    phase: Phase,
    conditions: Sequence[ConditionFound],
    round: Round,
    form: CollectiveForm,
    duties: Sequence[Duty],
) -> list[GateFound]:
    views = {one.condition.id: one.views.whole for one in conditions}
    found: list[GateFound] = []
    for gate in phase.gates:
        found += _of_median(phase.id, gate, views[gate.condition])
    if phase.indicators:
        chosen = float(len(round.indicators))
        found.append(GateFound(phase.id, "", "indicators", phase.indicators, chosen))
    if phase.tasks:
        owned = float(sum(bool(one.who.strip()) for one in duties))
        found.append(GateFound(phase.id, "", "tasks", len(form.tasks), owned))
    return found


def _of_median(phase: str, gate: Gate, whole: Spread | None) -> list[GateFound]:
    median = whole.median if whole else None
    found = [GateFound(phase, gate.condition, "median", gate.at_least, median)]
    if gate.lower_quartile is not None:
        low = whole.low if whole else None
        found.append(GateFound(phase, gate.condition, "quartile", gate.lower_quartile, low))
    return found


def _phase(form: CollectiveForm, gates: Sequence[GateFound]) -> Phase:
    """Return the last phase whose gates, and those of all before it, are met."""
    reached = form.phases[0]
    for phase in form.phases[1:]:
        if not all(one.met for one in gates if one.phase == phase.id):
            break
        reached = phase
    return reached
