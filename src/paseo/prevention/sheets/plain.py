"""Sheets as plain values and as YAML that a person can fill in, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final

import yaml

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.content.yaml_writing import yaml_text
from paseo.evidence.personal import tell
from paseo.prevention.measures.measure import Aim, Level, Orientation
from paseo.prevention.sheets.sheet import FIXED_FIELDS, Amendment, Baseline, Fixed, Sheet

_WORDS: Final = {"level": Level, "orientation": Orientation, "aim": Aim}
_LISTS: Final = (
    "target_groups", "like", "actors", "uses", "restricts", "comparison", "displacement",
)  # fmt: skip
_DAYS: Final = ("start", "review", "reviewed")
_NUMBERS: Final = ("budget", "fte")
_RECORDS: Final = ("baseline", "fixed", "amendments")
_NAMES: Final = tuple(one.name for one in fields(Sheet))
#: Fields in which people write freely.
PEOPLE_IN: Final = (
    "title", "description", "mechanism", "target_groups", "lead", "actors", "restricts",
    "expected", "no_comparison", "outcome",
)  # fmt: skip
#: Longest text that a field takes.
MOST_LETTERS: Final = 5_000


def to_plain(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as values that JSON and YAML know; days as ISO text."""
    return {name: _plain(value) for name, value in asdict(sheet).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def from_plain(values: Mapping[str, Any], problems: Problems, place: Place | None = None) -> Sheet:
    """Return a sheet from plain values.

    Args:
        values: by the names of :class:`~paseo.prevention.sheets.sheet.Sheet`.
        problems: gets V959 for every value that cannot be read; such a value is left empty.
        place: where the sheet stands.
    """
    place = place or Place()
    read: dict[str, Any] = {}
    for name, value in values.items():
        if name not in _NAMES:
            problems.add("V959", place, field=str(name)[:80], why=_why("unknown"))
        elif value not in (None, ""):
            try:
                read[name] = _read(name, value)
            except (TypeError, ValueError, KeyError, AttributeError):
                problems.add("V959", place, field=name, why=_why("value", value=str(value)[:80]))
    if not read.get("problem"):
        problems.add("V959", place, field="problem", why=_why("empty"))
    # A title is asked for when the sheet is fixed; a draft goes without.
    return Sheet(**{"title": "", "problem": "", **read})


def _why(phrase: str, **values: str) -> LanguageMap:
    """Return why something cannot be read, in every language."""
    words = load_phrases(__package__)
    named = words.map(f"unread.{phrase}")
    return LanguageMap({one: words.say(f"unread.{phrase}", one, **values) for one in named})


def _read(name: str, value: Any) -> Any:
    if name in _WORDS:
        return _WORDS[name](value)
    if name in _DAYS:
        return _day(value)
    if name in _NUMBERS:
        return _number(value)
    if name in _LISTS:
        return tuple(_text(one) for one in _list(value))
    if name in _RECORDS:
        return _record(name, value)
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, Mapping | list):
        raise TypeError("a text is expected")
    said = str(value).strip()
    if len(said) > MOST_LETTERS:
        raise ValueError(f"longer than {MOST_LETTERS} characters")
    return said


def _list(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [one for one in (part.strip() for part in value.split(";")) if one]
    if not isinstance(value, list | tuple):
        raise TypeError("a list is expected")
    return list(value)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _number(value: Any) -> float:
    number = float(value)
    if not 0 <= number < float("inf"):
        raise ValueError("a number from zero on is expected")
    return number


def _record(name: str, value: Any) -> Any:
    if name == "fixed":
        return Fixed(_day(value["day"]), {one: value["values"].get(one) for one in FIXED_FIELDS})
    if name == "amendments":
        return tuple(Amendment(**{**one, "day": _day(one["day"])}) for one in _list(value))
    return tuple(Baseline(**one) for one in _list(value))


def to_yaml(sheet: Sheet) -> str:
    """Return a sheet as YAML in the order of its fields, empty ones too, to be filled in."""
    return yaml_text(to_plain(sheet))


def read_sheet(path: Path, problems: Problems) -> Sheet | None:
    """Return the sheet of a YAML file, None where it is none at all."""
    place = Place(path.name)
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        problems.add("V959", place, field=path.name, why=str(fault).splitlines()[0])
        return None
    if not isinstance(found, Mapping):
        problems.add("V959", place, field=path.name, why=_why("no_fields"))
        return None
    sheet = from_plain(found, problems, place)
    check_people(sheet, problems, place)
    return sheet


def check_people(sheet: Sheet, problems: Problems, place: Place | None = None) -> None:
    """Warn of what looks like data about a person in a sheet (V920 to V922).

    Args:
        sheet: in any state.
        problems: receives the warnings.
        place: where the sheet stands; else each field is named.
    """
    words = load_phrases(__package__)
    for name in PEOPLE_IN:
        held = getattr(sheet, name)
        column = words.map(f"field.{name}")
        where = place or Place(entry=name)
        for text in (held,) if isinstance(held, str) else held:
            tell(text, where, problems, column=column, name=sheet.title, office=name == "lead")
