"""Run the rules over a register: which gaps there are, and what each rule did."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from paseo.content.hints import hint
from paseo.content.problems import Place, Problem, Problems, Refused
from paseo.evidence.areas import AreaTree
from paseo.evidence.concern import Concern
from paseo.prevention.gaps.asked import Asked
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome
from paseo.prevention.gaps.pack import RulesPack, load_gap_rules
from paseo.prevention.gaps.rules import RULES
from paseo.prevention.gaps.thresholds import check_thresholds
from paseo.prevention.measures.measure import Register
from paseo.prevention.pyramid.pyramid import EVERYTHING, Scope


@dataclass(frozen=True)
class Search:
    """What the rules did for one problem.

    Args:
        asked: what they were asked, with the measures against the problem.
        outcomes: of every rule of the pack, in the order in which they ran.
    """

    asked: Asked
    outcomes: tuple[Outcome, ...]

    @property
    def problem(self) -> str:
        return self.asked.problem

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap, in the order of the rules and of the pyramid from the base up."""
        return tuple(gap for one in self.outcomes for gap in one.gaps)

    def gap(self, code: str) -> Gap:
        """Return a gap by its id; KeyError when it is not there (any more)."""
        for one in self.gaps:
            if one.id == code:
                return one
        raise KeyError(code)


def search_gaps(
    register: Register,
    scope: Scope,
    rules: RulesPack | None = None,
    thresholds: Mapping[str, float] | None = None,
    concerns: Sequence[Concern] | None = None,
    today: date | None = None,
    areas: AreaTree | None = None,
    evaluated: Collection[str] = (),
) -> Search:
    """Return what every rule finds against one problem, and what it could not look at.

    Args:
        register: the measures of a city.
        scope: with the problem, which has to be chosen; areas and groups narrow the measures and
            the concerns. Its day and year are not read: a gap is about today.
        rules: those that Paseo ships when None.
        thresholds: by ``rule.threshold``, instead of the pack's.
        concerns: what the assessment names; None where there is none.
        today: the day that "running" means; the scope's own day, else the real one, when None.
        areas: the city's areas.
        evaluated: ids of measures with an evaluation that is kept beside the register.

    Raises:
        Refused: no problem is chosen, no measure names it (V950), or a threshold is unknown or
            outside its range (V945, V946).

    Example:
        >>> from paseo.prevention.measures.measure import Level, Measure
        >>> walk = Measure(id="m1", name="Walk", problem="noise", level=Level.REACTION)
        >>> found = search_gaps(Register([walk]), Scope(problem="noise"), today=date(2026, 5, 1))
        >>> [gap.level.value for gap in found.gaps if gap.rule == "empty-level"]
        ['quality_of_life', 'general_prevention', 'specific_prevention']
    """
    rules = rules or load_gap_rules()
    _need_problem(register, scope.problem)
    problems = Problems()
    kept = check_thresholds(rules, thresholds or {}, problems)
    problems.refuse()
    whole = replace(scope, year=None, day=None)
    asked = Asked(
        problem=scope.problem,
        measures=tuple(one for one in register if whole.holds(one)),
        today=today or scope.day or date.today(),
        rules=rules,
        thresholds=kept,
        concerns=None if concerns is None else _within(concerns, scope),
        areas=areas,
        evaluated=frozenset(evaluated),
    )
    return Search(asked, tuple(RULES[one.id](asked) for one in rules.rules))


def find_gaps(
    register: Register,
    scope: Scope,
    rules: RulesPack | None = None,
    thresholds: Mapping[str, float] | None = None,
    concerns: Sequence[Concern] | None = None,
    today: date | None = None,
    areas: AreaTree | None = None,
    evaluated: Collection[str] = (),
) -> tuple[Gap, ...]:
    """Return the gaps alone: see :func:`search_gaps`."""
    return search_gaps(register, scope, rules, thresholds, concerns, today, areas, evaluated).gaps


def search_every_problem(
    register: Register,
    rules: RulesPack | None = None,
    thresholds: Mapping[str, float] | None = None,
    concerns: Mapping[str, Sequence[Concern]] | None = None,
    today: date | None = None,
    areas: AreaTree | None = None,
    evaluated: Collection[str] = (),
    scope: Scope = EVERYTHING,
) -> tuple[Search, ...]:
    """Return one search per problem that a register names; measures without one are left out.

    Args:
        concerns: by problem (:func:`~paseo.prevention.gaps.concerning.concerns_by_problem`).
        scope: areas and groups that narrow each of them.
    """
    return tuple(
        search_gaps(
            register, replace(scope, problem=problem), rules, thresholds,
            None if concerns is None else concerns.get(problem, ()), today, areas, evaluated,
        )
        for problem in register.problems()
    )  # fmt: skip


def _need_problem(register: Register, problem: str) -> None:
    known = register.problems()
    if problem in known:
        return
    values = {"value": problem[:80] or "–", "hint": hint(problem, known)}
    raise Refused(Problems([Problem("V950", Place(entry=problem[:80]), values)]))


def _within(concerns: Sequence[Concern], scope: Scope) -> tuple[Concern, ...]:
    """Return the concerns about the areas and groups of a scope, all where it names none."""
    kept = [
        one
        for one in concerns
        if (one.kind != "area" or not scope.areas or one.code in scope.areas)
        and (one.kind != "group" or not scope.target_groups or one.code in scope.target_groups)
    ]
    return tuple(kept)
