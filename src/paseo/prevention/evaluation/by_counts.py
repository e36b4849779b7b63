"""Effects of counts before and after: alone, beside comparison areas, with displacement."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from paseo.prevention.evaluation.case import Better, Case, Role
from paseo.prevention.evaluation.counting import Ledger, Side
from paseo.prevention.evaluation.directions import direction_of
from paseo.prevention.evaluation.proposing import TWOFOLD
from paseo.prevention.evaluation.result import (
    Direction,
    Disagreement,
    Effect,
    Kind,
    Method,
    Part,
    Remark,
)
from paseo.stats.checks import NumbersError
from paseo.stats.impact import (
    Caution,
    DisplacementDifference,
    displacement_difference,
    displacement_quotient,
    e_test,
    harm_difference,
    rate_ratio_interval,
    rate_ratio_test,
    relative_effect,
)
from paseo.stats.impact import Effect as Found
from paseo.stats.impact.effect import normal_effect, tail_of
from paseo.stats.interval import Interval

#: Name of the method where an estimate has no interval because nobody knows its error.
_NO_ERROR: Final = "no standard error is known"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Comparison areas taken together, and whether they are all there are."""

    areas: tuple[str, ...]
    pooled: bool


def comparisons(areas: Sequence[str]) -> tuple[Comparison, ...]:
    """Return all comparison areas together and then each alone; none is left out."""
    if not areas:
        return ()
    alone = [Comparison((one,), pooled=False) for one in areas] if len(areas) > 1 else []
    return (Comparison(tuple(areas), pooled=True), *alone)


def classes_of(case: Case) -> tuple[str, ...]:
    """Return all events together ("") and then each class, where classes are told apart."""
    return ("", *(one.id for one in case.crimes)) if len(case.crimes) > 1 else ("",)


@dataclass(frozen=True)
class CountEffects:
    """Runs every method of counts on one ledger.

    Args:
        factors: class of events to its variance factor.
        methods: those that fit.
    """

    ledger: Ledger
    factors: dict[str, float]
    methods: frozenset[Method]

    @property
    def case(self) -> Case:
        return self.ledger.case

    def run(self) -> Iterator[Effect]:
        """Yield every effect: by class, by comparison, all together first."""
        for crime in classes_of(self.case):
            if Method.RATE_RATIO in self.methods:
                yield from self._alone(crime)
            for one in comparisons(self.ledger.areas(Role.COMPARISON)):
                yield from self._beside(one, crime)
        yield from self._harm()

    def disagreements(self, effects: Iterable[Effect]) -> Iterator[Disagreement]:
        """Yield the additive and the ratio effect of all events, for every comparison."""
        held = [one for one in effects if not one.crime and one.unit != "harm"]
        for one in comparisons(self.ledger.areas(Role.COMPARISON)):
            found = {
                effect.method: effect.estimate.floats()[0]
                for effect in held
                if effect.comparison == one.areas
                and effect.estimate is not None
                and (effect.method is Method.RES or effect.part is not Part.DISPLACEMENT)
                and not (effect.method is Method.WDD and self._around and effect.part is Part.TOTAL)
                and effect.method in (Method.WDD, Method.RES)
            }
            if len(found) == 2:
                yield self._disagreement(one, found[Method.WDD], found[Method.RES])

    def _disagreement(self, one: Comparison, additive: float, ratio: float) -> Disagreement:
        treated = self._treated("")
        control = self.ledger.side(one.areas, treated.areas)
        assert control is not None
        rates = sorted((treated.rate_before, control.rate_before))
        apart = rates[1] / rates[0] if rates[0] > 0 else math.inf
        return Disagreement(
            additive, ratio, apart, apart >= TWOFOLD, additive * (ratio - 1) < 0, one.areas
        )

    def _treated(self, crime: str) -> Side:
        areas = self.ledger.areas(Role.TREATED)
        side = self.ledger.side(areas, areas, crime)
        assert side is not None
        return side

    @property
    def _around(self) -> bool:
        """Return whether displacement areas have comparison areas of their own."""
        roles = (Role.DISPLACEMENT, Role.DISPLACEMENT_COMPARISON)
        return all(self.ledger.areas(role) for role in roles)

    def _factor(self, crime: str) -> float:
        return self.factors.get(crime, self.factors.get("", 1.0))

    def _alone(self, crime: str) -> Iterator[Effect]:
        treated = self._treated(crime)
        yield self._rate_ratio(treated, crime)
        yield self._e_test(treated, crime)

    def _rate_ratio(self, treated: Side, crime: str) -> Effect:
        counts, factor = treated.counts, self._factor(crime)
        if treated.before == 0 or treated.after == 0:
            return _unreadable(Method.RATE_RATIO, Kind.RATIO, "unreadable_zero", crime, "ratio")
        now = (counts.after, counts.exposure_after, counts.before, counts.exposure_before)
        found = rate_ratio_interval(*now, level=self.case.level, variance_factor=factor)
        z = np.asarray(rate_ratio_test(*now).statistic) / math.sqrt(factor)
        return self._effect(
            Method.RATE_RATIO, Kind.RATIO, found, unit="ratio", crime=crime, factor=factor,
            p=float(tail_of(z, "two-sided")), cautions=self._small(treated),
            numbers={"z": float(z), "percent": 100 * (found.floats()[0] - 1)},
        )  # fmt: skip

    def _e_test(self, treated: Side, crime: str) -> Effect:
        counts, factor = treated.counts, self._factor(crime)
        if treated.before + (treated.after or 0.0) == 0:
            return _unreadable(Method.E_TEST, Kind.ADDITIVE, "unreadable_no_events", crime)
        test = e_test(counts.after, counts.before, counts.exposure_after, counts.exposure_before)
        found = normal_effect(
            counts.change, factor * counts.variance, level=self.case.level,
            method="difference of rates (normal)",
        )  # fmt: skip
        cautions = list(self._small(treated))
        if factor > 1:
            cautions.append(Remark("caution_e_test_poisson", {"factor": factor}))
        return self._effect(
            Method.E_TEST, Kind.ADDITIVE, found.interval, crime=crime, factor=factor,
            p=float(test.p), cautions=tuple(cautions),
            numbers={"statistic": float(test.statistic), "se": float(found.se)},
        )  # fmt: skip

    def _beside(self, one: Comparison, crime: str) -> Iterator[Effect]:
        treated = self._treated(crime)
        control = self.ledger.side(one.areas, treated.areas, crime)
        if control is None:
            return
        if Method.WDD in self.methods:
            yield from self._difference(treated, control, one, crime)
        if Method.RES in self.methods:
            yield self._relative(treated, control, one, crime)
        around = self.ledger.side(self.ledger.areas(Role.DISPLACEMENT), treated.areas, crime)
        if around is not None and Method.WDQ in self.methods:
            yield from self._quotient(treated, control, around, one, crime)

    def _wdd(
        self, treated: Side, control: Side, crime: str, *, per_size: bool = False
    ) -> DisplacementDifference:
        """Return the difference in events, or per unit of size as published with area weights."""
        sides = [treated, control]
        if self._around:
            areas = self.ledger.areas(Role.DISPLACEMENT)
            own = self.ledger.areas(Role.DISPLACEMENT_COMPARISON)
            around = (self.ledger.side(one, areas, crime) for one in (areas, own))
            sides += [side for side in around if side is not None]
        counts = [side.per_size if per_size else side.counts for side in sides]
        return displacement_difference(
            *counts, level=self.case.level, variance_factor=self._factor(crime)
        )

    def _difference(
        self, treated: Side, control: Side, one: Comparison, crime: str
    ) -> Iterator[Effect]:
        try:
            found = self._wdd(treated, control, crime)
        except NumbersError as fault:
            yield _unreadable(Method.WDD, Kind.ADDITIVE, _reason(fault), crime, comparison=one)
            return
        rates: dict[Part, dict[str, float]] = {}
        if self.ledger.sized:
            each = self._wdd(treated, control, crime, per_size=True)
            rates = {part: _per_size(effect) for part, effect in _parts(each)}
        cautions = self._averaged(one) + _said(found.cautions)
        for part, effect in _parts(found):
            # Around the treated area the comparison is its own, the same beside every other.
            if one.pooled or part is not Part.DISPLACEMENT:
                yield self._of_difference(
                    effect, part, one, crime, "events", cautions, rates.get(part, {})
                )

    def _of_difference(
        self, effect: Found, part: Part, one: Comparison, crime: str, unit: str,
        cautions: tuple[Remark, ...], more: dict[str, float] | None = None,
    ) -> Effect:  # fmt: skip
        return self._effect(
            Method.WDD, Kind.ADDITIVE, effect.interval, part=part, comparison=one, crime=crime,
            unit=unit, p=float(effect.p), factor=self._factor(crime), cautions=cautions,
            numbers={
                "se": float(effect.se), "z": float(effect.z), "p_fewer": float(effect.p_fewer),
                "p_more": float(effect.p_more), **(more or {}),
            },
        )  # fmt: skip

    def _averaged(self, one: Comparison) -> tuple[Remark, ...]:
        """Say how areas of unlike number or size are brought beside each other."""
        treated = len(self.ledger.areas(Role.TREATED))
        if self.ledger.sized:
            return (Remark("caution_by_size"),)
        if len(one.areas) == treated:
            return ()
        return (Remark("caution_averaged", {"comparison": len(one.areas), "treated": treated}),)

    def _relative(self, treated: Side, control: Side, one: Comparison, crime: str) -> Effect:
        factor = self._factor(crime)
        try:
            found = relative_effect(
                treated.counts, control.counts, level=self.case.level, variance_factor=factor
            )
        except NumbersError as fault:
            return _unreadable(
                Method.RES, Kind.RATIO, _reason(fault), crime, "ratio", comparison=one
            )
        res, low, high = found.interval.floats()
        return self._effect(
            Method.RES, Kind.RATIO, found.rate_ratio, comparison=one, crime=crime, unit="ratio",
            p=float(found.log_effect.p), factor=factor, cautions=_said(found.cautions),
            numbers={
                "res": res, "res_low": low, "res_high": high,
                "se_log": float(found.log_effect.se), "z": float(found.log_effect.z),
                "percent": found.percent.floats()[0],
            },
        )  # fmt: skip

    def _quotient(
        self, treated: Side, control: Side, around: Side, one: Comparison, crime: str
    ) -> Iterator[Effect]:
        if self.case.better is Better.MORE:
            for method, kind in ((Method.TNE, Kind.ADDITIVE), (Method.WDQ, Kind.QUOTIENT)):
                yield _unreadable(method, kind, "unreadable_more", crime, comparison=one)
            return
        found = displacement_quotient(treated.counts, control.counts, around.counts)
        caution = (Remark("caution_no_error"),)
        if found.total_net_effect is None:
            yield _unreadable(
                Method.TNE, Kind.ADDITIVE, "unreadable_no_control_before", crime, comparison=one
            )
        else:
            yield self._effect(
                Method.TNE, Kind.ADDITIVE, self._point(-found.total_net_effect), comparison=one,
                crime=crime, cautions=caution,
                numbers={"tne": found.total_net_effect, "gross": found.gross_effect},
            )  # fmt: skip
        if found.quotient is None:
            reason = found.reasons[0].value.replace("-", "_")
            yield _unreadable(
                Method.WDQ, Kind.QUOTIENT, f"unreadable_{reason}", crime, "quotient",
                comparison=one,
            )  # fmt: skip
            return
        reading = f"reading_{found.reading.value.replace('-', '_')}"
        yield self._effect(
            Method.WDQ, Kind.QUOTIENT, self._point(found.quotient), comparison=one, crime=crime,
            unit="quotient", cautions=caution, reading=Remark(reading),
            numbers={
                "net": found.net_effect or 0.0, "gross": found.gross_effect,
                "success": found.success_measure or 0.0, "buffer": found.buffer_measure or 0.0,
            },
        )  # fmt: skip

    def _harm(self) -> Iterator[Effect]:
        """Yield the harm-weighted difference where classes weigh unlike."""
        crimes = self.case.crimes
        if Method.WDD not in self.methods or len({one.harm for one in crimes}) < 2:
            return
        for one in comparisons(self.ledger.areas(Role.COMPARISON)):
            found = []
            for crime in crimes:
                treated = self._treated(crime.id)
                control = self.ledger.side(one.areas, treated.areas, crime.id)
                assert control is not None
                try:
                    found.append((self._wdd(treated, control, crime.id), crime.harm))
                except NumbersError:
                    continue  # a class of which nothing was counted anywhere weighs nothing
            if not found:
                continue
            both = harm_difference([each for each, _ in found], [harm for _, harm in found])
            cautions = (Remark("caution_harm"), *self._averaged(one), *_said(both.cautions))
            for part, effect in _parts(both):
                yield self._of_difference(effect, part, one, "", "harm", cautions)

    def _point(self, value: float) -> Interval:
        return Interval(value, math.nan, math.nan, self.case.level, _NO_ERROR)

    def _small(self, side: Side) -> tuple[Remark, ...]:
        few = min(side.before, side.after or 0.0)
        return (Remark("caution_few_events"),) if few < 5 else ()

    def _effect(
        self, method: Method, kind: Kind, estimate: Interval, *, part: Part = Part.TOTAL,
        comparison: Comparison | None = None, crime: str = "", unit: str = "events",
        p: float | None = None, factor: float = 1.0, cautions: tuple[Remark, ...] = (),
        reading: Remark | None = None, numbers: dict[str, float] | None = None,
    ) -> Effect:  # fmt: skip
        return Effect(
            method=method, kind=kind, part=part, estimate=estimate, unit=unit, p=p, crime=crime,
            comparison=comparison.areas if comparison else (),
            pooled=comparison.pooled if comparison else True,
            direction=Direction.UNKNOWN if kind is Kind.QUOTIENT
            else direction_of(estimate, kind, self.case.better),
            factor=factor, cautions=cautions, reading=reading, numbers=numbers or {},
        )  # fmt: skip


def _parts(found: DisplacementDifference) -> Iterator[tuple[Part, Found]]:
    yield Part.TOTAL, found.total
    if found.displacement is not None:
        yield Part.LOCAL, found.local
        yield Part.DISPLACEMENT, found.displacement


def _per_size(effect: Found) -> dict[str, float]:
    value, low, high = effect.interval.floats()
    return {
        "per_size": value, "per_size_low": low, "per_size_high": high,
        "per_size_se": float(effect.se),
    }  # fmt: skip


def _unreadable(
    method: Method, kind: Kind, reason: str, crime: str, unit: str = "events",
    comparison: Comparison | None = None,
) -> Effect:  # fmt: skip
    return Effect(
        method=method, kind=kind, unit=unit, crime=crime, unreadable=Remark(reason),
        comparison=comparison.areas if comparison else (),
        pooled=comparison.pooled if comparison else True,
    )  # fmt: skip


def _reason(fault: NumbersError) -> str:
    """Return why nothing can be read, for faults that the numbers themselves bring."""
    known = {"zero-count": "unreadable_zero", "no-events": "unreadable_no_events"}
    if fault.code not in known:
        raise fault
    return known[fault.code]


def _said(cautions: Iterable[Caution]) -> tuple[Remark, ...]:
    """Return cautions of the methods as remarks; unlike numbers of areas are evened out here."""
    return tuple(
        Remark(f"caution_{one.value.replace('-', '_')}")
        for one in cautions
        if one is not Caution.AREAS_UNBALANCED
    )
