"""A recipe made independent of the units it is used on: everything relative is fixed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, get_args

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.build import build_with, run_step, table_of
from paseo.stats.composite.built import Built
from paseo.stats.composite.choices import one_of
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.imputation import METHODS as IMPUTATIONS
from paseo.stats.composite.imputation import impute_last_wave
from paseo.stats.composite.recipe import STAGE_OF, Recipe, Step, Weighting
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values

#: From a table before imputation and its hierarchy to the table after.
Fill = Callable[[Values, Structure], Values]
Beyond = Literal["extend", "clip"]
#: Methods that look at other units and that no goalposts can stand for, by where they are chosen.
_UNFROZEN: Final = {
    "aggregation": ("copeland", "kemeny", "benefit_of_doubt"),
    "scale": ("standard", "adjusted"),
    "weighting": ("benefit_of_doubt",),
    "impute": ("em", "multiple"),
}
#: Weights that the data have no say in.
_FIXED_WEIGHTS: Final = ("given", "equal", "budget", "ahp")
#: A frozen recipe must give the reference its own scores back, to this share of their range.
_CLOSE: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Frozen:
    """What old scores rest on, so that nobody who joins can move them.

    Attributes:
        structure: With the weights found in the reference, without what was screened out there.
        recipe: Every choice, with goalposts in place of what was relative.
        reference: The period that it was taken from; empty where goalposts were given.
        posts: Indicator to its lower and upper goalpost, as treated.
        impute: The imputation of the recipe before it was frozen; None for none.
        fills: Group (empty for all units) to what a missing value of each indicator becomes.
    """

    structure: Structure
    recipe: Recipe
    reference: str = ""
    posts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    impute: Step | None = None
    fills: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def freeze(
    values: Values,
    structure: Structure,
    recipe: Recipe,
    *,
    reference: str = "",
    beyond: Beyond = "extend",
    earlier: Sequence[Values] = (),
) -> Frozen:
    """Fix everything that depends on the units of a reference set.

    Winsorising becomes goalposts at the outermost values that were left, at which scores end;
    logarithms and Box-Cox keep their shift and power; scores that are a straight line in the
    values keep that line; imputation by means and medians keeps those; weights stay as found.

    Args:
        values: The reference set, n units.
        structure: The hierarchy.
        recipe: Every choice.
        reference: Its name.
        beyond: Scores of values outside the goalposts: ``extend`` goes on along the line, below
            the lowest and above the highest score of the reference; ``clip`` ends there. An
            indicator that was winsorised always ends there.
        earlier: Earlier waves as they were before imputation, latest first, for imputation from
            the last wave.

    Returns:
        The frozen recipe, which gives the reference set the scores of the recipe itself.

    Raises:
        CompositeError: As ``build``; ``not-frozen`` for a choice that looks at other units and
            cannot be fixed (ranks, Copeland, Mazziotta-Pareto scaled over the units, benefit of
            the doubt, EM ...); ``setting-wrong`` for ``beyond``.

    Source: UNDP (2010 onwards), Human Development Report, technical note 1 (fixed goalposts).
    """
    one_of("panel", {"beyond": beyond}, "beyond", get_args(Beyond))
    _refuse_relative(recipe, structure)
    impute = recipe.step("impute")
    from_waves = impute is not None and impute.method == "last_wave"
    fill = _last_wave(impute, earlier) if impute is not None and from_waves else None
    built = build_with(values, structure, recipe, fill=fill)
    posts, special = _posts(built, beyond)
    steps = []
    for step in recipe.steps:
        if step.kind == "treat":
            step = _treatment(built, step)
        elif step.kind == "normalise":
            step = Step("normalise", "none", {"by_indicator": special})
        elif step.kind == "screen" and step.settings.get("indicators"):
            step = step.set(indicators=0.0)
        steps.append(step)
    made = Frozen(
        built.structure,
        replace(recipe, steps=tuple(steps), weighting=Weighting("given")),
        reference,
        posts,
        impute,
        _fills(built, recipe),
    )
    _check_same(built, values, made, earlier)
    return made


def with_posts(
    posts: Mapping[str, Sequence[float]], structure: Structure, recipe: Recipe, beyond: Beyond
) -> Frozen:
    """Put given goalposts in place of the normalisation of a recipe.

    Args:
        posts: Indicator to its lower and upper goalpost (and a cap), in its unit as treated.
        structure: The hierarchy.
        recipe: Every choice; nothing but its normalisation may look at other units.
        beyond: As for :func:`freeze`.

    Returns:
        The frozen recipe.

    Raises:
        CompositeError: ``not-frozen``, ``step-missing`` without a normalisation, ``code-unknown``
            for goalposts of what is no indicator, ``setting-wrong`` for ``beyond``.
    """
    one_of("panel", {"beyond": beyond}, "beyond", get_args(Beyond))
    for code in posts:
        if code not in structure.indicators:
            raise CompositeError(
                "code-unknown", f"Goalposts are given for {code}, which is no indicator.",
                str(code), known=structure.indicators,
            )  # fmt: skip
    _refuse_relative(recipe, structure)
    impute, treat = recipe.step("impute"), recipe.step("treat")
    if impute is not None and impute.method != "last_wave":
        raise _refusal("impute", impute.method)
    if recipe.weighting.method not in _FIXED_WEIGHTS:
        raise _refusal("weighting", recipe.weighting.method)
    if treat is not None:
        for method, settings in [(treat.method, treat.settings), *_own(treat)]:
            fixed = method == "none" or not isinstance(settings.get("shift", 0.0), str)
            if method not in ("none", "log", "boxcox") or not fixed:
                raise _refusal("treat", method)
            if method == "boxcox" and settings.get("power") is None:
                raise _refusal("treat", method)
    step = recipe.step("normalise")
    scale = {} if step is None else step.settings
    low, high = scale.get("low", 0.0), scale.get("high", 100.0)
    clip = scale.get("clip", beyond == "clip")
    settings = {"posts": dict(posts), "low": low, "high": high, "clip": clip}
    made = recipe.with_step(Step("normalise", "goalposts", settings))
    ends = {code: (float(held[0]), float(held[1])) for code, held in posts.items()}
    return Frozen(structure, made, "", ends, impute)


def filler(frozen: Frozen, earlier: Sequence[Values]) -> Fill | None:
    """Return what fills missing values by the frozen figures; None where nothing is imputed.

    Args:
        frozen: With the imputation and its figures.
        earlier: Earlier waves as they were before imputation, latest first.
    """
    if frozen.impute is None:
        return None
    if frozen.impute.method == "last_wave":
        return _last_wave(frozen.impute, earlier)
    grouping = str(frozen.impute.settings.get("group", ""))

    def fill(values: Values, structure: Structure) -> Values:
        if grouping and grouping not in values.groups:
            raise CompositeError(
                "group-unknown", f"The table has no grouping {grouping} to fill in by.", "impute",
                group=grouping, known=tuple(values.groups),
            )  # fmt: skip
        of_units = values.groups[grouping] if grouping else ("",) * len(values.units)
        figures = np.array([
            [frozen.fills.get(group, {}).get(code, np.nan) for code in values.codes]
            for group in of_units
        ])  # fmt: skip
        if not len(figures):
            return values
        return values.with_numbers(np.where(np.isnan(values.numbers), figures, values.numbers))

    return fill


def _last_wave(step: Step, earlier: Sequence[Values]) -> Fill:
    def fill(values: Values, structure: Structure) -> Values:
        if not earlier:
            return values
        held = replace(values, earlier=tuple(earlier))
        return values.with_numbers(impute_last_wave(held, int(step.settings.get("waves", 0)))[0])

    return fill


def _own(step: Step) -> list[tuple[str, Mapping[str, Any]]]:
    own = step.settings.get("by_indicator", {}).values()
    return [(str(held.get("method", step.method)), held) for held in own]


def _refuse_relative(recipe: Recipe, structure: Structure) -> None:
    for code in structure.aggregates:
        how = recipe.aggregation_of(code, structure.levels[code])
        if how.method in _UNFROZEN["aggregation"]:
            raise _refusal("aggregation", how.method)
        scale = how.settings.get("scale")
        if how.method == "mazziotta_pareto" and scale in _UNFROZEN["scale"]:
            raise _refusal("aggregation", f"{how.method} (scale {scale})")
    if recipe.weighting.method in _UNFROZEN["weighting"]:
        raise _refusal("weighting", recipe.weighting.method)
    impute = recipe.step("impute")
    if impute is not None and impute.method in _UNFROZEN["impute"]:
        raise _refusal("impute", impute.method)
    if recipe.step("normalise") is None:
        raise CompositeError(
            "step-missing", "Without normalisation there is nothing to freeze: add the step.",
            "normalise",
        )  # fmt: skip


def _refusal(entry: str, method: str, code: str = "") -> CompositeError:
    of = f" of {code}" if code else ""
    return CompositeError(
        "not-frozen",
        f"{entry} by {method}{of} depends on which other units there are and cannot be frozen, so "
        "scores would move when a unit joins: choose a method that looks at one unit at a time.",
        code or entry, step=entry, method=method,
    )  # fmt: skip


def _method_of(step: Step, code: str) -> tuple[str, dict[str, Any]]:
    """Method and settings of an indicator in the normalisation."""
    own = step.settings.get("by_indicator", {}).get(code)
    common = {name: held for name, held in step.settings.items() if name != "by_indicator"}
    if own is None:
        return step.method, common
    rest = {name: held for name, held in own.items() if name != "method"}
    method = str(own.get("method", step.method))
    return method, {**common, **rest} if method == step.method else rest


def _posts(
    built: Built, beyond: Beyond
) -> tuple[dict[str, tuple[float, float]], dict[str, dict[str, Any]]]:
    """Goalposts at the ends of the reference, with the scores that stand there."""
    step = built.recipe.step("normalise")
    assert step is not None
    before = before_step(built, "normalise")
    scores = built.stages["normalised"]
    posts: dict[str, tuple[float, float]] = {}
    special: dict[str, dict[str, Any]] = {}
    for code in built.structure.indicators:
        method, settings = _method_of(step, code)
        x, y = before.column(code), scores.column(code)
        if method in ("goalposts", "none"):
            special[code] = {"method": method, **settings}
            held = settings.get("posts", {}).get(code) if method == "goalposts" else None
            posts[code] = (float(held[0]), float(held[1])) if held else _ends(x)
            continue
        low, high = posts[code] = _ends(x)
        at_low = float(y[np.flatnonzero(x == low)[0]])
        at_high = float(y[np.flatnonzero(x == high)[0]])
        up = built.structure.by_code[code].direction == 1
        special[code] = {
            "method": "goalposts", "posts": {code: [low, high]},
            "low": at_low if up else at_high, "high": at_high if up else at_low,
            "clip": beyond == "clip" or _pulled_in(built, code),
        }  # fmt: skip
        if not _straight(x, y, (low, at_low), (high, at_high)):
            raise _refusal("normalise", method, code)
    return posts, special


def _straight(
    x: FloatArray, y: FloatArray, low: tuple[float, float], high: tuple[float, float]
) -> bool:
    line = low[1] + (high[1] - low[1]) * (x - low[0]) / (high[0] - low[0])
    known = ~np.isnan(x)
    return bool(np.allclose(line[known], y[known], rtol=0, atol=_CLOSE * np.ptp(y[known])))


def _ends(column: FloatArray) -> tuple[float, float]:
    return float(np.nanmin(column)), float(np.nanmax(column))


def before_imputing(values: Values, structure: Structure, recipe: Recipe) -> Values:
    """Run the steps before imputation, for a wave from which a later one is filled in."""
    held = table_of(values, structure)
    for step in recipe.steps:
        if step.kind == "impute":
            break
        held, structure, _ = run_step(held, structure, step)
    return held


def before_step(built: Built, kind: str) -> Values:
    """The stage that a step was given."""
    kinds = [step.kind for step in built.recipe.steps]
    at = kinds.index(kind)
    return built.stages[STAGE_OF[kinds[at - 1]] if at else "raw"]


def _pulled_in(built: Built, code: str) -> bool:
    return any(
        note.kind == "winsorised" and note.entry == code
        for record in built.records
        if record.step == "treat"
        for note in record.did
    )


def _treatment(built: Built, step: Step) -> Step:
    """Transformations with their shift and power fixed; pulling in is left to the goalposts."""
    record = next(one for one in built.records if one.step == "treat")
    before = before_step(built, "treat")
    own: dict[str, dict[str, Any]] = {}
    for note in record.did:
        if note.kind != "transformed":
            continue
        code, by = note.entry, str(note.values["by"])
        settings = step.settings.get("by_indicator", {}).get(code, step.settings)
        given = settings.get("shift")
        low, high = _ends(before.column(code))
        shift = -low + (0.01 * (high - low) if by == "log" else 1.0)
        first = settings.get("method", step.method)
        if first == by and not isinstance(given, str):
            shift = float(given or 0.0)
        if by == "log":
            own[code] = {"method": "log", "shift": shift}
        elif by == "boxcox":
            own[code] = {"method": "boxcox", "shift": shift, "power": note.values["power"]}
        else:
            raise _refusal("treat", by, code)
    return Step("treat", "none", {"by_indicator": own})


def _fills(built: Built, recipe: Recipe) -> dict[str, dict[str, float]]:
    """What the imputation of the recipe puts in, by group; an empty group is all units."""
    step = recipe.step("impute")
    if step is None or step.method == "last_wave":
        return {}
    settings = {**IMPUTATIONS[step.method], **step.settings}
    before = before_step(built, "impute")
    how = np.nanmedian if step.method.endswith("median") else np.nanmean
    whole = _centre(before.numbers, before.codes, how, 1)
    if not step.method.startswith("group"):
        return {"": whole}
    groups = before.groups[settings["group"]]
    found = {
        group: _centre(
            before.numbers[[one == group for one in groups]], before.codes, how, settings["fewest"]
        )
        for group in dict.fromkeys(groups)
        if group
    }
    if settings["otherwise"] == "all":
        found = {group: {**whole, **held} for group, held in found.items()}
        found[""] = whole
    return found


def _centre(
    numbers: FloatArray, codes: Sequence[str], how: Callable[..., Any], fewest: int
) -> dict[str, float]:
    known = (~np.isnan(numbers)).sum(axis=0)
    return {
        code: float(how(numbers[:, at]))
        for at, code in enumerate(codes)
        if known[at] >= max(1, fewest)
    }


def _check_same(built: Built, values: Values, frozen: Frozen, earlier: Sequence[Values]) -> None:
    """Refuse a recipe whose frozen form does not give the reference its own scores back."""
    again = build_with(values, frozen.structure, frozen.recipe, fill=filler(frozen, earlier))
    was, now = built.stages["normalised"], again.stages["normalised"]
    for code in built.structure.indicators:
        one, other = was.column(code), now.column(code)
        close = _CLOSE * max(1.0, float(np.nanmax(one) - np.nanmin(one)))
        if not np.allclose(one, other, rtol=0, atol=close, equal_nan=True):
            method = (built.recipe.step("treat") or Step("treat", "none")).method
            raise _refusal("treat", method, code)
