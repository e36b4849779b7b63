"""Read a pack from its file or folder: header, parts, CSV parts, put together and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from paseo.content.csv_part import read_entries, read_table
from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.pack import Header, Pack, Table
from paseo.content.problems import Place, Problems
from paseo.content.reading import Document, LinedMap, parse_yaml, read_text, read_yaml
from paseo.content.registry import PackKind, Shelf, pack_kinds
from paseo.content.rules import (
    check_references,
    check_sources,
    check_table,
    check_translations,
    merge_section,
)
from paseo.content.schema import Schema, Walked, load_schema, walk

PACK_FILE = "pack.yaml"

Origins = dict[str, dict[str | int, tuple[Document, tuple[str | int, ...]]]]


def pack_file(path: Path) -> Path:
    """Return the file that holds the header of the pack at ``path``."""
    return path / PACK_FILE if path.is_dir() else path


def read_header(path: Path) -> Header | None:
    """Return only the header of a pack, quickly; None when the file is no readable pack."""
    problems = Problems()
    text = read_text(path, problems, path.name)
    if text is None or not text.lstrip().startswith(("pack:", "#", "---")):
        return None
    data = parse_yaml(text, path.name, problems, only="pack")
    if not isinstance(data, LinedMap) or len(problems) or list(data) != ["pack"]:
        return None
    walk(load_schema("header.json"), Document(path.name, data), problems, ("pack",), data["pack"])
    return None if problems.errors else _header(data["pack"])


def part_names(path: Path) -> list[str]:
    """Return the names of the files that the pack at ``path`` lists, as far as they can be read."""
    document = read_yaml(path, Problems())
    if document is None:
        return []
    parts, entries = document.data.get("parts"), document.data.get("entries")
    tables = entries if isinstance(entries, list) else [entries]
    names = [*(parts if isinstance(parts, list) else ())]
    names += [one.get("file") for one in tables if isinstance(one, dict)]
    return [name for name in names if isinstance(name, str)]


def read_pack(path: Path, shelf: Shelf) -> tuple[Pack | None, Problems]:
    """Read and check the pack at ``path``.

    Returns:
        The pack, None when it is refused, and every problem found.
    """
    return _Reading(pack_file(path), shelf).run()


def _header(raw: dict[str, Any]) -> Header:
    def words(value: Any) -> LanguageMap:
        return LanguageMap({raw["language"]: value} if isinstance(value, str) else value)

    return Header(
        id=raw["id"],
        kind=raw["kind"],
        version=raw["version"],
        published=date.fromisoformat(raw["published"]),
        language=raw["language"],
        languages=tuple(raw["languages"]),
        title=words(raw["title"]),
        provider=words(raw["provider"]),
        licence=raw["licence"],
        evidence=raw["evidence"],
        description=words(raw.get("description", {})),
        source=raw.get("source", ""),
        target=raw.get("target", ""),
    )


@dataclass
class _Reading:
    """One reading of one pack."""

    path: Path
    shelf: Shelf
    problems: Problems = field(default_factory=Problems)
    documents: list[Document] = field(default_factory=list)
    walks: list[tuple[Document, Walked]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    sections: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    origins: Origins = field(default_factory=dict)

    def run(self) -> tuple[Pack | None, Problems]:
        header, kind = self._open()
        if header is not None and kind is not None:
            self._read_parts(kind)
            pack = self._put_together(header, kind)
            if not self.problems.errors and kind.check:
                kind.check(pack, self.problems, self.shelf)
            if not self.problems.errors:
                return pack, self.problems
        return None, self.problems

    def _shown(self, path: Path) -> str:
        """Return the name under which a file is shown: the folder tells ``pack.yaml`` apart."""
        name = path.relative_to(self.path.parent).as_posix()
        return f"{self.path.parent.name}/{name}" if self.path.name == PACK_FILE else name

    def _open(self) -> tuple[Header | None, PackKind | None]:
        self.files.append(self.path)
        document = read_yaml(self.path, self.problems, self._shown(self.path))
        if document is None:
            return None, None
        raw = document.data.get("pack")
        if not isinstance(raw, dict) or next(iter(document.data)) != "pack":
            line = next(iter(document.data.lines.values()), 1)
            self.problems.add("P120", Place(document.file, line=line))
            return None, None
        walked = walk(load_schema("header.json"), document, self.problems, ("pack",), raw)
        kind = self._kind(raw.get("kind"), document.place(("pack", "kind")))
        self.documents.append(document)
        self.walks.append((document, walked))
        if kind is not None:  # the rest is worth reading even when the header is wrong
            self._walk(document, kind, {"pack": {}, "parts": _PARTS, "entries": _ENTRIES})
        if self.problems.errors:
            return None, None
        header = _header(raw)
        if header.language not in header.languages:
            place = document.place(("pack", "languages"))
            self.problems.add("P135", place, value=header.language)
        return header, kind

    def _kind(self, name: Any, place: Place) -> PackKind | None:
        kinds = pack_kinds()
        if not isinstance(name, str) or not name:
            return None  # the schema of the header has said so
        if name not in kinds:
            known = sorted(kinds)
            values = {"value": name[:60], "hint": hint(name, known), "known": listed(known)}
            self.problems.add("P144", place, **values)
        return kinds.get(name)

    def _walk(self, document: Document, kind: PackKind, more: Schema | None = None) -> None:
        schema = {
            "type": "object",
            "properties": {
                "sources": load_schema("common.json")["$defs"]["sources"],
                **{
                    name: about
                    for name, about in kind.schema["properties"].items()
                    if "x-table" not in about
                },
                **(more or {}),
            },
            "additionalProperties": False,
        }
        self.walks.append((document, walk(schema, document, self.problems)))

    def _read_parts(self, kind: PackKind) -> None:
        top = self.documents[0]
        seen: set[str] = set()
        for at, name in enumerate(top.data.get("parts", ())):
            path = self._part(name, top.place(("parts", at)), seen)
            if path is not None:
                document = read_yaml(path, self.problems, self._shown(path))
                if document is not None:
                    self.documents.append(document)
                    self._walk(document, kind)
        for path, place, section in self._tables(top, kind, seen):
            self._read_csv(path, place, section, kind)

    def _part(self, name: str, place: Place, seen: set[str]) -> Path | None:
        """Return the file of a part that may be read."""
        if name in seen:
            self.problems.add("P118", place, file=name[:80])
            return None
        seen.add(name)
        folder = self.path.parent.resolve()
        try:
            path = (folder / name).resolve()
            is_inside = path.is_relative_to(folder) and path != folder
            is_there = path.is_file()
        except (OSError, ValueError, RuntimeError):  # a name no file can have, a circle of links
            is_inside = is_there = False
        if not is_inside:
            self.problems.add("P116", place, file=name[:80])
            return None
        if not is_there:
            others = [other.name for other in folder.iterdir() if other.is_file()]
            self.problems.add("P115", place, file=name[:80], hint=hint(name, others))
            return None
        path = self.path.parent / name
        self.files.append(path)
        return path

    def _tables(
        self, top: Document, kind: PackKind, seen: set[str]
    ) -> list[tuple[Path, Place, str]]:
        raw = top.data.get("entries", [])
        found = []
        for at, one in enumerate(raw if isinstance(raw, list) else [raw]):
            steps: tuple[str | int, ...] = (at,) if isinstance(raw, list) else ()
            section = one.get("into", kind.schema.get("x-entries", ""))
            if kind.schema["properties"].get(section, {}).get("type") != "array":
                known = [
                    name
                    for name, about in kind.schema["properties"].items()
                    if about.get("type") == "array"
                ]
                self.problems.add(
                    "P124", top.place(("entries", *steps, "into")), key="into", value=section[:60],
                    hint=hint(section, known), known=listed(known),
                )  # fmt: skip
                continue
            place = top.place(("entries", *steps, "file"))
            path = self._part(one["file"], place, seen)
            if path is not None:
                found.append((path, place, section))
        return found

    def _read_csv(self, path: Path, place: Place, section: str, kind: PackKind) -> None:
        about = kind.schema["properties"][section]
        shown = self._shown(path)
        if "x-table" in about:
            table = self.tables.setdefault(section, Table({}))
            read_table(path, table, about["items"], self.problems, shown)
            return
        document = read_entries(path, section, about["items"], self.problems, shown)
        if document is not None:
            self.documents.append(document)
            self._walk(document, kind)

    def _put_together(self, header: Header, kind: PackKind) -> Pack:
        """Join the sections of all documents and check what lies between them."""
        abouts = {
            "sources": load_schema("common.json")["$defs"]["sources"],
            **kind.schema["properties"],
        }
        if not self.problems.errors:
            for name, about in abouts.items():
                merge_section(
                    name, about, self.documents, self.sections, self.origins, self.problems
                )
        pack = Pack(
            header,
            self.path,
            self.sections,
            self.tables,
            self.origins,
            tuple(self.documents),
            tuple(self.files),
        )
        if self.problems.errors:
            return pack
        present = {*self.sections, *self.tables}
        for name in kind.schema.get("required", ()):
            if name not in present:
                self.problems.add("P122", self.documents[0].place(), key=name)
        if "x-target" in kind.schema and not header.target:
            self.problems.add("P122", self.documents[0].place(("pack",)), key="target")
        check_references(pack, self.walks, self.problems)
        check_sources(pack, self.walks, self.problems)
        for name, table in self.tables.items():
            check_table(pack, table, abouts[name]["items"], self.problems)
        check_translations(pack, self.walks, self.problems)
        return pack


_FILE_NAME = {"type": "string", "minLength": 1}
_PARTS = {"type": "array", "minItems": 1, "items": _FILE_NAME}
_ENTRIES = {
    "type": ["object", "array"],
    "minItems": 1,
    "required": ["file"],
    "properties": {"file": _FILE_NAME, "into": _FILE_NAME},
    "additionalProperties": False,
    "items": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": _FILE_NAME, "into": _FILE_NAME},
        "additionalProperties": False,
    },
}
