"""The values of every period of a panel, from wherever the specification takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from paseo.assessment.index.data.from_framework import Found, find_benchmark, find_city
from paseo.assessment.index.data.from_table import read_table_data
from paseo.assessment.index.data.table import read_wide
from paseo.assessment.index.faults import numbered
from paseo.assessment.index.results import Index
from paseo.assessment.index.specification.framework import check_sides
from paseo.assessment.index.specification.pack import Folders, Specified, read_specified
from paseo.assessment.index.specification.spec import DataUse, IndexSpec, PanelUse
from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problem, Problems

_Read = Callable[[IndexSpec, Problems], Index | None]


@dataclass(frozen=True, eq=False)
class PanelData:
    """A specification with the values of every period, checked; nothing is built yet.

    Args:
        spec: every choice.
        waves: period to its index.
        unit_names: of the units of all periods.
        fingerprint: sums of the specification and of every file that was read.
        folders: where files are looked for.
        places: where entries stand, for messages.
        problems: warnings and notes.
        found: values with their metadata, None for a table.
    """

    spec: IndexSpec
    waves: Mapping[str, Index]
    unit_names: Mapping[str, LanguageMap]
    fingerprint: Mapping[str, str]
    folders: Folders
    places: Mapping[str, Place]
    problems: Problems
    found: Found | None = None


def read_panel(path: Path, data: Path | None = None) -> PanelData:
    """Return an index with the values of all its periods.

    Args:
        path: the specification.
        data: the folder of its tables, or the city folder; that of the specification when None.

    Raises:
        Refused: with every problem, when one of them is an error.
    """
    said = read_specified(path, data)
    spec, use, problems = said.spec, said.spec.panel, Problems(said.problems)
    if use is None:
        problems.add("I870", Place(spec.file, entry="panel"))
        problems.refuse()
    assert use is not None
    with numbered(said.places, spec.file):
        read, found = _reader(said, problems)
        problems.refuse()
        waves = _waves(spec, use, read, problems)
    problems.refuse()
    first = next(iter(waves.values()))
    spec = replace(first.spec, data=spec.data)
    sides = Problems()
    check_sides(spec, said.places, sides)
    _check_codes(spec, use, sides)
    problems.extend(one for one in sides if one not in tuple(problems))
    problems.refuse()
    waves = _only(waves, spec, problems)
    problems.refuse()
    sums = {name: held for wave in waves.values() for name, held in wave.fingerprint.items()}
    names = {unit: name for wave in waves.values() for unit, name in wave.unit_names.items()}
    return PanelData(
        spec, waves, names, {**said.fingerprint, **sums}, said.folders, said.places, problems, found
    )


def _reader(said: Specified, problems: Problems) -> tuple[_Read, Found | None]:
    """Return what reads one period, and the values of all where one reading finds them."""
    spec, places = said.spec, said.places
    if spec.data.kind == "table":
        _check_times(said, problems)
        return lambda at, told: read_table_data(at, said.folders, dict(places), told), None
    if spec.data.kind == "benchmark":
        found = find_benchmark(spec, places, problems)
    else:
        found = find_city(spec, said.folders, places, problems)

    def read(at: IndexSpec, told: Problems) -> Index | None:
        assert found is not None
        described = replace(found.spec, data=at.data)
        return replace(found, spec=described, problems=told).index()

    return read, found


def _check_times(said: Specified, problems: Problems) -> None:
    """Refuse a table, or one of standard errors, whose rows name no period."""
    use = said.spec.data
    place = Place(said.spec.file, entry="data/time")
    if not use.time:
        problems.add("I874", place, file=use.file)
    elif use.errors:
        path = said.folders.find(use.errors, Place(said.spec.file, entry="data/errors"), problems)
        table = path and read_wide(path, [use.unit, use.time], problems, use.errors)
        if table and table.column(use.time) is None:
            problems.add("I874", place, file=use.errors)


def _waves(spec: IndexSpec, use: PanelUse, read: _Read, problems: Problems) -> dict[str, Index]:
    waves: dict[str, Index] = {}
    for period in use.periods:
        told = Problems()
        wave = read(replace(spec, data=_at(spec, period)), told)
        problems.extend(_moved(one, spec) for one in told if one not in tuple(problems))
        if wave is not None and not told.errors:
            waves[period] = replace(wave, values=replace(wave.values, earlier=()))
    return waves


def _at(spec: IndexSpec, period: str) -> DataUse:
    """Return where the values of one period come from; units may come and go."""
    if spec.data.kind == "table":
        return replace(spec.data, period=period, units=())
    every = dict.fromkeys(spec.structure.indicators, period)
    return replace(spec.data, periods=every, units=())


def _moved(problem: Problem, spec: IndexSpec) -> Problem:
    """Point at the panel where it is the panel that names a period which is not there."""
    key = str(problem.values.get("key", ""))
    if problem.code != "I831" or not key.startswith("period"):
        return problem
    place = Place(spec.file, entry="panel/periods")
    return Problem(problem.code, place, {**problem.values, "key": key.replace("periods/", "")})


def _check_codes(spec: IndexSpec, use: PanelUse, problems: Problems) -> None:
    structure = spec.structure
    said = [("goalposts", code, structure.indicators) for code in use.goalposts]
    said += [
        ("breaks", code, structure.indicators) for one in use.breaks for code in one.indicators
    ]
    said += [("top", use.top, structure.aggregates)] if use.top else []
    for key, code, known in said:
        if code not in known:
            problems.add(
                "I815", Place(spec.file, entry=f"panel/{key}"), entry=code,
                hint=hint(code, known), known=listed(known),
            )  # fmt: skip


def _only(waves: dict[str, Index], spec: IndexSpec, problems: Problems) -> dict[str, Index]:
    """Keep the units that the specification names; each must be there in some period."""
    wanted = spec.data.units
    every = tuple(dict.fromkeys(unit for wave in waves.values() for unit in wave.values.units))
    for unit in wanted:
        if unit not in every:
            problems.add(
                "I831", Place(spec.file, entry="data/units"), key="units", value=unit,
                hint=hint(unit, every), known=listed(every),
            )  # fmt: skip
    found = {}
    for period, wave in waves.items():
        kept = np.array([not wanted or unit in wanted for unit in wave.values.units], dtype=bool)
        if kept.sum() < 2:
            problems.add("I822", Place(spec.file, entry=f"data/{period}"), count=int(kept.sum()))
        found[period] = replace(wave, values=wave.values.keep_units(kept))
    return found
