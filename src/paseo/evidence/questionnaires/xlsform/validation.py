"""Let pyxform, by which KoboToolbox and ODK read forms, say whether a form is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.xlsform.rows import Row

_ROW: Final = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_QUOTED: Final = re.compile(r"'([^']+)'")
_SHEET: Final = re.compile(r"the '(survey|choices|settings|entities|external_choices)' sheet")


def validate(path: Path, file: str, problems: Problems, survey: Sequence[Row] = ()) -> None:
    """Report what pyxform refuses (X630) and what it warns of (X631), with the row it names.

    Args:
        path: a workbook or text form that is safe to open.
        file: the name under which problems show it.
        survey: its rows, by which a row is found that pyxform only calls by its name.
    """
    if find_spec("pyxform") is None:
        problems.add("X632", Place(file))
        return
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    warnings: list[str] = []
    try:
        convert(path, warnings=warnings, validate=False)
    except PyXFormError as error:
        problems.add("X630", _place(file, str(error), survey), message=_message(str(error)))
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        problems.add("X630", Place(file), message=_message(said))
    for warning in warnings:
        problems.add("X631", _place(file, warning, survey), message=_message(warning))


def _place(file: str, said: str, survey: Sequence[Row]) -> Place:
    row = _ROW.search(said)
    sheet = _SHEET.search(said)
    if row is None and sheet is None:
        quoted = set(_QUOTED.findall(said))
        for one in survey:
            if quoted & {one.word("name"), one.word("type")}:
                return Place(file, sheet="survey", row=one.number)
    return Place(
        file, sheet=sheet[1] if sheet else "survey" if row else "", row=int(row[1]) if row else None
    )


def _message(said: str) -> str:
    """Return the message in one line, without the row, which stands in the place."""
    words = " ".join(_ROW.sub("", said, count=1).split())
    return words if len(words) <= 600 else words[:599] + "…"
