"""The newest totals of all cities, kept in memory for as long as no city has changed.

Unpacking 250 cities takes longer than all the rest of a page. What is kept is known by the
newest import and the last change of each city, both read anew for every page, so that nothing
can be shown that an import, an undoing or a setting has replaced.
"""

from __future__ import annotations

from datetime import datetime
from threading import Lock

import polars as pl
from django.db import connection
from django.db.models import Max

from paseo.evidence import columns
from paseo.web.evidence.models import City, Shelf
from paseo.web.evidence.tables import unpack

Mark = tuple[int, datetime, str]


class Totals:
    """The totals of the cities of one database, unpacked once per change."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: dict[str, tuple[Mark, pl.DataFrame]] = {}
        self._whole: tuple[dict[str, Mark], pl.DataFrame] = ({}, _none())

    def table(self) -> pl.DataFrame:
        """Return ``city`` and the observation columns, all cities (one query; two after a change).

        What is shown went through disclosure control when it was written.
        """
        marks = _marks()
        with self._lock:
            if self._whole[0] != marks:
                self._renew(marks)
            return self._whole[1]

    def _renew(self, marks: dict[str, Mark]) -> None:
        stale = [city for city, mark in marks.items() if self._of.get(city, (None,))[0] != mark]
        rows = Shelf.objects.filter(city_id__in=stale) if len(stale) < 500 else Shelf.objects.all()
        fresh = {
            city: unpack(raw).with_columns(pl.lit(city).alias(columns.CITY))
            for city, raw in rows.values_list("city_id", "latest")
        }
        self._of = {city: held for city, held in self._of.items() if city in marks}
        self._of.update(
            (city, (marks[city], table)) for city, table in fresh.items() if city in marks
        )
        tables = [self._of[city][1] for city in sorted(self._of)]
        joined = pl.concat(tables).select(columns.CITY, *columns.COLUMNS) if tables else _none()
        self._whole = (marks, joined.rechunk())


def _marks() -> dict[str, Mark]:
    """Return what each city's totals are known by."""
    found = City.objects.order_by().annotate(batch=Max("batches"))
    return {
        city: (batch or 0, changed, framework)
        for city, batch, changed, framework in found.values_list(
            "pk", "batch", "changed_at", "shelf__framework"
        )
    }


def _none() -> pl.DataFrame:
    return columns.empty().select(pl.lit(None, pl.String).alias(columns.CITY), *columns.COLUMNS)


_by_database: dict[str, Totals] = {}


def totals() -> pl.DataFrame:
    """Return the newest totals of every city of the workspace in use."""
    name = str(connection.settings_dict["NAME"])
    return _by_database.setdefault(name, Totals()).table()
