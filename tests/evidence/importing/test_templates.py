"""The Excel forms: what a colleague sees in it, and that it comes back as codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from import_cases import AREAS, a_city, faults, one_fault
from paseo.evidence import columns
from paseo.evidence.checks import Checked
from paseo.evidence.export import canonical
from paseo.evidence.preview import plan_import
from paseo.evidence.templates import TemplateForm, TemplateRow, write_template

Check = Callable[..., Checked]
KNOWN = canonical(
    pl.DataFrame(
        {"indicator": ["SAF-01"], "area": ["vila-01"], "period": ["2019"], "value": [61.5],
         "unit": ["percent"], "source": ["survey-2023"], "definition": ["q1"], "level": [0.95],
         "low": [58.0], "high": [65.0], "note": ["=odd"], "breakdown": ["sex=F"]}
    )
)  # fmt: skip


def form(**more: Any) -> TemplateForm:
    return TemplateForm(
        city="Vila",
        dimension="Sense of safety",
        rows=(
            TemplateRow("SAF-01", "Feeling safe", "Share of ...", "percent", "%", 0, 100),
            TemplateRow(
                "SEC-01", "Thefts", "Thefts over ...", "per_1000_residents", "per 1,000", 0
            ),
        ),
        areas={area.id: str(area.name) for area in AREAS},
        sources={one.id: str(one.title) for one in a_city().sources},
        breakdowns={"sex=F": "Sex: women", "sex=M": "Sex: men"},
        denominators={"resident": ""},
        **more,
    )


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(language: str = "en", **more: Any) -> Path:
        path = tmp_path / f"form-{language}.xlsx"
        write_template(form(**more), path, language)
        return path

    return write


Written = Callable[..., Path]


def fill(path: Path, **cells: Any) -> Path:
    """Write into the data sheet by cell, as a person does."""
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book.worksheets[1][cell] = value
    book.save(path)
    return path


def test_a_form_sent_back_untouched_changes_nothing(check: Check, written: Written) -> None:
    found = check(written())
    assert found.observations.is_empty()
    assert one_fault(found, "T232").values == {"count": 2}
    assert not found.problems.errors


@pytest.mark.parametrize("language", ["en", "es"])
def test_choices_come_back_as_codes_in_any_language(
    check: Check, written: Written, language: str
) -> None:
    lists = openpyxl.load_workbook(written(language))["lists"]
    statuses = [cell.value for cell in lists["E"] if cell.value]
    remit = next(one for one in statuses if one.startswith("R – "))
    path = fill(written(language), C5="2023", E5=71, C6="2023", G6=remit)
    found = check(path)
    assert not found.problems.errors
    assert found.observations.select(*columns.COLUMNS[:7]).rows() == [
        ("SAF-01", "vila", "2023", "_T", 71.0, "percent", "A"),
        ("SEC-01", "vila", "2023", "_T", None, "per_1000_residents", "R"),
    ]


def test_not_in_our_remit_stands_apart_from_not_collected(written: Written) -> None:
    lists = openpyxl.load_workbook(written("es"))["lists"]
    statuses = [cell.value for cell in lists["E"]]
    assert "L – no recogido" in statuses
    assert "R – no es competencia nuestra" in statuses


def test_known_values_come_back_unchanged_with_all_their_columns(
    check: Check, written: Written
) -> None:
    found = check(written(existing=KNOWN))
    plan = plan_import(found.observations, KNOWN, present=found.present)
    assert plan.unchanged.height == 1
    assert plan.is_empty
    assert found.observations.equals(KNOWN)


def test_a_fault_is_found_in_the_row_that_the_person_sees(check: Check, written: Written) -> None:
    found = check(fill(written(), C5="2023", E5=710))
    assert ("O411", 5) in faults(found)
    assert one_fault(found, "O411").place.column == "Value"


def test_a_prepared_row_with_only_a_word_in_the_value_is_not_lost(
    check: Check, written: Written
) -> None:
    assert ("O434", 5) in faults(check(fill(written(), C5="2023", E5="n/a")))


def test_a_further_row_may_be_added_below(check: Check, written: Written) -> None:
    path = fill(written(), A9="SAF-01 – Feeling safe", B9="vila-01 – Centre", C9="2022", E9=50)
    found = check(path)
    assert found.observations.row(0)[:5] == ("SAF-01", "vila-01", "2022", "_T", 50.0)


def test_every_row_offers_lists_and_limits(written: Written) -> None:
    book = openpyxl.load_workbook(written())
    sheet = book.worksheets[1]
    rules = {
        (rule.type, str(rule.sqref).partition(":")[0]): rule
        for rule in sheet.data_validations.dataValidation
    }
    assert rules["list", "G5"].formula1 == "lists!$E$2:$E$10"
    assert rules["list", "G5"].promptTitle == "Status"
    limit = rules["decimal", "E5"]
    assert (limit.formula1, limit.formula2) == ("0", "100")
    assert rules["decimal", "E6"].operator == "greaterThanOrEqual"
    assert book["lists"].sheet_state == "hidden"
    assert sheet.freeze_panes == "B5"
    assert "Share of ..." in sheet["A5"].comment.text
    assert [one.title for one in book.worksheets] == ["Guide", "Data", "lists"]


def test_a_generated_city_says_so_on_both_sheets(written: Written) -> None:
    book = openpyxl.load_workbook(written("es", generated=True))
    for sheet in book.worksheets[:2]:
        texts = [str(cell.value) for row in sheet["A1:A4"] for cell in row]
        assert any("generados" in text for text in texts)


def test_the_forms_of_the_framework_are_written_for_a_real_city(tmp_path: Path) -> None:
    from paseo.assessment.framework_pack import load_framework
    from paseo.assessment.templates import write_templates
    from paseo.assessment.vocabulary import vocabulary
    from paseo.evidence.checks import Ground, read_observations
    from paseo.evidence.city_folder import read_city_folder

    framework = load_framework()
    words = vocabulary(framework)
    city = read_city_folder(Path(__file__).parents[3] / "examples" / "helsinki", words)
    paths = write_templates(framework, city, tmp_path, language="es")
    assert len(paths) == 6
    found = read_observations(paths, words, Ground(city.areas, city.city))
    assert not found.problems.errors
    assert sum(one.values["count"] for one in found.problems if one.code == "T232") == 30
