"""A form that somebody else published, from a spreadsheet, as a pack of the same kind.

The columns are ``domain, item, question, options, points, kind, source``: options and points are
parted by ``|`` and stand in step; ``skip`` leaves an answer out of the count; ``kind`` is ``gate``
or ``item``. The first answer of a gate is the one that opens it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from paseo.content.problems import Problems
from paseo.content.yaml_writing import yaml_text
from paseo.evidence.tables.named import load_columns
from paseo.prevention.sheet_rows import SheetRow, read_sheet_rows

COLUMNS: Final = ("domain", "item", "question", "options", "points", "kind", "notes", "source")
_KINDS: Final = ("gate", "item")
_SKIP: Final = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the pack says of itself; nothing of it is guessed.

    Args:
        provider: who answers for the content of the pack.
        published_by: who published the form; empty when it is nobody's official one.
        document: where it was published.
    """

    id: str
    title: str
    provider: str
    licence: str
    language: str = "en"
    version: str = "1.0.0"
    published: date
    published_by: str = ""
    document: str = ""
    url: str = ""


@dataclass
class _Form:
    domains: dict[str, str] = field(default_factory=dict)
    sets: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    gates: list[dict[str, Any]] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)


def form_pack(path: Path, heading: Heading) -> tuple[str, Problems]:
    """Return the text of a pack for a form in a spreadsheet, and what was left out.

    Args:
        path: CSV or Excel with the columns of this module.
        heading: what the pack says of itself.

    Returns:
        The pack as YAML, and warnings (rows that are neither gate nor item).

    Raises:
        Refused: with every row that is wrong.
    """
    problems = Problems()
    table = read_sheet_rows(
        path,
        problems,
        load_columns(__package__, "form-columns.yaml"),
        needed=("domain", "item", "question", "options", "points"),
    )
    problems.refuse()
    assert table is not None
    form = _Form()
    for row in table.rows:
        _add(row, form, problems)
    if not (form.gates and form.items) and not problems.errors:
        problems.add("V982", table.place, gates=len(form.gates), items=len(form.items))
    problems.refuse()
    return yaml_text(_pack(form, heading), width=80), problems


def _add(row: SheetRow, form: _Form, problems: Problems) -> None:
    cells = row.cells
    kind = cells.get("kind", "gate" if cells.get("points", "") == "gate" else "item").casefold()
    options = _parted(cells.get("options", ""))
    points = _parted(cells.get("points", ""))
    no_points = len(points) < 2 and not all(map(_is_number, points))
    # A row with a rule instead of points says how the form is read, and is none of its items.
    if kind not in _KINDS or (kind == "item" and (len(options) < 2 or no_points)):
        problems.add("V976", row.place, id=cells.get("item", "")[:60])
        return
    if kind == "gate" and len(options) > 1:
        entry = _entry(cells, form, _set(form, [(one, "gate") for one in options]))
        entry["id"] = f"G{len(form.gates) + 1}"
        form.gates.append(entry)
        return
    wrong = [one for one in points if one.casefold() != _SKIP and not _is_number(one)]
    if len(options) != len(points) or wrong or len({_id(one) for one in options}) < len(options):
        values = {"options": len(options), "points": len(points), "value": ", ".join(wrong)[:60]}
        problems.add("V983", row.place, id=cells.get("item", "")[:60], **values)
        return
    entry = _entry(cells, form, _set(form, list(zip(options, points, strict=True))))
    entry["id"], entry["name"] = _code_and_name(cells["item"], len(form.items) + 1)
    form.items.append(entry)


def _parted(text: str) -> list[str]:
    return [one.strip() for one in text.split("|") if one.strip()]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", text) is not None


def _entry(cells: Mapping[str, str], form: _Form, options: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": "", "domain": _domain(cells["domain"], form)}
    entry["question"] = cells["question"]
    entry["options"] = options
    if cells.get("notes"):
        entry["note"] = cells["notes"]
    entry["source"] = _source(cells.get("source", ""), form)
    return entry


def _domain(text: str, form: _Form) -> str:
    name = re.sub(r"^[0-9]+[.)]?\s+", "", text)
    code = _id(name)
    form.domains.setdefault(code, name)
    return code


def _set(form: _Form, pairs: list[tuple[str, str]]) -> str:
    key = tuple(pairs)
    return form.sets.setdefault(key, f"answers-{len(form.sets) + 1}")


def _source(text: str, form: _Form) -> str:
    title = text or "the form"
    for code, known in form.sources.items():
        if known == title:
            return code
    code = f"source-{len(form.sources) + 1}"
    form.sources[code] = title
    return code


def _code_and_name(text: str, at: int) -> tuple[str, str]:
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)*)[.)]?\s*(.*)", text)
    if found is None:
        return f"I{at}", text
    return found[1], found[2] or found[1]


def _id(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")[:60] or "other"


def _pack(form: _Form, heading: Heading) -> dict[str, Any]:
    header = {
        "format": 1,
        "id": heading.id,
        "kind": "quality-form",
        "version": heading.version,
        "published": heading.published.isoformat(),
        "language": heading.language,
        "languages": [heading.language],
        "title": heading.title,
        "provider": heading.provider,
        "licence": heading.licence,
        "evidence": "stated" if heading.published_by else "composed",
    }
    pack: dict[str, Any] = {"pack": header}
    if heading.published_by:
        about = {"name": heading.published_by, "document": heading.document or heading.title}
        pack["published_by"] = about | ({"url": heading.url} if heading.url else {})
    pack["sources"] = [{"id": code, "title": title} for code, title in form.sources.items()]
    pack["option_sets"] = [
        {"id": code, "options": _options(pairs)} for pairs, code in form.sets.items()
    ]
    pack["domains"] = [{"id": code, "name": name} for code, name in form.domains.items()]
    pack["gates"] = form.gates
    pack["items"] = form.items
    return pack


def _options(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    found = []
    for at, (label, points) in enumerate(pairs):
        option: dict[str, Any] = {"id": _id(label), "label": label}
        if points == "gate":
            option |= {"met": True} if at == 0 else {}
        elif points.casefold() == _SKIP:
            option["points"] = None
        else:
            option["points"] = float(points) if "." in points else int(points)
        found.append(option)
    return found
