"""How sure a result is: its intervals, its own cautions, and methods that say otherwise."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from paseo.content.numbers import format_list
from paseo.prevention.evaluation.proposing import rank_floor
from paseo.prevention.evaluation.reading import beside
from paseo.prevention.evaluation.result import Direction, Effect, Method, Part

if TYPE_CHECKING:
    from paseo.prevention.evaluation.words import Wording

#: Cautions that belong to "how sure is it". Of those in one line the first that holds is said.
_TOLD: Final = (
    ("caution_past_differs",),
    ("caution_unlike_zero", "caution_unlike", "caution_before_unlike"),
    ("caution_few_events",),
    ("caution_few_areas", "caution_few_treated"),
    ("caution_areas_taken_as_alike",),
    ("caution_neighbours_in_few", "caution_autocorrelated"),
    ("caution_less_than_chance",),
    ("caution_control_changed",),
    ("caution_short",),
    ("caution_fits_exactly", "caution_poor_fit"),
    ("caution_searches_disagree",),
)


def intervals_said(wording: Wording, effect: Effect) -> tuple[str, ...]:
    """Return the interval of an effect; beside a ratio of a series that of its events too."""
    assert effect.estimate is not None
    _, low, high = effect.estimate.floats()
    leaves_out = not low <= effect.nothing <= high
    said = wording.interval_said(effect, "sure_clear" if leaves_out else "sure_unclear")
    events = _events_of(wording, effect)
    if events is None or events.estimate is None:
        return (said,)
    lost = leaves_out and effect.direction is Direction.UNCLEAR
    value = wording.amount(events.estimate.floats()[0], events, wording.digits(events))
    phrase = "sure_events_unclear" if lost else "sure_events"
    return said, wording.interval_said(events, phrase, value=value)


def _events_of(wording: Wording, effect: Effect) -> Effect | None:
    """Return the events that a ratio of a series stands for, over the whole time after."""
    if effect.part is not Part.STEP:
        return None
    held = wording.evaluation.of(effect.method)
    same = (Part.AVOIDED, effect.comparison, effect.pooled, effect.crime)
    return next(
        (one for one in held if (one.part, one.comparison, one.pooled, one.crime) == same), None
    )


def one_by_one(wording: Wording, effect: Effect) -> tuple[str, ...]:
    """Say how many comparison areas alone show what all of them show together."""
    same = (effect.part, effect.kind, effect.crime, effect.unit)
    each = [
        one
        for one in wording.evaluation.of(effect.method)
        if not one.pooled and (one.part, one.kind, one.crime, one.unit) == same
    ]
    if not each:
        return ()
    clear = effect.direction is not Direction.UNCLEAR
    told = (effect.direction,) if clear else (Direction.FAVOURS, Direction.AGAINST)
    agree = sum(one.direction in told for one in each)
    phrase = "one_by_one" if clear else "one_by_one_unclear"
    return (wording.say(phrase, agree=agree, all=len(each)),)


def cautions_said(wording: Wording, effect: Effect) -> tuple[str, ...]:
    """Return the cautions of an effect that change how it may be read, as sentences."""
    proposal = wording.evaluation.proposal(effect.method)
    held = {one.id: one for one in (proposal.cautions if proposal else ())}
    held |= {one.id: one for one in effect.cautions}
    first = (next((one for one in line if one in held), None) for line in _TOLD)
    return tuple(wording.remark(held[one]) for one in first if one is not None)


def dissent(wording: Wording, effect: Effect) -> tuple[str, ...]:
    """Return which method sees what, where they do not all say the same; else nothing."""
    every = beside(effect, wording.evaluation.effects)
    groups: dict[str, list[Effect]] = defaultdict(list)
    for one in every:
        groups[_sees(one)].append(one)
    if len(groups) < 2:
        return ()
    parts = [
        _part(wording, phrase, groups[phrase])
        for phrase in ("dissent_fewer", "dissent_more", "dissent_unclear", "dissent_floor")
        if phrase in groups
    ]
    return (wording.say("dissent", count=len(every), parts="; ".join(parts)),)


def _sees(one: Effect) -> str:
    if one.method is Method.SYNTHETIC and any(c.id == "caution_rank_floor" for c in one.cautions):
        return "dissent_floor"
    if one.direction is Direction.UNCLEAR or one.estimate is None:
        return "dissent_unclear"
    return "dissent_fewer" if one.estimate.floats()[0] < one.nothing else "dissent_more"


def _part(wording: Wording, phrase: str, held: list[Effect]) -> str:
    names = format_list([wording.say(f"short.{one.method}") for one in held], wording.language)
    if phrase != "dissent_floor":
        return wording.say(phrase, count=len(held), names=names)
    areas = len(held[0].comparison)
    least = wording.number(rank_floor(areas), 2)
    return wording.say(phrase, names=names, areas=areas, least=least)
