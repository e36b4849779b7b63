"""Answering by a link: one section, no account, nothing else of the city."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from paseo.evidence.questionnaires.answers import Answer
from paseo.web.accounts.people import PROGRAMME
from paseo.web.questionnaires import throttle
from paseo.web.questionnaires.actions import Invite, SaveSection, StartRound
from paseo.web.questionnaires.models import EvidenceFile, Invitation, Round, SectionAnswers
from paseo.web.trail.models import Entry
from web.questionnaires.browser_form import changed, in_form, send
from web.questionnaires.packs import every_type

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def invite(round, section="first", days=7):
    until = timezone.now() + timedelta(days=days)
    return Invite(round=round, section=section, name="Police data", expires_at=until).run(PROGRAMME)


@pytest.fixture
def link(round):
    return f"/answer/{invite(round).token}/"


@pytest.fixture
def agreed(client, link):
    client.post(link)
    return link


def test_looking_at_a_link_uses_nothing_up(client, link):
    before = Entry.objects.count()
    for _time in range(3):
        page = client.get(link)
        assert page.status_code == 200
    assert client.head(link).status_code == 200
    found = Invitation.objects.get()
    assert (found.consented_at, found.used, Entry.objects.count()) == (None, 0, before)
    assert "I agree and begin" in page.content.decode()


def test_the_questions_come_after_agreeing(client, link):
    assert client.get(f"{link}questions/")["Location"] == link
    client.post(link)
    page = client.get(f"{link}questions/")
    assert "Is there a register?" in page.content.decode()
    assert Invitation.objects.get().consented_at is not None


def test_the_link_shows_one_section_and_nothing_else_of_the_city(client, agreed, round, sheet):
    SaveSection(sheet=sheet, section="second", answers={"safe": Answer("5")}).run(PROGRAMME)
    page = client.get(f"{agreed}questions/").content.decode()
    assert "What people see" not in page
    assert "How safe is it?" not in page
    assert "/cities/" not in page
    assert 'aria-label="Rooms"' not in page
    for path in (round.get_absolute_url(), "/cities/plaza/evidence/", "/"):
        assert client.get(path).status_code == 302


def test_what_is_saved_can_be_gone_on_with_and_handed_in(client, agreed):
    page = send(client, f"{agreed}questions/", words__value="Register", staff__value="ten")
    assert "There is a problem" in page.content.decode()
    assert SectionAnswers.objects.get().answers == {"words": {"value": "Register"}}
    fresh = Client()
    page = send(fresh, f"{agreed}questions/", do="continue", staff__value="10")
    assert "What they are used for" in page.content.decode()
    found = Invitation.objects.get()
    assert (found.used, found.finished_at is not None) == (2, True)
    part = SectionAnswers.objects.get()
    assert part.answers["staff"] == {"value": 10}
    assert (part.saved_by, part.who) == (None, "Police data")
    # Until the day comes, the answers can be changed.
    send(fresh, f"{agreed}questions/", words__value="Another")
    assert SectionAnswers.objects.get().answers["words"] == {"value": "Another"}


def test_thanks_come_only_after_handing_in(client, agreed):
    assert client.get(f"{agreed}done/")["Location"] == f"{agreed}questions/"
    send(client, f"{agreed}questions/", do="continue", words__value="Register")
    assert client.get(f"{agreed}done/").status_code == 200


def test_what_one_person_typed_and_could_not_be_saved_is_shown_to_nobody_else(round):
    one, two = (f"/answer/{invite(round).token}/" for _time in range(2))
    client = Client()
    for link in (one, two):
        client.post(link)
    send(client, f"{one}questions/", staff__value="ten of ours")
    page = send(client, f"{two}questions/", words__value="Register").content.decode()
    assert "ten of ours" not in page
    assert "There is a problem" not in page
    send(client, f"{two}questions/", staff__value="many of theirs")
    page = client.get(f"{one}questions/").content.decode()
    assert "ten of ours" in page
    assert "There is a problem" in page
    assert "many of theirs" not in page
    send(client, f"{two}questions/", do="continue", staff__value="4")
    assert Invitation.objects.filter(finished_at__isnull=False).count() == 1
    assert "ten of ours" in client.get(f"{one}questions/").content.decode()
    page = send(client, f"{one}questions/", staff__value="10").content.decode()
    assert "Saved elsewhere in the meantime" in page
    assert SectionAnswers.objects.get().answers["staff"] == {"value": 4}


def test_the_trail_names_the_invitation_and_not_the_answer(client, agreed):
    send(client, f"{agreed}questions/", words__value="Register")
    entry = Entry.objects.filter(action="questionnaires.save_section").get()
    assert (entry.actor, entry.after["invitation"]) == (None, "Police data")


def test_another_section_cannot_be_written_by_the_link(client, agreed):
    sent = in_form(client.get(f"{agreed}questions/"))
    data = changed(sent, "save", {"safe__value": "5"})
    data["seen"] = ['{"safe":""}']
    client.post(f"{agreed}questions/", data)
    assert not SectionAnswers.objects.filter(section="second").exists()
    assert "safe" not in str(SectionAnswers.objects.get().answers)


def expire(round):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def withdraw(round):
    Invitation.objects.update(revoked_at=timezone.now())


def close(round):
    Round.objects.update(state=Round.State.CLOSED)


@pytest.mark.parametrize(
    ("over", "said"),
    [(expire, "has expired"), (withdraw, "was withdrawn"), (close, "questionnaire is closed")],
)
def test_a_link_that_is_over_says_why_and_takes_nothing(client, agreed, round, over, said):
    sent = in_form(client.get(f"{agreed}questions/"))
    over(round)
    for path in ("", "questions/", "files/papers/", "done/"):
        answer = client.get(agreed + path)
        assert answer.status_code == 410, path
        assert said in answer.content.decode()
    data = changed(sent, "save", {"words__value": "Late"})
    assert client.post(f"{agreed}questions/", data).status_code == 410
    assert client.post(f"{agreed}preview/", data).status_code == 410
    assert not SectionAnswers.objects.exists()


def test_a_link_that_nobody_made_opens_nothing_and_guessing_is_stopped(client, plaza):
    for _time in range(throttle.MOST_MISSES):
        assert client.get("/answer/guess/").status_code == 404
    assert client.get("/answer/guess/").status_code == 429


def test_flooding_with_a_link_is_stopped(client, agreed, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_SAVES", 3)
    sent = changed(in_form(client.get(f"{agreed}questions/")), "save", {})
    answers = [client.post(f"{agreed}questions/", sent).status_code for _time in range(4)]
    assert answers[-1] == 429


@pytest.mark.parametrize("path", ["", "questions/", "files/papers/", "done/"])
def test_pages_behind_a_link_stay_out_of_search_engines_and_caches(client, agreed, path):
    if path == "done/":
        send(client, f"{agreed}questions/", do="continue", words__value="Register")
    answer = client.get(agreed + path)
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert 'name="robots" content="noindex' in answer.content.decode()


def test_only_the_fingerprint_of_a_link_is_kept_and_it_is_shown_once(visitor, round):
    at = f"/cities/plaza/questionnaires/{round.pk}/invitations/"
    until = (timezone.now() + timedelta(days=3)).date().isoformat()
    page = visitor.post(at, {"section": "first", "name": "Police data", "until": until})
    text = page.content.decode()
    token = text.partition("/answer/")[2].partition("/")[0]
    assert Invitation.objects.get().hash == Invitation.hash_of(token)
    assert token not in visitor.get(at).content.decode()
    assert token not in str(list(Entry.objects.values_list("after", "object_label")))
    assert Client().get(f"/answer/{token}/").status_code == 200


@pytest.mark.parametrize("days", [-1, 400])
def test_a_link_works_for_a_while_that_makes_sense(visitor, round, days):
    until = (timezone.now() + timedelta(days=days)).date().isoformat()
    at = f"/cities/plaza/questionnaires/{round.pk}/invitations/"
    answer = visitor.post(at, {"section": "first", "name": "Police data", "until": until})
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_a_withdrawn_link_stops_at_once(visitor, client, agreed, round):
    found = Invitation.objects.get()
    at = f"/cities/plaza/questionnaires/{round.pk}/invitations/{found.pk}/withdraw/"
    visitor.post(at)
    assert Client().get(agreed).status_code == 410


def test_in_a_survey_everybody_invited_has_a_sheet_of_their_own(client, plaza, own_pack):
    pack = own_pack(every_type("tests.many") | {"many": True})
    made = StartRound(city="plaza", pack=pack, name="Survey").run(PROGRAMME)
    for word in ("one", "two"):
        at = f"/answer/{invite(made).token}/"
        client.post(at)
        send(client, f"{at}questions/", do="continue", words__value=word)
    found = SectionAnswers.objects.order_by("pk")
    assert [one.answers["words"]["value"] for one in found] == ["one", "two"]
    assert made.sheets.exclude(finished_at=None).count() == 2


def test_the_language_is_that_of_the_round_until_the_person_chooses(client, round):
    Round.objects.update(language="es")
    at = f"/answer/{invite(round).token}/"
    assert '<html lang="es"' in client.get(at).content.decode()
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in client.get(at).content.decode()


def test_an_invited_person_brings_files_and_sees_only_their_own(client, agreed, sheet):
    file = SimpleUploadedFile("sheet.pdf", b"%PDF-1.7 x")
    client.post(f"{agreed}files/papers/", {"bring": file, "confidentiality": "internal"})
    found = EvidenceFile.objects.get()
    assert (found.brought_by, str(found.invitation)) == (None, "Police data")
    assert SectionAnswers.objects.get().answers["papers"]["value"][0]["name"] == "sheet.pdf"
    EvidenceFile.objects.create(
        sheet=sheet, section="first", question="papers", name="secret.pdf", sha256="0" * 64, size=1,
    )  # fmt: skip
    page = client.get(f"{agreed}files/papers/").content.decode()
    assert "sheet.pdf" in page
    assert "secret.pdf" not in page
    assert "secret.pdf" not in client.get(f"{agreed}questions/").content.decode()
    client.post(f"{agreed}files/papers/", {"remove": str(found.pk)})
    found.refresh_from_db()
    assert found.removed_at is not None


def test_a_file_of_another_section_cannot_be_reached_by_the_link(client, agreed):
    assert client.get(f"{agreed}files/safe/").status_code == 404


def test_a_forged_request_is_refused(agreed):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(agreed).status_code == 403
    assert strict.post(f"{agreed}questions/", {"seen": "{}"}).status_code == 403
    assert strict.post(f"{agreed}files/papers/", {"remove": "1"}).status_code == 403
