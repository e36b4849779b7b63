"""The rules of disclosure control: thresholds, and what must be known of the indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final

import polars as pl

from paseo.evidence import columns

#: Counting units of which a small number exposes nobody.
THINGS: Final = (
    "site", "place", "space", "measure", "project", "event", "exercise", "plan", "agreement",
    "lamp", "camera", "bench", "toilet", "tree", "path", "stop", "premises", "building",
)  # fmt: skip
#: Modes that observe places, not people.
OF_PLACES: Final = ("audit", "geodata")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What disclosure control withheld: counts by rule, never the values."""

    primary: int
    secondary: int
    by_rule: dict[str, int]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The smallest numbers that may be shown; a city may raise them.

    Args:
        register: smallest count of persons or offences, other than nought.
        survey: smallest number of answers.
        weak: fewer answers than this are marked as of low reliability.

    >>> Thresholds().raised({"register": 10, "survey": 5})
    Thresholds(register=10, survey=30, weak=100)
    """

    register: int = 5
    survey: int = 30
    weak: int = 100

    def raised(self, wanted: Mapping[str, int]) -> Thresholds:
        """Return the thresholds with a city's own where they are higher."""
        return Thresholds(
            **{
                one.name: max(getattr(self, one.name), wanted.get(one.name, 0))
                for one in fields(self)
            }
        )

    def lowered(self, wanted: Mapping[str, int]) -> tuple[str, ...]:
        """Return the names of thresholds that a city asks to lower, which is not done."""
        return tuple(
            one.name
            for one in fields(self)
            if wanted.get(one.name, getattr(self, one.name)) < getattr(self, one.name)
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """What must be known of the indicators, which this floor does not know by itself.

    Args:
        sensitive: codes of indicators that are shown for the whole city only.
        counted: code to base of the value (1000 for a rate per 1,000, 100 for a percentage):
            value = base * numerator / denominator, so that a count that is not stated is found.
        shares: codes of parts of a whole, whose remainder is a count too.
        places: codes of indicators that rate or measure places, whoever was there.
    """

    sensitive: frozenset[str] = frozenset()
    counted: Mapping[str, float] = field(default_factory=dict)
    shares: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


#: What a cell counts, and which threshold holds for it.
SORT: Final = "_sort"
SIZE: Final = "_size"
DERIVED: Final = "_derived"
RULE: Final = "_rule"


def judge(table: pl.DataFrame, city_area: str, rules: Rules, limits: Thresholds) -> pl.DataFrame:
    """Add what each row counts, how many, and the rule under which it is hidden by itself.

    Args:
        table: observations.
        city_area: id of the area that is the whole city.

    Returns:
        The table with ``_sort`` (``register``, ``survey`` or null), ``_size``, ``_derived`` and
        ``_rule`` (``register``, ``survey``, ``sensitive`` or null).
    """
    held = (
        pl.col(columns.VALUE).is_not_null() | pl.col(columns.NUMERATOR).is_not_null()
    ) & ~pl.col(columns.STATUS).fill_null(columns.NORMAL).is_in(columns.WITHOUT_VALUE)
    mode = pl.col(columns.MODE).fill_null("")
    of_things = (
        pl.col(columns.COUNTING_UNIT).fill_null("").is_in(list(THINGS))
        | mode.is_in(list(OF_PLACES))
        | pl.col(columns.INDICATOR).is_in(list(rules.places))
    )
    suppressed = pl.col(columns.STATUS).fill_null("") == columns.SUPPRESSED
    asked = pl.col(columns.N).is_not_null() & (mode != "register") & ~of_things
    base = pl.col(columns.INDICATOR).replace_strict(
        {code: float(one) for code, one in rules.counted.items()} or {"": 1.0},
        default=None,
        return_dtype=pl.Float64,
    )
    derived = (pl.col(columns.VALUE) * pl.col(columns.DENOMINATOR) / base).round(0)
    count = pl.coalesce(columns.NUMERATOR, derived)
    rest = pl.col(columns.DENOMINATOR) - count
    limit = float(limits.register)
    small = ((count > 0) & (count < limit)) | (
        pl.col(columns.INDICATOR).is_in(list(rules.shares)) & (rest > 0) & (rest < limit)
    )
    sort = (
        pl.when(~held)
        .then(None)
        .when(asked)
        .then(pl.lit("survey"))
        .when(count.is_not_null() & ~of_things)
        .then(pl.lit("register"))
    )
    placed = table.with_columns(sort.alias(SORT)).with_columns(
        pl.coalesce(
            SORT,
            # A count suppressed by whoever delivered it is of the sort of its neighbours.
            pl.when(suppressed & ~of_things).then(
                pl.coalesce(
                    pl.when(asked).then(pl.lit("survey")),
                    pl.col(SORT).min().over(columns.INDICATOR, columns.SOURCE),
                    pl.col(SORT).min().over(columns.INDICATOR),
                )
            ),
        ).alias(SORT),
        pl.when(asked).then(pl.col(columns.N)).otherwise(count).alias(SIZE),
        pl.col(columns.NUMERATOR).is_null().alias(DERIVED),
    )
    sensitive = pl.col(columns.INDICATOR).is_in(list(rules.sensitive)) & (
        pl.col(columns.AREA) != city_area
    )
    return placed.with_columns(
        pl.when(held & sensitive)
        .then(pl.lit("sensitive"))
        .when(held & (pl.col(SORT) == "register") & small.fill_null(False))
        .then(pl.lit("register"))
        .when(held & (pl.col(SORT) == "survey") & (pl.col(columns.N) < limits.survey))
        .then(pl.lit("survey"))
        .alias(RULE)
    )
