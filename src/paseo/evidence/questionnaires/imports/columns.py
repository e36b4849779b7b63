"""From a found table to a table of answers: column by column, each distinct cell read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import polars as pl

from paseo.content.hints import hint
from paseo.content.problems import Problem, Problems
from paseo.evidence.checks.texts import FORMULA_SIGNS, LABEL_SIGN, as_text
from paseo.evidence.questionnaires.cells import CODE_SIGN
from paseo.evidence.questionnaires.imports.cell_texts import (
    day_order,
    number_style,
    read_day,
    read_files,
    read_number,
    read_place,
)
from paseo.evidence.questionnaires.imports.found_table import FoundTable
from paseo.evidence.questionnaires.imports.targets import (
    LATITUDE,
    LONGITUDE,
    NO_ANSWER,
    Ambiguous,
    Target,
    Targets,
)
from paseo.evidence.questionnaires.imports.tool import Tool
from paseo.evidence.questionnaires.imports.wordings import NOTHING, Codes, Fault, Read
from paseo.evidence.questionnaires.rows import SECONDS
from paseo.evidence.questionnaires.table import column_type
from paseo.evidence.questionnaires.variables import MISSING_ENDING, Variable

#: What stands in the column of a single option that was chosen, and in one that was not.
_CHOSEN: Final = frozenset(("1", "true", "yes", "y", "x", "si", "sí", "selected", "on"))
_NOT_CHOSEN: Final = frozenset(("0", "false", "no", "n", "not selected", "off"))
#: The apostrophe that our tables put before a text which a spreadsheet would calculate.
_NEUTRALISED: Final = re.compile(f"^'('*[{FORMULA_SIGNS}])")


@dataclass
class Columns:
    """The columns of a found table by what they mean.

    Args:
        whole: target to position, for columns that hold a whole answer or the text beside one.
        parts: variable to the positions of the columns of its options, coordinates or ranks.
    """

    whole: dict[str, int] = field(default_factory=dict)
    parts: dict[str, dict[str, int]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return set(self.whole) | set(self.parts)


def columns_of(
    table: FoundTable, targets: Targets, tool: Tool, problems: Problems, skip: Iterable[str] = ()
) -> Columns:
    """Return what the columns of a table mean; what they do not is reported."""
    found = Columns()
    skipped = {one.lower() for one in skip}
    last: str = ""
    for at, header in enumerate(table.headers):
        if tool.is_meta(header) or header.lower() in skipped:
            continue
        try:
            target = (tool.rule(targets, header) if tool.rule else None) or targets.find(header)
        except Ambiguous as many:
            problems.add(
                "A694", table.place(None, header), column=header, variables=", ".join(many.names)
            )
            continue
        target = _following(targets, last, header) if target is None else target
        if target is None:
            found.unknown.append(header)
            known = (*targets.variables,)
            shown = hint(header, known)
            problems.add("A674", table.place(None, header), column=header[:80], hint=shown)
        elif target.part != NO_ANSWER:
            last = target.name if target.name in targets.variables else last
            _take(found, target, at, table, problems)
    return found


def _following(targets: Targets, last: str, header: str) -> Target | None:
    """EUSurvey puts the options of a question into columns of their own, named by their words."""
    code = targets.code(last, _without_short_name(header)) if last else None
    return Target(last, code) if code else None


def _without_short_name(header: str) -> str:
    head, sign, tail = header.rpartition(" (")
    return head if sign and tail.endswith(")") and " " not in tail else header


def _take(found: Columns, target: Target, at: int, table: FoundTable, problems: Problems) -> None:
    part = target.code or target.part
    held = found.parts.setdefault(target.name, {}) if part else found.whole
    key = part or target.name
    if key not in held:
        held[key] = at
        return
    problems.add(
        "A690", table.place(None, table.headers[at]),
        column=table.headers[at], other=table.headers[held[key]], variable=target.name,
    )  # fmt: skip


@dataclass
class Converted:
    """A table of answers, and what is wrong in its rows.

    Args:
        frame: columns as :func:`paseo.evidence.questionnaires.table.tables` names them.
        faults: position of a row to its problems; such a row is not taken over.
    """

    frame: pl.DataFrame
    faults: dict[int, list[Problem]]


class Converter:
    """Reads the columns of one table."""

    def __init__(self, table: FoundTable, columns: Columns, tool: Tool, problems: Problems) -> None:
        self._table = table
        self._columns = columns
        self._tool = tool
        self._problems = problems
        self._faults: dict[int, list[Problem]] = {}
        self._made: dict[str, pl.Series] = {}

    def convert(self, known: Iterable[Variable]) -> Converted:
        """Return the columns of these variables, and of what stands beside them."""
        for variable in known:
            self._variable(variable)
        for name, at in self._columns.whole.items():
            if name.startswith("_"):
                self._beside(name, at)
        return Converted(pl.DataFrame(list(self._made.values())), self._faults)

    def _variable(self, variable: Variable) -> None:
        name = variable.name
        whole = self._columns.whole.get(name)
        parts = self._columns.parts.get(name)
        if whole is None and not parts:
            return
        reads: list[Read] | None = None
        if whole is not None:
            reads = self._read(whole, self._reader(variable, whole))
        if parts:
            joined = self._joined(variable, parts)
            reads = joined if reads is None else self._agreed(variable, reads, joined, whole)
        if reads is not None:
            self._keep(variable, reads)

    def _reader(self, variable: Variable, at: int) -> Callable[[Any], Read]:
        header = self._table.headers[at]
        cells = self._cells(at)
        question = variable.question
        match variable.kind:
            case "code" | "missing":
                codes = Codes(question if variable.kind == "code" else _reasons(variable))
                return lambda cell: codes.one(cell, header)
            case "codes" | "order":
                codes = Codes(question)
                return lambda cell: codes.several(cell, header)
            case "number":
                style = number_style(set(cells), self._table.points_are_decimal)
                return _or_reason(variable, lambda cell: read_number(cell, header, style))
            case "date":
                order = day_order(set(cells))
                return _or_reason(variable, lambda cell: read_day(cell, header, order))
            case "place":
                return _or_reason(variable, lambda cell: read_place(cell, header, question.area))
            case "files":
                return lambda cell: read_files(cell, header)
            case _:
                return _read_text

    def _cells(self, at: int) -> Sequence[Any]:
        return self._table.columns[at]

    def _read(self, at: int, reader: Callable[[Any], Read]) -> list[Read]:
        """Read every cell of a column; equal cells are read once."""
        nothing = self._tool.nothing
        cells = self._cells(at)
        known: dict[Any, Read] = {}
        for cell in set(map(_key, cells)):
            empty = isinstance(cell[1], str) and cell[1].strip().lower() in nothing
            known[cell] = NOTHING if empty else reader(_restored(cell[1]))
        reads = [known[_key(cell)] for cell in cells]
        if any(one.fault for one in known.values()):
            self._report(at, reads)
        worded = sum(1 for one in reads if one.worded)
        if worded:
            header = self._table.headers[at]
            self._problems.add("A671", self._table.place(None, header), count=worded, column=header)
        return reads

    def _report(self, at: int, reads: Sequence[Read]) -> None:
        header = self._table.headers[at]
        for row, one in enumerate(reads):
            if one.fault is not None:
                self._fault(row, header, one.fault)

    def _fault(self, row: int, header: str, fault: Fault) -> None:
        place = self._table.place(row, header)
        self._faults.setdefault(row, []).append(Problem(fault.code, place, fault.values))

    def _joined(self, variable: Variable, parts: Mapping[str, int]) -> list[Read]:
        if variable.kind == "place":
            return self._coordinates(parts)
        if all(part.isdigit() for part in parts) and variable.kind == "order":
            return self._ranked(variable, parts)
        return self._chosen(variable, parts)

    def _coordinates(self, parts: Mapping[str, int]) -> list[Read]:
        if LATITUDE not in parts or LONGITUDE not in parts:
            return [NOTHING] * len(self._table)
        header = self._table.headers[parts[LATITUDE]]
        pairs = zip(self._cells(parts[LATITUDE]), self._cells(parts[LONGITUDE]), strict=True)
        reads = []
        for row, (lat, lon) in enumerate(pairs):
            text = f"{as_text(lat) or ''} {as_text(lon) or ''}".strip()
            one = read_place(text, header, area=False)
            if one.fault:
                self._fault(row, header, one.fault)
            reads.append(one)
        return reads

    def _ranked(self, variable: Variable, parts: Mapping[str, int]) -> list[Read]:
        codes = Codes(variable.question)
        ranks = sorted(parts, key=int)
        columns = [
            self._read(parts[rank], lambda cell, at=parts[rank]: codes.one(  # type: ignore[misc]
                cell, self._table.headers[at]))
            for rank in ranks
        ]  # fmt: skip
        found = []
        for reads in zip(*columns, strict=True):
            chosen = [one.cell for one in reads if one.cell]
            found.append(Read(CODE_SIGN.join(chosen)) if chosen else NOTHING)
        return found

    def _chosen(self, variable: Variable, parts: Mapping[str, int]) -> list[Read]:
        """Return what was chosen, from a column for each option."""
        found: list[list[str] | None] = [None] * len(self._table)
        order = {code: place for place, code in enumerate(Codes(variable.question).codes)}
        for code in sorted(parts, key=lambda one: order.get(one, len(order))):
            at = parts[code]
            words = {code.lower(), *(w.lower() for w in _words(variable, code))}
            said = {
                cell: _is_chosen(cell[1], words, self._table.headers[at])
                for cell in set(map(_key, self._cells(at)))
            }
            for row, cell in enumerate(self._cells(at)):
                chosen = said[_key(cell)]
                if chosen is None:
                    continue
                if isinstance(chosen, Fault):
                    self._fault(row, self._table.headers[at], chosen)
                    continue
                held = found[row] or []
                found[row] = [*held, code] if chosen else held
        # Nothing chosen is told from nothing said: it contradicts a column that names something.
        return [NOTHING if codes is None else Read(CODE_SIGN.join(codes)) for codes in found]

    def _agreed(
        self, variable: Variable, whole: list[Read], parts: list[Read], at: int | None
    ) -> list[Read]:
        """Return what both say; the single options decide where the one column is empty."""
        reads = []
        columns = set(self._columns.parts[variable.name])
        for row, (one, other) in enumerate(zip(whole, parts, strict=True)):
            named = set(str(one.cell or "").split()) & columns
            same = other.cell is None or named == set(str(other.cell).split())
            if variable.kind == "codes" and one.cell and not same:
                header = self._table.headers[at or 0]
                self._fault(
                    row, header,
                    Fault("A691", {"column": header, "value": one.cell, "other": other.cell}),
                )  # fmt: skip
            reads.append(one if one.cell or one.reason or one.fault else other)
        return reads

    def _keep(self, variable: Variable, reads: Sequence[Read]) -> None:
        cells = [None if one.cell == "" else one.cell for one in reads]
        self._add(variable.name, pl.Series(variable.name, cells, dtype=column_type(variable)))
        if any(one.reason for one in reads):
            beside = variable.name + MISSING_ENDING
            self._add(beside, pl.Series(beside, [one.reason or None for one in reads]))
        files = sum(1 for one in reads if one.cell) if variable.kind == "files" else 0
        if files and self._tool.name != "table":
            self._problems.add(
                "A697", self._table.place(None, variable.name), count=files, column=variable.name
            )

    def _add(self, name: str, column: pl.Series) -> None:
        held = self._made.get(name)
        if held is not None:
            column = pl.select(pl.coalesce(column, held)).to_series().alias(name)
        self._made[name] = column

    def _beside(self, name: str, at: int) -> None:
        """Keep a remark, the seconds of a section, or a value as it was written."""
        cells = self._cells(at)
        if name.startswith(SECONDS):
            header = self._table.headers[at]
            style = number_style(set(cells), self._table.points_are_decimal)
            reads = self._read(at, lambda cell: read_number(cell, header, style))
            self._made[name] = pl.Series(name, [one.cell for one in reads], dtype=pl.Float64)
            return
        reads = self._read(at, _read_text)
        self._made[name] = pl.Series(name, [one.cell for one in reads], dtype=pl.String)


def _key(cell: Any) -> tuple[type, Any]:
    # True, 1 and 1.0 are equal to Python, but not to an author.
    return type(cell), cell


def _read_text(cell: Any) -> Read:
    text = (as_text(cell) or "").replace("\r\n", "\n").strip()
    return Read(text) if text else NOTHING


def _restored(cell: Any) -> Any:
    return _NEUTRALISED.sub(r"\1", cell) if isinstance(cell, str) else cell


def _or_reason(variable: Variable, reader: Callable[[Any], Read]) -> Callable[[Any], Read]:
    """Read a cell; one that holds a reason for no answer is that, and no fault."""
    codes = Codes(_reasons(variable))

    def read(cell: Any) -> Read:
        if isinstance(cell, str) and cell.strip():
            found, worded = codes.of(cell.strip())
            if len(found) == 1 and codes.codes:
                return Read(reason=next(iter(found)), worded=int(worded))
        return reader(cell)

    return read


def _reasons(variable: Variable) -> Any:
    return replace(variable.question, options=None)


def _words(variable: Variable, code: str) -> list[str]:
    options = variable.question.options
    label = options.label(code) if options is not None else None
    return list(label.values()) if label is not None else []


def _is_chosen(cell: Any, words: set[str], column: str) -> bool | Fault | None:
    """Say whether an option was chosen; None where nothing is said."""
    text = (as_text(cell) or "").partition(LABEL_SIGN)[0].strip().lower()
    if not text:
        return None
    # First what tools write: an option can bear the words "0" or "no" itself.
    if text in _NOT_CHOSEN:
        return False
    if text in _CHOSEN or text in words:
        return True
    known = ", ".join(("1", "0"))
    return Fault(
        "A677", {"value": text[:60], "column": column, "known": known,
                 "hint": hint(text, ())},
    )  # fmt: skip
