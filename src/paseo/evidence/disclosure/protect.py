"""From all that is known to what may be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from paseo.evidence import columns
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import CityEvidence
from paseo.evidence.disclosure.complement import Bools, complete
from paseo.evidence.disclosure.rules import (
    DERIVED,
    RULE,
    SIZE,
    SORT,
    Hidden,
    Rules,
    Thresholds,
    judge,
)
from paseo.evidence.disclosure.sums import CELL, KIN, Floats, Sums, find_sums, number_cells
from paseo.evidence.disclosure.unknown import filled

HIDDEN: Final = "_hidden"
_ROW: Final = "_row"
#: Hidden by whoever delivered it: unknown to us as well, but not to whoever can subtract.
_SUPPRESSED: Final = pl.col(columns.STATUS).fill_null("") == columns.SUPPRESSED
_OURS: Final = (_ROW, SORT, SIZE, DERIVED, RULE, HIDDEN)
#: What a hidden row must not hold: each of these gives its count away. A note may quote it.
EMPTIED: Final = (
    columns.VALUE,
    columns.NUMERATOR,
    columns.STANDARD_ERROR,
    columns.LOW,
    columns.HIGH,
    columns.LEVEL,
    columns.NOTE,
)


def protect(evidence: CityEvidence, rules: Rules) -> tuple[CityEvidence, Hidden]:
    """Hide what must not be shown, and whatever would give it away.

    Args:
        evidence: all that is known of a city.
        rules: what must be known of the indicators.

    Returns:
        The evidence with hidden rows emptied (status ``Q``; denominators and numbers of answers
        stay) and weak ones marked, rows in the same order; and how much was hidden by each rule.
    """
    tree = AreaTree(evidence.areas)
    limits = Thresholds().raised(evidence.city.thresholds)
    table = evidence.observations.with_columns(
        pl.col(columns.BREAKDOWN).fill_null(columns.TOTAL)
    ).with_row_index(_ROW)
    judged = judge(table, tree.city.id, rules, limits).with_columns(
        (pl.col(RULE).is_not_null() | _SUPPRESSED).alias(HIDDEN)
    )
    if judged[HIDDEN].any():
        judged = _with_complements(judged, tree, limits)
    shown = _emptied(_marked_weak(judged, limits))
    return replace(evidence, observations=shown), _count(judged)


def limits_of(cells: pl.DataFrame, limits: Thresholds) -> Floats:
    """Return the threshold of each cell as an array."""
    survey = (cells[SORT] == "survey").to_numpy()
    return np.where(survey, float(limits.survey), float(limits.register))


def picture(
    cells: pl.DataFrame, tree: AreaTree, limits: Thresholds
) -> tuple[Sums, Floats, Bools, Floats, Bools]:
    """Return sums, counts, hidden cells, thresholds and which of the sums hold together.

    Stretches of time that no row tells come last: hidden from the start, with nothing to protect.
    """
    sums = find_sums(cells, tree)
    more = sums.cells - cells.height
    told = cells[SIZE].cast(pl.Float64).to_numpy()
    suppressed = np.concatenate([np.isnan(told), np.zeros(more, bool)])
    size, firm = filled(sums, np.concatenate([told, np.full(more, np.nan)]), suppressed)
    hidden = np.concatenate([cells[HIDDEN].to_numpy(), np.ones(more, bool)])
    return sums, size, hidden, np.concatenate([limits_of(cells, limits), np.zeros(more)]), firm


def _with_complements(judged: pl.DataFrame, tree: AreaTree, limits: Thresholds) -> pl.DataFrame:
    """Hide more rows until no hidden count can be worked out."""
    while True:
        completed = _complemented(judged, tree, limits)
        judged = _twins(completed)
        if judged[HIDDEN].sum() == completed[HIDDEN].sum():
            return judged


def _complemented(judged: pl.DataFrame, tree: AreaTree, limits: Thresholds) -> pl.DataFrame:
    counted = judged.filter(pl.col(SORT).is_not_null())
    concerned = counted.filter(HIDDEN).select(KIN).unique()
    rows = counted.join(concerned, on=list(KIN), how="semi", nulls_equal=True)
    if rows.is_empty():
        return judged
    numbered, cells = number_cells(rows)
    hidden = complete(*picture(cells, tree, limits))
    more = numbered.filter(pl.Series(hidden[numbered[CELL].to_numpy()]))[_ROW]
    return judged.with_columns((pl.col(HIDDEN) | pl.col(_ROW).is_in(more.implode())).alias(HIDDEN))


def _twins(judged: pl.DataFrame) -> pl.DataFrame:
    """Hide every row that tells the same number as a hidden one under another name."""
    key = [columns.INDICATOR, columns.AREA, columns.BREAKDOWN, columns.PERIOD, SORT, SIZE]
    same = judged.filter(pl.col(HIDDEN) & pl.col(SORT).is_not_null()).select(key).unique()
    rows = judged.filter(pl.col(SORT).is_not_null()).join(same, on=key, how="semi")[_ROW]
    return judged.with_columns((pl.col(HIDDEN) | pl.col(_ROW).is_in(rows.implode())).alias(HIDDEN))


def _marked_weak(judged: pl.DataFrame, limits: Thresholds) -> pl.DataFrame:
    status = pl.col(columns.STATUS)
    weak = (
        (pl.col(SORT) == "survey")
        & (pl.col(columns.N) < limits.weak)
        & (status.is_null() | (status == columns.NORMAL))
    )
    return judged.with_columns(
        pl.when(weak).then(pl.lit(columns.LOW_RELIABILITY)).otherwise(status).alias(columns.STATUS)
    )


def _emptied(judged: pl.DataFrame) -> pl.DataFrame:
    hidden = pl.col(HIDDEN)
    # Why others hid a row may be said; a note beside a number that was left in may quote it.
    told = pl.any_horizontal(pl.col(name).is_not_null() for name in EMPTIED[:-1])
    judged = judged.with_columns(
        pl.when(~hidden | (_SUPPRESSED & ~told)).then(pl.col(columns.NOTE)).alias(columns.NOTE)
    )
    return judged.with_columns(
        *(pl.when(~hidden).then(pl.col(name)).alias(name) for name in EMPTIED[:-1]),
        pl.when(hidden)
        .then(pl.lit(columns.SUPPRESSED))
        .otherwise(pl.col(columns.STATUS))
        .alias(columns.STATUS),
    ).drop(_OURS)


def _count(judged: pl.DataFrame) -> Hidden:
    rows = judged.filter(pl.col(HIDDEN) & ~_SUPPRESSED)
    rules = rows[RULE].fill_null("secondary")
    by_rule = {
        str(rule): int(number) for rule, number in rules.value_counts(sort=False).iter_rows()
    }
    secondary = by_rule.get("secondary", 0)
    return Hidden(rows.height - secondary, secondary, dict(sorted(by_rule.items())))
