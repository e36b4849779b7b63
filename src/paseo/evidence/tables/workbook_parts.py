"""Whether a workbook is safe to open, and what stands where inside it (ECMA-376)."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from paseo.content.problems import Place, Problems
from paseo.evidence.tables import limits

_XML_PARTS: Final = (".xml", ".rels")
#: Number formats 9 and 10 are the built-in per cent formats (ECMA-376 part 1, 18.8.30).
_PERCENT_FORMATS: Final = {"9", "10"}


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its name, the part that holds it, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


def is_safe(archive: zipfile.ZipFile, place: Place, problems: Problems) -> bool:
    """Say whether a workbook may be opened; every reason against is reported.

    Nothing is unpacked before the sizes in the directory of the archive have been added up;
    Python's zipfile reads no more of a part than that directory states.
    """
    before = len(problems.errors)
    _check_size(archive, place, problems)
    for name in archive.namelist():
        lower = name.lower()
        if lower.endswith("vbaproject.bin") or "/macrosheets/" in lower:
            problems.add("T205", place, part=name)
        elif re.search(r"xl/externallinks/[^/]+\.xml$", lower):
            problems.add("T206", place, part=name)
    if len(problems.errors) > before:
        return False
    _check_entities(archive, place, problems)
    return len(problems.errors) == before


def _check_size(archive: zipfile.ZipFile, place: Place, problems: Problems) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    ratio = size / packed
    too_dense = size > limits.RATIO_MATTERS_FROM and ratio > limits.MOST_RATIO
    if size > limits.MOST_UNPACKED_BYTES or len(parts) > limits.MOST_PARTS or too_dense:
        problems.add(
            "T204", place,
            size=f"{size / limits.MEGABYTE:.0f}", parts=len(parts), ratio=f"{ratio:.0f}",
            most_size=limits.MOST_UNPACKED_BYTES // limits.MEGABYTE,
            most_parts=limits.MOST_PARTS, most_ratio=limits.MOST_RATIO,
        )  # fmt: skip


def _check_entities(archive: zipfile.ZipFile, place: Place, problems: Problems) -> None:
    for name in archive.namelist():
        if name.endswith(_XML_PARTS):
            with archive.open(name) as part:
                # A document type stands before the first element or nowhere.
                if b"<!DOCTYPE" in part.read(2_000).replace(b"\0", b"").upper():
                    problems.add("T208", place, part=name)


def sheets(archive: zipfile.ZipFile) -> list[SheetPart]:
    """Return the worksheets in the order of their tabs."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - no entities
    targets = _targets(archive)
    found = []
    for element in book.iter():
        if _local(element.tag) != "sheet":
            continue
        relation = next((value for key, value in element.attrib.items() if _local(key) == "id"), "")
        part = targets.get(relation)
        if part is not None:
            hidden = element.get("state", "visible") != "visible"
            found.append(SheetPart(element.get("name", ""), part, hidden))
    return found


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = ElementTree.fromstring(  # noqa: S314 - no entities, see _check_entities
        archive.read("xl/_rels/workbook.xml.rels")
    )
    found = {}
    for one in relations:
        if one.get("Type", "").endswith("/worksheet"):
            target = one.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[one.get("Id", "")] = posixpath.normpath(path)
    return found


def percent_styles(archive: zipfile.ZipFile) -> list[str]:
    """Return the cell styles whose number format shows a per cent sign."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 - no entities
    formats = set(_PERCENT_FORMATS)
    cells: list[str] = []
    for element in styles.iter():
        if _local(element.tag) == "numFmt" and "%" in element.get("formatCode", ""):
            formats.add(element.get("numFmtId", ""))
    for element in styles.iter():
        if _local(element.tag) == "cellXfs":
            cells = [one.get("numFmtId", "0") for one in element]
    return [str(at) for at, code in enumerate(cells) if code in formats]


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
