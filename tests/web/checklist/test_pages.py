"""The pages of the checklist: what they show, to whom, and what they let people decide."""

import csv
import io

import openpyxl
import pytest
from django.test import Client

from paseo.web.checklist.models import LineDecision, ProposalDecision, Request
from paseo.web.questionnaires.models import Round
from paseo.web.trail.models import Entry

ROOM = "/cities/berlin/checklist/"
PAGES = ("", "maturity/", "plan/", "proposals/", "method/", "requests/", "used/", "documents/")


def text(response) -> str:
    return response.content.decode()


def as_role(person_with, role):
    client = Client()
    client.force_login(person_with(role, "berlin"))
    return client


def test_without_a_checklist_every_page_leads_to_where_it_begins(visitor, berlin):
    for page in PAGES[1:]:
        assert visitor.get(ROOM + page).url == ROOM
    assert "Start the checklist" in text(visitor.get(ROOM))
    assert visitor.post(ROOM + "start/").url == Round.objects.get().get_absolute_url()
    assert visitor.post(ROOM + "start/").status_code == 302
    assert Round.objects.count() == 1  # a second press starts no second round


def test_a_checklist_without_answers_is_mostly_unknown_and_breaks_nothing(visitor, berlin):
    visitor.post(ROOM + "start/")
    for page in PAGES:
        assert visitor.get(ROOM + page).status_code == 200, page
    assert "Cannot be told yet" in text(visitor.get(ROOM + "maturity/"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_page_is_shown_in_both_languages(visitor, round, page, language):
    response = visitor.get(ROOM + page, headers={"accept-language": language})
    assert response.status_code == 200
    assert f'lang="{language}"' in text(response)
    assert "%(" not in text(response)


@pytest.mark.parametrize("page", PAGES)
def test_readers_see_the_pages_and_strangers_do_not(person_with, round, page):
    assert as_role(person_with, "reader").get(ROOM + page).status_code == 200
    stranger = Client()
    stranger.force_login(person_with())
    assert stranger.get(ROOM + page).status_code == 403
    assert Client().get(ROOM + page).status_code == 302  # to signing in


def test_the_plan_shows_reason_owner_date_and_effort_and_can_be_narrowed(visitor, round):
    page = text(visitor.get(ROOM + "plan/"))
    assert "BGC-01" in page and "Statistics office" in page and "quick win" in page
    few = text(visitor.get(ROOM + "plan/?owner=Statistics+office"))
    assert "BGC-01" in few and "SEC-02" not in few
    aside = text(visitor.get(ROOM + "plan/?status=aside"))
    assert "QOL-02" in aside and "parked" in aside
    assert "No indicator fits" in text(visitor.get(ROOM + "plan/?owner=Nobody"))


def test_the_plan_sorts_by_links_and_lines_without_a_date_come_last(visitor, round):
    rows = list(csv.DictReader(io.StringIO(csv_of(visitor, "?sort=next"))))
    dates = [row["next_date"] for row in rows]
    known = [one for one in dates if one]
    assert known == sorted(known)
    assert dates[: len(known)] == known


def csv_of(client, query="") -> str:
    response = client.get(ROOM + f"plan.csv{query}")
    assert "attachment" in response["Content-Disposition"]
    return response.content.decode("utf-8-sig")


def test_the_downloads_hold_what_is_shown_and_the_whole_plan(visitor, round):
    rows = list(csv.DictReader(io.StringIO(csv_of(visitor, "?owner=Statistics+office"))))
    assert {row["indicator"] for row in rows} == {"BGC-01", "QOL-05"}
    assert rows[0]["legal_basis"] == "statistics_law"
    workbook = visitor.get(ROOM + "plan.xlsx")
    assert len(openpyxl.load_workbook(io.BytesIO(workbook.content)).sheetnames) > 6
    assert visitor.get(ROOM + "plan.odt").status_code == 404


LINE = {"status": "available", "owner": "Fire service", "effort": "small", "note": "By phone."}


def test_a_contributor_decides_a_line_with_a_reason_and_takes_it_back(person_with, round):
    client = as_role(person_with, "contributor")
    address = ROOM + "plan/QOL-20/"
    assert client.post(address, LINE | {"next_date": "2027-02-01"}).status_code == 302
    page = text(client.get(address))
    assert "By phone." in page and "Fire service" in page and "the tool says: partly" in page
    entry = Entry.objects.filter(action="checklist.decide_line").latest("pk")
    assert entry.after["next_date"] == "2027-02-01"
    assert client.post(address, {"take_back": "1"}).status_code == 302
    assert not LineDecision.objects.exists()
    assert Entry.objects.filter(action="checklist.decide_line").count() == 2


def test_a_line_is_not_decided_without_a_reason_nor_by_a_reader(person_with, round):
    address = ROOM + "plan/QOL-20/"
    wrong = as_role(person_with, "contributor").post(address, LINE | {"note": " "})
    assert wrong.status_code == 422
    assert "Say why" in text(wrong)
    reader = as_role(person_with, "reader")
    assert reader.post(address, LINE).status_code == 403
    assert not LineDecision.objects.exists()
    assert reader.get(ROOM + "plan/SEC-999/").status_code == 404


def decide(client, effect, verdict, note=""):
    return client.post(ROOM + "proposals/", {"effect": effect, "verdict": verdict, "note": note})


def test_the_lead_dismisses_a_proposal_with_a_reason_and_it_stays_listed(person_with, round):
    lead = as_role(person_with, "city_lead")
    assert decide(lead, "block-public-space-rates", "dismissed").status_code == 422
    assert not ProposalDecision.objects.exists()
    assert decide(lead, "block-public-space-rates", "dismissed", "We have the hour.").url
    page = text(lead.get(ROOM + "proposals/"))
    assert "dismissed: We have the hour." in page
    assert "rates of public space cannot be made" in page
    assert decide(lead, "block-public-space-rates", "").status_code == 302
    assert not ProposalDecision.objects.exists()


def test_proposals_are_decided_by_the_lead_only(person_with, round):
    for role in ("reader", "contributor", "reviewer"):
        client = as_role(person_with, role)
        assert decide(client, "depth-some-days", "accepted").status_code == 403
        assert client.post(ROOM + "proposals/apply/").status_code == 403
    assert not ProposalDecision.objects.exists()


def test_an_unknown_proposal_is_not_decided(visitor, round):
    assert decide(visitor, "no-such-rule", "accepted").status_code == 422
    assert not ProposalDecision.objects.exists()


def test_accepted_proposals_change_the_assessment_only_once_they_are_applied(
    visitor, round, berlin
):
    for effect in ("depth-decision-named", "park-low-scores:QOL-02", "remit-cctv"):
        assert decide(visitor, effect, "accepted").status_code == 302
    berlin.refresh_from_db()
    assert (berlin.left_out, berlin.not_in_remit) == ([], [])
    assert "would change the assessment" in text(visitor.get(ROOM + "proposals/"))
    assert visitor.post(ROOM + "proposals/apply/").status_code == 302
    berlin.refresh_from_db()
    assert berlin.left_out == ["QOL-02"]
    assert berlin.not_in_remit == ["SEC-36"]
    assert berlin.depth == "standard"
    page = text(visitor.get("/cities/berlin/assessment/quality-of-life/"))
    assert "QOL-03" in page or "Satisfaction with the neighbourhood" in page
    assert "Satisfaction with own life" not in page
    # The page of the indicator itself stays.
    assert visitor.get("/cities/berlin/assessment/indicator/QOL-02/").status_code == 200


def test_what_was_applied_goes_away_with_its_acceptance_and_the_rest_stays(visitor, round, berlin):
    berlin.not_in_remit = ["SEC-37"]
    berlin.save()
    decide(visitor, "remit-cctv", "accepted")
    visitor.post(ROOM + "proposals/apply/")
    decide(visitor, "remit-cctv", "dismissed", "We do run cameras.")
    visitor.post(ROOM + "proposals/apply/")
    berlin.refresh_from_db()
    assert berlin.not_in_remit == ["SEC-37"]


def test_a_request_is_marked_as_sent_and_received_with_its_reminder(person_with, round):
    client = as_role(person_with, "contributor")
    listed = text(client.get(ROOM + "requests/"))
    assert "Not sent yet" in listed
    address = ROOM + "requests/statistics-office/"
    # BGC-01 is held and its next delivery lies ahead: only the other value is asked for.
    assert "QOL-05" in text(client.get(address))
    assert client.post(address, {"due": "2020-01-01", "note": "By letter"}).status_code == 302
    sent = Request.objects.get()
    assert (sent.owner, sent.indicators) == ("Statistics office", ["QOL-05"])
    listed = text(client.get(ROOM + "requests/"))
    assert "overdue since 2020-01-01" in listed and "answer to a request" in listed
    assert client.post(ROOM + f"received/{sent.pk}/").status_code == 302
    listed = text(client.get(ROOM + "requests/"))
    assert "Answer received" in listed and "answer to a request" not in listed
    reader = as_role(person_with, "reader")
    assert reader.post(address, {}).status_code == 403
    assert reader.post(ROOM + f"received/{sent.pk}/").status_code == 403


@pytest.mark.parametrize("name", ["letter.pdf", "letter.docx", "values.xlsx"])
def test_the_files_of_a_request_can_be_downloaded(visitor, round, name):
    response = visitor.get(ROOM + f"requests/statistics-office/{name}")
    assert response.status_code == 200
    assert len(response.content) > 1000
    assert visitor.get(ROOM + "requests/statistics-office/letter.odt").status_code == 404
    # Nothing on the data of this owner is open: there is no form for it.
    assert visitor.get(ROOM + "requests/statistics-office/questions.xlsx").status_code == 404


def test_open_questions_go_out_as_a_form_with_what_is_known(visitor, round):
    pytest.importorskip("paseo.evidence.questionnaires.excel_form")
    response = visitor.get(ROOM + "requests/regional-health-service/questions.xlsx")
    assert response.status_code == 200
    openpyxl.load_workbook(io.BytesIO(response.content))


def test_what_data_were_used_for_names_indicators_and_findings(visitor, round):
    page = text(visitor.get(ROOM + "used/"))
    assert "Eurostat" in page
    # The values are those of who published them, not of whom the checklist names as owner.
    assert "Polizei Berlin" in page.partition("Not used yet")[0]
    assert "<li>Police</li>" in page.partition("Not used yet")[2]
    assert "SEC-10" in page
    assert "latest: 2023" in page
    assert "Not used yet" in page and "Regional health service" in page


def test_a_person_of_another_city_can_change_nothing_here(person_with, round):
    client = Client()
    client.force_login(person_with("city_lead", "elsewhere"))
    for address in ("proposals/", "proposals/apply/", "plan/QOL-20/", "start/"):
        assert client.post(ROOM + address, LINE).status_code == 403


def test_the_plan_can_be_read_at_another_depth_than_the_proposed_one(visitor, round):
    assert "80 of 80" in text(visitor.get(ROOM + "plan/"))
    assert "30 of 30" in text(visitor.get(ROOM + "plan/?depth=rapid"))
    assert "209 of 209" in text(visitor.get(ROOM + "plan/?depth=full"))
    assert "80 of 80" in text(visitor.get(ROOM + "plan/?depth=endless"))
    rows = list(csv.DictReader(io.StringIO(csv_of(visitor, "?depth=rapid"))))
    assert len(rows) == 30


def test_the_answers_behind_something_are_links_for_whoever_may_see_them(person_with, round):
    for role, seen in (("contributor", True), ("reviewer", True), ("reader", False)):
        page = text(as_role(person_with, role).get(ROOM + "proposals/"))
        assert ('#question-K2">K2</a>' in page) is seen
