"""Writes observations: adds what is new, ends what no longer holds, never changes a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from django.db import connection
from django.utils.translation import gettext as _

from paseo.evidence import columns
from paseo.evidence.city import CityEvidence
from paseo.web.evidence.models import City, ImportBatch, Observation
from paseo.web.evidence.standing import make_ready, whole_city
from paseo.web.evidence.tables import chunks, from_records, records

Progress = Callable[[int, int, str], None]
_PK = "pk"


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import does to the observations of a city."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: int = 0

    def as_trail(self) -> dict[str, int]:
        return {"new": self.new, "changed": self.changed, "gone": self.gone}


def quiet(done: int, total: int, message: str = "") -> None:
    """A progress that nobody watches."""


def record(
    city: City,
    batch: ImportBatch,
    before: pl.DataFrame,
    after: CityEvidence,
    progress: Progress = quiet,
) -> Counts:
    """Make the observations of ``after`` hold; call it inside a transaction.

    Args:
        before: the observations that hold now, as read in the same transaction.
        after: the city as it shall be; rows equal in every column are left as they are.
    """
    table = after.observations
    ended, added = _without(before, table), _without(table, before)
    changed = added.join(ended, on=columns.KEY, how="semi", nulls_equal=True).height
    _end(city, batch, ended)
    _add(city, batch, added, after.city_area.id, progress)
    progress(added.height, added.height, _("Counting what the city holds"))
    make_ready(city, after)
    return Counts(
        new=added.height - changed,
        changed=changed,
        gone=ended.height - changed,
        unchanged=table.height - added.height,
    )


def take_back(batch: ImportBatch) -> None:
    """Remove what a batch brought; what it ended holds again.

    Only the newest batch of a city can be taken back: of an older one a later may have
    ended rows that it brought.
    """
    Observation.objects.filter(batch=batch).delete()
    Observation.objects.filter(ended_by=batch).update(ended_by=None)


def held(city: City) -> pl.DataFrame:
    """Return the observations of a city from their own rows; :func:`reading.observations` is fast.

    For the one case where the shelf cannot help: rows that hold again after an undo.
    """
    found = Observation.objects.filter(city=city, ended_by=None).order_by("pk")
    return from_records(list(found.values_list(*columns.COLUMNS)))


def _without(table: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return table.join(
        other, on=columns.COLUMNS, how="anti", nulls_equal=True, maintain_order="left"
    )


def _add(
    city: City, batch: ImportBatch, table: pl.DataFrame, city_area: str, progress: Progress
) -> None:
    """Insert rows as plain tuples: 100,000 objects of 30 fields would take as long again."""
    rows = records(table).with_columns(
        pl.lit(city.pk).alias("city_id"),
        pl.lit(batch.pk).alias("batch_id"),
        whole_city(city_area).alias("whole_city"),
    )
    names = ", ".join(f'"{name}"' for name in rows.columns)
    places = ", ".join(["%s"] * len(rows.columns))
    sentence = f'INSERT INTO "{Observation._meta.db_table}" ({names}) VALUES ({places})'  # noqa: S608 - names of our own columns
    done = 0
    with connection.cursor() as cursor:
        for part in chunks(rows):
            progress(done, rows.height, _("Writing observations"))
            cursor.executemany(sentence, part)
            done += len(part)


def _end(city: City, batch: ImportBatch, table: pl.DataFrame) -> None:
    if table.is_empty():
        return
    wanted = table[columns.INDICATOR].unique().to_list()
    found = Observation.objects.filter(city=city, ended_by=None, indicator__in=wanted)
    keys = pl.DataFrame(
        list(found.order_by().values_list(_PK, *columns.KEY)),
        schema={_PK: pl.Int64, **{name: columns.SCHEMA[name] for name in columns.KEY}},
        orient="row",
    )
    ending = keys.join(records(table), on=columns.KEY, how="semi")[_PK].to_list()
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{Observation._meta.db_table}" SET ended_by_id = %s WHERE id = %s',  # noqa: S608 - our own table
            [(batch.pk, one) for one in ending],
        )
