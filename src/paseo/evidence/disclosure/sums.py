"""What adds up: areas to their parent, groups to the total, shorter periods to longer ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from paseo.evidence import columns, periods
from paseo.evidence.areas import AreaTree
from paseo.evidence.disclosure.rules import DERIVED, SIZE, SORT
from paseo.evidence.disclosure.windows import over_windows

CELL: Final = "_cell"
#: Parts of a sum are looked for within one definition of one source, or wherever there is one
#: count only; the whole in any. That the numbers add up tells whether they belong together.
FAMILY: Final = (columns.INDICATOR, columns.DEFINITION, columns.SOURCE, SORT)
PLACE: Final = (columns.AREA, columns.BREAKDOWN, columns.PERIOD)
_KEY: Final = ("_family", *PLACE)
#: Cells of one indicator, whatever the labels of definition and source.
KIN: Final = (columns.INDICATOR, SORT)
_ANY: Final = (*KIN, *PLACE)
_MIXED: Final = 2**32 - 1

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """Equations over cells: the children add up to the parent.

    Args:
        equation: number of the equation of each entry, 0 to ``count - 1``.
        cell: number of the cell of each entry.
        parent: whether the cell stands on the side of the sum.
        count: number of equations.
        cells: number of cells, stretches of time that no row tells included.
    """

    equation: Ints
    cell: Ints
    parent: NDArray[np.bool_]
    count: int
    cells: int

    def only(self, equations: NDArray[np.bool_]) -> Sums:
        """Return the entries of some equations; the numbers of cells and equations stay."""
        kept = equations[self.equation]
        return Sums(self.equation[kept], self.cell[kept], self.parent[kept], self.count, self.cells)


def number_cells(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows with the number of their cell, and one row per cell.

    Rows that differ only in the kind of denominator hold the same count: they are one cell.

    Args:
        rows: judged rows (:func:`rules.judge`) with a sort, breakdown filled.
    """
    families = rows.select(FAMILY).unique(maintain_order=True).with_row_index("_family")
    placed = rows.join(
        families, on=list(FAMILY), how="left", nulls_equal=True, maintain_order="left"
    )
    cells = (
        placed.group_by(list(_KEY), maintain_order=True)
        .agg(
            pl.col(columns.INDICATOR).first(),
            pl.col(SIZE).max(),
            pl.col(SORT).first(),
            pl.col(DERIVED).any(),
            pl.col("_hidden").any(),
        )
        .with_row_index(CELL)
        .with_columns(pl.col(CELL).cast(pl.Int64))
    )
    numbered = placed.join(
        cells.select(CELL, *_KEY),
        on=list(_KEY),
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return numbered, cells


def find_sums(cells: pl.DataFrame, tree: AreaTree) -> Sums:
    """Return every sum that holds among the cells: numerically, to half a unit.

    A sum that does not hold (offences that could not be placed, overlapping age bands) gives
    nothing away exactly and is left out. One with counts unknown to us stays where it may hold.

    Args:
        cells: one row per cell (:func:`number_cells`).
        tree: the areas.
    """
    windows, stretches = over_windows(cells, CELL)
    every = _with_mixed(cells)
    entries = pl.concat([_over_areas(every, tree), _over_groups(every), _over_time(every), windows])
    untold = pl.DataFrame(
        {CELL: np.arange(cells.height, cells.height + stretches)}, schema={CELL: pl.Int64}
    ).with_columns(pl.lit(None, pl.Float64).alias(SIZE), pl.lit(False).alias(DERIVED))
    sizes = pl.concat([cells.select(CELL, pl.col(SIZE).cast(pl.Float64), DERIVED), untold])
    known = entries.join(sizes, on=CELL, how="left").join(
        sizes.rename({CELL: "_whole", SIZE: "_sum", DERIVED: "_sum_derived"}), on="_whole"
    )
    slack = (
        pl.when(pl.col(DERIVED).any() | pl.col("_sum_derived").first())
        .then(0.5 * (pl.len() + 1))
        .otherwise(0.5)
    )
    excess = pl.col(SIZE).sum() - pl.col("_sum").first()
    unknown = pl.col(SIZE).is_null().any() | pl.col("_sum").first().is_null()
    holding = (
        known.group_by("_whole", "_axis", maintain_order=True)
        .agg(
            pl.col(CELL).sort(),
            pl.when(unknown)
            .then((excess <= slack).fill_null(True))
            .otherwise(excess.abs() <= slack)
            .alias("_holds"),
            pl.col(CELL).hash().sum().alias("_members"),
        )
        .filter("_holds")
        # The same areas may be found as children and as a level: one equation is enough.
        .unique(["_whole", "_members"], keep="first", maintain_order=True)
        .with_row_index("_equation")
    )
    children = holding.select("_equation", CELL).explode(CELL)
    equation = np.concatenate([children["_equation"].to_numpy(), np.arange(holding.height)])
    cell = np.concatenate([children[CELL].to_numpy(), holding["_whole"].to_numpy()])
    parent = np.concatenate([np.zeros(children.height, bool), np.ones(holding.height, bool)])
    return Sums(
        equation.astype(np.int64), cell.astype(np.int64), parent, holding.height, sizes.height
    )


def _entries(
    children: pl.DataFrame, cells: pl.DataFrame, moved: str, axis: pl.Expr
) -> pl.DataFrame:
    """Find the cell of the whole for each part; ``moved`` is the key column that changes."""
    wholes = cells.filter(pl.col("_family") != _MIXED).select(pl.col(CELL).alias("_whole"), *_ANY)
    keys = [f"_of_{name}" if name == moved else name for name in _ANY]
    return children.join(
        wholes, left_on=keys, right_on=list(_ANY), how="inner", nulls_equal=True
    ).select("_whole", pl.format("{} of {}", axis, "_family").alias("_axis"), CELL)


def _with_mixed(cells: pl.DataFrame) -> pl.DataFrame:
    """Add, where labels differ, the places with one count as a family of their own."""
    several = pl.col("_family").n_unique().over(list(KIN)) > 1
    one_count = pl.col(SIZE).n_unique().over(list(_ANY)) == 1
    mixed = cells.filter(several & one_count).unique(list(_ANY), keep="first", maintain_order=True)
    return pl.concat(
        [cells, mixed.with_columns(pl.lit(_MIXED).cast(cells.schema["_family"]).alias("_family"))]
    )


def _over_areas(cells: pl.DataFrame, tree: AreaTree) -> pl.DataFrame:
    lineage = tree.lineage().rename({"ancestor": "_of_area"})
    direct = pl.DataFrame(
        [(area.id, tree.parent(area.id)) for area in tree],
        schema={columns.AREA: pl.String, "_of_area": pl.String},
        orient="row",
    ).drop_nulls()
    below = cells.select(CELL, "_family", *_ANY)
    levels = below.join(lineage, on=columns.AREA, how="inner")
    children = below.join(direct, on=columns.AREA, how="inner")
    return pl.concat(
        [
            _entries(levels, cells, columns.AREA, pl.format("level {}", "depth")),
            _entries(children, cells, columns.AREA, pl.lit("children")),
        ]
    )


def _over_groups(cells: pl.DataFrame) -> pl.DataFrame:
    found = []
    for breakdown in cells[columns.BREAKDOWN].unique().to_list():
        parts = [] if breakdown == columns.TOTAL else breakdown.split(";")
        for part in parts:
            whole = ";".join(one for one in parts if one != part) or columns.TOTAL
            found.append((breakdown, whole, part.partition("=")[0]))
    steps = pl.DataFrame(
        found,
        schema={columns.BREAKDOWN: pl.String, "_of_breakdown": pl.String, "_key": pl.String},
        orient="row",
    )
    parts_of = cells.select(CELL, "_family", *_ANY).join(steps, on=columns.BREAKDOWN, how="inner")
    return _entries(parts_of, cells, columns.BREAKDOWN, pl.format("group {}", "_key"))


def _over_time(cells: pl.DataFrame) -> pl.DataFrame:
    known = periods.table(cells[columns.PERIOD]).to_dicts()
    found = [
        (part["period"], whole["period"], part["months"], whole["months"] // part["months"])
        for whole in known
        for part in known
        if part["months"] < whole["months"]
        and whole["months"] % part["months"] == 0
        and whole["first"] <= part["first"]
        and part["end"] <= whole["end"]
        and (part["first"] - whole["first"]) % part["months"] == 0
    ]
    steps = pl.DataFrame(
        found,
        schema={
            columns.PERIOD: pl.String,
            "_of_period": pl.String,
            "_months": pl.Int64,
            "_needed": pl.Int64,
        },
        orient="row",
    )
    parts_of = cells.select(CELL, "_family", *_ANY).join(steps, on=columns.PERIOD, how="inner")
    series = ["_family", *KIN, columns.AREA, columns.BREAKDOWN]
    complete = pl.len().over([*series, "_of_period", "_months"])
    return _entries(
        parts_of.filter(complete == pl.col("_needed")),
        cells,
        columns.PERIOD,
        pl.format("time {}", "_months"),
    )
