"""Partners whom one would expect on a level, and whom none of its measures names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paseo.prevention.gaps.asked import Asked, both_halves, ids
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, found, not_run
from paseo.prevention.gaps.spelling import plain
from paseo.prevention.measures.measure import LEVELS, Level, Measure

_RULE: Final = "missing-actor"


def missing_actor(asked: Asked) -> Outcome:
    """Return a gap for every level with the expected actors that no running measure of it names.

    One gap a level names all of them, so that a small register gives a short list.

    A level without measures is the matter of another rule; one on which no measure names any
    actor cannot be judged. Actors are recognised by the beginnings of words in the pack.
    """
    gaps: list[Gap] = []
    judged = 0
    for level in LEVELS:
        measures = asked.on_level(level)
        said = [_said(one) for one in measures]
        if not any(said):
            continue
        judged += 1
        gap = _gap(asked, level, measures, said)
        gaps += [gap] if gap else []
    if not judged:
        return not_run(_RULE, asked.problem, "no_actors_named")
    return found(_RULE, asked.problem, gaps, levels=judged)


def _said(measure: Measure) -> list[str]:
    """Return whom a measure names, made plain."""
    return [plain(one) for one in (*measure.actors, measure.lead) if one.strip()]


def _gap(
    asked: Asked, level: Level, measures: Sequence[Measure], said: Sequence[Sequence[str]]
) -> Gap | None:
    everyone = {words for one in said for words in one}
    expected = asked.rules.expected[level]
    missing = tuple(
        code
        for code in expected
        if not any(asked.rules.actors[code].is_named(words) for words in everyone)
    )
    if not missing:
        return None
    return Gap(
        rule=_RULE, key=level, problem=asked.problem, level=level, spots=both_halves(level),
        measures=ids(measures), actors=missing,
        numbers={
            "measures": len(measures),
            "expected": len(expected),
            "missing": len(missing),
            # Each by name, so that another partner at the same number opens the gap again.
            **{f"missing:{code}": 1 for code in missing},
            "without_actors": sum(not one for one in said),
            "unplaced": len(asked.unplaced),
        },
    )  # fmt: skip
