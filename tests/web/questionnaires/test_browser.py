"""The pages in a browser: accessible by day and night, on a phone, without scripts, by keyboard."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from browser import DESKTOP, PHONE
from paseo.evidence.questionnaires.answers import Answer
from paseo.web.accounts.people import PROGRAMME
from paseo.web.questionnaires.actions import (
    AddEvidence,
    AddSheet,
    Agree,
    Arrived,
    Assign,
    CopyRound,
    HandIn,
    Invite,
    ReviewPart,
    SaveSection,
    SignRound,
    StartRound,
    Typed,
)
from paseo.web.questionnaires.models import SectionAnswers
from web.conftest import check_opened
from web.questionnaires.packs import every_type

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = (("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE))


@pytest.fixture
def full(round, sheet, tmp_path):
    """A round in which everything stands that a page can show."""
    first = {"data": Answer("yes"), "staff": Answer(12, comment="Two on leave")}
    first["words"] = Answer("Register")
    unsaved = {
        "kinds": Typed({"value": ["a", "dont_know"]}),
        "since": Typed({"day": ["31"], "month": ["2"], "year": ["2020"]}),
        "story": Typed({"value": ["Mine"]}, "conflict"),
    }
    SaveSection(sheet=sheet, section="first", answers=first, unsaved=unsaved).run(PROGRAMME)
    second = {
        "safe": Answer("2"),
        "grid": Answer({"day": Answer("yes"), "night": Answer(missing="dont_know")}),
        "lamps": Answer([{"state": Answer("yes"), "height": Answer(4)}]),
    }
    SaveSection(sheet=sheet, section="second", answers=second).run(PROGRAMME)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    file = Arrived(tmp_path / "a.pdf", "A data sheet.pdf", "pdf")
    AddEvidence(
        sheet=sheet, section="first", question="words", files=[file], confidentiality="internal"
    ).run(PROGRAMME)
    ReviewPart(sheet=sheet, section="second", state="accepted").run(PROGRAMME)
    ReviewPart(
        sheet=sheet, section="first", question="words", state="returned", note="The full name?"
    ).run(PROGRAMME)
    Assign(round=round, sections=["second"], office="Mobility office", due=date(2026, 12, 15)).run(
        PROGRAMME
    )
    until = timezone.now() + timedelta(days=9)
    Invite(round=round, section="second", name="Mobility office", expires_at=until).run(PROGRAMME)
    return round


PAGES = ["", "copy/", "settings/", "people/", "invitations/", "sign/", "forms/", "import/",
         "sheets/{sheet}/in/first/", "sheets/{sheet}/in/second/", "sheets/{sheet}/check/",
         "sheets/{sheet}/review/", "sheets/{sheet}/review/first/", "pilot/",
         "sheets/{sheet}/in/first/files/words/"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_round_is_accessible(check_page, full, sheet, page):
    check_page(full.get_absolute_url() + page.format(sheet=sheet.pk))


@pytest.mark.parametrize("path", ["/questionnaires/", "/cities/plaza/questionnaires/",
                                  "/cities/plaza/questionnaires/start/"])  # fmt: skip
def test_a_list_of_rounds_is_accessible(check_page, full, path):
    check_page(path)


def test_a_section_with_previous_answers_in_a_pilot_is_accessible(check_page, full):
    made = CopyRound(before=full, name="Next", pilot=True).run(PROGRAMME)
    sheet = made.sheets.get().pk
    check_page(f"{made.get_absolute_url()}sheets/{sheet}/in/first/")
    check_page(f"{made.get_absolute_url()}sheets/{sheet}/in/first/files/words/")


def test_a_signed_round_is_accessible(check_page, full, sheet):
    SignRound(round=full, reason="The council meets").run(PROGRAMME)
    for page in ("", "sign/", f"sheets/{sheet.pk}/in/first/", "settings/"):
        check_page(full.get_absolute_url() + page)


def test_the_pages_of_a_survey_are_accessible(check_page, plaza, own_pack):
    pack = own_pack(every_type("tests.many") | {"many": True})
    made = StartRound(city="plaza", pack=pack, name="Survey").run(PROGRAMME)
    check_page(f"{made.get_absolute_url()}sheets/")
    sheet = AddSheet(round=made, code="A1").run(PROGRAMME)
    check_page(f"{made.get_absolute_url()}sheets/")
    check_page(f"{made.get_absolute_url()}sheets/{sheet.pk}/")


@pytest.fixture
def link(full):
    cache.clear()
    until = timezone.now() + timedelta(days=9)
    made = Invite(round=full, section="first", name="Police data", expires_at=until).run(PROGRAMME)
    Agree(invitation=made.invitation).run(PROGRAMME)
    HandIn(invitation=made.invitation).run(PROGRAMME)
    return f"/answer/{made.token}/"


@pytest.mark.parametrize("page", ["", "questions/", "files/papers/", "done/"])
def test_a_page_behind_a_link_is_accessible(open_page, link, page):
    for theme, size in BOTH:
        check_opened(open_page(link + page, theme=theme, size=size), f"{page} {theme}")


def test_a_link_that_opens_nothing_is_accessible(open_page, plaza, axe):
    cache.clear()
    assert axe(open_page("/answer/nothing/")) == ""


def test_a_section_is_answered_without_scripts(signed_in_page, round, sheet):
    page = signed_in_page(round.get_absolute_url(), scripts=False)
    page.get_by_role("link", name="What there is").click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("group", name="Since when?").get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("2020")
    page.get_by_label("What is it called?").fill("Register")
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.get_by_label("Day").input_value() == "31"
    # The question that the answer opened is there now.
    page.get_by_label("Thefts").check()
    page.get_by_label("Day").fill("28")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("group", name="Each lamp").get_by_label("Height").fill("4,5")
    page.get_by_role("button", name="Add another row").click()
    page.get_by_label("Height").nth(1).fill("5")
    page.get_by_role("row", name="After dark").get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_role("heading", name="Check the answers").is_visible()
    first, second = (SectionAnswers.objects.get(section=one) for one in ("first", "second"))
    assert first.answers == {
        "data": {"value": "yes"}, "kinds": {"value": ["a"]}, "since": {"value": "2020-02-28"},
        "words": {"value": "Register"},
    }  # fmt: skip
    assert second.answers == {
        "grid": {"value": {"night": {"value": "no"}}},
        "lamps": {"value": [{"height": {"value": 4.5}}, {"height": {"value": 5}}]},
    }


def test_an_answer_opens_a_question_at_once_with_scripts(signed_in_page, round, sheet):
    page = signed_in_page(f"{round.get_absolute_url()}sheets/{sheet.pk}/in/first/")
    assert page.get_by_label("Thefts").count() == 0
    page.get_by_label("What is it called?").fill("Typed before")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Thefts").check()
    # What was typed elsewhere stands still, and nothing was saved yet.
    assert page.get_by_label("What is it called?").input_value() == "Typed before"
    assert not SectionAnswers.objects.exists()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Save draft").first.click()
    page.get_by_text("Saved. You can go on now").wait_for()
    assert SectionAnswers.objects.get().answers["kinds"] == {"value": ["a"]}
    assert page.faults == []


def test_a_section_is_answered_by_keyboard_alone(signed_in_page, round, sheet):
    page = signed_in_page(f"{round.get_absolute_url()}sheets/{sheet.pk}/in/first/")
    page.get_by_label("Yes", exact=True).focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("No", exact=True).is_checked()
    page.get_by_role("textbox", name="How many people?").focus()
    page.keyboard.type("twelve")
    # Enter in a field saves the form; it presses no button that stands nearer.
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.evaluate("document.activeElement.classList.contains('error-summary')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "q-staff-value"
    page.keyboard.press("Control+A")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.get_by_text("Saved. You can go on now").wait_for()
    part = SectionAnswers.objects.get()
    assert part.answers == {"data": {"value": "no"}, "staff": {"value": 12}}


def test_a_matrix_on_a_phone_shows_the_words_of_each_answer(signed_in_page, round, sheet):
    page = signed_in_page(
        f"{round.get_absolute_url()}sheets/{sheet.pk}/in/second/", size=PHONE, scripts=False
    )
    cell = page.get_by_role("radio", name="By day Yes")
    assert cell.evaluate("one => getComputedStyle(one.nextElementSibling).display") != "none"
    cell.check()
    assert cell.is_checked()
