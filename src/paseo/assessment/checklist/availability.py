"""Say of each indicator whether its data are available, partly, not, or unknown, and why.

What speaks, the strongest first: that a matter is none of the authority's, that rules make a value
impossible, that a value is held already, a source that is described, an answer that names such
data. Where nothing speaks it is unknown; nothing is concluded from silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

from paseo.assessment.checklist.holdings import Holding
from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.rules import ChecklistPack, Family, Provision
from paseo.assessment.checklist.scope import Because, Scope
from paseo.assessment.checklist.sources import DataSource, feeding
from paseo.assessment.framework import Framework
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases

Status = Literal["available", "partly", "not_available", "not_in_remit", "unknown"]
STATUSES: Final[tuple[Status, ...]] = (
    "available", "partly", "not_available", "not_in_remit", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether the data of one indicator are there.

    Args:
        sources: those that feed it, the one that can be used first.
    """

    status: Status
    why: tuple[Because, ...]
    sources: tuple[DataSource, ...] = ()
    family: Family | None = None


@dataclass(frozen=True)
class Ground:
    """Everything that availability is judged by."""

    pack: ChecklistPack
    framework: Framework
    judge: Judge
    scope: Scope
    sources: Sequence[DataSource]
    held: Mapping[str, Holding] = field(default_factory=dict)
    today: date = field(default_factory=date.today)

    @cached_property
    def families(self) -> dict[str, Family]:
        """Indicator to the kind of data it comes from; the first family that names it counts."""
        found: dict[str, Family] = {}
        for family in self.pack.families:
            for code in self.pack.codes(self.framework, family.indicators, family.groups):
                found.setdefault(code, family)
        return found

    @cached_property
    def provisions(self) -> dict[str, list[Provision]]:
        """Indicator to the answers that say whether its data exist, in the order of the pack."""
        found: dict[str, list[Provision]] = {}
        for one in self.pack.provisions:
            for code in self.pack.codes(self.framework, one.indicators, one.groups):
                found.setdefault(code, []).append(one)
        return found


def availability(ground: Ground, indicator: str) -> Availability:
    """Return whether the data of an indicator are available, and what says so."""
    family = ground.families.get(indicator)
    sources = tuple(_ranked(ground, indicator))
    limits = ground.scope.limited.get(indicator, ())
    part, aside = ground.scope.aside.get(indicator, ("in", ()))
    blocked = ground.scope.blocked.get(indicator, ())
    held = ground.held.get(indicator)
    if part == "not_in_remit":
        return Availability("not_in_remit", aside, sources, family)
    if held is not None:
        value = said_why("held", period=held.newest)
        status: Status = "partly" if limits or blocked else "available"
        return Availability(status, (value, *blocked, *limits), sources, family)
    if blocked:
        return Availability("not_available", blocked, sources, family)
    status, why = _by_sources(ground, indicator, sources) or _by_answers(ground, indicator, family)
    if status == "available" and limits:
        status = "partly"
    kept = limits if status in ("available", "partly") else ()
    return Availability(status, (*why, *kept), sources, family)


def _ranked(ground: Ground, indicator: str) -> Iterator[DataSource]:
    """Yield the sources of an indicator: those that may be used first, those named for it first.

    A source that is named for a whole dimension feeds only what comes from its own kind of data.
    """
    order = {True: 0, None: 1, False: 2}
    family = ground.families.get(indicator)
    found = [
        one
        for one in feeding(ground.sources, indicator)
        if indicator in one.named or family is None or one.family in ("", family.id)
    ]
    yield from sorted(
        found, key=lambda one: (order[one.usable(ground.today)], indicator not in one.named)
    )


def _by_sources(
    ground: Ground, indicator: str, sources: Sequence[DataSource]
) -> tuple[Status, tuple[Because, ...]] | None:
    """Judge by the first source that reaches down to the city, if any feeds the indicator."""
    if not sources:
        return None
    down = [one for one in sources if one.geography != "above_city"]
    if not down:
        first = sources[0]
        return "not_available", (said_why("above_city", first.questions, source=first.name),)
    source = down[0]
    limits = list(_limits(ground, source, indicator))
    named = said_why("source", source.questions, source=source.name)
    return ("partly" if limits else "available"), (named, *limits)


def _limits(ground: Ground, source: DataSource, indicator: str) -> Iterator[Because]:
    family = ground.families.get(indicator)
    usable = source.usable(ground.today)
    if usable is None and not (family is not None and family.own):
        yield said_why("right_open", ("D10",))
    elif usable is False:
        ended = source.until is not None and source.until < ground.today
        yield said_why("right_ended" if ended else "right_missing", source.questions)
    if source.quality == "weak":
        yield said_why("quality_weak", source.questions)
    if indicator not in source.named:
        yield said_why("dimension_only", source.questions)


def _by_answers(
    ground: Ground, indicator: str, family: Family | None
) -> tuple[Status, tuple[Because, ...]]:
    """Judge by the answers: one that is needed can only rule out, another one decides."""
    open_words: list[Because] = []
    for one in sorted(ground.provisions.get(indicator, ()), key=lambda one: not one.needed):
        says = ground.judge.says(one.exists)
        questions = ground.judge.behind(one.exists)
        if says is False:
            return "not_available", (Because(one.no, questions),)
        if says is None:
            open_words = [said_why("not_answered", questions)]
        elif one.needed:
            open_words.append(Because(one.yes, questions))
        else:
            return _exists(ground, one, questions, family)
    return "unknown", tuple(open_words) or (said_why("not_asked", ("D10",)),)


def _exists(
    ground: Ground, one: Provision, questions: tuple[str, ...], family: Family | None
) -> tuple[Status, tuple[Because, ...]]:
    if one.partly and ground.judge.says(one.partly) is True:
        return "partly", (Because(one.part or one.yes, questions),)
    yes = Because(one.yes, questions)
    if one.enough:
        return "available", (yes,)
    return "partly", (yes, said_why("no_source", ("D10",)))


def said_why(phrase: str, questions: tuple[str, ...] = (), **values: Any) -> Because:
    """Return a reason from the phrases of the checklist, with the answers behind it."""
    words = load_phrases("paseo.assessment.checklist")
    name = f"why.{phrase}"
    said = {language: words.say(name, language, **values) for language in words.map(name)}
    return Because(LanguageMap(said), questions)
