"""What is wrong with a register, or worth a second look: fields, dates, areas, placement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from paseo.content.hints import hint, listed
from paseo.content.language import FIRST_LANGUAGE, LanguageMap
from paseo.content.problems import Place, Problems
from paseo.evidence.personal import traces
from paseo.evidence.tables.headers import normal
from paseo.prevention.measures.columns import columns, words
from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.ground_checks import check_shapes
from paseo.prevention.measures.measure import DEKLERCK, Measure, Register, Status

#: Where a field of a measure stands: id of the measure, name of the field.
Where: TypeAlias = Callable[[str, str], Place]

_MOST_DEKLERCK: Final = 4
_MOST_EVIDENCE: Final = 5
#: Fields in which people write freely.
TEXTS: Final = (
    "name", "problem", "lead", "goal", "description", "note", "target_groups", "restricts",
    "actors", "sources", "evaluation", "reach_unit", "area_type",
)  # fmt: skip


def by_entry(measure: str, field: str) -> Place:
    """Return the place of a field that stands in no file."""
    return Place(entry=measure, column=field)


def check_register(
    register: Register, ground: Ground, problems: Problems, where: Where = by_entry
) -> None:
    """Report what is wrong with measures, each for itself and beside each other.

    Args:
        register: the measures.
        ground: what they may name.
        problems: receives what is wrong.
        where: tells where a field of a measure stands.
    """
    for measure in register:
        check_measure(measure, ground, problems, where)
    check_shapes(register, ground.areas, problems, where)
    _check_currencies(register, problems, where)
    _check_own_problems(register, problems, where)


def check_measure(
    measure: Measure, ground: Ground, problems: Problems, where: Where = by_entry
) -> None:
    """Report what is wrong with one measure for itself."""

    def add(code: str, field: str, **values: Any) -> None:
        column = columns()[field].label if field in columns() else field
        problems.add(code, where(measure.id, field), column=column, name=measure.name, **values)

    _check_placing(measure, add)
    _check_days(measure, add)
    _check_figures(measure, add)
    _check_codes(measure, ground, add)
    _check_people(measure, add)
    if measure.restricts or _watching(measure, ground):
        add("V923", "restricts" if measure.restricts else "uses", what=_watched(measure, ground))


_Add: TypeAlias = Callable[..., None]


def _check_placing(measure: Measure, add: _Add) -> None:
    if measure.level is None:
        add("V910", "level")
    elif measure.orientation is None:
        add("V937", "orientation", level=columns_word("level", measure.level))
    if not measure.problem:
        add("V911", "problem")
    number = measure.deklerck
    if number is not None and not 0 <= number <= _MOST_DEKLERCK:
        add("V907", "deklerck", value=number, low=0, high=_MOST_DEKLERCK)
    elif number is not None and measure.level not in (None, DEKLERCK[number]):
        level = columns_word("level", measure.level)
        belongs = columns_word("level", DEKLERCK[number])
        add("V919", "deklerck", value=number, level=level, other=belongs)
    proposed = measure.placement.proposed
    overridden = proposed is not None and measure.level not in (None, proposed)
    if overridden and not measure.placement.reason:
        add(
            "V918", "placement_reason", level=columns_word("level", measure.level),
            other=columns_word("level", proposed),
        )  # fmt: skip


def columns_word(field: str, code: object) -> Any:
    """Return what a word of a field is called."""
    return words(field)[str(code)]


def _check_days(measure: Measure, add: _Add) -> None:
    start, end, funded = measure.start, measure.end, measure.funded_until
    if start and end and end < start:
        add("V912", "end", start=start.isoformat(), end=end.isoformat())
    if start and funded and funded < start:
        add("V913", "funded_until", start=start.isoformat(), end=funded.isoformat())
    if measure.status in (Status.ENDED, Status.STOPPED) and end is None:
        add("V924", "end", status=columns_word("status", measure.status))


def _check_figures(measure: Measure, add: _Add) -> None:
    for field in ("budget", "fte", "reach"):
        value = getattr(measure, field)
        if value is not None and value < 0:
            add("V906", field, value=f"{value:.15g}")
    evidence = measure.evidence
    if evidence is not None and not 0 <= evidence <= _MOST_EVIDENCE:
        add("V907", "evidence", value=evidence, low=0, high=_MOST_EVIDENCE)


def _check_codes(measure: Measure, ground: Ground, add: _Add) -> None:
    if ground.areas is not None and measure.area and measure.area not in ground.areas:
        names = [word for one in ground.areas for word in (one.id, *one.name.values())]
        known = listed(one.id for one in ground.areas)
        add("V914", "area", value=measure.area[:60], hint=hint(measure.area, names), known=known)
    for code in measure.indicators:
        if ground.indicators is not None and code not in ground.indicators:
            add("V917", "indicators", value=code[:60], hint=hint(code, ground.indicators))
    catalogue = ground.catalogue
    if catalogue is None:
        return
    for code in measure.uses:
        if code not in catalogue.uses:
            names = [
                word for one in catalogue.uses.values() for word in (one.id, *one.name.values())
            ]
            add(
                "V925", "uses", value=code[:60], hint=hint(code, names),
                known=listed(catalogue.uses),
            )  # fmt: skip
    if measure.problem and measure.problem not in catalogue.problems:
        every = catalogue.problems.values()
        meant = hint(measure.problem, [w for one in every for w in (one.id, *one.name.values())])
        if meant:
            add("V926", "problem", value=measure.problem[:60], hint=meant)


def _texts(measure: Measure) -> Iterator[tuple[str, str]]:
    for field in TEXTS:
        value = getattr(measure, field)
        for text in (value,) if isinstance(value, str) else value:
            if text:
                yield field, text
    if measure.placement.reason:
        yield "placement_reason", measure.placement.reason


def _check_people(measure: Measure, add: _Add) -> None:
    for field, text in _texts(measure):
        for trace in traces(text, names=field != "sources", office=field == "lead"):
            add(trace.code, field, text=trace.text[:60])


def _watching(measure: Measure, ground: Ground) -> tuple[str, ...]:
    uses = ground.catalogue.uses if ground.catalogue else {}
    return tuple(code for code in measure.uses if code in uses and uses[code].watches)


def _watched(measure: Measure, ground: Ground) -> LanguageMap:
    """Return the groups and technologies by name, in every language of the catalogue."""
    catalogue = ground.catalogue
    if catalogue is None:
        return LanguageMap({"en": listed(measure.restricts)})
    names = [catalogue.name("target_groups", one) for one in measure.restricts]
    names += [catalogue.name("uses", one) for one in _watching(measure, ground)]
    spoken = {code for one in names for code in one if code} or {FIRST_LANGUAGE}
    return LanguageMap({code: listed(one.read(code).words for one in names) for code in spoken})


def _check_currencies(register: Register, problems: Problems, where: Where) -> None:
    stated = [one for one in register if one.budget is not None]
    used = sorted({one.currency for one in stated})
    if len(used) > 1:
        other = next(one for one in stated if one.currency != stated[0].currency)
        problems.add("V930", where(other.id, "currency"), known=", ".join(used))


def _check_own_problems(register: Register, problems: Problems, where: Where) -> None:
    """Report a problem that is written in two ways: its measures stand in two pyramids."""
    first: dict[str, str] = {}
    told: set[str] = set()
    for measure in register:
        said = measure.problem
        earlier = first.setdefault(normal(said), said) if said else said
        if said != earlier and said not in told:
            told.add(said)
            place = where(measure.id, "problem")
            problems.add("V938", place, value=said[:60], other=earlier[:60])
