"""Surveys on the web: brought, mapped, estimated as a job, read, imported, taken away."""

from __future__ import annotations

import re

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from paseo.evidence import columns
from paseo.web.evidence import reading
from paseo.web.evidence.models import City
from paseo.web.jobs.models import Job, State
from paseo.web.surveys.models import Coding, Survey
from paseo.web.trail.models import Entry
from survey_town import MAPPING, respondents

pytest.importorskip("svy")
ROOM = "/cities/plaza/surveys/"
WAVES = MAPPING.replace(
    "  clusters: [section]\n",
    "  clusters: [section]\n"
    "  waves: {column: wave, list: [{cell: 1, period: 2023}, {cell: 2, period: 2025}]}\n",
)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_an_empty_room_says_what_will_stand_there(visitor, plaza):
    text = page(visitor, ROOM)
    assert "No survey yet" in text and "Bring a survey" in text
    assert "No survey yet" in page(visitor, "/surveys/")


def test_a_file_is_brought_read_and_kept_with_its_hash(visitor, bring):
    survey = bring(visitor, mapping="")
    assert survey.respondents == 1200 and "night" in survey.columns
    assert survey.file.is_file()
    entry = Entry.objects.get(action="surveys.keep")
    assert entry.after["sha256"] == survey.sha256
    assert "Make the mapping" in page(visitor, f"{ROOM}{survey.pk}/")


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("answers.csv", b"id,night\n", "S701"),
        ("answers.csv", b"id,night,night\n1,1,1\n", "S728"),
        ("answers.xlsx", b"PK\x03\x04 not a workbook", "T207"),
        ("answers.pdf", b"%PDF-1.7", "no table of answers"),
        ("answers.csv", b"", "empty"),
    ],
)
def test_a_file_that_is_no_survey_is_not_kept(visitor, plaza, tmp_path, name, raw, said):
    answer = visitor.post(f"{ROOM}bring/", {"title": "x", "file": SimpleUploadedFile(name, raw)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Survey.objects.exists()


def test_a_file_beyond_the_limit_is_refused_unread(visitor, plaza):
    answer = visitor.post(f"{ROOM}bring/", {"title": "x"}, CONTENT_LENGTH=str(500_000_000))
    assert answer.status_code == 413
    assert "500 MB" in answer.content.decode()


def test_problems_stand_with_row_and_mend_before_anything_is_estimated(visitor, bring):
    broken = respondents().with_columns(
        pl.when(pl.col("id") == "r00005").then(9).otherwise(pl.col("night")).alias("night")
    )
    survey = bring(visitor, broken)
    text = page(visitor, f"{ROOM}{survey.pk}/")
    assert "S709" in text and "row 7" in text
    assert "1 error must be mended first" in text
    visitor.post(f"{ROOM}{survey.pk}/estimate/")


def test_a_survey_with_an_error_fails_as_a_job_with_its_sentence(visitor, bring):
    from paseo.web.jobs.testing import run_waiting

    survey = bring(visitor, respondents().with_columns(pl.lit(-1.0).alias("weight")))
    visitor.post(f"{ROOM}{survey.pk}/estimate/")
    run_waiting()
    job = Job.objects.latest("created_at")
    assert job.state == State.FAILED
    survey.refresh_from_db()
    assert survey.results is None
    assert "weight below 0" in page(visitor, job.get_absolute_url())


def test_results_stand_with_margin_and_with_what_they_do_not_say(visitor, estimated):
    assert Job.objects.latest("created_at").state == State.DONE
    glance = page(visitor, f"{ROOM}{estimated.pk}/results/")
    assert "Feeling safe walking alone near home after dark" in glance
    text = page(visitor, f"{ROOM}{estimated.pk}/results/SAF-02/")
    for words in (
        "about half (50\xa0%, between 46 and 53)", "Women: clearly below men",
        "What this does not say", "How safe do you feel walking alone", "withheld",
    ):  # fmt: skip
        assert words in text, words
    assert page(visitor, f"{ROOM}{estimated.pk}/results/SAF-99/", 404)


def test_the_results_speak_spanish(visitor, estimated):
    visitor.cookies["django_language"] = "es"
    text = page(visitor, f"{ROOM}{estimated.pk}/results/SAF-02/")
    assert "cerca de la mitad" in text and "Mujeres" in text


@pytest.mark.parametrize(
    ("form", "start"),
    [("csv", b"indicator,"), ("yaml", b"sources:"), ("html", b"<!doctype"), ("pdf", b"%PDF"),
     ("docx", b"PK"), ("xlsx", b"PK"), ("tables", b"PK")],
)  # fmt: skip
def test_results_leave_as_files(visitor, estimated, form, start):
    answer = visitor.get(f"{ROOM}{estimated.pk}/results/files/{form}/")
    assert answer.status_code == 200
    assert answer.content[:20].lower().startswith(start.lower())
    assert "attachment" in answer["Content-Disposition"]


def test_results_become_observations_in_one_step_and_can_be_taken_back(visitor, estimated):
    city = City.objects.get(pk="plaza")
    before = reading.observations(city).height
    path = f"{ROOM}{estimated.pk}/results/import/"
    text = page(visitor, path)
    assert "Import the results" in text, text
    assert visitor.post(path).status_code == 302
    table = reading.observations(city).filter(pl.col(columns.SOURCE) == "town-survey-2025")
    assert table.height == 80
    whole = table.filter(
        (pl.col(columns.INDICATOR) == "SAF-02") & (pl.col(columns.AREA) == "whole")
        & (pl.col(columns.BREAKDOWN) == "_T")
    ).row(0, named=True)  # fmt: skip
    assert whole["n"] == 1067 and whole["low"] < whole["value"] < whole["high"]
    record = reading.city_record(city)
    assert "town-survey-2025" in {one.id for one in record.sources}
    assert "near-home-night" in {one.id for one in record.wordings}
    assert "there is nothing to import" in page(visitor, path)
    estimated.refresh_from_db()
    from paseo.web.accounts.people import PROGRAMME
    from paseo.web.evidence.actions import RemoveImport

    RemoveImport(batch=estimated.batch).run(PROGRAMME)
    assert reading.observations(city).height == before
    assert "town-survey-2025" not in {one.id for one in reading.city_record(city).sources}


def test_an_import_of_what_changed_meanwhile_is_refused(visitor, estimated):
    answer = visitor.post(f"{ROOM}{estimated.pk}/results/import/", {"seen": "99"})
    assert answer.status_code == 409 and "C331" in answer.content.decode()
    city = City.objects.get(pk="plaza")
    table = reading.observations(city).filter(pl.col(columns.SOURCE) == "town-survey-2025")
    assert table.height == 0


# ---- mapping ----------------------------------------------------------------------------------


def test_an_indicator_is_changed_added_and_left_out_on_the_form(visitor, bring):
    survey = bring(visitor)
    path = f"{ROOM}{survey.pk}/mapping/"
    assert 'name="column-0"' in page(visitor, path)
    sent = {
        "column-0": "night", "cut-0": "1", "base-0": "all_answers", "drop-1": "on",
        "column-4": "score", "new-id": "SAF-10", "new-kind": "mean", "new-column": "score",
    }  # fmt: skip
    assert visitor.post(path, sent).status_code == 302
    survey.refresh_from_db()
    from paseo.web.surveys.keeping import mapping_of

    rules = {rule.id: rule for rule in mapping_of(survey.mapping)[0].indicators}
    assert rules["SAF-02"].first.cut == ("1",) and rules["SAF-02"].base == "all_answers"
    assert "SAF-03" not in rules and rules["SAF-10"].kind == "mean"
    assert Entry.objects.filter(action="surveys.change_mapping").exists()


def test_a_mapping_with_an_error_is_not_kept(visitor, bring):
    survey = bring(visitor)
    answer = visitor.post(f"{ROOM}{survey.pk}/mapping/", {"column-0": "night", "cut-0": "7"})
    assert answer.status_code == 422 and "S732" in answer.content.decode()
    text = MAPPING.replace("kind: survey-mapping", "kind: phrases")
    answer = visitor.post(f"{ROOM}{survey.pk}/mapping/text/", {"text": text})
    assert answer.status_code == 422
    survey.refresh_from_db()
    assert survey.mapping == MAPPING


def test_a_mapping_is_proposed_from_the_questionnaire_that_was_asked(visitor, bring):
    frame = respondents().rename({"night": "dark_area", "day": "day_area"})
    survey = bring(visitor, frame, mapping="")
    path = f"{ROOM}{survey.pk}/mapping/propose/"
    assert 'value="weight" selected' in page(visitor, path)
    sent = {
        "questionnaire": "paseo.block.day-night", "title": "Safety", "code": "safety-2025",
        "period": "2025", "population": "Residents", "mode": "web", "sample": "probability",
        "respondent": "id", "weight": "weight", "stratum": "district", "cluster": "section",
        "single_clusters": "refuse",
    }  # fmt: skip
    answer = visitor.post(path, sent, follow=True)
    text = answer.content.decode()
    assert "A mapping was proposed" in text and "SAF-04" in text
    assert "Left out" in text and "SAF-08" in text
    wrong = visitor.post(path, {**sent, "period": "last year"})
    assert wrong.status_code == 422 and "is no period" in wrong.content.decode()
    none = visitor.post(path, {**sent, "questionnaire": "paseo.block.trust"})
    assert "is a column of the file" in none.content.decode()


def test_the_mapping_can_be_downloaded_as_it_was_brought(visitor, bring):
    survey = bring(visitor)
    assert visitor.get(f"{ROOM}{survey.pk}/mapping.yaml").content.decode() == MAPPING


def test_results_of_an_older_mapping_say_so(visitor, estimated):
    text = MAPPING.replace(
        "cut: [1, 2], definition: near-home-day", "cut: [1], definition: near-home-day"
    )
    visitor.post(f"{ROOM}{estimated.pk}/mapping/text/", {"text": text})
    assert "The mapping has changed" in page(visitor, f"{ROOM}{estimated.pk}/results/")


# ---- rights -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "contributor", "reviewer", "city_lead"])
def test_who_may_see_and_do_what(person_with, estimated, role):
    client = Client()
    client.force_login(person_with(role, "plaza"))
    survey = f"{ROOM}{estimated.pk}/"
    page(client, f"{survey}results/SAF-02/")
    changes = role in ("contributor", "city_lead")
    expected = 200 if changes else 403
    for path in ("mapping/", "mapping/text/", "results/import/"):
        assert client.get(survey + path).status_code == expected, path
    assert client.get(f"{ROOM}bring/").status_code == expected
    assert client.post(f"{ROOM}bring/", {"title": "x"}).status_code == (422 if changes else 403)
    assert client.post(f"{survey}estimate/").status_code == (302 if changes else 403)
    assert client.get(f"{survey}remove-answers/").status_code == expected
    assert client.get(f"{survey}remove/").status_code == (200 if role == "city_lead" else 403)
    assert client.post(f"{survey}remove/").status_code == (302 if role == "city_lead" else 403)


def test_a_stranger_sees_nothing(person_with, estimated):
    client = Client()
    client.force_login(person_with("reader", "elsewhere"))
    assert client.get(f"{ROOM}{estimated.pk}/").status_code == 403
    assert "Safety survey" not in page(client, "/surveys/")


def test_answers_are_removed_and_the_results_stay(visitor, estimated):
    assert visitor.post(f"{ROOM}{estimated.pk}/remove-answers/").status_code == 302
    estimated.refresh_from_db()
    assert not estimated.file.exists() and not estimated.has_answers
    assert "answers removed" in page(visitor, f"{ROOM}{estimated.pk}/")
    page(visitor, f"{ROOM}{estimated.pk}/results/SAF-02/")


@pytest.mark.parametrize(
    ("path", "said"),
    [("remove/", ["answers.csv", "1,200", "the mapping", "the results", "Observations"]),
     ("remove-answers/", ["answers.csv", "1,200", "The results stay"])],
)  # fmt: skip
def test_removing_is_asked_first_and_a_look_takes_nothing_away(visitor, estimated, path, said):
    top = page(visitor, f"{ROOM}{estimated.pk}/")
    assert f'action="{ROOM}{estimated.pk}/{path}"' not in top
    assert f'href="{ROOM}{estimated.pk}/{path}"' in top
    text = page(visitor, f"{ROOM}{estimated.pk}/{path}")
    assert "Safety survey" in text and "This cannot be undone" in text
    for words in said:
        assert words in text, words
    assert ("the mapping" in text) == (path == "remove/")
    estimated.refresh_from_db()
    assert estimated.has_answers and estimated.results


def test_a_survey_that_is_confirmed_to_go_is_gone_with_its_file(visitor, estimated):
    assert visitor.post(f"{ROOM}{estimated.pk}/remove/").status_code == 302
    assert not Survey.objects.exists() and not estimated.file.exists()


@pytest.mark.parametrize("path", ["results/", "results/SAF-02/", "results/import/"])
def test_results_still_being_estimated_lead_to_the_job(visitor, bring, path):
    survey = bring(visitor)
    visitor.post(f"{ROOM}{survey.pk}/estimate/")
    answer = visitor.get(f"{ROOM}{survey.pk}/{path}", follow=True)
    assert answer.redirect_chain == [(f"{ROOM}{survey.pk}/", 302)]
    text = answer.content.decode()
    assert "Being estimated" in text and "There are no results yet" in text
    assert Job.objects.get().get_absolute_url() in text


def test_at_a_glance_the_newest_wave_stands_first(visitor, bring):
    from paseo.web.jobs.testing import run_waiting

    one = respondents().with_columns(pl.lit(1).alias("wave"))
    two = one.with_columns(
        pl.lit(2).alias("wave"), pl.concat_str(pl.lit("b"), pl.col("id")).alias("id")
    )
    survey = bring(visitor, pl.concat([one, two]), mapping=WAVES)
    visitor.post(f"{ROOM}{survey.pk}/estimate/")
    run_waiting()
    text = page(visitor, f"{ROOM}{survey.pk}/results/")
    waves = re.findall(r", (20\d\d)</a>", text)
    assert {"2023", "2025"} == set(waves)
    assert waves == sorted(waves, reverse=True)


# ---- open answers -----------------------------------------------------------------------------


def worded(bring, client):
    texts = ["lamps are broken", "call +34 612 345 678", *["dark"] * 8]
    frame = respondents().with_columns(pl.Series("why", texts + [None] * 1190))
    return bring(client, frame, MAPPING + "open_questions: [why]\n")


def test_open_answers_are_coded_counted_and_warned_of(visitor, bring, administrator):
    survey = worded(bring, visitor)
    assert "answers/why/" in page(visitor, f"{ROOM}{survey.pk}/")
    path = f"{ROOM}{survey.pk}/answers/why/"
    assert "May tell who somebody is" in page(visitor, path)
    sent = {"frame": "light = Lighting\nother", "codes-0": "light"}
    sent |= {f"codes-{at}": "light" for at in range(2, 10)}
    assert visitor.post(path, {**sent, "codes-1": "ligth"}).status_code == 422
    assert not Coding.objects.exists()
    assert visitor.post(path, {**sent, "codes-1": "other"}).status_code == 302
    coding = Coding.objects.get()
    assert coding.given["0"] == ["light"] and coding.person == administrator
    text = page(visitor, path)
    assert "Answers by code" in text and "withheld" in text


def test_open_answers_are_for_whoever_may_change_the_data(person_with, visitor, bring):
    survey = worded(bring, visitor)
    client = Client()
    client.force_login(person_with("reader", "plaza"))
    assert client.get(f"{ROOM}{survey.pk}/answers/why/").status_code == 403


# ---- planning and blocks ----------------------------------------------------------------------


def test_a_plan_is_made_by_its_address_alone(visitor, plaza):
    query = "margin=5&share=50&deff=1&response=50&level=95&how=equal"
    text = page(visitor, f"{ROOM}plan/?{query}&districts=centre+%3D+40000%0Aport+%3D+12000")
    # 1.96^2 * 0.25 / 0.05^2 = 384.1; of 52,000 people 382 are enough (Cochran 1977, 4.2).
    assert "382 interviews" in text and "port" in text
    wrong = visitor.get(f"/surveys/plan/?{query}&districts=centre")
    assert wrong.status_code == 422 and "cannot be read" in wrong.content.decode()
    file = visitor.get(f"{ROOM}plan/?{query}&file=xlsx")
    assert file.content[:2] == b"PK"


def test_blocks_become_a_questionnaire_to_take_to_the_field(visitor, plaza):
    text = page(visitor, "/surveys/blocks/")
    assert "Put a questionnaire together" in text
    query = "blocks=after-dark-safety&blocks=day-night&title=Night"
    made = page(visitor, f"/surveys/blocks/?{query}")
    assert "not official" in made
    pack = visitor.get(f"/surveys/blocks/?{query}&file=pack").content.decode()
    assert pack.count("id: dark_area") == 1
    assert visitor.get(f"/surveys/blocks/?{query}&file=excel").content[:2] == b"PK"
    pytest.importorskip("pyxform")
    form = visitor.get(f"/surveys/blocks/?{query}&file=xlsform")
    assert form.content[:2] == b"PK"
    assert visitor.get("/surveys/blocks/?title=x").status_code == 422


def test_survey_and_design_are_changed_without_losing_the_rest(visitor, bring):
    from paseo.web.surveys.keeping import mapping_of

    survey = bring(visitor)
    path = f"{ROOM}{survey.pk}/mapping/about/"
    assert 'value="town-survey-2025"' in page(visitor, path)
    sent = {
        "title": "Another title", "code": "town-survey-2026", "period": "2026",
        "population": "Adults", "mode": "web", "sample": "panel", "boundary": "2020",
        "respondent": "id", "weight": "weight", "stratum": "district", "cluster": "",
        "single_clusters": "centre",
    }  # fmt: skip
    assert visitor.post(path, sent).status_code == 302
    survey.refresh_from_db()
    mapping, _problems = mapping_of(survey.mapping)
    before, _problems = mapping_of(MAPPING)
    assert (mapping.survey.id, mapping.survey.sample) == ("town-survey-2026", "panel")
    assert mapping.design.clusters == () and mapping.design.single_clusters == "centre"
    assert mapping.indicators == before.indicators and mapping.domains == before.domains
    added = {"new-domain": "disability", "new-domain-column": "sex"}
    added |= {"column-0": "night", "cut-0": "1 2", "column-1": "day", "cut-1": "1 2"}
    added |= {"column-4": "score"}
    assert visitor.post(f"{ROOM}{survey.pk}/mapping/", added).status_code == 302
    survey.refresh_from_db()
    assert mapping_of(survey.mapping)[0].domain("disability").column == "sex"
