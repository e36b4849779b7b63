"""Review, sign-off, opening again: a review says something of answers as they were."""

import hashlib
import json

import pytest

from paseo.evidence.questionnaires.answers import Answer
from paseo.web.accounts.people import PROGRAMME
from paseo.web.questionnaires.actions import NotReady, ReopenRound, ReviewPart, SaveSection
from paseo.web.questionnaires.models import Review, Round, SignOff
from web.questionnaires.browser_form import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(round):
    return f"/cities/plaza/questionnaires/{round.pk}/"


@pytest.fixture
def answered(round, sheet):
    SaveSection(sheet=sheet, section="first", answers={"words": Answer("A")}).run(PROGRAMME)
    SaveSection(sheet=sheet, section="second", answers={"safe": Answer("1")}).run(PROGRAMME)
    return sheet


def said(sheet):
    return {(one.section, one.question): one.state for one in sheet.reviews.all()}


def test_a_reviewer_accepts_a_section_and_sends_a_question_back(visitor, base, answered):
    at = f"{base}sheets/{answered.pk}/review/first/"
    visitor.post(at, {"question": "", "state": "accepted", "note": ""})
    visitor.post(at, {"question": "words", "state": "returned", "note": "Give the full name"})
    assert said(answered) == {("first", ""): "accepted", ("first", "words"): "returned"}
    page = visitor.get(f"{base}sheets/{answered.pk}/in/first/").content.decode()
    assert "Sent back by the reviewer" in page
    assert "Give the full name" in page
    assert "Sent back" in visitor.get(base).content.decode()
    assert Round.objects.get().state == Round.State.REVIEW


def test_sending_back_needs_a_note(visitor, base, answered):
    at = f"{base}sheets/{answered.pk}/review/first/"
    answer = visitor.post(at, {"question": "", "state": "returned", "note": " "})
    assert answer.status_code == 422
    assert "Say in a note what should be changed." in answer.content.decode()
    assert said(answered) == {}


@pytest.mark.parametrize("sent", [{"state": "perhaps"}, {}, {"state": "accepted", "question": "x"}])
def test_a_review_that_says_nothing_is_refused(visitor, base, answered, sent):
    answer = visitor.post(f"{base}sheets/{answered.pk}/review/first/", sent)
    assert answer.status_code == 422
    assert said(answered) == {}


def test_who_changes_an_answer_opens_its_review_again(visitor, base, answered):
    for section in ("first", "second"):
        ReviewPart(sheet=answered, section=section, state="accepted").run(PROGRAMME)
    ReviewPart(sheet=answered, section="first", question="words", state="accepted").run(PROGRAMME)
    ReviewPart(sheet=answered, section="first", question="staff", state="accepted").run(PROGRAMME)
    send(visitor, f"{base}sheets/{answered.pk}/in/first/", words__value="B")
    assert said(answered) == {("second", ""): "accepted", ("first", "staff"): "accepted"}


def test_saving_without_a_change_leaves_the_review(visitor, base, answered):
    ReviewPart(sheet=answered, section="first", state="accepted").run(PROGRAMME)
    send(visitor, f"{base}sheets/{answered.pk}/in/first/")
    assert said(answered) == {("first", ""): "accepted"}


def test_signing_needs_a_reason_where_something_is_not_accepted(visitor, base, answered):
    page = visitor.get(f"{base}sign/").content.decode()
    assert "2 sections are not accepted" in page
    assert visitor.post(f"{base}sign/", {"reason": ""}).status_code == 422
    assert not SignOff.objects.exists()
    visitor.post(f"{base}sign/", {"reason": "The council meets tomorrow"})
    assert SignOff.objects.get().reason == "The council meets tomorrow"


def test_a_returned_question_counts_though_its_section_was_accepted(visitor, base, answered):
    for section in ("first", "second"):
        ReviewPart(sheet=answered, section=section, state="accepted").run(PROGRAMME)
    ReviewPart(
        sheet=answered, section="first", question="words", state="returned", note="Why?"
    ).run(PROGRAMME)
    assert "1 section is not accepted" in visitor.get(f"{base}sign/").content.decode()


def test_a_signature_freezes_the_answers_in_a_record_with_its_hash(visitor, base, answered):
    for section in ("first", "second"):
        ReviewPart(sheet=answered, section=section, state="accepted").run(PROGRAMME)
    visitor.post(f"{base}sign/", {"reason": ""})
    signed = SignOff.objects.get()
    assert hashlib.sha256(signed.record.encode()).hexdigest() == signed.sha256
    record = json.loads(signed.record)
    assert record["sheets"][0]["answers"] == {"words": {"value": "A"}, "safe": {"value": "1"}}
    assert [one["state"] for one in record["reviews"]] == ["accepted", "accepted"]
    given = visitor.get(f"{base}signed/{signed.pk}.json")
    assert hashlib.sha256(given.content).hexdigest() == signed.sha256
    at = f"{base}sheets/{answered.pk}/in/first/"
    assert visitor.post(at, {"seen": "{}"}).status_code == 403
    assert visitor.get(at).status_code == 200


def test_opening_again_needs_a_reason_and_keeps_what_was_signed(visitor, base, round, answered):
    visitor.post(f"{base}sign/", {"reason": "So it is"})
    with pytest.raises(NotReady, match="Say why"):
        ReopenRound(round=round, reason=" ").run(PROGRAMME)
    visitor.post(f"{base}reopen/", {"reason": "A number was wrong"})
    signed = SignOff.objects.get()
    assert signed.reopened_reason == "A number was wrong"
    send(visitor, f"{base}sheets/{answered.pk}/in/first/", words__value="B")
    signed.refresh_from_db()
    assert '"A"' in signed.record
    assert "A number was wrong" in visitor.get(f"{base}sign/").content.decode()


def test_nothing_is_reviewed_after_signing(visitor, base, answered):
    visitor.post(f"{base}sign/", {"reason": "So it is"})
    answer = visitor.post(f"{base}sheets/{answered.pk}/review/first/", {"state": "accepted"})
    assert answer.status_code == 422
    assert not Review.objects.exists()
