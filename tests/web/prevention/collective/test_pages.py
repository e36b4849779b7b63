"""Rounds of partners on the pages: closed until done, single partners seen by nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from paseo.prevention.collective.pack import load_form
from paseo.web.prevention.collective.actions import (
    AddPartner,
    CloseRound,
    NotNow,
    Rate,
    ShareWork,
    StartRound,
)
from paseo.web.prevention.collective.bringing import bring_partners
from paseo.web.prevention.models import CollectiveRound
from paseo.web.trail.models import Entry
from web.evidence import factory

TOWN = Path(__file__).parents[4] / "examples" / "generated-town"
FORM = load_form()


@pytest.fixture
def town(db):
    return factory.make_city("plaza")


@pytest.fixture
def lead(town, person_with):
    return person_with("city_lead", town.pk)


@pytest.fixture
def colleague(town, person_with):
    return person_with("contributor", town.pk)


@pytest.fixture
def round(town, lead, colleague):
    made = StartRound(city=town.pk, name="Spring 2026", form=FORM.id).run(lead)
    AddPartner(round=made, name="Youth office", kind="city", user=colleague).run(lead)
    AddPartner(round=made, name="Police station", kind="police").run(lead)
    return made


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(round: CollectiveRound, name: str = "collective-round", *more: object) -> str:
    return reverse(f"prevention:{name}", args=[round.city_id, round.pk, *more])


def rate_all(round: CollectiveRound, lead, points: int = 2) -> None:
    for partner in round.partners.all():
        every = {one.id: points for one in FORM.statements}
        Rate(round=round, partner=partner, points=every).run(lead)


def test_an_empty_page_teaches_and_a_lead_begins_a_round(town, lead, colleague):
    address = reverse("prevention:collective", args=[town.pk])
    assert "No round yet" in signed_in(colleague).get(address).content.decode()
    new = reverse("prevention:collective-new", args=[town.pk])
    assert signed_in(colleague).get(new).status_code == 403
    client = signed_in(lead)
    made = client.post(new, {"name": "Spring 2026"})
    round = CollectiveRound.objects.get()
    assert made["Location"] == round.get_absolute_url()
    # Pressed twice: whoever did it comes to the one round; anybody else hears of the name.
    assert client.post(new, {"name": "Spring  2026 "})["Location"] == round.get_absolute_url()
    CollectiveRound.objects.update(started_at="2026-01-01T00:00Z")
    twice = client.post(new, {"name": "Spring 2026"})
    assert (twice.status_code, CollectiveRound.objects.count()) == (422, 1)
    wrong = client.post(url(round, "collective-add"), {"name": "", "kind": "city"})
    assert wrong.status_code == 422
    sent = {"name": "Sports club", "kind": "civil_society", "user": colleague.pk}
    assert client.post(url(round, "collective-add"), sent).status_code == 302
    assert round.partners.get().user == colleague
    assert client.post(url(round, "collective-add"), sent).status_code == 302
    other = client.post(url(round, "collective-add"), sent | {"kind": "city"})
    assert "in the round already" in other.content.decode()
    assert round.partners.count() == 1


def test_a_partner_rates_and_nobody_else_sees_how(round, colleague, lead, person_with):
    own, other = round.partners.all()
    client = signed_in(colleague)
    sent = client.post(
        url(round, "collective-rate", own.pk), {"A1": "3", "A2": "0", "A3": "unknown"}
    )
    assert sent.status_code == 302
    own.refresh_from_db()
    assert own.points == {"A1": 3, "A2": 0}
    assert client.get(url(round, "collective-rate", other.pk)).status_code == 404
    with pytest.raises(NotNow):
        Rate(round=round, partner=other, points={"A1": 1}).run(colleague)
    stranger = person_with("contributor", "elsewhere")
    assert signed_in(stranger).get(url(round)).status_code == 403
    assert signed_in(lead).get(url(round, "collective-rate", own.pk)).status_code == 200
    assert "'A1': 3" not in " ".join(str(one.after) for one in Entry.objects.all())


def test_what_somebody_else_rated_meanwhile_is_not_replaced(round, colleague, lead):
    own = round.partners.first()
    address = url(round, "collective-rate", own.pk)
    client = signed_in(colleague)
    seen = client.get(address).context["seen"]
    Rate(round=round, partner=own, points={"A1": 1}).run(lead)
    late = client.post(address, {"A1": "3", "seen": seen})
    assert f"{lead.name} changed this meanwhile" in late.content.decode()
    own.refresh_from_db()
    assert own.points == {"A1": 1}
    assert client.post(address, {"A1": "3", "seen": late.context["seen"]}).status_code == 302
    shared = url(round, "collective-shared")
    seen = signed_in(lead).get(shared).context["seen"]
    ShareWork(round=round, indicators=["SAF-33"], duties={}).run(lead)
    assert signed_in(lead).post(shared, {"seen": seen}).status_code == 422


def test_a_rating_without_an_answer_is_not_kept_as_one(round, lead):
    partner = round.partners.first()
    client, address = signed_in(lead), url(round, "collective-rate", partner.pk)
    empty = client.post(address, {})
    assert (empty.status_code, "Nothing was rated" in empty.content.decode()) == (422, True)
    every = {one.id: "unknown" for one in FORM.statements}
    said = client.post(address, every, follow=True).content.decode()
    assert "does not count as one that rated" in said
    assert "0 of 2 partners have rated" in said


def test_a_partner_is_taken_out_while_a_round_is_open(round, lead, colleague):
    partner = round.partners.first()
    address = url(round, "collective-partner-remove", partner.pk)
    assert signed_in(colleague).post(address).status_code == 403
    assert "Keep the partner" in signed_in(lead).get(address).content.decode()
    assert round.partners.count() == 2
    assert signed_in(lead).post(address).status_code == 302
    assert {one.name for one in round.partners.all()} == {"Police station"}


def test_no_result_is_shown_while_a_round_is_open(round, lead):
    AddPartner(round=round, name="School", kind="school").run(lead)
    rate_all(round, lead)
    client = signed_in(lead)
    page = client.get(url(round)).content.decode()
    assert "The round is open" in page
    assert "Phase suggested" not in page
    assert client.get(url(round, "collective-report", "json")).status_code == 404
    silent = AddPartner(round=round, name="Silent club", kind="civil_society").run(lead)
    asked = client.get(url(round, "collective-close")).content.decode()
    assert "3 of 4 partners have rated" in asked
    assert silent.name in asked
    assert "The round is open" in client.get(url(round)).content.decode()
    assert client.post(url(round, "collective-close")).status_code == 302
    page = client.get(url(round)).content.decode()
    assert "Phase suggested by 3 of 4 partners: Organising for impact" in page
    found = client.get(url(round, "collective-report", "json")).json()
    assert (found["partners"], found["generated"]) == (3, True)
    # Three partners of three kinds: no kind can be shown.
    assert found["groups"] == {}


def test_a_closed_round_does_not_change(round, lead):
    rate_all(round, lead)
    CloseRound(round=round).run(lead)
    partner = round.partners.first()
    assert signed_in(lead).get(url(round, "collective-rate", partner.pk)).status_code == 404
    with pytest.raises(NotNow):
        Rate(round=round, partner=partner, points={}).run(lead)
    page = signed_in(lead).get(url(round)).content.decode()
    assert "Too few partners rated" in page


def test_a_round_is_opened_again_but_gives_no_partner_away(round, lead, colleague):
    AddPartner(round=round, name="School", kind="school").run(lead)
    rate_all(round, lead)
    CloseRound(round=round).run(lead)
    client, address = signed_in(lead), url(round, "collective-reopen")
    assert signed_in(colleague).post(address).status_code == 403
    assert "at least 3 partners" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert "The round is open" in client.get(url(round)).content.decode()
    assert Entry.objects.filter(action="prevention.reopen_collective_round").count() == 1
    one = round.partners.first()
    Rate(round=round, partner=one, points={"A1": 0}).run(lead)
    assert "cannot be closed yet" in client.get(url(round, "collective-close")).content.decode()
    with pytest.raises(NotNow):
        CloseRound(round=round).run(lead)
    rate_all(round, lead, points=1)
    assert client.post(url(round, "collective-close")).status_code == 302
    assert "Phase suggested: Setting out" in client.get(url(round)).content.decode()


def test_a_sheet_is_taken_whole_or_not_at_all(round, lead):
    client, address = signed_in(lead), url(round, "collective-bring")
    assert client.get(url(round, "collective-sheet")).content.startswith(b"PK")

    def bring(text: str):
        return client.post(address, {"file": SimpleUploadedFile("r.csv", text.encode())})

    wrong = bring("partner,kind,A1\nClub,civil_society,1\nShop,business,9")
    assert wrong.status_code == 422
    assert "row 3" in wrong.content.decode()
    assert round.partners.count() == 2
    assert bring("partner,kind,A1\nClub,civil_society,1\nyouth office,city,2").status_code == 302
    assert round.partners.count() == 3
    assert round.partners.get(name="Youth office").points == {"A1": 2}


def test_indicators_and_tasks_are_kept_and_come_along(round, lead):
    client, address = signed_in(lead), url(round, "collective-shared")
    code = "SAF-33"
    sent = {"indicators": [code], "align-who": "Prevention office", "align-due": "2026-12-01"}
    assert client.post(address, sent).status_code == 302
    page = client.get(url(round)).content.decode()
    assert "Prevention office" in page
    assert code in page
    named = client.post(address, {"align-who": "Frau Anna Weber"}, follow=True).content.decode()
    assert "looks like data about a person" in named
    client.post(address, sent)
    wrong = client.post(address, {"indicators": ["nothing"]})
    assert wrong.status_code == 422
    later = StartRound(city=round.city_id, name="Autumn", form=FORM.id).run(lead)
    assert later.indicators == [code]
    assert later.duties["align"] == {"who": "Prevention office", "due": "2026-12-01"}
    assert {one.name for one in later.partners.all()} == {"Youth office", "Police station"}
    assert not any(one.points for one in later.partners.all())


def test_two_rounds_of_the_example_stand_side_by_side(town, lead):
    first, second = bring_partners(TOWN, town.pk)
    client = signed_in(lead)
    page = client.get(url(second)).content.decode()
    assert f"Since {first.name}" in page
    assert "15 partners rated in both rounds" in page
    assert client.get(url(second, "collective-report", "html")).status_code == 200
    listed = client.get(reverse("prevention:collective", args=[town.pk])).content.decode()
    assert "Organising for impact" in listed


def test_a_round_is_removed_by_who_leads(round, lead, colleague):
    assert signed_in(colleague).post(url(round, "collective-remove")).status_code == 403
    assert signed_in(lead).post(url(round, "collective-remove")).status_code == 302
    assert not CollectiveRound.objects.exists()


@pytest.mark.browser
def test_the_result_is_accessible(town, check_page, transactional_db):
    *_earlier, round = bring_partners(TOWN, town.pk)
    check_page(round.get_absolute_url())
