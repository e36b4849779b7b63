"""Effects of series: interrupted series alone and beside a control, panels, synthetic control."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paseo.prevention.evaluation.by_counts import Comparison, classes_of, comparisons
from paseo.prevention.evaluation.case import Better, Case, Role
from paseo.prevention.evaluation.directions import PLAIN_LEVEL, direction_of
from paseo.prevention.evaluation.proposing import ITS_WISE, rank_floor
from paseo.prevention.evaluation.result import (
    Direction,
    Effect,
    GapPath,
    Kind,
    Method,
    Part,
    Placebo,
    Remark,
    SeriesPath,
)
from paseo.prevention.evaluation.series_data import SeriesData
from paseo.stats.checks import FloatArray, NumbersError
from paseo.stats.impact import (
    InterruptedSeries,
    PanelDifference,
    SeriesCaution,
    SyntheticControl,
    interrupted_series,
    panel_difference,
    placebo_runs,
    synthetic_control,
)
from paseo.stats.interval import Interval

#: Placebos that fitted the past this many times worse (squared) than the area tell little in a
#: picture. They stay in the rank, which goes by ratios and allows for it.
WORST_FIT: Final = 20.0


@dataclass
class Found:
    """Effects with the paths that pictures are drawn of."""

    effects: list[Effect] = field(default_factory=list)
    series: list[SeriesPath] = field(default_factory=list)
    gaps: list[GapPath] = field(default_factory=list)


class SeriesEffects(SeriesData):
    """Runs every method of series on one case.

    Args:
        case: with a series and a start within it.
        methods: those that fit.
    """

    def __init__(self, case: Case, methods: frozenset[Method]) -> None:
        super().__init__(case)
        self.methods = methods

    def run(self) -> Found:
        """Return every effect of a series, with its paths."""
        found = Found()
        for crime in classes_of(self.case):
            if Method.ITS in self.methods:
                self._interrupted(Method.ITS, None, crime, found)
            for one in comparisons(self.areas(Role.COMPARISON)):
                if Method.CONTROLLED_ITS in self.methods:
                    self._interrupted(Method.CONTROLLED_ITS, one, crime, found)
            if Method.DID in self.methods:
                found.effects.append(self._panel(crime))
        if Method.SYNTHETIC in self.methods:
            self._synthetic(found)
        return found

    def _interrupted(
        self, method: Method, one: Comparison | None, crime: str, found: Found
    ) -> None:
        try:
            plain = self._fit(one, crime)
            # Residuals that go together make model errors too narrow: take errors that allow it.
            together = SeriesCaution.AUTOCORRELATED in plain.cautions
            fitted = self._fit(one, crime, together=together) if together else plain
        except NumbersError as fault:
            found.effects.append(self._unreadable(method, fault, one, crime))
            return
        cautions = [Remark(f"caution_{c.value.replace('-', '_')}") for c in plain.cautions]
        self._step(method, fitted, one, crime, tuple(cautions), found)
        if len(self.data.starts) - self.split >= ITS_WISE:
            self._slope(method, one, crime, found)
        found.series.append(self._path(method, fitted, one, crime))

    def _fit(
        self, one: Comparison | None, crime: str, *, together: bool = False, slope: bool = False
    ) -> InterruptedSeries:
        treated = self.summed(self.areas(Role.TREATED), crime)
        control = None if one is None else self.summed(one.areas, crime)
        return interrupted_series(
            treated.events, self.split, exposure=treated.exposure,
            control=None if control is None else control.events,
            control_exposure=None if control is None else control.exposure,
            slope=slope, season=self.season(), cycle=self.cycle, first=self.first(),
            # What was avoided is lopsided: an even interval of it says otherwise than the ratio in
            # one series of eight, where about a third of 30 calls a month stayed away.
            avoided_by="lognormal", level=self.case.level,
            errors="newey-west" if together else "model",
        )  # fmt: skip

    def _step(
        self, method: Method, fitted: InterruptedSeries, one: Comparison | None, crime: str,
        cautions: tuple[Remark, ...], found: Found,
    ) -> None:  # fmt: skip
        numbers = {
            "dispersion": float(fitted.dispersion), "df": float(fitted.df),
            "trend": fitted.trend.floats()[0],
        }  # fmt: skip
        assert fitted.step is not None
        ratio = self._effect(
            method, Kind.RATIO, fitted.step, Part.STEP, one, crime, "ratio", cautions, numbers
        )
        expected = float(np.asarray(fitted.counterfactual.value)[self.split :].sum())
        events = self._effect(
            method, Kind.ADDITIVE, fitted.avoided.times(-1), Part.AVOIDED, one, crime, "events",
            cautions, {"expected": expected},
        )  # fmt: skip
        found.effects += [_no_surer(ratio, events), events]

    def _slope(self, method: Method, one: Comparison | None, crime: str, found: Found) -> None:
        try:
            fitted = self._fit(one, crime, slope=True)
        except NumbersError:
            return  # too few periods for a second change; the step has been told
        if fitted.slope is None or fitted.step is None:
            return
        numbers = {"step": fitted.step.floats()[0], "step_low": fitted.step.floats()[1],
                   "step_high": fitted.step.floats()[2]}  # fmt: skip
        found.effects.append(
            self._effect(method, Kind.RATIO, fitted.slope, Part.SLOPE, one, crime, "ratio",
                         (Remark("caution_slope_apart"),), numbers)
        )  # fmt: skip

    def _path(
        self, method: Method, fitted: InterruptedSeries, one: Comparison | None, crime: str
    ) -> SeriesPath:
        value, low, high = (part[self.split :] for part in fitted.counterfactual.arrays())
        return SeriesPath(
            method=method, areas=self.areas(Role.TREATED), step=self.data.step,
            starts=self.data.starts, split=self.split,
            observed=tuple(None if math.isnan(n) else float(n) for n in fitted.events),
            fitted=_floats(fitted.fitted), expected=_floats(value), low=_floats(low),
            high=_floats(high), level=self.case.level,
            comparison=one.areas if one else (), crime=crime,
        )  # fmt: skip

    def _panel(self, crime: str) -> Effect:
        roles = (Role.TREATED, Role.COMPARISON)
        areas = [(code, role) for role in roles for code in self.areas(role)]
        summed = [self.summed([code], crime) for code, _ in areas]
        outcome = np.array([one.events for one in summed])
        keep = ~np.isnan(outcome).any(axis=0)
        exposure = None
        if all(one.exposure is not None for one in summed):
            exposure = np.array([one.exposure for one in summed])[:, keep]
        one = Comparison(self.areas(Role.COMPARISON), pooled=True)
        try:
            panel = panel_difference(
                outcome[:, keep], np.array([role is Role.TREATED for _, role in areas]),
                int(keep[: self.split].sum()), exposure=exposure, level=self.case.level,
            )  # fmt: skip
        except NumbersError as fault:
            return self._unreadable(Method.DID, fault, one, crime)
        return self._of_panel(panel, one, crime)

    def _of_panel(self, panel: PanelDifference, one: Comparison, crime: str) -> Effect:
        cautions = [Remark(f"caution_{c.value.replace('-', '_')}") for c in panel.cautions]
        numbers = {"rank_p": float(panel.rank_p), "areas": float(panel.areas)}
        if panel.past is not None:
            value, low, high = panel.past.trend.floats()
            numbers |= {"past": value, "past_low": low, "past_high": high,
                        "past_p": float(panel.past.p)}  # fmt: skip
            if math.isnan(panel.past.p):
                del numbers["past_p"]
        return self._effect(
            Method.DID, Kind.RATIO, panel.effect, Part.AVERAGE, one, crime, "ratio",
            tuple(cautions), numbers, p=_chance(panel.p),
        )  # fmt: skip

    def _synthetic(self, found: Found) -> None:
        donors = (*self.areas(Role.DONOR), *self.areas(Role.COMPARISON))
        treated = self.areas(Role.TREATED)
        one = Comparison(donors, pooled=True)
        outcome = np.column_stack([self._per_area(treated), *(self._per_area([d]) for d in donors)])
        keep = np.asarray(~np.isnan(outcome).any(axis=1))
        start = int(keep[: self.split].sum())
        try:
            predictors, fit = self._predictors(treated, donors), self._fit_window(keep)
            control = synthetic_control(outcome[keep], 0, start, predictors=predictors, fit=fit)
            placebos = placebo_runs(outcome[keep], 0, start, predictors=predictors, fit=fit)
        except NumbersError as fault:
            found.effects.append(self._unreadable(Method.SYNTHETIC, fault, one, ""))
            return
        p = float(placebos.p)
        found.effects.append(self._of_synthetic(control, p, one, outcome[keep], start))
        starts = tuple(day for day, kept in zip(self.data.starts, keep, strict=True) if kept)
        found.gaps.append(
            GapPath(
                areas=treated, step=self.data.step, starts=starts, split=start,
                observed=_floats(control.observed), synthetic=_floats(control.synthetic),
                gap=_floats(control.gap), ratio=float(control.ratio),
                weights={donors[unit - 1]: float(weight) for unit, weight in
                         zip(control.donors, control.weights, strict=True)},
                placebos=tuple(
                    Placebo(donors[unit - 1], _floats(gap), float(ratio),
                            _fits(gap, control.gap, start))
                    for unit, gap, ratio in
                    zip(placebos.units, placebos.gaps, placebos.ratios, strict=True)
                    if unit != 0
                ),
            )
        )  # fmt: skip

    def _predictors(self, treated: Sequence[str], donors: Sequence[str]) -> FloatArray | None:
        """Return predictors by area, of several treated ones their mean; None where none are."""
        held = self.case.predictors
        if not held:
            return None
        mine = np.mean([held[code] for code in treated], axis=0)
        return np.column_stack([mine, *(np.asarray(held[code]) for code in donors)])

    def _fit_window(self, keep: NDArray[np.bool_]) -> slice | None:
        """Return the periods of the fit among those kept; None for all before the start."""
        fit = self.case.fit
        if fit is None:
            return None
        starts = [day for day, kept in zip(self.data.starts, keep, strict=True) if kept]
        return slice(sum(day < fit.first for day in starts), sum(day <= fit.last for day in starts))

    def _per_area(self, areas: Sequence[str]) -> FloatArray:
        """Return counts per area, or per exposure or size in that of the treated areas."""
        summed = self.summed(areas, "")
        if summed.exposure is not None:
            base = self.summed(self.areas(Role.TREATED), "").exposure
            assert base is not None
            return np.asarray(summed.events / summed.exposure * float(np.mean(base)))
        sizes = [self.case.area(code).size for code in areas]
        mine = [self.case.area(code).size for code in self.areas(Role.TREATED)]
        if all(one.size is not None for one in self.case.areas):
            return np.asarray(
                summed.events * sum(n or 0 for n in mine) / sum(n or 0 for n in sizes)
            )
        return np.asarray(summed.events / len(areas))

    def _of_synthetic(
        self, control: SyntheticControl, p: float, one: Comparison, outcome: FloatArray, start: int
    ) -> Effect:
        level, after = self.case.level, len(outcome) - start
        estimate = Interval(
            float(control.effect), math.nan, math.nan, level, "synthetic control (placebo ranks)"
        )
        clear = level >= PLAIN_LEVEL and p <= 1 - level + 1e-9
        fewer = control.effect < 0
        pointing = (
            Direction.FAVOURS
            if fewer == (self.case.better is Better.FEWER)
            else (Direction.AGAINST)
        )
        mean = float(np.mean(outcome[:start, 0]))
        cautions = [Remark("caution_placebo")]
        if self.case.predictors:
            count = len(next(iter(self.case.predictors.values())))
            cautions.append(Remark("caution_predictors", {"count": count}))
        floor = rank_floor(len(one.areas))
        if p <= floor + 1e-9 and not clear:
            cautions.append(Remark("caution_rank_floor", {"count": len(one.areas), "least": floor}))
        cautions += [Remark(f"caution_{c.value.replace('-', '_')}") for c in control.cautions]
        if mean > 0 and control.rmspe_before > 0.2 * mean:
            cautions.append(Remark("caution_poor_fit", {"share": control.rmspe_before / mean}))
        return Effect(
            method=Method.SYNTHETIC, kind=Kind.ADDITIVE, part=Part.AVERAGE, estimate=estimate,
            comparison=one.areas, unit="per_period", p=p,
            direction=pointing if clear
            else Direction.UNCLEAR if level >= PLAIN_LEVEL else Direction.UNKNOWN,
            cautions=tuple(cautions),
            numbers={
                "total": float(control.effect) * after, "periods": float(after),
                "fit_before": float(control.rmspe_before), "ratio": float(control.ratio),
                "mean_before": mean, "effect_se": float(control.effect_se),
            },
        )  # fmt: skip

    def _effect(
        self, method: Method, kind: Kind, estimate: Interval, part: Part,
        one: Comparison | None, crime: str, unit: str, cautions: tuple[Remark, ...],
        numbers: dict[str, float], p: float | None = None,
    ) -> Effect:  # fmt: skip
        return Effect(
            method=method, kind=kind, part=part, estimate=estimate, unit=unit, crime=crime, p=p,
            comparison=one.areas if one else (), pooled=one.pooled if one else True,
            direction=direction_of(estimate, kind, self.case.better), cautions=cautions,
            factor=max(1.0, numbers.get("dispersion", 1.0)), numbers=numbers,
        )  # fmt: skip

    def _unreadable(
        self, method: Method, fault: NumbersError, one: Comparison | None, crime: str
    ) -> Effect:
        additive = method is Method.SYNTHETIC
        return Effect(
            method=method, kind=Kind.ADDITIVE if additive else Kind.RATIO,
            unit="per_period" if additive else "ratio", crime=crime,
            comparison=one.areas if one else (), pooled=one.pooled if one else True,
            unreadable=_reason(fault),
        )  # fmt: skip


def _no_surer(ratio: Effect, events: Effect) -> Effect:
    """Return a ratio as no clearer than the events it stands for, which have their own interval."""
    clear = (Direction.FAVOURS, Direction.AGAINST)
    if ratio.direction not in clear or events.direction is ratio.direction:
        return ratio
    told = Remark("caution_events_unclear")
    return replace(ratio, direction=Direction.UNCLEAR, cautions=(*ratio.cautions, told))


def _fits(gap: FloatArray, own: FloatArray, start: int) -> bool:
    """Return whether a placebo fitted its past not much worse than the area fitted its own."""
    return bool((gap[:start] ** 2).mean() <= WORST_FIT * (own[:start] ** 2).mean())


def _reason(fault: NumbersError) -> Remark:
    """Return why a model cannot be fitted, for faults that the numbers themselves bring."""
    known = {
        "no-events-before": "unreadable_no_events_before",
        "no-events-after": "unreadable_no_events_after",
        "no-events": "unreadable_no_events",
    }
    if fault.code in known:
        return Remark(known[fault.code])
    return Remark("unreadable_no_fit", {"code": fault.code})


def _chance(p: float) -> float | None:
    """Return a p, None where the method could form none."""
    return None if math.isnan(p) else float(p)


def _floats(array: FloatArray) -> tuple[float, ...]:
    return tuple(float(n) for n in np.asarray(array))
