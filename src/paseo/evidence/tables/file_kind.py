"""What a file really is, by its first bytes and not by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.evidence.tables import limits

Kind = Literal["csv", "xlsx"]


def kind_words(word: str) -> LanguageMap:
    """Return what a kind of file is called."""
    return load_phrases("paseo.evidence.tables").map(word)


def kind_of(path: Path, shown: str, problems: Problems) -> Kind | None:
    """Return whether a file is a text table or a workbook; None after saying why it is neither.

    The size is looked at first, so that a huge file is never read.
    """
    place = Place(shown)
    if not path.is_file():
        problems.add("P101", place, file=path.name)
        return None
    with path.open("rb") as file:
        start = file.read(8)
    is_zip = start.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    most = limits.MOST_XLSX_BYTES if is_zip else limits.MOST_CSV_BYTES
    size = path.stat().st_size
    if size > most:
        megabytes = f"{size / limits.MEGABYTE:.0f}"
        problems.add("T201", place, size=megabytes, limit=most // limits.MEGABYTE)
        return None
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        problems.add("T203", place)
        return None
    for sign, word in ((b"%PDF", "pdf"), (b"<!DOCTYP", "web_page"), (b"<html", "web_page")):
        if start.startswith(sign):
            problems.add("T202", place, what=kind_words(word))
            return None
    if is_zip:
        return _kind_of_archive(path, place, problems)
    return "csv"


def _kind_of_archive(path: Path, place: Place, problems: Problems) -> Kind | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        problems.add("T207", place, part=path.name)
        return None
    if "xl/workbook.bin" in names:
        problems.add("T202", place, what=kind_words("binary_workbook"))
    elif any(name.startswith("xl/") for name in names):
        return "xlsx"
    elif "content.xml" in names:
        problems.add("T202", place, what=kind_words("opendocument"))
    else:
        problems.add("T202", place, what=kind_words("archive"))
    return None
