"""What the index lab must not do: lose work, guess a direction, mislead."""

from __future__ import annotations

import html
import io
import re
import zipfile

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from paseo.web.index.keeping import read_uncertainty
from paseo.web.index.models import CompositeIndex, Examination
from paseo.web.jobs.models import Job
from paseo.web.jobs.testing import run_waiting
from web.index.conftest import SPEC, TABLE


def words_of(answer):
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"\s+", " ", text)


# ------------------------------------------------------------------------ work of others
def test_keeping_from_an_older_page_is_refused_and_undoes_nobody(visitor, towns):
    lab = f"/indices/{towns.pk}/lab/"
    page = visitor.get(lab).content.decode()
    assert 'name="version" value="1"' in page
    assert 'name="known" value="1"' in page
    whole_form = "weight-light=4&weight-crowd=1&weight-noise=1&weight-green=1"
    visitor.post(f"{lab}keep/?version=1", {"choices": whole_form, "known": "1"})
    stale = "weight-light=1&weight-crowd=1&weight-noise=3&weight-green=1"
    answer = visitor.post(f"{lab}keep/?version=1", {"choices": stale, "known": "1"})
    assert answer.status_code == 422
    assert "Somebody kept a newer version meanwhile" in words_of(answer)
    assert "Weight of Light: 1 → 4" in words_of(answer)
    assert "Weight of Noise: 1 → 3" in words_of(answer)
    assert towns.versions.count() == 2
    address = re.search(r'href="(/indices/[^"]+/lab/\?weight-noise=3)"', answer.content.decode())
    again = words_of(visitor.get(address.group(1)))
    assert "Weight of Noise: 1 → 3" in again
    assert "Weight of Light" not in again.split("Weight of Noise")[1][:200]
    visitor.post(f"{lab}keep/?version=2", {"choices": "weight-noise=3", "known": "2"})
    kept = towns.versions.get(number=3)
    assert "weight: 4" in kept.text
    assert "weight: 3" in kept.text
    assert "version: 3.0.0" in kept.text


def test_a_try_on_an_older_page_says_at_once_that_it_is_old(visitor, towns):
    lab = f"/indices/{towns.pk}/lab/"
    visitor.post(f"{lab}keep/?version=1", {"choices": "weight-light=4", "known": "1"})
    tried = visitor.get(
        f"{lab}?version=1&known=1&weight-noise=3&weight-light=1", headers={"HX-Request": "true"}
    )
    assert "Somebody kept a newer version meanwhile" in words_of(tried)
    assert "Keep as a new version" not in words_of(tried)
    begun_from_an_older_one = visitor.get(f"{lab}?version=1&weight-noise=3")
    assert "Keep as a new version" in words_of(begun_from_an_older_one)


# ----------------------------------------------------------------------- nothing guessed
def test_a_direction_that_the_framework_leaves_open_must_be_chosen(visitor, berlin):
    address = "/cities/berlin/indices/new/areas/"
    page = visitor.get(address).content.decode()
    choice = re.search(r'<select id="better-BGC-01".*?</select>', page, re.DOTALL).group(0)
    assert '<option value="" selected>' in choice
    picks = {"title": "Two", "level": "district", "pick-SEC-10": "1", "pick-BGC-01": "1"}
    refused = visitor.post(address, picks)
    assert refused.status_code == 422
    assert "Say which is better, more or less, of: " in words_of(refused)
    assert 'href="#better-BGC-01"' in refused.content.decode()
    assert visitor.post(address, {**picks, "better-BGC-01": "-1"}).status_code == 302


def test_answers_that_count_as_context_join_what_happens_only_for_a_reason(visitor, db):
    picks = {"title": "Both", "pick-COH-01": "1", "pick-SEC-24": "1"}
    refused = visitor.post("/indices/new/benchmark/", picks)
    assert refused.status_code == 422
    assert "Say why both become one number" in words_of(refused)
    assert visitor.post("/indices/new/benchmark/", {**picks, "reason": "Asked"}).status_code == 302


def test_only_the_language_that_was_typed_is_written(visitor, db):
    picks = {"title": "Confianza", "pick-COH-01": "1", "pick-QOL-01": "1", "group-COH-01": "Gente"}
    visitor.post("/indices/new/benchmark/", picks, headers={"Accept-Language": "es"})
    plain = yaml.safe_load(CompositeIndex.objects.get().versions.get().text)
    assert plain["pack"]["title"] == {"es": "Confianza"}
    assert plain["pack"]["languages"] == ["es"]
    assert {one["code"]: one["name"] for one in plain["elements"]}["group-1"] == {"es": "Gente"}
    assert plain["sources"][0]["year"] == 2023


def test_the_usual_doubts_never_leave_a_recalculation_without_scores(visitor, db):
    picks = {f"pick-{code}": "1" for code in ("SEC-24", "SEC-25", "SAF-01", "SAF-02")}
    groups = {"group-SEC-24": "A", "group-SEC-25": "A", "group-SAF-01": "B", "group-SAF-02": "B"}
    given = {"title": "Both", "reason": "Asked", **picks, **groups}
    assert visitor.post("/indices/new/benchmark/", given).status_code == 302
    (job,) = run_waiting()
    assert job.state == "done", job.problems
    found = read_uncertainty(Examination.objects.get())
    assert not found.failed


# ------------------------------------------------------------------------------ the work
def test_a_plan_that_fails_says_why_on_the_index_and_its_factor_can_be_dropped(visitor, towns):
    version = towns.versions.get()
    version.text = SPEC.replace("aggregation: geometric}", "aggregation: arithmetic}")
    version.save()
    visitor.post(f"/indices/{towns.pk}/solid/", {"replications": "1000"})
    (job,) = run_waiting()
    assert job.state == "failed"
    page = words_of(visitor.get(f"/indices/{towns.pk}/"))
    assert "“means” would change nothing" in page
    assert "Leave out what cannot be varied" in page
    visitor.post(f"/indices/{towns.pk}/solid/doubts/")
    assert towns.versions.get(number=2).note == "Left out: Kind of mean"
    (job,) = run_waiting()
    assert job.state == "done", job.problems


def test_two_equal_examinations_are_one_job_that_names_its_index(visitor, towns):
    first = visitor.post(f"/indices/{towns.pk}/solid/", {"replications": "1000"})
    second = visitor.post(f"/indices/{towns.pk}/solid/", {"replications": "1000"})
    assert first["Location"] == second["Location"]
    visitor.post(f"/indices/{towns.pk}/solid/", {"replications": "10000"})
    assert Job.objects.count() == 2
    assert "How solid an index is: Seven towns" in words_of(visitor.get("/jobs/"))
    visitor.post(f"{first['Location']}cancel/")
    page = visitor.get(first["Location"]).content.decode()
    assert f'href="/indices/{towns.pk}/solid/?version=1"' in page


def test_removing_an_index_ends_its_jobs_without_a_fault(visitor, towns):
    visitor.post(f"/indices/{towns.pk}/solid/", {"replications": "1000"})
    visitor.post(f"/indices/{towns.pk}/remove/")
    assert Job.objects.get().state == "cancelled"
    Job.objects.update(state="waiting", cancel_asked=False)
    (job,) = run_waiting()
    assert job.state == "cancelled"


# ----------------------------------------------------------------------------- what is said
def test_the_level_of_the_intervals_stands_at_the_bars_and_the_column(visitor, examined):
    page = words_of(visitor.get(f"/indices/{examined.pk}/")).replace("\xa0", " ")
    assert "the positions that a unit has in 90 % of the recalculations" in page
    assert "Position, in 90 % of recalculations" in page


def test_tried_positions_stand_beside_their_interval_and_scores_of_two_scales_do_not(
    visitor, examined
):
    lab = f"/indices/{examined.pk}/lab/"
    tried = words_of(visitor.get(lab, {"weight-street": "9"}))
    assert re.search(r"\d \(\d to \d\) → \d", tried)
    assert "Score, kept → tried" in tried
    scaled = words_of(visitor.get(lab, {"normalise": "rank"}))
    assert "only positions compare" in scaled
    assert "Score, kept → tried" not in scaled


def test_refusals_of_the_lab_name_indicators_and_no_lines_of_a_file(visitor, towns):
    towns.versions.update(text=SPEC.replace("{normalise: minmax, low: 1, high: 100}",
                                            "{normalise: minmax, low: -5, high: 100}"))  # fmt: skip
    page = words_of(visitor.get(f"/indices/{towns.pk}/lab/", {"aggregation": "geometric"}))
    assert "index.yaml" not in page
    assert "Choose another method or another number, or take the change back." in page


def test_refusals_of_the_lab_name_the_indicator_and_the_unit(visitor, bring):
    index = bring(visitor, SPEC.replace("{treat: winsorise, skew: 2, kurtosis: 3.5, most: 2}",
                                        "{treat: none}"),
                  TABLE.replace("a,Alder,80", "a,Alder,-80"))  # fmt: skip
    page = words_of(visitor.get(f"/indices/{index.pk}/lab/", {"treat": "log"}))
    found = re.search(r"I826.{0,200}", page).group(0)
    assert "Light" in found, found
    assert "Alder" in found, found


def test_warnings_are_not_counted_as_problems(visitor, bring):
    spec = SPEC.replace("es: Siete pueblos", "en_x: x").replace("file: towns.csv", "file: no.csv")
    spec = spec.replace(", en_x: x", "")
    page = words_of(bring(visitor, spec))
    assert "1 problem keeps the index from being made" in page
    assert "Choose this file under “Data files”" in page
    assert "--data" not in page


def test_the_downloaded_specification_asks_for_what_was_run(visitor, examined):
    address = f"/indices/{examined.pk}/files/spec.download"
    plain = yaml.safe_load(visitor.get(address).content)
    assert plain["uncertainty"]["replications"] == 1000
    assert plain["sensitivity"] == {"base": 128, "resamples": 50, "seed": 1}


def test_every_page_of_an_index_says_that_it_joins_what_happens_and_what_is_felt(visitor, towns):
    towns.versions.update(text=SPEC + "joins_faces: {en: The council asked}\n")
    for page in ("", "lab/", "solid/", "drivers/", "units/a/", "pair/", "versions/", "files/"):
        said = words_of(visitor.get(f"/indices/{towns.pk}/{page}"))
        assert "The reason given: The council asked" in said, page


def test_the_example_to_bring_can_be_brought(visitor, db):
    archive = zipfile.ZipFile(io.BytesIO(visitor.get("/indices/new/bring/example.zip").content))
    spec, table = (
        SimpleUploadedFile(name, archive.read(name)) for name in ("index.yaml", "towns.csv")
    )
    answer = visitor.post("/indices/new/bring/", {"spec": spec, "tables": table})
    assert answer.status_code == 302, words_of(answer)
    (job,) = run_waiting()
    assert job.state == "done", job.problems
