"""Rounds: started, copied with what changed, and never with what reviewers said."""

import pytest

from paseo.evidence.questionnaires.answers import Answer
from paseo.web.accounts.people import PROGRAMME
from paseo.web.questionnaires.actions import (
    AddEvidence,
    Arrived,
    Assign,
    CopyRound,
    ReviewPart,
    SaveSection,
    SignRound,
    StartRound,
)
from paseo.web.questionnaires.models import EvidenceFile, Review, Round, SectionAnswers
from paseo.web.trail.models import Entry
from web.questionnaires.browser_form import send
from web.questionnaires.packs import every_type, words

pytestmark = pytest.mark.django_db
ROOM = "/cities/plaza/questionnaires/"


def test_an_empty_room_says_what_will_stand_there(visitor, plaza):
    page = visitor.get(ROOM).content.decode()
    assert "No rounds yet" in page
    assert f"{ROOM}start/" in page


def test_a_round_is_started_from_a_questionnaire(visitor, plaza, own_pack):
    pack = own_pack(every_type())
    page = visitor.post(
        f"{ROOM}start/", {"pack": pack, "name": "Autumn", "language": "es"}, follow=True
    )
    assert "Autumn" in page.content.decode()
    made = Round.objects.get()
    assert (made.version.pack, made.language, made.sheets.count()) == (pack, "es", 1)
    assert Entry.objects.filter(action="questionnaires.start_round").exists()


def test_a_round_without_a_name_says_so_and_is_not_started(visitor, plaza, own_pack):
    pack = own_pack(every_type())
    answer = visitor.post(f"{ROOM}start/", {"pack": pack, "name": "", "language": "en"})
    assert answer.status_code == 422
    assert "Give the round a name." in answer.content.decode()
    assert not Round.objects.exists()


def test_the_page_of_a_round_is_a_task_list(visitor, round, sheet):
    SaveSection(sheet=sheet, section="first", answers={"words": Answer("A")}).run(PROGRAMME)
    Assign(round=round, sections=["second"], office="Mobility office").run(PROGRAMME)
    page = visitor.get(round.get_absolute_url()).content.decode()
    assert "In progress, 1 of 6" in page
    assert "Not started" in page
    assert "Mobility office" in page


@pytest.fixture
def answered(round, sheet, tmp_path):
    """A round with answers, evidence, reviews and a signature."""
    answers = {"data": Answer("yes"), "staff": Answer(12), "words": Answer("Register")}
    SaveSection(sheet=sheet, section="first", answers=answers).run(PROGRAMME)
    SaveSection(sheet=sheet, section="second", answers={"safe": Answer("2")}).run(PROGRAMME)
    file = tmp_path / "sheet.pdf"
    file.write_bytes(b"%PDF-1.7 not much")
    AddEvidence(
        sheet=sheet, section="first", question="words",
        files=[Arrived(file, "sheet.pdf", "pdf")], confidentiality="open",
    ).run(PROGRAMME)  # fmt: skip
    for section in ("first", "second"):
        ReviewPart(sheet=sheet, section=section, state="accepted").run(PROGRAMME)
    SignRound(round=round).run(PROGRAMME)
    return round


def second_version():
    plain = every_type(version="1.1.0")
    questions = plain["questions"]
    by_id = {one["id"]: one for one in questions}
    by_id["words"]["text"] = words("By which name is it known?")
    del by_id["staff"]["unit"]
    by_id["staff"].update(type="text", missing=[])
    for name in ("low", "high", "whole"):
        by_id["staff"].pop(name)
    questions.remove(by_id["story"])
    questions.append({"id": "fresh", "section": "second", "text": words("Anything new?")})
    return plain


def test_a_copy_shows_answers_as_previous_and_has_none_of_its_own(visitor, answered):
    made = CopyRound(before=answered, name="Next").run(PROGRAMME)
    page = visitor.get(f"{ROOM}{made.pk}/sheets/{made.sheets.get().pk}/in/first/").content.decode()
    assert page.count("Previous</span>") == 4
    assert all(one.answers == {} for one in SectionAnswers.objects.filter(sheet__round=made))


def test_a_copy_never_carries_a_review_or_a_signature(answered):
    assert Review.objects.filter(sheet__round=answered, state="accepted").count() == 2
    made = CopyRound(before=answered, name="Next").run(PROGRAMME)
    assert not Review.objects.filter(sheet__round=made).exists()
    assert not made.signatures.exists()
    assert made.state == Round.State.OPEN
    assert made.sheets.get().finished_at is None


def test_evidence_is_offered_and_never_more_open_than_somebody_decides_anew(answered):
    made = CopyRound(before=answered, name="Next").run(PROGRAMME)
    file = EvidenceFile.objects.get(sheet__round=made)
    assert (file.previous, file.confidentiality) == (True, "internal")
    assert file.path.is_file()


def test_copying_twice_offers_what_was_answered_and_not_what_was_offered(answered):
    first = CopyRound(before=answered, name="Next").run(PROGRAMME)
    second = CopyRound(before=first, name="After").run(PROGRAMME)
    assert not SectionAnswers.objects.filter(sheet__round=second).exclude(previous={}).exists()
    assert not EvidenceFile.objects.filter(sheet__round=second).exists()


def test_the_copy_page_shows_new_removed_and_changed_questions(visitor, answered, own_pack):
    own_pack(second_version())
    page = visitor.get(f"{ROOM}{answered.pk}/copy/").content.decode()
    for said in ("1 new question", "Anything new?", "1 question is no longer asked",
                 "What should be known of it?", "2 questions changed"):  # fmt: skip
        assert said in page


def test_a_copy_asks_the_new_version_and_says_what_changed(visitor, answered, own_pack):
    own_pack(second_version())
    visitor.post(f"{ROOM}{answered.pk}/copy/", {"name": "Next", "language": "en"})
    made = Round.objects.exclude(pk=answered.pk).get()
    assert (made.version.version, answered.version.version) == ("1.1.0", "1.0.0")
    page = visitor.get(f"{ROOM}{made.pk}/sheets/{made.sheets.get().pk}/in/first/").content.decode()
    assert "The question was worded differently then." in page
    assert "The question meant something else then." in page
    assert 'value="take:words"' in page
    # A number is no answer to what is a text now: shown as it was, never offered.
    assert 'value="take:staff"' not in page
    assert "12 full-time posts" in page


def test_previous_answers_are_taken_over_one_by_one_or_all_at_once(visitor, answered):
    made = CopyRound(before=answered, name="Next").run(PROGRAMME)
    at = f"{ROOM}{made.pk}/sheets/{made.sheets.get().pk}/in/first/"
    send(visitor, at, do="take:words", staff__value="13")
    part = SectionAnswers.objects.get(sheet__round=made, section="first")
    assert part.answers == {"words": {"value": "Register"}, "staff": {"value": 13}}
    send(visitor, at, do="take")
    part.refresh_from_db()
    # What was answered already stays.
    assert part.answers == {
        "words": {"value": "Register"}, "staff": {"value": 13}, "data": {"value": "yes"},
    }  # fmt: skip


def test_a_round_can_be_copied_when_its_questionnaire_is_gone(visitor, answered, workspace):
    (workspace / "packs" / "tests.every-type.yaml").unlink()
    assert "no longer among the packs" in visitor.get(f"{ROOM}{answered.pk}/copy/").content.decode()
    visitor.post(f"{ROOM}{answered.pk}/copy/", {"name": "Next", "language": "en"})
    made = Round.objects.exclude(pk=answered.pk).get()
    assert made.version == answered.version


def test_settings_change_what_is_said_of_a_round(visitor, round):
    visitor.post(
        f"{ROOM}{round.pk}/settings/",
        {"name": "Winter", "period": "2027", "due": "2027-01-31", "language": "en", "pilot": "on"},
    )
    round.refresh_from_db()
    assert (round.name, round.period, str(round.due), round.pilot) == (
        "Winter", "2027", "2027-01-31", True,
    )  # fmt: skip


def test_a_survey_has_a_sheet_for_everybody(visitor, plaza, own_pack):
    pack = own_pack(every_type("tests.many") | {"many": True})
    made = StartRound(city="plaza", pack=pack, name="Survey").run(PROGRAMME)
    at = f"{ROOM}{made.pk}/sheets/"
    assert visitor.get(made.get_absolute_url())["Location"] == at
    assert "No answer sheets yet" in visitor.get(at).content.decode()
    visitor.post(at, {"code": "A-17"})
    sheet = made.sheets.get()
    page = send(visitor, f"{at}{sheet.pk}/in/first/", words__value="Register")
    assert "A-17" in page.content.decode()
    again = visitor.post(at, {"code": "A-17"})
    assert again.status_code == 422
    assert "There is a sheet with this number already." in again.content.decode()
    # Fourteen are asked, of which one depends on another that is open.
    assert "1 / 13" in visitor.get(at).content.decode()


def test_a_closed_round_takes_no_more_answers_and_can_be_opened_again(visitor, round, sheet):
    visitor.post(f"{ROOM}{round.pk}/close/")
    at = f"{ROOM}{round.pk}/sheets/{sheet.pk}/in/first/"
    page = visitor.get(at).content.decode()
    assert "signed off or closed" in page
    assert visitor.post(at, {"seen": "{}"}).status_code == 403
    visitor.post(f"{ROOM}{round.pk}/reopen/", {"reason": ""})
    round.refresh_from_db()
    assert round.state == Round.State.CLOSED
    visitor.post(f"{ROOM}{round.pk}/reopen/", {"reason": "One number was wrong"})
    round.refresh_from_db()
    assert round.state == Round.State.OPEN
