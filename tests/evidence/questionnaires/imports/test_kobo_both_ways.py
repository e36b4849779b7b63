"""What is typed on the web and what comes back from KoboToolbox end in the same table.

The workbook is made here as kobotoolbox/formpack makes it (``reporting/export.py``): the path of
groups before each name, ``Q/code`` beside several answers, parts of a place, sheets of repeat
groups tied by ``_parent_index``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answer_strategies import sheets
from paseo.evidence.export import Exact
from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.imports import read_answers
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.table import split_columns, tables
from paseo.evidence.questionnaires.variables import Variable, variables
from questionnaire_strategies import questionnaires

_LAST = ("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status",
         "_submitted_by", "__version__", "_tags", "_index")  # fmt: skip


def columns(one: Variable, section: str) -> Iterator[tuple[str, str]]:
    """Yield the columns of a variable: name in the export, name in a table of ours."""
    inside = f"{one.parent}/" if (one.row or one.field) and not one.repeat else ""
    path = "" if one.repeat else f"{section}/{inside}"
    yield f"{path}{one.name}", one.name
    for code, column in split_columns(one).items():
        yield f"{path}{one.name}/{code}", column
    if one.kind == "place":
        for part in ("latitude", "longitude", "altitude", "precision"):
            yield f"{path}_{one.name}_{part}", part


def cell(one: Variable, row: dict[str, Any], name: str) -> Any:
    if one.kind == "place":
        text = row.get(one.name) or ""
        if name == one.name:
            return "; ".join(f"{point.strip()} 0 0" for point in text.split(";") if point.strip())
        point = text.split()
        if one.question.area or name not in ("latitude", "longitude") or not point:
            return ""
        return point[name == "longitude"]
    found = row.get(name)
    return "" if found is None else found.isoformat() if hasattr(found, "isoformat") else found


def write(book: Any, name: str, rows: Sequence[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows):
        for place, one in enumerate(row):
            if isinstance(one, str):
                sheet.write_string(at, place, one)
            else:
                # All seventeen digits, which Excel files usually do not get.
                sheet.write_number(at, place, Exact(one))


def kobo(form: Questionnaire, some: list[AnswerSheet], path: Path) -> None:
    found = tables(form, some, split=True)
    known = variables(form)
    with xlsxwriter.Workbook(path) as book:
        for group in ("", *found.repeats):
            frame = found.repeats[group] if group else found.main
            wide = [
                (one, *pair)
                for one in known
                if one.repeat == group
                for pair in columns(one, one.question.section)
            ]
            ids = [one.id for one in some]
            rows: list[list[Any]] = [[header for _, header, _ in wide]]
            rows[0] += ["_index", "_parent_table_name", "_parent_index"] if group else _LAST
            for at, row in enumerate(frame.iter_rows(named=True), start=1):
                cells = [cell(one, row, name) for one, _, name in wide]
                last: list[Any] = [
                    at, row["_sheet"], "2026-11-20T09:13:00", "", "", "submitted_via_web", "",
                    "vAbCdEf", "", at,
                ]  # fmt: skip
                if group:
                    last = [at, "form", ids.index(row["_sheet"]) + 1]
                rows.append([*cells, *last])
            write(book, group or "form", rows)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_answers_from_kobo_are_those_typed_on_the_web(data: st.DataObject) -> None:
    form = data.draw(questionnaires())
    some = data.draw(sheets(form, comments=False, extras=False))
    with TemporaryDirectory() as folder:
        kobo(form, some, Path(folder) / "kobo.xlsx")
        found = read_answers(Path(folder) / "kobo.xlsx", form)
    assert found.problems.errors == []
    assert found.tool == "kobo"
    assert [(one.id, one.answers) for one in found.sheets] == [
        (one.id, one.answers) for one in some
    ]
