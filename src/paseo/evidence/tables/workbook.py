"""Excel workbooks: values as their author sees them, and what hides behind them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from paseo.content.problems import Place, Problems
from paseo.evidence.tables import limits
from paseo.evidence.tables.workbook_parts import SheetPart, is_safe, percent_styles, sheets

#: Written by our templates into the hidden sheet of lists.
TEMPLATE_MARK: Final = "paseo.template"
LISTS_SHEET: Final = "lists"

# A sheet of a hundred thousand rows is read in one go; every pattern begins with fixed letters,
# which keeps looking through 75 MB a matter of tenths of a second.
_CELL = re.compile(rb"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REF = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_HAS_FORMULA = re.compile(rb"<f[ >/]")
_HAS_VALUE = re.compile(rb"<v[^>]*>([^<]+)<")
_MERGE = re.compile(rb'<mergeCell\s[^>]*\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_LAST_ROW = re.compile(rb'<row\s[^>]*?\br="([0-9]+)"')
#: Columns beyond IV, the 256th.
_FAR = re.compile(rb'r="(I[W-Z]|[J-Z][A-Z]|[A-Z]{3})[0-9]+"')
_NO_REF = re.compile(rb"<c(?=[ >/])(?![^>]*\br=)")
_PREFIX = re.compile(rb"<(/?)[A-Za-z0-9]+:")


@dataclass(frozen=True)
class SheetRows:
    """A sheet as rows of cells, from row 1 and column A on."""

    name: str
    hidden: bool
    rows: list[list[Any]]
    percent: set[tuple[int, int]] = field(default_factory=set)
    formulas: list[str] = field(default_factory=list)
    empty_formulas: list[str] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def read_workbook(
    path: Path, shown: str, problems: Problems, *, most_columns: int = limits.MOST_COLUMNS
) -> list[SheetRows] | None:
    """Return the sheets of a workbook; None after saying why it cannot be opened.

    Args:
        most_columns: a wider sheet is refused; answers to a survey need more than observations.
    """
    place = Place(shown)
    try:
        with zipfile.ZipFile(path) as archive:
            if not is_safe(archive, place, problems):
                return None
            return _read(path, archive, place, problems, most_columns)
    except (zipfile.BadZipFile, ParseError, KeyError, OSError, ValueError, EOFError) as error:
        problems.add("T207", place, part=str(error)[:80])
    return None


def _read(
    path: Path, archive: zipfile.ZipFile, place: Place, problems: Problems, most_columns: int
) -> list[SheetRows] | None:
    from python_calamine import CalamineError, CalamineWorkbook

    percents = percent_styles(archive)
    parts = sheets(archive)
    raws = {part.part: _without_prefix(archive.read(part.part)) for part in parts}
    fits = [_fits(part, raws[part.part], place, problems, most_columns) for part in parts]
    if not all(fits):
        return None
    try:
        with CalamineWorkbook.from_path(path) as book:
            return [
                _sheet(part, raws[part.part], book.get_sheet_by_name(part.name), percents)
                for part in parts
            ]
    except CalamineError as error:
        problems.add("T207", place, part=str(error)[:80])
        return None


def _without_prefix(raw: bytes) -> bytes:
    """Return a part whose element names stand alone (some writers put ``x:`` before each)."""
    return _PREFIX.sub(rb"<\1", raw) if b":sheetData" in raw else raw


def _fits(part: SheetPart, raw: bytes, place: Place, problems: Problems, most_columns: int) -> bool:
    """Say whether a sheet is small enough: a stray cell far away would ask for all memory."""
    rows = max((int(row) for row in _LAST_ROW.findall(raw)), default=0)
    far = _too_far(raw, most_columns)
    width = far.decode() if far else ""
    if _has_cells_without_ref(raw):
        cells = max(len(_CELL.findall(row)) for row in raw.split(b"<row"))
        width = width or (str(cells) if cells > most_columns else "")
        rows = max(rows, raw.count(b"<row"))
    if rows <= limits.MOST_ROWS and not width:
        return True
    problems.add(
        "T231", Place(place.file, sheet=part.name), rows=rows,
        columns=width or column_letters(most_columns - 1),
        most_rows=limits.MOST_ROWS, most_columns=most_columns,
    )  # fmt: skip
    return False


def _too_far(raw: bytes, most_columns: int) -> bytes | None:
    """Return the letters of a column that is too far to the right."""
    return next(
        (found[1] for found in _FAR.finditer(raw)
         if most_columns <= limits.MOST_COLUMNS
         or column_number(found[1].decode()) >= most_columns),
        None,
    )  # fmt: skip


def _has_cells_without_ref(raw: bytes) -> bool:
    cells = raw.count(b"<c ") + raw.count(b"<c>") + raw.count(b"<c/>")
    return cells != raw.count(b'<c r="') and _NO_REF.search(raw) is not None


def _sheet(part: SheetPart, raw: bytes, sheet: Any, percents: list[str]) -> SheetRows:
    made = SheetRows(
        part.name,
        part.hidden,
        sheet.to_python(skip_empty_area=False),
        merged=[ref.decode() for ref in _MERGE.findall(raw)],
    )
    if _HAS_FORMULA.search(raw) or b't="e"' in raw:
        _look_behind(raw, made)
    if percents:
        _find_percents(raw, percents, made)
    return made


def _look_behind(raw: bytes, made: SheetRows) -> None:
    """Find formulas, formulas without a stored result, and error values."""
    for cell, attributes, content in _cells(raw):
        has_formula = _HAS_FORMULA.search(content) is not None
        value = _HAS_VALUE.search(content)
        if b't="e"' in attributes:
            made.errors.append((cell, value[1].decode() if value else "#"))
        elif has_formula and value is None and b't="str"' not in attributes:
            made.empty_formulas.append(cell)
        elif has_formula:
            made.formulas.append(cell)


def _cells(raw: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    for found in _CELL.finditer(raw):
        ref = _REF.search(found[1])
        if ref:
            yield (ref[1] + ref[2]).decode(), found[1], found[2] or b""


def _find_percents(raw: bytes, percents: list[str], made: SheetRows) -> None:
    styles = "|".join(percents).encode()
    for found in re.finditer(rb'<c\b[^>]*?\bs="(?:' + styles + rb')"[^>]*>', raw):
        ref = _REF.search(found[0])
        if ref:
            made.percent.add((int(ref[2]) - 1, column_number(ref[1].decode())))


def column_number(letters: str) -> int:
    """Return the position of a column by its letters, from 0.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a column by its position, from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
