"""From the rows of a table to areas and numbers; the columns tell which shape the data have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.evidence.tables.headers import normal
from paseo.prevention.evaluation.calendar import read_period, run_of, step_between
from paseo.prevention.evaluation.case import (
    Area,
    Count,
    Counts,
    CrimeClass,
    Data,
    Line,
    PairedScores,
    PairedShares,
    Role,
    Series,
    Shares,
    Step,
    Waves,
)
from paseo.prevention.evaluation.roles import ROLES, role_words
from paseo.prevention.evaluation.tables import DataTable

_BEFORE: Final = {"before", "pre", "first", "1", "antes", "primera", "previa"}
_AFTER: Final = {"after", "post", "second", "2", "despues", "segunda", "posterior"}
#: Days between the start and the first day of a period that are still that day.
_PAIRED: Final = ("yes_yes", "yes_no", "no_yes", "no_no")


@dataclass
class Shaped:
    """Areas and numbers of one table.

    Args:
        areas: id to area; those of the file first, then those that only the table knows.
        crimes: classes that the table names, in its order.
    """

    areas: dict[str, Area] = field(default_factory=dict)
    crimes: dict[str, CrimeClass] = field(default_factory=dict)
    data: Data | None = None


def shape(
    table: DataTable,
    areas: Mapping[str, Area],
    crimes: Mapping[str, CrimeClass],
    problems: Problems,
) -> Shaped:
    """Return the numbers of a table as counts, series or survey waves.

    Args:
        table: with columns ``area`` and ``before, after`` or ``period, count`` or ``wave, yes, n``
            or the four cells of a paired question or ``score_before, score_after``.
        areas: those that the evaluation file names; a role in the table is for others only.
        crimes: classes that the file names; empty to take those of the table.
        problems: receives what is wrong.
    """
    shaped = Shaped(dict(areas), dict(crimes))
    makers: tuple[tuple[tuple[str, ...], Callable[..., Data | None]], ...] = (
        (("period", "count"), _series),
        (_PAIRED, _paired),
        (("score_before", "score_after"), _scores),
        (("wave", "yes", "n"), _shares),
        (("before",), _counts),
    )
    for needed, make in makers:
        if all(column in table for column in needed):
            if "area" not in table:
                problems.add("E905", table.place(), column="area", known=_labels(table))
                return shaped
            at_area = _areas(table, shaped, problems)
            shaped.data = make(table, at_area, shaped, problems)
            return shaped
    problems.add("E906", table.place(), known=_labels(table))
    return shaped


def _labels(table: DataTable) -> str:
    return listed(table.labels.values())


def _areas(table: DataTable, shaped: Shaped, problems: Problems) -> list[str]:
    """Return the area of every row, empty where it cannot be used; new areas are added."""
    named = bool(shaped.areas)
    found = []
    roles: dict[str, tuple[Role, Place]] = {}
    for at, code in table.texts("area"):
        place = table.place(at, "area")
        if not code:
            problems.add("E907", place)
            found.append("")
            continue
        role = _role(table, at, problems)
        if role is not None:
            first = roles.setdefault(code, (role, place))
            known = shaped.areas[code].role if code in shaped.areas else first[0]
            if role is not known:
                problems.add("E908", place, area=_title(shaped, code), first=role_words(known),
                             second=role_words(role))  # fmt: skip
        if code not in shaped.areas:
            if role is None:
                _unknown_area(table, at, code, named, shaped, problems)
                found.append("")
                continue
            size = table.number("size", at)
            if size is not None and size <= 0:
                problems.add("E928", table.place(at, "size"), value=f"{size:g}")
            shaped.areas[code] = Area(code, role, table.text("name", at), size)
        found.append(code)
    return found


def _title(shaped: Shaped, code: str) -> str:
    """Return what people call an area of a table; its code where the table alone knows it."""
    return shaped.areas[code].title if code in shaped.areas else code


def _role(table: DataTable, at: int, problems: Problems) -> Role | None:
    text = table.text("role", at)
    if not text:
        return None
    role = ROLES.get(normal(text))
    if role is None:
        known = [one.value for one in Role]
        place = table.place(at, "role")
        problems.add("E909", place, value=text[:60], hint=hint(text, known), known=listed(known))
    return role


def _unknown_area(
    table: DataTable, at: int, code: str, named: bool, shaped: Shaped, problems: Problems
) -> None:
    if table.text("role", at):
        return  # the role was not understood, which has been said
    known = list(shaped.areas) if named else []
    problems.add(
        "E910", table.place(at, "area"), area=code, hint=hint(code, known), known=listed(known)
    )


def _crime(table: DataTable, at: int, shaped: Shaped, problems: Problems, named: bool) -> str:
    code = table.text("crime", at)
    if code and code not in shaped.crimes:
        if named:
            problems.add(
                "E931", table.place(at, "crime"), value=code, hint=hint(code, shaped.crimes),
                known=listed(shaped.crimes),
            )  # fmt: skip
        shaped.crimes[code] = CrimeClass(code)
    return code


def _counted(table: DataTable, column: str, at: int, problems: Problems) -> float | None:
    """Return a count: whole, zero or more."""
    value = table.number(column, at)
    if value is None:
        return None
    if value < 0:
        problems.add("E912", table.place(at, column), value=f"{value:g}")
        return None
    if value != round(value):
        problems.add("E913", table.place(at, column), value=f"{value:g}")
        return None
    return value


def _twice(
    seen: dict[tuple[str, ...], int], key: tuple[str, ...], table: DataTable, at: int,
    problems: Problems,
) -> bool:  # fmt: skip
    if key in seen:
        what = " · ".join(part for part in key if part)
        problems.add("E924", table.place(at), what=what, first=table.numbers[seen[key]])
        return True
    seen[key] = at
    return False


def _counts(
    table: DataTable, at_area: list[str], shaped: Shaped, problems: Problems
) -> Counts | None:
    cells: list[Count] = []
    seen: dict[tuple[str, ...], int] = {}
    named = bool(shaped.crimes)
    for at, area in enumerate(at_area):
        crime = _crime(table, at, shaped, problems, named)
        if not area or _twice(seen, (area, crime), table, at, problems):
            continue
        before = _counted(table, "before", at, problems)
        if before is None:
            if table.number("before", at) is None:
                problems.add("E911", table.place(at, "before"), area=area)
            continue
        cells.append(Count(area, before, _counted(table, "after", at, problems), crime))
    return Counts(tuple(cells)) if cells else None


def _series(
    table: DataTable, at_area: list[str], shaped: Shaped, problems: Problems
) -> Series | None:
    read = _days(table, problems)
    if read is None:
        return None
    days, step = read
    starts = run_of((day for day in days if day is not None), step)
    strange = sorted({day for day in days if day is not None} - set(starts))
    if strange:
        problems.add("E925", table.place(column="period"), first=starts[0], other=strange[0])
        return None
    index = {day: at for at, day in enumerate(starts)}
    held: dict[tuple[str, str], list[float | None]] = {}
    bases: dict[tuple[str, str], list[float | None]] = {}
    seen: dict[tuple[str, ...], int] = {}
    named = bool(shaped.crimes)
    for at, (area, day) in enumerate(zip(at_area, days, strict=True)):
        crime = _crime(table, at, shaped, problems, named)
        if not area or day is None or _twice(seen, (area, crime, str(day)), table, at, problems):
            continue
        line = held.setdefault((area, crime), [None] * len(starts))
        base = bases.setdefault((area, crime), [None] * len(starts))
        line[index[day]] = _counted(table, "count", at, problems)
        base[index[day]] = table.number("exposure", at)
    lines = []
    for key, counts in held.items():
        exposure = _exposure(table, key[0], bases[key], counts, problems)
        lines.append(Line(key[0], tuple(counts), key[1], exposure))
    return Series(step, starts, tuple(lines)) if lines else None


def _days(table: DataTable, problems: Problems) -> tuple[list[date | None], Step] | None:
    days: list[date | None] = []
    steps: dict[Step, int] = {}
    for at, text in table.texts("period"):
        read = read_period(text)
        if read is None:
            problems.add("E923", table.place(at, "period"), value=text[:40])
            days.append(None)
            continue
        days.append(read[0])
        if read[1] is not None:
            steps.setdefault(read[1], at)
    known = sorted({day for day in days if day is not None})
    if not known:
        return None
    if len(steps) > 1:
        at = max(steps.values())
        words = [one.value for one in steps]
        problems.add("E926", table.place(at, "period"), first=words[0], second=words[1])
        return None
    step = next(iter(steps), None) or step_between(known)
    if step is None:
        problems.add("E925", table.place(column="period"), first=known[0], other=known[-1])
        return None
    return days, step


def _exposure(
    table: DataTable, area: str, base: list[float | None], counts: list[float | None],
    problems: Problems,
) -> tuple[float, ...] | None:  # fmt: skip
    """Return what the counts of a line are over; None where the table says nothing of it."""
    if all(one is None for one in base):
        return None
    known = [one for one in base if one is not None]
    lacks = any(b is None and c is not None for b, c in zip(base, counts, strict=True))
    if lacks or min(known) <= 0:
        value = "–" if lacks else f"{min(known):g}"
        problems.add("E928", table.place(column="exposure"), value=f"{area}: {value}")
        return None
    # A period without a count needs no exposure; its neighbour's keeps the line whole.
    filled, last = [], known[0]
    for one in base:
        last = one if one is not None else last
        filled.append(last)
    return tuple(filled)


def _shares(
    table: DataTable, at_area: list[str], shaped: Shaped, problems: Problems
) -> Waves | None:
    waves: dict[str, dict[bool, tuple[float, float]]] = {}
    effects: dict[str, float] = {}
    seen: dict[tuple[str, ...], int] = {}
    for at, area in enumerate(at_area):
        word = normal(table.text("wave", at))
        if word not in _BEFORE | _AFTER:
            problems.add("E929", table.place(at, "wave"), value=table.text("wave", at)[:40])
            continue
        if not area or _twice(seen, (area, str(word in _AFTER)), table, at, problems):
            continue
        yes, n = table.number("yes", at), table.number("n", at)
        if yes is None or n is None or not 0 <= yes <= n or n <= 0:
            shown = " / ".join("–" if one is None else f"{one:g}" for one in (yes, n))
            problems.add("E930", table.place(at, "yes"), value=shown)
            continue
        waves.setdefault(area, {})[word in _AFTER] = (yes, n)
        effect = table.number("design_effect", at)
        effects[area] = max(effects.get(area, 1.0), effect if effect is not None else 1.0)
    answers = []
    for area, held in waves.items():
        if False not in held:
            problems.add("E911", table.place(column="wave"), area=area)
            continue
        answers.append(Shares(area, held[False], held.get(True), effects[area]))
    return Waves(tuple(answers)) if answers else None


def _paired(
    table: DataTable, at_area: list[str], shaped: Shaped, problems: Problems
) -> Waves | None:
    answers = []
    seen: dict[tuple[str, ...], int] = {}
    for at, area in enumerate(at_area):
        if not area or _twice(seen, (area,), table, at, problems):
            continue
        held = [_counted(table, column, at, problems) for column in _PAIRED]
        if any(one is None for one in held) or not sum(one or 0 for one in held):
            shown = " / ".join("–" if one is None else f"{one:g}" for one in held)
            problems.add("E930", table.place(at, "yes_yes"), value=shown)
            continue
        answers.append(PairedShares(area, *(int(one or 0) for one in held)))
    return Waves(tuple(answers)) if answers else None


def _scores(
    table: DataTable, at_area: list[str], shaped: Shaped, problems: Problems
) -> Waves | None:
    pairs: dict[str, list[tuple[float, float]]] = {}
    for at, area in enumerate(at_area):
        before, after = table.number("score_before", at), table.number("score_after", at)
        if area and before is not None and after is not None:
            pairs.setdefault(area, []).append((before, after))
    for area, held in pairs.items():
        if len(held) < 2:
            problems.add("E930", table.place(column="score_before"), value=f"{area}: {len(held)}")
    answers = tuple(
        PairedScores(area, tuple(one for one, _ in held), tuple(one for _, one in held))
        for area, held in pairs.items()
        if len(held) > 1
    )
    return Waves(answers) if answers else None
