"""Weights brought to population figures, trimmed, and what their inequality costs.

After an adjustment the variances are taken of the residuals from what the adjustment explains,
as R survey does; only the last adjustment is credited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.proportions import kish_design_effect
from paseo.stats.survey import codes as reading
from paseo.stats.survey.design import Adjustment, SurveyDesign
from paseo.stats.survey.engine import asked, svy
from paseo.stats.survey.problems import SurveyError, refused

Margin = Mapping[Any, float]
#: Relative distance from the population figures at which raking stops.
_MET = 1e-11
#: Relative difference of two margins' totals that is rounding of the published figures.
_SAME_TOTAL = 1e-6
_NEW = "adjusted_"


@dataclass(frozen=True, slots=True)
class EffectiveSample:
    """What unequal weights leave of a sample.

    Attributes:
        n: Interviews held.
        design_effect: Kish's effect of unequal weights, ``n sum(w^2) / sum(w)^2``.
        effective: Interviews of a simple random sample with equal weights that tell as much.
    """

    n: int
    design_effect: float
    effective: float


def effective_sample(design: SurveyDesign) -> EffectiveSample:
    """Interviews that equal weights would need: ``sum(w)^2 / sum(w^2)``.

    Clusters and strata are not in it; ``deff`` of an estimate holds all.

    Source: Kish (1992), Journal of Official Statistics 8, 183-200.

    Example:
        >>> effective_sample(SurveyDesign(weight=[1, 1, 1, 3])).effective
        3.0
    """
    effect = float(kish_design_effect(design.weight))
    return EffectiveSample(design.n, effect, design.n / effect)


def post_stratify(design: SurveyDesign, cells: ArrayLike, population: Margin) -> SurveyDesign:
    """Weight each cell up or down to its known population: ``w N_c / sum_c w``.

    Args:
        design: The design; replicate weights are adjusted too.
        cells: Cell of each respondent.
        population: People in each cell.

    Returns:
        The design with the new weights.

    Raises:
        SurveyError: A respondent has no cell, a cell is missing on one side, or a figure is
            not above zero.

    Source: Holt and Smith (1979), Journal of the Royal Statistical Society A 142, 33-46.
    """
    codes, targets = _margin("cells", cells, population, design.n)

    def ask(held: Any) -> Any:
        return held.weighting.poststratify(controls=targets, cells="margin_0", wgt_name=_NEW)

    return _adjusted(design, {"margin_0": codes}, ask, "poststratification")


def rake(
    design: SurveyDesign,
    margins: Mapping[str, ArrayLike],
    population: Mapping[str, Margin],
    *,
    most_cycles: int = 1000,
) -> SurveyDesign:
    """Meet several margins by weighting to each in turn until all hold to 1e-11.

    Args:
        design: The design; replicate weights are adjusted too.
        margins: Category of each respondent, by name of the margin.
        population: People in each category, by name of the margin; the totals must agree.
        most_cycles: Cycles after which to give up.

    Returns:
        The design with the new weights.

    Raises:
        SurveyError: As for `post_stratify`, the margins' totals differ, or they cannot be met.

    Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444.
    """
    if set(margins) != set(population) or not margins:
        raise refused("margins-differ", "Give answers and population figures for the same margins.")
    columns, targets = {}, {}
    for place, name in enumerate(margins):
        column = f"margin_{place}"
        columns[column], targets[column] = _margin(name, margins[name], population[name], design.n)
    totals = {
        name: sum(margin.values()) for name, margin in zip(margins, targets.values(), strict=True)
    }
    if max(totals.values()) - min(totals.values()) > _SAME_TOTAL * max(totals.values()):
        said = ", ".join(f"{name} {total:g}" for name, total in totals.items())
        raise refused(
            "totals-differ",
            f"The margins do not add up to the same number of people ({said}): take figures of"
            " one date and one population.",
        )
    whole = next(iter(totals.values()))
    targets = {
        name: {code: figure * whole / sum(margin.values()) for code, figure in margin.items()}
        for name, margin in targets.items()
    }

    def ask(held: Any) -> Any:
        return held.weighting.rake(controls=targets, wgt_name=_NEW, tol=_MET, max_iter=most_cycles)

    try:
        return _adjusted(design, columns, ask, "raking")
    except SurveyError as fault:
        if "converge" not in str(fault):
            raise
        raise refused(
            "margins-not-met",
            f"The margins {', '.join(margins)} cannot be met together: some categories of one"
            " never occur with those of another among the respondents. Join categories.",
        ) from fault


def calibrate(
    design: SurveyDesign,
    *,
    margins: Mapping[str, ArrayLike] | None = None,
    population: Mapping[str, Margin] | None = None,
    totals: Mapping[str, tuple[ArrayLike, float]] | None = None,
) -> SurveyDesign:
    """Calibrate to margins and totals at once by the generalised regression estimator (GREG).

    ``w (1 + x' lambda)`` with lambda so that the weighted sums of x equal the population's.

    Args:
        design: The design; replicate weights are adjusted too.
        margins: Category of each respondent, by name of the margin.
        population: People in each category, by name of the margin.
        totals: Numeric variable, complete, and its total in the population, by name.

    Returns:
        The design with the new weights.

    Raises:
        SurveyError: As for `rake`, or a weight would turn zero or negative.

    Source: Deville and Särndal (1992), Journal of the American Statistical Association 87,
    376-382 (linear distance).
    """
    margins, population, totals = margins or {}, population or {}, totals or {}
    if set(margins) != set(population) or not (margins or totals):
        raise refused("margins-differ", "Give answers and population figures for the same margins.")
    columns: dict[str, Any] = {}
    controls: dict[Any, Any] = {}
    for place, name in enumerate(margins):
        column = f"margin_{place}"
        columns[column], targets = _margin(name, margins[name], population[name], design.n)
        controls[svy().Cat(column)] = targets
    for place, (name, (given, total)) in enumerate(totals.items()):
        values = reading.numbers(name, given, design.n)
        if np.isnan(values).any():
            sentence = f"{name} is missing for {{count}} respondents (rows {{rows}})."
            raise refused("auxiliary-missing", sentence, bad=np.isnan(values))
        columns[f"total_{place}"] = values
        controls[f"total_{place}"] = float(total)

    def ask(held: Any) -> Any:
        return held.weighting.calibrate(controls=controls, wgt_name=_NEW)

    return _adjusted(design, columns, ask, "calibration")


def trim_weights(
    design: SurveyDesign,
    *,
    upper: float | None = None,
    lower: float | None = None,
    within: ArrayLike | None = None,
    redistribute: bool = True,
) -> SurveyDesign:
    """Cap extreme weights and give what was cut to the others, so that the total stays.

    Trimming trades a little bias for less variance, and undoes the agreement with population
    figures: trim first, adjust afterwards.

    Args:
        design: The design; replicate weights are multiplied by the same factors.
        upper: Largest weight allowed.
        lower: Smallest weight allowed.
        within: Groups within which the total stays; None for all together.
        redistribute: Give what was cut to the others.

    Returns:
        The design with the new weights.

    Raises:
        SurveyError: No bound, bounds the wrong way round, or bounds that cannot be held.

    Source: Potter (1990), Proceedings of the Survey Research Methods Section, American
    Statistical Association, 225-230.
    """
    if upper is None and lower is None:
        raise refused("no-bounds", "Give an upper or a lower bound for the weights.")
    if upper is not None and lower is not None and lower >= upper:
        raise refused("bounds-crossed", f"The lower bound {lower:g} is not below {upper:g}.")
    columns: dict[str, Any] = {}
    if within is not None:
        columns["within"] = _complete("within", within, design.n)[0]

    def ask(held: Any) -> Any:
        return held.weighting.trim(
            upper=upper,
            lower=lower,
            by=None if within is None else "within",
            redistribute=redistribute,
            min_cell_size=1,
            max_iter=1000,
            tol=1e-12,
            wgt_name=_NEW,
        )

    return replace(_adjusted(design, columns, ask, "trimming"), adjustment=None)


def _complete(name: str, values: ArrayLike, n: int) -> tuple[NDArray[np.int64], list[str]]:
    codes, labels = reading.categories(name, values, n)
    missing = codes == reading.MISSING
    if missing.any():
        sentence = (
            f"{name} is missing for {{count}} respondents (rows {{rows}}): every respondent needs"
            " a category to be weighted; fill it in, or give them one of their own."
        )
        raise refused("category-missing", sentence, bad=missing)
    return codes, labels


def _margin(
    name: str, values: ArrayLike, population: Margin, n: int
) -> tuple[NDArray[np.int64], dict[int, float]]:
    """The codes of a margin, and its population figures by code."""
    codes, labels = _complete(name, values, n)
    figures = {
        str(reading.code_name(code)): _figure(name, code, figure)
        for code, figure in population.items()
    }
    unknown = [label for label in labels if label not in figures]
    nobody = [label for label in figures if label not in labels and figures[label] != 0]
    if unknown or nobody:
        raise refused(
            "categories-differ",
            f"The categories of {name} differ: without a population figure"
            f" {', '.join(unknown) or 'none'}; without a respondent {', '.join(nobody) or 'none'}."
            " Join categories until each has both.",
            names=unknown + nobody,
        )
    wrong = [label for label in labels if not (np.isfinite(figures[label]) and figures[label] > 0)]
    if wrong:
        raise refused(
            "population-not-positive",
            f"The population of {', '.join(wrong)} in {name} must be above zero.",
            names=wrong,
        )
    return codes, {place: figures[label] for place, label in enumerate(labels)}


def _figure(name: str, code: object, figure: object) -> float:
    try:
        return float(figure)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise refused(
            "population-not-positive",
            f"The population of {reading.code_name(code)} in {name} is no number: {figure!r}.",
        ) from None


def _adjusted(
    design: SurveyDesign, columns: dict[str, Any], ask: Callable[[Any], Any], kind: str
) -> SurveyDesign:
    """Ask svy for the new weights and put them into a design of ours."""
    plain = replace(design, adjustment=None)
    done = asked(lambda: ask(plain.prepared.sample(columns)))
    weight = done.data[_NEW].to_numpy().astype(np.float64)
    bad = ~(weight > 0)
    if bad.any():
        sentence = (
            "The new weight of {count} respondents (rows {rows}) would be zero or negative: the"
            " sample is too far from these figures. Rake instead, which keeps weights positive,"
            " or join small categories."
        )
        raise refused("weight-negative", sentence, bad=bad)
    return replace(
        plain,
        weight=weight,
        replicates=_replicates(design, done),
        # The adjustment mixes the replicates, but brings no more clusters.
        replicate_df=None if design.replicates is None else design.df,
        adjustment=_record(done, design.weight, kind),
    )


def _replicates(design: SurveyDesign, done: Any) -> FloatArray | None:
    if design.replicates is None:
        return None
    names = done.design.rep_wgts.columns_from_data(done.data.columns)
    return np.asarray(done.data.select(names).to_numpy(), dtype=np.float64)


def _record(done: Any, before: FloatArray, kind: str) -> Adjustment | None:
    """What svy noted of the adjustment, in arrays."""
    noted = done.design.wgt_adjustment
    if noted is None or kind == "trimming":
        return None
    cells = tuple(
        done.data[name].cast(int).fill_null(-1).to_numpy().astype(np.int64)
        for name in noted.cells or ()
    )
    auxiliary = done.data.select(noted.aux).to_numpy() if noted.aux else None
    return Adjustment(kind, before, cells, auxiliary)
