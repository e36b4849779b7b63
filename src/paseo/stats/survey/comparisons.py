"""Differences of survey estimates: between groups, between questions, between waves.

Two estimates of one sample share clusters, so that the error of their difference needs their
covariance; svy gives it. Two independent samples have none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray, a_level
from paseo.stats.differences import difference_of
from paseo.stats.interval import Interval
from paseo.stats.survey import codes as reading
from paseo.stats.survey.codes import By, Grouping
from paseo.stats.survey.design import SurveyDesign
from paseo.stats.survey.domains import Domains, Label, crossed
from paseo.stats.survey.engine import asked, variance_options
from paseo.stats.survey.estimates import (
    Estimate,
    indicator,
    set_apart,
    survey_mean,
    variance_name,
    wanted_answers,
)
from paseo.stats.survey.intervals import EDGE, ROUNDING, plain_ends, share_ends
from paseo.stats.survey.problems import refused

Base = Literal["both", "each"]
#: Stands beside the groupings of the caller and can be none of them.
_GROUP = "\0group"


def survey_difference(
    design: SurveyDesign,
    y: ArrayLike,
    group: ArrayLike | Grouping,
    a: object,
    b: object,
    *,
    of: Collection[object] | None = None,
    by: By | None = None,
    level: float = 0.95,
    codes: Collection[object] | None = None,
    without: Collection[object] = (),
) -> list[Estimate]:
    """Difference of two groups of one sample, ``mean(a) - mean(b)``, with their covariance.

    Args:
        design: The design of all respondents.
        y: Numeric answers, or codes where ``of`` is given.
        group: Group of each respondent.
        a: Label of the first group.
        b: Label of the second group.
        of: Codes whose share is compared; without it means are.
        by: One grouping, several, or several by name: a difference within each.
        level: Confidence level.
        codes: All codes of the question.
        without: Codes that leave the base.

    Returns:
        One difference for each domain, with a t interval on the degrees of freedom of all
        respondents in the compared groups; NaN where a group has no answers. Where all of a
        group answered alike the ends come from the groups' own intervals (shares) or are NaN.

    Raises:
        SurveyError: A group is not in the data, or as for `survey_share`.

    Source: Lumley (2010), Complex Surveys, Wiley (svycontrast after svyby with covariances).
    """
    values = _values(design, y, of, codes, without)
    groups, places = _crossed(design, group, a, b, by)
    name = f"{reading.code_name(a)} - {reading.code_name(b)}"
    return _differences(
        "difference", design, values, groups, places, name, level, shares=of is not None
    )


def survey_gap(
    design: SurveyDesign,
    first: ArrayLike,
    second: ArrayLike,
    *,
    of: Collection[object] | None = None,
    base: Base = "both",
    by: By | None = None,
    level: float = 0.95,
    codes: Collection[object] | None = None,
    without: Collection[object] = (),
) -> list[Estimate]:
    """Gap between two questions to the same respondents, such as feeling safe by day and night.

    Args:
        design: The design of all respondents.
        first: Numeric answers, or codes where ``of`` is given.
        second: Answers to the second question.
        of: Codes whose share is compared in both questions; without it means are.
        base: both: the mean of the differences of those who answered both questions; each: the
            difference of the two published values, each on those who answered that question.
        by: One grouping, several, or several by name.
        level: Confidence level.
        codes: All codes of the questions.
        without: Codes that leave the base.

    Returns:
        One gap ``first - second`` for each domain, with a t interval.

    Raises:
        SurveyError: As for `survey_share`.

    Source: Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.6.
    """
    pair = [_values(design, y, of, codes, without) for y in (first, second)]
    if base == "both":
        found = survey_mean(design, pair[0] - pair[1], by=by, level=level)
        return [_renamed(one, "gap", "first - second") for one in found]
    if base != "each":
        raise refused("unknown-base", "The base of a gap is both or each.")
    # svy sees the questions as two domains of one sample.
    twice, place = design.twice, np.repeat([0, 1], design.n)
    groups, places = _crossed(twice, place, 0, 1, _doubled(by, design.n))
    values = np.concatenate(pair)
    name = "first - second"
    return _differences("gap", twice, values, groups, places, name, level, shares=of is not None)


def survey_change(
    first: Estimate, second: Estimate, *, interval: Literal["t", "MOVER"] | None = None
) -> Estimate:
    """Change from a first to a second wave with independent samples, ``second - first``.

    ``se = sqrt(se1^2 + se2^2)`` with the degrees of freedom of Welch and Satterthwaite. Where
    people were asked in both waves (a panel) the true error is smaller or larger: put both
    waves into one design and use `survey_difference`.

    Args:
        first: Estimate of the earlier wave.
        second: Estimate of the later wave, of the same kind, category and level.
        interval: t, or MOVER, which keeps the asymmetry of shares near 0 or 1; without a word
            MOVER where a wave has no standard error (a share of 0 or 1), else t.

    Returns:
        The change.

    Raises:
        SurveyError: The estimates differ in kind, category, domain or level.

    Source: Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Zou and Donner (2008),
    Statistics in Medicine 27, 1693-1702.
    """
    for part in ("kind", "category", "domain", "level"):
        if getattr(first, part) != getattr(second, part):
            raise refused(
                "waves-differ",
                f"The two waves differ in {part} ({getattr(first, part)!r} and"
                f" {getattr(second, part)!r}): a change needs the same in both.",
            )
    value, se = second.value - first.value, float(np.hypot(first.se, second.se))
    df = _satterthwaite(first, second)
    low, high = plain_ends(value, se, df, first.level)
    chosen = interval or ("t" if min(first.se, second.se) > 0 else "MOVER")
    if chosen == "MOVER":
        _, low, high = difference_of(_as_interval(second), _as_interval(first)).floats()
    return Estimate(
        kind="change",
        domain=first.domain,
        category=first.category,
        value=value,
        se=se,
        low=low,
        high=high,
        df=df,
        n=second.n,
        n_base=first.n_base + second.n_base,
        deff=None,
        level=first.level,
        method=f"independent samples, {chosen} interval",
    )


def _as_interval(one: Estimate) -> Interval:
    return Interval(one.value, one.low, one.high, one.level, one.method)


def _satterthwaite(first: Estimate, second: Estimate) -> float:
    a, b = first.se**2, second.se**2
    if a + b == 0:
        return min(first.df, second.df)
    if not (first.df > 0 and second.df > 0):
        return float("nan")
    return (a + b) ** 2 / (a**2 / first.df + b**2 / second.df)


def _values(
    design: SurveyDesign,
    y: ArrayLike,
    of: Collection[object] | None,
    codes: Collection[object] | None,
    without: Collection[object],
) -> FloatArray:
    if of is None:
        return reading.numbers("y", y, design.n)
    answers, wanted = wanted_answers(design, y, of=of, codes=codes, without=without)
    return indicator(answers, wanted[0][1])


Pairs = dict[Label, tuple[int | None, int | None]]


def _crossed(
    design: SurveyDesign, group: ArrayLike | Grouping, a: object, b: object, by: By | None
) -> tuple[Domains, Pairs]:
    """The domains crossed with the group, and where the two groups of each domain stand."""
    codes, labels = reading.levels(group)
    if codes.shape != (design.n,):
        raise refused("lengths-differ", f"The group has {codes.size} entries for {design.n}.")
    wanted = [reading.code_name(side) for side in (a, b)]
    absent = [str(side) for side in wanted if side not in labels]
    if absent or wanted[0] == wanted[1]:
        raise refused(
            "group-absent",
            f"Two different groups are needed; the data hold {', '.join(labels[:10])}"
            f" (asked for {wanted[0]} and {wanted[1]}).",
        )
    within = reading.groupings(by, design.n)
    # Only the two groups are asked for: others would enlarge the covariance for nothing.
    sides = np.full(len(labels) + 1, reading.MISSING)
    sides[[labels.index(str(side)) for side in wanted]] = 0, 1
    both = crossed({**within, _GROUP: (sides[codes], [str(side) for side in wanted])}, design.n)
    place = {label: number for number, label in enumerate(both.labels)}
    pairs = {
        label: tuple(place.get((*label, (_GROUP, str(side)))) for side in wanted)
        for label in crossed(within, design.n).labels
    }
    return both, pairs  # type: ignore[return-value]


def _differences(
    kind: str,
    design: SurveyDesign,
    values: FloatArray,
    groups: Domains,
    places: Pairs,
    name: str,
    level: float,
    *,
    shares: bool,
) -> list[Estimate]:
    a_level(level)
    cells = _cells(design, values, groups, level)
    method = f"{variance_name(design)} with covariance, t interval"
    found = []
    for label, (a, b) in places.items():
        i, j = cells.rows.get(a), cells.rows.get(b)
        held = [int(cells.n[k]) for k in (i, j) if k is not None]
        difference, se = _contrast(cells, i, j)
        low, high = plain_ends(difference, se, cells.df, level)
        edge = i is not None and j is not None and cells.at_edge(i, j)
        said = method
        if edge and i is not None and j is not None:
            low, high = cells.apart(i, j) if shares else (float("nan"), float("nan"))
            said = f"{variance_name(design)}, MOVER of the groups' intervals" if shares else method
        found.append(
            Estimate(
                kind=kind,
                domain=label,
                category=name,
                value=difference,
                se=se,
                low=low,
                high=high,
                df=cells.df,
                n=min(held) if len(held) == 2 else 0,
                n_base=sum(held),
                deff=None,
                level=level,
                method=said,
            )
        )
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """The means of all groups, with what svy says of their errors together."""

    rows: dict[int | None, int]
    value: FloatArray
    n: FloatArray
    low: FloatArray
    high: FloatArray
    covariance: FloatArray
    df: float

    def at_edge(self, i: int, j: int) -> bool:
        """True where all of a group answered alike: it has no standard error to go by."""
        return bool(min(self.covariance[i, i], self.covariance[j, j]) <= 0)

    def apart(self, i: int, j: int) -> tuple[float, float]:
        """Ends from both groups' own intervals: a group that answers alike covaries with none."""
        d = self.value[i] - self.value[j]
        below = np.hypot(self.value[i] - self.low[i], self.high[j] - self.value[j])
        above = np.hypot(self.high[i] - self.value[i], self.value[j] - self.low[j])
        return float(d - below), float(d + above)


def _cells(design: SurveyDesign, values: FloatArray, groups: Domains, level: float) -> _Cells:
    assert groups.index is not None
    if not (~np.isnan(values) & (groups.index >= 0)).any():
        none = np.zeros(0)
        return _Cells({}, none, none, none, none, np.zeros((0, 0)), 0.0)
    options: dict[str, Any] = {"drop_nulls": True, **variance_options(design)}
    held = set_apart(design, groups, [values])
    estimation, (y, domain) = design.prepared.estimation(*held)
    result = asked(lambda: estimation.mean(y, by=domain, **options))
    table = result.to_polars()
    value, se, df, n = (
        table[name].to_numpy().astype(np.float64) for name in ("est", "se", "df", "n")
    )
    covariance = np.array(result.covariance, dtype=np.float64)
    constant = se <= ROUNDING * np.abs(value)
    covariance[constant, :] = covariance[:, constant] = 0.0
    low, high = share_ends(value, np.where(constant, 0.0, se), df, n, level, "logit")
    rows: dict[int | None, int] = {row: i for i, row in enumerate(table[domain].to_list())}
    return _Cells(rows, value, n, low, high, covariance, float(result.design_df))


def _contrast(cells: _Cells, i: int | None, j: int | None) -> tuple[float, float]:
    if i is None or j is None:
        return float("nan"), float("nan")
    c = cells.covariance
    squared = c[i, i] + c[j, j] - 2 * c[i, j]
    se = float(np.sqrt(max(squared, 0.0)))
    difference = float(cells.value[i] - cells.value[j])
    size = max(abs(cells.value[i]), abs(cells.value[j]))
    if abs(difference) <= EDGE * size:
        difference = 0.0  # rounding must not point a way
    return difference, 0.0 if se <= ROUNDING * size else se


def _doubled(by: By | None, n: int) -> By | None:
    if by is None:
        return None
    named = reading.groupings(by, n)
    return {
        name: np.tile(np.array([*labels, None], dtype=object)[codes], 2)
        for name, (codes, labels) in named.items()
    }


def _renamed(one: Estimate, kind: str, category: str) -> Estimate:
    return replace(one, kind=kind, category=category, deff=None)
