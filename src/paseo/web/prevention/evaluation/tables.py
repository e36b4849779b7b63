"""From the table of a person to a case: the library reads and checks, this only hands over."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from paseo.content.problems import Problems
from paseo.prevention.evaluation.case import Area, Case, CrimeClass, Role
from paseo.prevention.evaluation.shapes import Shaped, shape
from paseo.prevention.evaluation.tables import DataTable, read_table
from paseo.web.evidence.models import Area as CityArea
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language

#: From so many areas without the measure on they are taken for donors at first.
MANY: Final = 5
GRID_NAME: Final = "table.csv"
GRID_COLUMNS: Final = ("area", "name", "role", "before", "after", "size")


@dataclass
class Brought:
    """What a table came to.

    Args:
        case: with areas and data of the table; as it was where there is no data.
        problems: what is wrong with the table.
        asked: areas whose role nobody stated; it was guessed and has to be looked at.
    """

    case: Case
    problems: Problems
    asked: tuple[str, ...] = ()


def read_case(city: City, case: Case, path: Path, name: str) -> Brought:
    """Return a case with the areas and the data of a table.

    Args:
        city: whose areas the table may name.
        case: plan so far; roles and names of areas it knows are kept.
        path: where the table lies. name: how messages call it.
    """
    problems = Problems()
    table = read_table(path, problems, shown=name)
    if table is None:
        return Brought(case, problems)
    known, asked = _areas(city, case, table)
    crimes = {one.id: one for one in case.crimes} if "crime" in table else {}
    named = {table.text("crime", at) for at in range(len(table))} - {""}
    crimes = {code: one for code, one in crimes.items() if code in named}
    for code in sorted(named - set(crimes)):
        crimes[code] = CrimeClass(code)
    shaped = shape(table, known, crimes, problems)
    return Brought(_with(case, shaped, table, city), problems, asked)


def _with(case: Case, shaped: Shaped, table: DataTable, city: City) -> Case:
    if shaped.data is None:
        return case
    held = {table.text("area", at) for at in range(len(table))}
    names = names_of(city, held)
    areas = tuple(
        replace(one, name=one.name or names.get(one.id, ""))
        for one in shaped.areas.values()
        if one.id in held
    )
    crimes = tuple(one for one in shaped.crimes.values() if one.id)
    return replace(case, areas=areas, crimes=crimes, data=shaped.data)


def _areas(city: City, case: Case, table: DataTable) -> tuple[dict[str, Area], tuple[str, ...]]:
    """Return the areas whose role the table leaves open, as the plan has them or as a guess."""
    open_: dict[str, None] = {}
    for at in range(len(table)):
        code = table.text("area", at)
        if code and not table.text("role", at):
            open_.setdefault(code)
    planned = {name: one for one in case.areas for name in (one.name, one.id) if name}
    treated = any(one in planned and planned[one].role is Role.TREATED for one in open_)
    found: dict[str, Area] = {}
    asked = []
    for code in open_:
        if code in planned:
            found[code] = replace(planned[code], id=code)
            continue
        asked.append(code)
        others = Role.DONOR if len(open_) > MANY else Role.COMPARISON
        role = others if treated or "role" in table else Role.TREATED
        treated = True
        found[code] = Area(code, role)
    return found, tuple(asked)


def names_of(city: City, codes: set[str]) -> dict[str, str]:
    """Return what the city calls those of its areas."""
    return {
        one.code: one.name.read(language()).words
        for one in CityArea.objects.filter(city=city, code__in=codes)
    }


@contextmanager
def as_file(text: str, name: str = GRID_NAME) -> Iterator[Path]:
    """Lay a pasted table into a file for as long as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, "utf-8")
        yield path


@dataclass
class Grid:
    """A small table as it was typed, ready to be read like any other.

    Args:
        rows: cells by the name of their column.
        places: position of each row in the form.
    """

    rows: list[dict[str, str]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def counted(self) -> bool:
        """Whether anything was counted; without, it is a list of areas for a plan."""
        return any(row["before"] or row["after"] for row in self.rows)

    def text(self) -> str:
        """Return the rows as CSV; columns that nobody filled are left out."""
        held = [
            name
            for name in GRID_COLUMNS
            if name in ("area", "role", "before") or any(row.get(name) for row in self.rows)
        ]
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow(held)
        writer.writerows([row.get(name, "") for name in held] for row in self.rows)
        return written.getvalue()

    def at(self, row: int) -> int:
        """Return the position in the form of a row of the table, which has its head in row 1."""
        return self.places[row - 2] if 2 <= row < len(self.places) + 2 else 0


def grid_of(city: City, case: Case, rows: Sequence[Mapping[str, Any]]) -> Grid:
    """Return what was typed; areas of the city and of the plan are known by name or code."""
    codes = {}
    for one in CityArea.objects.filter(city=city):
        for words in (one.code, *one.name.values()):
            codes[words.casefold()] = one.code
    for area in case.areas:
        for words in (area.id, area.title):
            codes[words.casefold()] = area.id
    grid = Grid()
    for at, row in enumerate(rows):
        held = {name: str(row.get(name) or "").strip() for name in GRID_COLUMNS}
        if not any(held[name] for name in ("area", "before", "after", "size")):
            continue
        known = codes.get(held["area"].casefold())
        if known is not None:
            held["name"] = held["area"] if held["area"] != known else ""
            held["area"] = known
        grid.rows.append(held)
        grid.places.append(at)
    return grid


def planned(case: Case, grid: Grid) -> Case:
    """Return a plan with the areas of a table in which nothing was counted yet."""
    areas: dict[str, Area] = {}
    for row in grid.rows:
        if row["area"]:
            areas.setdefault(
                row["area"], Area(row["area"], Role(row["role"] or Role.COMPARISON), row["name"])
            )
    return replace(case, areas=tuple(areas.values()), data=None, crimes=())
