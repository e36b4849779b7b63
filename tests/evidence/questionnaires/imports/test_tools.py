"""Answers of other tools, in the shapes in which these tools really export them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from paseo.content.problems import Refused
from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.imports import AnswerImport, read_answers, write_left_out
from questionnaire_by_hand import questionnaire

FORM = questionnaire()


def codes(found: AnswerImport) -> list[str]:
    return [problem.code for problem in found.problems]


def text_file(folder: Path, text: str, name: str = "answers.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, **sheets: list[list[Any]]) -> Path:
    path = folder / "answers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


# --- KoboToolbox ---------------------------------------------------------------------------------

KOBO = (
    '"start";"end";"a/after_dark";"a/modes";"a/modes/walk";"a/modes/bus";"a/modes/other";'
    '"a/modes_other";"a/lamps";"a/lamps_missing";"a/opened";"b/spot";"b/_spot_latitude";'
    '"b/_spot_longitude";"b/_spot_altitude";"b/_spot_precision";"b/trust/trust_police";'
    '"b/proof";"b/proof_URL";"_id";"_uuid";"_submission_time";"_validation_status";"_notes";'
    '"_status";"_submitted_by";"__version__";"_tags";"_index"\n'
    '"2026-11-20T10:00:00.000+01:00";"2026-11-20T10:12:00.000+01:00";"3";"walk other";"1";"0";'
    '"1";"by skate";"12";"";"2026-10-01";"36.72 -4.42 0 0";"36.72";"-4.42";"0";"0";"4";'
    '"plan.pdf";"https://kobo.invalid/plan.pdf";"77";"aa-1";"2026-11-20T09:13:00";"Approved";"";'
    '"submitted_via_web";"collector";"vAbC123";"";"1"\n'
    '"";"";"dont_know";"";"";"";"";"";"";"refused";"";"";"";"";"";"";"";"";"";"78";"bb-2";'
    '"2026-11-20T11:00:00";"Not Approved";"";"submitted_via_web";"collector";"vAbC123";"";"2"\n'
)


def test_kobo_csv_with_codes_and_groups(tmp_path: Path) -> None:
    found = read_answers(text_file(tmp_path, KOBO), FORM)
    assert found.tool == "kobo"
    (sheet,) = found.sheets
    assert (sheet.id, sheet.origin, sheet.version) == ("aa-1", "kobo", "1.2.0")
    assert sheet.started_at is not None
    assert sheet.started_at.isoformat() == "2026-11-20T10:00:00+01:00"
    assert sheet.answers == {
        "after_dark": Answer("3"),
        "modes": Answer(["walk", "other"], other="by skate"),
        "lamps": Answer(12),
        "opened": Answer("2026-10-01"),
        "spot": Answer({"lat": 36.72, "lon": -4.42}),
        "trust": Answer({"police": Answer("4")}),
        "proof": Answer([{"name": "plan.pdf"}]),
    }
    assert "A684" in codes(found)  # the row that was not approved
    assert (found.counts.rows, found.counts.taken, found.counts.left_out) == (2, 1, 1)
    assert "A674" not in codes(found)


@pytest.mark.parametrize("separator", ["/", "-", ":", "."])
def test_kobo_groups_are_parted_by_any_sign(tmp_path: Path, separator: str) -> None:
    text = KOBO.replace("a/", f"a{separator}").replace("b/", f"b{separator}")
    assert len(read_answers(text_file(tmp_path, text), FORM).sheets[0].answers) == 7


def test_kobo_columns_of_single_options_are_enough(tmp_path: Path) -> None:
    text = (
        "modes/walk,modes/bus_night,modes/none,_id,_uuid\n1,True,0,1,u1\n0,FALSE,1,2,u2\n,,,3,u3\n"
    )
    found = read_answers(text_file(tmp_path, text), FORM)
    assert [one.answers["modes"].value for one in found.sheets] == [["walk", "bus_night"], ["none"]]
    assert found.counts.empty == 1


def test_kobo_labels_in_another_language_are_understood_and_told(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        Cuestionario=[
            ["¿Cómo de segura se siente de noche?", "¿Cómo se desplaza?",
             "¿Cómo se desplaza?/A pie", "¿Cómo se desplaza?/En autobús nocturno",
             "Seguridad con – Policía", "_id", "_uuid", "_index"],
            ["Muy segura", "A pie En autobús nocturno", 1, 1, "Segura", 5, "u5", 1],
            ["No sabe", "En autobús", 0, 0, "", 6, "u6", 2],
        ],
    )  # fmt: skip
    found = read_answers(path, FORM)
    assert found.tool == "kobo"
    first, second = found.sheets
    assert second.answers == {"after_dark": Answer(missing="dont_know"), "modes": Answer(["bus"])}
    assert first.answers["modes"] == Answer(["walk", "bus_night"])
    assert first.answers["after_dark"] == Answer("4")
    assert first.answers["trust"] == Answer({"police": Answer("3")})
    told = [p for p in found.problems if p.code == "A671"]
    assert ("¿Cómo de segura se siente de noche?", 2) in [
        (p.values["column"], p.values["count"]) for p in told
    ]


def test_a_column_that_contradicts_those_of_its_options_refuses_the_row(tmp_path: Path) -> None:
    text = "modes,modes/walk,modes/bus,_id,_uuid\nwalk,0,1,1,u1\nbus,0,0,2,u2\nbus,0,1,3,u3\n"
    found = read_answers(text_file(tmp_path, text), FORM)
    assert [one.id for one in found.sheets] == ["u3"]
    assert [problem.code for problem in found.problems.errors] == ["A691", "A691"]


def test_kobo_repeat_groups_stand_on_sheets_of_their_own(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        form=[["after_dark", "_id", "_uuid", "_index"], ["1", 9, "u9", 1], ["2", 8, "u8", 2]],
        visits=[
            ["visits_day", "visits_how", "_index", "_parent_table_name", "_parent_index"],
            ["2026-01-02", "walk", 1, "form", 1],
            ["2026-01-03", "bus", 2, "form", 1],
            ["2026-01-04", "bus", 3, "form", 7],
        ],
    )
    found = read_answers(path, FORM)
    visits = found.sheets[0].answers["visits"].value
    assert [one["how"].value for one in visits] == ["walk", "bus"]
    assert "visits" not in found.sheets[1].answers
    (lost,) = [problem for problem in found.problems if problem.code == "A686"]
    assert (lost.place.sheet, lost.place.row, lost.values["parent"]) == ("visits", 4, "7.0")


# --- ODK -----------------------------------------------------------------------------------------


def test_odk_zip_with_repeats_and_a_rejected_row(tmp_path: Path) -> None:
    path = tmp_path / "small.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "small.csv",
            "SubmissionDate,a-after_dark,a-modes,a-modes/walk,a-modes/bus,b-spot-Latitude,"
            "b-spot-Longitude,b-spot-Altitude,b-spot-Accuracy,meta-instanceID,KEY,SubmitterID,"
            "SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,"
            "Edits,FormVersion\n"
            "2026-11-20T10:00:00.000Z,2,walk bus,1,1,36.7,-4.4,0,5,uuid:k1,uuid:k1,1,c,0,0,,"
            "approved,d,0,1.2.0\n"
            "2026-11-20T11:00:00.000Z,2,walk,1,0,,,,,uuid:k2,uuid:k2,1,c,0,0,,rejected,d,0,1.2.0\n",
        )
        archive.writestr(
            "small-visits.csv",
            "visits_day,visits_how,PARENT_KEY,KEY\n"
            "2026-02-01,walk,uuid:k1,uuid:k1/b/visits[1]\n"
            "2026-02-02,bus,uuid:k1/b,uuid:k1/b/visits[2]\n",
        )
        archive.writestr("media/photo.jpg", b"\xff\xd8")
    found = read_answers(path, FORM)
    assert found.tool == "odk"
    (sheet,) = found.sheets
    assert sheet.id == "k1"
    assert sheet.answers["spot"] == Answer({"lat": 36.7, "lon": -4.4})
    assert sheet.answers["modes"] == Answer(["walk", "bus"])
    assert len(sheet.answers["visits"].value) == 2
    assert "A684" in codes(found)


def test_an_archive_without_tables_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(Refused, match="A693"):
        read_answers(path, FORM)


# --- LimeSurvey ----------------------------------------------------------------------------------

LIME = (
    '"id","submitdate","lastpage","startlanguage","seed","token","startdate","datestamp",'
    '"afterdark","modes[walk]","modes[bus]","modes[other]","lamps","first[1]","first[2]",'
    '"trust[police]","why","why[comment]","groupTime: a"\n'
    '"4","2026-11-20 10:12:00","2","es","99","tok1","2026-11-20 10:00:00",'
    '"2026-11-20 10:12:00","3","Y","","by skate","12,5","bus","walk","2","Because","see map",'
    '"31,5"\n'
    '"5","","1","en","98","tok2","2026-11-20 11:00:00","2026-11-20 11:01:00","3","","Y","","",'
    '"","","","N/A","",""\n'
)


def test_limesurvey_brackets_and_lost_underscores(tmp_path: Path) -> None:
    found = read_answers(text_file(tmp_path, LIME), FORM)
    assert found.tool == "limesurvey"
    first, second = found.sheets
    assert first.answers == {
        "after_dark": Answer("3"),
        "modes": Answer(["walk"], other="by skate"),
        "lamps": Answer(12.5),
        "first": Answer(["bus", "walk"]),
        "trust": Answer({"police": Answer("2")}),
        "why": Answer("Because", comment="see map"),
    }
    assert (first.respondent, first.language, dict(first.seconds)) == ("tok1", "es", {"a": 31.5})
    assert second.answers == {"after_dark": Answer("3"), "modes": Answer(["bus"])}
    assert second.finished_at is None
    assert "A685" in codes(found)


def test_limesurvey_full_texts_in_headings_and_answers(tmp_path: Path) -> None:
    text = (
        '"Response ID","Date submitted","Last page","Start language",'
        '"How safe do you feel after dark?","How do you get about? [On foot]",'
        '"How do you get about? [By bus]","How safe with [City hall]"\n'
        '"1","2026-11-20 10:12:00","2","en","Very safe","Yes","No","Unsafe"\n'
    )
    found = read_answers(text_file(tmp_path, text), FORM)
    assert found.tool == "limesurvey"
    assert found.sheets[0].answers == {
        "after_dark": Answer("4"),
        "modes": Answer(["walk"]),
        "trust": Answer({"city": Answer("2")}),
    }


# --- EUSurvey ------------------------------------------------------------------------------------


def test_eusurvey_words_as_headers_below_the_alias(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        Content=[
            ["Alias", "small"], ["Export Date", "25-11-2026 10:00"], [],
            ["How safe do you feel after dark? (after_dark)", "How do you get about?",
             "How safe with: Police", "Day of opening", "Invitation number", "Contribution ID",
             "User name", "Creation date", "Last update", "Languages"],
            ["Safe", "On foot; By night bus", "Unsafe", "25/11/2026", "inv-1", "c-1", "",
             "2026-11-25 09:00:00", "2026-11-25 09:10:00", "ES"],
        ],
    )  # fmt: skip
    found = read_answers(path, FORM)
    assert found.tool == "eusurvey"
    (sheet,) = found.sheets
    assert sheet.answers == {
        "after_dark": Answer("3"),
        "modes": Answer(["walk", "bus_night"]),
        "trust": Answer({"police": Answer("2")}),
        "opened": Answer("2026-11-25"),
    }
    assert (sheet.id, sheet.respondent, sheet.language) == ("c-1", "inv-1", "es")


def test_eusurvey_options_in_columns_after_their_question(tmp_path: Path) -> None:
    header = ["How do you get about?", "On foot", "By bus (bus)", "Contribution ID", "User name"]
    path = workbook(tmp_path, Content=[header, ["", "Yes", "No", "c-1", "u"]])
    assert read_answers(path, FORM).sheets[0].answers == {"modes": Answer(["walk"])}


# --- bad input -----------------------------------------------------------------------------------


def test_wrong_cells_refuse_their_row_and_are_listed_with_reasons(tmp_path: Path) -> None:
    text = (
        "_sheet;after_dark;lamps;opened;spot\n"
        "s1;9;3;2026-01-01;\n"
        "s2;1;many;03/04/2026;91 0\n"
        "s3;2;4;2026-05-06;36.7 -4.4\n"
    )
    found = read_answers(text_file(tmp_path, text), FORM)
    assert [one.id for one in found.sheets] == ["s3"]
    assert [(p.code, p.place.row, p.place.column) for p in found.problems.errors] == [
        ("A677", 2, "after_dark"),
        ("A679", 3, "lamps"),
        ("A680", 3, "opened"),
        ("A681", 3, "spot"),
    ]
    write_left_out(found, tmp_path / "left.csv")
    lines = (tmp_path / "left.csv").read_text("utf-8").splitlines()
    assert lines[0].startswith("file,sheet,row,number,reason,what_to_do,_sheet,after_dark")
    assert [line.split(",")[3] for line in lines[1:]] == ["A677", "A679", "A680", "A681"]


def test_words_of_two_options_are_not_guessed(tmp_path: Path) -> None:
    from dataclasses import replace

    (first, *others) = FORM.sections
    question = first.questions[2]
    assert question.options is not None
    same = tuple(
        replace(one, label=question.options.options[0].label)
        for one in question.options.options[:2]
    )
    twin = replace(question, options=replace(question.options, options=same))
    form = replace(FORM, sections=(replace(first, questions=(twin,)), *others))
    found = read_answers(text_file(tmp_path, "_sheet,modes\ns1,On foot\n"), form)
    (problem,) = found.problems.errors
    assert (problem.code, problem.values["codes"]) == ("A678", "bus, walk")


@pytest.mark.parametrize(
    ("choice", "kept", "code"),
    [("newest", ["s2"], "A673"), ("both", ["s1", "s2"], "A673"), ("refuse", [], "A687")],
)
def test_two_sheets_of_one_respondent(
    tmp_path: Path, choice: Any, kept: list[str], code: str
) -> None:
    text = (
        "_sheet,_respondent,_finished_at,after_dark\n"
        "s1,Ms A,2026-11-01T10:00:00,1\n"
        "s2,Ms A,2026-11-02T10:00:00,2\n"
    )
    found = read_answers(text_file(tmp_path, text), FORM, duplicates=choice)
    assert [one.id for one in found.sheets] == kept
    told = [problem for problem in found.problems if problem.code == code]
    assert told and told[0].values["rows"] == "2, 3"
    assert found.counts.rows == found.counts.taken + found.counts.left_out + found.counts.replaced


def test_answers_to_another_version_are_brought_over_or_told(tmp_path: Path) -> None:
    old = questionnaire(version="1.0.0")
    path = text_file(tmp_path, "_sheet,_version,after_dark\ns1,1.0.0,1\ns2,1.2.0,2\n")
    found = read_answers(path, FORM, older={"1.0.0": old})
    assert {one.id: one.answers["after_dark"].value for one in found.sheets} == {
        "s1": "1",
        "s2": "2",
    }
    (told,) = [problem for problem in found.problems if problem.code == "A672"]
    assert "brought over" in told.sentence()
    unknown = read_answers(path, FORM)
    assert [one.version for one in unknown.sheets] == ["1.0.0", "1.2.0"]
    assert "A672" in codes(unknown)


def test_what_is_there_already_and_what_looks_like_a_test_is_said(tmp_path: Path) -> None:
    text = "_sheet,_respondent,after_dark\ns1,Ms A,1\ns1,Ms B,1\ns2,test 1,1\ns3,Ms C,1\n"
    found = read_answers(text_file(tmp_path, text), FORM, known={"s3"})
    assert [one.id for one in found.sheets] == ["s1", "s2"]
    assert {"A670", "A688", "A689"} <= set(codes(found))


def test_unknown_columns_come_with_what_was_probably_meant(tmp_path: Path) -> None:
    found = read_answers(text_file(tmp_path, "_sheet,after_drak,modes\ns1,1,walk\n"), FORM)
    (problem,) = [one for one in found.problems if one.code == "A674"]
    assert "after_dark" in problem.sentence()
    assert "A682" in codes(found)


def test_rows_without_number_are_the_same_the_second_time(tmp_path: Path) -> None:
    path = text_file(tmp_path, "after_dark,modes\n1,walk\n1,walk\n")
    first = read_answers(path, FORM)
    again = read_answers(path, FORM, known={one.id for one in first.sheets})
    assert len(first.sheets) == 2
    assert again.sheets == ()
    assert "A692" in codes(first)


def test_a_file_without_answers_is_refused_with_what_was_found(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="colour, taste"):
        read_answers(text_file(tmp_path, "colour,taste\nred,sweet\n"), FORM)


def test_numbers_of_another_country_and_an_old_encoding_are_read(tmp_path: Path) -> None:
    text = "_sheet;lamps;why\ns1;1.250,5;mañana\ns2;3;\n"
    found = read_answers(text_file(tmp_path, text, encoding="cp1252"), FORM)
    assert [one.answers["lamps"].value for one in found.sheets] == [1250.5, 3]
    assert found.sheets[0].answers["why"].value == "mañana"
    assert "T209" in codes(found)


def test_a_number_that_reads_in_two_ways_is_not_guessed(tmp_path: Path) -> None:
    found = read_answers(text_file(tmp_path, "_sheet;lamps\ns1;1.250\n"), FORM)
    assert [problem.code for problem in found.problems.errors] == ["A679"]


def test_many_wrong_rows_are_counted_and_all_of_them_kept(tmp_path: Path) -> None:
    rows = "".join(f"s{at},nonsense\n" for at in range(70))
    found = read_answers(text_file(tmp_path, "_sheet,after_dark\n" + rows), FORM)
    assert codes(found).count("A677") == 50
    assert [p.values["count"] for p in found.problems if p.code == "A699"] == [20]
    assert len(found.left_out) == 70
