"""The report of a trial goes through every writer, in both languages, and says what was found."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
import yaml
from lxml import html

from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.pilot import PilotResult, pilot
from paseo.report.document import Callout, Paragraph, Table, plain
from paseo.report.questionnaire.pilot import pilot_document
from paseo.report.writers.registry import WRITERS
from questions_by_hand import questionnaire, sheet

MADE = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
FORM = questionnaire("""
sections:
  - {id: first, name: {en: Light, es: Luz}}
  - {id: second, name: Feeling}
scales:
  - id: agree
    name: Agreement
    points: [{code: 1, label: no}, {code: 2, label: partly}, {code: 3, label: "yes"}]
questions:
  - {id: place, text: Which place?}
  - {id: lit, text: {en: Is it lit?, es: ¿Está iluminado?}, missing: [dont_know],
     options: [{code: y, label: "yes"}, {code: n, label: "no"}]}
  - {id: feel, text: "How is it?", type: matrix, scale: agree, section: second,
     rows: [{id: a, text: Safe}, {id: b, text: Clean}, {id: c, text: Quiet}]}
  - {id: end, text: "=1+1 <b>Anything</b> else?", section: second}
""")


def whole(count: int = 24) -> PilotResult:
    """A trial in which every rule has something to say or to see."""
    sheets = []
    for at in range(count):
        answers: dict[str, Any] = {
            "place": f"p{at // 2}",
            "lit": "...dont_know" if at % 3 == 0 else "yn"[at % 2],
            "feel": dict(zip("abc", [("1", "1", "3"), ("2", "2", "2"), ("3", "3", "1")][at % 3],
                             strict=True)),
            "end": Answer("x", comment="<script>alert(1)</script> & more") if at == 1 else "x",
        }  # fmt: skip
        if at in (20, 22):
            answers = {"place": f"p{at // 2}"}
        times = {"first": 30.0 + at, "second": 1000.0} if at % 4 else {}
        hard = {"lit": "By day or by night?"} if at < 6 else {}
        sheets.append(sheet(FORM, answers, id=f"s{at}", seconds=times, hard=hard))
    sheets.append(sheet(FORM, {}, id="old", version="0.1.0"))
    return pilot(FORM, sheets, unit="place")


@pytest.fixture(scope="module")
def result() -> PilotResult:
    return whole()


def texts(result: PilotResult, language: str) -> str:
    return html.fromstring(
        WRITERS["html"].write(pilot_document(result, language, MADE))
    ).text_content()


def test_the_report_says_the_figures_that_were_found(result: PilotResult) -> None:
    page = " ".join(texts(result, "en").split())
    assert "24 answer sheets were read; 22 came to their end." in page
    assert "1 sheet answers another version or questionnaire and was left aside." in page
    assert "27 % of 22 found it hard to answer (from 20 % on)." in page
    assert "Half of 18 took 16 min 40 s or longer (from 15 min 0 s on)." in page
    assert "By day or by night? (6 times)" in page
    assert "It runs against the rest of its scale" in page
    assert "at 95% over 22 sheets, wholly under 0.00" in page
    assert "<script>alert(1)</script> & more" in page
    assert "12 units were answered for by two people." in page


def test_spanish_words_stand_in_the_spanish_report(result: PilotResult) -> None:
    page = " ".join(texts(result, "es").split())
    assert "Se leyeron 24 hojas de respuestas; llegaron al final 22." in page
    assert "¿Está iluminado? (lit)" in page
    document = pilot_document(result, "es", MADE)
    proposals = next(one for one in document.tables() if one.id == "proposals-table")
    feel = next(row for row in proposals.rows if "feel_c" in plain(row[0].words))
    # the question has no Spanish text, and says so
    assert feel[0].words[0].language == "en"  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_format_opens_again(result: PilotResult, language: str) -> None:
    document = pilot_document(result, language, MADE)
    pdf = pypdf.PdfReader(io.BytesIO(WRITERS["pdf"].write(document)))
    assert "lit" in " ".join(page.extract_text() for page in pdf.pages)
    word = docx.Document(io.BytesIO(WRITERS["docx"].write(document)))
    assert len(word.tables) >= len(document.tables())
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"].write(document)))
    assert len(book.sheetnames) == len(document.tables()) + 1
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("count", [0, 1, 4])
@pytest.mark.parametrize("ending", ["html", "pdf", "docx", "xlsx"])
def test_a_trial_with_hardly_a_sheet_proposes_nothing(count: int, ending: str) -> None:
    found = whole(count)
    document = pilot_document(found, "en", MADE)
    assert "proposals-table" not in {one.id for one in document.tables()}
    boxes = [one.title for one in document.blocks if isinstance(one, Callout)]
    assert "Too few sheets to propose anything" in boxes
    assert WRITERS[ending].write(document)


def test_a_quiet_trial_says_that_nothing_passed_its_threshold() -> None:
    answers = {"place": "p", "lit": "y", "feel": {"a": "1", "b": "2", "c": "3"}, "end": "x"}
    other = answers | {"lit": "n", "feel": {"a": "3", "b": "1", "c": "2"}}
    sheets = [sheet(FORM, answers if at % 2 else other, id=f"s{at}") for at in range(8)]
    document = pilot_document(pilot(FORM, sheets), "en", MADE)
    said = [plain(one.words) for one in document.blocks if isinstance(one, Paragraph)]
    assert "No figure passed its threshold." in said
    assert "Nobody marked a question as hard to answer." in said
    assert "No sheet broke off." in said
    assert "No sheet holds a time." in said


def test_the_table_of_missing_answers_holds_the_numbers_behind_its_words(
    result: PilotResult,
) -> None:
    table = next(one for one in pilot_document(result, "en", MADE).tables()
                 if one.id == "missing-table")  # fmt: skip
    assert isinstance(table, Table)
    lit = next(row for row in table.rows if "(lit)" in plain(row[0].words))
    # 24 sheets, 2 stopped before it, 8 of the others did not know (s0, s3, ... s21)
    assert [cell.number for cell in lit[1:3]] == [22, 14]
    assert plain(lit[3].words) == "Don't know: 8"
    assert lit[5].number == 2
    assert lit[6].number == pytest.approx(8 / 22)


def test_both_languages_hold_every_phrase() -> None:
    from importlib import resources

    text = resources.files("paseo.report.questionnaire").joinpath("pilot.yaml").read_text("utf-8")
    assert all(set(words) == {"en", "es"} for words in yaml.safe_load(text).values())


def test_the_reason_to_keep_a_question_names_its_indicators() -> None:
    from paseo.evidence.questionnaires.pilot import Proposal
    from paseo.report.questionnaire.pilot_words import PilotSpeaker

    one = Proposal("keep", "lit", "one_answer_counts", 0.97, 40, 0.95, indicators=("A-1", "A-2"))
    for language in ("en", "es"):
        assert "A-1, A-2" in PilotSpeaker(whole(0), language).why(one)
