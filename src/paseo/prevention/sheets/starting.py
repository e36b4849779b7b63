"""From a gap to the first draft of a sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.measures.catalogue import ProblemTerms
from paseo.prevention.measures.measure import Aim, Measure, Register, Status
from paseo.prevention.sheets.practices import Practice
from paseo.prevention.sheets.sheet import Sheet


def outcome_indicators(problem: ProblemTerms | None, held: Collection[str] = ()) -> tuple[str, str]:
    """Return an indicator of what happens and one of what is felt, empty where none is known.

    The nearest of which the city holds a value; where it holds none, the nearest.

    Args:
        problem: of the catalogue; None for the city's own words.
        held: codes of which the city holds values.
    """
    if problem is None:
        return "", ""
    happens, felt = (
        next((code for code in codes if code in held), next(iter(codes), ""))
        for codes in (problem.happens, problem.felt)
    )
    return happens, felt


def sheet_from_gap(gap: Gap, why: str, happens: str = "", felt: str = "") -> Sheet:
    """Return a draft that holds what the gap says: problem, level, place, people, partners.

    It has no title: what shall be done is not known yet, and a gap is no name for it.

    Args:
        gap: what was found.
        why: the sentence of the gap, kept as it was that day.
        happens, felt: outcome indicators of the problem, the nearest of each; the indicator
            that named an area or a group wins over them.
    """
    for concern in gap.concerns[:1]:
        if concern.felt:
            felt = concern.indicator
        else:
            happens = concern.indicator
    aim = Aim(gap.basis) if gap.rule == "one-sided" else None
    return Sheet(
        title="",
        problem=gap.problem,
        gap=gap.id,
        why=why,
        level=gap.level,
        aim=aim,
        area=gap.area,
        target_groups=(gap.group,) if gap.group else (),
        actors=gap.actors,
        happens=happens,
        felt=felt,
    )


def with_practice(sheet: Sheet, practice: Practice, language: str) -> Sheet:
    """Return a sheet with what a practice says, where the sheet itself says nothing yet."""
    return replace(
        sheet,
        like=tuple(dict.fromkeys((*sheet.like, practice.id))),
        level=sheet.level or practice.level,
        orientation=sheet.orientation or practice.orientation,
        aim=sheet.aim or practice.aim,
        area_type=sheet.area_type or next(iter(practice.area_types), ""),
        target_groups=sheet.target_groups or practice.target_groups,
        actors=tuple(dict.fromkeys((*sheet.actors, *practice.actors))),
        uses=sheet.uses or practice.uses,
        restricts=sheet.restricts or practice.restricts,
        description=sheet.description or practice.description.read(language).words,
        mechanism=sheet.mechanism or practice.mechanism.read(language).words,
    )


def measure_from_sheet(sheet: Sheet, register: Register, code: str) -> Measure:
    """Return the planned measure of a sheet, with an id that the register does not hold yet.

    Args:
        sheet: as it is in force.
        register: of the city.
        code: the id that is wished for.

    Raises:
        Refused: the sheet has no title, by which the measure would be called (V952).
    """
    if not sheet.title.strip():
        problems = Problems()
        what = load_phrases(__package__).map("lacking.title")
        problems.add("V952", Place(entry="title"), what=what)
        problems.refuse()
    taken = {one.id for one in register}
    free = code
    number = 2
    while free in taken:
        free = f"{code}-{number}"
        number += 1
    return Measure(
        id=free, name=sheet.title, problem=sheet.problem, level=sheet.level,
        orientation=sheet.orientation, aim=sheet.aim, target_groups=sheet.target_groups,
        restricts=sheet.restricts, area=sheet.area, area_type=sheet.area_type,
        actors=sheet.actors, lead=sheet.lead, goal=sheet.expected, indicators=sheet.indicators,
        start=sheet.start, budget=sheet.budget, fte=sheet.fte, status=Status.PLANNED,
        uses=sheet.uses, description=sheet.description,
    )  # fmt: skip
