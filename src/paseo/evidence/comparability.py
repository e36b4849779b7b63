"""Whether two values may stand side by side: six tests, and the grade they give.

Each test answers yes, no or unknown. Six times yes is grade A, one no B, two C; more, or an
unknown definition, is *not comparable*. Unknown anywhere else counts as no: what nobody wrote
down cannot be trusted to be equal. The grade counts differences; it does not weigh them.
Values whose definition differs are therefore never set side by side, whatever the grade
(:attr:`Comparison.side_by_side`): another question is another quantity.

=========== =====================================================================================
definition  indicator, wording or register definition, scale, cut, unit, kind of denominator; for
            registers also the length of the period (a quarter's count is not a year's)
boundary    over time the same version; between cities the same kind (``core:2019``: the part
            before the colon names the kind)
period      over time the same length and season; between cities also not more than N years apart
mode        mode of collection; for registers also counting unit and recording stage
base        who or what the value is a part of
sample      how it was drawn
=========== =====================================================================================

A register or a measurement from geodata covers everything: there neither base nor sample need be
stated. The row version (:func:`compare`) is the rule in plain words; the table version
(:func:`compare_pairs`) is for many pairs and is tested to agree with it.

Source: the six tests follow the method notes of the framework (ours, composed); recording stage
and counting unit after Eurostat, Crime statistics metadata (crim_off_cat), 2024.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import polars as pl

from paseo.evidence import columns, periods

Grade = Literal["A", "B", "C", "not comparable"]
TestName = Literal["definition", "boundary", "period", "mode", "base", "sample"]
Answer = Literal["yes", "no", "unknown"]
#: The same city at two times, or two cities.
Relation = Literal["time", "peers"]

TESTS: tuple[TestName, ...] = ("definition", "boundary", "period", "mode", "base", "sample")
GRADES: tuple[Grade, ...] = ("A", "B", "C", "not comparable")
#: Two waves of a city survey lie at most this far apart (the EU survey: four years).
YEARS_APART = 2.0
#: Modes that count everything, so that there is neither a base nor a sample to state.
COUNTED = ("register", "geodata")
THEIRS = "_theirs"

_DEFINITION = (
    columns.INDICATOR,
    columns.DEFINITION,
    columns.SCALE,
    columns.CUT,
    columns.UNIT,
    columns.DENOMINATOR_KIND,
)
_MODE = (columns.MODE, columns.COUNTING_UNIT, columns.RECORDING_STAGE)


@dataclass(frozen=True, slots=True)
class TestResult:
    """One of the six tests of comparability: yes, no or unknown, with what was compared."""

    __test__: ClassVar[bool] = False  # the field's word; pytest must not take it for a test

    test: TestName
    answer: Answer
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two values may stand side by side."""

    grade: Grade
    tests: tuple[TestResult, ...]

    def answer(self, test: TestName) -> Answer:
        """Return the answer of one test."""
        return next(one.answer for one in self.tests if one.test == test)

    @property
    def side_by_side(self) -> bool:
        """Grade A or B, and surely the same definition."""
        return self.grade in ("A", "B") and self.answer("definition") == "yes"


def grade(answers: Mapping[TestName, Answer]) -> Grade:
    """Return the grade of six answers.

    >>> grade(dict.fromkeys(TESTS, "yes"))
    'A'
    >>> grade({**dict.fromkeys(TESTS, "yes"), "boundary": "unknown"})
    'B'
    >>> grade({**dict.fromkeys(TESTS, "yes"), "definition": "unknown"})
    'not comparable'
    """
    if answers["definition"] == "unknown":
        return "not comparable"
    failed = sum(answers[test] != "yes" for test in TESTS)
    return GRADES[min(failed, 3)]


def compare(
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    relation: Relation,
    years_apart: float = YEARS_APART,
) -> Comparison:
    """Compare two observations by the six tests.

    Args:
        ours, theirs: rows of an observation table (:mod:`paseo.evidence.columns`).
        relation: ``time`` for one city at two times, ``peers`` for two cities.
        years_apart: between cities, the most years between the middles of the periods.

    Returns:
        The grade and each test with what was compared.

    >>> row = {"indicator": "SAF-01", "period": "2019", "definition": "q1", "boundary": "core",
    ...        "mode": "telephone", "base": "all_answers", "sample": "probability"}
    >>> compare(row, {**row, "period": "2023"}, "time").grade
    'A'
    >>> compare(row, {**row, "period": "2023"}, "peers").grade
    'B'
    """
    found = (
        _definition(ours, theirs),
        _boundary(ours, theirs, relation),
        _period(ours, theirs, relation, years_apart),
        _mode(ours, theirs),
        _base_or_sample("base", ours, theirs),
        _base_or_sample("sample", ours, theirs),
    )
    return Comparison(grade({one.test: one.answer for one in found}), found)


def _same(ours: Any, theirs: Any, silence_agrees: bool) -> Answer:
    if ours is None or theirs is None:
        return "yes" if silence_agrees and ours is None and theirs is None else "unknown"
    return "yes" if ours == theirs else "no"


def _all(answers: list[Answer]) -> Answer:
    return "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"


def _shown(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return " · ".join(str(row[name]) for name in names if row.get(name) is not None)


def _result(
    test: TestName,
    answer: Answer,
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    names: tuple[str, ...],
) -> TestResult:
    return TestResult(test, answer, _shown(ours, names), _shown(theirs, names))


def _definition(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> TestResult:
    answers = [
        _same(ours.get(name), theirs.get(name), name != columns.DEFINITION) for name in _DEFINITION
    ]
    if "register" in (ours.get(columns.MODE), theirs.get(columns.MODE)):
        lengths = [_length(ours), _length(theirs)]
        if None not in lengths and lengths[0] != lengths[1]:
            answers.append("no")
    return _result("definition", _all(answers), ours, theirs, _DEFINITION[1:])


def _length(row: Mapping[str, Any]) -> int | None:
    code = row.get(columns.PERIOD)
    return periods.parse(code).months if code and periods.is_period(code) else None


def boundary_kind(boundary: str) -> str:
    """Return the kind of a boundary id: what stands before the colon, or the whole id.

    >>> boundary_kind("core:2019"), boundary_kind("core")
    ('core', 'core')
    """
    return boundary.partition(":")[0]


def _boundary(ours: Mapping[str, Any], theirs: Mapping[str, Any], relation: Relation) -> TestResult:
    one, other = ours.get(columns.BOUNDARY), theirs.get(columns.BOUNDARY)
    if relation == "peers":
        one = None if one is None else boundary_kind(one)
        other = None if other is None else boundary_kind(other)
    return _result("boundary", _same(one, other, False), ours, theirs, (columns.BOUNDARY,))


def _period(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], relation: Relation, years_apart: float
) -> TestResult:
    pair = (ours.get(columns.PERIOD), theirs.get(columns.PERIOD))
    answer: Answer = "unknown"
    if all(code is not None and periods.is_period(code) for code in pair):
        one, other = str(pair[0]), str(pair[1])
        near = relation == "time" or periods.distance(one, other) <= years_apart
        answer = "yes" if near and periods.same_stretch(one, other) else "no"
    return _result("period", answer, ours, theirs, (columns.PERIOD,))


def _mode(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> TestResult:
    register = "register" in (ours.get(columns.MODE), theirs.get(columns.MODE))
    answers = [
        _same(ours.get(name), theirs.get(name), name != columns.MODE and not register)
        for name in _MODE
    ]
    return _result("mode", _all(answers), ours, theirs, _MODE)


def _base_or_sample(
    test: Literal["base", "sample"], ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> TestResult:
    counted = ours.get(columns.MODE) in COUNTED and theirs.get(columns.MODE) in COUNTED
    return _result(test, _same(ours.get(test), theirs.get(test), counted), ours, theirs, (test,))


def compare_pairs(
    pairs: pl.DataFrame, relation: Relation, years_apart: float = YEARS_APART
) -> pl.DataFrame:
    """Compare many pairs of observations by the six tests, in one pass.

    Args:
        pairs: one row per pair; our columns under their names, the other's with ``_theirs``.
        relation, years_apart: as in :func:`compare`.

    Returns:
        The pairs with ``test_definition`` ... ``test_sample``, ``grade`` and ``side_by_side``.
    """
    placed = _with_months(_with_months(pairs, ""), THEIRS)
    placed = placed.with_columns(
        _definition_answer().alias("test_definition"),
        _boundary_answer(relation).alias("test_boundary"),
        _period_answer(relation, years_apart).alias("test_period"),
        _mode_answer().alias("test_mode"),
        _same_answer("base", _both_counted()).alias("test_base"),
        _same_answer("sample", _both_counted()).alias("test_sample"),
    )
    failed = pl.sum_horizontal(pl.col(f"test_{test}") != "yes" for test in TESTS)
    graded = (
        pl.when(pl.col("test_definition") == "unknown")
        .then(pl.lit("not comparable"))
        .when(failed == 0)
        .then(pl.lit("A"))
        .when(failed == 1)
        .then(pl.lit("B"))
        .when(failed == 2)
        .then(pl.lit("C"))
        .otherwise(pl.lit("not comparable"))
    )
    return (
        placed.with_columns(graded.alias("grade"))
        .with_columns(
            (pl.col("grade").is_in(["A", "B"]) & (pl.col("test_definition") == "yes")).alias(
                "side_by_side"
            )
        )
        .drop(
            [f"_{name}{side}" for side in ("", THEIRS) for name in ("middle", "months", "season")]
        )
    )


def _with_months(pairs: pl.DataFrame, side: str) -> pl.DataFrame:
    known = periods.table(pairs[columns.PERIOD + side])
    placed = known.select(
        pl.col("period").alias(columns.PERIOD + side),
        (pl.col("first") + pl.col("end")).alias(f"_middle{side}"),
        pl.col("months").alias(f"_months{side}"),
        pl.col("season").alias(f"_season{side}"),
    )
    return pairs.join(placed, on=columns.PERIOD + side, how="left", maintain_order="left")


def _same_expr(ours: pl.Expr, theirs: pl.Expr, silence_agrees: pl.Expr) -> pl.Expr:
    return (
        pl.when(ours.is_null() & theirs.is_null())
        .then(pl.when(silence_agrees).then(pl.lit("yes")).otherwise(pl.lit("unknown")))
        .when(ours.is_null() | theirs.is_null())
        .then(pl.lit("unknown"))
        .when(ours == theirs)
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no"))
    )


def _same_answer(name: str, silence_agrees: pl.Expr) -> pl.Expr:
    return _same_expr(pl.col(name), pl.col(name + THEIRS), silence_agrees)


def _all_answer(answers: list[pl.Expr]) -> pl.Expr:
    return (
        pl.when(pl.any_horizontal(one == "no" for one in answers))
        .then(pl.lit("no"))
        .when(pl.any_horizontal(one == "unknown" for one in answers))
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("yes"))
    )


def _either_register() -> pl.Expr:
    ours, theirs = pl.col(columns.MODE), pl.col(columns.MODE + THEIRS)
    return (ours == "register").fill_null(False) | (theirs == "register").fill_null(False)


def _both_counted() -> pl.Expr:
    ours, theirs = pl.col(columns.MODE), pl.col(columns.MODE + THEIRS)
    return ours.is_in(list(COUNTED)).fill_null(False) & theirs.is_in(list(COUNTED)).fill_null(False)


def _definition_answer() -> pl.Expr:
    named = [_same_answer(name, pl.lit(name != columns.DEFINITION)) for name in _DEFINITION]
    differs = pl.col("_months") != pl.col(f"_months{THEIRS}")
    another = _either_register() & differs.fill_null(False)
    return _all_answer([*named, pl.when(another).then(pl.lit("no")).otherwise(pl.lit("yes"))])


def _boundary_answer(relation: Relation) -> pl.Expr:
    ours, theirs = pl.col(columns.BOUNDARY), pl.col(columns.BOUNDARY + THEIRS)
    if relation == "peers":
        ours, theirs = (one.str.split(":").list.first() for one in (ours, theirs))
    return _same_expr(ours, theirs, pl.lit(False))


def _period_answer(relation: Relation, years_apart: float) -> pl.Expr:
    stretch = (pl.col("_months") == pl.col(f"_months{THEIRS}")) & (
        pl.col("_season") == pl.col(f"_season{THEIRS}")
    )
    apart = (pl.col("_middle") - pl.col(f"_middle{THEIRS}")).abs() / (2 * periods.MONTHS)
    good = stretch & (apart <= years_apart) if relation == "peers" else stretch
    return (
        pl.when(good.is_null())
        .then(pl.lit("unknown"))
        .when(good)
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no"))
    )


def _mode_answer() -> pl.Expr:
    return _all_answer(
        [
            _same_answer(name, pl.lit(False) if name == columns.MODE else ~_either_register())
            for name in _MODE
        ]
    )
