"""Tables are found by the names of their columns, wherever and however these stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.content.problems import Problems
from paseo.evidence.tables.days import day_of, order_of
from paseo.evidence.tables.named import (
    Columns,
    NamedTable,
    load_columns,
    read_named,
)
from paseo.evidence.tables.number_style import number_style

COLUMNS = Columns.of({"area": ["zona"], "before": ["antes"], "after": ["después"], "round": []})


def read(path: Path, **options: object) -> tuple[NamedTable | None, list[str]]:
    problems = Problems()
    table = read_named(path, COLUMNS, problems, absent="V900", **options)  # type: ignore[arg-type]
    return table, [one.code for one in problems]


def written(folder: Path, text: str) -> Path:
    (folder / "t.csv").write_text(text, "utf-8")
    return folder / "t.csv"


def test_cells_stand_under_their_columns_with_their_places(tmp_path: Path) -> None:
    path = written(
        tmp_path, "A table of ours\nround;2026\n\nZona;Notes;Después\nnorth;x;3\n;;\n;y;\nsouth;;\n"
    )
    table, codes = read(path)
    assert table is not None
    assert codes == []
    assert (table.cells, table.numbers) == (
        {"area": ["north", "south"], "after": ["3", ""]}, [5, 8],
    )  # fmt: skip
    assert (table.others, table.facts) == ({"Notes": ["x", ""]}, {"round": "2026"})
    assert (table.place(1, "after").row, table.place(1, "after").column) == (8, "Después")
    assert (table.place().row, table.by_comma) == (4, True)
    assert (table.text("area", 0), table.cell("before", 0)) == ("north", None)


def test_a_row_that_ends_early_holds_nothing_there(tmp_path: Path) -> None:
    table, _codes = read(written(tmp_path, "area,before,after\nnorth,1\n"))
    assert table is not None
    assert table.cell("after", 0) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("colour,shape\nred,round\n", ["V900"]),
        ("area,zona,before\nn,s,1\n", ["T216"]),
        ("area,before\nn,1,2\ns,3\n", ["T217"]),
        ("  \n", ["P102"]),
    ],
)
def test_what_is_no_such_table_is_told(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert read(written(tmp_path, text))[1] == codes


def test_columns_that_are_needed_choose_the_row(tmp_path: Path) -> None:
    path = written(tmp_path, "area,before\nn,1\n")
    assert read(path, needed=("area",))[1] == []
    assert read(path, needed=("after",))[1] == ["V900"]


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name in ("first", "second"):
        sheet = book.create_sheet(name)
        sheet.append(["area", "before"])
        sheet.append([name, 1])
    book.create_sheet("away").sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    for sheet_name, area in (("", "first"), ("second", "second")):
        table, _codes = read(tmp_path / "t.xlsx", sheet=sheet_name)
        assert table is not None
        assert table.cells["area"] == [area]
    assert read(tmp_path / "t.xlsx", sheet="away", no_sheet="E902") == (None, ["E902"])


def test_a_column_under_another_name_is_found_there_only() -> None:
    renamed = COLUMNS.renamed({"before": "2024"})
    assert (renamed.column(2024.0), renamed.column("antes"), renamed.column("Zona")) == (
        "before", None, "area",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "style", "codes"),
    [
        (("1.5", "2"), "point", []), (("1,5", "2"), "comma", []),
        (("1.5", "1,5"), "point", ["T225"]),
        (("1,500", "2"), "point", ["T226"]),
        (("1.500", "1,500"), "point", ["T226"]),
        (("1.500", "1,500", "2,5"), "comma", ["T236"]),
        (("1.500", "1,500", "2.5"), "point", ["T236"]),
    ],
)  # fmt: skip
def test_numbers_have_one_decimal_sign(
    cells: tuple[str, ...], style: str, codes: list[str]
) -> None:
    numbers = range(2, 2 + len(cells))
    table = NamedTable("t", "", 1, {}, numbers, {"before": cells}, delimiter=";")
    problems = Problems()
    assert number_style(table, ["before", "after"], problems) == style
    assert [one.code for one in problems] == codes


@pytest.mark.parametrize(
    "package",
    [
        "paseo.prevention.measures",
        "paseo.prevention.quality",
        "paseo.prevention.collective",
        "paseo.prevention.evaluation",
    ],
)
def test_no_name_means_two_columns(package: str) -> None:
    columns = load_columns(package)
    assert all(columns.column(one) == one for one in columns.names())


@given(st.dates(date(1954, 11, 1), date(2100, 1, 1)))
def test_a_day_is_read_in_every_way_of_writing_it(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for cell in (day, serial, str(serial), day.isoformat(), f"{day.day}.{day.month}.{day.year}"):
        assert day_of(cell) == day
    assert day_of(f"{day.day}/{day.month}/{day.year}", "day_first") == day
    assert day_of(f"{day.month}-{day.day}-{day.year}", "month_first") == day


@pytest.mark.parametrize(
    "cell", [None, "", "soon", "31/02/2025", "2025-13", 7, True, "1/2/25", 1e9]
)
def test_what_is_no_day_is_none(cell: object) -> None:
    assert day_of(cell, order_of([cell])) is None
