"""The same answers, typed on the page and collected in the field, are the same table.

The columns of the field's export are read off the XForm that pyxform makes of our export, in the
way in which KoboToolbox writes them (groups before a slash, options as columns of their own,
repeat groups as sheets tied by ``_index`` and ``_parent_index``); none of it is ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from lxml import etree
from polars.testing import assert_frame_equal
from pyxform.xls2xform import convert

from paseo.evidence.questionnaires.imports import read_answers
from paseo.evidence.questionnaires.table import Tables, tables
from paseo.evidence.questionnaires.variables import variables
from paseo.evidence.questionnaires.xlsform import read_xlsform
from web.questionnaires.browser_form import send

pytestmark = pytest.mark.django_db

#: What a person types, section by section.
TYPED = {
    "first": {
        "data__value": "yes", "staff__value": "1 234", "since__day": "1", "since__month": "5",
        "since__year": "2019", "words__value": "Register “Ñandú”; =1+1",
        "story__value": "One.\r\nTwo.",
    },
    "second": {
        "safe__value": "2", "order__rank__x": "3", "order__rank__y": "2", "order__rank__z": "1",
        "grid__row__day": "else", "grid__row__night": "dont_know",
        "spot__value": "dont_know", "spot__missing": "dont_know",
        "shape__points": "36.72, -4.42\n36.73 -4.41\n36,71; -4,40",
        "holder__field__office__value": "Police", "holder__field__count__value": "12.5",
        "lamps__rows": "2", "lamps__0__state__value": "else",
        "lamps__0__state__other": "by the neighbour", "lamps__0__height__value": "4",
        "lamps__1__state__value": "not_in_remit",
    },
}  # fmt: skip
#: The same as Kobo writes it: name of the field in the form to what stands in the cell.
COLLECTED = {
    "data": "yes", "kinds": "a b", "staff": "1234", "since": "2019-05-01",
    "words": "Register “Ñandú”; =1+1", "story": "One.\nTwo.", "safe": "2", "order": "z y x",
    "grid_day": "else", "grid_night": "dont_know", "spot_missing": "dont_know",
    "shape": "36.72 -4.42 0 0;36.73 -4.41 0 0;36.71 -4.4 0 0;36.72 -4.42 0 0",
    "holder_office": "Police", "holder_count": "12.5",
}  # fmt: skip
LAMPS = [
    {"lamps_state": "else", "lamps_state_other": "by the neighbour", "lamps_height": "4"},
    {"lamps_state": "not_in_remit"},
]


def form_paths(xlsform: Path) -> list[str]:
    """Return the path of every field of the form, without its root."""
    tree = etree.fromstring(convert(str(xlsform), validate=False).xform.encode())
    binds = tree.iter("{http://www.w3.org/2002/xforms}bind")
    return [bind.get("nodeset").split("/", 2)[2] for bind in binds]


def kobo_export(xlsform: Path, path: Path, version: str) -> None:
    """Write what KoboToolbox would give out (XML values, groups in headers)."""
    main: dict[str, Any] = {"start": "2026-11-25T10:00:00.000+01:00", "__version__": version}
    rows: list[dict[str, Any]] = [
        {"_index": at + 1, "_parent_index": 1} for at in range(len(LAMPS))
    ]
    repeat = next(one for one in form_paths(xlsform) if one.rpartition("/")[2] == "lamps_state")
    group = repeat.rpartition("/")[0]
    for field in form_paths(xlsform):
        leaf = field.rpartition("/")[2]
        if field.startswith(f"{group}/"):
            for row, lamp in zip(rows, LAMPS, strict=True):
                row[field] = lamp.get(leaf)
        elif leaf == "kinds":
            options = ("a", "b", "none", "dont_know")
            main |= {field: "a b", **{f"{field}/{one}": int(one in "ab") for one in options}}
        elif "meta/" not in field:
            main.setdefault(field, COLLECTED.get(leaf))
    main |= {"_id": 7, "_uuid": "4f0c", "_submission_time": "2026-11-25T10:20:00", "_index": 1}
    book = openpyxl.Workbook()
    for at, (name, found) in enumerate((("Every kind", [main]), ("lamps", rows))):
        sheet = book.worksheets[0] if not at else book.create_sheet()
        sheet.title = name
        sheet.append(list(found[0]))
        for row in found:
            sheet.append([row[column] for column in found[0]])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # openpyxl would take “=” for a formula
    book.save(path)


def answered(found: Tables, questionnaire: Any) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Return the columns of answers, without those that say where a sheet came from."""
    names = [one.name for one in variables(questionnaire)]

    def only(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.select(name for name in names if name in frame.columns)

    return only(found.main), {name: only(frame) for name, frame in found.repeats.items()}


def test_answers_from_the_field_and_from_the_page_are_one_table(visitor, round, sheet, tmp_path):
    base = f"/cities/plaza/questionnaires/{round.pk}/"
    sections = f"{base}sheets/{sheet.pk}/in/"
    for section, typed in TYPED.items():
        assert send(visitor, f"{sections}{section}/", **typed).status_code == 200
    send(visitor, f"{sections}first/", kinds__value=["a", "b"])  # asked only after “yes”

    form = tmp_path / "form.xlsx"
    given = visitor.get(f"{base}forms/xlsform.xlsx")
    form.write_bytes(given.content if not given.streaming else b"".join(given.streaming_content))
    questionnaire = round.questionnaire()
    back = read_xlsform(form)
    assert back.questionnaire == questionnaire

    export = tmp_path / "export.xlsx"
    kobo_export(form, export, questionnaire.version)
    collected = read_answers(export, questionnaire)
    assert collected.tool == "kobo"
    assert not collected.problems.errors, [str(one) for one in collected.problems]

    typed = tables(questionnaire, [sheet.answer_sheet(questionnaire)])
    web, web_lamps = answered(typed, questionnaire)
    field, field_lamps = answered(collected.tables, questionnaire)
    assert_frame_equal(web, field)
    assert_frame_equal(web_lamps["lamps"], field_lamps["lamps"])
    assert web.height == 1
    assert web_lamps["lamps"].height == 2
    assert web["kinds"].to_list() == ["a b"]
