"""Evaluations on the web: planned, brought, computed, answered, taken along, by whom."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from paseo.prevention.evaluation.case import Answer, Role
from paseo.prevention.sheets.sheet import Sheet
from paseo.web.evidence.models import City
from paseo.web.jobs.testing import run_waiting
from paseo.web.prevention.evaluation.examples import TEMPLATES, template_text
from paseo.web.prevention.models import ActionSheet, Evaluation, Measure
from paseo.web.trail.models import Entry
from web.evidence import factory

ROOM = "/cities/plaza/prevention/evaluations/"
PLAN = {
    "title": "Gates in the old park",
    "outcome": "thefts in the park",
    "unit": "recorded thefts",
    "better": "fewer",
    "level": "0.9",
    "assignment": "chosen",
    "start": "2025-01-01",
    "review": "2026-02-01",
    "expected": "-20",
}


@pytest.fixture
def plaza(db: None) -> City:
    city = factory.make_city()
    Measure.objects.create(city=city, code="gates", name="Park gates", goal="Fewer thefts")
    return city


@pytest.fixture
def people(person_with: Any, plaza: City) -> dict[str, Client]:
    found = {}
    for name, role in (("reader", "reader"), ("contributor", "contributor"), ("lead", "city_lead")):
        found[name] = Client()
        found[name].force_login(person_with(role, "plaza"))
    return found


def text(response: Any) -> str:
    return response.content.decode()


def grid(*rows: tuple[str, ...]) -> dict[str, str]:
    """Return a small table as the form sends it: area, role, before, after, size."""
    sent = {"row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0"}
    for at, row in enumerate(rows):
        for name, value in zip(("area", "role", "before", "after", "size"), row, strict=False):
            sent[f"row-{at}-{name}"] = value
    return sent


COUNTS = grid(
    ("Old park", "treated", "150", "100"),
    ("Harbour", "comparison", "120", "130"),
    ("Station", "comparison", "400", "380"),
)


def planned(client: Client, **more: str) -> Evaluation:
    answer = client.post(ROOM + "new/", PLAN | more)
    assert answer.status_code == 302, text(answer)
    return Evaluation.objects.latest("pk")


def page(evaluation: Evaluation, name: str = "") -> str:
    return f"{ROOM}{evaluation.pk}/{name}"


def computed(client: Client, counts: dict[str, str] = COUNTS, **more: str) -> Evaluation:
    made = planned(client, **more)
    assert client.post(page(made, "data/"), counts).status_code == 302
    assert client.post(page(made, "methods/")).url == page(made)
    return Evaluation.objects.get(pk=made.pk)


# ------------------------------------------------------------------------------- the way
def test_from_an_empty_list_to_a_result_in_words(people):
    client = people["contributor"]
    assert "No evaluation yet" in text(client.get(ROOM))
    made = computed(client, measure="gates")
    shown = text(client.get(page(made)))
    assert "It leaves out “no change at all”" in shown
    assert "The 90 % interval" in shown
    assert "Class 3" in shown
    assert "Station" in shown and "Harbour" in shown
    assert "proved" not in shown
    assert "Gates in the old park" in text(client.get(ROOM))


def test_what_is_shown_was_computed_then_and_says_when(people, monkeypatch):
    client = people["contributor"]
    made = computed(client)
    monkeypatch.setattr(
        "paseo.web.prevention.evaluation.making.evaluate",
        lambda case: pytest.fail("a page computes nothing"),
    )
    assert "Computed on" in text(client.get(page(made)))


def test_a_plan_sent_twice_begins_one_evaluation(people):
    client = people["contributor"]
    made = planned(client)
    assert client.post(ROOM + "new/", PLAN).url == page(made, "data/")
    assert Evaluation.objects.count() == 1
    assert planned(client, title="Another one").pk != made.pk


def test_counts_of_days_to_come_are_refused_and_nothing_is_computed(people):
    client = people["contributor"]
    made = planned(client)
    client.post(page(made, "data/"), COUNTS)
    days = {"before_first": "2029-01-01", "before_last": "2029-12-31",
            "after_first": "2030-01-01", "after_last": "2030-12-31"}  # fmt: skip
    roles = {"area-TOTAL_FORMS": "0", "area-INITIAL_FORMS": "0"}
    sent = roles | {f"periods-{name}": day for name, day in days.items()}
    refused = client.post(page(made, "areas/"), sent)
    assert refused.status_code == 422
    assert "later than today" in text(refused)
    assert "31 December 2030" in text(refused)
    late = planned(client, title="Begun too early", start="2090-01-01", review="")
    client.post(page(late, "data/"), COUNTS)
    assert client.post(page(late, "methods/")).status_code == 422
    assert Evaluation.objects.get(pk=late.pk).found is None


def test_a_plan_fixed_after_the_numbers_were_known_says_so(people):
    client = people["lead"]
    rows = (("Old park", "treated", "150", ""), ("Harbour", "comparison", "120", ""))
    early, late = planned(client), planned(client, title="Late")
    client.post(page(early, "data/"), grid(*rows))
    client.post(page(early, "fix/"))
    for made in (early, late):
        client.post(page(made, "data/"), COUNTS)
    client.post(page(late, "fix/"))
    assert "before any number of the time after the start" in text(client.get(page(early)))
    shown = text(client.get(page(late)))
    assert "it does not show what was said before" in shown
    # A reload of the address that a form was sent to leads back.
    assert client.get(page(late, "fix/")).url == page(late)


def test_who_says_so_is_no_person(people):
    client = people["contributor"]
    made = computed(client)
    answer = {"answer-recording": "no", "note-recording": "The same form.",
              "who-recording": "Herr Peter Schulze, Tel. 030 123456"}  # fmt: skip
    assert client.post(page(made, "answers/"), answer).status_code == 302
    assert "looks like data about a person" in text(client.get(page(made)))


def test_months_side_by_side_are_read(people):
    client = people["contributor"]
    made = planned(client)
    head = "Area\tRole\t" + "\t".join(f"{2024 + at // 12}-{at % 12 + 1:02d}" for at in range(24))
    rows = [f"{area}\t" + "\t".join(["20"] * 24)
            for area in ("Park\ttreated", "Harbour\tcomparison")]  # fmt: skip
    client.post(page(made, "data/"), {"bring": "1", "text": "\n".join([head, *rows])})
    assert len(Evaluation.objects.get(pk=made.pk).read_case().data.starts) == 24


def test_a_plan_changed_meanwhile_is_not_replaced_unseen(people):
    client = people["contributor"]
    made = planned(client)
    first = re.search(r'name="seen" value="(\w+)"', text(client.get(page(made, "plan/"))))
    assert first
    sent = PLAN | {"seen": first[1]}
    assert client.post(page(made, "plan/"), sent | {"place": "Old park"}).status_code == 302
    late = client.post(page(made, "plan/"), sent | {"place": "Harbour"})
    assert late.status_code == 422
    assert "changed meanwhile" in text(late)
    assert Evaluation.objects.get(pk=made.pk).read_case().place == "Old park"
    again = re.search(r'name="seen" value="(\w+)"', text(late))
    sent |= {"seen": again[1], "place": "Harbour"}
    assert client.post(page(made, "plan/"), sent).status_code == 302


def test_the_chosen_level_and_roles_reach_the_library(people):
    found = computed(people["contributor"]).read_found()
    assert found.headline.estimate.level == 0.9
    assert [one.role for one in found.case.areas] == [
        Role.TREATED, Role.COMPARISON, Role.COMPARISON,
    ]  # fmt: skip
    assert found.case.expected == -0.2


def test_a_plan_without_counts_after_tells_what_could_be_seen(people):
    client = people["contributor"]
    made = planned(client)
    rows = (("Old park", "treated", "150", ""), ("Harbour", "comparison", "120", ""))
    client.post(page(made, "data/"), grid(*rows))
    client.post(page(made, "methods/"))
    shown = text(client.get(page(made)))
    assert "would be missed" in shown
    assert "Other explanations" not in shown
    assert "plan, not fixed yet" in text(client.get(ROOM))


def test_a_plan_with_areas_only_can_be_kept_and_fixed(people):
    client = people["lead"]
    made = planned(client)
    client.post(page(made, "fix/"))
    assert Evaluation.objects.get(pk=made.pk).fixed is None  # no comparison area yet
    rows = (("Old park", "treated", "", ""), ("Harbour", "comparison", "", ""))
    assert client.post(page(made, "data/"), grid(*rows)).status_code == 302
    client.post(page(made, "fix/"))
    held = Evaluation.objects.get(pk=made.pk)
    assert held.fixed_at is not None
    assert held.read_case().data is None
    client.post(page(made, "plan/"), PLAN | {"outcome": "noise"})
    assert "Changed since it was fixed" in text(client.get(page(made)))


def test_changed_data_make_the_result_old_until_it_is_computed_again(people):
    client = people["contributor"]
    made = computed(client)
    client.post(page(made, "data/"), grid(*[("Old park", "treated", "150", "90"),
                                            ("Harbour", "comparison", "120", "130")]))  # fmt: skip
    assert "computed from what was entered before" in text(client.get(page(made)))
    client.post(page(made, "methods/"))
    assert "computed from what was entered before" not in text(client.get(page(made)))


def test_a_measure_of_the_register_begins_a_plan(people):
    shown = text(people["contributor"].get(ROOM + "new/?measure=gates"))
    assert "Park gates" in shown and "Fewer thefts" in shown
    assert people["contributor"].get(ROOM + "new/?measure=nothing&sheet=x").status_code == 200


def test_an_action_sheet_begins_a_plan_with_its_areas(people, plaza):
    held = ActionSheet(city=plaza)
    held.write(
        Sheet(title="Light", problem="theft", area="market", comparison=("north",),
              displacement=("south",), start=date(2027, 1, 1), review=date(2028, 1, 1))
    )  # fmt: skip
    held.save()
    client = people["contributor"]
    assert "2027-01-01" in text(client.get(f"{ROOM}new/?sheet={held.pk}"))
    made = planned(client, sheet=str(held.pk))
    assert made.sheet == str(held.pk)
    assert {one.id: one.role for one in made.read_case().areas} == {
        "market": Role.TREATED, "north": Role.COMPARISON, "south": Role.DISPLACEMENT,
    }  # fmt: skip
    # The square lies in the south: an area to which it may move has to lie apart.
    counts = grid(("market", "treated", "9", "5"), ("north", "comparison", "8", "8"),
                  ("south", "displacement", "9", "9"))  # fmt: skip
    client.post(page(made, "data/"), counts)
    assert "E918" in text(client.get(page(made, "methods/")))


# --------------------------------------------------------------------------------- tables
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_filled_in_and_brought(people, name):
    client = people["contributor"]
    made = planned(client)
    got = client.get(f"{ROOM}tables/{name}.csv")
    file = SimpleUploadedFile("brought.csv", got.content)
    assert client.post(page(made, "data/"), {"bring": "1", "file": file}).status_code == 302
    assert client.post(page(made, "methods/")).status_code == 302
    held = Evaluation.objects.get(pk=made.pk)
    assert held.read_found().headline is not None
    assert client.get(page(made)).status_code == 200
    assert b"".join(client.get(page(made, "table/"))) == got.content


def test_a_workbook_with_open_roles_asks_for_them(people):
    client = people["contributor"]
    made = planned(client)
    book = openpyxl.Workbook()
    for row in (("zona", "mes", "recuento"), *[
        (area, f"2024-{at:02d}", 10 + at) for area in ("A", "B") for at in range(1, 13)
    ]):  # fmt: skip
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    file = SimpleUploadedFile("meses.xlsx", held.getvalue())
    client.post(page(made, "data/"), {"bring": "1", "file": file})
    assert "Areas of the table" in text(client.get(page(made, "areas/")))
    sent = {
        "area-TOTAL_FORMS": "2", "area-INITIAL_FORMS": "2", "area-0-area": "A",
        "area-0-role": "comparison", "area-1-area": "B", "area-1-role": "treated",
        "area-1-name": "Old park",
    }  # fmt: skip
    client.post(page(made, "areas/"), sent)
    case = Evaluation.objects.get(pk=made.pk).read_case()
    assert case.area("B").role is Role.TREATED
    assert case.area("B").title == "Old park"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"", "empty"),
        ("t.csv", b"\x00\x01\x02\xff\xfe" * 40, "problem"),
        ("t.xlsx", b"PK\x03\x04 no workbook", "problem"),
        ("t.csv", b"colour,shape\nred,round\n", "E901"),
        ("t.csv", b"area,role,before,after\nA,treated,-5,3\nB,comparison,4,4\n", "E912"),
        ("t.csv", b"area,role,before,after\nA,treated,5,3\nA,comparison,4,4\n", "E908"),
        ("t.csv", b"area,period,count\nA,yesterday,3\nA,today,4\n", "E923"),
        ("../../x.csv", b"area,role,before\nA,king,3\n", "E909"),
    ],
)
def test_ugly_uploads_are_refused_whole_and_say_why(people, name, content, said):
    client = people["contributor"]
    made = planned(client)
    answer = client.post(
        page(made, "data/"), {"bring": "1", "file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    assert said in text(answer)
    assert Evaluation.objects.get(pk=made.pk).read_case().data is None


def test_nothing_brought_and_too_much_brought_are_said_at_the_field(people):
    client = people["contributor"]
    made = planned(client)
    assert "paste the table" in text(client.post(page(made, "data/"), {"bring": "1"}))
    large = SimpleUploadedFile("t.csv", b"a" * 7_000_000)
    answer = client.post(page(made, "data/"), {"bring": "1", "file": large})
    assert answer.status_code == 413
    assert "5 MB are taken" in text(answer)


def test_a_wrong_cell_of_a_small_table_is_said_in_its_place(people):
    client = people["contributor"]
    made = planned(client)
    rows = (("Old park", "treated", "150", "-1"), ("", "comparison", "3", "4"))
    answer = client.post(page(made, "data/"), grid(*rows))
    assert answer.status_code == 422
    assert "Name the area of this row" in text(answer)
    rows = (("Old park", "treated", "150", "-1"), ("Harbour", "comparison", "3", "4"))
    answer = client.post(page(made, "data/"), grid(*rows))
    assert 'href="#id_row-0-after"' in text(answer)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"periods-before_first": "2024-01-01"}, "all four days"),
        ({"periods-before": "12"}, "both lengths"),
        ({"periods-before": "0", "periods-after": "1"}, "greater than or equal"),
        ({"periods-before_first": "2024-01-01", "periods-before_last": "2024-12-31",
          "periods-after_first": "2024-06-01", "periods-after_last": "2025-05-31"}, "E933"),
        ({"area-0-role": "comparison"}, "E914"),
    ],
)  # fmt: skip
def test_wrong_periods_and_roles_are_not_kept(people, sent, said):
    client = people["contributor"]
    made = planned(client)
    client.post(page(made, "data/"), COUNTS)
    form = {"area-TOTAL_FORMS": "3", "area-INITIAL_FORMS": "3"}
    for at, (area, role) in enumerate(
        (("Old park", "treated"), ("Harbour", "comparison"), ("Station", "comparison"))
    ):
        form |= {f"area-{at}-area": area, f"area-{at}-role": role}
    answer = client.post(page(made, "areas/"), form | sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert Evaluation.objects.get(pk=made.pk).read_case().in_role(Role.TREATED)


def test_a_review_before_the_start_is_refused_at_its_field(people):
    answer = people["contributor"].post(ROOM + "new/", PLAN | {"review": "2024-01-01"})
    assert answer.status_code == 422
    assert "after the first day of the measure" in text(answer)


# -------------------------------------------------------------------------- explanations
def test_answers_on_other_explanations_are_kept_beside_the_result(people):
    client = people["contributor"]
    made = computed(client)
    sent = {"answer-regression": "no", "note-regression": "Five years show no peak",
            "who-regression": "Statistics office"}  # fmt: skip
    assert client.post(page(made, "answers/"), sent).status_code == 302
    held = Evaluation.objects.get(pk=made.pk)
    rival = next(one for one in held.read_found().rivals if one.id == "regression")
    assert (rival.answer, rival.who) == (Answer.NO, "Statistics office")
    assert "Five years show no peak" in text(client.get(page(made)))
    assert not held.stale  # answers change no number
    client.post(page(made, "methods/"))
    again = Evaluation.objects.get(pk=made.pk).read_found()
    assert next(one for one in again.rivals if one.id == "regression").by_person


def test_an_answer_needs_a_reason(people):
    client = people["contributor"]
    made = computed(client)
    answer = client.post(page(made, "answers/"), {"answer-regression": "yes"})
    assert answer.status_code == 422
    assert "Say why" in text(answer)


# --------------------------------------------------------------------------------- rights
def test_readers_look_contributors_change_and_leads_decide(people):
    made = computed(people["contributor"], measure="gates")
    reader, contributor, lead = people["reader"], people["contributor"], people["lead"]
    assert reader.get(page(made)).status_code == 200
    assert reader.get(page(made, "report.json")).status_code == 200
    for name in ("plan/", "data/", "areas/", "methods/", "remove/"):
        assert reader.get(page(made, name)).status_code == 403, name
    assert reader.get(ROOM + "new/").status_code == 403
    assert reader.post(page(made, "answers/"), {}).status_code == 403
    for name in ("fix/", "evidence/", "remove/"):
        assert contributor.post(page(made, name)).status_code == 403, name
    assert "Keep the answers" not in text(reader.get(page(made)))
    assert lead.post(page(made, "evidence/")).status_code == 302
    held = Measure.objects.get(code="gates")
    assert (held.evidence, held.evaluation) == (3, page(made))


def test_a_stranger_sees_nothing_and_other_cities_keep_theirs(people, person_with):
    made = computed(people["contributor"])
    stranger = Client()
    stranger.force_login(person_with("contributor", "elsewhere"))
    assert stranger.get(page(made)).status_code == 403
    other = factory.make_city("other")
    assert other.pk == "other"
    visitor = Client()
    visitor.force_login(person_with("city_lead", "other"))
    assert visitor.get(page(made).replace("plaza", "other")).status_code == 404


def test_everything_stands_on_the_trail_and_removal_keeps_the_plan_there(people):
    made = computed(people["lead"])
    assert people["lead"].get(page(made, "remove/")).status_code == 200
    assert people["lead"].post(page(made, "remove/")).url == ROOM
    actions = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == [
        "prevention.plan_evaluation", "prevention.bring_table", "prevention.compute_evaluation",
        "prevention.remove_evaluation",
    ]  # fmt: skip
    assert Entry.objects.latest("pk").before["case"]["title"] == PLAN["title"]


# ---------------------------------------------------------------------------------- files
@pytest.mark.parametrize(
    ("form", "start"),
    [("html", b"<!doctype"), ("xlsx", b"PK")],
)
def test_the_report_goes_out_named_and_marked_as_generated(people, form, start):
    made = computed(people["contributor"])
    answer = people["reader"].get(page(made, f"report.{form}"))
    assert answer.content.startswith(start)
    assert "generated-plaza" in answer["Content-Disposition"]


def test_the_figures_go_out_as_table_and_data(people):
    rows = (("=cmd()", "treated", "150", "100"), ("Harbour", "comparison", "120", "130"))
    made = computed(people["contributor"], grid(*rows))
    table = text(people["reader"].get(page(made, "report.csv")))
    assert table.startswith("\ufeffmethod")
    assert "-60" in table and "'-60" not in table
    assert ",=cmd" not in table and "\n=cmd" not in table
    held = json.loads(people["reader"].get(page(made, "report.json")).content)
    assert held["case"]["title"] == PLAN["title"]
    assert people["reader"].get(page(made, "report.exe")).status_code == 404


def test_hostile_words_stay_words(people):
    hostile = '<script>alert("x")</script>'
    rows = ((hostile, "treated", "150", "100"), ("Harbour", "comparison", "120", "130"))
    made = computed(people["contributor"], grid(*rows), title=hostile)
    assert "<script>alert" not in text(people["contributor"].get(page(made)))
    assert "<script>alert" not in text(people["contributor"].get(ROOM))


# ----------------------------------------------------------------------------------- jobs
def test_an_evaluation_with_many_other_areas_is_computed_as_a_job(people, monkeypatch):
    monkeypatch.setattr("paseo.web.prevention.evaluation.making.QUICK", 0)
    client = people["contributor"]
    made = planned(client)
    lines = ["area,role,period,count"]
    for area in range(8):
        role = "donor" if area else "treated"
        for at in range(36):
            count = 30 + (at * 7 + area * 5) % 13 - (9 if not area and at >= 24 else 0)
            lines.append(f"a{area},{role},{2023 + at // 12}-{at % 12 + 1:02d},{count}")
    client.post(page(made, "data/"), {"bring": "1", "text": "\n".join(lines)})
    answer = client.post(page(made, "methods/"))
    assert "/jobs/" in answer.url
    assert client.post(page(made, "methods/")).url == answer.url  # a second press starts no second
    assert [job.state for job in run_waiting()] == ["done"]
    shown = text(client.get(page(made)))
    assert "Synthetic control" in shown
    assert Evaluation.objects.get(pk=made.pk).read_found().gaps


def test_a_result_of_another_version_says_so_and_can_be_computed_again(people):
    made = computed(people["contributor"])
    Evaluation.objects.filter(pk=made.pk).update(found={"is": "Evaluation", "what": 1})
    assert "another version" in text(people["contributor"].get(page(made)))
    assert people["contributor"].post(page(made, "methods/")).status_code == 302


def test_the_list_is_cut_into_pages(people, plaza):
    case = planned(people["contributor"]).case
    Evaluation.objects.bulk_create(
        Evaluation(city=plaza, title=f"Evaluation {at}", case=case) for at in range(30)
    )
    assert "page=2" in text(people["reader"].get(ROOM))


def test_the_templates_hold_what_they_promise():
    assert template_text("series").count("\n") == 1 + 48
