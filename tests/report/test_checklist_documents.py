"""The documents of a checklist in every format, in both languages."""

import html
import io
import re
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from checklist_by_hand import TOWN, result_of
from paseo.assessment.assess import assess_folder, read_city
from paseo.assessment.checklist.effects import Decision
from paseo.assessment.checklist.result import Decided
from paseo.assessment.checklist.used_for import used_for
from paseo.content.phrases import load_phrases
from paseo.report.checklist import (
    answers_document,
    letter_document,
    maturity_document,
    method_document,
    plan_document,
)
from paseo.report.document import Table, plain
from paseo.report.writers.registry import WRITERS

BERLIN = Path(__file__).resolve().parents[2] / "examples" / "berlin"
EVERY = (answers_document, maturity_document, method_document, plan_document)


@pytest.fixture(scope="module")
def berlin():
    return result_of(TOWN, read_city(BERLIN))


def words_of(document) -> str:
    """Return everything that a document says, as its page says it."""
    page = WRITERS["html"].write(document).decode("utf-8")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("make", EVERY)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_document_is_whole_in_every_format(make, language, berlin):
    document = make(berlin, language)
    assert document.language == language
    title = document.title
    assert title in words_of(document)
    pages = pypdf.PdfReader(io.BytesIO(WRITERS["pdf"].write(document))).pages
    assert title in " ".join(pages[0].extract_text().split())
    word = docx.Document(io.BytesIO(WRITERS["docx"].write(document)))
    assert any(title in one.text for one in word.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"].write(document)))
    assert len(book.sheetnames) == 1 + len(document.tables())


@pytest.mark.parametrize("make", EVERY)
def test_no_document_shows_a_placeholder_or_a_bare_code_of_an_answer(make, berlin):
    for language in ("en", "es"):
        said = words_of(make(berlin, language))
        assert "%(" not in said
        for code in ("not_in_remit", "place_only", "dont_know", "statistics_law", "open_link"):
            assert code not in said


def test_the_plan_lists_every_indicator_of_the_depth_once_by_dimension(berlin):
    document = plan_document(berlin)
    tables = [
        one for one in document.blocks if isinstance(one, Table) and len(one.columns) == 6
        and one.columns[1].name == "Data"
    ]  # fmt: skip
    codes = [plain(row[0].words).split(" ")[0] for table in tables for row in table.rows]
    assert sorted(codes) == sorted(line.code for line in berlin.plan.lines)
    assert len(tables) == 6


def test_the_plan_says_what_must_wait_and_which_codes_mean_nothing(berlin):
    said = words_of(plan_document(berlin))
    assert "Publication: The impact assessment on data protection is open" in said
    assert "NOT-99 is neither an indicator nor a dimension" in said


def test_a_dismissed_proposal_stands_in_the_plan_with_its_reason():
    decided = Decided({"depth-some-days": Decision("dismissed", "A second team joins.")})
    said = words_of(plan_document(result_of(TOWN, decided=decided)))
    assert "dismissed: A second team joins." in said


def test_maturity_is_said_in_words_and_adds_up_to_no_score(berlin):
    document = maturity_document(berlin)
    said = words_of(document)
    assert "Between usable and solid: answers are missing" in said
    overview = document.tables()[0]
    assert len(overview.rows) == len(berlin.maturity)  # no row for a total


def test_the_annex_prints_not_stated_where_nobody_answered(berlin):
    said = words_of(method_document(berlin))
    assert "H3 Reference period: not stated." in said
    assert "no consta" in words_of(method_document(berlin, "es"))


def test_the_letter_fits_one_page_and_says_what_why_by_when_and_what_came_of_it(berlin):
    profile = assess_folder(BERLIN)
    for request in berlin.requests():
        uses = used_for(request.owner, berlin.plan, profile)
        for language in ("en", "es"):
            document = letter_document(berlin, request, language, uses)
            pdf = pypdf.PdfReader(io.BytesIO(WRITERS["pdf"].write(document)))
            assert len(pdf.pages) == 1
        said = words_of(letter_document(berlin, request, "en", uses))
        assert request.owner in said
        assert "Lighting programme (taken by: Council)" in said
    eurostat = next(one for one in berlin.requests() if one.owner.startswith("Eurostat"))
    used = words_of(
        letter_document(berlin, eurostat, "en", used_for(eurostat.owner, berlin.plan, profile))
    )
    assert "findings rest on it" in used
    assert "Nothing of yours has been used" in words_of(letter_document(berlin, eurostat))


def test_a_letter_without_a_workbook_names_none_and_lists_every_value():
    alone = result_of(TOWN)
    assert any(request.lines for request in alone.requests())
    for request in alone.requests():
        said = words_of(letter_document(alone, request))
        assert "workbook" not in said and "values.xlsx" not in said
        assert all(line.code in said for line in request.lines)


def test_both_languages_of_the_phrases_take_the_same_values():
    for package in ("paseo.report.checklist", "paseo.assessment.checklist"):
        phrases = load_phrases(package)
        for phrase in phrases.ids():
            found = {
                language: set(re.findall(r"%\((\w+)\)", str(words)))
                for language, words in phrases._phrases[phrase].items()
            }
            assert set(found) == {"en", "es"}, phrase
            assert found["en"] == found["es"] or "count" in found["en"] ^ found["es"], phrase


@pytest.mark.parametrize("make", [answers_document, method_document])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_wide_group_is_printed_in_blocks_that_an_upright_page_can_hold(make, language, berlin):
    tables = make(berlin, language).tables()
    assert all(len(one.columns) <= 6 for one in tables)
    (sources,) = [one for one in tables if one.caption.startswith("D10:")]
    entries = [plain(row[0].words) for row in sources.rows]
    held = berlin.judge.rows("D10")
    assert [one.split(".")[0] for one in dict.fromkeys(entries)] == [
        str(at) for at in range(1, len(held) + 1)
    ]
    named = [row for row in sources.rows if plain(row[0].words).endswith(plain(row[2].words))
             and plain(row[2].words)]  # fmt: skip
    assert len(named) >= len(held)
    assert len(entries) % len(held) == 0 and len(entries) > 6 * len(held)


def test_the_sheets_of_the_plan_are_told_apart_by_dimension(berlin):
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"].write(plan_document(berlin))))
    assert "Social cohesion plan" in book.sheetnames
    assert not [one for one in book.sheetnames if one[-1].isdigit()]
