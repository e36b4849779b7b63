"""From observations to measured values: the interval that each kind of indicator allows.

One pass over a whole table. ``method`` is the id of a phrase (``method.`` in phrases.yaml)
that says how an interval was made or why there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paseo import stats
from paseo.assessment.framework import Framework
from paseo.assessment.profile import Measured
from paseo.evidence import columns

LEVEL: Final = 0.95
#: Population surveys that publish no design effect: the EU perception survey's weighting gives
#: about 1.2 to 1.6 (Ipsos, quality report of the 2019 wave, 2020); the cautious end is taken.
ASSUMED_DESIGN_EFFECT: Final = 1.5
#: Fewer answers than this are shown as weak.
WEAK_BELOW: Final = 100

CI_LOW: Final = "ci_low"
CI_HIGH: Final = "ci_high"
CI_LEVEL: Final = "ci_level"
METHOD: Final = "method"
WEAK: Final = "weak"
MADE: Final = (CI_LOW, CI_HIGH, CI_LEVEL, METHOD, WEAK)

#: Methods of values that count everything: there is no sampling error to give.
FULL_COUNT: Final = "full_count"
#: A sample of an open link, and the method that says why it has no interval.
SELF_SELECTED: Final = "self_selected"
#: Modes in which ``n`` counts something else than persons who answered.
NOT_ASKED: Final = ("register", "geodata", "audit")
_COUNTED_KINDS: Final = ("register_share", "spatial_ratio", "amount", "time", "flag", "category")
_FACTORS: Final = {"percent": 100.0, "ratio": 1.0, "index_0_1": 1.0}

FloatArray = NDArray[np.float64]


def measure(table: pl.DataFrame, framework: Framework) -> pl.DataFrame:
    """Add interval, method and weakness to every observation, filling a value from its parts.

    ==================  =====================================================================
    published interval  taken as it stands
    register rate       exact Poisson interval (Garwood) of numerator over denominator
    asked of a sample   Wilson interval on n over the design effect; where no design effect is
                        given, 1.5 is assumed, and the method says so
    standard error      the value and its standard error
    full count          none: everything was counted
    open link           none: whoever wanted to answered, of whom no theory tells
    ==================  =====================================================================

    Args:
        table: observations; columns of :mod:`paseo.evidence.columns`, more are kept.
        framework: gives kind and unit of each indicator.

    Returns:
        The table with ``ci_low``, ``ci_high``, ``ci_level``, ``method``, ``weak``.
    """
    known = pl.DataFrame(
        {
            columns.INDICATOR: [one.id for one in framework.indicators],
            "_kind": [one.kind for one in framework.indicators],
            "_unit": [one.unit for one in framework.indicators],
        },
        schema={columns.INDICATOR: pl.String, "_kind": pl.String, "_unit": pl.String},
    )
    bases = {code: unit.per or _FACTORS.get(code) for code, unit in framework.units.items()}
    per = {code: float(base) for code, base in bases.items() if base}
    described = table.join(known, on=columns.INDICATOR, how="left", maintain_order="left")
    described = described.with_columns(
        pl.coalesce(columns.UNIT, "_unit")
        .replace_strict(per, default=None, return_dtype=pl.Float64)
        .alias("_per")
    )
    described = _fill_values(described)
    answers = _cases(described)
    described = described.with_columns(pl.Series(METHOD, answers, dtype=pl.String))
    low, high, level = _intervals(described)
    return described.with_columns(
        pl.Series(CI_LOW, low).fill_nan(None),
        pl.Series(CI_HIGH, high).fill_nan(None),
        pl.Series(CI_LEVEL, level),
        _weak().alias(WEAK),
    ).drop("_kind", "_unit", "_per")


def _fill_values(table: pl.DataFrame) -> pl.DataFrame:
    quotient = pl.col("_kind").is_in(["register_rate", "register_share", "survey_share"])
    parts = (
        pl.col("_per")
        * pl.col(columns.NUMERATOR)
        / pl.when(pl.col(columns.DENOMINATOR) > 0).then(pl.col(columns.DENOMINATOR))
    )
    # A row that holds no value on purpose must not get one back from its denominator.
    open_row = ~pl.col(columns.STATUS).fill_null(columns.NORMAL).is_in(columns.WITHOUT_VALUE)
    return table.with_columns(
        pl.when(pl.col(columns.VALUE).is_null() & quotient & open_row)
        .then(parts)
        .otherwise(pl.col(columns.VALUE))
        .alias(columns.VALUE)
    )


def asked() -> pl.Expr:
    """Say whether a row stands for persons who were asked."""
    return pl.col(columns.N).is_not_null() & ~pl.col(columns.MODE).fill_null("").is_in(
        list(NOT_ASKED)
    )


def _weak() -> pl.Expr:
    few = asked() & (pl.col("_kind") != "audit_score") & (pl.col(columns.N) < WEAK_BELOW)
    return few.fill_null(False) | (pl.col(columns.STATUS) == columns.LOW_RELIABILITY).fill_null(
        False
    )


def _cases(table: pl.DataFrame) -> pl.Series:
    """Choose the method of each row."""
    share = (
        (pl.col("_kind") == "survey_share")
        | (pl.col("_kind").is_in(["register_share", "spatial_ratio"]) & asked())
    ) & pl.col("_per").is_not_null()
    possible = pl.col(columns.VALUE).is_between(0, pl.col("_per"))
    sampled = pl.col("_kind").is_in(["survey_share", "survey_mean", "survey_gap"])
    case = (
        pl.when(pl.col(columns.VALUE).is_null())
        .then(None)
        .when(pl.col(columns.LOW).is_not_null() & pl.col(columns.HIGH).is_not_null())
        .then(pl.lit("published"))
        .when(
            (pl.col("_kind") == "register_rate")
            & (pl.col(columns.NUMERATOR) >= 0)
            & (pl.col(columns.DENOMINATOR) > 0)
            & pl.col("_per").is_not_null()
        )
        .then(pl.lit("garwood"))
        .when(pl.col("_kind") == "register_rate")
        .then(pl.lit("no_count"))
        .when(sampled & (pl.col(columns.SAMPLE) == "census"))
        .then(pl.lit(FULL_COUNT))
        # Whoever wanted to answer: no number of answers tells how far off that is.
        .when(sampled & (pl.col(columns.SAMPLE) == SELF_SELECTED))
        .then(pl.lit(SELF_SELECTED))
        .when(share & possible & (pl.col(columns.N) > 0) & (pl.col(columns.DESIGN_EFFECT) > 0))
        .then(pl.lit("wilson"))
        .when(pl.col(columns.STANDARD_ERROR) >= 0)
        .then(pl.lit("standard_error"))
        .when(share & possible & (pl.col(columns.N) > 0))
        .then(pl.lit("wilson_assumed"))
        .when(share | (pl.col("_kind") == "survey_share"))
        .then(pl.lit("no_n"))
        .when(sampled)
        .then(pl.lit("no_spread"))
        .when(pl.col("_kind") == "audit_score")
        .then(pl.lit("audit"))
        .when(pl.col("_kind").is_in(list(_COUNTED_KINDS)))
        .then(pl.lit(FULL_COUNT))
        .otherwise(pl.lit("no_rule"))
    )
    return table.select(case.alias("case"))["case"]


def _array(table: pl.DataFrame, name: str) -> FloatArray:
    return table[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _intervals(table: pl.DataFrame) -> tuple[FloatArray, FloatArray, FloatArray]:
    size = table.height
    low, high = np.full(size, np.nan), np.full(size, np.nan)
    level = np.full(size, LEVEL)
    case = table[METHOD].fill_null("").to_numpy()
    value, per = _array(table, columns.VALUE), _array(table, "_per")

    chosen = case == "published"
    if chosen.any():
        low[chosen] = _array(table, columns.LOW)[chosen]
        high[chosen] = _array(table, columns.HIGH)[chosen]
        stated = _array(table, columns.LEVEL)[chosen]
        level[chosen] = np.where(np.isnan(stated), LEVEL, stated)

    chosen = case == "garwood"
    if chosen.any():
        events = _array(table, columns.NUMERATOR)[chosen]
        base = _array(table, columns.DENOMINATOR)[chosen]
        _, lower, upper = stats.rate(events, base, level=LEVEL).arrays()
        low[chosen], high[chosen] = lower * per[chosen], upper * per[chosen]

    chosen = (case == "wilson") | (case == "wilson_assumed")
    if chosen.any():
        effect = _array(table, columns.DESIGN_EFFECT)[chosen]
        effect = np.where(effect > 0, effect, ASSUMED_DESIGN_EFFECT)
        unit = per[chosen]
        part = np.clip(value[chosen] / unit, 0.0, 1.0)
        answers = _array(table, columns.N)[chosen]
        _, lower, upper = stats.survey_share(part, answers, deff=effect, level=LEVEL).arrays()
        low[chosen], high[chosen] = lower * unit, upper * unit

    chosen = case == "standard_error"
    if chosen.any():
        error = _array(table, columns.STANDARD_ERROR)[chosen]
        _, lower, upper = stats.mean_from_se(value[chosen], error, level=LEVEL).arrays()
        low[chosen], high[chosen] = lower, upper
    return low, high, level


def as_measured(row: Mapping[str, Any]) -> Measured:
    """Return the measured value of one row of a measured table."""
    return Measured(
        period=row[columns.PERIOD],
        value=row[columns.VALUE],
        low=row[CI_LOW],
        high=row[CI_HIGH],
        level=row[CI_LEVEL],
        method=row[METHOD],
        weak=row[WEAK],
        row={name: row[name] for name in columns.COLUMNS},
    )
