"""Values: possible ones, and those that agree with what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import polars as pl

from paseo.evidence import columns
from paseo.evidence.checks.report import AT, Report, number_text
from paseo.evidence.vocabulary import Vocabulary

_NEVER_NEGATIVE: Final = (
    columns.NUMERATOR, columns.DENOMINATOR, columns.N, columns.STANDARD_ERROR,
)  # fmt: skip
#: Float arithmetic, far below what any table prints.
_NEARLY: Final = 1e-9


def with_terms(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return the table with what is known of each row's indicator: ``_kind``, ``_factor``, ends."""
    terms = pl.DataFrame(
        [
            (code, one.kind, one.is_share, one.factor, one.low, one.high)
            for code, one in vocabulary.indicators.items()
        ],
        schema={
            columns.INDICATOR: pl.String,
            "_kind": pl.String,
            "_share": pl.Boolean,
            "_factor": pl.Float64,
            "_least": pl.Float64,
            "_most": pl.Float64,
        },
        orient="row",
    )
    return frame.join(terms, on=columns.INDICATOR, how="left", maintain_order="left")


def check_status(frame: pl.DataFrame, report: Report) -> pl.DataFrame:
    """Report statuses that are unknown or contradict the value; a value without one is normal."""
    known = pl.col(columns.STATUS).is_in(columns.STATUSES)
    report.distinct(
        frame.filter(pl.col(columns.STATUS).is_not_null() & ~known),
        [columns.STATUS],
        columns.STATUS,
        lambda group: ("O421", {"value": group[columns.STATUS][:40]}),
    )
    without = pl.col(columns.STATUS).is_in(columns.WITHOUT_VALUE)
    report.each(
        "O423",
        frame.filter(without & pl.col(columns.VALUE).is_not_null()),
        columns.STATUS,
        lambda row: {
            "status": row[columns.STATUS],
            "value": number_text(row[columns.VALUE]),
        },
    )
    normal = pl.when(pl.col(columns.STATUS).is_null() & pl.col(columns.VALUE).is_not_null()).then(
        pl.lit(columns.NORMAL)
    )
    return frame.with_columns(normal.otherwise(pl.col(columns.STATUS)).alias(columns.STATUS))


def fill_values(frame: pl.DataFrame) -> pl.DataFrame:
    """Write the value where it is empty and follows from numerator and denominator.

    ``value = factor * numerator / denominator`` with the factor of the indicator's unit (100
    for per cent, 1000 for a rate per 1000); only for shares, rates and ratios, and never where
    the status says that there is no value.
    """
    wanted = (
        pl.col(columns.VALUE).is_null()
        & ~pl.col(columns.STATUS).is_in(columns.WITHOUT_VALUE).fill_null(False)
        & (pl.col(columns.DENOMINATOR) > 0)
    )
    value = pl.when(wanted).then(_expected()).otherwise(pl.col(columns.VALUE))
    return frame.with_columns(value.alias(columns.VALUE))


def _expected() -> pl.Expr:
    return pl.col("_factor") * pl.col(columns.NUMERATOR) / pl.col(columns.DENOMINATOR)


def check_presence(frame: pl.DataFrame, unreadable: pl.Series, report: Report) -> None:
    """Report rows that hold neither a value nor the reason why there is none.

    Args:
        unreadable: positions whose value cell was already reported; once is enough.
    """
    # What a count below nought or an empty cell behind it causes is said once, at the cause.
    of_counts = pl.col(columns.NUMERATOR).is_not_null() & (pl.col(columns.DENOMINATOR) <= 0)
    explained = report.explained(columns.VALUE, columns.NUMERATOR, columns.DENOMINATOR)
    missing = frame.filter(
        pl.col(columns.VALUE).is_null()
        & ~pl.col(columns.STATUS).is_in(columns.WITHOUT_VALUE).fill_null(False)
        & ~pl.col(AT).is_in(unreadable.implode())
        & ~pl.col(AT).is_in(explained)
        & ~of_counts.fill_null(False)
    )
    report.each("O422", missing, columns.VALUE, lambda _: {})


def check_ranges(frame: pl.DataFrame, report: Report) -> None:
    """Report values that an indicator cannot take, and flags that are neither yes nor no."""
    value = pl.col(columns.VALUE)
    for code, wrong, limit in (
        ("O411", value > pl.col("_most"), "_most"),
        ("O412", value < pl.col("_least"), "_least"),
    ):
        report.each(code, frame.filter(wrong), columns.VALUE, _outside(limit))
    neither = (pl.col("_kind") == "flag") & value.is_between(0, 1) & ~value.is_in([0.0, 1.0])
    report.each(
        "O441",
        frame.filter(neither),
        columns.VALUE,
        lambda row: {
            "indicator": row[columns.INDICATOR],
            "value": number_text(row[columns.VALUE]),
        },
    )


_Values = Callable[[Mapping[str, Any]], dict[str, Any]]


def _value_of(column: str) -> _Values:
    return lambda row: {"value": number_text(row[column])}


def _outside(limit: str) -> _Values:
    return lambda row: {
        "indicator": row[columns.INDICATOR],
        "value": number_text(row[columns.VALUE]),
        "limit": number_text(row[limit]),
        "unit": row[columns.UNIT] or "",
    }


def check_counts(frame: pl.DataFrame, report: Report) -> None:
    """Report negative counts, empty denominators, and shares of more than the whole."""
    for column in _NEVER_NEGATIVE:
        report.each(
            "O414",
            frame.filter(pl.col(column) < 0),
            column,
            _value_of(column),
        )
    report.each(
        "O415", frame.filter(pl.col(columns.DENOMINATOR) == 0), columns.DENOMINATOR, lambda _: {}
    )
    above = pl.col("_share") & (pl.col(columns.NUMERATOR) > pl.col(columns.DENOMINATOR))
    report.each(
        "O413",
        frame.filter(above & (pl.col(columns.DENOMINATOR) > 0)),
        columns.NUMERATOR,
        lambda row: {
            "indicator": row[columns.INDICATOR],
            "numerator": number_text(row[columns.NUMERATOR]),
            "denominator": number_text(row[columns.DENOMINATOR]),
        },
    )


def check_precision(frame: pl.DataFrame, report: Report) -> None:
    """Report what cannot be said of a sample or an interval."""
    n, effect, level = (pl.col(name) for name in (columns.N, columns.DESIGN_EFFECT, columns.LEVEL))
    for code, wrong, column in (
        ("O424", (n >= 0) & (n != n.round()), columns.N),
        ("O425", effect <= 0, columns.DESIGN_EFFECT),
        ("O427", (level <= 0) | (level >= 1), columns.LEVEL),
    ):
        report.each(
            code,
            frame.filter(wrong),
            column,
            _value_of(column),
        )
    low, value, high = (pl.col(one) for one in (columns.LOW, columns.VALUE, columns.HIGH))
    disorder = (low > high) | (low > value) | (value > high)
    report.each(
        "O426",
        frame.filter(disorder.fill_null(False)),
        columns.LOW,
        lambda row: {
            "low": number_text(row[columns.LOW]),
            "value": number_text(row[columns.VALUE]),
            "high": number_text(row[columns.HIGH]),
        },
    )


def check_agreement(frame: pl.DataFrame, report: Report) -> None:
    """Report values that differ from factor * numerator / denominator by more than rounding.

    A value is taken as rounded to the decimals it shows: ``70`` stands for 69.5 to 70.5; so are
    a numerator and a denominator that show decimals (weighted answers, square kilometres), while
    a whole one is taken as counted.
    """
    candidates = frame.filter(
        pl.col(columns.VALUE).is_not_null() & (pl.col(columns.DENOMINATOR) > 0)
    ).with_columns(_expected().alias("_expected"))
    gap = (pl.col(columns.VALUE) - pl.col("_expected")).abs()
    # Nothing shown in up to six decimals can be off by more than a half: only those need a look.
    suspects = candidates.filter(gap > 0.5e-6 + _NEARLY * pl.col("_expected").abs())
    if suspects.is_empty():
        return
    rounding = [
        _rounding(*row)
        for row in suspects.select(
            columns.VALUE, "_expected", columns.NUMERATOR, columns.DENOMINATOR
        ).iter_rows()
    ]
    wrong = suspects.filter(gap > pl.Series("_rounding", rounding))
    report.each(
        "O416",
        wrong,
        columns.VALUE,
        lambda row: {
            "value": number_text(row[columns.VALUE]),
            "expected": f"{row['_expected']:.6g}",
            "unit": row[columns.UNIT] or "",
        },
    )


def check_fractions(frame: pl.DataFrame, report: Report) -> None:
    """Report shares whose every value in a file lies below 1, as if 0.7 stood for 70 %.

    A value beside its numerator and denominator is settled by them.

    Args:
        frame: with the values as they were given.
    """
    shares = frame.filter(pl.col("_share") & pl.col(columns.VALUE).is_not_null())
    if shares.is_empty():
        return
    value = pl.col(columns.VALUE)
    settled = pl.col(columns.NUMERATOR).is_not_null() & pl.col(columns.DENOMINATOR).is_not_null()
    by = ["_file", columns.INDICATOR]
    looks_so = (value.is_between(0, 1, closed="left") & ~settled).all() & (value > 0).any()
    suspects = shares.with_columns(report.files(shares[AT]).alias("_file")).filter(
        looks_so.over(by)
    )
    largest = suspects.with_columns(value.max().over(by).alias("_largest"))
    report.distinct(
        largest,
        [*by, "_largest"],
        columns.VALUE,
        lambda group: (
            "O443",
            {"indicator": group[columns.INDICATOR], "value": number_text(group["_largest"])},
        ),
    )


def _rounding(value: float, expected: float, numerator: float, denominator: float) -> float:
    """Return how far a value may lie from the expected one by rounding alone.

    >>> round(_rounding(70.0, 69.8, 349, 500), 6), round(_rounding(4373.2, 4373.26, 3e6, 891.1), 2)
    (0.5, 0.3)
    """
    relative = sum(
        _half_step(count) / abs(count) for count in (numerator, denominator) if _decimals(count)
    )
    return (
        _half_step(value) + abs(expected) * (relative + _NEARLY) if expected else _half_step(value)
    )


def _half_step(value: float) -> float:
    return 0.5 * 10.0 ** -_decimals(value)


def _decimals(value: float) -> int:
    """Return how many decimals a number shows.

    >>> _decimals(70.0), _decimals(70.25), _decimals(1e-7)
    (0, 2, 7)
    """
    text = f"{value:.15g}"
    digits, _, exponent = text.partition("e")
    decimals = len(digits.partition(".")[2])
    return max(0, decimals - int(exponent or 0))
