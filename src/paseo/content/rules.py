"""What holds for packs of every kind: unique ids, references, sources, translations, tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from paseo.content.hints import hint, listed
from paseo.content.pack import Pack, Table
from paseo.content.problems import Place, Problems
from paseo.content.reading import Document
from paseo.content.schema import Schema, Seen, Walked, matches

Walks = Iterable[tuple[Document, Walked]]
Origins = dict[str, dict[str | int, tuple[Document, tuple[str | int, ...]]]]

#: How many untranslated texts a warning names.
MOST_HOLES = 8


def merge_section(
    name: str,
    about: Schema,
    documents: Iterable[Document],
    sections: dict[str, Any],
    origins: Origins,
    problems: Problems,
) -> None:
    """Join one section of all documents; the same id twice is refused or, if equal, read once."""
    for document in documents:
        if name not in document.data:
            continue
        raw = document.data[name]
        if isinstance(raw, list):
            _merge_list(name, about, document, raw, sections, origins, problems)
        elif isinstance(raw, dict):
            _merge_dict(name, document, raw, sections, origins, problems)
        elif name in sections:
            first = _first(origins, name, name)
            problems.add("P136", document.place((name,)), id=name, first=first)
        else:
            sections[name] = raw
            origins.setdefault(name, {})[name] = (document, (name,))


def _merge_list(
    name: str,
    about: Schema,
    document: Document,
    raw: list[Any],
    sections: dict[str, Any],
    origins: Origins,
    problems: Problems,
) -> None:
    into = sections.setdefault(name, [])
    places = origins.setdefault(name, {})
    key = about.get("x-key", "id")
    by_id = {item.get(key): at for at, item in enumerate(into) if isinstance(item, dict)}
    for at, item in enumerate(raw):
        entry = item.get(key) if isinstance(item, dict) else None
        if entry is not None and entry in by_id:
            same = "x-same" in about
            if not same or item != into[by_id[entry]]:
                first = _first(origins, name, by_id[entry])
                code = "P146" if same else "P136"
                problems.add(code, document.place((name, at)), id=entry, first=first)
            continue
        by_id[entry] = len(into)
        places[len(into)] = (document, (name, at))
        into.append(item)


def _merge_dict(
    name: str,
    document: Document,
    raw: dict[str, Any],
    sections: dict[str, Any],
    origins: Origins,
    problems: Problems,
) -> None:
    into = sections.setdefault(name, {})
    places = origins.setdefault(name, {})
    for key, item in raw.items():
        if key in into:
            first = _first(origins, name, key)
            problems.add("P136", document.place((name, key)), id=key, first=first)
            continue
        places[key] = (document, (name, key))
        into[key] = item


def _first(origins: Origins, name: str, key: str | int) -> Place:
    document, path = origins[name][key]
    return document.place(path)


def ids(pack: Pack, section: str) -> list[str]:
    """Return the ids that a section defines."""
    found = pack.sections.get(section, [])
    if isinstance(found, dict):
        return list(found)
    return [item["id"] for item in found if isinstance(item, dict) and "id" in item]


def check_references(pack: Pack, walks: Walks, problems: Problems) -> None:
    """Refuse an id that nothing in the pack bears."""
    known: dict[str, list[str]] = {}
    for document, walked in walks:
        for seen in walked.refers:
            names = known.setdefault(seen.about, ids(pack, seen.about))
            if seen.value not in names:
                _unknown(seen, document.place(seen.path), names, problems)


def _unknown(seen: Seen, place: Place, names: list[str], problems: Problems) -> None:
    key = next(step for step in reversed(seen.path) if isinstance(step, str))
    problems.add(
        "P141", place, value=seen.value[:60], key=key, section=seen.about,
        hint=hint(seen.value, names),
    )  # fmt: skip


def check_sources(pack: Pack, walks: Walks, problems: Problems) -> None:
    """Refuse entries without a source, and note sources that nothing uses."""
    used = {pack.header.source}
    for document, walked in walks:
        used.update(seen.value for seen in walked.refers if seen.about == "sources")
        if pack.header.source:
            continue
        for entry in walked.entries:
            if not entry.value.get("source") and not entry.value.get("sources"):
                problems.add("P134", document.place(entry.path))
    for table in pack.tables.values():
        used.update(name for name in set(table.columns.get("source", ())) if name)
    for at, source in enumerate(pack.section("sources")):
        if source["id"] not in used:
            problems.add("P149", pack.place("sources", at), id=source["id"])


def check_translations(pack: Pack, walks: Walks, problems: Problems) -> None:
    """Warn once for each language in which texts are missing, and name the first of them."""
    header = pack.header
    walks = list(walks)
    for language in header.languages:
        holes = [
            document.place(seen.path)
            for document, walked in walks
            for seen in walked.words
            if not _is_in(seen.value, language, header.language)
        ]
        if holes:
            more = ", …" if len(holes) > MOST_HOLES else ""
            names = ", ".join(place.entry for place in holes[:MOST_HOLES]) + more
            problems.add("P132", holes[0], count=len(holes), language=language, holes=names)


def _is_in(value: Any, language: str, own: str) -> bool:
    return language == own if isinstance(value, str) else language in value


def check_table(pack: Pack, table: Table, schema: Schema, problems: Problems) -> None:
    """Check a long table by column: what must be filled, choices, forms, references."""
    for name in schema.get("required", ()):
        for at, value in enumerate(table.columns.get(name, ())):
            if value is None:
                problems.add("P168", table.place(at, name), key=name)
    for name, about in schema["properties"].items():
        column = table.columns.get(name, [])
        for value, at in _first_of_each(column).items():
            _check_cell(pack, about, name, value, table.place(at, name), problems)


def _first_of_each(column: list[Any]) -> dict[Any, int]:
    first: dict[Any, int] = {}
    for at, value in enumerate(column):
        if value is not None:
            first.setdefault(value, at)
    return first


def _check_cell(
    pack: Pack, about: Schema, name: str, value: Any, place: Place, problems: Problems
) -> None:
    if "enum" in about and value not in about["enum"]:
        known = about["enum"]
        problems.add(
            "P124", place, key=name, value=str(value)[:60], hint=hint(value, known),
            known=listed(known),
        )  # fmt: skip
    elif "pattern" in about and not matches(about["pattern"], str(value)):
        problems.add(about.get("x-problem", "P124"), place, key=name, value=str(value)[:60])
    elif "x-refers" in about:
        names = ids(pack, about["x-refers"])
        if value not in names:
            _unknown(Seen((name,), str(value), about["x-refers"]), place, names, problems)
