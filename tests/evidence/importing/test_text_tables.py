"""Text tables as offices send them: encodings, separators, decimal signs, stray rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from import_cases import faults, one_fault
from paseo.evidence import columns
from paseo.evidence.checks import Checked
from paseo.evidence.tables import limits

Check = Callable[..., Checked]
GOOD = "indicator,area,period,value,note\nSAF-02,vila,2023,70.5,año\n"


def values(found: Checked) -> list[float | None]:
    return found.observations[columns.VALUE].to_list()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_found_without_a_word(check: Check, encoding: str) -> None:
    found = check(GOOD.encode(encoding))
    assert faults(found) == []
    assert found.observations[columns.NOTE].to_list() == ["año"]


def test_an_old_encoding_is_read_and_said(check: Check) -> None:
    found = check(GOOD.encode("cp1252"))
    assert found.observations[columns.NOTE].to_list() == ["año"]
    problem = one_fault(found, "T209")
    assert problem.severity == "warning"
    assert problem.sentence() == "The text is not UTF-8; it was read as windows-1252."


@pytest.mark.parametrize("text", ["aÃ±o", "a\ufffdo", "itâ€™s"])
def test_letters_that_were_damaged_before_are_pointed_out(check: Check, text: str) -> None:
    problem = one_fault(check(GOOD.replace("año", text)), "T210")
    assert problem.place.line == 2
    assert text[1] in problem.values["text"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(check: Check, delimiter: str) -> None:
    found = check(GOOD.replace(",", delimiter))
    assert faults(found) == []
    assert values(found) == [70.5]


def test_the_separator_that_excel_states_in_the_first_line_is_taken(check: Check) -> None:
    assert values(check("sep=;\r\n" + GOOD.replace(",", ";"))) == [70.5]


def test_spanish_names_of_columns_are_understood(check: Check) -> None:
    found = check(
        "Código del indicador;Ámbito;Año;Desglose;VALOR;Nº\nSAF-02;vila;2023;sex=F;70,5;1\n"
    )
    assert found.observations.row(0)[:5] == ("SAF-02", "vila", "2023", "sex=F", 70.5)
    # "Nº" is no column of ours, and not near one.
    assert faults(found) == [("T215", 1), ("T227", 2)]


def test_a_misspelt_column_is_refused_with_the_one_that_was_meant(check: Check) -> None:
    problem = one_fault(check("indicater,area,period,value\nSAF-02,vila,2023,1\n"), "T214")
    assert problem.sentence() == (
        "“indicater” is not a column of this table. Did you mean “indicator”?"
    )


def test_a_missing_column_is_named(check: Check) -> None:
    problem = one_fault(check("indicator,area,value\nSAF-02,vila,1\n"), "T213")
    assert problem.sentence() == "There is no column “period”."


def test_a_column_twice_is_refused(check: Check) -> None:
    found = check("indicator,area,period,value,valor\nSAF-02,vila,2023,1,2\n")
    assert one_fault(found, "T216").values == {
        "header": "valor", "other": "value", "column": "value",
    }  # fmt: skip


def test_own_columns_of_the_author_are_left_alone(check: Check) -> None:
    assert faults(check(GOOD.replace("note", "#mine").replace("period", "Period "))) == []


def test_a_table_without_column_names_is_refused(check: Check) -> None:
    problem = one_fault(check("SAF-02,vila,2023,70\n"), "T212")
    assert problem.sentence() == (
        "None of the first 20 rows holds the column names indicator, area, period."
    )


def test_a_title_above_the_column_names_does_no_harm(check: Check) -> None:
    found = check("Our survey;;;\n;;;\nindicator;area;period;value\nSAF-02;vila;2023;70\n")
    assert found.origin["row"].to_list() == [4]
    assert values(found) == [70.0]


def test_empty_rows_are_passed_over_and_row_numbers_stay(check: Check) -> None:
    found = check("indicator,area,period,value\n\n,,,\nSAF-02,vila,2023,700\n\n\n")
    assert faults(found) == [("T234", None), ("O411", 4)]
    assert one_fault(found, "T234").values["count"] == 2


def test_a_table_without_rows_says_so(check: Check) -> None:
    assert faults(check("indicator,area,period,value\n")) == [("T218", 1)]


def test_a_quoted_line_end_belongs_to_its_cell(check: Check) -> None:
    text = (
        'indicator,area,period,value,note\nSAF-02,vila,2023,1,"two\r\nlines"\n'
        "SAF-02,vila,2022,700,\n"
    )
    found = check(text)
    assert found.observations[columns.NOTE][0] == "two\nlines"
    # Row 3 as a spreadsheet shows it, though it is the fourth line of the file.
    assert faults(found) == [("O411", 3)]


def test_an_open_quotation_mark_is_refused_with_its_line(check: Check) -> None:
    found = check(
        'indicator,area,period,value,note\nSAF-02,vila,2023,1,"open\nSAF-02,vila,2022,1,x\n'
    )
    problem = one_fault(found, "T211")
    assert problem.severity == "error"
    assert found.observations.is_empty()


def test_a_decimal_comma_in_a_comma_file_is_refused_with_its_row(check: Check) -> None:
    problem = one_fault(check("indicator,area,period,value\nSAF-02,vila,2023,70,5\n"), "T217")
    assert str(problem) == (
        "T217 table.csv row 2: The row has 5 cells, the table 4 columns."
        " A cell that holds the separator “,” (a decimal comma, perhaps) must stand in quotation"
        " marks."
    )


def semicolons(*numbers: str) -> str:
    rows = [f"SEC-01;vila;{2000 + at};{number}" for at, number in enumerate(numbers)]
    return "\n".join(["indicator;area;period;value", *rows]) + "\n"


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["70,5", "1.234"], [70.5, 1234.0]),
        (["70,5", "1.234,25"], [70.5, 1234.25]),
        (["1.234.567", "12"], [1234567.0, 12.0]),
        (["70.5", "1,234"], [70.5, 1234.0]),
        (["0,5", "10"], [0.5, 10.0]),
        (["12 345,5", "1\u00a0234"], [12345.5, 1234.0]),
        (["12\u202f345", "1’234"], [12345.0, 1234.0]),
        (["1,5e3", "2"], [1500.0, 2.0]),
        (["+3", "4"], [3.0, 4.0]),
    ],
)  # fmt: skip
def test_one_decimal_sign_holds_for_the_whole_file(
    check: Check, numbers: list[str], expected: list[float]
) -> None:
    found = check(semicolons(*numbers))
    assert values(found) == expected
    assert {code for code, _ in faults(found)} <= {"T227"}


def test_the_decimal_comma_is_said(check: Check) -> None:
    assert one_fault(check(semicolons("70,5")), "T227").sentence() == (
        "Numbers are written with a decimal comma: “70,5” was read as 70.5."
    )


def test_two_decimal_signs_in_one_file_are_refused_naming_both_rows(check: Check) -> None:
    problem = one_fault(check(semicolons("70,5", "3", "70.5")), "T225")
    assert problem.sentence() == (
        "Row 4 writes “70.5” with a decimal point, row 2 writes “70,5” with a decimal comma."
    )


@pytest.mark.parametrize("number", ["1.234", "1,234"])
def test_a_number_that_reads_two_ways_is_refused_in_a_semicolon_file(
    check: Check, number: str
) -> None:
    problem = one_fault(check(semicolons("3", number)), "T226")
    assert (problem.severity, problem.place.row) == ("error", 3)


def test_a_comma_file_writes_decimals_with_a_point(check: Check) -> None:
    found = check("indicator,area,period,value\nSEC-01,vila,2023,1.234\n")
    assert (values(found), faults(found)) == ([1.234], [])
    quoted = check('indicator,area,period,value\nSEC-01,vila,2023,"1,234"\n')
    assert faults(quoted) == [("T226", 2)]


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(GOOD.encode())
        file.truncate(200_000_000)  # a hole on the disk, not two hundred megabytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("it was read"))
    problem = one_fault(check(path), "T201")
    assert problem.sentence() == ("The file has 200 MB; files of this kind are read up to 100 MB.")


def test_too_many_rows_are_refused(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paseo.evidence.tables.csv_text.MOST_ROWS", 3)
    problem = one_fault(check(GOOD + "SAF-02,vila,2022,1,\n" * 4), "T231")
    assert problem.values["most_rows"] == 3
    assert limits.MOST_ROWS == 500_000


@pytest.mark.parametrize(
    ("start", "code", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "T203", "(.xls)"),
        (b"%PDF-1.7", "T202", "a PDF document"),
        (b"<!DOCTYPE html><html>", "T202", "a web page"),
        (b"\x00\x01\x02\x03binary", "T202", "binary data"),
        (b"PK\x03\x04nothing", "T207", "damaged"),
    ],
)
def test_other_files_are_named_for_what_they_are(
    check: Check, start: bytes, code: str, words: str
) -> None:
    problem = one_fault(check(start + b"\x00" * 50), code)
    assert words in problem.sentence()


def test_a_file_that_is_not_there_is_said(check: Check, tmp_path: Path) -> None:
    assert faults(check(tmp_path / "none.csv")) == [("P101", None)]
