"""The database's own lock on the trail: no row of it is changed or removed.

Kept as named functions and not only inside a migration because the test runner, which
empties all tables, has to lift the lock and put it back.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE: Final = "trail_entry"
MESSAGE: Final = "The audit trail can only be added to."

_SQLITE: Final = {
    "install": [
        f"CREATE TRIGGER IF NOT EXISTS trail_no_{event} BEFORE {event} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for event in ("update", "delete")
    ],
    "remove": [f"DROP TRIGGER IF EXISTS trail_no_{event}" for event in ("update", "delete")],
}

_POSTGRES: Final = {
    "install": [
        "CREATE OR REPLACE FUNCTION trail_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
        f"CREATE OR REPLACE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION trail_append_only()",
        f"CREATE OR REPLACE TRIGGER trail_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_append_only()",
    ],
    "remove": [
        f"DROP TRIGGER IF EXISTS trail_no_change ON {TABLE}",
        f"DROP TRIGGER IF EXISTS trail_no_truncate ON {TABLE}",
    ],
}

_STATEMENTS: Final = {"sqlite": _SQLITE, "postgresql": _POSTGRES}


def install(connection: BaseDatabaseWrapper) -> None:
    """Lock the trail."""
    _run(connection, "install")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Lift the lock; only a migration backwards and the test runner do this."""
    _run(connection, "remove")


def _run(connection: BaseDatabaseWrapper, which: str) -> None:
    with connection.cursor() as cursor:
        for statement in _STATEMENTS[connection.vendor][which]:
            cursor.execute(statement)
