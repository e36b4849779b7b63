"""Hold data against a pack schema, and gather in the same walk what later checks need.

The schemas are JSON Schema (2020-12); this walk knows the keywords they use and, beside them,
annotations that other programs pass over: ``x-words`` (a language map; of a proper
``name`` no translation is missed), ``x-refers`` (the id of
something in another section), ``x-section`` (a list whose ids others refer to), ``x-entry``
(needs a source and an evidence mark), ``x-unique``, ``x-day``, ``x-dated``, ``x-language``,
``x-table`` (long tables, checked by column) and ``x-problem`` (the number to report).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from paseo.content.hints import hint, listed, type_names
from paseo.content.language import is_language
from paseo.content.problems import Problems
from paseo.content.reading import Document

Path = tuple[str | int, ...]
Schema = dict[str, Any]


class Seen(NamedTuple):
    """Something the walk passed by: where, what it was, and what the schema says of it."""

    path: Path
    value: Any
    about: str


@dataclass
class Walked:
    """What one walk gathered."""

    words: list[Seen] = field(default_factory=list)
    refers: list[Seen] = field(default_factory=list)
    entries: list[Seen] = field(default_factory=list)

    def extend(self, other: Walked) -> None:
        self.words += other.words
        self.refers += other.refers
        self.entries += other.entries


@cache
def load_schema(name: str, package: str = "paseo.content") -> Schema:
    """Return a schema of ``<package>/schemas`` with its references written in.

    >>> load_schema("header.json")["properties"]["evidence"]["enum"]
    ['stated', 'adapted', 'composed']
    """
    schema = _read(package, name)
    found: Schema = _inline(schema, schema, package)
    return found


@cache
def _read(package: str, name: str) -> Schema:
    folder = resources.files(package).joinpath("schemas", name)
    if not folder.is_file():  # what every kind shares stands in content
        folder = resources.files("paseo.content").joinpath("schemas", name)
    schema: Schema = json.loads(folder.read_text("utf-8"))
    return schema


def _inline(node: Any, root: Schema, package: str) -> Any:
    if isinstance(node, list):
        return [_inline(item, root, package) for item in node]
    if not isinstance(node, dict):
        return node
    own = {key: _inline(value, root, package) for key, value in node.items() if key != "$ref"}
    if "$ref" not in node:
        return own
    file, _, pointer = str(node["$ref"]).partition("#")
    target_root = _read(package, file) if file else root
    target: Any = target_root
    for step in pointer.strip("/").split("/"):
        target = target[step]
    return {**_inline(target, target_root, package), **own}


def walk(
    schema: Schema, document: Document, problems: Problems, under: Path = (), data: Any = None
) -> Walked:
    """Report every breach of ``schema`` with its place and return what the walk passed by.

    Args:
        under: path of the part of the document that is held against the schema.
        data: that part; the whole document when left out.
    """
    walker = _Walker(document, problems)
    walker.visit(schema, document.data if data is None else data, under)
    return walker.walked


_IS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
}


class _Walker:
    def __init__(self, document: Document, problems: Problems) -> None:
        self.document = document
        self.problems = problems
        self.walked = Walked()

    def add(self, schema: Schema, code: str, path: Path, **values: Any) -> None:
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        self.problems.add(
            schema.get("x-problem", code), self.document.place(path), key=key, **values
        )

    def visit(self, schema: Schema, value: Any, path: Path) -> None:
        if not self._fits(schema, value, path):
            return
        self._annotations(schema, value, path)
        if isinstance(value, dict):
            self._object(schema, value, path)
        elif isinstance(value, list):
            self._array(schema, value, path)
        elif isinstance(value, str):
            self._string(schema, value, path)
        elif isinstance(value, (int, float)):
            self._number(schema, value, path)

    def _fits(self, schema: Schema, value: Any, path: Path) -> bool:
        wanted = schema.get("type")
        if wanted is not None:
            names = [wanted] if isinstance(wanted, str) else wanted
            if not any(_IS[name](value) for name in names):
                if value is None:
                    self.add({}, "P131", path)
                else:
                    self.add(schema, "P123", path, expected=type_names(names), value=_short(value))
                return False
        choices = schema.get("enum")
        if choices is not None and (isinstance(value, bool) or value not in choices):
            self.add(
                schema, "P124", path, value=_short(value), hint=hint(value, choices),
                known=listed(choices),
            )  # fmt: skip
            return False
        if "not" in schema and value in schema["not"]["enum"]:
            self.add(schema, "P124", path, value=_short(value), hint="", known="")
            return False
        return True

    def _annotations(self, schema: Schema, value: Any, path: Path) -> None:
        if "x-words" in schema:
            if schema["x-words"] != "name":
                self.walked.words.append(Seen(path, value, ""))
            self._languages(value, path)
        if "x-refers" in schema and isinstance(value, str):
            self.walked.refers.append(Seen(path, value, schema["x-refers"]))
        if "x-entry" in schema:
            self.walked.entries.append(Seen(path, value, ""))
        if "x-language" in schema and isinstance(value, str) and not is_language(value):
            self.add(schema, "P129", path, value=_short(value))

    def _languages(self, value: Any, path: Path) -> None:
        if isinstance(value, dict):
            for code in value:
                if not is_language(code):
                    self.add({}, "P129", (*path, code), value=_short(code))

    def _object(self, schema: Schema, value: dict[str, Any], path: Path) -> None:
        known = schema.get("properties", {})
        rest = schema.get("additionalProperties", True)
        missing = [key for key in schema.get("required", ()) if key not in value]
        for key, inner in value.items():
            if key in known:
                self.visit(known[key], inner, (*path, key))
            elif isinstance(rest, dict):
                self.visit(rest, inner, (*path, key))
            elif rest is False:
                meant = self._unknown_key(key, known, value, path)
                missing = [other for other in missing if other != meant]
        for key in missing:
            self.problems.add("P122", self.document.place(path), key=key)
        if len(value) < schema.get("minProperties", 0):
            self.add(schema, "P131", path)

    def _unknown_key(
        self, key: str, known: Schema, value: dict[str, Any], path: Path
    ) -> str | None:
        """Report a key and return the absent key it probably stands for."""
        free = [name for name in known if name not in value]
        meant = hint(key, free)
        self.problems.add(
            "P121", self.document.place((*path, key)), key=_short(key), hint=meant,
            known=listed(known),
        )  # fmt: skip
        return meant.meant

    def _array(self, schema: Schema, value: list[Any], path: Path) -> None:
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            self.add(schema, "P131", path)
        if "x-table" in schema:
            return
        if "items" in schema:
            for at, item in enumerate(value):
                self.visit(schema["items"], item, (*path, at))
        if "x-unique" in schema:
            self._unique(schema["x-unique"], value, path)
        if "x-dated" in schema:
            self._dated(value, path)

    def _unique(self, key: str, value: list[Any], path: Path) -> None:
        seen: dict[Any, int] = {}
        for at, item in enumerate(value):
            name = item.get(key) if isinstance(item, dict) else None
            if not isinstance(name, (str, int)):
                continue
            if str(name) in seen:
                first = self.document.place((*path, seen[str(name)]))
                self.problems.add(
                    "P136", self.document.place((*path, at)), id=_short(name), first=first
                )
            seen.setdefault(str(name), at)

    def _dated(self, value: list[Any], path: Path) -> None:
        """Refuse periods that run backwards, stand out of order, or overlap."""
        before: tuple[date, date | None] | None = None
        for at, item in enumerate(value):
            start, end = _day(item, "from"), _day(item, "to")
            if start is None:
                continue
            place = self.document.place((*path, at))
            if end is not None and end < start:
                self.problems.add("P140", place, start=start, end=end)
            if before is not None and start <= before[0]:
                self.problems.add("P138", place, start=start, before=before[0])
            elif before is not None and before[1] is not None and start <= before[1]:
                self.problems.add("P139", place, start=start, before=before[1])
            before = (start, end)

    def _string(self, schema: Schema, value: str, path: Path) -> None:
        if len(value.strip()) < schema.get("minLength", 0):
            self.add({}, "P131", path)
        elif "pattern" in schema and not matches(schema["pattern"], value):
            self.add(schema, "P124", path, value=_short(value))
        elif "x-day" in schema and parse_day(value) is None:
            self.add(schema, "P137", path, value=_short(value))

    def _number(self, schema: Schema, value: float, path: Path) -> None:
        low, high = schema.get("minimum"), schema.get("maximum")
        if (low is not None and value < low) or (high is not None and value > high):
            self.add(schema, "P130", path, value=value, low=_end(low), high=_end(high))


def matches(pattern: str, value: str) -> bool:
    """Say whether a text has a form; Python alone would let ``$`` stand before a line break."""
    return re.search(pattern, value) is not None and not value.endswith("\n")


def _end(limit: float | None) -> str:
    if limit is None:
        return "…"
    return str(int(limit)) if float(limit).is_integer() and abs(limit) < 1e15 else f"{limit:g}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _day(item: Any, key: str) -> date | None:
    value = item.get(key) if isinstance(item, dict) else None
    return parse_day(value) if isinstance(value, str) else None


def parse_day(value: str) -> date | None:
    """Return a calendar day, None when there is none such.

    >>> parse_day("2026-02-30") is None
    True
    """
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
