"""Excel by xlsxwriter: one sheet per table, real numbers, and no text that is ever calculated."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any, Final

from paseo.content.numbers import read_number
from paseo.report.document import Cell, Column, Document, Figure, Heading, Table, Words, plain
from paseo.report.writers.archive import settled
from paseo.report.writers.typesetting import legible

#: Excel's own limits.
_NAME: Final = 31
_TEXT: Final = 32_767
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
_WIDEST: Final = 60


class ExcelWriter:
    """Writes the tables of a document as .xlsx."""

    ending = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, document: Document) -> bytes:
        return write_excel(document)


def write_excel(document: Document) -> bytes:
    """Return every table of the document, those under figures too, as sheets of a workbook.

    Texts are written as strings, so that one that begins with ``=``, ``+``, ``-`` or ``@``
    stays a text. The same document gives the same bytes.
    """
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "nan_inf_to_errors": False})
    made = document.made_at.replace(tzinfo=None, microsecond=0)
    book.set_properties(
        {
            "title": legible(document.title)[:255],
            "subject": legible(document.subtitle)[:255],
            "author": "Paseo",
            "comments": legible(document.generated)[:255],
            "created": made,
        }
    )
    _Book(book, document).write()
    book.close()
    return settled(held.getvalue())


class _Book:
    """One workbook: a list of its sheets in front, then the sheets."""

    def __init__(self, book: Any, document: Document) -> None:
        self._book = book
        self._document = document
        self._names: set[str] = set()
        self._formats: dict[str, Any] = {}
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._caption = book.add_format({"bold": True, "font_size": 12})
        self._head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#F2F0EA"}
        )
        self._text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self._muted = book.add_format({"font_color": "#5B6573"})
        self._marked = book.add_format({"bold": True, "font_color": "#7A2E5D"})
        self._link = book.add_format({"font_color": "#0B6360", "underline": 1})

    def write(self) -> None:
        document = self._document
        front = self._book.add_worksheet(self._name(document.words.get("sheet_contents", "1")))
        front.hide_gridlines(2)
        front.set_column(0, 0, 34)
        front.set_column(1, 1, 90)
        self._string(front, 0, 0, document.title, self._title)
        self._string(front, 1, 0, document.subtitle, self._muted)
        self._string(front, 2, 0, document.where, self._muted)
        line = 3
        if document.generated:
            self._string(front, line, 0, f"◇ {document.generated}", self._marked)
            line += 1
        line += 1
        self._string(front, line, 0, document.words.get("sheet_sheet", ""), self._head)
        self._string(front, line, 1, document.words.get("table", ""), self._head)
        found = tables_by_chapter(document)
        held = Counter(chapter for _, chapter in found)
        for table, chapter in found:
            line += 1
            # Tables of one chapter are told apart by their captions, not by a number.
            name = self._sheet(table, chapter if held[chapter] == 1 else table.caption)
            front.write_url(line, 0, f"internal:'{name}'!A1", self._link, name)
            self._string(front, line, 1, table.caption)
        self._string(front, line + 2, 0, document.words.get("made_with", ""), self._muted)

    def _sheet(self, table: Table, chapter: str) -> str:
        name = self._name(chapter or table.caption)
        sheet = self._book.add_worksheet(name)
        self._string(sheet, 0, 0, table.caption, self._caption)
        where = self._document.where
        self._string(sheet, 1, 0, where, self._muted)
        if self._document.generated:
            self._string(sheet, 1, 1, f"◇ {self._document.generated}", self._marked)
        at = 0
        for place, column in enumerate(table.columns):
            at += self._column(sheet, at, column, [row[place] for row in table.rows])
        if table.rows:
            sheet.autofilter(3, 0, 3 + len(table.rows), at - 1)
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        line = 5 + len(table.rows)
        for note in table.notes:
            self._string(sheet, line, 0, plain(note), self._muted)
            line += 1
        return name

    def _column(self, sheet: Any, at: int, column: Column, cells: list[Cell]) -> int:
        """Write one column and return how many it took: words and figure are kept apart."""
        figures = [self._figure(cell, column) for cell in cells]
        spoken = any(figure is None or _says_more(cell.words)
                     for cell, figure in zip(cells, figures, strict=True))  # fmt: skip
        used = 0
        if spoken or not cells:
            self._string(sheet, 3, at, column.name, self._head)
            for line, cell in enumerate(cells, start=4):
                self._string(sheet, line, at, plain(cell.words), self._text)
            sheet.set_column(at, at, _width(column.name, [plain(cell.words) for cell in cells]))
            used = 1
        if any(figure is not None for figure in figures):
            word = self._document.words.get("as_number", "")
            name = f"{column.name} ({word})" if used else column.name
            self._string(sheet, 3, at + used, name, self._head)
            for line, figure in enumerate(figures, start=4):
                if figure is not None:
                    value, digits = figure
                    sheet.write_number(line, at + used, value, self._number(digits))
            sheet.set_column(at + used, at + used, 14)
            used += 1
        return used

    def _figure(self, cell: Cell, column: Column) -> tuple[float, int | None] | None:
        """Return the number of a cell and its decimals: given, or read from plain figures."""
        if cell.number is not None:
            return (cell.number, None) if _finite(cell.number) else None
        if column.align != "end":
            return None
        return read_number(plain(cell.words), self._document.language)

    def _number(self, digits: int | None) -> Any:
        pattern = "General" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
        if pattern not in self._formats:
            self._formats[pattern] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._formats[pattern]

    def _name(self, words: str) -> str:
        """Return a sheet name that Excel takes and that is not yet given."""
        clean = " ".join(_FORBIDDEN.sub(" ", legible(words)).split()) or "1"
        name, number = clean[:_NAME].strip(), 1
        while name.casefold() in self._names or name.casefold() == "history":
            number += 1
            name = f"{clean[: _NAME - len(str(number)) - 1].strip()} {number}"
        self._names.add(name.casefold())
        return name

    def _string(self, sheet: Any, line: int, at: int, words: str, style: Any = None) -> None:
        sheet.write_string(line, at, legible(words)[:_TEXT], style)


def tables_by_chapter(document: Document) -> list[tuple[Table, str]]:
    """Return each table with the chapter it stands in."""
    found: list[tuple[Table, str]] = []
    chapter = ""
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter = plain(block.words)
        elif isinstance(block, Table):
            found.append((block, chapter))
        elif isinstance(block, Figure) and block.table is not None:
            found.append((block.table, chapter))
    return found


def _says_more(words: Words) -> bool:
    """Say whether words hold more than a figure: a unit, an interval, a name."""
    return re.search(r"[^\d\s.,+\u2212\u00a0\u202f\u2019-]", plain(words)) is not None


def _finite(number: float) -> bool:
    return number == number and abs(number) != float("inf")


def _width(name: str, words: list[str]) -> float:
    longest = max((len(one) for one in words), default=0)
    return float(min(_WIDEST, max(10, len(name) * 1.1, longest * 1.05)))
