"""What else should be alike before the start: the predictors of a synthetic control."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from paseo.content.hints import listed
from paseo.content.problems import Place, Problems
from paseo.evidence.tables import cells
from paseo.evidence.tables.csv_text import CsvText, read_csv
from paseo.prevention.evaluation.case import Area, Role
from paseo.prevention.evaluation.tables import column_of

#: Roles whose areas a mix is made for or of.
MIXED = (Role.TREATED, Role.COMPARISON, Role.DONOR)


def read_predictors(path: Path, shown: str, problems: Problems) -> dict[str, tuple[float, ...]]:
    """Return for every area its predictors, in the order of the columns.

    Args:
        path: a text table with a column ``area``; every other column is a predictor.
        shown: the name of the file in messages.
        problems: receives what is wrong.
    """
    text = read_csv(path, shown, problems, named=lambda cell: cell.strip() or None)
    if text is None or not text.rows:
        return {}
    head = [column_of(cell) for cell in text.rows[0]]
    if "area" not in head or len(head) < 2:
        problems.add("E905", Place(shown, row=text.numbers[0]), column="area",
                     known=listed(text.rows[0]))  # fmt: skip
        return {}
    return _read(text, head.index("area"), shown, problems)


def _read(text: CsvText, at: int, shown: str, problems: Problems) -> dict[str, tuple[float, ...]]:
    names, body = text.rows[0], text.rows[1:]
    style = cells.style_of(cell for row in body for cell in row)[0] or "point"
    found: dict[str, tuple[float, ...]] = {}
    rows: dict[str, int] = {}
    for row, number in zip(body, text.numbers[1:], strict=True):
        if all(cells.is_nothing(cell) for cell in row):
            continue
        area = cells.code_text(row[at]) if at < len(row) else ""
        if area in rows:
            problems.add("E924", Place(shown, row=number), what=area, first=rows[area])
        rows.setdefault(area, number)
        values = []
        for column, name in enumerate(names):
            if column == at:
                continue
            cell = row[column] if column < len(row) else ""
            value = cells.number(cell, style)
            if value is None:
                place = Place(shown, row=number, column=name)
                problems.add("E904", place, text=str(cell).strip()[:60])
            values.append(value or 0.0)
        found[area] = tuple(values)
    return found


def check_predictors(
    found: Mapping[str, tuple[float, ...]], areas: Iterable[Area], place: Place, problems: Problems
) -> None:
    """Report areas of the mix that the table of predictors does not have."""
    lacking = [one.id for one in areas if one.role in MIXED and one.id not in found]
    if found and lacking:
        problems.add("E949", place, areas=listed(lacking))
