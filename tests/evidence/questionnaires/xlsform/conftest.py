"""Forms drawn as tables in the tests, saved as workbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

Draw = Callable[[str], Path]


def sheets_of(drawn: str) -> dict[str, list[list[str]]]:
    """Return the sheets of a drawing: a line in the first column begins one."""
    sheets: dict[str, list[list[str]]] = {}
    name = ""
    for line in drawn.strip().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0]:
            name = cells[0]
            sheets[name] = []
        if len(cells) > 1:
            sheets[name].append(cells[1:])
    return sheets


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    """Save a drawn form as a workbook."""

    def drawn(text: str, name: str = "form.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            for sheet, rows in sheets_of(text).items():
                page = book.add_worksheet(sheet)
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if cell:
                            page.write_string(at, column, cell)
        return path

    return drawn
