"""Observation tables as bytes and as rows: how a polars frame goes into a record and back."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import polars as pl

from paseo.evidence import columns

#: Rows given to the database at a time: progress is said, and a cancel heard, between them.
CHUNK = 5000


def pack(table: pl.DataFrame) -> bytes:
    """Return a table as bytes; :func:`unpack` gives the same table back."""
    buffer = BytesIO()
    table.write_ipc_stream(buffer)
    return zlib.compress(buffer.getvalue(), 1)


def unpack(raw: bytes | memoryview) -> pl.DataFrame:
    """Return the observation table that was packed.

    A column that a later version of the programme has added is unknown in every row.
    """
    table = pl.read_ipc_stream(BytesIO(zlib.decompress(raw)))
    if table.columns == list(columns.COLUMNS):
        return table
    return pl.concat([columns.empty(), table], how="diagonal").select(columns.COLUMNS)


def records(table: pl.DataFrame) -> pl.DataFrame:
    """Return an observation table as records keep it: unknown text is empty."""
    return table.select(columns.COLUMNS).with_columns(pl.col(pl.String).fill_null(""))


def from_records(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    """Return the observation table of records given in the order of the columns."""
    table = pl.DataFrame(rows, schema=columns.SCHEMA, orient="row")
    return table.with_columns(pl.col(pl.String).replace("", None))


def chunks(table: pl.DataFrame) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a table, some thousands at a time."""
    for part in table.iter_slices(CHUNK):
        yield part.rows()
