"""Everything that a page, a document or a command shows of one pyramid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from paseo.content.hints import listed
from paseo.content.language import FIRST_LANGUAGE, LanguageMap
from paseo.content.problems import Place, Problem, Problems, Refused
from paseo.evidence.areas import AreaTree
from paseo.prevention.measures.catalogue import Catalogue
from paseo.prevention.measures.measure import Register
from paseo.prevention.pyramid.coherence import Footing, coherence
from paseo.prevention.pyramid.comparing import Beside, stand_beside
from paseo.prevention.pyramid.effort import By, Disagreement, Spread, disagreements, spread
from paseo.prevention.pyramid.pyramid import EVERYTHING, Pyramid, Scope, build_pyramid


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called; an id without a name is said as it stands."""

    problems: Mapping[str, LanguageMap] = field(default_factory=dict)
    areas: Mapping[str, LanguageMap] = field(default_factory=dict)
    groups: Mapping[str, LanguageMap] = field(default_factory=dict)


def names_of(
    catalogue: Catalogue | None,
    areas: AreaTree | None,
    groups: Mapping[str, LanguageMap] | None = None,
) -> Names:
    """Return the names of a catalogue, of the areas of a city, and of the assessment's groups."""
    said = dict(groups or {})
    problems = {}
    if catalogue is not None:
        said |= {code: one.name for code, one in catalogue.target_groups.items()}
        problems = {code: one.name for code, one in catalogue.problems.items()}
    return Names(problems, {one.id: one.name for one in areas} if areas is not None else {}, said)


@dataclass(frozen=True, slots=True)
class PyramidView:
    """A pyramid with what is read off it.

    Args:
        by: what bricks are sized by.
        spreads: by count, posts and budget.
        disagreements: where count and an effort tell unlike stories.
        footings: what lies below each problem-oriented measure.
        beside: the earlier year, where one was asked for.
    """

    pyramid: Pyramid
    by: By
    spreads: Mapping[By, Spread]
    disagreements: tuple[Disagreement, ...]
    footings: tuple[Footing, ...]
    beside: Beside | None
    names: Names

    @property
    def efforts(self) -> tuple[By, ...]:
        """Return the kinds of effort that some measure states."""
        return tuple(by for by, one in self.spreads.items() if by is not By.COUNT and one.stated)


def look(
    register: Register,
    scope: Scope = EVERYTHING,
    *,
    by: By = By.COUNT,
    beside: int | None = None,
    earlier: Register | None = None,
    areas: AreaTree | None = None,
    names: Names | None = None,
) -> PyramidView:
    """Return a pyramid with its effort, its coherence and, where asked for, an earlier year.

    Args:
        register: the measures of a city.
        scope: what to show.
        by: what bricks are sized by.
        beside: the year to stand beside the one of the scope.
        earlier: the register as it was then; without it the earlier year is read off the dates
            of ``register``, which knows no earlier level and no earlier effort.
        areas: of the city.
        names: of problems, areas and groups.

    Raises:
        Refused: a year beside is asked for, but the scope has none (V941), or the same (V942).
    """
    pyramid = build_pyramid(register, scope)
    spreads = {one: spread(pyramid, one) for one in By}
    return PyramidView(
        pyramid,
        by,
        spreads,
        tuple(one for found in spreads.values() for one in disagreements(found)),
        coherence(pyramid, areas),
        _beside(register, pyramid, beside, earlier),
        names or names_of(None, areas),
    )


def _beside(
    register: Register, pyramid: Pyramid, year: int | None, earlier: Register | None
) -> Beside | None:
    scope = pyramid.scope
    if year is None and earlier is None:
        return None
    if year is not None and earlier is None:
        if scope.year is None:
            _refuse("V941", beside=year)
        if scope.year == year:
            _refuse("V942", year=year)
    then = scope.year if year is None else year
    there = build_pyramid(register if earlier is None else earlier, replace(scope, year=then))
    if earlier is None and year is not None and (scope.year or 0) < year:
        return stand_beside(pyramid, there, one_register=True)
    return stand_beside(there, pyramid, one_register=earlier is None)


def scope_within(
    register: Register,
    areas: AreaTree | None = None,
    names: Names | None = None,
    *,
    problem: str = "",
    area: str = "",
    groups: Iterable[str] = (),
    year: int | None = None,
) -> Scope:
    """Return a scope whose area takes in the areas below it.

    Measures for the whole city stay in: they are for this area too. The whole city itself as the
    area narrows nothing.

    Args:
        register: the measures of the city.
        areas: of the city; without it an area is only itself, and has to be one of a measure.
        names: what problems and groups may be asked for, beside those that measures name.
        problem, area, groups, year: what was asked for; empty asks nothing.

    Raises:
        Refused: with every part that names what there is not (V940, V943, V944).
    """
    known = names or Names()
    problems = Problems()
    wanted = tuple(groups)
    held: frozenset[str] = frozenset((area,)) if area else frozenset()
    if area and areas is None and area not in {one.area for one in register}:
        used = sorted({one.area for one in register} - {""})
        _unknown(problems, "V940", "area", area, used, known.areas)
    if area and areas is not None:
        if area not in areas:
            _unknown(problems, "V940", "area", area, [one.id for one in areas], known.areas)
        elif area == areas.city.id:
            held = frozenset()
        else:
            held = frozenset((area, *areas.descendants(area)))
    if problem and problem not in (*register.problems(), *known.problems):
        asked = register.problems() or known.problems
        _unknown(problems, "V943", "problem", problem, asked, known.problems)
    served = {group for one in register for group in one.target_groups}
    for group in wanted:
        if group not in served and group not in known.groups:
            _unknown(problems, "V944", "group", group, sorted(served), known.groups)
    problems.refuse()
    return Scope(problem=problem, areas=held, target_groups=frozenset(wanted), year=year)


def _unknown(
    problems: Problems, code: str, name: str, value: str, known: Iterable[str],
    names: Mapping[str, LanguageMap],
) -> None:  # fmt: skip
    """Refuse a word; those that are known are said by their names, and by the ids that ask."""
    ids = list(known)
    languages = {one for said in names.values() for one in said} | {FIRST_LANGUAGE}

    def called(one: str, language: str) -> str:
        return f"{names[one].read(language).words} ({one})" if one in names else one

    said = {tongue: listed(called(one, tongue) for one in ids) or "–" for tongue in languages}
    problems.add(code, Place(entry=value[:80]), **{name: value[:80], "known": LanguageMap(said)})


def _refuse(code: str, **values: object) -> None:
    entry = str(next(iter(values.values())))
    raise Refused(Problems([Problem(code, Place(entry=entry[:80]), values)]))
