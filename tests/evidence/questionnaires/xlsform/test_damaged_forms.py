"""Forms of ours in which people deleted, moved and overwrote cells: read or refused, never lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from paseo.content.problems import Refused
from paseo.content.store import PackStore
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.xlsform import read_xlsform, save_pack, write_xlsform
from questionnaire_by_hand import questionnaire
from questionnaire_strategies import questionnaires

#: What is overwritten but is still what our writer could have written.
STILL_RIGHT = {("sources", "{}"), ("changes", "[]")}
CELLS = (
    "",
    "x",
    "yes",
    "${q0} = 1",
    "select_one nothing",
    "text",
    "integer",
    "{",
    "{}",
    '{"a": 1}',
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(questionnaires(), st.data())
def test_a_damaged_form_is_read_into_a_right_pack_or_refused(
    made: Questionnaire, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_xlsform(made, path)
        book = load_workbook(path)
        for _ in range(data.draw(st.integers(1, 4))):
            page = book[data.draw(st.sampled_from(["survey", "survey", "choices", "paseo"]))
                        if "choices" in book.sheetnames else "survey"]  # fmt: skip
            row = data.draw(st.integers(1, page.max_row))
            if row > 1 and data.draw(st.booleans()):
                page.delete_rows(row)
            else:
                column = data.draw(st.integers(1, page.max_column))
                page.cell(row, column).value = data.draw(st.sampled_from(CELLS))
        book.save(path)
        try:
            read = read_xlsform(path, "x.questionnaire.damaged")
            save_pack(read.questionnaire, Path(folder) / "pack.yaml")
        except Refused as refused:
            assert refused.problems.errors
            return
        pack, _ = PackStore(()).read(Path(folder) / "pack.yaml")
        assert pack is not None
        assert build_questionnaire(pack) == read.questionnaire


@pytest.mark.parametrize("value", ["{}", '{"a": 1}', "1", "[]", "null"])
@pytest.mark.parametrize("key", ["many", "language", "title", "sources", "changes", "languages"])
def test_an_overwritten_cell_of_our_own_sheet_makes_the_form_one_of_others(
    key: str, value: str, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    write_xlsform(questionnaire(), path)
    book = load_workbook(path)
    for row in book["paseo"].iter_rows(min_row=2):
        if row[0].value == key:
            row[1].value = value
    book.save(path)
    try:
        read = read_xlsform(path, "x.questionnaire.damaged")
        assert read.own == ((key, value) in STILL_RIGHT)
        save_pack(read.questionnaire, tmp_path / "pack.yaml")
    except Refused as refused:
        assert refused.problems.errors
