"""Tables with months in the columns, or areas, are read like those with one count to a row."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from paseo.content.problems import Problems
from paseo.prevention.evaluation.case import Series
from paseo.prevention.evaluation.shapes import shape
from paseo.prevention.evaluation.tables import read_table

LONG = """area,role,period,count
Old town,treated,2024-01,12
Old town,treated,2024-02,9
Old town,treated,2024-03,
Harbour,comparison,2024-01,7
Harbour,comparison,2024-02,0
Harbour,comparison,2024-03,5
"""
BY_AREA = """Calls by month;;;;
Zone;Role;2024-01;2024-02;2024-03
Old town;treated;12;9;
Harbour;comparison;7;0;5
"""
NAMED = """Zona,Papel,ene 2024,feb 2024,mar 2024,Total
Old town,treated,12,9,,21
Harbour,comparison,7,0,5,12
TOTAL,,19,9,5,33
"""
BY_MONTH = """Month|Old town|Harbour|Total
2024-01|12|7|19
2024-02|9|0|9
2024-03||5|5
Total|21|12|33
""".replace("|", "\t")


def series_of(path: Path, roles: bool = True) -> tuple[Series, list[str]]:
    from paseo.prevention.evaluation.case import Area, Role

    problems = Problems()
    table = read_table(path, problems)
    assert table is not None, [str(one) for one in problems]
    known = {} if roles else {
        "Old town": Area("Old town", Role.TREATED), "Harbour": Area("Harbour", Role.COMPARISON)
    }  # fmt: skip
    found = shape(table, known, {}, problems).data
    assert not problems.errors, [str(one) for one in problems.errors]
    assert isinstance(found, Series)
    return found, [one.code for one in problems]


def as_file(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [(BY_AREA, []), (NAMED, ["E952"]), (BY_MONTH, ["E952", "E952"])],
    ids=["areas in rows", "months by name, with sums", "months in rows"],
)
def test_a_wide_table_is_read_as_the_long_one(text: str, said: list[str], tmp_path: Path) -> None:
    long, _ = series_of(as_file(tmp_path, LONG))
    wide, codes = series_of(as_file(tmp_path, text), roles="Month" not in text)
    assert wide == long
    assert codes == said


def test_months_of_a_workbook_are_read_from_its_days(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Calls")
        day = book.add_format({"num_format": "mmm yy"})
        sheet.write_row(0, 0, ["Area", "Role"])
        for month in (1, 2, 3):
            sheet.write_datetime(0, 1 + month, datetime(2024, month, 1), day)
        sheet.write_row(1, 0, ["Old town", "treated", 12, 9])
        sheet.write_row(2, 0, ["Harbour", "comparison", 7, 0, 5])
    long, _ = series_of(as_file(tmp_path, LONG))
    assert series_of(path)[0] == long


def test_what_is_wrong_in_a_wide_table_is_named_in_its_row(tmp_path: Path) -> None:
    problems = Problems()
    path = as_file(tmp_path, BY_AREA.replace("7;0;5", "7;many;-5"))
    table = read_table(path, problems)
    assert table is not None
    shape(table, {}, {}, problems)
    assert [(one.code, one.place.row) for one in problems.errors] == [("E904", 4), ("E912", 4)]


def test_counts_that_look_like_years_are_counts(tmp_path: Path) -> None:
    table = read_table(as_file(tmp_path, "area,before,after\npark,1990,2011\n"), Problems())
    assert table is not None
    assert table.number("after", 0) == 2011
