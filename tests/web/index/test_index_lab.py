"""The index lab: made, tried, kept, examined; who may do what; what is never shown."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from paseo.assessment.index.files.record import replay
from paseo.web.index.actions import KeepVersion
from paseo.web.index.models import CompositeIndex, Examination
from paseo.web.jobs.models import Job
from paseo.web.jobs.testing import run_waiting
from paseo.web.trail.models import Entry
from web.index.conftest import EXAMPLES, SPEC, TABLE


def words_of(answer):
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


# ------------------------------------------------------------------------------- making
def test_a_specification_that_was_brought_becomes_an_index_and_is_looked_at(bring, visitor):
    index = bring(visitor)
    assert (index.title, index.source, index.versions.get().units) == ("Seven towns", "upload", 7)
    assert Job.objects.get().kind == "index.uncertainty"
    assert Entry.objects.filter(action="index.keep").exists()


@pytest.mark.parametrize(
    ("was", "becomes", "number"),
    [
        ("parent: street}", "parent: strete}", "I803"),
        ("file: towns.csv", "file: other.csv", "I801"),
        ("treat: winsorise", "treat: squeeze", "I811"),
    ],
)
def test_a_faulty_specification_is_refused_with_its_numbers_and_nothing_is_kept(
    bring, visitor, was, becomes, number
):
    answer = bring(visitor, SPEC.replace(was, becomes, 1))
    assert answer.status_code == 422
    assert number in answer.content.decode()
    assert 'class="error-summary"' in answer.content.decode()
    assert not CompositeIndex.objects.exists()


def test_what_is_no_specification_is_refused_in_words(bring, visitor):
    assert bring(visitor, "just: words").status_code == 422
    assert bring(visitor, "\x00\xff").status_code == 422
    assert not CompositeIndex.objects.exists()


def test_the_ready_made_index_of_eighty_cities_is_made_once(visitor):
    assert "perception-2023" in visitor.get("/indices/").content.decode()
    assert visitor.post("/indices/new/perception-2023/").status_code == 302
    made = CompositeIndex.objects.get()
    assert made.versions.get().units == 80
    assert "/new/perception-2023/" not in visitor.get("/indices/").content.decode()


def test_picked_indicators_of_the_benchmark_become_an_index_with_groups(visitor):
    page = visitor.get("/indices/new/benchmark/").content.decode()
    assert 'name="pick-SAF-01"' in page
    picks = {f"pick-{code}": "1" for code in ("SAF-01", "COH-01", "QOL-01", "QOL-07")}
    groups = {"group-SAF-01": "Safety", "group-COH-01": "Safety", "group-QOL-01": "Life",
              "group-QOL-07": "Life"}  # fmt: skip
    answer = visitor.post("/indices/new/benchmark/", {"title": "Mine", **picks, **groups})
    assert answer.status_code == 302, words_of(answer)
    plain = yaml.safe_load(CompositeIndex.objects.get().versions.get().text)
    parents = {one["code"]: one.get("parent") for one in plain["elements"]}
    assert parents == {
        "SAF-01": "group-2", "COH-01": "group-2", "QOL-01": "group-1", "QOL-07": "group-1",
        "group-1": "total", "group-2": "total", "total": None,
    }  # fmt: skip


@pytest.mark.parametrize("picks", [{}, {"pick-SAF-01": "1"}])
def test_picking_too_little_says_what_to_do(visitor, picks):
    answer = visitor.post("/indices/new/benchmark/", {"title": "Mine", **picks})
    assert answer.status_code == 422
    assert "Pick at least two indicators." in answer.content.decode()


def test_what_is_felt_and_what_happens_become_one_number_only_for_a_reason(visitor):
    picks = {"title": "Both", "pick-SAF-01": "1", "pick-SEC-24": "1"}
    refused = visitor.post("/indices/new/benchmark/", picks)
    assert refused.status_code == 422
    assert "I833" in refused.content.decode()
    assert visitor.post("/indices/new/benchmark/", {**picks, "reason": "The council asked"})
    index = CompositeIndex.objects.get()
    assert "The council asked" in words_of(visitor.get(f"/indices/{index.pk}/"))


# ---------------------------------------------------------------------------- positions
def test_without_an_examination_no_position_is_shown(visitor, towns):
    page = words_of(visitor.get(f"/indices/{towns.pk}/"))
    assert "No position is shown yet" in page
    assert page.index("Alder") < page.index("Birch") < page.index("Gorse")
    assert "Position" not in page.replace("Positions", "").replace("No position", "")


def test_an_examined_index_shows_positions_with_their_intervals(visitor, examined):
    answer = visitor.get(f"/indices/{examined.pk}/")
    page = words_of(answer)
    assert re.search(r"\d to \d", page)
    assert "Positions with their intervals" in page
    assert "Less is better of: Noise." in page
    assert answer.content.count(b"<svg") >= 2


def test_a_unit_says_how_often_it_has_each_position(visitor, examined):
    page = words_of(visitor.get(f"/indices/{examined.pk}/units/a/"))
    assert "Positions that occur at least once in a hundred" in page
    assert visitor.get(f"/indices/{examined.pk}/units/none/").status_code == 404


def test_whether_one_is_above_the_other_is_answered_in_a_sentence(visitor, examined):
    ask = f"/indices/{examined.pk}/pair/?a=%s&b=%s"
    above = words_of(visitor.get(ask % ("b", "f")))
    assert "Yes: Birch stands above Fir." in above
    assert "No: Birch stands above Fir." in words_of(visitor.get(ask % ("f", "b")))
    assert "Choose two different units." in words_of(visitor.get(ask % ("a", "a")))
    assert visitor.get(ask % ("a", "zz")).status_code == 200


def test_what_drives_and_how_it_was_made_are_told(visitor, examined):
    assert "Kind of mean" in words_of(visitor.get(f"/indices/{examined.pk}/drivers/"))
    assert "It says nothing about cause." in words_of(visitor.get(f"/indices/{examined.pk}/made/"))


# ----------------------------------------------------------------------------- the lab
def test_a_tried_weight_shows_what_moves_and_keeps_nothing(visitor, examined):
    answer = visitor.get(f"/indices/{examined.pk}/lab/", {"weight-street": "9"})
    page = words_of(answer)
    assert "Weight of Street: 1 → 9" in page
    assert "on average a unit moves by" in page
    assert "90 %" in page.replace("\xa0", " ")
    assert examined.versions.count() == 1


def test_htmx_gets_only_what_changes(visitor, towns):
    answer = visitor.get(
        f"/indices/{towns.pk}/lab/", {"weight-light": "3"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert "<h1" not in page
    assert 'id="share-light" hx-swap-oob="true"' in page


def test_a_tried_method_and_a_left_out_indicator_are_kept_with_a_note(visitor, towns):
    given = "normalise=z_score&aggregation=geometric&out-noise=1&weight-light=2"
    tried = words_of(visitor.get(f"/indices/{towns.pk}/lab/?{given}"))
    assert "Left out: Noise" in tried
    answer = visitor.post(
        f"/indices/{towns.pk}/lab/keep/", {"choices": given, "note": "Without noise"}
    )
    assert answer.status_code == 302, words_of(answer)
    made = towns.versions.get(number=2)
    assert (made.note, made.based_on, made.indicators) == ("Without noise", 1, 3)
    plain = yaml.safe_load(made.text)
    assert plain["aggregation"] == "geometric"
    assert plain["pack"]["version"] == "2.0.0"
    assert [one for one in plain["steps"] if "normalise" in one] == [
        {"normalise": "z_score", "mean": 100, "sd": 10}
    ]
    assert "noise" not in {one["code"] for one in plain["elements"]}
    assert Entry.objects.filter(action="index.keep_version").count() == 1


def test_what_can_no_longer_be_varied_leaves_the_plan_and_is_said(visitor, towns):
    ranged = SPEC.replace(
        "  factors:\n",
        "  factors:\n  - {id: most, name: {en: Winsorised values}, range: {step: treat, "
        "setting: most, low: 1, high: 2, whole: true}}\n",
    )
    towns.versions.update(text=ranged)
    page = words_of(visitor.get(f"/indices/{towns.pk}/lab/?treat=none"))
    assert "Winsorised values" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"weight-street": "much"}, "is no number"),
        ({"weight-light": "0", "weight-crowd": "0"}, "I805"),
        ({"weight-light": "-1"}, "The weight of Light is below zero."),
        ({"weight-light": "nan"}, "is no number"),
        ({"weight-light": "9" * 300}, "The number is too large."),
        ({"out-light": "1", "out-crowd": "1", "out-noise": "1", "out-green": "1"}, "problem"),
        ({"normalise": "squeeze"}, "I811"),
    ],
)
def test_what_cannot_be_made_is_said_and_cannot_be_kept(visitor, towns, given, said):
    answer = visitor.get(f"/indices/{towns.pk}/lab/", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    query = "&".join(f"{name}={value}" for name, value in given.items())
    assert visitor.post(f"/indices/{towns.pk}/lab/keep/", {"choices": query}).status_code == 422
    assert towns.versions.count() == 1


def test_two_versions_are_compared(visitor, towns):
    visitor.post(f"/indices/{towns.pk}/lab/keep/", {"choices": "weight-street=5"})
    page = words_of(visitor.get(f"/indices/{towns.pk}/versions/?a=1&b=2"))
    assert "Weight of Street: 1 → 5" in page
    assert "Position, version 1 → version 2" in page
    old = words_of(visitor.get(f"/indices/{towns.pk}/?version=1"))
    assert "You are looking at version 1" in old
    assert visitor.get(f"/indices/{towns.pk}/?version=7").status_code == 404
    assert visitor.get(f"/indices/{towns.pk}/?version=x").status_code == 404


# ---------------------------------------------------------------------------- examining
def test_an_examination_is_kept_with_its_version(visitor, examined):
    found = Examination.objects.get(kind="uncertainty")
    assert (found.size, found.version.number) == (1000, 1)
    entry = Entry.objects.filter(action="index.examine")
    assert entry.count() == 2
    job = Job.objects.get(kind="index.uncertainty")
    assert f"/indices/{examined.pk}/solid/" in job.page
    assert job.step == job.total


def test_a_cancelled_examination_keeps_nothing(visitor, towns):
    visitor.post(f"/indices/{towns.pk}/solid/", {"replications": "10000"})
    job = Job.objects.get()
    visitor.post(f"/jobs/{job.pk}/cancel/")
    run_waiting()
    assert Job.objects.get().state == "cancelled"
    assert not Examination.objects.exists()


def test_a_plan_that_changes_nothing_is_refused_before_anything_is_kept(visitor, bring):
    answer = bring(visitor, SPEC.replace("aggregation: geometric}", "aggregation: arithmetic}"))
    assert answer.status_code == 422
    assert "“means” would change nothing" in words_of(answer)
    assert not CompositeIndex.objects.exists()


# ------------------------------------------------------------------------------- files
def test_specification_data_and_record_can_be_taken_away_and_made_again(
    tmp_path, visitor, examined, bring
):
    address = f"/indices/{examined.pk}/files/%s.download"
    spec = visitor.get(address % "spec").content.decode()
    assert bring(visitor, spec).versions.get().units == 7
    values = visitor.get(address % "values").content.decode().splitlines()
    assert values[:2] == ["unit,name,light,crowd,noise,green", "a,Alder,80.0,30.0,50.0,20.0"]
    scores = visitor.get(address % "scores")
    assert "rank_best" in scores.content.decode().splitlines()[0]
    assert "generated-seven-towns-v1-scores.csv" in scores["Content-Disposition"]
    record = json.loads(visitor.get(address % "record").content)
    (tmp_path / "towns.csv").write_text(TABLE)
    again = replay(record, tmp_path)
    assert again.equal, again.differing
    assert "uncertainty/rank_low" in again.compared
    assert json.loads(visitor.get(address % "run").content)["generated"] is True
    assert visitor.get(address % "nothing").status_code == 404


def test_a_report_is_made_as_a_job_and_kept(visitor, examined):
    visitor.post(f"/indices/{examined.pk}/files/", {"language": "en", "formats": ["html", "xlsx"]})
    (job,) = run_waiting()
    assert job.state == "done", job.problems
    page = visitor.get(f"/indices/{examined.pk}/files/").content.decode()
    links = re.findall(r'href="(/indices/[^"]+/index\.html)"', page)
    assert b"Seven towns" in b"".join(visitor.get(links[0]).streaming_content)


# --------------------------------------------------------------------------- permission
def test_a_reader_sees_everything_and_changes_nothing(client, person_with, examined):
    client.force_login(person_with("reader", "berlin"))
    for page in ("", "lab/?weight-street=3", "solid/", "drivers/", "made/", "versions/", "files/",
                 "pair/?a=a&b=b", "units/a/"):  # fmt: skip
        assert client.get(f"/indices/{examined.pk}/{page}").status_code == 200, page
    assert "Keep as a new version" not in words_of(
        client.get(f"/indices/{examined.pk}/lab/?weight-street=3")
    )
    for page in ("lab/keep/", "solid/", "drivers/", "remove/"):
        given = {"choices": "weight-street=3", "replications": "1000", "base": "128"}
        assert client.post(f"/indices/{examined.pk}/{page}", given).status_code == 403, page
    assert client.post("/indices/new/perception-2023/").status_code == 403


def test_a_stranger_sees_nothing(client, person_with, towns):
    client.force_login(person_with())
    assert client.get("/indices/").status_code == 403
    assert client.get(f"/indices/{towns.pk}/").status_code == 403


def test_the_action_itself_asks_for_the_right(person_with, towns):
    from paseo.web.actions import Refusal
    from paseo.web.index.library import draft_of

    version = towns.versions.get()
    with pytest.raises(Refusal):
        KeepVersion(index=towns, draft=draft_of(version.text, version.files)).run(
            person_with("reader", "berlin")
        )


def test_an_index_is_removed_by_the_administrator_after_being_asked(visitor, examined):
    assert "This cannot be undone." in words_of(visitor.get(f"/indices/{examined.pk}/remove/"))
    assert visitor.post(f"/indices/{examined.pk}/remove/").status_code == 302
    assert not CompositeIndex.objects.exists()
    assert Entry.objects.filter(action="index.remove").exists()


# -------------------------------------------------------------------------------- scale
def test_the_number_of_queries_does_not_grow_with_the_units(
    visitor, bring, django_assert_max_num_queries
):
    lines = [f"u{at},Unit {at},{at % 97},{at % 89},{at % 83},{at % 71}" for at in range(800)]
    many = bring(visitor, table="\n".join([TABLE.splitlines()[0], *lines]))
    Job.objects.all().delete()
    for page in ("", "lab/?weight-street=3", "units/u7/", "made/"):
        with django_assert_max_num_queries(14):
            answer = visitor.get(f"/indices/{many.pk}/{page}")
        assert answer.status_code == 200
        assert len(answer.content) < 150_000, page


def test_units_are_found_by_name(visitor, towns):
    page = words_of(visitor.get(f"/indices/{towns.pk}/?find=birch"))
    assert "Birch" in page
    assert "Cedar" not in page


def test_cells_that_a_spreadsheet_would_compute_are_defused(visitor, bring):
    index = bring(visitor, table=TABLE.replace("Alder", "=1+1"))
    assert "'=1+1" in visitor.get(f"/indices/{index.pk}/files/values.download").content.decode()


def test_the_usual_doubts_are_added_to_a_specification_that_names_none(visitor, bring):
    spec = SPEC[: SPEC.index("uncertainty:")]
    index = bring(visitor, spec)
    assert not Job.objects.exists()
    assert "Add the usual doubts" in words_of(visitor.get(f"/indices/{index.pk}/solid/"))
    assert visitor.post(f"/indices/{index.pk}/solid/doubts/").status_code == 302
    (job,) = run_waiting()
    assert job.state == "done", job.problems
    assert index.versions.count() == 2


def test_areas_of_a_city_become_an_index_of_what_everybody_may_see(visitor, berlin):
    page = visitor.get("/cities/berlin/indices/new/areas/").content.decode()
    assert 'name="pick-SEC-10"' in page
    given = {"title": "Districts", "level": "district", "pick-SEC-10": "1", "pick-SEC-12": "1"}
    answer = visitor.post("/cities/berlin/indices/new/areas/", given)
    assert answer.status_code == 302, words_of(answer)
    index = CompositeIndex.objects.get()
    assert index.city_id == "berlin"
    assert set(index.versions.get().files) == {"city.yaml", "observations.csv"}
    (job,) = run_waiting()
    assert job.state == "done", job.problems


def test_specified_examples_are_brought_with_their_tables(db):
    from paseo.web.index.bringing import bring_folder

    found = bring_folder(EXAMPLES / "index")
    assert {one.origin for one in found} >= {
        "paseo.example.index.cities", "paseo.example.index.generated-districts",
    }  # fmt: skip


def test_an_index_gets_another_name(visitor, towns):
    visitor.post(f"/indices/{towns.pk}/rename/", {"title": "Other towns"})
    towns.refresh_from_db()
    assert towns.title == "Other towns"
    assert visitor.post(f"/indices/{towns.pk}/rename/", {"title": ""}).status_code == 422


def test_codes_of_units_may_hold_what_addresses_are_made_of(visitor, bring):
    index = bring(visitor, table=TABLE.replace("a,Alder", "a/1?b#c d,Alder"))
    page = visitor.get(f"/indices/{index.pk}/").content.decode()
    address = re.search(r'href="(/indices/[^"]+)">Alder<', page).group(1)
    assert visitor.get(address).status_code == 200


def test_an_index_that_kept_its_name_has_it_in_the_language_of_the_reader(visitor, db):
    from paseo.web.index.bringing import bring_folder

    bring_folder(EXAMPLES / "index")
    index = CompositeIndex.objects.get(origin="paseo.example.index.generated-districts")
    spanish = {"Accept-Language": "es"}
    for address in ("/indices/", f"/indices/{index.pk}/", f"/indices/{index.pk}/lab/"):
        page = words_of(visitor.get(address, headers=spanish))
        assert "Espacio público de una ciudad generada" in page, address
        assert "Public space in a generated town" not in page, address
    assert "por 1000 residentes" in words_of(
        visitor.get(f"/indices/{index.pk}/units/d03/", headers=spanish)
    )
    visitor.post(f"/indices/{index.pk}/rename/", {"title": "My town"})
    assert "My town" in words_of(visitor.get(f"/indices/{index.pk}/", headers=spanish))
