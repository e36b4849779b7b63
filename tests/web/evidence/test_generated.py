"""Files of a city whose values are invented say so wherever they are taken to."""

import csv
import io
import json

import openpyxl
import pytest

from web.evidence.factory import make_city

EVIDENCE = "/cities/plaza/evidence/"
SERIES = "/cities/plaza/assessment/indicator/SAF-01/series"
DOWNLOADS = (
    EVIDENCE + "observations.csv",
    EVIDENCE + "observations.xlsx",
    EVIDENCE + "places.geojson",
    SERIES + ".csv/",
    SERIES + ".json/",
)


def taken(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    raw = b"".join(response) if response.streaming else response.content
    return response["Content-Disposition"], raw


@pytest.mark.parametrize("path", DOWNLOADS)
@pytest.mark.parametrize("generated", [True, False])
def test_the_name_of_a_download_says_whether_values_were_generated(visitor, db, path, generated):
    city = make_city("plaza")
    city.generated = generated
    city.save()
    disposition, _ = taken(visitor, path)
    assert ('filename="generated-' in disposition) == generated
    assert ("generated" in disposition) == generated


@pytest.mark.parametrize("generated", [True, False])
def test_what_a_program_reads_says_whether_values_were_generated(visitor, db, generated):
    city = make_city("plaza")
    city.generated = generated
    city.save()
    _, text = taken(visitor, SERIES + ".csv/")
    rows = list(csv.DictReader(io.StringIO(text.decode())))
    assert {row["generated"] for row in rows} == {"true" if generated else "false"}
    _, text = taken(visitor, SERIES + ".json/")
    assert json.loads(text)["generated"] is generated
    _, text = taken(visitor, EVIDENCE + "places.geojson")
    assert json.loads(text).get("generated", False) is generated
    _, raw = taken(visitor, EVIDENCE + "observations.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book.properties.title == ("generated" if generated else None)
    assert book.sheetnames == ["observations"]
