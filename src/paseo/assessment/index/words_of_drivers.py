"""Which choice moves the places, and what each recalculation varied, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from paseo.assessment.index.speaking import IndexWords
from paseo.content.numbers import format_number
from paseo.stats.composite.uncertainty.factors import (
    Choice,
    Factor,
    MissingValues,
    Range,
    SamplingError,
    WeightNoise,
)
from paseo.stats.composite.uncertainty.results import Drivers, FactorDraws

#: A first-order interval wider than this cannot tell what a choice does on its own.
WIDEST_FIRST: Final = 0.25
#: A total index whose interval lies below this hardly moves anything.
LITTLE: Final = 0.05


def order(found: Drivers) -> list[int]:
    """Return positions of the factors, largest total first."""
    return [int(at) for at in np.argsort(-np.nan_to_num(found.total, nan=-np.inf), kind="stable")]


def leading(found: Drivers) -> list[int]:
    """Return the factor that leads, with those whose intervals reach into its own."""
    ranked = order(found)
    first = ranked[0]
    return [at for at in ranked if at == first or found.total_high[at] >= found.total_low[first]]


def still(found: Drivers) -> bool:
    """Say whether nothing that was varied moves any place."""
    return not found.variance > 0 or not bool(np.isfinite(found.total).any())


def key(words: IndexWords) -> Iterator[str]:
    """Yield the sentence about the choice that moves the places most."""
    found = words.run.drivers
    if found is None:
        return
    if still(found):
        yield words.say("driver.still")
        return
    ahead = leading(found)
    runs = words.count(found.runs)
    if len(found.factors) == 1:
        yield words.say("driver.only", factor=words.factor(found.factors[0]))
    elif len(ahead) == 1:
        at = ahead[0]
        yield words.say(
            "driver.most", factor=words.factor(found.factors[at]),
            part=words.part(float(found.total[at])), spread=_spread(words, found, at),
        )  # fmt: skip
    else:
        names = words.list((words.factor(found.factors[at]) for at in ahead), 4)
        yield words.say("driver.several", count=len(ahead), factors=names, runs=runs)


def sentences(words: IndexWords) -> Iterator[str]:
    """Yield one sentence for each choice, and what the choices do together."""
    found = words.run.drivers
    yield from key(words)
    if found is None or still(found) or len(found.factors) == 1:
        return
    ahead = leading(found)
    for at in order(found):
        yield from _one(words, found, at, told=len(ahead) == 1 and at == ahead[0])
    if float(np.nansum(found.total)) > 1.05:
        yield words.say("driver.together")


def _one(words: IndexWords, found: Drivers, at: int, told: bool) -> Iterator[str]:
    name = words.factor(found.factors[at])
    if not np.isfinite(found.total[at]):
        return
    if found.total_high[at] < LITTLE:
        yield words.say("driver.little", factor=name, spread=_spread(words, found, at))
        return
    if not told:
        yield words.say(
            "driver.part", factor=name, part=words.part(float(found.total[at])),
            spread=_spread(words, found, at),
        )  # fmt: skip
    low, high = float(found.first_low[at]), float(found.first_high[at])
    values = {
        "factor": name,
        "spread": words.spread(low, high),
        "runs": words.count(found.runs),
    }
    if not (np.isfinite(low) and np.isfinite(high)) or high - low > WIDEST_FIRST:
        yield words.say("driver.alone_unknown", **values)
    elif high < LITTLE:
        yield words.say("driver.alone_little", **values)
    else:
        alone = max(0.0, float(found.first[at]))
        yield words.say("driver.alone", part=words.part(alone), **values)


def _spread(words: IndexWords, found: Drivers, at: int) -> str:
    return words.spread(float(found.total_low[at]), float(found.total_high[at]))


def of_unit(words: IndexWords, unit: str) -> Iterator[str]:
    """Yield which choice moves the place of one unit most."""
    found = words.run.drivers
    if found is None or unit not in found.units:
        return
    at = found.units.index(unit)
    totals = found.unit_total[:, at]
    if not np.isfinite(totals).any():
        yield words.say("driver.unit_still")
        return
    first = int(np.nanargmax(totals))
    others = [
        one for one in range(len(found.factors))
        if one != first and found.unit_total_high[one, at] >= found.unit_total_low[first, at]
    ]  # fmt: skip
    if others:
        names = words.list(words.factor(found.factors[one]) for one in (first, *others))
        yield words.say("driver.unit_several", factors=names)
    else:
        yield words.say("driver.unit_most", factor=words.factor(found.factors[first]))


def varied(words: IndexWords) -> Iterator[str]:
    """Yield what each factor of the plan varied, with how often or how far it was drawn."""
    plan, found = words.run.index.spec.plan, words.run.uncertainty
    if plan is None or found is None:
        return
    drawn = {one.name: one for one in found.factors}
    for factor in plan.factors:
        said = _varied(words, factor, drawn.get(factor.name))
        yield words.say("varied.line", factor=words.factor(factor.name), said=said)


def _varied(words: IndexWords, factor: Factor, drawn: FactorDraws | None) -> str:
    if isinstance(factor, Choice):
        shares: Mapping[str, float] = drawn.shares if drawn else {}
        names = [
            _option(words, factor.name, one.label, shares.get(one.label)) for one in factor.options
        ]
        return words.say("varied.choice", options=words.list(names, 12))
    if isinstance(factor, Range):
        low, high = (words.number(end) for end in (factor.low, factor.high))
        what: dict[str, Any] = {"low": low, "high": high}
        if factor.weight:
            return words.say("varied.weight", element=words.element(factor.weight), **what)
        return words.say("varied.whole" if factor.whole else "varied.range", **what)
    if isinstance(factor, WeightNoise):
        return _noise(words, factor)
    if isinstance(factor, SamplingError):
        count = len(factor.distributions)
        return words.say("varied.sampling", count=count, indicators=words.count(count))
    assert isinstance(factor, MissingValues)
    return words.say("varied.missing", draws=words.count(factor.draws))


def _option(words: IndexWords, factor: str, label: str, share: float | None) -> str:
    name = words.option(factor, label)
    return name if share is None else f"{name} ({words.percent(share)})"


def _noise(words: IndexWords, factor: WeightNoise) -> str:
    spread = format_number(100 * factor.spread, words.language, "%", 0)
    if not factor.levels:
        return words.say(f"varied.noise.{factor.method}", spread=spread)
    levels = words.list(words.count(one) for one in factor.levels)
    where = words.say("varied.levels", count=len(factor.levels), levels=levels)
    return f"{words.say(f'varied.noise.{factor.method}', spread=spread)} {where}"
