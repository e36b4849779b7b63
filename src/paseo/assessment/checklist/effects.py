"""What the answers propose: depth, dimensions, indicators that stand aside, warnings.

A proposal has a stable id, so that a person's decision on it stays with it: accepted, or dismissed
with a reason. Dismissed proposals stay in the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.rules import (
    Bound,
    ChecklistPack,
    EffectKind,
    Mode,
    Rule,
    Stop,
    Switch,
)
from paseo.assessment.framework import Depth, Framework
from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.answers import NOTHING, Answer

Verdict = Literal["accepted", "dismissed"]

#: Between the id of a rule and the indicator that a row of answers names.
ROW_SIGN: Final = ":"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on a proposal.

    Args:
        note: the reason; a proposal is dismissed with one.
        by, at: who and when, as words; for the list only.
    """

    verdict: Verdict
    note: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """One proposal, with the answers behind it.

    Args:
        id: of the rule; with the indicator behind a colon where a row of answers names it.
        questions: the answers on which it rests.
        evidence, source: the mark and source of the rule.
    """

    id: str
    kind: EffectKind
    reason: LanguageMap
    questions: tuple[str, ...]
    evidence: str
    source: str
    depth: Depth | None = None
    bound: Bound = "suggest"
    dimensions: tuple[str, ...] = ()
    mode: Mode = "full"
    switch: Switch = "limit"
    indicators: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class Effects:
    """Every proposal of the answers, and what was decided on some of them."""

    proposals: tuple[Effect, ...]
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    #: Names of indicators in the answers that the framework does not know: question, row, name.
    unknown: tuple[tuple[str, int, str], ...] = ()

    def standing(self) -> tuple[Effect, ...]:
        """Return the proposals that nobody dismissed."""
        return tuple(one for one in self.proposals if not self.is_dismissed(one.id))

    def dismissed(self) -> tuple[Effect, ...]:
        return tuple(one for one in self.proposals if self.is_dismissed(one.id))

    def is_dismissed(self, effect: str) -> bool:
        found = self.decisions.get(effect)
        return found is not None and found.verdict == "dismissed"

    def accepted(self) -> tuple[Effect, ...]:
        """Return the proposals that a person accepted."""
        return tuple(
            one
            for one in self.proposals
            if (found := self.decisions.get(one.id)) is not None and found.verdict == "accepted"
        )

    def of_kind(self, kind: EffectKind) -> tuple[Effect, ...]:
        """Return the standing proposals of a kind."""
        return tuple(one for one in self.standing() if one.kind == kind)

    def about(self, indicator: str) -> tuple[Effect, ...]:
        """Return the standing proposals that name an indicator."""
        return tuple(one for one in self.standing() if indicator in one.indicators)

    def stops(self) -> dict[Stop, tuple[Effect, ...]]:
        """Return what must wait, with the proposals that say so."""
        found: dict[Stop, tuple[Effect, ...]] = {}
        for one in self.standing():
            for stop in one.stops:
                found[stop] = (*found.get(stop, ()), one)
        return found


def effects(
    pack: ChecklistPack,
    judge: Judge,
    framework: Framework,
    decisions: Mapping[str, Decision] | None = None,
) -> Effects:
    """Return what the answers propose.

    Args:
        pack: the rules.
        judge: the answers.
        framework: whose indicators the rules name.
        decisions: id of a proposal to what was decided on it; those on proposals that the answers
            no longer make are left aside.

    Example:
        >>> from paseo.assessment.checklist.pack import load_checklist
        >>> from paseo.assessment.framework_pack import load_framework
        >>> from paseo.evidence.questionnaires.pack import load_questionnaire
        >>> pack = load_checklist()
        >>> judge = Judge(load_questionnaire(pack.questionnaire), {"C5": Answer("none")})
        >>> [one.id for one in effects(pack, judge, load_framework()).of_kind("depth")]
        ['depth-start-rapid', 'depth-no-analyst']
    """
    maker = _Maker(pack, judge, framework)
    proposals = tuple(_joined(one for rule in pack.rules for one in maker.made(rule)))
    known = {one.id for one in proposals}
    kept = {name: one for name, one in (decisions or {}).items() if name in known}
    return Effects(proposals, kept, pack.together, tuple(maker.unknown))


class _Maker:
    def __init__(self, pack: ChecklistPack, judge: Judge, framework: Framework) -> None:
        self.pack = pack
        self.judge = judge
        self.framework = framework
        self.codes = {one.id for one in framework.indicators}
        self.unknown: list[tuple[str, int, str]] = []

    def made(self, rule: Rule) -> Iterator[Effect]:
        """Yield the proposals of one rule: one, or one for each row that fulfils it."""
        if not rule.each:
            if self.judge.says(rule.when) is True:
                codes = self.pack.codes(self.framework, rule.indicators, rule.groups)
                yield self._effect(rule, rule.id, codes)
            return
        for at, row in enumerate(self.judge.rows(rule.each)):
            if self.judge.says(rule.when, rule.each, at) is not True:
                continue
            if not rule.named_by:
                codes = self.pack.codes(self.framework, rule.indicators, rule.groups)
                yield self._effect(rule, f"{rule.id}{ROW_SIGN}{at + 1}", codes)
                continue
            for name in words_of(row.get(rule.named_by, NOTHING)):
                if name in self.codes:
                    yield self._effect(rule, f"{rule.id}{ROW_SIGN}{name}", (name,))
                else:
                    self.unknown.append((rule.each, at + 1, name))

    def _effect(self, rule: Rule, name: str, codes: tuple[str, ...]) -> Effect:
        questions = self.judge.behind(rule.when)
        return Effect(
            id=name,
            kind=rule.effect,
            reason=rule.reason,
            questions=questions or ((rule.each,) if rule.each else ()),
            evidence=rule.evidence,
            source=rule.source,
            depth=rule.depth,
            bound=rule.bound,
            dimensions=rule.dimensions,
            mode=rule.mode,
            switch=rule.switch,
            indicators=codes,
            stops=rule.stops,
        )


def _joined(found: Iterable[Effect]) -> Iterator[Effect]:
    """Yield each proposal once, where two rows name the same indicator."""
    seen: set[str] = set()
    for one in found:
        if one.id not in seen:
            seen.add(one.id)
            yield one


def words_of(answer: Answer) -> list[str]:
    """Return the codes that stand in a text, in capitals where they are those of indicators.

    >>> words_of(Answer("sec-02, SAF-02;urban-security"))
    ['SEC-02', 'SAF-02', 'urban-security']
    """
    text = answer.value if isinstance(answer.value, str) else ""
    parts = text.replace(",", " ").replace(";", " ").split()
    return [part.upper() if part[-1:].isdigit() else part for part in parts]
