"""The number of questions to the database does not grow with the workspace."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paseo.web.evidence import reading
from paseo.web.evidence.models import City
from web.evidence.factory import make_city, observation

pytestmark = pytest.mark.django_db


def questions(work) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        work()
    return len(asked)


def many(start: int, end: int, years: int = 2) -> None:
    for number in range(start, end):
        rows = [
            observation(code, str(2010 + year), 50.0 + year)
            for code in ("SAF-01", "SAF-02", "SAF-03")
            for year in range(years)
        ]
        make_city(f"town-{number}", rows)


PAGES = ["/evidence/", "/cities/town-1/evidence/", "/cities/town-1/evidence/places/",
         "/cities/town-1/evidence/places/south/", "/cities/town-1/evidence/sources/",
         "/cities/town-1/evidence/imports/", "/evidence/import/"]  # fmt: skip


def test_pages_ask_as_often_with_3_as_with_30_cities(visitor, db):
    many(1, 4)
    visitor.get("/evidence/")
    few = {page: questions(lambda page=page: visitor.get(page)) for page in PAGES}
    many(4, 31, years=6)
    assert {page: questions(lambda page=page: visitor.get(page)) for page in PAGES} == few
    assert max(few.values()) <= 16


def test_reading_asks_as_often_with_3_as_with_30_cities(db):
    many(1, 4)
    city = City.objects.get(pk="town-1")

    def counts() -> list[int]:
        fresh = City.objects.get(pk=city.pk)
        return [
            questions(lambda: reading.city_evidence(fresh)),
            questions(lambda: reading.peer_table(exclude=city)),
            questions(reading.holdings),
            questions(reading.assessed),
        ]

    few = counts()
    many(4, 31)
    assert counts() == few == [6, 1, 1, 1]
    assert reading.peer_table(exclude=city).height == 29 * 3
