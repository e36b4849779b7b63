"""From proposals to a scope: how deep, which dimensions, which indicators stand aside and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from paseo.assessment.checklist.effects import Effect, Effects
from paseo.assessment.framework import DEPTHS, Depth, Framework
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases

Part = Literal["in", "off", "parked", "not_in_remit"]
DimensionMode = Literal["full", "brief", "off"]

_PART_OF_SWITCH: Final[Mapping[str, Part]] = {
    "off": "off",
    "park": "parked",
    "not_in_remit": "not_in_remit",
}


@dataclass(frozen=True, slots=True)
class Because:
    """Why something is as it is: words, and the answers behind them."""

    words: LanguageMap
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class DimensionScope:
    """How far a dimension is assessed."""

    dimension: str
    mode: DimensionMode
    stated: bool
    why: tuple[Because, ...] = ()


@dataclass(frozen=True)
class Scope:
    """What is assessed.

    Args:
        depth: of the whole assessment.
        depth_why: the proposals that decided it.
        aside: indicator to how and why it stands aside; those left are in.
        blocked, limited: indicator to why no value, or only a restricted one, can be made.
    """

    depth: Depth
    depth_why: tuple[Because, ...]
    dimensions: tuple[DimensionScope, ...]
    aside: Mapping[str, tuple[Part, tuple[Because, ...]]] = field(default_factory=dict)
    blocked: Mapping[str, tuple[Because, ...]] = field(default_factory=dict)
    limited: Mapping[str, tuple[Because, ...]] = field(default_factory=dict)

    def mode(self, dimension: str) -> DimensionMode:
        """Return how far a dimension is assessed."""
        return next(one.mode for one in self.dimensions if one.dimension == dimension)

    def part(self, indicator: str) -> Part:
        """Return whether an indicator is in, or how it stands aside."""
        return self.aside.get(indicator, ("in", ()))[0]


def because(effect: Effect) -> Because:
    return Because(effect.reason, effect.questions)


def proposed_depth(effects: Effects) -> tuple[Depth, tuple[Because, ...]]:
    """Return the depth that the answers propose: the deepest suggested, within every limit.

    ``depth = min(max(suggested), at most ...)``
    """
    found = effects.of_kind("depth")
    suggested = [one for one in found if one.bound == "suggest"]
    bounds = [one for one in found if one.bound == "at_most"]
    rank = {depth: at for at, depth in enumerate(DEPTHS)}
    deepest = max((rank[one.depth or "rapid"] for one in suggested), default=0)
    least = min((rank[one.depth or "rapid"] for one in bounds), default=len(DEPTHS))
    chosen = min(deepest, least)
    deciding = bounds if least <= deepest else suggested
    reasons = tuple(because(one) for one in deciding if rank[one.depth or "rapid"] == chosen)
    return DEPTHS[chosen], reasons


def scope_of(effects: Effects, framework: Framework, depth: Depth | None = None) -> Scope:
    """Return what is assessed when the standing proposals hold.

    Args:
        depth: chosen by a person; the proposed one when None.
    """
    proposed, why = proposed_depth(effects)
    if depth is not None and depth != proposed:
        words = load_phrases("paseo.assessment.checklist")
        why = (Because(words.map("depth_chosen")),)
    dimensions = _dimensions(effects, framework)
    aside: dict[str, tuple[Part, tuple[Because, ...]]] = {}
    _leave_dimensions_out(dimensions, framework, aside)
    held: dict[str, dict[str, tuple[Because, ...]]] = {"block": {}, "limit": {}}
    for one in effects.of_kind("switch"):
        for code in one.indicators:
            if one.switch in held:
                group = held[one.switch]
                group[code] = (*group.get(code, ()), because(one))
            else:
                _set_aside(aside, code, _PART_OF_SWITCH[one.switch], because(one))
    return Scope(
        depth or proposed, why, dimensions, aside, blocked=held["block"], limited=held["limit"]
    )


def _set_aside(
    aside: dict[str, tuple[Part, tuple[Because, ...]]], code: str, part: Part, why: Because
) -> None:
    """Keep the first way of standing aside; what is not in the remit comes before all others."""
    before, reasons = aside.get(code, (part, ()))
    kept: Part = "not_in_remit" if part == "not_in_remit" else before
    aside[code] = (kept, (*reasons, why))


def _dimensions(effects: Effects, framework: Framework) -> tuple[DimensionScope, ...]:
    found: dict[str, DimensionScope] = {}
    for dimension in framework.dimensions:
        mine = [one for one in effects.of_kind("dimension") if dimension.id in one.dimensions]
        found[dimension.id] = _dimension(dimension.id, mine)
    together = [one for one in effects.together if one in found]
    if any(found[one].mode != "off" for one in together):
        for one in together:
            if found[one].mode == "off":
                words = load_phrases("paseo.assessment.checklist").map("together")
                why = (*found[one].why, Because(words, ("G1",)))
                found[one] = DimensionScope(one, "brief", True, why)
    return tuple(found.values())


def _dimension(dimension: str, mine: list[Effect]) -> DimensionScope:
    said = [one for one in mine if one.mode != "mandatory"]
    wanted = [one for one in mine if one.mode == "mandatory"]
    mode: DimensionMode = "full"
    if said and said[0].mode != "mandatory":
        mode = said[0].mode
    reasons = tuple(because(one) for one in (*said, *wanted))
    if mode == "off" and wanted:
        mode = "brief"  # what the purpose needs is assessed in brief at least
    return DimensionScope(dimension, mode, bool(mine), reasons)


def _leave_dimensions_out(
    dimensions: tuple[DimensionScope, ...],
    framework: Framework,
    aside: dict[str, tuple[Part, tuple[Because, ...]]],
) -> None:
    modes = {one.dimension: one for one in dimensions}
    for indicator in framework.indicators:
        scope = modes[indicator.dimension]
        if scope.mode == "off" or (scope.mode == "brief" and indicator.depth != "rapid"):
            aside[indicator.id] = ("off", scope.why)


@dataclass(frozen=True, slots=True)
class Applied:
    """What accepted proposals change in the assessment of a city.

    Args:
        depth: None where no proposal on the depth was accepted.
        not_in_remit, left_out: codes in the order of the framework.
    """

    depth: Depth | None
    not_in_remit: tuple[str, ...]
    left_out: tuple[str, ...]


def applied(effects: Effects, framework: Framework) -> Applied:
    """Return what the accepted proposals change; those that nobody decided on change nothing."""
    accepted = Effects(effects.accepted(), {}, effects.together)
    scope = scope_of(accepted, framework)
    depth = scope.depth if accepted.of_kind("depth") else None
    decided = {one for effect in accepted.of_kind("dimension") for one in effect.dimensions}
    switched = {code for effect in accepted.of_kind("switch") for code in effect.indicators}

    def codes(*parts: Part) -> tuple[str, ...]:
        return tuple(
            one.id
            for one in framework.indicators
            if scope.part(one.id) in parts and (one.dimension in decided or one.id in switched)
        )

    return Applied(depth, codes("not_in_remit"), codes("off", "parked"))
