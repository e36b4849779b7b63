"""Before anything is written: what a file is, and what is new, changed, unchanged and gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from import_cases import draw_csv
from paseo.evidence import columns
from paseo.evidence.checks import Checked
from paseo.evidence.export import canonical
from paseo.evidence.preview import apply, inspect, plan_import

Check = Callable[..., Checked]


def observations(*rows: tuple[str, str, float | None], **more: object) -> pl.DataFrame:
    table = pl.DataFrame(
        rows,
        schema={"indicator": pl.String, "period": pl.String, "value": pl.Float64},
        orient="row",
    )
    return canonical(
        table.with_columns(
            pl.lit("vila").alias("area"),
            *(pl.lit(value).alias(name) for name, value in more.items()),
        )
    )


OLD = observations(("SAF-01", "2019", 60), ("SAF-01", "2023", 70), ("SEC-01", "2023", 4))
NEW = observations(("SAF-01", "2023", 71), ("SAF-01", "2024", 72), ("SAF-01", "2019", 60))


def periods(table: pl.DataFrame) -> list[tuple[str, str]]:
    return table.select("indicator", "period").rows()


def test_rows_are_new_changed_unchanged_or_gone() -> None:
    plan = plan_import(NEW, OLD)
    assert periods(plan.new) == [("SAF-01", "2024")]
    assert periods(plan.changed) == [("SAF-01", "2023")]
    assert periods(plan.unchanged) == [("SAF-01", "2019")]
    assert periods(plan.gone) == [("SEC-01", "2023")]
    assert (plan.new_at.to_list(), plan.changed_at.to_list()) == ([1], [0])
    assert (plan.old_at.to_list(), plan.gone_at.to_list()) == ([1], [2])


def test_a_change_is_told_cell_by_cell() -> None:
    plan = plan_import(NEW.with_columns(pl.lit("x").alias("note")), OLD)
    told = plan.changes.filter(pl.col("period") == "2023").select("column", "before", "after")
    assert told.rows() == [("value", "70.0", "71.0"), ("note", None, "x")]


def test_a_file_of_part_of_the_framework_says_nothing_of_the_rest() -> None:
    assert plan_import(NEW, OLD, whole=False).gone.is_empty()
    assert periods(plan_import(NEW[:1], OLD, whole=False).gone) == [("SAF-01", "2019")]


def test_a_column_that_a_file_lacks_changes_nothing() -> None:
    old = OLD.with_columns(pl.lit("kept").alias("note"))
    plan = plan_import(NEW, old, present=("indicator", "area", "period", "value", "source"))
    assert plan.changed["note"].to_list() == ["kept"]
    assert apply(plan, old)["note"].to_list() == ["kept", "kept", "kept", None]


def test_a_file_without_sources_still_finds_the_one_row_that_is_meant() -> None:
    old = OLD.with_columns(pl.lit("police").alias("source"))
    plan = plan_import(NEW, old, present=("indicator", "area", "period", "value"))
    assert periods(plan.new) == [("SAF-01", "2024")]
    assert plan.changed["source"].to_list() == ["police"]


def test_a_file_without_sources_does_not_guess_between_two() -> None:
    old = pl.concat([OLD[:2], OLD[1:2].with_columns(pl.lit("survey-2023").alias("source"))])
    plan = plan_import(NEW[:1], old, present=("indicator", "area", "period", "value"))
    assert periods(plan.new) == [("SAF-01", "2023")]
    assert plan.changed.is_empty()


def test_applying_keeps_gone_rows_unless_told() -> None:
    plan = plan_import(NEW, OLD)
    assert apply(plan, OLD)["value"].to_list() == [60, 71, 4, 72]
    assert apply(plan, OLD, remove_gone=True)["value"].to_list() == [60, 71, 72]


def test_importing_the_same_again_changes_nothing() -> None:
    plan = plan_import(OLD, OLD)
    assert plan.is_empty
    assert plan.gone.is_empty()
    assert apply(plan, OLD).equals(OLD)


KEYS = st.tuples(
    st.sampled_from(["SAF-01", "SEC-01"]), st.sampled_from(["2021", "2022", "2023"]),
    st.none() | st.sampled_from(["police", "survey"]),
)  # fmt: skip
TABLES = st.dictionaries(KEYS, st.none() | st.floats(-10, 10), max_size=6).map(
    lambda cells: canonical(
        pl.DataFrame(
            [(code, "vila", period, source, value)
             for (code, period, source), value in cells.items()],
            schema={"indicator": pl.String, "area": pl.String, "period": pl.String,
                    "source": pl.String, "value": pl.Float64},
            orient="row",
        )
    )
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(TABLES, TABLES)
def test_a_plan_carried_out_whole_gives_the_imported_table(
    new: pl.DataFrame, old: pl.DataFrame
) -> None:
    plan = plan_import(new, old)
    result = apply(plan, old, remove_gone=True)
    assert result.sort(columns.KEY).equals(new.sort(columns.KEY))
    assert plan.new.height + plan.changed.height + plan.unchanged.height == new.height
    assert plan.changed.height + plan.unchanged.height + plan.gone.height == old.height


def test_a_file_is_described_before_it_is_judged(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(draw_csv("| Indicador | Área | Año | Valor |\n| XX | y | z | w |", ";"))
    found = inspect(path)
    assert (found.delimiter, found.encoding, found.template) == (";", "utf-8", False)
    assert found.tables[0].columns == {
        "indicator": "Indicador", "area": "Área", "period": "Año", "value": "Valor",
    }  # fmt: skip
    assert (found.tables[0].rows, found.tables[0].header_row) == (1, 1)
    assert len(found.problems) == 0


def test_what_cannot_be_read_is_described_by_its_problem(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"%PDF-1.7")
    found = inspect(path, shown="upload.csv")
    assert found.tables == ()
    assert [(one.code, one.place.file) for one in found.problems] == [("T202", "upload.csv")]


@pytest.mark.parametrize("empty", [OLD.clear(), columns.empty()])
def test_an_empty_import_and_an_empty_workspace_are_fine(empty: pl.DataFrame) -> None:
    assert plan_import(empty, OLD).gone.height == OLD.height
    assert apply(plan_import(OLD, empty), empty).equals(OLD)
