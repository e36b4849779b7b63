"""The elements of an index: entries of the specification, or a table with one row for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from paseo.assessment.index.data.table import WideTable, read_wide
from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.evidence.tables import cells
from paseo.stats.composite import Element

#: Columns of a table of elements, as COINr's iMeta names them, to what they mean here.
COLUMNS: Final[Mapping[str, str]] = {
    "icode": "code", "code": "code", "iname": "name", "name": "name", "parent": "parent",
    "weight": "weight", "direction": "direction", "unit": "unit", "target": "target",
    "denominator": "denominator", "type": "type", "level": "level", "column": "column",
    "error": "error", "count": "count", "indicator": "indicator", "dimension": "dimension",
}  # fmt: skip
_NUMBERS: Final = ("weight", "direction", "target")
#: Types of rows: what is part of the index, and what stands beside it.
TYPES: Final = ("indicator", "aggregate", "group", "denominator", "other")


@dataclass
class Found:
    """What the definition of elements says.

    Args:
        elements: indicators and aggregates.
        places: code to where it stands.
        names: code to its name in words.
        more: code to further keys: column, error, count, indicator, dimension.
        groups, beside: columns that a table of elements names as groups and denominators.
    """

    elements: list[Element] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    names: dict[str, LanguageMap] = field(default_factory=dict)
    more: dict[str, dict[str, str]] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def add(self, one: Mapping[str, Any], name: LanguageMap, place: Place) -> None:
        """Add an element of its keys."""
        code = str(one["code"])
        self.elements.append(
            Element(
                code=code,
                parent=str(one.get("parent", "")),
                weight=float(one.get("weight", 1.0)),
                direction=one.get("direction", 1),
                name=str(name) if name else code,
                target=None if one.get("target") is None else float(one["target"]),
                denominator=str(one.get("denominator", "")),
                unit=str(one.get("unit", "")),
            )
        )
        self.places.setdefault(code, place)
        if name:
            self.names[code] = name
        kept = ("column", "error", "count", "indicator", "dimension")
        self.more[code] = {key: str(one[key]) for key in kept if one.get(key)}
        self.more[code].update({"_direction": "stated"} if "direction" in one else {})


def from_entries(pack: Pack) -> Found:
    """Return the elements that stand in the specification itself."""
    found = Found()
    for at, one in enumerate(pack.section("elements")):
        found.add(one, pack.words(one.get("name")), pack.place("elements", at))
    return found


def from_table(path: Path, language: str, problems: Problems, shown: str = "") -> Found | None:
    """Return the elements of a table in COINr's columns; None after saying why there are none.

    Level, Type and everything else that is not needed may be left out; NA is empty.
    """
    table = read_wide(path, ["iCode", "code", "Parent", "Weight", "Direction"], problems, shown)
    if table is None:
        return None
    held = _columns(table)
    if "code" not in held:
        table.need("iCode", "elements", problems)
        return None
    found = Found()
    for at in range(len(table.rows)):
        _row(table, held, at, language, found, problems)
    return found


def _columns(table: WideTable) -> dict[str, list[Any]]:
    held: dict[str, list[Any]] = {}
    for name in table.names:
        meaning = COLUMNS.get(name.casefold().strip())
        cells_of = table.column(name) if meaning else None
        if meaning and cells_of is not None:
            held.setdefault(meaning, cells_of)
    return held


def _row(
    table: WideTable,
    held: Mapping[str, Sequence[Any]],
    at: int,
    language: str,
    found: Found,
    problems: Problems,
) -> None:
    raw = {key: column[at] for key, column in held.items() if not cells.is_nothing(column[at])}
    code = cells.code_text(raw.get("code"))
    if not code:
        problems.add("I821", table.place(at, "iCode"), column="iCode")
        return
    place = table.place(at, entry=code)
    kind = str(raw.get("type", "indicator")).strip().casefold()
    if kind not in TYPES:
        problems.add(
            "P124", place, key="Type", value=kind[:60], hint=hint(kind, TYPES),
            known=listed(TYPES),
        )  # fmt: skip
        return
    if kind in ("group", "denominator", "other"):
        beside = {"group": found.groups, "denominator": found.beside}.get(kind)
        if beside is not None:
            beside.append(code)
        return
    one: dict[str, Any] = {"code": code}
    for key, cell in raw.items():
        if key in _NUMBERS:
            value = cells.number(cell, "comma" if "," in str(cell) else "point")
            if value is None:
                problems.add("I820", table.place(at, key), text=str(cell)[:60], column=key)
                return
            one[key] = int(value) if key == "direction" and value == int(value) else value
        elif key not in ("code", "type", "level", "name"):
            one[key] = cells.code_text(cell)
    name = cells.code_text(raw.get("name"))
    found.add(one, LanguageMap({language: name} if name else {}), place)
