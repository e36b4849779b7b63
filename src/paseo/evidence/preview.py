"""Before anything is written: what a file is, and what importing it would change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from paseo.content.problems import Problems
from paseo.evidence import columns
from paseo.evidence.tables import read_tables

#: Key columns that a file may leave out; where they are absent they do not tell rows apart.
_OPTIONAL_KEY: Final = (columns.DENOMINATOR_KIND, columns.DEFINITION, columns.SOURCE)
_OLD: Final = "_old"
_NEW: Final = "_new"
_BEFORE: Final = "_before"


@dataclass(frozen=True)
class TableInspection:
    """One table of a file.

    Args:
        columns: recognised columns to the names that the author gave them.
        rows: rows that hold something.
    """

    sheet: str
    header_row: int
    columns: dict[str, str]
    rows: int


@dataclass(frozen=True)
class Inspection:
    """What a file is, before its contents are judged.

    Args:
        encoding, delimiter: of a text table, found or assumed; empty for a workbook.
        template: whether it is one of our templates.
        problems: faults of the file itself; an empty list of tables comes with an error.
    """

    file: str
    encoding: str
    delimiter: str
    template: bool
    tables: tuple[TableInspection, ...]
    problems: Problems


def inspect(path: Path, shown: str = "") -> Inspection:
    """Say what a CSV or Excel file is: separator, encoding, sheets, columns, rows.

    Args:
        path: the file.
        shown: its name in messages, where it was uploaded under another.
    """
    problems = Problems()
    tables = read_tables(path, problems, shown)
    first = tables[0] if tables else None
    return Inspection(
        file=shown or path.name,
        encoding=first.encoding if first else "",
        delimiter=first.delimiter if first else "",
        template=any(table.template for table in tables),
        tables=tuple(
            TableInspection(table.sheet, table.header_row, dict(table.labels), len(table))
            for table in tables
        ),
        problems=problems,
    )


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do, row by row.

    Args:
        new: rows whose key is not there yet.
        changed: rows whose key is there with other contents, as they will be.
        changes: one row per changed cell: the key, ``column``, ``before`` and ``after`` as text.
        unchanged: rows that are there already.
        gone: rows that are there, but not in what is imported.
        new_at, changed_at, unchanged_at: position of each such row in the imported table.
        old_at, gone_at: position of each changed and each gone row in the existing table.
    """

    new: pl.DataFrame
    changed: pl.DataFrame
    changes: pl.DataFrame
    unchanged: pl.DataFrame
    gone: pl.DataFrame
    new_at: pl.Series
    changed_at: pl.Series
    unchanged_at: pl.Series
    old_at: pl.Series
    gone_at: pl.Series

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change, gone rows apart."""
        return self.new.is_empty() and self.changed.is_empty()


def plan_import(
    imported: pl.DataFrame,
    existing: pl.DataFrame,
    *,
    present: Collection[str] = columns.COLUMNS,
    whole: bool = True,
) -> ImportPlan:
    """Compare what is to be imported with what is there.

    A column that the file does not have says nothing: it changes no cell. A key column that it
    does not have (base, definition, source) does not tell rows apart, as long as that leaves
    one existing row to be meant.

    Args:
        imported: checked observations (``Checked.observations``).
        existing: observations that are there.
        present: columns that the file had (``Checked.present``).
        whole: the file is meant to hold everything. Else only rows of the indicators it names
            can be gone: a template of one dimension says nothing about the others.
    """
    missing = [name for name in _OPTIONAL_KEY if name not in present]
    key = [name for name in columns.KEY if name not in missing]
    matched = _match(imported, existing, key)
    compared = [name for name in columns.COLUMNS if name not in columns.KEY and name in present]
    kept = [name for name in columns.COLUMNS if name not in key and name not in compared]
    found = matched.filter(pl.col(_OLD).is_not_null())
    differs = pl.any_horizontal(
        pl.lit(False), *(pl.col(name).ne_missing(pl.col(name + _BEFORE)) for name in compared)
    )
    merged = found.with_columns(pl.col(name + _BEFORE).alias(name) for name in kept)
    changed, unchanged = merged.filter(differs), merged.filter(~differs)
    new = matched.filter(pl.col(_OLD).is_null())
    gone = _gone(imported, existing, found[_OLD], whole)
    return ImportPlan(
        new=new.select(columns.COLUMNS),
        changed=changed.select(columns.COLUMNS),
        changes=_changes(changed, compared),
        unchanged=unchanged.select(columns.COLUMNS),
        gone=gone.select(columns.COLUMNS),
        new_at=new[_NEW],
        changed_at=changed[_NEW],
        unchanged_at=unchanged[_NEW],
        old_at=changed[_OLD],
        gone_at=gone[_OLD],
    )


def _match(imported: pl.DataFrame, existing: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Return the imported rows, each beside the existing row of its key."""
    old = existing.with_row_index(_OLD)
    if len(key) < len(columns.KEY):
        old = old.filter(~pl.struct(key).is_duplicated())
        imported_once = ~pl.struct(key).is_duplicated()
    else:
        imported_once = pl.lit(True)
    rename = {name: name + _BEFORE for name in columns.COLUMNS if name not in key}
    return (
        imported.with_row_index(_NEW)
        .with_columns(imported_once.alias("_once"))
        .join(
            old.rename(rename).with_columns(pl.lit(True).alias("_once")),
            on=[*key, "_once"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
    )


def _gone(
    imported: pl.DataFrame, existing: pl.DataFrame, met: pl.Series, whole: bool
) -> pl.DataFrame:
    rest = existing.with_row_index(_OLD).filter(~pl.col(_OLD).is_in(met.implode()))
    if whole:
        return rest
    named = imported[columns.INDICATOR].unique()
    return rest.filter(pl.col(columns.INDICATOR).is_in(named.implode()))


def _changes(changed: pl.DataFrame, compared: Sequence[str]) -> pl.DataFrame:
    schema = {name: columns.SCHEMA[name] for name in columns.KEY}
    schema |= {name: pl.String() for name in ("column", "before", "after")}
    parts = [
        changed.filter(pl.col(name).ne_missing(pl.col(name + _BEFORE))).select(
            _NEW,
            *columns.KEY,
            pl.lit(name).alias("column"),
            pl.col(name + _BEFORE).cast(pl.String).alias("before"),
            pl.col(name).cast(pl.String).alias("after"),
        )
        for name in compared
    ]
    if not parts:
        return pl.DataFrame(schema=schema)
    return pl.concat(parts).sort(_NEW, maintain_order=True).drop(_NEW)


def apply(plan: ImportPlan, existing: pl.DataFrame, *, remove_gone: bool = False) -> pl.DataFrame:
    """Return the observations after an import; nothing else is touched.

    Args:
        plan: made with the same ``existing``.
        existing: observations that are there.
        remove_gone: also take out the rows that the import no longer holds.

    >>> old = columns.empty()
    >>> apply(plan_import(old, old), old).height
    0
    """
    replaced = (
        existing.with_row_index(_OLD)
        .join(
            plan.changed.with_columns(plan.old_at.alias(_OLD)),
            on=_OLD,
            how="left",
            suffix=_NEW,
            maintain_order="left",
        )
        .with_columns(pl.col(_OLD).is_in(plan.old_at.implode()).alias("_is_new"))
        .select(
            _OLD,
            *(
                pl.when("_is_new").then(pl.col(name + _NEW)).otherwise(pl.col(name)).alias(name)
                for name in columns.COLUMNS
            ),
        )
    )
    if remove_gone:
        replaced = replaced.filter(~pl.col(_OLD).is_in(plan.gone_at.implode()))
    return pl.concat([replaced.select(columns.COLUMNS), plan.new])
