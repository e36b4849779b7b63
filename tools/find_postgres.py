"""Print the address of a PostgreSQL server that lets us create databases, or nothing."""

from __future__ import annotations

import os

import psycopg

CANDIDATES = (
    os.environ.get("PASEO_TEST_DATABASE_URL", ""),
    "postgresql://postgres@127.0.0.1:5432/postgres",
    "postgresql:///postgres",
)


def first_that_answers() -> str:
    for url in filter(None, CANDIDATES):
        try:
            with psycopg.connect(url, connect_timeout=2) as connection:
                row = connection.execute(
                    "select rolcreatedb from pg_roles where rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return url
    return ""


if __name__ == "__main__":
    print(first_that_answers())
