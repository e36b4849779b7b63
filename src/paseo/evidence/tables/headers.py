"""Column names as people write them, in two languages, and what was probably meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.evidence import columns
from paseo.evidence.tables.limits import HEADER_WITHIN

#: A column whose name begins so is for its author only.
OWN_SIGN: Final = "#"
_CLOSE: Final = 0.8


@cache
def _pack() -> dict[str, Any]:
    text = resources.files("paseo.evidence.tables").joinpath("headers.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def normal(header: str) -> str:
    """Return a column name without case, accents and punctuation.

    >>> normal(" Código del indicador: ")
    'codigo_del_indicador'
    """
    plain = unicodedata.normalize("NFKD", header.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")


@cache
def _known() -> dict[str, str]:
    """Return every normalised spelling with the column it means."""
    found: dict[str, str] = {}
    for column in (*columns.COLUMNS, columns.CITY):
        entry = _pack()["columns"].get(column, {})
        for spelling in (column, *entry.get("label", {}).values(), *entry.get("also", ())):
            found[normal(spelling)] = column
    return found


@cache
def _not_data() -> frozenset[str]:
    return frozenset(normal(name) for name in _pack()["for_people"])


def label(column: str) -> LanguageMap:
    """Return what a column is called for people.

    >>> label("indicator").read("es").words
    'Indicador'
    """
    return LanguageMap(_pack()["columns"][column]["label"])


def help_of(column: str) -> LanguageMap:
    """Return one sentence that says what belongs into a column."""
    return LanguageMap(_pack()["columns"][column]["help"])


def column_of(header: object) -> str | None:
    """Return the column that a header means, None when it is none of ours.

    >>> column_of("Código del indicador"), column_of("TIME_PERIOD"), column_of("colour")
    ('indicator', 'period', None)
    """
    return _known().get(normal(header)) if isinstance(header, str) else None


def find_header(rows: Sequence[Sequence[Any]]) -> int | None:
    """Return the position of the row that holds the column names.

    It is the row among the first twenty that names most columns, and at least two.
    """
    best, most = None, 1
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        found = len({column_of(cell) for cell in row} - {None})
        if found > most:
            best, most = at, found
    return best


@dataclass(frozen=True)
class Header:
    """Recognised columns: where each stands and what its author called it."""

    positions: dict[str, int]
    labels: dict[str, str]
    width: int


def recognise(row: Sequence[Any], place: Place, problems: Problems) -> Header:
    """Return the columns of a header row and report those that are unknown, double or missing."""
    positions: dict[str, int] = {}
    labels: dict[str, str] = {}
    unknown: list[str] = []
    for at, cell in enumerate(row):
        header = str(cell).strip() if cell is not None else ""
        column = column_of(header)
        if column is None:
            unknown.append(header)
        elif column in positions:
            problems.add("T216", place, header=header, other=labels[column], column=column)
        else:
            positions[column], labels[column] = at, header
    suspected = _report_unknown(unknown, positions, place, problems)
    for column in columns.REQUIRED:
        if column not in positions and column not in suspected:
            problems.add("T213", place, column=column)
    return Header(positions, labels, _last(row) + 1)


def _report_unknown(
    unknown: list[str], positions: dict[str, int], place: Place, problems: Problems
) -> set[str]:
    """Report columns that are not ours; return those that they were probably meant to be."""
    suspected = set()
    for header in unknown:
        if not header or header.startswith(OWN_SIGN) or normal(header) in _not_data():
            continue
        meant = difflib.get_close_matches(normal(header), _known(), n=1, cutoff=_CLOSE)
        column = _known()[meant[0]] if meant else None
        if column is None or column in positions:
            problems.add("T215", place, header=header)
        else:
            suspected.add(column)
            problems.add("T214", place, header=header, closest=column)
    return suspected


def _last(row: Sequence[Any]) -> int:
    return max((at for at, cell in enumerate(row) if cell not in (None, "")), default=-1)
