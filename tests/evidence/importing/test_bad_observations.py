"""Each fault of an observation: its number, its row, its words; a table in, an outcome out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from import_cases import faults, one_fault
from paseo.evidence import columns
from paseo.evidence.checks import Checked

Check = Callable[..., Checked]
HEAD = "| indicator | area | period | value |"


def table(*rows: str, head: str = HEAD) -> str:
    return "\n".join((head, *rows))


def test_a_good_table_has_no_problem(check: Check) -> None:
    found = check(table("| SAF-01 | vila | 2023 | 70.5 |", "| SAF-01 | vila | 2022 | 0 |"))
    assert faults(found) == []
    assert found.observations[columns.VALUE].to_list() == [70.5, 0.0]
    assert found.observations[columns.UNIT].to_list() == ["percent", "percent"]
    assert found.observations[columns.STATUS].to_list() == ["A", "A"]
    assert found.observations.columns == list(columns.COLUMNS)
    assert found.origin["row"].to_list() == [2, 3]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["|  | vila | 2023 | 1 |"], [("O401", 2)]),
        (["| SAF-01 | | | 1 |"], [("O401", 2), ("O401", 2)]),
        (["| SAF01 | vila | 2023 | 1 |"], [("O402", 2)]),
        (["| Hurtos registrados | vila | 2023 | 1 |"], [("O402", 2)]),
        (["| ZZZ | vila | 2023 | 1 |"], [("O403", 2)]),
        (["| SAF-02 | vila-1 | 2023 | 1 |"], [("O404", 2)]),
        (["| SAF-02 | Centre | 2023 | 1 |"], [("O404", 2)]),
        (["| SAF-02 | elsewhere | 2023 | 1 |"], [("O405", 2)]),
        (["| SAF-01 | vila-0101 | 2023 | 1 |"], [("O438", 2)]),
        (["| SAF-02 | vila | 2023 | 1 |", "| SAF-02 | vila | 2023 | 2 |"], [("O410", 3)]),
        (["| SAF-02 | vila | 2023 | 130 |"], [("O411", 2)]),
        (["| SAF-02 | vila | 2023 | -1 |"], [("O412", 2)]),
        (["| SEC-01 | vila | 2023 | -0.1 |"], [("O412", 2)]),
        (["| SAF-09 | vila | 2023 | -20 |"], []),
        (["| BGC-05 | vila | 2023 | 0.5 |"], [("O441", 2)]),
        (["| BGC-05 | vila | 2023 | sí |", "| BGC-05 | vila | 2022 | No |"], []),
        (["| SAF-02 | vila | last year | 1 |"], [("O417", 2)]),
        (["| SAF-02 | vila | 23 | 1 |"], [("O417", 2)]),
        (["| SAF-02 | vila | 2023-Q5 | 1 |"], [("O417", 2)]),
        (["| SAF-02 | vila | 2021, 2022 | 1 |"], [("O418", 2)]),
        (["| SAF-02 | vila | 2021 y 2022 | 1 |"], [("O418", 2)]),
        (["| SAF-02 | vila | 2021/22 | 1 |"], [("O418", 2)]),
        (["| SAF-02 | vila | 2021-2023 | 1 |"], [("O418", 2)]),
        (["| SAF-02 | vila | 2021/2023 | 1 |", "| SAF-02 | vila | 2023-Q4 | 1 |"], []),
        (["| SAF-02 | vila | 2027 | 1 |"], [("O419", 2)]),
        (["| SAF-02 | vila | 2026-11 | 1 |", "| SAF-02 | vila | 2026 | 1 |"], []),
        (["| SAF-02 | vila | 2026-12 | 1 |"], [("O419", 2)]),
        (["| SAF-02 | vila | 2023 |  |"], [("O422", 2)]),
        (["| SAF-02 | vila | 2023 | seventy |"], [("O431", 2)]),
        (["| SAF-02 | vila | 2023 | <5 |"], [("O432", 2)]),
        (["| SAF-02 | vila | 2023 | ca. 70 |"], [("O433", 2)]),
        (["| SAF-02 | vila | 2023 | ~70 |"], [("O433", 2)]),
        (["| SAF-02 | vila | 2023 | n/a |"], [("O434", 2)]),
        (["| SAF-02 | vila | 2023 | - |"], [("O434", 2)]),
        (["| SAF-02 | vila | 2023 | : |"], [("O434", 2)]),
        (["| SAF-02 | vila | 2023 | inf |"], [("O440", 2)]),
        (["| SAF-02 | vila | 2023 | 1e999 |"], [("O440", 2)]),
        (["| SAF-02 | vila | 2023 | 70 % |"], [("T228", 2)]),
    ],
)  # fmt: skip
def test_each_fault_has_its_number_and_row(
    check: Check, rows: list[str], expected: list[tuple[str, int]]
) -> None:
    assert faults(check(table(*rows))) == expected


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("breakdown", "", []),
        ("breakdown", "sex=F", []),
        ("breakdown", "age=15-24;sex=F", []),
        ("breakdown", "Total", []),
        ("breakdown", "sexo=F", ["O406"]),
        ("breakdown", "colour=red", ["O407"]),
        ("breakdown", "sex=W", ["O408"]),
        ("breakdown", "women", ["O409"]),
        ("breakdown", "sex=F;sex=M", ["O409"]),
        ("unit", "percent", []),
        ("unit", "per_1000_residents", ["O420"]),
        ("status", "E", []),
        ("status", "ok", ["O421"]),
        ("status", "L", ["O423"]),
        ("numerator", "-3", ["O414"]),
        ("denominator", "-3", ["O414"]),
        ("denominator", "0", ["O415"]),
        ("n", "-4", ["O414"]),
        ("n", "503.5", ["O424"]),
        ("standard_error", "-1", ["O414"]),
        ("design_effect", "0", ["O425"]),
        ("low", "80", ["O426"]),
        ("high", "60", ["O426"]),
        ("level", "95", ["O427"]),
        ("level", "95 %", []),
        ("source", "survey-2023", []),
        ("source", "survey-2022", ["O428"]),
        ("source", "somebody", ["O429"]),
        ("mode", "telefone", ["O435"]),
        ("mode", "design-of-the-city", []),
        ("denominator_kind", "residents", ["O435"]),
        ("definition", "q1", []),
        ("definition", "q9", ["O436"]),
        ("city", "vila", []),
        ("city", "other", ["O439"]),
        ("note", "=HYPERLINK(\"http://x\")", ["T229"]),
        ("note", "-5 compared with the year before", []),
    ],
)  # fmt: skip
def test_each_further_column_is_checked(
    check: Check, column: str, cell: str, expected: list[str]
) -> None:
    found = check(table(f"| SAF-02 | vila | 2023 | 70 | {cell} |", head=f"{HEAD[:-1]}| {column} |"))
    assert [code for code, _ in faults(found)] == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["| SAF-02 | 350 | 500 | 70 |"], []),
        (["| SAF-02 | 349 | 500 | 70 |"], []),
        (["| SAF-02 | 349 | 500 | 70.0 |"], []),  # 70.0 and 70 are one number in a spreadsheet
        (["| SAF-02 | 340 | 500 | 70 |"], ["O416"]),
        (["| SAF-02 | 700 | 500 | |"], ["O411", "O413"]),
        (["| SEC-01 | 700 | 500 | 1400 |"], []),
        (["| SEC-01 | 70 | 0 | |"], ["O415"]),
        (["| LIV-01 | 3850809 | 891.1 | 4321.4 |"], []),  # the area is rounded too
    ],
)
def test_counts_are_held_against_the_value(
    check: Check, rows: list[str], expected: list[str]
) -> None:
    drawn = [row.replace("| ", "| vila | 2023 | ", 1) for row in rows]
    found = check(
        table(*drawn, head="| area | period | indicator | numerator | denominator | value |")
    )
    assert [code for code, _ in faults(found)] == expected


def test_a_value_follows_from_numerator_and_denominator(check: Check) -> None:
    found = check(
        table(
            "| SEC-01 | vila | 2023 |  | 30 | 12000 |",
            "| SAF-02 | vila | 2023 |  | 0 | 400 |",
            head=f"{HEAD[:-1]}| numerator | denominator |",
        )
    )
    assert faults(found) == []
    assert found.observations[columns.VALUE].to_list() == [2.5, 0.0]


def test_no_value_is_concluded_where_the_status_says_there_is_none(check: Check) -> None:
    found = check(
        table("| SEC-01 | vila | 2023 |  | Q | 3 | 12000 |",
              head=f"{HEAD[:-1]}| status | numerator | denominator |")
    )  # fmt: skip
    assert faults(found) == []
    assert found.observations[columns.VALUE].to_list() == [None]


def test_a_denominator_below_nought_is_said_once(check: Check) -> None:
    head = f"{HEAD[:-1]}| numerator | denominator |"
    found = check(table("| SEC-01 | vila | 2023 |  | 30 | -12000 |", head=head))
    assert faults(found) == [("O414", 2)]
    found = check(table("| SEC-01 | vila | 2023 |  |  | -12000 |", head=head))
    assert sorted(faults(found)) == [("O414", 2), ("O422", 2)]


def test_values_without_a_source_are_one_warning_that_names_their_rows(check: Check) -> None:
    head = f"{HEAD[:-1]}| status | source |"
    found = check(
        table("| SEC-01 | vila | 2020 | 4 |  |  |", "| SEC-01 | vila | 2021 | 4 |  | police |",
              "| SEC-01 | vila | 2022 | 4 |  |  |", "| SEC-01 | vila | 2023 |  | L |  |", head=head)
    )  # fmt: skip
    problem = one_fault(found, "O442")
    assert (problem.severity, problem.values["rows"]) == ("warning", "2, 4")


def test_a_table_without_the_column_of_sources_is_warned_of_too(check: Check) -> None:
    assert faults(check(table("| SEC-01 | vila | 2023 | 4 |")), "O442") == [("O442", 2)]


def test_shares_that_all_lie_below_one_are_perhaps_fractions(check: Check) -> None:
    found = check(
        table("| SAF-01 | vila | 2021 | 0.7 |", "| SAF-01 | vila | 2022 | 0 |",
              "| SAF-02 | vila | 2022 | 0.7 |", "| SAF-02 | vila | 2023 | 70 |",
              "| SEC-01 | vila | 2023 | 0.7 |", "| SEC-02 | vila | 2023 | 0 |")
    )  # fmt: skip
    problem = one_fault(found, "O443")
    assert problem.severity == "warning"
    assert problem.sentence() == (
        "All values of SAF-01 in this file are below 1 (rows: 2, 3), such as 0.7;"
        " they are read as per cent."
    )


def test_a_small_share_beside_its_counts_is_no_fraction(check: Check) -> None:
    head = f"{HEAD[:-1]}| numerator | denominator |"
    assert faults(check(table("| SAF-02 | vila | 2023 | 0.7 | 7 | 1000 |", head=head))) == []
    assert faults(check(table("| SAF-02 | vila | 2023 |  | 7 | 1000 |", head=head))) == []


def test_a_code_without_its_nought_is_the_same_number_first(check: Check) -> None:
    problem = one_fault(check(table("| SAF-1 | vila | 2023 | 1 |")), "O402")
    assert problem.values["closest"] == "SAF-01 (Feeling safe alone at night)"


def test_did_you_mean_names_the_indicator_by_code_and_name(check: Check) -> None:
    problem = one_fault(check(table("| SAF01 | vila | 2023 | 1 |")), "O402")
    assert problem.sentence("en") == (
        "There is no indicator “SAF01” (rows: 2). "
        "Did you mean SAF-01 (Feeling safe alone at night)?"
    )
    assert problem.sentence("es").startswith("No existe el indicador «SAF01» (filas: 2).")
    assert problem.mend() == "Write the code of the indicator, not its name."


def test_a_share_of_130_percent_is_refused_with_its_row(check: Check) -> None:
    found = check(table("| SAF-01 | vila | 2022 | 70 |", "| SAF-01 | vila | 2023 | 130 |"))
    problem = one_fault(found, "O411")
    assert str(problem) == (
        "O411 table.csv row 3 value: SAF-01 cannot be 130: its greatest possible value is 100"
        " (percent). Check the number and its decimal sign."
    )
    assert problem.severity == "error"


def test_a_duplicate_names_both_rows(check: Check) -> None:
    found = check(
        table("| SAF-01 | vila | 2023 | 70 |", "| SEC-01 | vila | 2023 | 4 |",
              "| SAF-01 | vila | 2023 | 71 |")
    )  # fmt: skip
    problem = one_fault(found, "O410")
    assert (problem.place.row, problem.values["other"]) == (4, "2")
    assert problem.sentence() == (
        "SAF-01, vila, 2023, _T already stands in row 2, with the same base, definition and source."
    )


def test_the_same_period_under_two_definitions_is_no_duplicate_but_mixed_wordings(
    check: Check,
) -> None:
    found = check(
        table("| SAF-01 | vila | 2019 | 70 | q1 |", "| SAF-01 | vila | 2023 | 71 | q2 |",
              "| SAF-01 | vila | 2023 | 60 | q1 |", head=f"{HEAD[:-1]}| definition |")
    )  # fmt: skip
    problem = one_fault(found, "O430")
    assert faults(found) == [("O430", 3)]
    assert problem.sentence() == (
        "SAF-01 in vila comes in two wordings: q1 (2019) and q2 (2023)."
        " They are shown apart and never joined into one series."
    )


def test_two_periods_in_one_cell_are_offered_as_a_span(check: Check) -> None:
    problem = one_fault(check(table("| SAF-01 | vila | 2021 and 2023 | 70 |")), "O418")
    assert problem.mend() == (
        "Write one row per period. If the value covers all years from first to last,"
        " write it so: 2021/2023."
    )


def test_an_approximate_number_is_given_back_with_the_status_to_use(check: Check) -> None:
    problem = one_fault(check(table("| SAF-01 | vila | 2023 | ca. 70 |")), "O433")
    assert problem.mend() == "Write 70 and the status E (estimated)."


def test_a_small_hidden_number_leads_to_the_status_suppressed(check: Check) -> None:
    problem = one_fault(check(table("| SEC-01 | vila | 2023 | <5 |")), "O432")
    assert "status Q" in problem.mend()
    assert "<5" in problem.mend()


def test_one_wrong_code_in_many_rows_is_one_problem_that_names_them(check: Check) -> None:
    rows = [f"| SAF-1 | vila | {year} | 1 |" for year in range(2001, 2021)]
    problem = one_fault(check(table(*rows)), "O402")
    assert problem.values["rows"] == "2, 3, 4, 5, 6, 7, … (+14)"


def test_the_fifty_first_case_is_counted_and_not_listed(check: Check) -> None:
    rows = [f"| SAF-02 | vila | {1950 + n} | 200 |" for n in range(70)]
    found = check(table(*rows))
    assert len(faults(found, "O411")) == 50
    assert one_fault(found, "T230").sentence() == "20 more cases of O411 are not listed."


def test_a_boundary_that_the_area_does_not_have_is_noted(check: Check) -> None:
    head = f"{HEAD[:-1]}| boundary |"
    found = check(table("| SAF-02 | vila-01 | 2023 | 1 | 2031 |", head=head))
    assert faults(found) == [("O437", 2)]
    assert one_fault(found, "O437").values["known"] == "2011, 2021"
    assert faults(check(table("| SAF-02 | vila-01 | 2023 | 1 | 2021 |", head=head))) == []


def test_breakdowns_are_kept_with_their_keys_in_order(check: Check) -> None:
    found = check(
        table("| SAF-02 | vila | 2023 | 1 | sex = F ; age=15-24 |", head=f"{HEAD[:-1]}| group |")
    )
    assert found.observations[columns.BREAKDOWN].to_list() == ["age=15-24;sex=F"]


def test_text_that_looks_like_a_formula_is_kept_as_it_is_and_said(check: Check) -> None:
    text = "indicator,area,period,value,note\nSAF-02,vila,2023,1,\"=cmd|' /C calc'!A0\"\n"
    found = check(text)
    assert found.observations[columns.NOTE].to_list() == ["=cmd|' /C calc'!A0"]
    assert one_fault(found, "T229").severity == "warning"
