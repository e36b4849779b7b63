"""Excel workbooks: what their authors see is what is read, and what could harm is refused."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from import_cases import faults, one_fault
from paseo.evidence import columns
from paseo.evidence.checks import Checked

Check = Callable[..., Checked]
HEAD = ["indicator", "area", "period", "value", "note"]
ROW = ["SAF-02", "vila", "2023", 70.5, "x"]


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook: rows of the first sheet, then whatever ``more`` does to it."""

    def write(rows: list[list[Any]], more: Callable[[Any, Any], None] | None = None) -> Path:
        path = tmp_path / "table.xlsx"
        with xlsxwriter.Workbook(path) as made:
            sheet = made.add_worksheet("Data")
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if more is not None:
                more(made, sheet)
        return path

    return write


Book = Callable[..., Path]


def repack(path: Path, **parts: bytes) -> Path:
    """Put further parts into a workbook, or replace some; ``__`` in a name is ``/``."""
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    kept |= {name.replace("__", "/").replace("DOT", "."): data for name, data in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in kept.items():
            new.writestr(name, data)
    return path


def test_a_good_workbook_has_no_problem(check: Check, book: Book) -> None:
    found = check(book([HEAD, ROW, [], ["SEC-01", "vila", 2022, 3, ""]]))
    assert faults(found) == [("T234", None)]
    assert found.observations[columns.VALUE].to_list() == [70.5, 3.0]
    assert found.observations[columns.PERIOD].to_list() == ["2023", "2022"]
    assert found.origin.rows() == [("table.xlsx", "Data", 2), ("table.xlsx", "Data", 4)]


def test_merged_cells_are_refused_with_their_range(check: Check, book: Book) -> None:
    found = check(book([HEAD, ROW], lambda _, sheet: sheet.merge_range("B3:B5", "vila")))
    problem = one_fault(found, "T219")
    assert str(problem) == (
        "T219 table.xlsx [Data] row 3: The cells B3:B5 are merged; which row a value belongs to"
        " cannot be told. Select them, choose Unmerge cells, and fill each row."
    )


def test_the_cells_of_a_merged_range_are_not_reported_as_empty_too(
    check: Check, book: Book
) -> None:
    rows: list[list[Any]] = [HEAD, ROW, ["SAF-01", "", 2022, 70, ""], ["SAF-01", "", 2021, 70, ""]]
    found = check(book(rows, lambda _, sheet: sheet.merge_range("B2:B4", "vila")))
    assert faults(found) == [("T219", 2)]
    unmerged = check(book(rows))
    assert faults(unmerged) == [("O401", 3), ("O401", 4)]


def test_merged_cells_in_a_title_do_no_harm(check: Check, book: Book) -> None:
    rows: list[list[Any]] = [[], [], HEAD, ROW]
    found = check(book(rows, lambda _, sheet: sheet.merge_range("A1:E1", "Our survey")))
    assert faults(found) == []


def test_stored_results_of_formulas_are_read_and_said(check: Check, book: Book) -> None:
    found = check(
        book([HEAD, ROW], lambda _, sheet: sheet.write_formula("D2", "=35+35.5", None, 70.5))
    )
    assert found.observations[columns.VALUE].to_list() == [70.5]
    assert one_fault(found, "T220").values == {"count": 1, "cell": "D2"}


def test_a_formula_without_a_stored_result_is_refused(check: Check, book: Book) -> None:
    path = book([HEAD, ROW])
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    bare = sheet.replace(b'<c r="D2"><v>70.5</v></c>', b'<c r="D2"><f>35+35.5</f></c>')
    assert bare != sheet
    found = check(repack(path, xl__worksheets__sheet1DOTxml=bare))
    assert one_fault(found, "T221").sentence() == (
        "The cell D2 holds a formula whose result was never stored."
    )
    assert [code for code, _ in faults(found)] == ["T221"]


def test_an_error_value_is_refused_with_its_cell(check: Check, book: Book) -> None:
    found = check(
        book([HEAD, ROW], lambda _, sheet: sheet.write_formula("D2", "=1/0", None, "#DIV/0!"))
    )
    assert one_fault(found, "T222").sentence() == "The cell D2 holds the error #DIV/0!."
    assert [code for code, _ in faults(found)] == ["T222"]


def test_a_cell_shown_in_percent_is_read_as_shown(check: Check, book: Book) -> None:
    def percent(made: Any, sheet: Any) -> None:
        sheet.write_number("D2", 0.07, made.add_format({"num_format": "0.0%"}))

    found = check(book([HEAD, ROW], percent))
    assert found.observations[columns.VALUE].to_list() == [7.0]
    assert one_fault(found, "T228").place.row == 2


def test_a_month_that_became_a_date_is_read_as_the_month(check: Check, book: Book) -> None:
    def month(made: Any, sheet: Any) -> None:
        style = made.add_format({"num_format": "mmm-yy"})
        sheet.write_datetime("C2", datetime.datetime(2023, 6, 1), style)

    found = check(book([HEAD, ROW], month))
    assert found.observations[columns.PERIOD].to_list() == ["2023-06"]
    assert faults(found) == [("T235", 2)]


def test_a_day_is_no_period(check: Check, book: Book) -> None:
    def day(made: Any, sheet: Any) -> None:
        style = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime("C2", datetime.datetime(2023, 6, 14), style)

    assert faults(check(book([HEAD, ROW], day))) == [("O417", 2)]


def test_numbers_typed_as_text_are_read(check: Check, book: Book) -> None:
    row = ["SAF-02", "vila", "2023", "70,5", ""]
    found = check(book([HEAD, row]))
    assert found.observations[columns.VALUE].to_list() == [70.5]


def test_several_sheets_are_one_table_and_faults_name_the_sheet(check: Check, book: Book) -> None:
    def second(made: Any, _: Any) -> None:
        sheet = made.add_worksheet("2022")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["SAF-02", "vila", "2023", 1, ""])
        made.add_worksheet("Notes").write(0, 0, "Nothing")

    found = check(book([HEAD, ROW], second))
    assert one_fault(found, "O410").values["other"] == "Data 2"
    assert one_fault(found, "O410").place.sheet == "2022"
    assert one_fault(found, "T224").values["name"] == "Notes"


def test_a_hidden_sheet_is_not_read_and_said(check: Check, book: Book) -> None:
    def hidden(made: Any, _: Any) -> None:
        sheet = made.add_worksheet("Old")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["SAF-02", "vila", "2019", 1, ""])
        sheet.hide()

    found = check(book([HEAD, ROW], hidden))
    assert found.observations.height == 1
    assert one_fault(found, "T223").severity == "warning"


def test_a_zip_bomb_is_not_opened(check: Check, book: Book) -> None:
    path = repack(book([HEAD, ROW]), xl__bombDOTxml=b"0" * 60_000_000)
    found = check(path)
    problem = one_fault(found, "T204")
    assert problem.severity == "error"
    assert "at most 400 MB, 2000 parts and 200 times are opened" in problem.sentence()
    assert found.observations.is_empty()


def test_too_many_parts_are_not_opened(check: Check, book: Book) -> None:
    parts = {f"xl__p{at}DOTxml": b"x" for at in range(2_000)}
    assert faults(check(repack(book([HEAD, ROW]), **parts))) == [("T204", None)]


def test_macros_are_refused(check: Check, book: Book) -> None:
    path = repack(book([HEAD, ROW]), xl__vbaProjectDOTbin=b"x")
    assert one_fault(check(path), "T205").sentence() == (
        "The workbook holds macros (xl/vbaProject.bin); such files are not opened."
    )


def test_links_to_other_files_are_refused(check: Check, book: Book) -> None:
    path = repack(book([HEAD, ROW]), xl__externalLinks__externalLink1DOTxml=b"<x/>")
    assert faults(check(path)) == [("T206", None)]


def test_entities_in_a_part_are_refused(check: Check, book: Book) -> None:
    path = repack(book([HEAD, ROW]), xl__sharedStringsDOTxml=b'<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    assert faults(check(path)) == [("T208", None)]


def test_a_damaged_workbook_is_refused(check: Check, book: Book) -> None:
    path = book([HEAD, ROW])
    path.write_bytes(path.read_bytes()[:-300])
    assert faults(check(path)) == [("T207", None)]
    assert faults(check(repack(book([HEAD, ROW]), xl__workbookDOTxml=b"<broken"))) == [
        ("T207", None)
    ]


def test_a_stray_cell_far_away_is_refused_before_it_takes_all_memory(
    check: Check, book: Book
) -> None:
    far = book([HEAD, ROW], lambda _, sheet: sheet.write("XFD1048576", "x"))
    problem = one_fault(check(far), "T231")
    assert problem.sentence() == (
        "The table reaches to row 1048576 and column XFD;"
        " at most 500000 rows and 256 columns are read."
    )


@pytest.mark.parametrize(
    ("part", "words"),
    [("content.xml", "OpenDocument"), ("word/document.xml", "archive")],
)
def test_other_archives_are_named_for_what_they_are(
    check: Check, tmp_path: Path, part: str, words: str
) -> None:
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    assert words in one_fault(check(path), "T202").sentence()


def test_other_writers_spell_the_same_sheet_otherwise(check: Check, book: Book) -> None:
    """Element names with a prefix, cells without their address: both are allowed by ECMA-376."""
    path = book([HEAD, ROW], lambda _, sheet: sheet.merge_range("B3:B5", "vila"))
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    name = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    prefixed = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", sheet).replace(
        name, name.replace(b"xmlns", b"xmlns:x")
    )
    found = check(repack(path, xl__worksheets__sheet1DOTxml=prefixed))
    assert one_fault(found, "T219").values == {"range": "B3:B5"}
    path = book([HEAD, ROW])
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    bare = re.sub(rb'<c r="[A-Z]+[0-9]+"', b"<c", sheet)
    assert bare != sheet
    found = check(repack(path, xl__worksheets__sheet1DOTxml=bare))
    assert found.observations[columns.VALUE].to_list() == [70.5]


def test_many_cells_without_an_address_are_counted(check: Check, book: Book) -> None:
    path = book([HEAD, ROW])
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    wide = sheet.replace(b"</row>", b"<c><v>1</v></c>" * 300 + b"</row>", 1)
    assert faults(check(repack(path, xl__worksheets__sheet1DOTxml=wide))) == [("T231", None)]
