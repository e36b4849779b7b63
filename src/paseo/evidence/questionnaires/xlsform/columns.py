"""Column names of a form: their synonyms, and the language that stands in them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from paseo.content.language import FIRST_LANGUAGE, LanguageMap
from paseo.evidence.questionnaires.xlsform.languages import language_code
from paseo.evidence.questionnaires.xlsform.rows import OWN, TRANSLATED, Form, Row, unjoined
from paseo.evidence.questionnaires.xlsform.sheets import Grid

#: Older and other names of the columns that we read (XLSForm reference; pyxform 4.5).
_SYNONYMS: Final = {
    "caption": "label", "command": "type", "tag": "name", "value": "name", "list name": "list_name",
    "relevance": "relevant", "bind::relevant": "relevant", "bind::required": "required",
    "bind::constraint": "constraint", "constraining_message": "constraint_message",
    "bind::jr:constraintmsg": "constraint_message", "constraint message": "constraint_message",
    "calculate": "calculation", "bind::calculate": "calculation",
    "control::appearance": "appearance", "body::appearance": "appearance",
    "repeat count": "repeat_count", "jr:count": "repeat_count", "count": "repeat_count",
    "readonly": "read_only", "control::accept": "body::accept",
    "set_form_title": "form_title", "title": "form_title", "set_form_id": "form_id",
    "id_string": "form_id", "choice filter": "choice_filter",
    "default language": "default_language",
}  # fmt: skip
_SHOWN: Final = frozenset(("image", "audio", "video", "big-image", "guidance_hint"))


@dataclass(frozen=True)
class Column:
    """What a column name means: the column, and the language as it was written."""

    name: str
    language: str = ""


def column_of(header: str) -> Column:
    """Return what a column name means.

    >>> column_of("Label::English (en)"), column_of("relevance")
    (Column(name='label', language='English (en)'), Column(name='relevant', language=''))
    """
    header = re.sub(r"\s*::\s*", "::", header.strip())
    lower = header.lower().removeprefix("media::")
    if lower in _SYNONYMS:
        return Column(_SYNONYMS[lower])
    base, sign, language = header.partition("::")
    if base.lower() == "media" and sign:
        base, _, language = language.partition("::")
    elif not sign and ":" in header and not header.lower().startswith("jr:"):
        base, _, language = header.partition(":")  # how forms before 2012 wrote it
    base = _SYNONYMS.get(base.strip().lower(), base.strip().lower())
    if language and base in (*TRANSLATED, *_SHOWN, "required_message"):
        return Column(base, language.strip())
    return Column(lower)


def form_of(file: str, grids: Mapping[str, Grid], language: str = FIRST_LANGUAGE) -> Form:
    """Return the sheets of a form as rows under column names that we know.

    Args:
        language: of columns that name none, where the form does not say it either.
    """
    settings = _settings(grids.get("settings"))
    own = _own(grids.get(OWN))
    labels = dict.fromkeys(
        column.language
        for grid in grids.values()
        for header in grid.headers
        if (column := column_of(header)).language and column.name in TRANSLATED
    )
    plain = any(
        column_of(header) == Column("label") for grid in grids.values() for header in grid.headers
    )
    default, assumed, codes = _languages(tuple(labels), settings, language, plain)
    choices: dict[str, list[Row]] = {}
    for row in _rows(grids.get("choices"), codes, default, bool(own)):
        if row.word("list_name"):
            choices.setdefault(row.word("list_name"), []).append(row)
    return Form(
        file=file,
        survey=_rows(grids["survey"], codes, default, bool(own)),
        choices=choices,
        settings=settings,
        own=own,
        columns=grids["survey"].headers,
        languages=tuple(dict.fromkeys((default, *codes.values()))),
        language=default,
        unnamed=tuple(label for label in labels if label not in codes),
        assumed=assumed,
    )


def _languages(
    labels: Sequence[str], settings: Mapping[str, str], assumed: str, plain: bool
) -> tuple[str, str, dict[str, str]]:
    """Return the default language, the one that had to be assumed, and each name's code."""
    stated = settings.get("default_language", "").strip()
    codes = {label: code for label in labels if (code := language_code(label))}
    default = codes.get(stated) or language_code(stated)
    if default:
        return default, "", codes
    if plain or not codes:
        # A name that says nothing ("default", "Language 1") is as good as no name.
        unnamed = [label for label in labels if label not in codes]
        if unnamed and not plain and assumed not in codes.values():
            codes[stated if stated in unnamed else unnamed[0]] = assumed
        return assumed, assumed, codes
    return next(iter(codes.values())), "", codes


def _rows(grid: Grid | None, codes: Mapping[str, str], default: str, own: bool) -> list[Row]:
    if grid is None:
        return []
    columns = [column_of(header) for header in grid.headers]
    found = []
    for number, cells in grid.rows:
        plain: dict[str, str] = {}
        texts: dict[str, dict[str, str]] = {}
        for at, cell in cells.items():
            column = columns[at]
            if column.name in TRANSLATED:
                code = codes.get(column.language, "" if column.language else default)
                if code:
                    # Our own texts come back sign for sign; in others' space is an oversight.
                    texts.setdefault(column.name, {}).setdefault(
                        code, unjoined(cell) if own else cell.strip()
                    )
            else:
                plain.setdefault(column.name, cell)
        maps = {name: LanguageMap(words) for name, words in texts.items()}
        found.append(Row(number, plain, maps))
    return found


def _settings(grid: Grid | None) -> dict[str, str]:
    if grid is None or not grid.rows:
        return {}
    _, cells = grid.rows[0]
    return {column_of(grid.headers[at]).name: cell for at, cell in cells.items()}


def _own(grid: Grid | None) -> dict[str, Any]:
    """Return what our own writer kept; nothing where it cannot be read any more."""
    if grid is None or grid.headers[:2] != ("key", "value"):
        return {}
    pieces: dict[str, str] = {}
    for _, cells in grid.rows:
        key = cells.get(0, "")
        pieces[key] = pieces.get(key, "") + cells.get(1, "")
    try:
        return {key: json.loads(text) for key, text in pieces.items()}
    except ValueError:
        return {}
