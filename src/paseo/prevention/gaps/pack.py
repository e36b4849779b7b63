"""The pack of gap rules: names, reasons, thresholds, and whom one expects on which level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from paseo.content.hints import hint
from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.problems import Problems
from paseo.content.registry import Shelf
from paseo.content.store import store
from paseo.prevention.gaps.known import KNOWN
from paseo.prevention.gaps.spelling import plain
from paseo.prevention.measures.measure import LEVELS, Level

#: The rules that Paseo ships.
GAP_RULES: Final = "paseo.gaps.action5"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound of a rule: where it stands, and between which ends a person may set it."""

    id: str
    name: LanguageMap
    value: float
    low: float
    high: float
    step: float
    unit: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words.

    Args:
        reason: why what it finds is worth a look.
        wrong: what would make the finding wrong.
        next: a first question or step.
    """

    id: str
    name: LanguageMap
    reason: LanguageMap
    wrong: LanguageMap
    next: LanguageMap
    thresholds: tuple[Threshold, ...]
    evidence: str
    sources: tuple[str, ...]

    def threshold(self, name: str) -> Threshold:
        """Return a threshold by its id; KeyError when the rule has none such."""
        for one in self.thresholds:
            if one.id == name:
                return one
        raise KeyError(f"{self.id}.{name}")


@dataclass(frozen=True, slots=True)
class Actor:
    """A kind of actor and the beginnings of words by which a register names it."""

    id: str
    name: LanguageMap
    words: tuple[str, ...]

    def is_named(self, said: str) -> bool:
        """Return whether words, made plain, name this kind of actor."""
        beginnings = (plain(self.id), *self.words)
        return any(said.startswith(one) or f"-{one}" in said for one in beginnings)


@dataclass(frozen=True, slots=True)
class GroupWords:
    """Words by which a register names a group of the assessment.

    Args:
        breakdown: ``sex=F``; or the breakdown alone, for bands of ages.
        least, most: ages between which a band has to lie.
    """

    breakdown: str
    words: tuple[str, ...]
    least: int | None = None
    most: int | None = None

    def names(self, code: str) -> bool:
        """Return whether a group of the assessment (``sex=F``, ``age=15-24``) is meant.

        >>> young = GroupWords("age", ("youth",), most=30)
        >>> young.names("age=15-24"), young.names("age=25-64"), young.names("age=65+")
        (True, False, False)
        """
        if self.least is None and self.most is None:
            return code == self.breakdown
        kind, _equals, band = code.partition("=")
        ages = [int(one) for one in re.findall(r"[0-9]+", band)]
        if kind != self.breakdown or not ages:
            return False
        # "65+" has no upper end, so it is within no highest age.
        low, high = ages[0], ages[1] if len(ages) > 1 else float("inf")
        return (self.least or 0) <= low and (self.most is None or high <= self.most)


@dataclass(frozen=True)
class RulesPack:
    """A pack of gap rules."""

    id: str
    version: str
    rules: tuple[Rule, ...]
    actors: Mapping[str, Actor]
    expected: Mapping[Level, tuple[str, ...]]
    sources: Mapping[str, LanguageMap]
    groups: tuple[GroupWords, ...] = ()

    def words_of_group(self, code: str) -> set[str]:
        """Return the words, made plain, by which a register may name a group."""
        return {plain(word) for one in self.groups if one.names(code) for word in one.words}

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        return {one.id: one for one in self.rules}

    def rule(self, code: str) -> Rule:
        """Return a rule by its id; KeyError when the pack has none such."""
        return self._by_id[code]


def load_gap_rules(pack: str = GAP_RULES) -> RulesPack:
    """Return gap rules by the id of their pack.

    Raises:
        Refused: when there is no such pack, or it has an error.

    >>> load_gap_rules().rule("top-heavy").threshold("bound").value
    70
    """
    found: RulesPack = store().build(pack, "gap-rules")
    return found


def build_gap_rules(pack: Pack) -> RulesPack:
    """Return a checked pack of gap rules; its rules in the order in which they run."""
    order = {code: at for at, code in enumerate(KNOWN)}
    written = sorted(pack.section("rules"), key=lambda one: order[one["id"]])
    return RulesPack(
        id=pack.id,
        version=pack.header.version,
        rules=tuple(_rule(pack, one) for one in written),
        actors={
            one["id"]: Actor(one["id"], pack.words(one["name"]), tuple(one["words"]))
            for one in pack.section("actors")
        },
        expected={
            level: tuple(
                dict.fromkeys(
                    actor
                    for one in pack.section("expected")
                    if one["level"] == level
                    for actor in one["actors"]
                )
            )
            for level in LEVELS
        },
        sources={one["id"]: pack.words(one["title"]) for one in pack.section("sources")},
        groups=tuple(
            GroupWords(one["breakdown"], tuple(one["words"]), one.get("from"), one.get("to"))
            for one in pack.section("groups")
        ),
    )


def _rule(pack: Pack, one: Mapping[str, Any]) -> Rule:
    return Rule(
        id=one["id"],
        name=pack.words(one["name"]),
        reason=pack.words(one["reason"]),
        wrong=pack.words(one["wrong"]),
        next=pack.words(one["next"]),
        thresholds=tuple(_threshold(pack, bound) for bound in one.get("thresholds", ())),
        evidence=one.get("evidence", pack.header.evidence),
        sources=sources_of(pack, one),
    )


def _threshold(pack: Pack, one: Mapping[str, Any]) -> Threshold:
    return Threshold(
        one["id"],
        pack.words(one["name"]),
        *(one[name] for name in ("value", "low", "high", "step", "unit")),
    )


def sources_of(pack: Pack, one: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sources of an entry by id, that of the pack where it names none."""
    used = one.get("sources") or [one.get("source") or pack.header.source]
    return tuple(str(source["id"] if isinstance(source, dict) else source) for source in used)


def check_gap_rules(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema cannot say: rules that Paseo has, thresholds that they read."""
    for at, one in enumerate(pack.section("rules")):
        code = one["id"]
        if code not in KNOWN:
            place = pack.place("rules", at, "id")
            problems.add("V947", place, value=code[:80], hint=hint(code, KNOWN))
            continue
        _check_thresholds(pack, at, one, problems)


def _check_thresholds(pack: Pack, at: int, one: Mapping[str, Any], problems: Problems) -> None:
    written = {bound["id"]: bound for bound in one.get("thresholds", ())}
    wanted = set(KNOWN[one["id"]])
    for name in sorted(wanted ^ set(written)):
        problems.add(
            "V948", pack.place("rules", at), rule=one["id"], name=name,
            wanted=", ".join(KNOWN[one["id"]]) or "–",
        )  # fmt: skip
    for number, bound in enumerate(one.get("thresholds", ())):
        if not bound["low"] <= bound["value"] <= bound["high"]:
            problems.add(
                "V949", pack.place("rules", at, "thresholds", number), rule=one["id"],
                name=bound["id"], value=bound["value"], low=bound["low"], high=bound["high"],
            )  # fmt: skip
