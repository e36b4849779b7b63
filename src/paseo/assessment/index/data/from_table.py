"""Values from a table: one row for each unit, or for each unit and period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from paseo.assessment.index.data.fingerprint import sum_of
from paseo.assessment.index.data.table import WideTable, read_numbers, read_wide
from paseo.assessment.index.results import Index
from paseo.assessment.index.specification.spec import DataUse, IndexSpec
from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.evidence import periods as period_forms
from paseo.evidence.tables import cells
from paseo.stats.checks import FloatArray
from paseo.stats.composite import Values

if TYPE_CHECKING:
    from paseo.assessment.index.specification.pack import Folders


def read_table_data(
    spec: IndexSpec, folders: Folders, places: dict[str, Place], problems: Problems
) -> Index | None:
    """Return an index with the values of a table; None after saying what is wrong with it."""
    use = spec.data
    place = Place(spec.file, entry="data")
    for key in ("file", "unit"):
        if not getattr(use, key):
            problems.add("P122", place, key=key)
    if problems.errors:
        return None
    path = folders.find(use.file, replace(place, entry="data/file"), problems)
    if path is None:
        return None
    total = sum_of(path)
    if use.sha256 and use.sha256 != total:
        problems.add("I823", Place(use.file), found=total[:12], wanted=use.sha256[:12])
        return None
    codes = spec.structure.indicators
    wanted = [use.unit, *(use.columns.get(code, code) for code in codes), *use.beside, *use.groups]
    table = read_wide(path, wanted, problems, use.file, use.sheet)
    if table is None:
        if not problems.errors:
            problems.add("I822", Place(use.file), count=0)
        return None
    reading = _Reading(spec, table, places, problems)
    index = reading.index({use.file: total})
    if index is None or not use.errors:
        return index
    return _with_errors(index, folders, places, problems)


@dataclass
class _Reading:
    spec: IndexSpec
    table: WideTable
    places: dict[str, Place]
    problems: Problems
    chosen: str = ""

    @property
    def use(self) -> DataUse:
        return self.spec.data

    def index(self, fingerprint: dict[str, str]) -> Index | None:
        codes = self.spec.structure.indicators
        numbers = self._numbers([(self.use.columns.get(code, code), code) for code in codes])
        beside = self._numbers([(name, "denominator") for name in self._beside()])
        errors = self._numbers(self._named(self.use.error_columns, "errors"))
        counts = self._numbers(self._named(self.use.count_columns, "counts"))
        groups = {name: self.table.need(name, "group", self.problems) for name in self.use.groups}
        units = self._units()
        if self.problems.errors:
            return None
        rows = self._periods(units)
        if rows is None or not self._once(units, rows[0]):
            return None
        for code in codes:
            name = self.use.columns.get(code, code)
            self.places[f"column:{code}"] = Place(
                self.table.file, sheet=self.table.sheet, row=self.table.header_row, column=name,
            )  # fmt: skip
        every = Values.of(
            [f"{unit} {at}" for at, unit in enumerate(units)], codes, _across(numbers, len(units)),
            groups={name: [cells.code_text(cell) if not cells.is_nothing(cell) else ""
                           for cell in held or ()] for name, held in groups.items()},
            beside=dict(zip(self._beside(), beside, strict=True)),
            errors=self._error_matrix(codes, errors, len(units)),
        )  # fmt: skip
        parts = [_of_rows(every, units, part) for part in rows]
        now = rows[0]
        for at in now:
            self.places[f"unit:{units[at]}"] = self.table.place(at, entry=units[at])
        names = self.table.need(self.use.name, "name", self.problems) if self.use.name else None
        return Index(
            spec=self.spec,
            values=replace(parts[0], earlier=tuple(parts[1:])),
            unit_names={
                units[at]: LanguageMap(
                    {self.spec.language: cells.code_text(names[at]) or units[at]}
                    if names else {self.spec.language: units[at]}
                )
                for at in now
            },
            fingerprint=fingerprint,
            problems=self.problems,
            periods=dict.fromkeys(codes, self.chosen) if self.chosen else {},
            counts={
                code: np.array(column)[now]
                for code, column in zip(self.use.count_columns, counts, strict=True)
            },
            places=self.places,
        )  # fmt: skip

    def _beside(self) -> list[str]:
        """Columns beside: those named, and every denominator of an element."""
        named = [one.denominator for one in self.spec.structure.elements if one.denominator]
        return list(dict.fromkeys((*self.use.beside, *named)))

    def _named(self, columns: Any, use: str) -> list[tuple[str, str]]:
        return [(column, use) for column in columns.values()]

    def _numbers(self, wanted: list[tuple[str, str]]) -> list[list[float]]:
        found = [(name, self.table.need(name, use, self.problems)) for name, use in wanted]
        held = [(name, cells_of) for name, cells_of in found if cells_of is not None]
        return read_numbers(self.table, held, self.problems)

    def _units(self) -> list[str]:
        held = self.table.need(self.use.unit, "unit", self.problems)
        units = [cells.code_text(cell) for cell in held or ()]
        for at, unit in enumerate(units):
            if not unit:
                self.problems.add("I821", self.table.place(at, self.use.unit), column=self.use.unit)
        return units

    def _periods(self, units: list[str]) -> list[list[int]] | None:
        """Return the rows of the period that is built, then those of earlier ones, latest first."""
        if not self.use.time:
            return [list(range(len(units)))]
        held = self.table.need(self.use.time, "time", self.problems)
        if held is None:
            return None
        by_period: dict[str, list[int]] = {}
        for at, cell in enumerate(held):
            by_period.setdefault(cells.code_text(cell), []).append(at)
        order = _ordered([one for one in by_period if one])
        if not order:
            order = list(by_period)
        self.chosen = self.use.period or order[-1]
        if self.chosen not in by_period:
            self.problems.add(
                "I831", Place(self.spec.file, entry="data/period"), key="period",
                value=self.chosen, hint=hint(self.chosen, order), known=listed(order),
            )  # fmt: skip
            return None
        earlier = order[: order.index(self.chosen)] if self.chosen in order else []
        return [by_period[self.chosen], *(by_period[one] for one in reversed(earlier))]

    def _once(self, units: list[str], rows: list[int]) -> bool:
        first: dict[str, int] = {}
        for at in rows:
            if units[at] in first:
                self.problems.add(
                    "I818", self.table.place(at, self.use.unit, units[at]), entry=units[at],
                    first=self.table.numbers[first[units[at]]],
                )  # fmt: skip
            first.setdefault(units[at], at)
        return not self.problems.errors

    def _error_matrix(
        self, codes: tuple[str, ...], errors: list[list[float]], count: int
    ) -> FloatArray | None:
        if not self.use.error_columns or self.problems.errors:
            return None
        matrix = np.full((count, len(codes)), np.nan)
        for (code, column), held in zip(self.use.error_columns.items(), errors, strict=True):
            if code in codes:
                matrix[:, codes.index(code)] = held
            for at, value in enumerate(held):
                if value < 0:
                    self.problems.add("I830", self.table.place(at, column), value=f"{value:g}")
        return matrix


def _across(columns: list[list[float]], count: int) -> FloatArray:
    return np.array(columns, dtype=np.float64).reshape(len(columns), count).T


def _of_rows(every: Values, units: list[str], rows: list[int]) -> Values:
    """Return some rows under the codes of their units; of a unit twice in a wave the first."""
    first: dict[str, int] = {}
    for at in rows:
        first.setdefault(units[at], at)
    kept = list(first.values())
    return Values(
        tuple(first),
        every.codes,
        every.numbers[kept],
        {name: tuple(held[at] for at in kept) for name, held in every.groups.items()},
        {name: held[kept] for name, held in every.beside.items()},
        None if every.errors is None else every.errors[kept],
    )


def _ordered(found: list[str]) -> list[str]:
    try:
        return list(period_forms.ordered(set(found)))
    except ValueError:
        return sorted(set(found))


def _with_errors(
    index: Index, folders: Folders, places: dict[str, Place], problems: Problems
) -> Index | None:
    """Add the standard errors of a table of its own."""
    spec, use, values = index.spec, index.spec.data, index.values
    path = folders.find(use.errors, Place(spec.file, entry="data/errors"), problems)
    if path is None:
        return None
    names = [use.columns.get(code, code) for code in values.codes]
    table = read_wide(path, [use.unit, *names], problems, use.errors)
    if table is None:
        if not problems.errors:
            problems.add("I829", Place(use.errors), file=use.file)
        return None
    units = [cells.code_text(cell) for cell in table.need(use.unit, "unit", problems) or ()]
    period = index.periods.get(values.codes[0], "")
    times = table.column(use.time) if use.time else None
    held = [(name, column) for name in names if (column := table.column(name)) is not None]
    columns = read_numbers(table, held, problems)
    matrix = np.full(values.numbers.shape, np.nan) if values.errors is None else values.errors
    for (name, _), column in zip(held, columns, strict=True):
        for at, (unit, value) in enumerate(zip(units, column, strict=True)):
            if value < 0:
                problems.add("I830", table.place(at, name), value=f"{value:g}")
            now = times is None or cells.code_text(times[at]) == period
            if now and unit in values.units and not np.isnan(value):
                matrix[values.units.index(unit), names.index(name)] = value
    if not held or not set(units) & set(values.units):
        problems.add("I829", Place(use.errors), file=use.file)
    if problems.errors:
        return None
    return replace(
        index,
        values=replace(values, errors=matrix),
        fingerprint={**index.fingerprint, use.errors: sum_of(path)},
    )
