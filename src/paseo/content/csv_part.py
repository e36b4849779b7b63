"""Read CSV parts of packs: entries with a column per key, and long tables by column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from paseo.content.hints import hint, listed
from paseo.content.pack import Table
from paseo.content.problems import Place, Problems
from paseo.content.reading import Document, LinedList, LinedMap, read_text
from paseo.content.schema import Schema

MOST_CSV_BYTES: Final = 20_000_000

#: Between a key and a language in the name of a column: ``name@es``.
LANGUAGE_SIGN: Final = "@"
#: Between the items of a list in one cell.
LIST_SIGN: Final = "|"


@dataclass(frozen=True)
class Cells:
    """A CSV file as text: names of its columns, and rows with their numbers."""

    file: str
    names: list[str]
    rows: list[list[str]]
    numbers: list[int]


def read_cells(path: Path, problems: Problems, shown: str) -> Cells | None:
    """Return the cells of a CSV file; None after saying why it cannot be read."""
    text = read_text(path, problems, shown, MOST_CSV_BYTES)
    if text is None:
        return None
    sign = _wrong_separator(text.split("\n", 1)[0])
    if sign:
        problems.add("P165", Place(shown, row=1), sign=sign)
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if any(cell.strip() for cell in row):
                rows.append(row)
                numbers.append(number)
    except csv.Error:
        problems.add("P167", Place(shown, row=number + 1))
        return None
    if not rows:
        problems.add("P102", Place(shown))
        return None
    names = [name.strip() for name in rows[0]]
    cells = Cells(shown, names, rows[1:], numbers[1:])
    return cells if _is_even(cells, problems) else None


def _wrong_separator(first: str) -> str:
    if "," in first:
        return ""
    return next((name for sign, name in ((";", ";"), ("\t", "tab")) if sign in first), "")


def _is_even(cells: Cells, problems: Problems) -> bool:
    """Say whether every column has its own name and no row is longer than the first."""
    before = len(problems.errors)
    for at, name in enumerate(cells.names):
        if name in cells.names[:at]:
            problems.add("P162", Place(cells.file, row=1, column=name), key=name)
    for number, row in zip(cells.numbers, cells.rows, strict=True):
        if len(row) > len(cells.names):
            place = Place(cells.file, row=number)
            problems.add("P163", place, found=len(row), said=len(cells.names))
    if not cells.rows:
        problems.add("P166", Place(cells.file, row=1))
    return len(problems.errors) == before


def _check_names(names: Sequence[str], schema: Schema, problems: Problems, file: str) -> None:
    """Compare the names of columns with the keys of an entry."""
    known = schema["properties"]
    bare = [name.split(LANGUAGE_SIGN)[0] for name in names]
    missing = [key for key in schema.get("required", ()) if key not in bare]
    for name, key in zip(names, bare, strict=True):
        if key not in known or (key != name and "x-words" not in known[key]):
            meant = hint(key, [other for other in known if other not in bare])
            place = Place(file, row=1, column=name)
            problems.add("P161", place, key=name, hint=meant, known=listed(known))
            missing = [other for other in missing if other != meant.meant]
    for key in missing:
        problems.add("P160", Place(file, row=1), key=key, hint=hint(key, names))


def read_entries(
    path: Path, section: str, schema: Schema, problems: Problems, shown: str
) -> Document | None:
    """Return the rows of a CSV file as entries of a section, as if they stood in YAML.

    A cell that is empty is a key that is absent; ``name@es`` holds the Spanish of ``name``;
    the items of a list are joined by ``|``.
    """
    cells = read_cells(path, problems, shown)
    if cells is None:
        return None
    before = len(problems.errors)
    _check_names(cells.names, schema, problems, shown)
    if len(problems.errors) > before:
        return None
    entries = LinedList(1)
    for number, row in zip(cells.numbers, cells.rows, strict=True):
        entries.append(_entry(cells, row, number, schema["properties"], problems))
        entries.lines.append(number)
    if len(problems.errors) > before:
        return None
    data = LinedMap(1)
    data[section] = entries
    return Document(shown, data, rows=True)


def _entry(cells: Cells, row: list[str], number: int, keys: Schema, problems: Problems) -> LinedMap:
    entry = LinedMap(number)
    for name, cell in zip(cells.names, row, strict=False):
        text = cell.strip()
        if not text:
            continue
        key, _, language = name.partition(LANGUAGE_SIGN)
        if language:
            words = entry.setdefault(key, LinedMap(number))
            if isinstance(words, LinedMap):
                words[language] = text
            continue
        value = _value(text, keys[key])
        if value is None:
            place = Place(cells.file, row=number, column=name)
            problems.add("P164", place, value=text[:60], key=name)
        entry[key] = value
    return entry


def _value(text: str, schema: Schema) -> Any:
    """Return what a cell means by the type of its key; None for what should be a number."""
    types = schema.get("type", "string")
    names = {types} if isinstance(types, str) else set(types)
    if "string" in names:
        return text
    if "array" in names and not _NUMBER.fullmatch(text):
        return [part.strip() for part in text.split(LIST_SIGN)]
    if "boolean" in names:
        return {"true": True, "false": False}.get(text.lower(), text)
    if "integer" in names and _INTEGER.fullmatch(text):
        return int(text)
    if names & {"integer", "number"}:
        return number_of(text)
    return text


_NUMBER = re.compile(r"[-+]?([0-9]{1,30}(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,2})?")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")


def number_of(text: str) -> float | None:
    """Return a number written with a decimal point, None for anything else.

    >>> number_of("12.5"), number_of("12,5") is None, number_of("nan") is None
    (12.5, True, True)
    """
    return float(text) if _NUMBER.fullmatch(text) else None


def read_table(path: Path, table: Table, schema: Schema, problems: Problems, shown: str) -> None:
    """Add the rows of a CSV file to a long table, column by column.

    Every column of ``schema`` is there afterwards; those the file lacks hold None.
    """
    cells = read_cells(path, problems, shown)
    if cells is None:
        return
    before = len(problems.errors)
    _check_names(cells.names, schema, problems, shown)
    if len(problems.errors) > before:
        return
    table.starts.append((len(table), shown))
    table.rows.extend(cells.numbers)
    positions = {name: at for at, name in enumerate(cells.names)}
    for name, about in schema["properties"].items():
        texts = list(_column(cells, positions.get(name)))
        table.columns.setdefault(name, []).extend(
            _numbers(cells, name, texts, problems) if about.get("type") == "number" else texts
        )


def _column(cells: Cells, at: int | None) -> Iterator[str | None]:
    for row in cells.rows:
        text = row[at].strip() if at is not None and at < len(row) else ""
        yield text or None


def _numbers(
    cells: Cells, name: str, texts: list[str | None], problems: Problems
) -> list[float | None]:
    numbers = [None if text is None else number_of(text) for text in texts]
    for at, (text, number) in enumerate(zip(texts, numbers, strict=True)):
        if text is not None and number is None:
            place = Place(cells.file, row=cells.numbers[at], column=name)
            problems.add("P164", place, value=text[:60], key=name)
    return numbers
