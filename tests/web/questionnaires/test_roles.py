"""Who may open which page and press which button: role by page by verb, and by assignment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from paseo.web.accounts.people import PROGRAMME
from paseo.web.questionnaires.actions import Assign, Invite, SignRound
from paseo.web.questionnaires.models import (
    Assignment,
    Invitation,
    Review,
    Round,
    SectionAnswers,
    SignOff,
)
from web.evidence.factory import make_city

pytestmark = pytest.mark.django_db
READ = ["", "{round}/"]
SEE = ["{round}/sheets/{sheet}/in/first/", "{round}/sheets/{sheet}/check/",
       "{round}/sheets/{sheet}/in/first/files/words/"]  # fmt: skip
REVIEW = ["{round}/sheets/{sheet}/review/", "{round}/sheets/{sheet}/review/first/",
          "{round}/signed/{signed}.json"]  # fmt: skip
LEAD = ["start/", "{round}/copy/", "{round}/settings/", "{round}/people/", "{round}/invitations/",
        "{round}/sign/"]  # fmt: skip
MAY = {
    "stranger": [],
    "reader": READ,
    "reviewer": READ + SEE + REVIEW,
    "contributor": READ + SEE,
    "city_lead": READ + SEE + REVIEW + LEAD,
    "coordinator": READ + SEE + REVIEW + LEAD,
}


@pytest.fixture
def signed(round):
    return SignOff.objects.create(round=round, record="{}", sha256="0" * 64)


def sign_in(client, person_with, role, city="plaza"):
    person = person_with("" if role == "stranger" else role, city)
    client.force_login(person)
    return person


def address(page, round, sheet, signed=None):
    filled = page.format(round=round.pk, sheet=sheet.pk, signed=signed.pk if signed else 0)
    return f"/cities/plaza/questionnaires/{filled}"


@pytest.mark.parametrize("page", READ + SEE + REVIEW + LEAD)
@pytest.mark.parametrize("role", MAY)
def test_a_page_opens_for_those_who_may_and_says_no_to_others(
    client, person_with, round, sheet, signed, role, page
):
    sign_in(client, person_with, role)
    answer = client.get(address(page, round, sheet, signed))
    assert answer.status_code == (200 if page in MAY[role] else 403)


@pytest.mark.parametrize("page", READ + SEE + REVIEW + LEAD)
def test_whoever_is_not_signed_in_is_asked_to_sign_in(client, round, sheet, signed, page):
    answer = client.get(address(page, round, sheet, signed))
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


@pytest.mark.parametrize("page", READ + SEE + REVIEW + LEAD)
def test_a_role_in_one_city_opens_no_other(client, person_with, round, sheet, signed, page):
    make_city("other")
    sign_in(client, person_with, "city_lead", "other")
    assert client.get(address(page, round, sheet, signed)).status_code == 403


UNTIL = (timezone.now() + timedelta(days=5)).date().isoformat()
WRITE = {
    "{round}/sheets/{sheet}/in/first/": ({"seen": '{"words":""}', "q-words-value": "x"}, "write"),
    "{round}/sheets/{sheet}/in/first/preview/": ({"seen": "{}"}, "write"),
    "{round}/sheets/{sheet}/review/first/": ({"state": "accepted"}, "review"),
    "{round}/sign/": ({"reason": "so"}, "lead"),
    "{round}/close/": ({}, "lead"),
    "{round}/reopen/": ({"reason": "so"}, "lead"),
    "{round}/settings/": ({"name": "Other", "language": "en"}, "lead"),
    "{round}/copy/": ({"name": "Other", "language": "en"}, "lead"),
    "{round}/people/": ({"sections": ["first"], "office": "Police"}, "lead"),
    "{round}/invitations/": ({"section": "first", "name": "Police", "until": UNTIL}, "lead"),
    "start/": ({"pack": "tests.every-type", "name": "Other", "language": "en"}, "lead"),
}
VERBS = {
    "stranger": set(), "reader": set(), "reviewer": {"review"}, "contributor": {"write"},
    "city_lead": {"write", "review", "lead"}, "coordinator": {"write", "review", "lead"},
}  # fmt: skip


def everything():
    rows = [Round, SectionAnswers, Review, SignOff, Assignment, Invitation]
    return [list(one.objects.order_by("pk").values()) for one in rows]


@pytest.mark.parametrize("page", WRITE)
@pytest.mark.parametrize("role", VERBS)
def test_a_button_works_for_those_who_may_and_changes_nothing_for_others(
    client, person_with, round, sheet, role, page
):
    sign_in(client, person_with, role)
    data, verb = WRITE[page]
    before = everything()
    answer = client.post(address(page, round, sheet), data)
    if verb in VERBS[role]:
        assert answer.status_code in (200, 302)
    else:
        assert answer.status_code == 403
        assert everything() == before


@pytest.mark.parametrize("page", [*WRITE, "{round}/people/1/back/"])
def test_a_forged_request_is_refused(person_with, round, sheet, page):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person_with("city_lead", "plaza"))
    assert strict.post(address(page, round, sheet), {}).status_code == 403


@pytest.mark.parametrize("page", ["{round}/close/", "{round}/reopen/",
                                  "{round}/sheets/{sheet}/in/first/preview/"])  # fmt: skip
def test_what_changes_something_is_not_done_by_looking(visitor, round, sheet, page):
    assert visitor.get(address(page, round, sheet)).status_code == 405


# ------------------------------------------------------------------------------ assignments
@pytest.fixture
def two(person_with, round):
    """Two contributors: the first section is the one's, the second nobody's yet."""
    from paseo.web.accounts.models import Membership, User

    people = []
    for name in ("police data", "mobility data"):
        person = User.objects.create_user(name)
        Membership.objects.create(user=person, city="plaza", role="contributor")
        people.append(person)
    Assign(round=round, sections=["first"], user=people[0]).run(PROGRAMME)
    return people


def status(client, person, round, sheet, section, method="get"):
    client.force_login(person)
    at = address(f"{{round}}/sheets/{{sheet}}/in/{section}/", round, sheet)
    if method == "get":
        return client.get(at).status_code
    return client.post(at, {"seen": "{}"}).status_code


def test_who_has_a_section_sees_and_answers_only_this_one(client, two, round, sheet):
    assert status(client, two[0], round, sheet, "first") == 200
    assert status(client, two[0], round, sheet, "first", "post") == 302
    assert status(client, two[0], round, sheet, "second") == 403
    assert status(client, two[0], round, sheet, "second", "post") == 403


def test_a_section_of_somebody_is_closed_to_other_contributors(client, two, round, sheet):
    assert status(client, two[1], round, sheet, "first") == 403
    assert status(client, two[1], round, sheet, "first", "post") == 403
    assert status(client, two[1], round, sheet, "second", "post") == 302


@pytest.mark.parametrize("role", ["reviewer", "city_lead"])
def test_reviewers_and_the_lead_see_every_section(client, person_with, two, round, sheet, role):
    person = person_with(role, "plaza")
    assert status(client, person, round, sheet, "first") == 200
    assert status(client, person, round, sheet, "second") == 200


def test_the_refusal_says_why(client, two, round, sheet):
    client.force_login(two[0])
    page = client.get(address("{round}/sheets/{sheet}/in/second/", round, sheet))
    assert "not assigned to you" in page.content.decode()
    tasks = client.get(address("{round}/", round, sheet)).content.decode()
    assert "/in/first/" in tasks
    assert "/in/second/" not in tasks
    assert "not assigned to you" in tasks


def test_the_check_page_hides_the_sections_of_others(client, two, round, sheet):
    client.force_login(two[0])
    page = client.get(address("{round}/sheets/{sheet}/check/", round, sheet)).content.decode()
    assert "Is there a register?" in page
    assert "How safe is it?" not in page
    assert "1 section is answered by others" in page


def test_an_office_in_words_closes_nothing(client, two, round, sheet):
    Assign(round=round, sections=["second"], office="Mobility office").run(PROGRAMME)
    assert status(client, two[1], round, sheet, "second", "post") == 302


def test_an_assignment_can_be_taken_back(visitor, two, round, client, sheet):
    found = Assignment.objects.get()
    visitor.post(address(f"{{round}}/people/{found.pk}/back/", round, sheet))
    assert not Assignment.objects.exists()
    assert status(client, two[1], round, sheet, "first") == 200


def test_an_assignment_needs_a_person_or_an_office(visitor, round, sheet):
    answer = visitor.post(address("{round}/people/", round, sheet), {"sections": ["first"]})
    assert answer.status_code == 422
    assert "Choose a person or name an office" in answer.content.decode()


def test_what_belongs_to_another_round_is_not_found(visitor, two, round, sheet):
    from paseo.web.questionnaires.actions import CopyRound

    other = CopyRound(before=round, name="Next").run(PROGRAMME)
    until = timezone.now() + timedelta(days=1)
    link = Invite(round=other, section="first", name="A", expires_at=until).run(PROGRAMME)
    mine = Assignment.objects.filter(round=other).get()
    signed = SignRound(round=other, reason="so").run(PROGRAMME)
    base = f"/cities/plaza/questionnaires/{round.pk}/"
    assert visitor.post(f"{base}people/{mine.pk}/back/").status_code == 404
    assert visitor.post(f"{base}invitations/{link.invitation.pk}/withdraw/").status_code == 404
    assert visitor.get(f"{base}signed/{signed.pk}.json").status_code == 404
    assert visitor.get(f"{base}sheets/{other.sheets.get().pk}/check/").status_code == 404
    assert visitor.get(f"{base}sheets/{other.sheets.get().pk}/in/first/").status_code == 404
