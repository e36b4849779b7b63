"""What the schema of questionnaires cannot say: types and what they need, names, limits, logic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from paseo.content.hints import hint, listed
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems
from paseo.content.registry import Shelf
from paseo.content.schema import parse_day
from paseo.evidence.questionnaires.change_checks import check_changes
from paseo.evidence.questionnaires.logic.asking import Part
from paseo.evidence.questionnaires.logic.checks import check_logic
from paseo.evidence.questionnaires.pack import build_questionnaire, type_of
from paseo.evidence.questionnaires.questionnaire import CLOSED, COMPOUND, MISSING
from paseo.evidence.questionnaires.variables import variables

#: Keys that belong to some types only.
_ONLY: Final[dict[str, tuple[str, ...]]] = {
    "scale": CLOSED,
    "options": CLOSED,
    "rows": ("matrix",),
    "fields": COMPOUND,
    "unit": ("number",),
    "whole": ("number",),
    "low_anchor": ("scale", "number"),
    "high_anchor": ("scale", "number"),
    "long": ("text",),
    "area": ("place",),
    "accepts": ("file",),
    "low": ("number", "date", "multiple", "ranking", "file", "repeat"),
    "high": ("number", "date", "multiple", "ranking", "file", "repeat"),
}
#: What a type cannot do without; of several keys one is enough.
_NEEDS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    **{kind: (("scale", "options"),) for kind in CLOSED if kind != "matrix"},
    "matrix": (("scale", "options"), ("rows",)),
    "record": (("fields",),),
    "repeat": (("fields",),),
}


def check_questionnaire(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Find what the schema of questionnaires cannot say."""
    before = len(problems.errors)
    known = {*MISSING, *(one["code"] for one in pack.section("missing"))}
    for at, one in enumerate(pack.section("questions")):
        _check_asked(pack, one, (at,), known, problems)
        for place, field in enumerate(one.get("fields", ())):
            _check_asked(pack, field, (at, "fields", place), known, problems)
    _check_sections(pack, problems)
    if len(problems.errors) == before:
        _check_names(pack, problems)
    if len(problems.errors) == before:
        questionnaire = build_questionnaire(pack)
        check_logic(questionnaire, problems, partial(_where, pack))
        check_changes(pack, questionnaire, problems)


def _where(pack: Pack, part: Part, key: str) -> Place:
    """Return where a section, a question or a field says something."""
    if not part.question:
        at = next(
            at for at, one in enumerate(pack.section("sections")) if one["id"] == part.section
        )
        return pack.place("sections", at, key)
    questions = pack.section("questions")
    at = next(at for at, one in enumerate(questions) if one["id"] == part.question)
    if not part.field:
        return pack.place("questions", at, key)
    inner = _position(questions[at]["fields"], part.field)
    return pack.place("questions", at, "fields", inner, key)


def _position(entries: Sequence[Mapping[str, Any]], wanted: str) -> int:
    return next(at for at, one in enumerate(entries) if one["id"] == wanted)


def _check_asked(
    pack: Pack, one: Mapping[str, Any], at: tuple[str | int, ...], known: set[str],
    problems: Problems,
) -> None:  # fmt: skip
    kind = type_of(one)
    for keys in _NEEDS.get(kind, ()):
        if not any(key in one for key in keys):
            place = pack.place("questions", *at)
            problems.add("P601", place, id=one["id"], kind=kind, needs=" / ".join(keys))
    for key in one:
        if key in _ONLY and kind not in _ONLY[key]:
            place = pack.place("questions", *at, key)
            problems.add("P602", place, key=key, kind=kind, known=listed(_ONLY[key]))
    if "scale" in one and "options" in one:
        problems.add("P603", pack.place("questions", *at, "options"), id=one["id"])
    _check_limits(pack, one, kind, at, problems)
    scale: Mapping[str, Any] = next(
        (s for s in pack.section("scales") if s["id"] == one.get("scale")), {}
    )
    worded = known | {point["code"] for point in scale.get("missing", ())}
    for code in one.get("missing", ()):
        if code not in worded:
            place = pack.place("questions", *at, "missing")
            problems.add(
                "P611", place, value=code, hint=hint(code, worded), known=listed(sorted(worded))
            )


def _check_limits(
    pack: Pack, one: Mapping[str, Any], kind: str, at: tuple[str | int, ...], problems: Problems
) -> None:
    """Limits are days for a date and numbers else, and the low one comes first."""
    read: dict[str, Any] = {}  # both of one type
    for key in ("low", "high"):
        if key not in one:
            continue
        value = one[key]
        limit = parse_day(str(value)) if kind == "date" else value
        if limit is None or isinstance(limit, str):
            problems.add("P604", pack.place("questions", *at, key), key=key, value=str(value))
        else:
            read[key] = limit
    if len(read) == 2 and read["low"] > read["high"]:
        place = pack.place("questions", *at, "low")
        problems.add("P605", place, low=one["low"], high=one["high"])


def _check_sections(pack: Pack, problems: Problems) -> None:
    sections = pack.section("sections")
    if not sections:
        return
    first = sections[0]["id"]
    used = {one.get("section", first) for one in pack.section("questions")}
    for at, section in enumerate(sections):
        if section["id"] not in used:
            problems.add("P610", pack.place("sections", at), id=section["id"])


def _check_names(pack: Pack, problems: Problems) -> None:
    """Every variable needs a name of its own: they become the columns of one table."""
    positions = {one["id"]: at for at, one in enumerate(pack.section("questions"))}
    taken: dict[str, str] = {}
    for variable in variables(build_questionnaire(pack)):
        # Excel, Kobo and databases take columns that differ in case only for the same.
        name = variable.name.lower()
        other = taken.setdefault(name, variable.parent)
        if other != variable.parent:
            place = pack.place("questions", positions[variable.parent])
            problems.add("P606", place, name=variable.name, first=other, second=variable.parent)
