"""Who may open which page and press which button: role by page by verb."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from paseo.web.evidence.models import City, ImportBatch, Upload
from web.evidence.conftest import HEAD
from web.evidence.factory import make_city, observation, small_rows

pytestmark = pytest.mark.django_db
READ = [
    "", "observations.csv", "observations.xlsx", "places/", "places.geojson", "places/north/",
    "sources/", "imports/", "imports/{batch}/", "templates/sense-of-safety.xlsx",
]  # fmt: skip
CONTRIBUTE = ["import/"]
LEAD = ["settings/"]
MAY = {
    "stranger": [],
    "reader": READ,
    "reviewer": READ,
    "contributor": READ + CONTRIBUTE,
    "city_lead": READ + CONTRIBUTE + LEAD,
    "coordinator": READ + CONTRIBUTE + LEAD,
}


@pytest.fixture
def batch(plaza):
    return ImportBatch.objects.get()


def sign_in(client, person_with, role, city="plaza"):
    person = person_with("" if role == "stranger" else role, city)
    client.force_login(person)
    return person


@pytest.mark.parametrize("page", READ + CONTRIBUTE + LEAD)
@pytest.mark.parametrize("role", MAY)
def test_a_page_opens_for_those_who_may_and_says_no_to_others(
    client, person_with, batch, role, page
):
    sign_in(client, person_with, role)
    answer = client.get(f"/cities/plaza/evidence/{page.format(batch=batch.pk)}")
    assert answer.status_code == (200 if page in MAY[role] else 403)


@pytest.mark.parametrize("page", ["", "places/", "import/", "settings/"])
def test_whoever_is_not_signed_in_is_asked_to_sign_in(client, plaza, page):
    answer = client.get(f"/cities/plaza/evidence/{page}")
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


@pytest.mark.parametrize("page", READ)
def test_a_role_in_one_city_opens_no_other(client, person_with, batch, page):
    make_city("other")
    sign_in(client, person_with, "city_lead", "other")
    assert client.get(f"/cities/plaza/evidence/{page.format(batch=batch.pk)}").status_code == 403


def test_a_stranger_does_not_learn_which_cities_there_are(client, person_with, plaza):
    sign_in(client, person_with, "stranger")
    assert client.get("/cities/plaza/evidence/").status_code == 403
    assert client.get("/cities/nowhere/evidence/").status_code == 403
    assert "Plaza" not in client.get("/evidence/").content.decode()


def test_a_city_or_a_place_that_is_not_there_is_not_found(visitor, plaza):
    for address in ("nowhere/evidence/", "plaza/evidence/places/nowhere/",
                    "plaza/evidence/imports/999/"):  # fmt: skip
        assert visitor.get(f"/cities/{address}").status_code == 404


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("reader", False), ("reviewer", False), ("contributor", True), ("city_lead", True)],
)
def test_only_those_who_add_data_can_send_a_file(client, person_with, plaza, role, allowed):
    sign_in(client, person_with, role)
    file = SimpleUploadedFile("new.csv", (HEAD + "SAF-01,whole,2024,70,510,survey\n").encode())
    answer = client.post("/cities/plaza/evidence/import/", {"city": "plaza", "file": file})
    assert answer.status_code == (302 if allowed else 403)
    assert Upload.objects.exists() == allowed


def test_a_contributor_can_choose_no_city_of_others_and_no_new_one(client, person_with, plaza):
    make_city("other")
    sign_in(client, person_with, "contributor")
    page = client.get("/evidence/import/").content.decode()
    assert "Plaza town" in page
    assert "Other town" not in page
    assert "A new city" not in page
    file = SimpleUploadedFile("new.csv", HEAD.encode())
    assert client.post("/evidence/import/", {"city": "other", "file": file}).status_code == 422


@pytest.mark.parametrize(
    ("role", "status"),
    [("reader", 403), ("contributor", 403), ("city_lead", 302), ("coordinator", 302)],
)
def test_an_import_of_the_programme_is_undone_by_the_lead_only(
    client, person_with, batch, role, status
):
    sign_in(client, person_with, role)
    answer = client.post(f"/cities/plaza/evidence/imports/{batch.pk}/undo/")
    assert answer.status_code == status


def test_no_button_is_shown_that_would_be_refused(client, person_with, batch):
    sign_in(client, person_with, "reader")
    for page in ("", "imports/", f"imports/{batch.pk}/", "places/"):
        words = client.get(f"/cities/plaza/evidence/{page}").content.decode()
        assert "Import a file" not in words
        assert "Undo this change" not in words
        assert "Settings</a>" not in words


@pytest.mark.parametrize(("role", "raw"), [("reader", False), ("contributor", True)])
def test_small_numbers_are_shown_to_those_who_enter_them_only(client, person_with, db, role, raw):
    make_city("plaza", [*small_rows(), observation("SAF-05", "2023", 37.5, n=8)])
    sign_in(client, person_with, role)
    page = client.get("/cities/plaza/evidence/?indicator=SAF-05").content.decode()
    text = client.get("/cities/plaza/evidence/observations.csv").content.decode()
    assert ("37.5" in page) == raw
    assert ("37.5" in text) == raw
    assert ("not shown, too few" in page) == (not raw)
    assert ("as they were entered" in page) == raw
    assert ("went through disclosure control: 1 value is not shown" in page) == (not raw)
    place = client.get("/cities/plaza/evidence/places/whole/").content.decode()
    assert ("37.5" in place) == raw


def test_the_original_file_is_for_those_who_see_raw_values(
    visitor, client, person_with, plaza, bring
):
    bring(visitor, "new.csv", HEAD + "SAF-01,whole,2024,70,510,survey\n")
    newest = ImportBatch.objects.first()
    address = f"/cities/plaza/evidence/imports/{newest.pk}/file/"
    got = visitor.get(address)
    assert b"".join(got.streaming_content).decode().startswith("indicator,")
    assert 'filename="new.csv"' in got["Content-Disposition"]
    sign_in(client, person_with, "reader")
    assert client.get(address).status_code == 403


def test_the_settings_are_saved_and_thresholds_only_rise(visitor, plaza):
    address = "/cities/plaza/evidence/settings/"
    good = {"depth": "rapid", "register": 10, "survey": 50, "weak": 100}
    assert visitor.post(address, good).status_code == 302
    city = City.objects.get(pk="plaza")
    assert (city.depth, city.thresholds["register"]) == ("rapid", 10)
    answer = visitor.post(address, {**good, "register": 5})
    assert answer.status_code == 422
    assert "would fall from 10 to 5" in answer.content.decode()
