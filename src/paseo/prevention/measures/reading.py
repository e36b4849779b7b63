"""From the rows of a file to measures; every cell that cannot be read is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from paseo.content.hints import hint, listed
from paseo.content.problems import Problems
from paseo.evidence.tables import cells
from paseo.evidence.tables.headers import normal
from paseo.prevention.measures.cells import (
    answers_of,
    code_before_label,
    day_of,
    list_of,
    shape_of,
    text_of,
)
from paseo.prevention.measures.columns import columns, word_of, words
from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.measure import (
    Aim,
    Level,
    Measure,
    Orientation,
    Placement,
    Status,
)
from paseo.prevention.measures.table import MeasureTable

#: What an id may look like; links and files name it.
ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_NUMBERS: Final = tuple(name for name, one in columns().items() if one.kind in ("number", "whole"))
#: Texts whose words the catalogue or the city knows, by the section of the catalogue.
_KNOWN: Final = {
    "problem": "problem",
    "area_type": "area_type",
    "actors": "actors",
    "target_groups": "target_groups",
    "uses": "uses",
}


def read_rows(table: MeasureTable, ground: Ground, problems: Problems) -> list[tuple[int, Measure]]:
    """Return the measures of a table with their rows; rows without id or name are left out."""
    style = _number_style(table, problems)
    found = []
    for number, row in table.rows:
        measure = _Row(table, number, row, ground, problems, style).measure()
        if measure is not None:
            found.append((number, measure))
    return found


def _number_style(table: MeasureTable, problems: Problems) -> cells.Style:
    """Return the decimal sign of the file; what may be read in two ways is reported."""
    every = [
        (row, name, text)
        for row, held in table.rows
        for name in _NUMBERS
        if isinstance(text := held.get(name), str) and text.strip()
    ]
    style, point, comma = cells.style_of(text for _, _, text in every)
    rows = {text: (row, name) for row, name, text in reversed(every)}
    if point and comma:
        row, name = rows[comma]
        problems.add(
            "T225", table.place(row, name), point=point, point_row=rows[point][0],
            comma=comma, comma_row=row,
        )  # fmt: skip
    unclear = next((text for _, _, text in every if cells.is_unclear(text)), None)
    if style is None and unclear and (table.by_comma or "," in unclear):
        problems.add("T226", table.place(*rows[unclear]), text=unclear.strip())
    return style or "point"


@dataclass(frozen=True)
class _Row:
    table: MeasureTable
    number: int
    row: dict[str, Any]
    ground: Ground
    problems: Problems
    style: cells.Style

    def measure(self) -> Measure | None:
        code, name = self.text("id"), self.text("name")
        for column, value in (("id", code), ("name", name)):
            if not value:
                self.add("V903", column)
        if code and not ID.fullmatch(code):
            self.add("V929", "id", value=code[:80])
            code = ""
        if not code or not name:
            return None
        return Measure(
            id=code,
            name=name,
            problem=self.known("problem", self.text("problem")),
            level=cast("Level | None", self.word("level", Level)),
            deklerck=self.whole("deklerck"),
            orientation=cast("Orientation | None", self.word("orientation", Orientation)),
            aim=cast("Aim | None", self.word("aim", Aim)),
            target_groups=self.every("target_groups"),
            restricts=self.every("restricts", "target_groups"),
            area=self.area(),
            shape=self.shape(),
            area_type=self.known("area_type", self.text("area_type")),
            actors=self.every("actors"),
            lead=self.known("actors", self.text("lead")),
            goal=self.text("goal"),
            indicators=self.indicators(),
            start=self.day("start"),
            end=self.day("end"),
            funded_until=self.day("funded_until"),
            budget=self.figure("budget"),
            currency=self.text("currency").upper() or "EUR",
            fte=self.figure("fte"),
            reach=self.figure("reach"),
            reach_unit=self.text("reach_unit"),
            status=cast("Status | None", self.word("status", Status)),
            evidence=self.whole("evidence"),
            evaluation=self.text("evaluation"),
            uses=self.every("uses"),
            sources=list_of(self.text("sources")),
            description=self.text("description"),
            note=self.text("note"),
            placement=Placement(
                answers_of(self.text("placement_answers")),
                cast("Level | None", self.word("proposed_level", Level)),
                self.text("placement_reason"),
            ),
        )

    def add(self, code: str, column: str, **values: Any) -> None:
        entry = text_of(self.row.get("id"))[:80]
        place = self.table.place(self.number, column, entry if column != "id" else "")
        self.problems.add(code, place, column=self.table.labels.get(column, column), **values)

    def text(self, column: str) -> str:
        return text_of(self.row.get(column))

    def word(self, column: str, kind: Callable[[str], Any]) -> Any:
        text = self.text(column)
        if not text:
            return None
        head = code_before_label(text, words(column))
        found = word_of(column, head)
        if found is None:
            known = words(column)
            meant = hint(head, [*known, *(name for one in known.values() for name in one.values())])
            self.add("V904", column, value=text[:60], hint=meant, known=listed(known))
            return None
        return kind(found)

    def known(self, section: str, text: str) -> str:
        """Return the id of a word that the catalogue knows, else the word itself."""
        catalogue = self.ground.catalogue
        if catalogue is None or not text:
            return text
        if (found := catalogue.code(section, text)) is not None:
            return found
        head = code_before_label(text, None)
        return (catalogue.code(section, head) if head != text else None) or text

    def every(self, column: str, section: str = "") -> tuple[str, ...]:
        parts = (self.known(section or column, part) for part in list_of(self.text(column)))
        return tuple(dict.fromkeys(parts))

    def area(self) -> str:
        text = self.text("area")
        tree = self.ground.areas
        if tree is None or text in tree:
            return text
        head = code_before_label(text, None)
        if head in tree:
            return head
        named = [one.id for one in tree if normal(text) in map(normal, one.name.values())]
        return named[0] if len(named) == 1 else text

    def indicators(self) -> tuple[str, ...]:
        found = (code_before_label(part, None) for part in list_of(self.text("indicators")))
        return tuple(dict.fromkeys(found))

    def day(self, column: str) -> date | None:
        cell = self.row.get(column)
        if cells.is_nothing(cell):
            return None
        found = day_of(cell)
        if found is None:
            self.add("V905", column, value=text_of(cell)[:40])
        return found

    def figure(self, column: str) -> float | None:
        cell = self.row.get(column)
        if cells.is_nothing(cell):
            return None
        found = cells.number(restored(cell), self.style)
        if found is None or abs(found) == float("inf"):
            self.add("V906", column, value=text_of(cell)[:40])
            return None
        return found

    def whole(self, column: str) -> int | None:
        """Return a number of a scale; the word of a drop-down list behind it does not count."""
        cell = self.row.get(column)
        if isinstance(cell, str):
            cell = code_before_label(text_of(cell), None)
        if cells.is_nothing(cell):
            return None
        found = cells.number(cell, "point")
        if found is None or not found.is_integer():
            self.add("V906", column, value=text_of(cell)[:40])
            return None
        return int(found)

    def shape(self) -> Any:
        text = self.text("shape")
        if not text:
            return None
        try:
            return shape_of(text)
        except ValueError as error:
            self.add("V909", "shape", reason=str(error))
            return None


def restored(cell: Any) -> Any:
    """Return a number cell as it was meant: a minus that was made harmless is a minus again."""
    return text_of(cell) if isinstance(cell, str) else cell


def once(
    found: Iterable[tuple[int, Measure]], table: MeasureTable, problems: Problems
) -> dict[str, tuple[int, Measure]]:
    """Return measures by id, each once; an id that comes again is reported."""
    by_id: dict[str, tuple[int, Measure]] = {}
    for row, measure in found:
        if measure.id in by_id:
            first = by_id[measure.id][0]
            problems.add("V908", table.place(row, "id"), value=measure.id, first=first)
        else:
            by_id[measure.id] = (row, measure)
    return by_id
