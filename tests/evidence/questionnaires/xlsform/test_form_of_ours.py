"""The form that we write: its columns, its logic, and what happens when others work on it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from paseo.content.language import LanguageMap
from paseo.content.problems import Refused
from paseo.content.store import list_packs, store
from paseo.evidence.questionnaires.pack import build_questionnaire, load_questionnaire
from paseo.evidence.questionnaires.plain import from_plain
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.variables import variables
from paseo.evidence.questionnaires.xlsform import read_xlsform, save_pack, validation, write_xlsform

YES_NO = [{"code": "yes", "label": "Yes"}, {"code": "no", "label": "No"}]


def made(*questions: dict[str, Any], **sections: Any) -> Questionnaire:
    header = {
        "id": "x.questionnaire.own", "kind": "questionnaire", "version": "1.2.0",
        "published": "2026-11-25", "language": "en", "languages": ["en"], "licence": "CC-BY-4.0",
        "evidence": "stated", "source": "s", "target": "", "title": {"en": "Own"},
        "provider": {"en": "P"}, "description": {},
    }  # fmt: skip
    return from_plain(
        {
            "header": header,
            "sections": {
                "sources": [{"id": "s", "title": "Source"}], "questions": list(questions),
                **sections,
            },
        }
    )  # fmt: skip


def rows(path: Path, sheet: str = "survey") -> list[dict[str, str]]:
    page = load_workbook(path)[sheet]
    head, *body = page.iter_rows(values_only=True)
    return [
        {str(key): str(cell) for key, cell in zip(head, row, strict=True) if cell is not None}
        for row in body
    ]


def row(path: Path, name: str) -> dict[str, str]:
    return next(one for one in rows(path) if one.get("name") == name and "end" not in one["type"])


def change(path: Path, name: str, column: str, value: str) -> None:
    book = load_workbook(path)
    page = book["survey"]
    head = [cell.value for cell in page[1]]
    if column not in head:
        head.append(column)
        page.cell(1, len(head)).value = column
    for line in page.iter_rows(min_row=2):
        if line[head.index("name")].value == name and "end" not in line[0].value:
            line[head.index(column)].value = value
    book.save(path)


def test_the_columns_of_the_form_are_the_variables(tmp_path: Path) -> None:
    form = made(
        {"id": "one", "text": "One?", "options": [*YES_NO, {"code": "o", "label": "Other",
                                                            "other": True}]},
        {"id": "n", "type": "number", "text": "N?", "missing": ["dont_know", "refused"]},
        {"id": "t", "type": "matrix", "text": "T?", "options": YES_NO,
         "rows": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]},
        {"id": "rec", "type": "record", "text": "R", "missing": ["not_in_remit"],
         "fields": [{"id": "n", "type": "number", "text": "N"}, {"id": "w", "text": "W"}]},
        {"id": "rep", "type": "repeat", "text": "E", "fields": [{"id": "n", "text": "N"}]},
        {"id": "order", "type": "ranking", "text": "O", "options": YES_NO,
         "missing": ["dont_know"]},
    )  # fmt: skip
    write_xlsform(form, tmp_path / "f.xlsx")
    written = [
        one["name"]
        for one in rows(tmp_path / "f.xlsx")
        if not one["type"].startswith(("begin", "end", "note"))
    ]
    assert sorted(written) == sorted(one.name for one in variables(form))


def test_either_the_answer_or_the_reason_for_none_is_asked(tmp_path: Path) -> None:
    write_xlsform(
        made({"id": "n", "type": "number", "text": "N?", "missing": ["refused"], "required": True,
              "relevant": "1 = 1", "low": 0, "whole": True}),
        tmp_path / "f.xlsx",
    )  # fmt: skip
    answer, reason = row(tmp_path / "f.xlsx", "n"), row(tmp_path / "f.xlsx", "n_missing")
    assert answer["type"] == "integer" and answer["constraint"] == ". >= 0"
    assert answer["constraint_message::English (en)"] == "0 or more"
    assert "required" not in answer
    assert reason["required"] == "yes"
    assert reason["relevant"] == "(1 = 1) and ${n} = ''"


def test_who_refuses_consent_is_asked_nothing(tmp_path: Path) -> None:
    form = made(
        {"id": "q", "text": "Q?"}, consent={"text": "May we ask?"},
        sections=[{"id": "s", "name": "S", "relevant": "1 = 1"}],
    )  # fmt: skip
    write_xlsform(form, tmp_path / "f.xlsx")
    consent, refused, section, *_ = rows(tmp_path / "f.xlsx")
    assert consent["label::English (en)"] == "May we ask?" and consent["required"] == "yes"
    assert refused["type"] == "note" and refused["relevant"] == "${consent} = 'no'"
    assert section["relevant"] == "${consent} = 'yes' and (1 = 1)"


def test_answers_that_stand_alone_are_a_constraint(tmp_path: Path) -> None:
    options = [*YES_NO, {"code": "none", "label": "None of these", "exclusive": True}]
    form = made({"id": "m", "type": "multiple", "text": "M?", "options": options, "low": 2})
    write_xlsform(form, tmp_path / "f.xlsx")
    assert row(tmp_path / "f.xlsx", "m")["constraint"] == (
        "(count-selected(.) >= 2 or selected(., 'none'))"
        " and not(selected(., 'none') and count-selected(.) > 1)"
    )


@pytest.mark.parametrize("name", ["data", "consent", "s_intro", "label", "list"])
def test_a_question_may_bear_a_name_that_the_form_would_take(tmp_path: Path, name: str) -> None:
    form = made(
        {"id": name, "text": "Q?"}, {"id": "z", "text": "Z?", "relevant": f"${{{name}}} != ''"},
        consent={"text": "May we?"}, sections=[{"id": "s", "name": "S", "intro": "Hello"}],
    )  # fmt: skip
    write_xlsform(form, tmp_path / "f.xlsx")
    assert read_xlsform(tmp_path / "f.xlsx").questionnaire == form


def test_cells_that_somebody_changed_count(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    form = made(
        {"id": "n", "type": "number", "text": "N?", "low": 0, "high": 5, "wording": "sdg"},
        {"id": "w", "text": "W?", "help": "Say more"},
    )
    write_xlsform(form, path)
    change(path, "n", "label::English (en)", "How many now?")
    change(path, "n", "constraint", ". >= 0 and . <= 9")
    change(path, "w", "relevant", "${n} > 3")
    read = read_xlsform(path)
    n, w = read.questionnaire.questions()
    assert n.text == LanguageMap("How many now?")
    assert (n.constraint, n.low, n.high) == (". >= 0 and . <= 9", None, None)
    assert (n.evidence, n.wording) == ("adapted", "")
    assert (w.relevant, w.evidence, w.help) == ("${n} > 3", "stated", LanguageMap("Say more"))
    (problem,) = [one for one in read.problems if one.code == "X640"]
    assert (problem.place.row, problem.values["id"]) == (3, "n")


def test_a_choice_changed_in_one_of_two_lists_makes_two_lists(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    form = made(
        {"id": "a", "text": "A?", "scale": "yn"}, {"id": "b", "text": "B?", "scale": "yn",
                                                   "missing": []},
        {"id": "n", "type": "number", "text": "N?", "missing": ["refused"]},
        {"id": "m", "type": "number", "text": "M?", "missing": ["refused", "dont_know"]},
        scales=[{"id": "yn", "name": "Yes or no", "points": YES_NO,
                 "missing": [{"code": "dont_know", "label": "?"}]}],
    )  # fmt: skip
    write_xlsform(form, path)
    book = load_workbook(path)
    page = book["choices"]
    for line in page.iter_rows(min_row=2):
        if (line[0].value, line[1].value) in (("yn_2", "yes"), ("reasons_2", "refused")):
            line[2].value = "Changed"
    book.save(path)
    read = read_xlsform(path).questionnaire
    ids = [one.options.id for one in read.questions() if one.options]
    assert ids == ["yn", "yn_2"]
    save_pack(read, tmp_path / "pack.yaml")
    found, _ = store().read(tmp_path / "pack.yaml")
    assert found is not None and build_questionnaire(found) == read


def test_a_question_that_others_added_is_theirs(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    form = made({"id": "n", "type": "number", "text": "N?"})
    write_xlsform(form, path)
    book = load_workbook(path)
    page = book["survey"]
    head = [cell.value for cell in page[1]]
    page.insert_rows(4)
    for column, value in {
        "type": "text", "name": "N", "label::English (en)": "And why?",
    }.items():  # fmt: skip
        page.cell(4, head.index(column) + 1).value = value
    book.save(path)
    read = read_xlsform(path)
    assert [one.id for one in read.questionnaire.questions()] == ["n", "N_2"]
    assert next(read.questionnaire.questions()) == next(form.questions())
    added = read.questionnaire.question("N_2")
    assert added is not None and added.sources[0].id == "form"
    assert read.renamed == {"N": "N_2"}


def test_a_text_that_no_cell_holds_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"X633 f.xlsx \[survey\] row 3 label"):
        write_xlsform(made({"id": "q", "text": "x" * 32_768}), tmp_path / "f.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_form_that_pyxform_refuses_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(b"before")
    with pytest.raises(Refused, match="X630"):
        write_xlsform(made({"id": "meta", "text": "Reserved?"}), path)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("f.xlsx", b"before")]


def test_without_pyxform_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validation, "find_spec", lambda name: None)
    with pytest.raises(Refused, match=r"X632.*paseo\[forms\]"):
        write_xlsform(made({"id": "q", "text": "Q?"}), tmp_path / "f.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_long_scale_of_numbers_is_a_slider(tmp_path: Path) -> None:
    points = [{"code": str(n), "label": {"en": str(n)}} for n in range(11)]
    form = made({"id": "q", "type": "scale", "text": "Q?", "options": points,
                 "low_anchor": "Bad", "high_anchor": "Good"})  # fmt: skip
    write_xlsform(form, tmp_path / "f.xlsx")
    written = row(tmp_path / "f.xlsx", "q")
    assert (written["type"], written["parameters"]) == ("range", "start=0 end=10 step=1")
    assert written["hint::English (en)"] == "From “Bad” to “Good”"
    assert read_xlsform(tmp_path / "f.xlsx").questionnaire == form


def test_every_questionnaire_that_we_ship_comes_back_identical(tmp_path: Path) -> None:
    packs = [one.id for one in list_packs("questionnaire") if not one.own]
    assert "paseo.questionnaire.action1-checklist" in packs
    for pack in packs:
        form = load_questionnaire(pack)
        problems = write_xlsform(form, tmp_path / "f.xlsx")
        assert [str(one) for one in problems] == [], pack
        assert read_xlsform(tmp_path / "f.xlsx").questionnaire == form, pack
        save_pack(form, tmp_path / "pack.yaml")
        found, _ = store().read(tmp_path / "pack.yaml")
        assert found is not None and build_questionnaire(found) == form, pack


def test_files_that_are_no_forms_are_refused_for_what_they_are(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    files = {
        "old.xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "T203"),
        "page.xlsx": (b"<!DOCTYPE html><p>", "T202"),
        "broken.xlsx": (b"PK\x03\x04" + b"x" * 60, "T207"),
        "table.csv": (b"a,b\n1,2\n", "X634"),
        "empty.csv": (b"", "X634"),
    }
    for name, (content, _) in files.items():
        (tmp_path / name).write_bytes(content)
    for name, code in {**{name: code for name, (_, code) in files.items()},
                       "bomb.xlsx": "T204", "none.xlsx": "P101"}.items():  # fmt: skip
        with pytest.raises(Refused) as refused:
            read_xlsform(tmp_path / name, "x.questionnaire.y")
        assert [one.code for one in refused.value.problems.errors] == [code], name


def test_a_form_in_one_text_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text(
        '"survey",,,\n,"type","name","label"\n,"select_one yn","q","Sure?"\n'
        '"choices",,,\n,"list_name","name","label"\n,"yn","y","Yes"\n',
        "utf-8",
    )
    (question,) = read_xlsform(path, "x.questionnaire.y").questionnaire.questions()
    assert question.type == "single"
    assert question.options is not None and question.options.codes() == ("y",)


def test_stray_cells_far_away_do_not_keep_a_form_from_being_read(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    form = made({"id": "q", "text": "Q?"})
    write_xlsform(form, path)
    book = load_workbook(path)
    book["survey"].cell(1_048_576, 1_000).value = " "
    book.save(path)
    assert read_xlsform(path).questionnaire == form
