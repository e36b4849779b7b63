"""Means, totals, shares, ratios and quantiles of a survey, for all and for any domains."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, a_level
from paseo.stats.survey import codes as reading
from paseo.stats.survey.codes import By
from paseo.stats.survey.design import SurveyDesign
from paseo.stats.survey.domains import Domains, domains_of
from paseo.stats.survey.engine import asked, cause_of, variance_options
from paseo.stats.survey.intervals import EDGE, ROUNDING, ShareInterval, mean_ends, share_ends
from paseo.stats.survey.problems import SurveyError, refused

#: Weights that are equal but for rounding must count as equal where a quantile falls on a tie.
_TIE = 1e-10


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate of a survey with its design-based uncertainty.

    Attributes:
        kind: mean, total, count, share, ratio, quantile, difference, gap or change.
        domain: Grouping and label of each part of the domain; empty for all respondents.
        category: Answer or answers that a share or count is about, or the two groups of a
            difference.
        value: The estimate; NaN where nobody answered.
        se: Standard error.
        low: Lower end of the interval; NaN where there are no degrees of freedom.
        high: Upper end.
        df: Degrees of freedom, clusters less strata within the domain.
        n: Answers in the cell, unweighted: those that gave the category, or all for a mean.
        n_base: Answers that the estimate rests on, unweighted.
        deff: Design effect against a simple random sample without replacement (with
            replacement where the weights do not add up to more than the answers); None where
            it is not defined or replicate weights are used.
        level: Confidence level.
        method: How the variance and the interval were made.
    """

    kind: str
    domain: tuple[tuple[str, str], ...]
    category: str
    value: float
    se: float
    low: float
    high: float
    df: float
    n: int
    n_base: int
    deff: float | None
    level: float
    method: str


Ask = Callable[..., Any]


def survey_mean(
    design: SurveyDesign, y: ArrayLike, *, by: By | None = None, level: float = 0.95
) -> list[Estimate]:
    """Weighted mean ``sum w y / sum w`` of those who answered, in each domain.

    Args:
        design: The design of all respondents; a domain is never cut out of it beforehand.
        y: Numeric answers; None or NaN where there is none.
        by: One grouping, several, or several by name.
        level: Confidence level.

    Returns:
        One estimate for each domain, with a t interval; value NaN and n 0 where nobody answered.
        Where all gave the same answer the ends are NaN: nothing tells how others would answer.

    Raises:
        SurveyError: The answers are words, or the lengths differ.
        MissingExtraError: svy is not installed.

    Source: Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, Springer,
    section 5.7; degrees of freedom as degf() of R survey in the domain.

    Example:
        >>> design = SurveyDesign(weight=[1, 1, 2, 2], stratum=["a", "a", "b", "b"])
        >>> survey_mean(design, [1, 3, 2, 6])[0].value
        3.3333333333333335
    """
    values = reading.numbers("y", y, design.n)
    groups = domains_of(by, design.n)
    rows = _asked(design, groups, [values], _simple("mean"))
    return _finished("mean", design, groups, rows, level=level, answers=values)


def survey_total(
    design: SurveyDesign,
    y: ArrayLike | None = None,
    *,
    by: By | None = None,
    level: float = 0.95,
) -> list[Estimate]:
    """Weighted total ``sum w y`` of those who answered; without y the number of people.

    Args:
        design: The design of all respondents.
        y: Numeric answers; None or NaN where there is none, which adds nothing to the total.
        by: One grouping, several, or several by name.
        level: Confidence level.

    Returns:
        One estimate for each domain, with a t interval.

    Raises:
        SurveyError: As for `survey_mean`.
    """
    values = np.ones(design.n) if y is None else reading.numbers("y", y, design.n)
    groups = domains_of(by, design.n)
    rows = _asked(design, groups, [values], _simple("total"))
    return _finished("total", design, groups, rows, level=level)


def survey_share(
    design: SurveyDesign,
    y: ArrayLike,
    *,
    category: object | None = None,
    of: Collection[object] | None = None,
    by: By | None = None,
    level: float = 0.95,
    interval: ShareInterval = "logit",
    codes: Collection[object] | None = None,
    without: Collection[object] = (),
) -> list[Estimate]:
    """Share of those who answered that gave a category, or any of a set of codes.

    Args:
        design: The design of all respondents.
        y: Answers as codes; None, NaN and empty text are missing.
        category: The one code wanted; without it and ``of``, every category is estimated.
        of: The codes that count together.
        by: One grouping, several, or several by name.
        level: Confidence level.
        interval: logit, beta (Korn and Graubard) or wald; see `intervals.share_ends`.
        codes: All codes of the question; any other answer is then refused.
        without: Codes that leave the base, such as "don't know".

    Returns:
        One estimate for each domain and category; ``n_base`` is the base.

    Raises:
        SurveyError: Unknown codes, labels instead of codes, or lengths that differ.

    Source: as `survey_mean`, of an indicator of the category.

    Example:
        >>> design = SurveyDesign(weight=[1, 1, 2, 2], stratum=["a", "a", "b", "b"])
        >>> survey_share(design, ["1", "2", "1", "9"], of={"1"}, without={"9"})[0].value
        0.75
    """
    return _of_categories(
        "share", design, y, category, of, by, level, interval, codes=codes, without=without
    )


def survey_count(
    design: SurveyDesign,
    y: ArrayLike,
    *,
    category: object | None = None,
    of: Collection[object] | None = None,
    by: By | None = None,
    level: float = 0.95,
    codes: Collection[object] | None = None,
    without: Collection[object] = (),
) -> list[Estimate]:
    """Number of people in the population that a category of answers stands for.

    Arguments, errors and order as `survey_share`; a symmetric t interval, whose ends are NaN
    where nobody was met who gave the category: that does not show that there is nobody.
    """
    return _of_categories(
        "count", design, y, category, of, by, level, "wald", codes=codes, without=without
    )


def survey_ratio(
    design: SurveyDesign,
    y: ArrayLike,
    x: ArrayLike,
    *,
    by: By | None = None,
    level: float = 0.95,
) -> list[Estimate]:
    """Ratio of two totals ``sum w y / sum w x`` over those who answered both.

    Args:
        design: The design of all respondents.
        y: Numerator; None or NaN where there is none.
        x: Denominator.
        by: One grouping, several, or several by name.
        level: Confidence level.

    Returns:
        One estimate for each domain, with a t interval.

    Raises:
        SurveyError: As for `survey_mean`.

    Source: Cochran (1977), Sampling Techniques, 3rd edition, Wiley, chapter 6.
    """
    top, bottom = reading.numbers("y", y, design.n), reading.numbers("x", x, design.n)
    missing = np.isnan(top) | np.isnan(bottom)
    columns = [np.where(missing, np.nan, one) for one in (top, bottom)]
    groups = domains_of(by, design.n)
    rows = _asked(design, groups, columns, _simple("ratio"))
    return _finished("ratio", design, groups, rows, level=level)


def survey_quantile(
    design: SurveyDesign,
    y: ArrayLike,
    q: float | Sequence[float] = 0.5,
    *,
    by: By | None = None,
    level: float = 0.95,
) -> list[Estimate]:
    """Smallest answer at which the cumulated share of the weights reaches q.

    The rule is "math" of R survey, the inverse of the distribution function. The interval of
    Woodruff turns that of the share back into answers; the standard error is its length over
    ``2 t``. With replicate weights the quantile is taken in each replicate. Weights that are
    equal up to rounding count as equal, so that a tie falls on the lower answer as in R.

    Args:
        design: The design of all respondents.
        y: Numeric answers; None or NaN where there is none.
        q: Share or shares between 0 and 1; 0.5 is the median.
        by: One grouping, several, or several by name.
        level: Confidence level.

    Returns:
        One estimate for each domain and q, named by q in ``category``; the ends are NaN where all
        gave the same answer.

    Raises:
        SurveyError: A q outside 0 to 1, or as for `survey_mean`.

    Source: Woodruff (1952), Journal of the American Statistical Association 47, 635-646.
    """
    wanted = [float(one) for one in np.atleast_1d(np.asarray(q, dtype=np.float64))]
    if not wanted or not all(0 < one < 1 for one in wanted):
        raise refused(
            "quantile-out-of-range", "A quantile lies between 0 and 1: 0.5 is the median."
        )
    values = reading.numbers("y", y, design.n)
    groups = domains_of(by, design.n)
    found: list[Estimate] = []
    for one in wanted:

        def ask(estimation: Any, y: str, at: float = one * (1 - _TIE), **options: Any) -> Any:
            del options["deff"]
            return estimation.quantile(y, p=at, alpha=1 - a_level(level), **options)

        rows = _asked(design, groups, [values], ask)
        found += _finished(
            "quantile",
            design,
            groups,
            rows,
            level=level,
            category=f"{one:g}",
            woodruff=True,
            answers=values,
        )
    return [found[i] for i in _by_domain(len(wanted), len(groups.labels))]


def _by_domain(categories: int, domains: int) -> Iterator[int]:
    return (c * domains + d for d in range(domains) for c in range(categories))


def _simple(name: str) -> Ask:
    return lambda estimation, *columns, **options: getattr(estimation, name)(*columns, **options)


def _of_categories(
    kind: str,
    design: SurveyDesign,
    y: ArrayLike,
    category: object | None,
    of: Collection[object] | None,
    by: By | None,
    level: float,
    interval: ShareInterval,
    *,
    codes: Collection[object] | None,
    without: Collection[object],
) -> list[Estimate]:
    answers, wanted = wanted_answers(
        design, y, category=category, of=of, codes=codes, without=without
    )
    groups = domains_of(by, design.n)
    ask = _simple("mean" if kind == "share" else "total")
    found: list[Estimate] = []
    for name, places in wanted:
        hit = indicator(answers, places)
        rows = _asked(design, groups, [hit], ask)
        held = groups.counted(hit == 1)
        found += _finished(
            kind, design, groups, rows, level=level, category=name, held=held, interval=interval
        )
    return [found[i] for i in _by_domain(len(wanted), len(groups.labels))]


def wanted_answers(
    design: SurveyDesign,
    y: ArrayLike,
    *,
    category: object | None = None,
    of: Collection[object] | None = None,
    codes: Collection[object] | None = None,
    without: Collection[object] = (),
) -> tuple[NDArray[np.int64], list[tuple[str, set[int]]]]:
    """Read a question's answers, and the sets of places that are to be estimated, by name."""
    if category is not None and of is not None:
        raise refused("no-codes", "Give one category or a set of codes, not both.")
    answers, labels = reading.categories("y", y, design.n, known=codes, without=without)
    if category is not None:
        of = [category]
    if of is None:
        return answers, [(label, {place}) for place, label in enumerate(labels)]
    places = reading.chosen("y", of, labels, stated=codes is not None)
    return answers, [("; ".join(str(reading.code_name(code)) for code in of), places)]


def indicator(answers: NDArray[np.int64], places: set[int]) -> FloatArray:
    """1 for the wanted answers, 0 for the others, NaN where there is none."""
    hit = np.isin(answers, list(places)).astype(np.float64)
    return np.where(answers == reading.MISSING, np.nan, hit)


def _asked(
    design: SurveyDesign, groups: Domains, columns: Sequence[FloatArray], ask: Ask
) -> dict[int, dict[str, Any]]:
    """Ask svy once for all domains; the rows of its answer by domain."""
    answered = ~np.isnan(columns[0])
    if groups.index is not None:
        answered &= groups.index >= 0
    if not answered.any():
        return {}
    options: dict[str, Any] = {"drop_nulls": True, **variance_options(design)}
    if groups.index is None:
        estimation, names = design.prepared.estimation(*columns)
        domain = ""
    else:
        held = set_apart(design, groups, columns)
        estimation, (*names, domain) = design.prepared.estimation(*held)
        options["by"] = domain
    result = _with_effect(partial(ask, estimation, *names, **options), design)
    return {row.get(domain, 0): row for row in result.to_polars().iter_rows(named=True)}


def set_apart(
    design: SurveyDesign, groups: Domains, columns: Sequence[FloatArray]
) -> list[NDArray[Any]]:
    """The columns and the domains as svy is asked about them.

    Whoever gave no answer is out of the domain. With replicate weights svy would write each of
    them anew, with zeros for those; a domain of their own comes to the same and costs nothing.
    """
    assert groups.index is not None
    missing = np.isnan(columns[0]) | (groups.index < 0)
    if design.replicates is None or not missing.any():
        return [*columns, groups.index]
    index = np.where(missing, len(groups.labels), groups.index)
    return [*(np.where(missing, 0.0, one) for one in columns), index]


def _with_effect(ask: Ask, design: SurveyDesign) -> Any:
    """Ask with the design effect where svy has one: not with replicate weights."""
    # Weights that average 1 count no population, so that nothing can be taken out of one; and
    # where everyone answers alike there is no spread to compare with.
    references = ("wor", "wr") if design.replicates is None else ()
    for reference in references:
        try:
            return asked(partial(ask, deff=reference))
        except SurveyError as fault:
            if cause_of(fault) != "DEFF_NOT_COMPUTABLE":
                raise
    return asked(partial(ask, deff=None))


def _finished(
    kind: str,
    design: SurveyDesign,
    groups: Domains,
    rows: dict[int, dict[str, Any]],
    *,
    level: float,
    category: str = "",
    held: NDArray[np.int64] | None = None,
    interval: ShareInterval | None = None,
    woodruff: bool = False,
    answers: FloatArray | None = None,
) -> list[Estimate]:
    a_level(level)
    value, se, df, base = (
        _column(rows, len(groups.labels), name) for name in ("est", "se", "df", "n")
    )
    base = np.nan_to_num(base)
    se = np.where(se <= ROUNDING * np.abs(value), 0.0, se)
    if kind == "share" and interval is not None:
        # Rounding must not hide that all or nobody gave the answer.
        value = np.where(value <= EDGE, 0.0, np.where(value >= 1 - EDGE, 1.0, value))
        low, high = share_ends(value, se, df, base, level, interval)
        said = f"{interval} interval"
    elif woodruff:
        low, high = (_column(rows, len(groups.labels), name) for name in ("lci", "uci"))
        unspread = _alike(answers, groups, se)
        low, high = np.where(unspread, np.nan, low), np.where(unspread, np.nan, high)
        said = "Woodruff interval" if design.replicates is None else "t interval"
    else:
        unseen = np.zeros(len(se), dtype=np.bool_) if held is None else held == 0
        told = np.where(_alike(answers, groups, se) | unseen, np.nan, se)
        low, high = mean_ends(value, told, df, level)
        said = "t interval"
    counts = base.astype(np.int64) if held is None else held
    deff = _column(rows, len(groups.labels), "deff")
    return [
        Estimate(
            kind=kind,
            domain=label,
            category=category,
            value=float(value[d]),
            se=float(se[d]),
            low=float(low[d]),
            high=float(high[d]),
            df=float(df[d]) if rows.get(d) else 0.0,
            n=int(counts[d]),
            n_base=int(base[d]),
            deff=float(deff[d]) if np.isfinite(deff[d]) and se[d] > 0 else None,
            level=level,
            method=f"{variance_name(design)}, {_edge_name(kind, value[d], said)}",
        )
        for d, label in enumerate(groups.labels)
    ]


def _alike(answers: FloatArray | None, groups: Domains, se: FloatArray) -> NDArray[np.bool_]:
    """Domains without a standard error because all in them gave the same answer."""
    alike = np.zeros(len(se), dtype=np.bool_)
    if answers is None:
        return alike
    for d in np.flatnonzero(se == 0):
        own = answers if groups.index is None else answers[groups.index == d]
        alike[d] = np.nanmax(own) == np.nanmin(own)
    return alike


def _edge_name(kind: str, value: float, said: str) -> str:
    if kind == "share" and value in (0.0, 1.0):
        return "Clopper-Pearson interval as of independent answers"
    return said


def _column(rows: dict[int, dict[str, Any]], domains: int, name: str) -> FloatArray:
    cells = (rows[d].get(name) if d in rows else None for d in range(domains))
    return np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)


def variance_name(design: SurveyDesign) -> str:
    """How the variance of this design is taken, for the method of an estimate."""
    if design.replicates is not None:
        return f"{design.replicate_kind} replicates ({design.replicates.shape[1]})"
    return "linearisation"
