"""Registers as cities keep them: no ids, days in the order of a country, heads of two rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from paseo.content.problems import Problems
from paseo.prevention.measures.files import csv_text, read_register
from paseo.prevention.measures.measure import Measure, Register


def read(path: Path) -> tuple[Register, Problems]:
    problems = Problems()
    return read_register(path, problems), problems


def written(folder: Path, text: str) -> Path:
    (folder / "m.csv").write_text(text, "utf-8")
    return folder / "m.csv"


def days(path: Path) -> list[tuple[date | None, date | None]]:
    return [(one.start, one.end) for one in read(path)[0]]


# ------------------------------------------------------------------------------------ ids
def test_ids_are_made_of_names_and_a_note_says_so(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Nombre;Nivel;Orientación\nAtención a víctimas;Reacción;Positiva\nParque;;\nParque;;\n",
    )
    register, problems = read(path)
    assert [one.id for one in register] == ["atencion-a-victimas", "parque", "parque-2"]
    assert problems.errors == []
    note = next(one for one in problems if one.code == "V936")
    assert note.severity == "note"
    assert "3" in note.sentence("es")
    assert "columna «Identificador»" in note.mend("es")


def test_an_id_that_is_made_gives_way_to_one_that_is_given(tmp_path: Path) -> None:
    path = written(tmp_path, "id,name,level\n,Walks,reaction\nwalks,Other,reaction\n")
    register, problems = read(path)
    assert [one.id for one in register] == ["walks-2", "walks"]
    assert next(one for one in problems if one.code == "V936").place.row == 2


def test_a_name_without_letters_still_gets_an_id(tmp_path: Path) -> None:
    register, _problems = read(written(tmp_path, "name,level\n…!,reaction\n散歩,reaction\n"))
    assert [one.id for one in register] == ["measure", "measure-2"]
    assert [one.id for one in read(written(tmp_path, csv_text(register)))[0]] == [
        "measure", "measure-2",
    ]  # fmt: skip


# ----------------------------------------------------------------------------------- days
def test_one_clear_day_settles_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "name,start,end\nA,01/02/2025,31/12/2025\nB,02-03-2024,\n")
    assert days(path) == [
        (date(2025, 2, 1), date(2025, 12, 31)), (date(2024, 3, 2), None),
    ]  # fmt: skip
    path = written(tmp_path, "name,start,end\nA,01/02/2025,12/31/2025\n")
    assert days(path) == [(date(2025, 1, 2), date(2025, 12, 31))]


@pytest.mark.parametrize("other", ["", "31/12/2024,12/31/2024"])
def test_an_order_that_nothing_settles_is_not_guessed(tmp_path: Path, other: str) -> None:
    path = written(tmp_path, f"name,start,end\nA,01/02/2025,\nB,{other or ','}\n")
    _register, problems = read(path)
    assert [(one.code, one.place.row, one.place.column) for one in problems.errors] == [
        ("V905", 2, "start")
    ]


def test_a_year_or_month_alone_is_its_first_or_last_day(tmp_path: Path) -> None:
    path = written(tmp_path, "name,start,end,funded_until\nA,2024,2025,2026\nB,2024-02,2024-02,\n")
    (one, other) = read(path)[0]
    assert (one.start, one.end) == (date(2024, 1, 1), date(2025, 12, 31))
    assert one.funded_until == date(2026, 12, 31)
    assert (other.start, other.end) == (date(2024, 2, 1), date(2024, 2, 29))


def test_days_of_excel_are_read_as_cells_as_numbers_and_as_texts(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["id", "name", "start", "end"],
        ["a", "A", date(2025, 3, 1), 45_747],
        ["b", "B", "45717", 2025],
        ["c", "C", 7, 123_456],
    ):
        sheet.append(row)
    book.save(tmp_path / "m.xlsx")
    assert days(tmp_path / "m.xlsx")[:2] == [
        (date(2025, 3, 1), date(2025, 3, 31)),
        (date(2025, 3, 1), date(2025, 12, 31)),
    ]
    assert [one.code for one in read(tmp_path / "m.xlsx")[1].errors] == ["V905", "V905"]


# --------------------------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("budgets", "meant"),
    [
        (("2.000.000", "7"), 2_000_000), (("1.500,5", "7"), 1500.5), (("1,500.5", "7"), 1500.5),
        (("12 500", "7"), 12_500),
    ],
)  # fmt: skip
def test_thousands_and_decimals_are_read_in_either_style(
    tmp_path: Path, budgets: tuple[str, str], meant: float
) -> None:
    rows = "".join(f"m{at};A;{one}\n" for at, one in enumerate(budgets))
    register, problems = read(written(tmp_path, f"id;name;budget\n{rows}"))
    assert (register.measure("m0").budget, problems.errors) == (meant, [])


def test_a_number_that_cannot_be_read_is_not_called_negative(tmp_path: Path) -> None:
    _register, problems = read(written(tmp_path, "id,name,budget\na,A,about 5\nb,B,-5\n"))
    assert [one.code for one in problems.errors] == ["V935", "V906"]
    assert "below zero" not in problems.errors[0].sentence()


def test_two_decimal_signs_are_told_once_and_not_for_every_number(tmp_path: Path) -> None:
    path = written(tmp_path, "id;name;budget;fte\na;A;1,5;2.5\nb;B;1.500,5;3.25\n")
    assert [one.code for one in read(path)[1].errors] == ["T225"]


# ------------------------------------------------------------------------------- two rows
def merged(path: Path, rows: list[list[object]], *ranges: str) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for one in ranges:
        sheet.merge_cells(one)
    book.save(path)
    return path


WALKS = ["m1", "Walks", "reaction", "problem", date(2025, 1, 1), date(2025, 12, 31), 100]


def test_a_head_of_two_rows_keeps_its_days(tmp_path: Path) -> None:
    path = merged(
        tmp_path / "m.xlsx",
        [
            ["Register of measures"],
            ["id", "name", "level", "orientation", "Dates", None, "budget"],
            [None, None, None, None, "start", "end", None],
            WALKS,
        ],
        "E2:F2", "A2:A3", "B2:B3",
    )  # fmt: skip
    register, problems = read(path)
    one = register.measure("m1")
    assert (one.start, one.end, one.budget) == (date(2025, 1, 1), date(2025, 12, 31), 100)
    assert [one.code for one in problems] == ["V911"]


def test_a_head_whose_lower_row_names_more_keeps_what_reaches_down(tmp_path: Path) -> None:
    path = merged(
        tmp_path / "m.xlsx",
        [
            ["Identificador", "Nombre", "Lugar en la pirámide", None, "Fechas", None, "Medios"],
            [None, None, "Nivel", "Orientación", "Inicio", "Fin", "Presupuesto anual"],
            WALKS,
        ],
        "A1:A2", "B1:B2", "C1:D1", "E1:F1",
    )  # fmt: skip
    register, problems = read(path)
    assert register.measures == (read(merged(
        tmp_path / "plain.xlsx",
        [["id", "name", "level", "orientation", "start", "end", "budget"], WALKS],
    ))[0].measures)  # fmt: skip
    assert [one.code for one in problems] == ["V911"]


def test_a_measure_that_is_called_like_a_column_is_no_second_head(tmp_path: Path) -> None:
    path = written(tmp_path, "id,name,level,remarks of ours\nm,Area,reaction,note\n")
    register, _problems = read(path)
    assert register.measures == (Measure(id="m", name="Area", level=register.measure("m").level),)
