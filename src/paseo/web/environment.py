"""Every environment variable the web application reads, and the helpers that read them.

One list: the settings, the documentation and its test all come from ``VARIABLES``.
A value that cannot be understood stops the start with a sentence, never a guess.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class Misconfigured(Exception):  # noqa: N818 - the word the reader sees
    """An environment variable holds a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, what it is when unset, and what it does."""

    name: str
    default: str
    help: str


VARIABLES = (
    Variable("PASEO_HOME", "workspace", "The workspace folder: database, files, secret key."),
    Variable("PORT", "8000", "The port the server listens on."),
    Variable("PASEO_BIND", "127.0.0.1", "The network address the server listens on."),
    Variable(
        "PASEO_DATABASE_URL",
        "",
        "postgres://person:password@machine:port/name; empty means SQLite in the workspace.",
    ),
    Variable(
        "PASEO_SECRET_KEY",
        "",
        "The key that signs sessions; empty means one made once and kept in the workspace.",
    ),
    Variable(
        "PASEO_ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        "The host names this server answers to, separated by commas.",
    ),
    Variable(
        "PASEO_HTTPS",
        "no",
        "yes when a proxy serves the application over HTTPS: cookies are then sent only so.",
    ),
    Variable("PASEO_DEBUG", "no", "yes shows technical error pages; for developers only."),
)

_BY_NAME = {variable.name: variable for variable in VARIABLES}
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def text(name: str) -> str:
    """Return the variable as it stands, or its default."""
    return os.environ.get(name, "").strip() or _BY_NAME[name].default


def yes_or_no(name: str) -> bool:
    """Return the variable as a truth value.

    Raises:
        Misconfigured: when it is neither yes/true/1 nor no/false/0.
    """
    value = text(name)
    try:
        return _YES_NO[value.lower()]
    except KeyError:
        raise Misconfigured(f"{name} is {value!r}. Write yes or no.") from None


def whole_number(name: str, least: int, most: int) -> int:
    """Return the variable as a whole number between two limits.

    Raises:
        Misconfigured: when it is not a number, or lies outside.
    """
    value = text(name)
    if not value.isdecimal() or not least <= int(value) <= most:
        raise Misconfigured(
            f"{name} is {value!r}. Write a whole number between {least} and {most}."
        )
    return int(value)


def words(name: str) -> list[str]:
    """Return the comma-separated parts of the variable."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def folder(name: str) -> Path:
    """Return the variable as an absolute folder; it need not exist yet."""
    return Path(text(name)).expanduser().absolute()


def postgres(url: str) -> dict[str, Any]:
    """Return Django's database entry for a ``postgres://`` address.

    Raises:
        Misconfigured: when the address is of another kind or names no database.

    >>> postgres("postgres://ana:p%40ss@db:5433/paseo?sslmode=require")["OPTIONS"]
    {'sslmode': 'require'}
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise Misconfigured(
            "PASEO_DATABASE_URL must look like postgres://person:password@machine:port/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(file: Path) -> dict[str, Any]:
    """Return Django's database entry for a SQLite file that many threads write safely."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # Readers never wait for the writer (WAL); writers queue at BEGIN instead of
        # failing half way (IMMEDIATE), for up to `timeout` seconds.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA foreign_keys=ON;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
            ),
        },
    }
