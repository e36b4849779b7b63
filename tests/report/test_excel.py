"""The workbook, opened again: a sheet per table, numbers that count, texts that stay texts."""

import io

import openpyxl
import pytest

from paseo.report.document import Cell, Column, Heading, Table
from paseo.report.writers.excel import write_excel
from report_by_hand import HOSTILE, document, hostile


def book(of):
    return openpyxl.load_workbook(io.BytesIO(write_excel(of)))


@pytest.fixture(scope="module")
def plain():
    return book(document())


def test_a_list_in_front_and_a_sheet_per_table(plain):
    assert plain.sheetnames == ["sheet contents", "Values", "Felt"]
    assert plain["sheet contents"]["A1"].value == "Security in Exampletown"
    assert plain["sheet contents"]["B7"].value == "Felt"


def test_numbers_are_numbers_and_words_stand_beside_them(plain):
    sheet = plain["Values"]
    assert [cell.value for cell in sheet[4]][:3] == ["Place", "Value", "Said"]
    assert sheet["B5"].value == 0.5
    assert sheet["C5"].value == "0.5 %, between 0 and 9"


def test_the_head_stays_in_sight(plain):
    assert plain["Values"].freeze_panes == "B5"


def test_every_table_can_be_filtered(plain):
    assert plain["Values"].auto_filter.ref == "A4:C6"


def test_notes_stand_under_the_table(plain):
    assert plain["Values"]["A8"].value == "A note under the table."


def test_figures_of_a_language_are_read_as_numbers_with_their_decimals():
    table = Table(
        "T",
        (Column("Lugar"), Column("Valor", "end")),
        ((Cell("a"), Cell("12\u202f345,70")), (Cell("b"), Cell("sin evaluar"))),
    )
    sheet = book(document(Heading("Uno", 1, "uno"), table, language="es"))["Uno"]
    assert sheet["B6"].value == "sin evaluar"
    assert sheet["C5"].value == 12345.7
    assert sheet["C5"].number_format == "#,##0.00"
    assert sheet["C6"].value is None


def test_no_text_is_ever_a_formula():
    made = book(hostile())
    kinds = {cell.data_type for sheet in made for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    said = {cell.value for sheet in made for row in sheet.iter_rows() for cell in row}
    assert {one for one in HOSTILE if one[0] in "=+-@"} <= said


def test_sheet_names_are_what_excel_takes():
    made = book(hostile())
    assert len(set(map(str.casefold, made.sheetnames))) == len(made.sheetnames)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in made.sheetnames)


def test_generated_values_say_so_on_every_sheet():
    made = book(document(generated="Generated: invented"))
    for sheet in made:
        found = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        assert any("Generated: invented" in one for one in found)


def test_the_same_document_is_the_same_file():
    assert write_excel(document()) == write_excel(document())
