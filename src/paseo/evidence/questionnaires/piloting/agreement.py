"""Whether two people answer alike for the same unit, and whether the items of a scale agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

import numpy as np

from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.piloting.items import Item, Read
from paseo.evidence.questionnaires.piloting.result import ItemAgreement, ScaleItem
from paseo.stats.agreement import agreement_table, kappa
from paseo.stats.interval import Interval
from paseo.stats.items import correlation_interval, cronbach_alpha, item_rest
from paseo.stats.proportions import share

#: Items that share a scale before they are looked at as one.
SCALE_ITEMS = 3

Pair = tuple[Read, Read]


def pairs_of(reads: Sequence[Read], unit: Callable[[AnswerSheet], str]) -> list[Pair]:
    """Return the first two sheets of each unit that has two; an empty unit is none."""
    held: dict[str, list[Read]] = {}
    for read in reads:
        if name := unit(read.sheet):
            held.setdefault(name, []).append(read)
    return [(every[0], every[1]) for every in held.values() if len(every) > 1]


def agreements(every: Sequence[Item], pairs: Sequence[Pair]) -> tuple[ItemAgreement, ...]:
    """Return for each item with answers to compare how far the pairs agree.

    Single choices, scales and rows of a matrix are compared by code; several choices, rankings,
    numbers and days agree where they are equal. Texts, places and files are not compared.
    """
    if not pairs:
        return ()
    found = (_agreement(at, item, pairs) for at, item in enumerate(every) if _compared(item))
    return tuple(one for one in found if one is not None)


def _compared(item: Item) -> bool:
    return item.question.type not in ("text", "place", "file", "record", "repeat")


def _agreement(at: int, item: Item, pairs: Sequence[Pair]) -> ItemAgreement | None:
    both: list[tuple[object, object]] = []
    one_missing = 0
    for first, second in pairs:
        if "not_asked" in (first.standing[at], second.standing[at]):
            continue
        given = [one.standing[at] == "answered" for one in (first, second)]
        if all(given):
            both.append((_key(item, first), _key(item, second)))
        elif any(given):
            one_missing += 1
    if not both:
        return ItemAgreement(item, 0, one_missing, None) if one_missing else None
    same = share(sum(1 for one, other in both if one == other), len(both))
    value = _kappa(item, both)
    return ItemAgreement(
        item, len(both), one_missing, same, value, value is not None and item.ordered()
    )


def _key(item: Item, read: Read) -> object:
    value = item.answer(read.sheet.answers).value
    if item.question.type == "multiple" and isinstance(value, list | tuple):
        return frozenset(value)
    return tuple(value) if isinstance(value, list) else value


def _kappa(item: Item, both: Sequence[tuple[object, object]]) -> Interval | None:
    options = item.question.options
    if options is None or item.question.type not in ("single", "scale", "matrix"):
        return None
    codes = options.codes()
    known = [pair for pair in both if all(one in codes for one in pair)]
    if len(codes) < 2 or not known:
        return None
    table = agreement_table([one for one, _ in known], [other for _, other in known], codes)
    return kappa(table, weights="linear" if item.ordered() else "none").interval


def scale_items(every: Sequence[Item], reads: Sequence[Read]) -> tuple[ScaleItem, ...]:
    """Return the items that share an ordered scale within a section, each beside the rest.

    The place of a code in its scale is its score; a sheet counts where it answers all items.
    """
    ordered = [one for one in every if one.ordered()]
    found: list[ScaleItem] = []
    for (_, scale), group in groupby(sorted(ordered, key=_scale_key), key=_scale_key):
        together = list(group)
        if len(together) >= SCALE_ITEMS:
            found += _scale(scale, together, reads)
    return tuple(found)


def _scale_key(item: Item) -> tuple[str, str]:
    """A matrix is a scale of its own; single questions of a section share theirs."""
    options = item.question.options
    assert options is not None
    return (f"row {item.question.id}" if item.row else item.section, options.id)


def _scale(scale: str, together: Sequence[Item], reads: Sequence[Read]) -> list[ScaleItem]:
    scores = np.array(
        [[_score(one, one.answer(read.sheet.answers)) for one in together] for read in reads],
        dtype=float,
    ).reshape(-1, len(together))
    complete = scores[~np.isnan(scores).any(axis=1)]
    correlations, alpha = item_rest(complete), cronbach_alpha(complete)
    return [
        ScaleItem(
            item, scale, len(complete), _known(one), _known(alpha), _between(one, len(complete))
        )
        for item, one in zip(together, correlations.tolist(), strict=True)
    ]


def _between(correlation: float, n: int) -> Interval | None:
    if math.isnan(correlation):
        return None
    # Rounding can carry a perfect correlation past 1.
    return correlation_interval(min(1.0, max(-1.0, correlation)), n)


def _score(item: Item, answer: Answer) -> float:
    options = item.question.options
    codes: Mapping[str, int] = {
        code: at for at, code in enumerate(options.codes() if options else ())
    }
    return float(codes[answer.value]) if _is_code(answer.value, codes) else math.nan


def _is_code(value: object, codes: Mapping[str, int]) -> bool:
    return isinstance(value, str) and value in codes


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
