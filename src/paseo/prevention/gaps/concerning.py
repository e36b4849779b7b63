"""Which concerns of the assessment belong to which problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from paseo.evidence.concern import Concern


def concerns_for(
    problem: str, concerns: Sequence[Concern], indicators: Mapping[str, Iterable[str]]
) -> tuple[Concern, ...]:
    """Return the concerns whose indicator belongs to a problem.

    Args:
        problem: id of a problem, or the city's own words.
        concerns: everything that the assessment names.
        indicators: problem to the codes of the framework that show it (what happens and what is
            felt). A problem that is not in it is the city's own: nobody has said which
            indicators show it, so every concern is asked about.
    """
    known = indicators.get(problem)
    if known is None:
        return tuple(concerns)
    wanted = set(known)
    return tuple(one for one in concerns if one.indicator in wanted)


def concerns_by_problem(
    problems: Iterable[str], concerns: Sequence[Concern], indicators: Mapping[str, Iterable[str]]
) -> dict[str, tuple[Concern, ...]]:
    """Return the concerns of several problems."""
    return {problem: concerns_for(problem, concerns, indicators) for problem in problems}
