"""Text tables: encoding, separator, rows; what was assumed is said."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paseo.content.problems import Place, Problems
from paseo.evidence.tables.file_kind import kind_words
from paseo.evidence.tables.headers import column_of
from paseo.evidence.tables.limits import HEADER_WITHIN, MOST_COLUMNS, MOST_ROWS

DELIMITERS: Final = (",", ";", "\t", "|")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: What UTF-8 looks like after somebody read it as Windows-1252, and what a lost letter leaves.
_DAMAGE: Final = re.compile("\ufffd|Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ]|â€[™œ“”]")


@dataclass(frozen=True)
class CsvText:
    """The rows of a text table with their numbers; empty rows are left out."""

    rows: list[list[str]]
    numbers: list[int]
    encoding: str
    delimiter: str
    empty_rows: int


def read_csv(
    path: Path, shown: str, problems: Problems, *, named: Callable[[str], object] = column_of
) -> CsvText | None:
    """Return the rows of a text table; None after saying why it cannot be read.

    Args:
        named: gives None for a text that is no column name, which finds the separator.
    """
    text, encoding = decode(path.read_bytes())
    if "\0" in text:
        problems.add("T202", Place(shown), what=kind_words("binary"))
        return None
    place = Place(shown)
    if encoding in ("windows-1252", "iso-8859-1"):
        problems.add("T209", place, encoding=encoding)
    if damage := _DAMAGE.search(text):
        line = text.count("\n", 0, damage.start()) + 1
        around = text[max(0, damage.start() - 12) : damage.end() + 12]
        problems.add("T210", Place(shown, line=line), text=" ".join(around.split()))
    stated = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    delimiter = stated[1] if stated else find_delimiter(text, named)
    # The line that states the separator is a row for nobody: spreadsheet programs hide it.
    body = text[stated.end() :] if stated else text
    return _rows(body, delimiter, encoding, shown, problems)


def decode(raw: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of the encoding that was found or assumed.

    >>> decode("Málaga".encode("cp1252"))
    ('Málaga', 'windows-1252')
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace"), encoding
    if b"\0" in raw[:4000]:  # ASCII letters in UTF-16 have a nought beside each
        encoding = "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"
        if raw[:400].count(b"\0") >= len(raw[:400]) // 3:
            return raw.decode(encoding, errors="replace"), encoding
    for codec, encoding in (("utf-8", "utf-8"), ("cp1252", "windows-1252")):
        try:
            return raw.decode(codec), encoding
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1"), "iso-8859-1"


def find_delimiter(text: str, named: Callable[[str], object] = column_of) -> str:
    """Return the separator under which the first rows name most columns.

    >>> find_delimiter("Indicador;Periodo;Valor\\nSAF-01;2023;70,5")
    ';'
    """
    head = "\n".join(text.splitlines()[:HEADER_WITHIN])

    def columns_named(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(io.StringIO(head), delimiter=delimiter))
        except csv.Error:
            return (0, 0)
        most = max((len({named(cell) for cell in row} - {None}) for row in rows), default=0)
        return (most, head.count(delimiter))

    return max(DELIMITERS, key=columns_named)


def _rows(
    text: str, delimiter: str, encoding: str, shown: str, problems: Problems
) -> CsvText | None:
    rows: list[list[str]] = []
    numbers: list[int] = []
    empty = pending = 0
    number = 0
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            if any(cell and not cell.isspace() for cell in row):
                rows.append(row)
                numbers.append(number)
                empty, pending = empty + pending, 0
            else:
                pending += 1  # empty rows at the end are no rows
            if number > MOST_ROWS:
                break
    except csv.Error:
        problems.add("T211", Place(shown, line=reader.line_num, row=number + 1))
        return None
    if number > MOST_ROWS:
        _too_long(text, len(rows[0]), shown, problems)
        return None
    return CsvText(rows, numbers, encoding, delimiter, empty)


def _too_long(text: str, width: int, shown: str, problems: Problems) -> None:
    problems.add(
        "T231", Place(shown), rows=text.count("\n"), columns=width,
        most_rows=MOST_ROWS, most_columns=MOST_COLUMNS,
    )  # fmt: skip


def _lines(text: str) -> Iterator[str]:
    # Line ends only: str.splitlines would also cut at form feeds inside a cell.
    return iter(io.StringIO(text, newline=""))
