"""Changes that the findings of a trial suggest: rules with a name, a figure and a threshold.

A rule speaks where a figure passes its threshold and enough people stand behind it. What it
proposes is a question to the authors; the figures cannot tell a bad question from a hard matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from paseo.evidence.questionnaires.piloting.result import (
    ItemCount,
    PilotResult,
    Proposal,
    Rule,
    ScaleItem,
)

#: Reasons that say: somebody else would know.
_ELSEWHERE: Final = ("dont_know", "not_in_remit")


def proposals(result: PilotResult) -> tuple[tuple[Proposal, ...], dict[str, int]]:
    """Return the proposals, and by rule how many of its subjects had too few answers to tell.

    With fewer sheets than the least number nothing is proposed at all.
    """
    untried: dict[str, int] = {}
    if not result.enough:
        return (), untried
    found: list[Proposal] = []
    for name, rule in _RULES.items():
        for one in rule(result):
            if one is None:
                untried[name] = untried.get(name, 0) + 1
            else:
                found.append(one)
    order = {count.item.name: at for at, count in enumerate(result.counts)}
    order |= {count.item.question.id: order[count.item.name] for count in reversed(result.counts)}
    return tuple(sorted(found, key=lambda one: order.get(one.subject, -1))), untried


#: A rule yields a proposal, or None for a subject with too little to tell.
_Found = Iterator[Proposal | None]


def _hard(result: PilotResult) -> _Found:
    limit = result.thresholds
    for one in result.hard:
        if one.asked < limit.asked:
            yield None
        elif one.n / one.asked >= limit.hard:
            share = one.n / one.asked
            yield Proposal("reword", one.question, "hard", share, one.asked, limit.hard)


def _enough(result: PilotResult) -> Iterator[ItemCount | None]:
    """Yield the items that were asked often enough, None for each other that was asked."""
    for one in result.counts:
        if one.asked:
            yield one if one.asked >= result.thresholds.asked else None


def _empty(result: PilotResult) -> _Found:
    limit = result.thresholds.empty
    for one in _enough(result):
        if one is None:
            yield None
        elif one.empty / one.asked >= limit and not one.item.question.missing:
            share = one.empty / one.asked
            yield Proposal("add_dont_know", one.item.name, "empty", share, one.asked, limit)
        elif one.empty / one.asked >= limit:
            share = one.empty / one.asked
            yield Proposal("reword", one.item.name, "empty_anyway", share, one.asked, limit)


def _unknown(result: PilotResult) -> _Found:
    limit = result.thresholds.unknown
    for one in _enough(result):
        if one is None:
            yield None
            continue
        share = sum(one.reasons.get(code, 0) for code in _ELSEWHERE) / one.asked
        if share >= limit:
            yield Proposal("ask_elsewhere", one.item.name, "unknown", share, one.asked, limit)


def _one_answer(result: PilotResult) -> _Found:
    limit = result.thresholds
    for one in result.counts:
        if not one.common[1] or one.item.yes_or_no():
            continue
        # One of five is chance; that all of ten say the same begins to mean something.
        if one.answered < 2 * limit.asked:
            yield None
        elif one.common[1] / one.answered >= limit.one_answer:
            yield _alike(one, limit.one_answer)


def _alike(one: ItemCount, limit: float) -> Proposal:
    """What feeds an indicator is not dropped: that nearly all say the same can be its value."""
    share, name = one.common[1] / one.answered, one.item.name
    if feeds := one.item.question.indicators:
        return Proposal(
            "keep", name, "one_answer_counts", share, one.answered, limit, indicators=feeds
        )
    return Proposal("drop", name, "one_answer", share, one.answered, limit)


def _long(result: PilotResult) -> _Found:
    limit = result.thresholds
    for one in result.times:
        if one.median is None:
            continue
        if one.n < limit.asked:
            yield None
        elif one.median >= limit.seconds:
            yield Proposal("split_section", one.section, "long", one.median, one.n, limit.seconds)


def _stopped(result: PilotResult) -> _Found:
    limit = result.thresholds
    for one in result.break_offs:
        if one.reached < limit.asked:
            yield None
        elif one.n / one.reached >= limit.broke_off:
            share = one.n / one.reached
            name = one.item.name
            yield Proposal("move_or_shorten", name, "stopped", share, one.reached, limit.broke_off)


def _straight(result: PilotResult) -> _Found:
    limit = result.thresholds
    for one in result.straight:
        if one.n < limit.asked:
            yield None
        elif one.alike / one.n >= limit.straight:
            share = one.alike / one.n
            yield Proposal("break_up_matrix", one.question, "alike", share, one.n, limit.straight)


def _disagreed(result: PilotResult) -> _Found:
    limit = result.thresholds
    for one in result.agreement:
        if one.kappa is None:
            continue
        value = float(one.kappa.value)
        if one.pairs < limit.pairs:
            yield None
        elif value < limit.kappa:
            yield Proposal("define", one.item.name, "kappa", value, one.pairs, limit.kappa)


def _against(result: PilotResult) -> _Found:
    """Speak only where the whole interval lies under the limit.

    A question that feeds an indicator stands for itself, and what happened to somebody is no
    attitude: neither is judged as part of a scale.
    """
    limit = result.thresholds
    for one in result.scales:
        if one.item.yes_or_no() or one.item.question.indicators:
            continue
        if one.n < limit.complete:
            yield None
        elif one.correlation is None or one.interval is None:
            continue
        elif float(one.interval.high) < 0:
            yield _beside("turn_round", "against", one, 0.0)
        elif float(one.interval.high) < limit.item_rest:
            yield _beside("reword", "apart", one, limit.item_rest)


def _beside(rule: Rule, reason: str, one: ScaleItem, limit: float) -> Proposal:
    value = one.correlation or 0.0
    return Proposal(rule, one.item.name, reason, value, one.n, limit, one.interval)


_RULES: Final[dict[str, Callable[[PilotResult], _Found]]] = {
    "hard": _hard,
    "empty": _empty,
    "unknown": _unknown,
    "one_answer": _one_answer,
    "long": _long,
    "stopped": _stopped,
    "alike": _straight,
    "kappa": _disagreed,
    "item_rest": _against,
}
