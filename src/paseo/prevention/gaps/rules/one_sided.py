"""Only people or only structures, on the two levels of prevention proper."""

from __future__ import annotations

from typing import Final

from paseo.prevention.gaps.asked import Asked, ids, spots_of
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, found, not_run
from paseo.prevention.measures.measure import Aim, Level

#: Levels 2 and 3 after Deklerck.
MIDDLE: Final = (Level.GENERAL, Level.SPECIFIC)
_RULE: Final = "one-sided"


def one_sided(asked: Asked) -> Outcome:
    """Return a gap when general and specific prevention aim only at one side of the axis.

    A measure aimed at both sides closes it. Measures whose aim is not stated are counted: each
    could close it as well.
    """
    middle = [one for level in MIDDLE for one in asked.on_level(level)]
    stated = [one for one in middle if one.aim is not None]
    fewest = asked.threshold(_RULE, "fewest")
    numbers: dict[str, float] = {
        **{aim.value: sum(one.aim is aim for one in stated) for aim in Aim},
        "aim_unknown": len(middle) - len(stated),
        "unplaced": len(asked.unplaced),
        "fewest": fewest,
    }
    if len(stated) < fewest:
        return not_run(_RULE, asked.problem, "too_few_aims", **numbers)
    sides = {one.aim for one in stated}
    if len(sides) > 1 or Aim.BOTH in sides:
        return found(_RULE, asked.problem, (), **numbers)
    present = next(iter(sides))
    missing = Aim.STRUCTURE if present is Aim.PERSON else Aim.PERSON
    gap = Gap(
        rule=_RULE, key=f"no-{missing}", problem=asked.problem, spots=spots_of(stated),
        measures=ids(stated), numbers=numbers, basis=missing,
    )  # fmt: skip
    return found(_RULE, asked.problem, (gap,), **numbers)
