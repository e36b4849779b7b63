"""The files of an action sheet: the document, and the sheet itself to be filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from paseo.prevention.sheets.plain import to_yaml
from paseo.prevention.sheets.sheet import Sheet
from paseo.prevention.sheets.viewing import SheetView
from paseo.prevention.sheets.words import SheetWords
from paseo.report.prevention.files import write_files
from paseo.report.prevention.sheet.document import sheet_document
from paseo.report.prevention.speaker import Standing

#: Format to file name. No workbook: a sheet is prose.
FILES: Final = {"yaml": "action-sheet.yaml", "pdf": "action-sheet.pdf",
                "docx": "action-sheet.docx", "html": "action-sheet.html"}  # fmt: skip


def data_of(sheet: Sheet) -> Mapping[str, Callable[[], bytes]]:
    """Return what makes the file that is no document."""
    return {"yaml": lambda: to_yaml(sheet).encode("utf-8")}


def write_sheet(
    view: SheetView,
    words: SheetWords,
    standing: Standing,
    folder: Path,
    formats: Iterable[str] = tuple(FILES),
    language: str = "en",
) -> list[Path]:
    """Write an action sheet as files, each whole or not at all; see ``files.write_files``."""
    return write_files(
        folder,
        FILES,
        formats,
        lambda: sheet_document(view, words, standing, language),
        data_of(view.sheet),
    )
