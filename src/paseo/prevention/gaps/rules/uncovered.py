"""An area or a group that the data name and no running measure is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from paseo.evidence.concern import Concern
from paseo.prevention.gaps.asked import Asked, ids
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, found, not_run
from paseo.prevention.gaps.spelling import plain
from paseo.prevention.measures.measure import Measure

_RULE: Final = "uncovered"
#: The word of the catalogue for no group in particular.
EVERYONE: Final = "everyone"


def uncovered(asked: Asked) -> Outcome:
    """Return a gap for every area and group that the data name and no running measure is for.

    A measure is for an area when it names it, one above it that is not the whole city, or one
    within it; or when its own ground meets it. A measure for the whole city reaches the area,
    too, but is for no area in particular: it is counted beside and does not close the gap. In
    the same way a measure for everybody does not close the gap of a group.
    """
    if asked.concerns is None:
        return not_run(_RULE, asked.problem, "no_assessment")
    if not asked.concerns:
        return not_run(_RULE, asked.problem, "no_concerns")
    gaps = [
        gap
        for (kind, code), concerns in _together(asked.concerns).items()
        if (
            gap := _area(asked, code, concerns) if kind == "area" else _group(asked, code, concerns)
        )
    ]
    return found(_RULE, asked.problem, gaps, concerns=len(asked.concerns))


def _together(concerns: Iterable[Concern]) -> dict[tuple[str, str], list[Concern]]:
    """Return concerns by what they name, so that one area is one gap, whatever names it."""
    held: dict[tuple[str, str], list[Concern]] = {}
    for one in concerns:
        held.setdefault((one.kind, one.code), []).append(one)
    return held


def _area(asked: Asked, code: str, concerns: Sequence[Concern]) -> Gap | None:
    where = asked.where
    if any(where.covers(one, code) for one in asked.running):
        return None
    planned = [one for one in asked.planned if where.covers(one, code)]
    wide = [one for one in asked.running if where.is_city_wide(one)]
    return Gap(
        rule=_RULE, key=f"area={code}", problem=asked.problem, area=code,
        measures=ids([*planned, *wide]), numbers=_numbers(planned, wide, concerns, "city_wide"),
        concerns=tuple(concerns),
    )  # fmt: skip


def _group(asked: Asked, code: str, concerns: Sequence[Concern]) -> Gap | None:
    names = {plain(code), *(plain(words) for words in concerns[0].name.values())}
    names |= asked.rules.words_of_group(code)
    if any(is_for_group(one, names) for one in asked.running):
        return None
    planned = [one for one in asked.planned if is_for_group(one, names)]
    everybody = [one for one in asked.running if is_for_everybody(one)]
    return Gap(
        rule=_RULE, key=f"group={code}", problem=asked.problem, group=code,
        measures=ids([*planned, *everybody]),
        numbers=_numbers(planned, everybody, concerns, "for_everybody"),
        concerns=tuple(concerns),
    )  # fmt: skip


def _numbers(
    planned: Sequence[Measure], wide: Sequence[Measure], concerns: Sequence[Concern], name: str
) -> dict[str, float]:
    return {
        "running": 0,
        "planned": len(planned),
        name: len(wide),
        **{f"value:{one.indicator}": one.value for one in concerns},
    }


def is_for_group(measure: Measure, names: set[str]) -> bool:
    """Return whether a measure names a group, by its code or by one of its names."""
    return any(plain(one) in names for one in measure.target_groups)


def is_for_everybody(measure: Measure) -> bool:
    """Return whether a measure names no group, or everyone."""
    return not measure.target_groups or EVERYONE in {plain(one) for one in measure.target_groups}
