"""Two raters side by side: where they agree, kappa over items, and what is left to reconcile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from paseo.prevention.quality.answers import RaterSheet
from paseo.prevention.quality.form import Entry, Option, QualityForm
from paseo.prevention.quality.judging import asked
from paseo.stats.agreement import Agreement, agreement_table, kappa, percent_agreement
from paseo.stats.interval import Interval

#: How two answers stand beside each other. ``one_only``: only one rater was asked, because an
#: earlier answer differed; ``open``: an answer is missing.
Match = Literal["same", "differs", "one_only", "open"]
#: What must be known of a kappa before it is read. Nothing is wrong where the list is empty.
Caution = Literal["too_few", "one_category", "high_share_low_kappa"]

#: Below this many pairs a kappa says little whatever it is (our choice, said on screen).
FEWEST_PAIRS: Final = 10
#: Where raters agree on so many items and kappa is still low, one answer is far commoner.
_HIGH_SHARE, _LOW_KAPPA = 0.8, 0.4


@dataclass(frozen=True, slots=True)
class Pair:
    """What two raters answered at one gate or item."""

    entry: Entry
    first: Option | None
    second: Option | None
    match: Match


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two raters side by side.

    Args:
        pairs: gates, then items, that at least one of the two was asked.
        share: part of the items answered by both on which they agree, with Wilson's interval.
        agreed, both: counts behind it.
        kappa: Cohen's kappa over the items that share the commonest set of answers; None where
            no two items can be paired.
        kappa_items: how many items that are.
        kappa_options: the answers that they share.
        cautions: what must be known before kappa is read.
    """

    form: QualityForm
    pairs: tuple[Pair, ...]
    share: Interval
    agreed: int
    both: int
    kappa: Agreement | None
    kappa_items: int
    kappa_options: tuple[Option, ...]
    cautions: tuple[Caution, ...]

    @property
    def gates(self) -> tuple[Pair, ...]:
        return tuple(one for one in self.pairs if one.entry.gate)

    @property
    def items(self) -> tuple[Pair, ...]:
        return tuple(one for one in self.pairs if not one.entry.gate)

    @property
    def differing(self) -> tuple[Pair, ...]:
        """What has to be reconciled: different answers, and items that one alone was asked."""
        return tuple(one for one in self.pairs if one.match in ("differs", "one_only"))

    @property
    def gates_differ(self) -> bool:
        """Whether the raters disagree on a gate, a result of its own before reconciliation."""
        return any(
            one.match == "differs" and _met(one.first) != _met(one.second) for one in self.gates
        )


def compare_raters(
    form: QualityForm, first: RaterSheet, second: RaterSheet, *, level: float = 0.95
) -> Comparison:
    """Stand the answers of two raters side by side.

    ``kappa = (observed - expected) / (1 - expected)`` over the items that share one set of
    answers ("not applicable" included): answers of different sets cannot agree by chance.

    Args:
        form: the form that both answered.
        first, second: their sheets.
        level: confidence level of the intervals.

    Returns:
        The pairs, the share of agreement, kappa and how far it can be read.

    Source: Cohen (1960), Educational and Psychological Measurement 20, 37-46.

    Example:
        >>> from paseo.prevention.quality.answers import Answer
        >>> from paseo.prevention.quality.pack import load_form
        >>> one = RaterSheet("f", "1", "m", "rater 1", {"1.1": Answer("yes"), "1.2": Answer("no")})
        >>> two = RaterSheet("f", "1", "m", "rater 2", {"1.1": Answer("yes"), "1.2": Answer("yes")})
        >>> found = compare_raters(load_form(), one, two)
        >>> found.agreed, found.both, found.cautions
        (1, 2, ('too_few',))
    """
    pairs = _pairs(form, first.options, second.options)
    both = [
        one
        for one in pairs
        if not one.entry.gate and one.first is not None and one.second is not None
    ]
    agreed = sum(one.match == "same" for one in both)
    table = [[agreed, len(both) - agreed], [0, 0]]
    options, paired = _commonest(both)
    found = _kappa(options, paired, level)
    return Comparison(
        form=form,
        pairs=pairs,
        share=percent_agreement(table, level=level),
        agreed=agreed,
        both=len(both),
        kappa=found,
        kappa_items=len(paired),
        kappa_options=options,
        cautions=_cautions(found, paired),
    )


def _pairs(
    form: QualityForm, first: Mapping[str, str], second: Mapping[str, str]
) -> tuple[Pair, ...]:
    asked_first = {one.id for one in asked(form, first)}
    asked_second = {one.id for one in asked(form, second)}
    found = []
    for entry in form.entries:
        if entry.id not in asked_first | asked_second:
            continue
        one = entry.option(first.get(entry.id, "")) if entry.id in asked_first else None
        two = entry.option(second.get(entry.id, "")) if entry.id in asked_second else None
        alone = entry.id not in asked_first & asked_second
        found.append(Pair(entry, one, two, _match(one, two, alone)))
    return tuple(found)


def _match(one: Option | None, two: Option | None, alone: bool) -> Match:
    if alone:
        return "one_only" if one or two else "open"
    if one is None or two is None:
        return "open"
    return "same" if one.id == two.id else "differs"


def _met(option: Option | None) -> bool:
    return option is not None and option.met


def _commonest(both: list[Pair]) -> tuple[tuple[Option, ...], list[Pair]]:
    """Return the widest set of answers and the items whose answers are all within it.

    "Yes, partly, no" with and without "not applicable" are one scale.
    """
    groups: dict[tuple[Option, ...], list[Pair]] = {}
    for scale in {one.entry.options for one in both}:
        ids = {one.id for one in scale}
        groups[scale] = [pair for pair in both if {one.id for one in pair.entry.options} <= ids]
    if not groups:
        return (), []
    options = max(
        groups, key=lambda scale: (len(groups[scale]), len(scale), [one.id for one in scale])
    )
    return options, groups[options]


def _kappa(options: tuple[Option, ...], paired: list[Pair], level: float) -> Agreement | None:
    if not paired:
        return None
    first, second = ([_code(one, side) for one in paired] for side in ("first", "second"))
    return kappa(agreement_table(first, second, [one.id for one in options]), level=level)


def _code(pair: Pair, side: str) -> str:
    option: Option = getattr(pair, side)
    return option.id


def _cautions(found: Agreement | None, paired: list[Pair]) -> tuple[Caution, ...]:
    if found is None:
        return ("too_few",)
    cautions: list[Caution] = []
    if len(paired) < FEWEST_PAIRS:
        cautions.append("too_few")
    used = {_code(one, side) for one in paired for side in ("first", "second")}
    if len(used) == 1:
        cautions.append("one_category")
    elif found.observed >= _HIGH_SHARE and float(found.interval.value) < _LOW_KAPPA:
        cautions.append("high_share_low_kappa")
    return tuple(cautions)
