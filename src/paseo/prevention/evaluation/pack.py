"""From an evaluation file and its table to a case, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from paseo.content.loading import pack_file, read_pack
from paseo.content.pack import Pack
from paseo.content.problems import Place, Problems, Refused
from paseo.content.registry import Shelf
from paseo.content.store import store
from paseo.prevention.evaluation.calendar import next_start, read_span
from paseo.prevention.evaluation.case import (
    Answer,
    Area,
    Assignment,
    Better,
    Case,
    Count,
    Counts,
    CrimeClass,
    Periods,
    RivalAnswer,
    Role,
    Series,
    Span,
)
from paseo.prevention.evaluation.checks import Where, check_case, check_today
from paseo.prevention.evaluation.grounds import Ground, check_ground, ground_beside
from paseo.prevention.evaluation.predictors import check_predictors, read_predictors
from paseo.prevention.evaluation.shapes import Shaped, shape
from paseo.prevention.evaluation.tables import read_table

KIND: Final = "evaluation"


def read_case(
    path: Path, language: str = "en", ground: Ground | None = None, today: date | None = None
) -> tuple[Case, Problems]:
    """Return the case of an evaluation file, checked, with warnings and notes.

    Args:
        path: the evaluation file.
        language: in which its texts are read.
        ground: where the areas lie; that of ``places.geojson`` beside the file when None.
        today: nothing can have been counted later; not asked when None.

    Raises:
        Refused: with every problem, when one of them is an error.
    """
    # Not through the store, which holds what it has read: the table beside may change.
    pack, problems = read_pack(pack_file(path), store())
    problems.refuse()
    if pack is None or pack.header.kind != KIND:
        kind = pack.header.kind if pack is not None else "–"
        problems.add("E900", Place(path.name), kind=kind)
        raise Refused(problems)
    said = Problems()
    case = _made(pack, language, said, ground, today)
    known = list(problems)  # the check of the pack has said most of it
    problems.extend(one for one in said if one not in known)
    problems.refuse()
    assert case is not None
    return case, problems


def check_evaluation(pack: Pack, problems: Problems, shelf: Shelf) -> None:
    """Report what a schema cannot say of an evaluation: its table, areas, periods and numbers."""
    _made(pack, pack.header.language, problems, None)


def build_evaluation(pack: Pack) -> Case:
    """Return the case of a checked pack."""
    return case_of(pack, pack.header.language, Problems())


def case_of(pack: Pack, language: str, problems: Problems, ground: Ground | None = None) -> Case:
    """Return the case of a pack in one language.

    Raises:
        Refused: something is wrong with its table, areas, periods or numbers.
    """
    case = _made(pack, language, problems, ground)
    problems.refuse()
    assert case is not None
    return case


def _made(
    pack: Pack, language: str, problems: Problems, ground: Ground | None, today: date | None = None
) -> Case | None:
    def where(part: str) -> Place:
        return pack.place(part) if part in pack.sections else Place(pack.path.name, entry=part)

    before = len(problems.errors)
    shaped = _shaped(pack, language, problems)
    if shaped is None or len(problems.errors) > before:
        return None
    case = _case(pack, language, shaped, where, problems)
    case = finished(_with_synthetic(case, pack, problems), where, problems, today)
    ground = ground or ground_beside(pack.path, problems)
    if ground is not None:
        check_ground(case, ground, where("areas"), problems)
    return case


def _with_synthetic(case: Case, pack: Pack, problems: Problems) -> Case:
    """Return a case with what its file says of the synthetic control."""
    said = pack.mapping("synthetic")
    place = pack.place("synthetic") if said else Place(pack.path.name)
    found: dict[str, tuple[float, ...]] = {}
    path = _beside(pack, said["predictors"], problems) if "predictors" in said else None
    if path is not None:
        found = read_predictors(path, said["predictors"], problems)
        check_predictors(found, case.areas, place, problems)
    fit = read_span(str(said["fit"])) if "fit" in said else None
    if "fit" in said and fit is None:
        problems.add("E923", place, value=str(said["fit"])[:80])
    return replace(case, predictors=found, fit=fit)


def finished(case: Case, where: Where, problems: Problems, today: date | None = None) -> Case:
    """Return a case that has been checked, without the period in which the measure began.

    Args:
        case: as it was entered.
        where: tells where a part of it stands.
        problems: receives what is wrong.
        today: nothing can have been counted later; not asked when None.
    """
    check_case(case, where, problems)
    if today is not None:
        check_today(case, today, where, problems)
    return _without_mixed(case, where, problems)


def _without_mixed(case: Case, where: Where, problems: Problems) -> Case:
    """Leave out the period in which the measure began after its first day: it is both."""
    data = case.data
    if not isinstance(data, Series) or case.start is None or case.start in data.starts:
        return case
    mixed = data.split(case.start) - 1
    if mixed < 0 or next_start(data.starts[mixed], data.step) <= case.start:
        return case
    problems.add("E937", where("start"), start=case.start, period=data.starts[mixed])
    lines = tuple(
        replace(one, counts=(*one.counts[:mixed], None, *one.counts[mixed + 1 :]))
        for one in data.lines
    )
    return replace(case, data=replace(data, lines=lines))


def _shaped(pack: Pack, language: str, problems: Problems) -> Shaped | None:
    """Return areas and numbers of a pack; a plan has areas only."""
    areas = {one["id"]: _area(pack, one, language) for one in pack.section("areas")}
    crimes = {one["id"]: _crime(pack, one, language) for one in pack.section("crimes")}
    table, inline = pack.mapping("data"), pack.section("counts")
    if table and inline:
        problems.add("E939", pack.place("counts"))
        return None
    if inline:
        return Shaped(areas, crimes, _inline(pack, problems))
    if not table:
        return Shaped(areas, crimes, None)
    path = _beside(pack, table["file"], problems)
    if path is None:
        return None
    read = read_table(
        path, problems, shown=table["file"], sheet=table.get("sheet", ""),
        renamed=table.get("columns"),
    )  # fmt: skip
    return None if read is None else shape(read, areas, crimes, problems)


def _beside(pack: Pack, name: str, problems: Problems) -> Path | None:
    """Return a file in the folder of the pack; None after saying that it is none."""
    folder = pack.path.parent.resolve()
    place = pack.place("data")
    try:
        path = (folder / name).resolve()
        inside, there = path.is_relative_to(folder), path.is_file()
    except (OSError, ValueError, RuntimeError):
        inside = there = False
    if not inside:
        problems.add("P116", place, file=name[:80])
        return None
    if not there:
        problems.add("P101", place, file=name[:80])
        return None
    return path


def _inline(pack: Pack, problems: Problems) -> Counts:
    seen: dict[tuple[str, str], int] = {}
    cells = []
    for at, one in enumerate(pack.section("counts")):
        key = (one["area"], one.get("crime", ""))
        if key in seen:
            what = " · ".join(part for part in key if part)
            problems.add("E924", pack.place("counts", at), what=what, first=seen[key] + 1)
        seen.setdefault(key, at)
        cells.append(Count(key[0], one["before"], one.get("after"), key[1]))
    return Counts(tuple(cells))


def _area(pack: Pack, one: Mapping[str, Any], language: str) -> Area:
    name = _words(pack, one.get("name"), language)
    return Area(one["id"], Role(one["role"]), name, one.get("size"))


def _crime(pack: Pack, one: Mapping[str, Any], language: str) -> CrimeClass:
    return CrimeClass(one["id"], _words(pack, one.get("name"), language), one.get("harm", 1.0))


def _words(pack: Pack, value: Any, language: str) -> str:
    return pack.words(value).read(language).words


def _case(pack: Pack, language: str, shaped: Shaped, where: Where, problems: Problems) -> Case:
    said = pack.sections

    def words(key: str) -> str:
        return _words(pack, said.get(key), language)

    sources = {one["id"]: _words(pack, one["title"], language) for one in pack.section("sources")}
    used = [one if isinstance(one, str) else one["id"] for one in said.get("used", [])]
    if not used and pack.header.source:
        used = [pack.header.source]
    return Case(
        title=pack.header.title.read(language).words,
        areas=tuple(shaped.areas.values()),
        data=shaped.data,
        measure=said.get("measure", ""),
        outcome=words("outcome"),
        indicator=said.get("indicator", ""),
        unit=words("unit"),
        place=words("place"),
        start=_day(said.get("start")),
        level=said.get("level", 0.95),
        better=Better(said.get("better", "fewer")),
        crimes=tuple(shaped.crimes.values()),
        periods=_periods(pack.mapping("periods"), where, problems),
        season=said.get("season"),
        variance_factor=said.get("variance_factor"),
        assignment=Assignment(said.get("assignment", "unknown")),
        chosen_as_worst=said.get("chosen_as_worst"),
        expected=said.get("expected"),
        review=_day(said.get("review")),
        mechanism=words("mechanism"),
        answers=_answers(pack, language),
        sources=tuple(sources[one] for one in used if one in sources),
        note=words("note"),
    )


def _answers(pack: Pack, language: str) -> dict[str, RivalAnswer]:
    return {
        one["rival"]: RivalAnswer(
            Answer(one["answer"]), _words(pack, one.get("note"), language),
            _words(pack, one.get("who"), language),
        )
        for one in pack.section("answers")
    }  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _periods(raw: Mapping[str, Any], where: Where, problems: Problems) -> Periods:
    if not raw:
        return Periods()
    before, after = (_year(raw[key], raw.get("unit")) for key in ("before", "after"))
    numbers = [one for one in (before, after) if isinstance(one, (int, float))]
    if len(numbers) == 2 and all(one > 0 for one in numbers):
        return Periods(float(before), float(after), raw.get("unit", "months"))
    spans = [read_span(str(one)) for one in (before, after)]
    if numbers or spans[0] is None or spans[1] is None:
        problems.add("E923", where("periods"), value=f"{before} · {after}"[:80])
        return Periods()
    return periods_of_spans(spans[0], spans[1])


def _year(value: Any, unit: str | None) -> Any:
    """Return a whole number that can only be a year as a text: YAML reads 2022 as a number."""
    is_year = isinstance(value, int) and unit is None and 1900 <= value <= 2200
    return str(value) if is_year else value


def periods_of_spans(before: Span, after: Span) -> Periods:
    """Return the periods of two spans; their lengths in days, where they run forwards."""
    lengths = [max(1.0, float(one.days)) for one in (before, after)]
    return Periods(lengths[0], lengths[1], "days", (before, after))
