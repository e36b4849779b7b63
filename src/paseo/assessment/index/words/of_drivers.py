"""Which choice moves the places, and what each recalculation varied, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from paseo.assessment.index.words.speaking import IndexWords
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
#: A total interval wider than this cannot tell what part a choice has.
WIDEST_TOTAL: Final = 0.5
#: How far an interval may pass none or all by chance alone.
SLACK: Final = 0.02


@dataclass(frozen=True, slots=True)
class Part:
    """What a choice does to the places of all units: the variance of each, summed, in shares.

    Args:
        total, total_low, total_high: with all that it does together with others.
        first, first_low, first_high: on its own.
    """

    total: float
    total_low: float
    total_high: float
    first: float
    first_low: float
    first_high: float

    @property
    def told(self) -> bool:
        """Whether the recalculations were enough to tell the part."""
        return _tells(self.total_low, self.total_high, WIDEST_TOTAL)

    @property
    def told_alone(self) -> bool:
        """Whether they were enough to tell what the choice does on its own."""
        return _tells(self.first_low, self.first_high, WIDEST_FIRST)


def _tells(low: float, high: float, widest: float) -> bool:
    # An interval that lies outside none to all is that of a sum that has not settled yet.
    return high - low <= widest and low <= 1 + SLACK and high >= -SLACK


def parts(found: Drivers) -> tuple[Part, ...]:
    """Return what each choice does to the places, in the order of the factors.

    Not to their mean shift: what is independent between units, as errors of sampling are,
    averages out of a mean, however far it moves each unit.
    """
    names = ("total", "total_low", "total_high", "first", "first_low", "first_high")
    held = np.stack([getattr(found, f"places_{name}") for name in names], axis=1)
    return tuple(Part(*map(float, row)) for row in held)


def order(found: Drivers) -> list[int]:
    """Return positions of the factors, largest total first."""
    totals = np.array([one.total for one in parts(found)])
    return [int(at) for at in np.argsort(-np.nan_to_num(totals, nan=-np.inf), kind="stable")]


def leading(found: Drivers) -> list[int]:
    """Return the factor that leads, with those whose intervals reach into its own."""
    held, ranked = parts(found), order(found)
    first = ranked[0]
    low = held[first].total_low
    return [at for at in ranked if at == first or held[at].total_high >= low]


def still(found: Drivers) -> bool:
    """Say whether nothing that was varied moves any place."""
    return not any(np.isfinite(one.total) for one in parts(found))


def key(words: IndexWords) -> Iterator[str]:
    """Yield the sentence about the choice that moves the places most."""
    found = words.run.drivers
    if found is None:
        return
    if still(found):
        yield words.say("driver.still")
        return
    ahead, held = leading(found), parts(found)
    runs = words.count(found.runs)
    if len(found.factors) == 1:
        yield words.say("driver.only", factor=words.factor(found.factors[0]))
    elif not held[ahead[0]].told:
        yield words.say("driver.all_unknown", runs=runs)
    elif len(ahead) == 1:
        one = held[ahead[0]]
        yield words.say(
            "driver.most", factor=words.factor(found.factors[ahead[0]]),
            part=words.part(one.total), spread=words.spread(one.total_low, one.total_high),
        )  # fmt: skip
    else:
        names = words.quoted(words.factor(found.factors[at]) for at in ahead)
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
    if float(np.nansum([one.total for one in parts(found)])) > 1.05:
        yield words.say("driver.together")


def _one(words: IndexWords, found: Drivers, at: int, told: bool) -> Iterator[str]:
    name, one, runs = words.factor(found.factors[at]), parts(found)[at], words.count(found.runs)
    if not np.isfinite(one.total):
        return
    spread = words.spread(one.total_low, one.total_high)
    if not one.told:
        yield words.say("driver.unknown", factor=name, runs=runs)
        return
    if one.total_high < LITTLE:
        yield words.say("driver.little", factor=name, spread=spread)
        return
    if not told:
        yield words.say("driver.part", factor=name, part=words.part(one.total), spread=spread)
    values = {"factor": name, "spread": words.spread(one.first_low, one.first_high), "runs": runs}
    if not one.told_alone:
        yield words.say("driver.alone_unknown", **values)
    elif one.first_high < LITTLE:
        yield words.say("driver.alone_little", **values)
    else:
        yield words.say("driver.alone", part=words.part(max(0.0, one.first)), **values)


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
        names = words.quoted((words.factor(found.factors[one]) for one in (first, *others)), 8)
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
