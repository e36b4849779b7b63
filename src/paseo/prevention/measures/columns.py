"""The columns of a file of measures and the words of its fields, in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

import yaml

from paseo.content.language import LanguageMap
from paseo.evidence.tables.headers import normal
from paseo.evidence.tables.named import Columns, load_columns

Kind = Literal["text", "list", "word", "whole", "number", "day", "shape", "answers"]

#: Without this a row is no measure; an id is made of it where none is given.
REQUIRED: Final = ("name",)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file of measures."""

    name: str
    kind: Kind
    label: LanguageMap
    help: LanguageMap


@cache
def _pack(file: str) -> dict[str, Any]:
    text = resources.files("paseo.prevention.measures").joinpath(file).read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@cache
def columns() -> dict[str, Column]:
    """Return every column in the order in which files are written."""
    return {
        name: Column(name, one["kind"], LanguageMap(one["label"]), LanguageMap(one["help"]))
        for name, one in _pack("columns.yaml").items()
    }


def spellings() -> Columns:
    """Return the names under which the columns are found."""
    return load_columns("paseo.prevention.measures")


def column_of(header: object) -> str | None:
    """Return the column that a header means, None when it is none of ours.

    >>> column_of("Nivel de la pirámide"), column_of("Funded until"), column_of("colour")
    ('level', 'funded_until', None)
    """
    return spellings().column(header)


def _section(field: str) -> dict[str, Any]:
    found: dict[str, Any] = _pack("words.yaml")["level" if field == "proposed_level" else field]
    return found


@cache
def words(field: str) -> dict[str, LanguageMap]:
    """Return the words that a field may hold, with what each is called."""
    return {code: LanguageMap(one["label"]) for code, one in _section(field).items()}


@cache
def _spellings(field: str) -> dict[str, str]:
    return {
        normal(word): code
        for code, one in _section(field).items()
        for word in (code, *one["label"].values(), *one["also"])
    }


def word_of(field: str, text: str) -> str | None:
    """Return the word of a field that a text means, None when it means none.

    >>> word_of("level", "Prevención específica"), word_of("status", "soon")
    ('specific_prevention', None)
    """
    return _spellings(field).get(normal(text))
