"""A form on paper holds every code, what is known, and whose words they are."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given, settings
from lxml import html

from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.logic.in_words import relevance_in_words
from paseo.evidence.questionnaires.pack import load_questionnaire
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.variables import of_question
from paseo.report.document import (
    Bullets,
    Callout,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    plain,
    runs,
)
from paseo.report.questionnaire import form_document, write_form
from paseo.report.writers.registry import WRITERS
from questionnaire_strategies import questionnaires
from questions_by_hand import questionnaire

MADE = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
CHECKLIST = "paseo.questionnaire.action1-checklist"
FORM = questionnaire("""
sections: [{id: first, name: {en: Light, es: Luz}}, {id: second, name: Feeling}]
scales:
  - {id: agree, name: Agreement, points: [{code: 1, label: "no"}, {code: 2, label: "yes"}]}
  - {id: ten, name: Ten, points: [{code: 0, label: "0"}, {code: 1, label: "1"}]}
questions:
  - {id: lit, text: {en: Is it lit?, es: ¿Está iluminado?}, missing: [dont_know],
     options: [{code: y, label: "yes"}, {code: else, label: Other, other: true}]}
  - {id: why, text: Why?, relevant: "${lit} = 'y'"}
  - {id: kinds, text: Which?, type: multiple,
     options: [{code: a, label: Lamps}, {code: b, label: Shops}, {code: c, label: Signs}]}
  - {id: order, text: First?, type: ranking,
     options: [{code: x, label: Ex}, {code: z, label: Zed}]}
  - {id: lamps, text: How many?, type: number, unit: lamps, low: 0, high: 90, whole: true}
  - {id: day, text: Since when?, type: date}
  - {id: paper, text: The plan, type: file, accepts: [.pdf]}
  - {id: spot, text: Where?, type: place}
  - {id: far, text: How far?, type: scale, scale: ten, low_anchor: near, high_anchor: away}
  - {id: feel, text: "How is it?", type: matrix, scale: agree, section: second,
     rows: [{id: s, text: Safe}, {id: c, text: Clean}], missing: [refused]}
  - {id: who, text: Who?, type: record, section: second, missing: [dont_know],
     fields: [{id: name, text: Office}, {id: ok, text: Agreed?, scale: agree}]}
  - {id: each, text: Each lamp, type: repeat, section: second,
     fields: [{id: ok, text: Lit?, scale: agree}, {id: m, text: Height, type: number}]}
""")
ANSWERS = {
    "lit": Answer("else", other="Half of it", comment="Seen by night"),
    "kinds": Answer(["c", "a"]),
    "order": Answer(["z", "x"]),
    "lamps": Answer(12),
    "day": Answer("2019-05-01"),
    "paper": Answer([{"name": "plan.pdf"}]),
    "spot": Answer({"lat": 36.72, "lon": -4.42}),
    "far": Answer("1"),
    "feel": Answer({"s": Answer("2"), "c": Answer(missing="refused")}),
    "who": Answer({"name": Answer("Works"), "ok": Answer("1")}),
    "each": Answer([{"ok": Answer("2"), "m": Answer(4)}]),
}


def lines(document: Document) -> list[str]:
    """Return everything that is said, a line for each paragraph, item and row."""
    found = []
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(plain(block.words))
            case Bullets():
                found += [plain(item) for item in block.items]
            case Callout():
                found += [block.title, *(plain(one) for one in block.body)]
            case Table():
                found.append(" | ".join(one.name for one in block.columns))
                found += [" | ".join(plain(cell.words) for cell in row) for row in block.rows]
                found += [plain(note) for note in block.notes]
    return [line.replace("\u00a0", " ").replace("\u2003", " ") for line in found]


def of_one(document: Document, code: str) -> str:
    """Return what stands under one question."""
    every = lines(document)
    heads = [plain(one.words) for one in document.headings()]
    at = next(n for n, line in enumerate(every) if line.startswith(f"{code}  "))
    end = next((n for n in range(at + 1, len(every)) if every[n] in heads), len(every))
    return "\n".join(every[at:end])


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_code_of_the_checklist_stands_on_paper(language: str) -> None:
    form = load_questionnaire(CHECKLIST)
    document = form_document(form, language, made_at=MADE)
    codes = 0
    for question in form.questions():
        said = of_one(document, question.id)
        for one in (question, *question.fields):
            offered = (*(one.options.options if one.options else ()), *one.missing)
            for option in offered:
                label = " ".join(option.label.read(language).words.split())
                assert f"{option.code} " in said, (question.id, option.code)
                assert label in said, (question.id, option.code)
                codes += 1
        columns = [v.name for v in of_question(question) if v.row or v.kind in ("code", "codes")]
        assert all(name in said for name in columns), question.id
        words = relevance_in_words(form, question, language)
        assert words in said
    assert codes > 300


def test_skip_instructions_stand_before_the_answer() -> None:
    said = of_one(form_document(FORM), "why")
    assert said.index("→ Only if “Is it lit?” is “yes”.") < said.index("____")


def test_an_empty_form_marks_nothing() -> None:
    said = "\n".join(lines(form_document(FORM)))
    assert "☐ y " in said
    assert "☒" not in said


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("lit", ["☐ y", "☒ else", "(else): Half of it", "Remark: Seen by night", "☐ dont_know"]),
        ("kinds", ["☒ a", "☐ b", "☒ c"]),
        ("order", ["2 x", "1 z"]),
        ("lamps", ["12 lamps", "0 to 90", "without decimals"]),
        ("day", ["2019-05-01"]),
        ("paper", ["plan.pdf"]),
        ("spot", ["36.72 -4.42"]),
        ("far", ["near  ☐ 0  ☒ 1  away"]),
        ("feel", ["feel_s  Safe | ☐ | ☒ | ☐", "feel_c  Clean | ☐ | ☐ | ☒"]),
        ("who", ["who_name  Office | Works", "☒ 1 no", "☐ 2 yes"]),
        ("each", ["1 | 2 | 4", "each_ok: 1 = no, 2 = yes"]),
    ],
)
def test_what_is_known_is_marked_or_written_in(code: str, expected: list[str]) -> None:
    said = of_one(form_document(FORM, answers=ANSWERS), code)
    for words in expected:
        assert words in said


@pytest.mark.parametrize(
    ("code", "room"),
    [("day", "__/__/____"), ("order", "__ x"), ("paper", "(attach: .pdf)"), ("spot", "______"),
     ("lamps", "____ lamps"), ("who", "who_name  Office | ____")],
)  # fmt: skip
def test_what_is_open_has_room_to_write(code: str, room: str) -> None:
    assert room in of_one(form_document(FORM), code)


def test_a_code_that_is_not_offered_is_shown_and_not_dropped() -> None:
    given = {"lit": Answer("gone"), "kinds": Answer(missing="lost"), "lamps": Answer("many")}
    document = form_document(FORM, answers=given)
    assert "☒ gone (answered, but not offered here)" in " ".join(of_one(document, "lit").split())
    assert "☒ lost" in of_one(document, "kinds")
    assert '"many"' in of_one(document, "lamps")


def test_a_repeat_group_has_room_for_more_than_was_given() -> None:
    entries = [{"ok": Answer("1"), "m": Answer(at)} for at in range(1, 10)]
    document = form_document(FORM, answers={"each": Answer(entries)})
    table = next(one for one in document.tables() if one.id == "answers-each")
    assert len(table.rows) == 10
    assert plain(table.rows[8][2].words) == "9"
    assert not plain(table.rows[9][2].words).strip()


def test_only_the_sections_asked_for_are_printed() -> None:
    heads = [one.id for one in form_document(FORM, sections=["second"]).headings()]
    assert heads == ["section-second", "question-feel", "question-who", "question-each"]


def test_a_composed_form_says_that_it_is_nobody_s_official_one() -> None:
    boxes = [one for one in form_document(FORM).blocks if isinstance(one, Callout)]
    said = [plain(line) for one in boxes if one.kind == "caution" for line in one.body]
    assert any("do not present it as official" in line for line in said)


def test_an_anchor_without_its_official_words_is_flagged_and_carries_its_source() -> None:
    block = load_questionnaire("paseo.block.after-dark-safety")
    document = form_document(block, "es")
    said = of_one(document, "dark_city")
    assert "No es la redacción oficial" in said
    assert "adaptada. Fuente:" in said
    marks = [
        run for one in document.blocks if isinstance(one, Paragraph)
        for run in runs(one.words) if run.words.startswith("adaptada")
    ]  # fmt: skip
    assert {run.tone for run in marks} == {"muted"}


def test_a_text_without_translation_says_its_language() -> None:
    document = form_document(FORM, "es")
    heads = {one.id: runs(one.words) for one in document.headings()}
    assert heads["question-lit"][1] == Run("¿Está iluminado?")
    assert heads["question-why"][1] == Run("Why?", language="en")


def text_of(ending: str, data: bytes) -> str:
    match ending:
        case "pdf":
            return "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages)
        case "docx":
            word = docx.Document(io.BytesIO(data))
            return "\n".join(one.text for one in word.paragraphs)
        case "html":
            return html.fromstring(data.decode("utf-8")).text_content()
        case _:
            book = openpyxl.load_workbook(io.BytesIO(data))
            return "\n".join(
                str(cell) for sheet in book for row in sheet.iter_rows(values_only=True)
                for cell in row if cell is not None
            )  # fmt: skip


@pytest.mark.parametrize("ending", list(WRITERS))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_writer_writes_it_with_marked_and_empty_boxes_apart(
    ending: str, language: str
) -> None:
    document = form_document(FORM, language, answers=ANSWERS, made_at=MADE)
    said = text_of(ending, WRITERS[ending].write(document))
    assert "☐" in said
    assert "☒" in said
    assert ("Questions", "Preguntas")[language == "es"] in said


def test_an_unknown_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="odt"):
        write_form(FORM, tmp_path / "form.odt")
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=40, deadline=None)
@given(questionnaires())
def test_any_questionnaire_becomes_a_page(form: Questionnaire) -> None:
    for language in (form.language, "es"):
        document = form_document(form, language, made_at=MADE)
        ids = [one.id for one in document.headings()]
        assert len(ids) == len(set(ids)) == len(form.sections) + len(list(form.questions()))
        assert WRITERS["html"].write(document)
