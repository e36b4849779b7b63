"""Regression of a survey answer on others, with design-based standard errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from warnings import catch_warnings

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, a_level
from paseo.stats.survey import codes as reading
from paseo.stats.survey.design import SurveyDesign
from paseo.stats.survey.engine import asked, svy, variance_options
from paseo.stats.survey.problems import SurveyError, refused

Family = Literal["gaussian", "binomial"]
INTERCEPT = "(intercept)"


@dataclass(frozen=True, slots=True)
class Term:
    """One coefficient of a regression.

    Attributes:
        name: Name of the variable; ``(intercept)`` for the constant.
        category: Category of the variable beside its reference; empty for a numeric one.
        value: The coefficient: units of y (gaussian), log odds (binomial).
        se: Standard error.
        low: Lower end of the t interval.
        high: Upper end.
        t: Value over standard error.
        p: Two-sided probability of a larger t were the coefficient zero.
    """

    name: str
    category: str
    value: float
    se: float
    low: float
    high: float
    t: float
    p: float


@dataclass(frozen=True, slots=True)
class SurveyRegression:
    """A fitted regression.

    Attributes:
        family: gaussian or binomial (logistic).
        terms: The coefficients, the intercept first.
        df: Degrees of freedom: those of the design less the coefficients beyond the first.
        n: Respondents with all answers.
        level: Confidence level.
    """

    family: str
    terms: tuple[Term, ...]
    df: float
    n: int
    level: float


def survey_regression(
    design: SurveyDesign,
    y: ArrayLike,
    x: Mapping[str, ArrayLike],
    *,
    family: Family = "gaussian",
    reference: Mapping[str, object] | None = None,
    level: float = 0.95,
) -> SurveyRegression:
    """Fit a linear or logistic regression by weighted estimating equations.

    Args:
        design: The design of all respondents.
        y: Numeric answers; 0 and 1 for a logistic regression.
        x: Explaining variables by name. Numbers enter as they are, unless the variable is named
            in ``reference``; words enter as categories.
        family: gaussian (identity link) or binomial (logit link).
        reference: Category that the others of a variable are compared with; the first unless
            told.
        level: Confidence level.

    Returns:
        The coefficients with linearised (or replicate) standard errors; as ``svyglm`` of R.

    Raises:
        SurveyError: A variable is constant or repeats others, y is not 0 or 1 or is told wholly
            by a category, a reference does not occur, or there are too few clusters.

    Source: Binder (1983), International Statistical Review 51, 279-292.
    """
    if family not in ("gaussian", "binomial"):
        raise refused("unknown-family", "The family is gaussian or binomial.")
    answers = reading.numbers("y", y, design.n)
    columns, terms, names = _variables(design, x, reference or {})
    complete = ~np.isnan(answers)
    for values in columns.values():
        complete &= values >= 0 if values.dtype.kind == "i" else ~np.isnan(values)
    _check(answers[complete], {k: v[complete] for k, v in columns.items()}, names, family)
    options: dict[str, Any] = {"family": family, "alpha": 1 - a_level(level)}
    options["method"] = variance_options(design)["method"]
    held = design.prepared.sample({"y": np.where(complete, answers, np.nan), **columns})
    rows = _fitted(held, terms, options, [name for name, _ in names.values()])
    _enough(design, complete, len(rows))
    return SurveyRegression(
        family=family,
        terms=tuple(_term(row, names) for row in rows),
        df=float(rows[0]["df"]),
        n=int(complete.sum()),
        level=level,
    )


def _fitted(
    held: Any, terms: list[Any], options: dict[str, Any], names: list[str]
) -> list[dict[str, Any]]:
    """Ask svy, and say in words why there may be no answer."""
    said = ", ".join(names)
    try:
        with catch_warnings(category=UserWarning, action="ignore"):
            fit = asked(lambda: held.glm.fit("y", x=terms, tol=1e-12, **options)).to_polars()
    except SurveyError as fault:
        if "rank" not in str(fault):
            raise
        raise refused(
            "collinear", f"One of {said} repeats the others among those who answered: leave it out."
        ) from fault
    rows: list[dict[str, Any]] = fit.to_dicts()
    if any(not np.isfinite(row["std_err"]) for row in rows):
        raise refused(
            "separated",
            f"A value or category of {said} goes with one answer only, so that its coefficient has"
            " no bound: join categories or leave the variable out.",
        )
    return rows


def _enough(design: SurveyDesign, complete: NDArray[np.bool_], terms: int) -> None:
    """Refuse more coefficients than the clusters can bear, where svy would go on with one."""
    strata, clusters, _ = design.codes
    df = len(np.unique(clusters[complete])) - len(np.unique(strata[complete]))
    if (df if design.replicates is None else design.df) + 1 <= terms:
        raise refused(
            "too-few-clusters",
            f"There are too few clusters for {terms} coefficients: leave out variables.",
        )


Names = dict[str, tuple[str, list[str]]]


def _variables(
    design: SurveyDesign, x: Mapping[str, ArrayLike], reference: Mapping[str, object]
) -> tuple[dict[str, NDArray[Any]], list[Any], Names]:
    """The columns of the variables, svy's terms for them, and the names behind both."""
    columns: dict[str, NDArray[Any]] = {}
    names: Names = {}
    terms: list[Any] = []
    for place, (name, given) in enumerate(x.items()):
        column = f"x{place}"
        try:
            numeric: FloatArray | None = np.asarray(given, dtype=np.float64)
        except (TypeError, ValueError):
            numeric = None
        if numeric is not None and name not in reference:
            columns[column] = reading.numbers(name, numeric, design.n)
            names[column] = (name, [])
            terms.append(column)
            continue
        codes, labels = reading.categories(name, given, design.n)
        columns[column], names[column] = codes, (name, labels)
        wanted = reading.code_name(reference.get(name, labels[0] if labels else ""))
        if wanted not in labels:
            raise refused(
                "reference-absent",
                f"The reference {wanted} of {name} does not occur: {', '.join(labels[:10])} do.",
            )
        terms.append(svy().Cat(column, ref=labels.index(wanted)))
    return columns, terms, names


def _check(
    y: FloatArray, columns: Mapping[str, NDArray[Any]], names: Names, family: Family
) -> None:
    if not y.size:
        raise refused("no-answers", "Nobody answered all the questions of the regression.")
    if family == "binomial" and not np.isin(y, (0, 1)).all():
        raise refused("not-yes-no", "A logistic regression needs answers of 0 and 1.")
    constant = [names[column][0] for column, values in columns.items() if np.ptp(values) == 0]
    if np.ptp(y) == 0:
        constant.insert(0, "y")
    if constant:
        raise refused(
            "constant",
            f"{', '.join(constant)} is the same for all who answered: leave it out.",
            names=constant,
        )


def _term(row: Mapping[str, Any], names: Names) -> Term:
    column, _, code = str(row["term"]).partition("_") if row["term"] != "_intercept_" else ("",) * 3
    name, labels = names.get(column, (INTERCEPT, []))
    return Term(
        name=name,
        category=labels[int(float(code))] if labels else "",
        value=float(row["estimate"]),
        se=float(row["std_err"]),
        low=float(row["conf_low"]),
        high=float(row["conf_high"]),
        t=float(row["statistic"]),
        p=float(row["p_value"]),
    )
