"""Index runs by hand: a hierarchy, scores and simulated replications, without the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from paseo.assessment.index.results import Index, IndexRun
from paseo.assessment.index.specification.spec import DataUse, IndexSpec, SensitivityUse
from paseo.content.language import LanguageMap
from paseo.content.problems import Problems
from paseo.stats.composite import (
    Aggregation,
    Built,
    Element,
    Note,
    Recipe,
    Record,
    Step,
    Structure,
    Values,
    ranks,
)
from paseo.stats.composite.analysis import describe
from paseo.stats.composite.uncertainty.factors import Change, Choice, Plan, Range, WeightNoise
from paseo.stats.composite.uncertainty.results import Drivers, FactorDraws, Uncertainty

PLAN = Plan(
    (
        Choice(
            "aggregation",
            (
                Change("arithmetic", aggregation=Aggregation("arithmetic")),
                Change("geometric", aggregation=Aggregation("geometric")),
            ),
        ),
        Range("winsorising", 1, 5, step="treat", setting="most", whole=True),
        WeightNoise("weights", "relative", 0.25, (2,)),
    ),
    replications=500,
    seed=7,
    classes=((40.0, "low"), (60.0, "middle"), (float("inf"), "high")),
)
NAMES = {
    "aggregation": LanguageMap({"en": "How values are combined", "es": "Cómo se combinan"}),
    "winsorising": LanguageMap({"en": "Outlying values", "es": "Valores atípicos"}),
    "weights": LanguageMap({"en": "Weights", "es": "Pesos"}),
    "x1": LanguageMap({"en": "Street lighting", "es": "Alumbrado"}),
}


def structure() -> Structure:
    """Return two dimensions of three indicators each under one total."""
    return Structure.of(
        [
            *(Element(f"x{at}", "space", direction=1 if at else -1) for at in range(3)),
            *(Element(f"y{at}", "people", weight=1 + at) for at in range(3)),
            Element("space", "total", 2, name="Space"),
            Element("people", "total", 1, name="People"),
            Element("total", name="Safe places"),
        ]
    )


def index(
    units: int = 12,
    plan: Plan | None = PLAN,
    names: Mapping[str, str] | None = None,
    **more: Any,
) -> Index:
    """Return a specification with random values between 20 and 80."""
    held = structure()
    rng = np.random.default_rng(3)
    codes = [f"c{at:02d}" for at in range(units)]
    numbers = rng.uniform(20, 80, (units, 6)) + np.linspace(12, -12, units)[:, None]
    numbers[1, 2] = np.nan
    spec = IndexSpec(
        id="town.index", version="1.0.0",
        title=LanguageMap({"en": "Safe places index", "es": "Índice de lugares seguros"}),
        description=LanguageMap({"en": "An index for tests.", "es": "Un índice de prueba."}),
        about=LanguageMap({"en": "It is no measure of the police.", "es": "No mide la policía."}),
        framework="", data=DataUse("table", file="towns.csv", unit="code"), structure=held,
        names=NAMES, dimensions={}, recipe=RECIPE, plan=plan, sensitivity=SensitivityUse(),
        licence="CC-BY-4.0", provider=LanguageMap("Paseo"), evidence="adapted",
        sources={"towns": LanguageMap("Towns, 2025")}, file="towns.yaml", language="en", **more,
    )  # fmt: skip
    named = {code: LanguageMap((names or {}).get(code, f"Town {code[1:]}")) for code in codes}
    return Index(
        spec, Values.of(codes, held.indicators, numbers), named, {"towns.csv": "0" * 64},
        Problems(), {},
    )  # fmt: skip


RECIPE = Recipe(
    (
        Step("impute", "mean"),
        Step("treat", "winsorise", {"skew": 2, "kurtosis": 3.5, "most": 5}),
        Step("normalise", "minmax", {"low": 0, "high": 100}),
    )
)


def built(one: Index) -> Built:
    """Return the index built by the plain arithmetic of the test."""
    held, raw = one.spec.structure, one.values.numbers
    filled = np.where(np.isnan(raw), np.nanmean(raw, axis=0), raw)
    low, high = filled.min(axis=0), filled.max(axis=0)
    scaled = 100 * (filled - low) / (high - low)
    parts = [scaled[:, :3].mean(axis=1), scaled[:, 3:] @ np.array([1, 2, 3]) / 6]
    total = (2 * parts[0] + parts[1]) / 3
    units = one.values.units
    made = np.column_stack([scaled, *parts, total])
    return Built(
        held,
        one.spec.recipe,
        {
            "raw": one.values,
            "imputed": Values.of(units, held.indicators, filled),
            "normalised": Values.of(units, held.indicators, scaled),
            "aggregated": Values.of(units, (*held.indicators, *held.aggregates), made),
        },
        (
            Record("impute", "mean", {"least": 1},
                   (Note("filled", "x2", units[1], {"value": 50.0, "by": "mean", "known": 11}),)),
            Record("treat", "winsorise", {"skew": 2.0, "kurtosis": 3.5, "most": 5},
                   (Note("winsorised", "y0", values={"points": 2}),),
                   (Note("something-new", "x1", values={"figure": 1.5}),)),
            Record("normalise", "minmax", {"low": 0.0, "high": 100.0}),
            Record("weight", "given"),
            Record("aggregate", "arithmetic", {"least": 0.0}),
        ),
    )  # fmt: skip


def uncertainty(one: Built, plan: Plan = PLAN, spread: float = 4.0) -> Uncertainty:
    """Return what replications with normal noise say of the scores."""
    score = one.scores()
    rng = np.random.default_rng(plan.seed)
    drawn = score + rng.normal(0, spread, (plan.replications, score.size))
    places = ranks(drawn)
    n = score.size
    counted = np.stack([(places == at).mean(axis=0) for at in range(1, n + 1)], axis=1)
    above = (drawn[:, :, None] > drawn[:, None, :]).mean(axis=0)
    edges = np.array([end for end, _ in plan.classes[:-1]])
    held = np.searchsorted(edges, drawn)
    low, high = (1 - plan.level) / 2, (1 + plan.level) / 2
    return Uncertainty(
        units=one.units, top="total", replications=plan.replications, seed=plan.seed,
        level=plan.level, score=score, rank=ranks(score),
        score_mean=drawn.mean(axis=0), score_sd=drawn.std(axis=0),
        score_low=np.quantile(drawn, low, axis=0), score_median=np.median(drawn, axis=0),
        score_high=np.quantile(drawn, high, axis=0), rank_mean=places.mean(axis=0),
        rank_low=np.quantile(places, low, axis=0, method="lower"),
        rank_median=np.quantile(places, 0.5, axis=0, method="lower"),
        rank_high=np.quantile(places, high, axis=0, method="higher"),
        rank_probability=counted.astype(np.float32),
        above=(above + 0.5 * np.eye(n)).astype(np.float32), scored=np.ones(n),
        classes=tuple(label for _, label in plan.classes),
        class_probability=np.stack([(held == at).mean(axis=0) for at in range(3)], axis=1),
        factors=(
            FactorDraws("aggregation", {"arithmetic": 0.52, "geometric": 0.48}),
            FactorDraws("winsorising", {}, 1.0, 5.0),
            FactorDraws("weights", {}),
        ),
        failed={},
    )  # fmt: skip


def drivers(one: Built) -> Drivers:
    """Return indices in which aggregation leads and one first-order interval is far too wide."""
    n = len(one.units)
    rng = np.random.default_rng(5)
    unit_total = rng.dirichlet([6, 1, 2], n).T
    return Drivers(
        factors=("aggregation", "winsorising", "weights"), units=one.units, top="total", base=512,
        resamples=500, level=0.9,
        places_first=np.array([0.64, -0.08, 0.14]), places_first_low=np.array([0.55, -0.33, 0.09]),
        places_first_high=np.array([0.72, 0.17, 0.19]), places_total=np.array([0.665, 0.26, 0.03]),
        places_total_low=np.array([0.6, 0.22, 0.02]),
        places_total_high=np.array([0.75, 0.31, 0.04]),
        first=np.array([0.64, -0.08, 0.14]), first_low=np.array([0.55, -0.33, 0.09]),
        first_high=np.array([0.72, 0.17, 0.19]), total=np.array([0.665, 0.26, 0.03]),
        total_low=np.array([0.6, 0.22, 0.02]), total_high=np.array([0.75, 0.31, 0.04]),
        unit_first=unit_total * 0.8, unit_total=unit_total, unit_total_low=unit_total - 0.05,
        unit_total_high=unit_total + 0.05, variance=1.7, seed=1, runs=512 * 5,
    )  # fmt: skip


def index_run(
    units: int = 12,
    *,
    uncertain: bool = True,
    sensitive: bool = True,
    spread: float = 4.0,
    **more: Any,
) -> IndexRun:
    """Return a whole run."""
    one = index(units, **more)
    made = built(one)
    return IndexRun(
        one,
        made,
        uncertainty(made, spread=spread) if uncertain else None,
        drivers(made) if sensitive else None,
        {"space": 1.5, "people": 0.8, "x0": 0.2} if sensitive else None,
        describe(made) if sensitive else None,
    )
