"""What a file really is, told by its contents: the name alone may say anything."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

#: Kind to the endings that its files have.
ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "pdf": (".pdf",),
    "picture": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"),
    "docx": (".docx",),
    "xlsx": (".xlsx",),
    "pptx": (".pptx",),
    "odt": (".odt",),
    "ods": (".ods",),
    "odp": (".odp",),
    "geopackage": (".gpkg",),
    "text": (".txt", ".csv", ".json", ".geojson", ".md"),
}
_PICTURES: Final = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*",
)  # fmt: skip
#: Programs of Windows, Linux and macOS, Java, installers, and scripts that name their interpreter.
_PROGRAMS: Final = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"#!", b"!<arch>",
)  # fmt: skip
_OFFICE: Final = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OPEN_DOCUMENT: Final = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
#: Text that a browser would run.
_MARKUP: Final = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<?php")
_HEAD: Final = 4096
#: Signs that no text holds; tab, line and page breaks are left out.
_CONTROL: Final = bytes({*range(9), *range(14, 32)})


class NotAccepted(ValueError):  # noqa: N818 - the word a user reads
    """A file is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Looked:
    """A file that is taken: what it is."""

    kind: str


def every_ending() -> tuple[str, ...]:
    return tuple(ending for endings in ENDINGS.values() for ending in endings)


def look(file: Path, name: str, accepts: tuple[str, ...] = ()) -> Looked:
    """Return what a file is.

    Args:
        name: as the sender called it.
        accepts: endings that a question takes; empty takes all that are known.

    Raises:
        NotAccepted: when it is empty, a program, of an unknown kind, or not what its name says.
    """
    ending = Path(name).suffix.lower()
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    if not head:
        raise NotAccepted(_("“%(name)s” is empty. Choose a file that holds something.") % _of(name))
    if head.startswith(_PROGRAMS):
        raise NotAccepted(_("“%(name)s” is a program. Programs are not taken.") % _of(name))
    kind = _kind(file, head, name)
    if accepts and ending not in accepts:
        said = _("“%(name)s” is of a kind that this question does not take. Bring: %(known)s.")
        raise NotAccepted(said % {"name": name, "known": ", ".join(accepts)})
    if not kind:
        said = _("“%(name)s” is of a kind that is not taken. Bring: %(known)s.")
        raise NotAccepted(said % {"name": name, "known": ", ".join(every_ending())})
    if ending not in ENDINGS[kind]:
        said = _("“%(name)s” is not what its name says: it holds %(kind)s. Name it %(known)s.")
        values = {"name": name, "kind": kind_words(kind), "known": ", ".join(ENDINGS[kind])}
        raise NotAccepted(said % values)
    return Looked(kind)


def kind_words(kind: str) -> str:
    """Return what a kind of file is called."""
    return {
        "pdf": "PDF",
        "picture": _("a picture"),
        "docx": "Word",
        "xlsx": "Excel",
        "pptx": "PowerPoint",
        "odt": "OpenDocument",
        "ods": "OpenDocument",
        "odp": "OpenDocument",
        "geopackage": "GeoPackage",
        "text": _("plain text"),
    }[kind]


def _of(name: str) -> dict[str, str]:
    return {"name": name}


def _kind(file: Path, head: bytes, name: str) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "picture"
    if head.startswith(b"SQLite format 3\x00"):
        return "geopackage"
    if head.startswith(b"PK"):
        return _archive(file, name)
    return "text" if _is_text(file, head) else ""


def _archive(file: Path, name: str) -> str:
    """Return which document an archive is; one with macros in it is a program."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any(one.lower().endswith("vbaproject.bin") for one in names):
                said = _("“%(name)s” holds macros. Save it without macros and bring that.")
                raise NotAccepted(said % _of(name))
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return _OPEN_DOCUMENT.get(archive.read("mimetype").decode("ascii", "ignore"), "")
            if "[Content_Types].xml" not in names:
                return ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        said = _("“%(name)s” is damaged. Open it, save it again and bring that.")
        raise NotAccepted(said % _of(name)) from None
    return next((kind for folder, kind in _OFFICE.items() if _within(folder, names)), "")


def _within(folder: str, names: list[str]) -> bool:
    return any(one.startswith(folder) for one in names)


def _is_text(file: Path, head: bytes) -> bool:
    if head.lstrip().lower().startswith(_MARKUP):
        return False
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            # Control signs stand in no text, whatever old encoding it is in.
            if len(block.translate(None, _CONTROL)) != len(block):
                return False
    return True
