"""A case from numbers that were typed: counts before and after for each role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from paseo.content.problems import Place, Problems
from paseo.prevention.evaluation.case import Area, Case, Count, Counts, Periods, Role
from paseo.prevention.evaluation.pack import finished

#: Role to the option that gives it.
OPTIONS: Final = {
    Role.TREATED: "treated",
    Role.COMPARISON: "comparison",
    Role.DISPLACEMENT: "displacement",
    Role.DISPLACEMENT_COMPARISON: "displacement-comparison",
}


def read_pair(text: str) -> tuple[float, float | None] | None:
    """Return counts before and after from ``100,80``; before alone is a plan; None for neither.

    >>> read_pair("100, 80"), read_pair("100"), read_pair("100;x")
    ((100.0, 80.0), (100.0, None), None)
    """
    parts = text.replace(";", ",").split(",")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    if not 1 <= len(numbers) <= 2 or any(not 0 <= one < 1e12 for one in numbers):
        return None
    return numbers[0], (numbers[1] if len(numbers) == 2 else None)


def case_of_numbers(
    given: Mapping[Role, Sequence[str]],
    *,
    title: str,
    names: Mapping[Role, str],
    periods: str = "",
    level: float = 0.95,
    variance_factor: float | None = None,
    expected: float | None = None,
) -> tuple[Case, Problems]:
    """Return the case of typed counts, checked.

    Args:
        given: role to the counts of its areas, each ``before,after``.
        title: of the evaluation. names: what an area of each role is called.
        periods: lengths before and after in months; equal when empty.
        level: confidence level. variance_factor: more than Poisson. expected: hoped-for change.

    Raises:
        Refused: a text is no pair of counts, or the case cannot be evaluated.
    """
    problems = Problems()
    areas: list[Area] = []
    cells: list[Count] = []
    for role, texts in given.items():
        for number, text in enumerate(texts, start=1):
            code = f"{OPTIONS[role]}-{number}"
            name = names[role] if len(texts) == 1 else f"{names[role]} {number}"
            areas.append(Area(code, role, name))
            pair = read_pair(text)
            if pair is None:
                problems.add("E938", _place(OPTIONS[role]), value=text[:40])
            elif any(one is not None and one != round(one) for one in pair):
                problems.add("E913", _place(OPTIONS[role]), value=text[:40])
            else:
                cells.append(Count(code, *pair))
    lengths = _lengths(periods, problems)
    check_options(
        {"level": level, "variance_factor": variance_factor, "expected": expected}, problems
    )
    problems.refuse()
    case = Case(
        title=title, areas=tuple(areas), data=Counts(tuple(cells)), periods=lengths, level=level,
        variance_factor=variance_factor, expected=expected,
    )  # fmt: skip
    case = finished(case, lambda part: Place("", entry=part), problems)
    problems.refuse()
    return case, problems


def check_options(options: Mapping[str, float | None], problems: Problems) -> None:
    """Report a level, variance factor or hoped-for change that cannot be."""
    for name, code, low, high in (
        ("level", "E946", 0.5, 0.999),
        ("variance_factor", "E947", 1.0, 1000.0),
        ("expected", "E948", -1.0, 10.0),
    ):
        value = options.get(name)
        if value is not None and not low <= value <= high:
            problems.add(code, _place(name.replace("_", "-")), value=f"{value:g}")


def _lengths(text: str, problems: Problems) -> Periods:
    if not text:
        return Periods()
    pair = read_pair(text)
    if pair is None or pair[1] is None or min(pair[0], pair[1]) <= 0:
        problems.add("E938", _place("periods"), value=text[:40])
        return Periods()
    return Periods(pair[0], pair[1], "months")


def _place(option: str) -> Place:
    return Place(entry=f"--{option}")
