"""From the rows of a file to measures; every cell that cannot be read is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.problems import Problems
from paseo.evidence.tables import cells
from paseo.evidence.tables.days import Order, day_of, order_of
from paseo.evidence.tables.headers import normal
from paseo.evidence.tables.named import NamedTable
from paseo.evidence.tables.number_style import number_style
from paseo.prevention.measures.cells import (
    answers_of,
    code_before_label,
    list_of,
    shape_of,
    text_of,
)
from paseo.prevention.measures.columns import columns, word_of, words
from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.ids import ID, proposed_id
from paseo.prevention.measures.measure import (
    Aim,
    Level,
    Measure,
    Orientation,
    Placement,
    Status,
)

_NUMBERS: Final = tuple(name for name, one in columns().items() if one.kind in ("number", "whole"))
_DAYS: Final = tuple(name for name, one in columns().items() if one.kind == "day")
#: Days that close a stretch of time: a year alone is its last day.
_LAST: Final = ("end", "funded_until")


@dataclass(frozen=True)
class _Style:
    """How a file writes what can be written in several ways."""

    numbers: cells.Style
    days: Order


def read_rows(table: NamedTable, ground: Ground, problems: Problems) -> list[tuple[int, Measure]]:
    """Return the measures of a table with the positions of their rows, but not without a name.

    A measure without an id gets one made of its name, and a note says so.
    """
    every = (cell for name in _DAYS if name in table for cell in table.cells[name])
    style = _Style(number_style(table, _NUMBERS, problems), order_of(every))
    ids = _ids(table, problems)
    found = []
    for at in range(len(table)):
        measure = _Row(table, at, ids[at], ground, problems, style).measure()
        if measure is not None:
            found.append((at, measure))
    return found


def _ids(table: NamedTable, problems: Problems) -> list[str]:
    """Return the id of every row: the given one, else one made of the name."""
    found = [text_of(table.cell("id", at)) for at in range(len(table))]
    taken = {one for one in found if one}
    made = []
    for at, given in enumerate(found):
        name = text_of(table.cell("name", at))
        if not given and name:
            found[at] = proposed_id(name, taken)
            taken.add(found[at])
            made.append((at, name))
    if made:
        at, name = made[0]
        place = table.place(at if "id" in table else None, "id")
        problems.add(
            "V936", place, count=len(made), name=name[:60], id=found[at],
            column=columns()["id"].label,
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class _Row:
    table: NamedTable
    at: int
    id: str
    ground: Ground
    problems: Problems
    style: _Style

    def measure(self) -> Measure | None:
        code, name = self.id, self.text("name")
        if not name:
            self.add("V903", "name")
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
        place = self.table.place(self.at, column, self.id[:80] if column != "id" else "")
        self.problems.add(code, place, column=self.table.labels.get(column, column), **values)

    def text(self, column: str) -> str:
        return text_of(self.table.cell(column, self.at))

    def word(self, column: str, kind: Callable[[str], Any]) -> Any:
        text = self.text(column)
        if not text:
            return None
        head = code_before_label(text, words(column))
        found = word_of(column, head)
        if found is None:
            known = words(column)
            meant = hint(head, [*known, *(name for one in known.values() for name in one.values())])
            self.add("V904", column, value=text[:60], hint=meant, known=_called(known))
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
        cell = self.table.cell(column, self.at)
        if cells.is_nothing(cell):
            return None
        cell = text_of(cell) if isinstance(cell, str) else cell
        found = day_of(cell, self.style.days, last=column in _LAST)
        if found is None:
            self.add("V905", column, value=text_of(cell)[:40])
        return found

    def figure(self, column: str) -> float | None:
        cell = self.table.cell(column, self.at)
        if cells.is_nothing(cell):
            return None
        found = cells.number(restored(cell), self.style.numbers)
        if found is None:
            # Both signs are used in the file, which is told once and refused for itself.
            other: cells.Style = "point" if self.style.numbers == "comma" else "comma"
            found = cells.number(restored(cell), other)
        if found is None or abs(found) == float("inf"):
            self.add("V935", column, value=text_of(cell)[:40])
            return None
        return found

    def whole(self, column: str) -> int | None:
        """Return a number of a scale; the word of a drop-down list behind it does not count."""
        cell = self.table.cell(column, self.at)
        if isinstance(cell, str):
            cell = code_before_label(text_of(cell), None)
        if cells.is_nothing(cell):
            return None
        found = cells.number(cell, "point")
        if found is None or not found.is_integer():
            self.add("V935", column, value=text_of(cell)[:40])
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


def _called(known: Mapping[str, LanguageMap]) -> LanguageMap:
    """Return what the words of a field are called, joined, in every language."""
    spoken = dict.fromkeys(language for one in known.values() for language in one)
    return LanguageMap(
        {one: listed(word.read(one).words for word in known.values()) for one in spoken}
    )


def restored(cell: Any) -> Any:
    """Return a number cell as it was meant: a minus that was made harmless is a minus again."""
    return text_of(cell) if isinstance(cell, str) else cell


def once(
    found: Iterable[tuple[int, Measure]], table: NamedTable, problems: Problems
) -> dict[str, tuple[int, Measure]]:
    """Return measures by id with the positions of their rows; an id that comes again is told."""
    by_id: dict[str, tuple[int, Measure]] = {}
    for at, measure in found:
        if measure.id in by_id:
            first = table.numbers[by_id[measure.id][0]]
            problems.add("V908", table.place(at, "id"), value=measure.id, first=first)
        else:
            by_id[measure.id] = (at, measure)
    return by_id
