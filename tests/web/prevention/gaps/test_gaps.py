"""Gaps on the web: chosen by problem, decided in place, taken back, taken along."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from paseo.web.evidence.models import City
from paseo.web.prevention.gaps.bringing import bring_decisions
from paseo.web.prevention.models import ActionSheet, Evaluation, GapDecision, Measure
from paseo.web.trail.models import Entry
from web.evidence import factory

ROOM = "/cities/plaza/prevention/gaps/"
PROBLEM = f"{ROOM}?problem=street_crime"
DECIDE = f"{ROOM}decide/?problem=street_crime"
EMPTY = "empty-level:street_crime:quality_of_life"
HEAVY = "top-heavy:street_crime:upper"


def text(response: Any) -> str:
    return response.content.decode()


def decide(client: Client, gap: str, choice: str, note: str = "", seen: str | None = None) -> Any:
    sent = {"gap": gap, "choice": choice, "note": note}
    return client.post(DECIDE, sent if seen is None else {**sent, "seen": seen})


def test_a_problem_is_chosen_first(people: dict[str, Client]) -> None:
    page = text(people["reader"].get(ROOM))
    assert "Choose a problem" in page
    assert f'href="{PROBLEM}"' in page


def test_an_empty_register_says_what_to_do(visitor: Client, db: None) -> None:
    factory.make_city()
    page = text(visitor.get(ROOM))
    assert "because there are no measures" in page
    assert "/cities/plaza/prevention/measures/" in page


def test_each_gap_says_figures_cells_and_what_would_make_it_wrong(
    people: dict[str, Client],
) -> None:
    page = text(people["reader"].get(PROBLEM))
    assert "Quality of life: no running measure against “Street crime”." in page
    assert "1 running measure has no level yet and could change this." in page
    assert "100 % of the effort (number of measures)" in page
    assert "/prevention/cells/specific_prevention/problem/?problem=street_crime" in page
    assert "/prevention/measure/cameras/" in page
    assert "What would make it wrong:" in page
    assert "Could not run:" in page  # too few aims are stated
    assert "<form" not in page.split("<h2 id=")[1]  # a reader only looks


def test_a_problem_that_no_measure_names_is_not_there(people: dict[str, Client]) -> None:
    assert people["reader"].get(f"{ROOM}?problem=thefts").status_code == 404


def test_a_threshold_moves_what_is_found(people: dict[str, Client]) -> None:
    page = text(people["reader"].get(f"{PROBLEM}&t.top-heavy.bound=100"))
    assert "of the effort (number of measures) stands" not in page
    assert "(number of measures) is 100 %, not above 100 %" in page


@pytest.mark.parametrize("typed", ["500", "abc", "nan"])
def test_a_threshold_outside_its_range_is_said_in_words(
    people: dict[str, Client], typed: str
) -> None:
    answer = people["reader"].get(f"{PROBLEM}&t.top-heavy.bound={typed}")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text(answer)


def test_nothing_is_dismissed_without_a_note(people: dict[str, Client]) -> None:
    answer = decide(people["lead"], EMPTY, "dismissed")
    assert answer["Location"].startswith(PROBLEM)  # an address that can be loaded again
    page = text(people["lead"].get(PROBLEM))
    assert "Say why it is dismissed" in page
    assert 'class="deciding" open' in page
    assert "Say why it is dismissed" not in text(people["lead"].get(PROBLEM))
    assert not GapDecision.objects.exists()
    assert people["lead"].get(DECIDE)["Location"] == PROBLEM


def test_enter_in_the_note_dismisses_and_begins_no_action(people: dict[str, Client]) -> None:
    card = text(people["lead"].get(PROBLEM)).split("<article")[1]
    form = card.split('name="note"')[1].split("</form>")[0]
    assert form.index('value="dismissed"') < form.index('value="accepted"')
    assert 'value="action"' not in form and 'value="action"' in card


def test_a_decision_that_came_meanwhile_is_not_replaced_unseen(people: dict[str, Client]) -> None:
    def mark() -> str:
        return text(people["lead"].get(PROBLEM)).split('name="seen" value="')[1].split('"')[0]

    before = mark()
    for _time in range(2):  # pressed twice: no other decision than one's own
        decide(people["lead"], EMPTY, "dismissed", "Mine", before)
        assert "changed this meanwhile" not in text(people["lead"].get(PROBLEM))
    for choice in ("accepted", "action", ""):  # from a page made before
        decide(people["lead"], EMPTY, choice, "Yours", before)
        page = text(people["lead"].get(PROBLEM))
        assert "changed this meanwhile" in page and "Look at what stands now" in page
        kept = GapDecision.objects.get()
        assert (kept.choice, kept.note) == ("dismissed", "Mine")
    assert 'value="Yours"' in page  # what was typed is not lost
    seen = page.split('id="decided"')[1].split('name="seen" value="')[1].split('"')[0]
    decide(people["lead"], EMPTY, "accepted", "Agreed", seen)
    assert GapDecision.objects.get().note == "Agreed"


def test_a_note_that_names_a_person_is_marked_for_who_leads(people: dict[str, Client]) -> None:
    decide(people["lead"], EMPTY, "dismissed", "Asked Mrs. Anna Carter")
    assert "looks like data about a person: “Mrs. Anna Carter”" in text(people["lead"].get(PROBLEM))
    assert "looks like data" not in text(people["reader"].get(PROBLEM))


def test_a_dismissed_gap_stands_apart_with_its_note_and_can_be_taken_back(
    people: dict[str, Client],
) -> None:
    assert decide(people["lead"], EMPTY, "dismissed", "The region does it").status_code == 302
    kept = GapDecision.objects.get()
    assert kept.numbers["unplaced"] == 1
    decided = text(people["reader"].get(PROBLEM)).split('id="decided"')[1]
    assert "The region does it" in decided
    assert Entry.objects.filter(action="prevention.decide_gap").exists()
    assert decide(people["lead"], EMPTY, "").status_code == 302
    assert not GapDecision.objects.exists()


def test_a_decision_is_open_again_when_its_figures_have_moved(
    plaza: City, people: dict[str, Client]
) -> None:
    decide(people["lead"], HEAVY, "accepted")
    assert "The figures have changed since" not in text(people["reader"].get(PROBLEM))
    Measure.objects.create(
        city=plaza, code="more", name="More", problem="street_crime", level="reaction",
        orientation="problem", status="running",
    )  # fmt: skip
    assert "The figures have changed since" in text(people["reader"].get(PROBLEM))


def test_what_was_decided_on_a_gap_that_is_gone_stays_on_record(
    plaza: City, people: dict[str, Client]
) -> None:
    decide(people["lead"], EMPTY, "accepted", "Known")
    Measure.objects.create(
        city=plaza, code="club", name="Club", problem="street_crime", level="quality_of_life",
        orientation="positive", status="running",
    )  # fmt: skip
    page = text(people["reader"].get(PROBLEM))
    assert "The gap is not there any more" in page
    assert "Known" in page


def test_a_gap_becomes_an_action_sheet(people: dict[str, Client]) -> None:
    answer = decide(people["lead"], EMPTY, "action")
    sheet = ActionSheet.objects.get()
    # The first thing that is asked for is a title: a gap is no name for what is done.
    assert answer["Location"] == f"/cities/plaza/prevention/sheets/{sheet.pk}/edit/what/"
    assert sheet.title == "" and "no running measure" in sheet.read().why
    page = text(people["lead"].get(f"/cities/plaza/prevention/sheets/{sheet.pk}/"))
    assert "<h1>Action sheet without a title</h1>" in page
    assert (sheet.gap, sheet.read().level) == (EMPTY, "quality_of_life")
    assert sheet.read().happens and sheet.read().felt
    decide(people["lead"], EMPTY, "action")  # pressed twice: still one sheet
    assert ActionSheet.objects.count() == 1


@pytest.mark.parametrize("who", ["reader", "contributor"])
def test_only_who_leads_decides(people: dict[str, Client], who: str) -> None:
    assert decide(people[who], EMPTY, "accepted").status_code == 403
    assert not GapDecision.objects.exists()


def test_an_invented_gap_or_choice_is_not_there(people: dict[str, Client]) -> None:
    assert decide(people["lead"], "empty-level:street_crime:heaven", "accepted").status_code == 404
    assert decide(people["lead"], EMPTY, "loved").status_code == 404


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "xlsx", "csv", "json"])
def test_the_gaps_can_be_taken_along(people: dict[str, Client], form: str) -> None:
    answer = people["reader"].get(f"{ROOM}report.{form}?problem=street_crime")
    assert answer.status_code == 200
    assert f"plaza-gaps.{form}" in answer["Content-Disposition"]
    if form == "json":
        assert EMPTY in [one["id"] for one in json.loads(answer.content)["gaps"]]
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert EMPTY in [row["id"] for row in rows]


TABLE = f"{ROOM}table/?problem=street_crime"


def rows_of(client: Client, query: str = "?problem=street_crime") -> list[dict[str, str]]:
    answer = client.get(f"{ROOM}decisions.csv{query}")
    assert "plaza-decisions.csv" in answer["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def bring(client: Client, rows: list[dict[str, str]]) -> Any:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return client.post(TABLE, {"file": SimpleUploadedFile("d.csv", text.getvalue().encode())})


def test_decisions_go_out_as_a_table_and_come_back(people: dict[str, Client]) -> None:
    rows = rows_of(people["reader"])
    assert {one["gap"] for one in rows} == {one["gap"] for one in rows_of(people["reader"], "")}
    for one in rows:
        if one["gap"] == EMPTY:
            one |= {"decision": "dismissed", "note": "The region does it"}
    assert bring(people["lead"], rows).status_code == 302
    kept = GapDecision.objects.get()
    assert (kept.gap, kept.choice, kept.numbers["unplaced"]) == (EMPTY, "dismissed", 1)
    assert kept.words.startswith("Quality of life")
    entries = Entry.objects.count()
    assert bring(people["lead"], rows_of(people["lead"])).status_code == 302
    assert Entry.objects.count() == entries  # nothing new, nothing touched
    assert GapDecision.objects.get().at == kept.at


def test_a_table_keeps_the_sheet_of_a_gap_that_became_an_action(people: dict[str, Client]) -> None:
    decide(people["lead"], EMPTY, "action")
    rows = [one | {"note": "Agreed in May"} for one in rows_of(people["lead"])
            if one["gap"] == EMPTY]  # fmt: skip
    bring(people["lead"], rows)
    kept = GapDecision.objects.get()
    assert (kept.note, kept.sheet) == ("Agreed in May", ActionSheet.objects.get())


def test_a_table_with_an_error_is_not_taken_at_all(people: dict[str, Client]) -> None:
    rows = [one | {"decision": "accepted"} for one in rows_of(people["lead"])]
    rows[-1] |= {"decision": "dismissed"}
    answer = bring(people["lead"], rows)
    assert answer.status_code == 422
    assert "The table was not taken" in text(answer)
    assert not GapDecision.objects.exists()


@pytest.mark.parametrize("who", ["reader", "contributor"])
def test_only_who_leads_brings_a_table(people: dict[str, Client], who: str) -> None:
    assert people[who].get(TABLE).status_code == 403
    assert "Decide in a table" not in text(people[who].get(PROBLEM))


def test_the_page_of_the_table_says_how_it_is_filled_in(people: dict[str, Client]) -> None:
    page = text(people["lead"].get(TABLE))
    assert f"{ROOM}decisions.xlsx?problem=street_crime" in page
    assert people["lead"].get(f"{ROOM}decisions.xlsx").status_code == 200
    assert people["lead"].get(f"{ROOM}decisions.pdf").status_code == 404
    assert people["lead"].get(f"{ROOM}decisions.csv?problem=thefts").status_code == 404
    assert "Decide in a table" in text(people["lead"].get(PROBLEM))
    assert people["lead"].post(TABLE, {}).status_code == 422


def test_decisions_beside_the_measures_of_a_folder_are_brought_along(
    plaza: City, tmp_path: Path
) -> None:
    assert bring_decisions(tmp_path, "plaza") == 0
    (tmp_path / "decisions.csv").write_text(
        f"gap,decision,note\n{EMPTY},accepted,Known\nending:street_crime:lost,accepted,\n", "utf-8"
    )
    assert bring_decisions(tmp_path, "plaza") == 2
    kept = GapDecision.objects.get(gap=EMPTY)
    assert (kept.choice, kept.note, kept.numbers["unplaced"]) == ("accepted", "Known", 1)
    assert bring_decisions(tmp_path, "plaza") == 0


def test_an_evaluation_that_was_computed_here_counts(
    plaza: City, people: dict[str, Client]
) -> None:
    gap = "not-evaluated:street_crime:all"
    plan = Evaluation.objects.create(city=plaza, title="Gates", measure="gates")
    assert gap in [one["gap"] for one in rows_of(people["reader"])]  # a plan is no evaluation
    plan.found = {}
    plan.save()
    assert gap not in [one["gap"] for one in rows_of(people["reader"])]


@pytest.mark.browser
def test_the_pages_of_gaps_are_accessible(transactional_db: None, check_page: Any) -> None:
    from web.prevention.gaps.conftest import keep_measures

    keep_measures(factory.make_city())
    check_page(PROBLEM)
    check_page(TABLE)
