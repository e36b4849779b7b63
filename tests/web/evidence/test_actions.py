"""What is written, by whom, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from paseo.content.problems import Refused
from paseo.evidence import city as evidence
from paseo.evidence import columns
from paseo.evidence.preview import plan_import
from paseo.web.accounts.people import PROGRAMME
from paseo.web.actions import Refusal
from paseo.web.demonstration import load_examples
from paseo.web.evidence import reading, standing
from paseo.web.evidence.actions import (
    AddPlaces,
    ImportCityFolder,
    ImportObservations,
    Original,
    RemoveImport,
    UpdateCity,
    newest_batch,
)
from paseo.web.evidence.models import City, Holding, ImportBatch, Observation, Shelf
from paseo.web.evidence.recording import held
from paseo.web.evidence.tables import pack
from paseo.web.prevention.models import ActionSheet, QualityCheck
from paseo.web.trail.models import Entry
from web.evidence.conftest import HEAD
from web.evidence.factory import make_city, observation, places, small_rows, table, who

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def original(tmp_path):
    file = tmp_path / "new.csv"
    file.write_text(HEAD)
    return Original(file, "new.csv")


def bring(city, rows, original, person=PROGRAMME, **more):
    plan = plan_import(table(rows), reading.observations(city), whole=True)
    return ImportObservations(city=city.pk, plan=plan, original=original, **more).run(person)


def same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    order = list(columns.KEY)
    return one.sort(order).equals(other.sort(order))


def test_an_import_counts_keeps_its_file_and_is_on_the_trail(
    plaza, original, administrator, workspace
):
    rows = [*small_rows()[1:], observation("SAF-02", "2024", 44.0)]
    rows[0] = {**rows[0], "value": 69.0}
    batch = bring(plaza, rows, original, administrator, remove_gone=True)
    assert (batch.new, batch.changed, batch.gone, batch.unchanged) == (1, 1, 1, 3)
    assert batch.owner == administrator
    assert (workspace / "files" / batch.kept).read_text() == HEAD
    entry = Entry.objects.get(action="evidence.import_observations")
    assert entry.before == {"observations": 5}
    assert entry.after["observations"] == 5
    assert entry.after["new"] == 1
    assert same(reading.observations(plaza), table(rows))


def test_what_stands_ready_equals_the_rows_themselves(plaza, original):
    bring(plaza, [*small_rows(), observation("SEC-01", "2022", 3.5, unit="x")], original)
    assert same(held(plaza), reading.observations(plaza))
    row = Holding.objects.get(city=plaza, indicator="SAF-01")
    assert (row.observations, row.city_values, row.areas) == (4, 2, 2)
    assert (row.periods, row.first, row.last) == ("2019 2023", "2019", "2023")


def test_each_value_says_who_brought_it(plaza, original, administrator):
    bring(plaza, [*small_rows(), observation("SAF-02", "2024", 44.0)], original, administrator)
    new = reading.batch_of(plaza, observation("SAF-02", "2024", 44.0))
    old = reading.batch_of(plaza, observation("SAF-02", "2023", 40.0))
    assert new.owner == administrator
    assert old.owner is None
    assert reading.batch_of(plaza, observation("SAF-02", "1999", 1.0)) is None


def test_undoing_restores_each_value_and_removes_what_came_in(plaza, original, administrator):
    before = reading.observations(plaza)
    changed = [{**small_rows()[1], "value": 1.0}, observation("SAF-03", "2024", 10.0)]
    batch = bring(plaza, changed, original, administrator, remove_gone=True)
    assert reading.observations(plaza).height == 2
    RemoveImport(batch=batch).run(administrator)
    assert same(reading.observations(plaza), before)
    assert same(held(plaza), before)
    assert Observation.objects.count() == 5
    assert not Holding.objects.filter(indicator="SAF-03").exists()
    batch.refresh_from_db()
    assert batch.undone_at is not None
    assert Entry.objects.filter(action="evidence.remove_import").count() == 1


def test_two_imports_are_undone_from_the_newest_backwards(plaza, original, administrator):
    before = reading.observations(plaza)
    first = bring(plaza, [*small_rows(), observation("SAF-03", "2024", 1.0)], original)
    second = bring(plaza, [*small_rows(), observation("SAF-03", "2024", 2.0)], original)
    with pytest.raises(Refused) as refused:
        RemoveImport(batch=first).run(administrator)
    assert [one.code for one in refused.value.problems] == ["C335"]
    RemoveImport(batch=second).run(administrator)
    RemoveImport(batch=first).run(administrator)
    assert same(reading.observations(plaza), before)
    with pytest.raises(Refused):
        RemoveImport(batch=first).run(administrator)


def test_a_plan_made_before_another_import_is_refused(plaza, original):
    seen = newest_batch(plaza)
    bring(plaza, [*small_rows(), observation("SAF-03", "2024", 1.0)], original)
    with pytest.raises(Refused) as refused:
        bring(plaza, small_rows(), original, seen=seen)
    assert [one.code for one in refused.value.problems] == ["C331"]


def test_a_failure_in_the_middle_leaves_everything_as_before(plaza, original, monkeypatch):
    before = reading.observations(plaza)

    def broken(*_arguments: object) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr("paseo.web.evidence.recording.make_ready", broken)
    with pytest.raises(RuntimeError):
        bring(plaza, [observation("SAF-03", "2024", 1.0)], original, remove_gone=True)
    assert same(held(plaza), before)
    assert same(reading.observations(plaza), before)
    assert ImportBatch.objects.count() == 1
    assert not Entry.objects.exists()


def test_a_folder_replaces_the_city_whole_and_undoing_brings_it_back(
    plaza, original, administrator
):
    before = reading.city_evidence(plaza)
    told = evidence.CityEvidence(
        replace(who("plaza"), kind="capital", sources=()),
        places()[:2],
        table([observation("SAF-02", "2024", 44.0)]),
    )
    batch = ImportCityFolder(evidence=told, original=original).run(administrator)
    after = reading.city_evidence(City.objects.get(pk="plaza"))
    assert (after.city.kind, len(after.areas), after.observations.height) == ("capital", 2, 1)
    assert (batch.new, batch.changed, batch.gone) == (1, 0, 5)
    RemoveImport(batch=batch).run(administrator)
    again = reading.city_evidence(City.objects.get(pk="plaza"))
    assert again.city == before.city
    assert again.areas == before.areas
    assert same(again.observations, before.observations)


def test_undoing_the_folder_that_made_a_city_removes_the_city(original, administrator):
    told = evidence.CityEvidence(who("new"), places(), table(small_rows()))
    batch = ImportCityFolder(evidence=told, original=original).run(administrator)
    RemoveImport(batch=batch).run(administrator)
    assert not City.objects.exists()
    assert not Observation.objects.exists()


def test_a_city_is_read_back_as_it_was_kept(db):
    told = replace(
        who("full", kind="large", depth="rapid", languages=("es", "en")),
        population=(evidence.Population(2023, 100_000, "register"),),
        not_in_remit=("SEC-01",),
        peers=("berlin",),
        thresholds={"register": 7},
        wordings=(evidence.Wording("q1", who().name, "SAF-01", "survey", inferred=True),),
        breaks=(evidence.Break(("SAF-01",), "2021", who().name, "survey"),),
    )
    rows = table(small_rows())
    from web.evidence.factory import keep

    found = reading.city_evidence(keep(told, places(), rows))
    assert found.city == told
    assert found.areas == places()
    assert found.observations.equals(rows)


def test_thresholds_of_disclosure_may_only_be_raised(plaza, administrator, original):
    UpdateCity(city="plaza", values={"thresholds": {"register": 8}}).run(administrator)
    with pytest.raises(Refused) as refused:
        UpdateCity(city="plaza", values={"thresholds": {"register": 6}}).run(administrator)
    assert [one.code for one in refused.value.problems] == ["C336"]
    with pytest.raises(Refused):
        UpdateCity(city="plaza", values={"thresholds": {"survey": 29}}).run(administrator)
    told = evidence.CityEvidence(
        who("plaza", thresholds={"register": 2}), places(), table(small_rows())
    )
    ImportCityFolder(evidence=told, original=original).run(administrator)
    assert City.objects.get(pk="plaza").thresholds == {"register": 8}


def test_undoing_raised_thresholds_does_not_lower_them(plaza, administrator):
    batch = UpdateCity(city="plaza", values={"thresholds": {"register": 8}}).run(administrator)
    RemoveImport(batch=batch).run(administrator)
    assert City.objects.get(pk="plaza").thresholds == {"register": 8}


def test_peers_see_only_what_passes_disclosure_control(db):
    make_city("small", [observation("SAF-01", "2023", 37.5, n=8)])
    row = reading.peer_table().to_dicts()[0]
    assert (row["value"], row["status"]) == (None, "Q")
    assert reading.assessed() == {}
    assert reading.holdings()["status"].to_list() == ["Q"]


def test_the_newest_value_of_each_wording_stands_ready_for_peers(db):
    rows = [
        observation("SAF-01", "2019", 60.0, definition="old"),
        observation("SAF-01", "2021", 61.0, definition="old"),
        observation("SAF-01", "2023", 70.0, definition="new"),
        observation("SAF-01", "2024", None, definition="new", status="L"),
        observation("SAF-01", "2024", 66.0, definition="new", breakdown="sex=F"),
        observation("SAF-01", "2024", 66.0, definition="new", area="north"),
    ]
    make_city("one", rows)
    make_city("two", [observation("SAF-01", "2022", 55.0), observation("SAF-02", "2022", 5.0)])
    peers = reading.peer_table(["SAF-01"], exclude="two")
    assert peers.columns == ["city", *columns.COLUMNS]
    assert peers.select("city", "period", "value").rows() == [
        ("one", "2021", 61.0), ("one", "2023", 70.0),
    ]  # fmt: skip
    assert reading.peer_table().height == 4
    assert reading.peer_table(generated=False).is_empty()
    assert reading.assessed() == {
        "one": frozenset({"SAF-01"}), "two": frozenset({"SAF-01", "SAF-02"}),
    }  # fmt: skip


@pytest.mark.parametrize("role", ["", "reader", "reviewer"])
def test_who_may_not_is_refused_by_the_actions_themselves(plaza, original, person_with, role):
    person = person_with(role, "plaza")
    actions = [
        AddPlaces(city="plaza", areas=places(), original=original),
        UpdateCity(city="plaza", values={"kind": "large"}),
        ImportCityFolder(
            evidence=evidence.CityEvidence(who("plaza"), places(), columns.empty()),
            original=original,
        ),
        RemoveImport(batch=ImportBatch.objects.get()),
    ]
    for action in actions:
        with pytest.raises(Refusal):
            action.run(person)


def test_a_new_city_takes_a_coordinator(db, original, person_with):
    told = evidence.CityEvidence(who("new"), places(), columns.empty())
    with pytest.raises(Refusal):
        ImportCityFolder(evidence=told, original=original).run(person_with("city_lead", "new"))
    ImportCityFolder(evidence=told, original=original).run(person_with("coordinator"))
    assert City.objects.filter(pk="new").exists()


def test_the_demonstration_cities_come_in_once_and_only_into_an_empty_workspace(db):
    said = []
    loaded = load_examples(EXAMPLES, lambda done, total, name: said.append((done, total, name)))
    assert loaded == ["berlin", "generated-town", "helsinki", "madrid"]
    assert said[0] == (0, 4, "berlin")
    assert Entry.objects.filter(action="evidence.import_city_folder").count() == 4
    town = City.objects.get(pk="generated-town")
    assert town.measures.count() == 25
    assert town.evaluations.get().read_found() is not None
    assert [sheet.read().gap for sheet in ActionSheet.objects.filter(city=town)] == [
        "uncovered:nightlife_disorder:area=D02"
    ]
    assert QualityCheck.objects.filter(city=town).count() == 1
    assert load_examples(EXAMPLES) == []


def test_an_example_comes_out_as_it_came_in(db, tmp_path):
    from paseo.assessment.framework_pack import load_framework
    from paseo.assessment.vocabulary import vocabulary
    from paseo.evidence.city_folder import read_city_folder, write_city_folder

    load_examples(EXAMPLES)
    terms = vocabulary(load_framework())
    for name in ("berlin", "generated-town", "helsinki", "madrid"):
        kept = reading.city_evidence(City.objects.get(pk=name))
        told = read_city_folder(EXAMPLES / name, terms)
        assert kept.city == told.city
        assert kept.areas == told.areas
        assert kept.observations.equals(told.observations)
        write_city_folder(kept, tmp_path / name)
        assert read_city_folder(tmp_path / name, terms).observations.equals(told.observations)


def test_what_an_older_framework_made_ready_is_made_anew_at_the_next_start(plaza):
    Shelf.objects.update(framework="paseo.framework.action1@0.0.1", latest=pack(columns.empty()))
    assert reading.latest(plaza).is_empty()
    standing.renew()
    assert reading.latest(plaza).height == 2
    assert not Shelf.objects.filter(framework__endswith="@0.0.1").exists()
