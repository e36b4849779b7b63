"""Benchmarks and goalposts: schema and observation table keep the same columns and codes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from paseo.assessment import figures_packs
from paseo.content.check import check
from paseo.content.schema import load_schema
from paseo.content.store import list_packs, load_pack
from paseo.evidence import columns

RIGHT = Path(__file__).parents[1] / "content" / "right" / "benchmark"
KEYS = load_schema("benchmark.json")["properties"]["observations"]["items"]["properties"]


def test_the_columns_are_those_of_observations_after_city_and_country() -> None:
    assert tuple(KEYS) == (columns.CITY, "country", *columns.COLUMNS)
    numbers = {name for name, about in KEYS.items() if about["type"] == "number"}
    assert numbers == {name for name, kind in columns.SCHEMA.items() if kind == pl.Float64()}


def test_the_codes_are_those_of_observations() -> None:
    assert tuple(KEYS["status"]["enum"]) == columns.STATUSES
    assert figures_packs.WITHOUT_VALUE == columns.WITHOUT_VALUE
    assert (columns.CITY, *columns.KEY) == figures_packs.KEY


@pytest.mark.parametrize("pack", [info.id for info in list_packs("benchmark")])
def test_a_shipped_benchmark_becomes_a_table_of_observations(pack: str) -> None:
    found = load_pack(pack, "benchmark")
    table = pl.DataFrame(
        found.table("observations").columns,
        schema={columns.CITY: pl.String(), "country": pl.String(), **columns.SCHEMA},
    )
    assert table.height > 50
    assert table[columns.VALUE].null_count() < table.height
    assert set(table[columns.SOURCE]) <= {source["id"] for source in found.section("sources")}


def test_a_row_that_stands_twice_is_named_with_both_rows(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text((RIGHT / "pack.yaml").read_text("utf-8"), "utf-8")
    rows = (RIGHT / "values.csv").read_text("utf-8")
    (tmp_path / "values.csv").write_text(rows + rows.splitlines()[1] + "\n", "utf-8")
    (problem,) = check(tmp_path)
    assert (problem.code, problem.place.row) == ("P136", 4)
    assert "row 2" in problem.sentence()


@pytest.mark.parametrize(
    ("column", "old", "new", "code"),
    [
        ("city", "a,SAF-01,2019", "b,SAF-01,2019", "P141"),
        ("definition", "60,percent,,w", "60,percent,,v", "P141"),
        ("status", "60,percent,,", "60,percent,X,", "P124"),
        ("indicator", "a,SAF-01,2019", "a,SAF-1,2019", "P171"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(
    tmp_path: Path, column: str, old: str, new: str, code: str
) -> None:
    (tmp_path / "pack.yaml").write_text((RIGHT / "pack.yaml").read_text("utf-8"), "utf-8")
    rows = (RIGHT / "values.csv").read_text("utf-8")
    assert old in rows
    (tmp_path / "values.csv").write_text(rows.replace(old, new), "utf-8")
    (problem,) = check(tmp_path)
    assert (problem.code, problem.place.row, problem.place.column) == (code, 3, column)
