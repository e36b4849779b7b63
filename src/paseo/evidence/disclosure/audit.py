"""The attacker's view of what is shown: the range that remains for every hidden count."""

from __future__ import annotations

import numpy as np
import polars as pl

from paseo.evidence import columns
from paseo.evidence.areas import AreaTree
from paseo.evidence.city import CityEvidence
from paseo.evidence.disclosure.protect import HIDDEN, picture
from paseo.evidence.disclosure.ranges import ranges
from paseo.evidence.disclosure.rules import SORT, Rules, Thresholds, judge
from paseo.evidence.disclosure.sums import CELL, PLACE, number_cells


def audit(before: CityEvidence, after: CityEvidence, rules: Rules) -> pl.DataFrame:
    """Return the range that an attacker can work out for every hidden count in a sum.

    Args:
        before: the evidence as it came in.
        after: the same rows in the same order, after disclosure control.
        rules: as given to :func:`paseo.evidence.disclosure.protect`.

    Returns:
        ``indicator``, ``area``, ``breakdown``, ``period``, ``least``, ``most`` and
        ``threshold``, the width wanted. Noughts need none: they expose nobody. ``most`` ends a
        few thresholds above the true count, where it no longer matters.
    """
    tree = AreaTree(before.areas)
    limits = Thresholds().raised(before.city.thresholds)
    suppressed = after.observations[columns.STATUS].fill_null("") == columns.SUPPRESSED
    judged = judge(
        before.observations.with_columns(
            pl.col(columns.BREAKDOWN).fill_null(columns.TOTAL), suppressed.alias(HIDDEN)
        ),
        tree.city.id,
        rules,
        limits,
    )
    _, cells = number_cells(judged.filter(pl.col(SORT).is_not_null()))
    sums, size, hidden, limit, firm = picture(cells, tree, limits)
    found, low, high = ranges(sums.only(firm), size, hidden, limit)
    told = found < cells.height  # stretches of time that no row tells need no range
    found, low, high = found[told], low[told], high[told]
    names = cells.select(CELL, columns.INDICATOR, *PLACE)
    return (
        pl.DataFrame(
            {
                CELL: found.astype(np.int64),
                "least": low,
                "most": high,
                "threshold": np.where(size[found] > 0, limit[found], 0.0),
            },
            schema={
                CELL: pl.Int64,
                "least": pl.Float64,
                "most": pl.Float64,
                "threshold": pl.Float64,
            },
        )
        .join(names, on=CELL, how="left")
        .select(columns.INDICATOR, *PLACE, "least", "most", "threshold")
    )
