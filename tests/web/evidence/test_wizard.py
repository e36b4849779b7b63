"""The way in for a file: what is recognised, what would change, nothing before it is confirmed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from paseo.web.evidence import reading
from paseo.web.evidence.models import City, ImportBatch, Observation, Upload
from paseo.web.jobs.testing import run_waiting
from web.evidence.conftest import HEAD

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[3] / "examples"


def held(city):
    return reading.observations(city).select("indicator", "area", "period", "value").rows()


def folder(name: str, **changes: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((EXAMPLES / name).iterdir()):
            archive.writestr(f"{name}/{file.name}", changes.get(file.name, file.read_bytes()))
    return out.getvalue()


def test_a_file_is_recognised_previewed_and_only_then_imported(visitor, plaza, send):
    page = send(visitor, "new.csv", HEAD + "SAF-01,whole,2024,70,510,survey\n").content.decode()
    assert "new.csv" in page
    assert "commas" in page
    upload = Upload.objects.get()
    assert upload.preview == {
        "errors": 0, "warnings": 0, "notes": 0, "new": 1, "changed": 0, "gone": 4, "unchanged": 0,
    }  # fmt: skip
    preview = visitor.get(f"/evidence/import/{upload.pk}/rows/?tab=new").content.decode()
    assert "70" in preview
    assert Observation.objects.count() == 5

    answer = visitor.post(f"/evidence/import/{upload.pk}/confirm/")
    assert Observation.objects.count() == 5
    run_waiting()
    assert ("SAF-01", "whole", "2024", 70.0) in held(plaza)
    done = visitor.get(answer["Location"]).content.decode()
    assert "1 observation imported; 0 changed, 0 gone" in done
    assert not Upload.objects.exists()
    assert not upload.folder.exists()


def test_a_second_import_of_the_same_file_has_nothing_to_import(visitor, plaza, send, bring):
    text = HEAD + "SAF-01,whole,2024,70,510,survey\n"
    bring(visitor, "new.csv", text)
    send(visitor, "new.csv", text)
    upload = Upload.objects.get()
    assert (upload.preview["new"], upload.preview["unchanged"]) == (0, 1)
    page = visitor.get(f"/evidence/import/{upload.pk}/rows/").content.decode()
    assert "there is nothing to import" in page


def test_a_changed_value_is_shown_before_and_after_and_keeps_what_the_file_leaves_out(
    visitor, plaza, send, bring
):
    text = HEAD + "SAF-01,whole,2023,69,520,survey\n"
    send(visitor, "fix.csv", text)
    upload = Upload.objects.get()
    page = visitor.get(f"/evidence/import/{upload.pk}/rows/?tab=changed").content.decode()
    assert "68.0" in page
    assert "69.0" in page
    visitor.post(f"/evidence/import/{upload.pk}/discard/")
    bring(visitor, "fix.csv", text)
    row = reading.observations(plaza).filter(value=69).to_dicts()[0]
    assert (row["low"], row["high"]) == (64.0, 72.0)


def test_rows_that_the_file_does_not_hold_stay_unless_the_person_says_otherwise(
    visitor, plaza, bring
):
    text = HEAD + "SAF-01,whole,2023,68,520,survey\n" + "SAF-01,whole,2024,70,510,survey\n"
    bring(visitor, "some.csv", text)
    assert len(held(plaza)) == 6
    bring(visitor, "some.csv", text + "SAF-01,whole,2022,66,500,survey\n", gone="remove")
    assert sorted(held(plaza)) == [
        ("SAF-01", "whole", "2022", 66.0),
        ("SAF-01", "whole", "2023", 68.0),
        ("SAF-01", "whole", "2024", 70.0),
        ("SAF-02", "whole", "2023", 40.0),
    ]


BROKEN = {
    "unknown indicator with a hint": (HEAD + "SAF01,whole,2023,1,,survey\n", "O402", "SAF-01"),
    "unknown place": (HEAD + "SAF-01,nowhere,2023,50,,survey\n", "O405", "nowhere"),
    "share above 100": (HEAD + "SAF-01,whole,2023,130,,survey\n", "O411", "130"),
    "duplicate": (HEAD + "SAF-01,whole,2023,50,,survey\n" * 2, "O410", "SAF-01"),
    "two periods": (HEAD + "SAF-01,whole,2022 and 2023,50,,survey\n", "O418", "2022"),
    "text for a number": (HEAD + "SAF-01,whole,2023,seventy,,survey\n", "O431", "seventy"),
    "unknown source": (HEAD + "SAF-01,whole,2023,50,,hearsay\n", "O429", "hearsay"),
    "no columns": ("some words\nand more\n", "T212", "indicator"),
}


@pytest.mark.parametrize(("text", "code", "words"), BROKEN.values(), ids=BROKEN)
def test_a_faulty_file_is_told_row_by_row_and_changes_nothing(
    visitor, plaza, send, text, code, words
):
    before = held(plaza)
    send(visitor, "wrong.csv", text)
    upload = Upload.objects.get()
    page = visitor.get(f"/evidence/import/{upload.pk}/rows/?tab=problems").content.decode()
    assert code in page
    assert words in page
    assert "Import 1 observation" not in page
    visitor.post(f"/evidence/import/{upload.pk}/confirm/")
    run_waiting()
    assert held(plaza) == before
    assert ImportBatch.objects.count() == 1


def test_the_list_of_problems_can_be_filtered_and_taken_along(visitor, plaza, send):
    send(visitor, "wrong.csv", HEAD + "SAF-01,whole,2023,130,,survey\n=1+1,whole,2023,1,,survey\n")
    upload = Upload.objects.get()
    text = visitor.get(f"/evidence/import/{upload.pk}/problems.csv").getvalue().decode()
    assert "O411" in text
    assert not any(line.startswith("=") for line in text.splitlines())
    warned = visitor.get(f"/evidence/import/{upload.pk}/problems.csv?severity=warning")
    assert "O411" not in warned.getvalue().decode()
    book = visitor.get(f"/evidence/import/{upload.pk}/problems.xlsx").content
    assert book[:2] == b"PK"


def test_a_city_folder_brings_in_a_new_city_whole(visitor, bring):
    page = bring(visitor, "madrid.zip", folder("madrid"), city="").content.decode()
    assert "Madrid" in visitor.get("/evidence/").content.decode()
    madrid = City.objects.get(pk="madrid")
    assert len(held(madrid)) == 37
    assert madrid.sources.count() > 0
    assert "37 observations imported" in page


def test_a_folder_of_another_city_than_the_chosen_one_is_refused(visitor, plaza, send):
    page = send(visitor, "madrid.zip", folder("madrid")).content.decode()
    assert "plaza" in page
    assert Upload.objects.get().preview["errors"] == 1


def test_a_folder_with_a_fault_in_city_yaml_says_the_line(visitor, db, send):
    wrong = folder("madrid", **{"city.yaml": b"format: 1\nid: madrid\ncountry: ES\n"})
    send(visitor, "madrid.zip", wrong, city="")
    upload = Upload.objects.get()
    assert upload.preview["errors"] >= 1
    assert not City.objects.exists()


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(visitor, db, send):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("city.yaml", b"\0" * 60_000_000)
    page = send(visitor, "bomb.zip", out.getvalue(), city="").content.decode()
    assert "unpacks to 60 MB" in page
    assert not (Upload.objects.get().folder / "unpacked").exists()


def test_an_archive_cannot_write_outside_its_folder(visitor, db, send, workspace):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("city.yaml", (EXAMPLES / "madrid" / "city.yaml").read_bytes())
        archive.writestr("../../observations.csv", "indicator\n")
    send(visitor, "sly.zip", out.getvalue(), city="")
    inside = Upload.objects.get().folder / "unpacked"
    assert [one.name for one in workspace.rglob("*.csv")] == []
    assert [one.name for one in inside.iterdir()] == ["city.yaml"]


@pytest.mark.parametrize("raw", [b"PK\x03\x04 cut short", b"PK\x05\x06" + b"\0" * 18])
def test_a_damaged_archive_is_refused_in_a_sentence(visitor, plaza, send, raw):
    page = send(visitor, "cut.zip", raw)
    assert page.status_code == 200
    assert Upload.objects.get().preview["errors"] == 1


def test_a_file_that_is_no_city_folder_needs_a_city(visitor, plaza, send):
    page = send(visitor, "new.csv", HEAD, city="")
    assert page.status_code == 422
    assert "Choose the city to which the file belongs" in page.content.decode()
    assert not Upload.objects.exists()


def test_a_form_without_a_file_says_so(visitor, plaza):
    page = visitor.post("/evidence/import/", {"city": "plaza"})
    assert page.status_code == 422
    assert "Choose the file to import" in page.content.decode()


def test_a_file_of_200_mb_is_refused_before_it_is_read(visitor, plaza):
    page = visitor.generic(
        "POST", "/evidence/import/", b"", "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200_000_000),
    )  # fmt: skip
    assert page.status_code == 413
    assert "about 200 MB" in page.content.decode()


def test_a_file_that_hides_its_size_is_stopped_on_the_way(visitor, plaza, send, monkeypatch):
    monkeypatch.setattr("paseo.web.evidence.uploading.MOST_BYTES", 100)
    page = send(visitor, "long.csv", HEAD + "x" * 500)
    assert page.status_code == 422
    assert not Upload.objects.exists()


def test_what_was_confirmed_is_not_done_when_the_city_has_changed_meanwhile(visitor, plaza, send):
    send(visitor, "one.csv", HEAD + "SAF-01,whole,2024,70,510,survey\n")
    first = Upload.objects.get()
    send(visitor, "two.csv", HEAD + "SAF-01,whole,2024,71,510,survey\n")
    second = Upload.objects.exclude(pk=first.pk).get()
    visitor.post(f"/evidence/import/{first.pk}/confirm/")
    late = visitor.post(f"/evidence/import/{second.pk}/confirm/")
    run_waiting()
    assert "Look at the file again" in visitor.get(late["Location"]).content.decode()
    assert ("SAF-01", "whole", "2024", 70.0) in held(plaza)
    visitor.post(f"/evidence/import/{second.pk}/look/")
    second.refresh_from_db()
    assert second.preview["changed"] == 1


def test_a_large_file_is_looked_at_as_a_job(visitor, plaza, send, monkeypatch):
    monkeypatch.setattr("paseo.web.evidence.previews.SMALL", 10)
    page = send(visitor, "one.csv", HEAD + "SAF-01,whole,2024,70,510,survey\n")
    assert page.redirect_chain[-1][0].startswith("/jobs/")
    upload = Upload.objects.get()
    assert "has not been looked at yet" in visitor.get(upload.get_absolute_url()).content.decode()
    run_waiting()
    upload.refresh_from_db()
    assert upload.preview["new"] == 1


def test_nobody_sees_a_file_of_somebody_else(visitor, client, person_with, plaza, send):
    send(visitor, "one.csv", HEAD + "SAF-01,whole,2024,70,510,survey\n")
    upload = Upload.objects.get()
    client.force_login(person_with("coordinator"))
    for page in ("", "rows/", "problems.csv"):
        assert client.get(f"/evidence/import/{upload.pk}/{page}").status_code == 404
    for page in ("confirm/", "discard/", "look/"):
        assert client.post(f"/evidence/import/{upload.pk}/{page}").status_code == 404


def test_places_come_in_as_geojson_and_keep_those_that_are_there(visitor, plaza, bring):
    places = """{"type": "FeatureCollection", "features": [
      {"type": "Feature", "properties": {"id": "park", "name": "River park", "level": "space",
       "parent": "north", "boundary": "2024"},
       "geometry": {"type": "Point", "coordinates": [0.02, 0.015]}},
      {"type": "Feature", "properties": {"id": "north", "boundary": "2024"},
       "geometry": {"type": "Polygon", "coordinates":
        [[[0, 0.01], [0.04, 0.01], [0.04, 0.03], [0, 0.03], [0, 0.01]]]}}]}"""
    page = bring(visitor, "places.geojson", places).content.decode()
    assert "1 places added, 1 changed, 3 as before" in page
    assert plaza.areas.count() == 5
    assert "River park" in visitor.get("/cities/plaza/evidence/places/").content.decode()
    north = plaza.areas.get(code="north")
    assert [one.version for one in north.boundaries.all()] == ["2020", "2024"]


def test_each_dimension_has_an_excel_form_that_comes_back_through_the_wizard(visitor, plaza, send):
    raw = b"".join(visitor.get("/cities/plaza/evidence/templates/sense-of-safety.xlsx"))
    assert raw[:2] == b"PK"
    page = send(visitor, "form.xlsx", raw).content.decode()
    assert "one of our Excel forms" in page or "T218" in page or "no row" in page.lower()
    assert visitor.get("/evidence/templates/sense-of-safety.xlsx").status_code == 200
    assert visitor.get("/evidence/templates/nonsense.xlsx").status_code == 404
