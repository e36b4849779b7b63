"""The results of an index run as tables: one name for each, rows of texts and numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from paseo.assessment.index.results import IndexRun
from paseo.assessment.index.words.standing import scales_mix
from paseo.stats.checks import FloatArray
from paseo.stats.composite import Record, Values
from paseo.stats.composite.uncertainty.results import Drivers, Uncertainty

Rows = Iterator[list[Any]]
#: What of an uncertainty is about scores, and means nothing where what was varied mixes scales.
OF_SCORES: Final = ("score_mean", "score_sd", "score_low", "score_median", "score_high")
#: Signs with which a spreadsheet program begins a formula; a name must not be taken for one.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def tables(run: IndexRun) -> dict[str, list[list[Any]]]:
    """Return the tables of a run by the name of their file, without ending.

    What was not found out has no table.
    """
    found: dict[str, Rows] = {"scores": _scores(run), "weights": _weights(run)}
    if run.uncertainty is not None:
        found["ranks"] = _ranks(run, run.uncertainty)
        found["rank-probabilities"] = _probabilities(run, run.uncertainty)
        found["factors-drawn"] = _drawn(run.uncertainty)
        if run.uncertainty.above is not None:
            found["pairwise"] = _pairwise(run.uncertainty)
        if run.uncertainty.classes:
            found["classes"] = _classes(run, run.uncertainty)
    if run.drivers is not None:
        found["drivers"] = _drivers(run.drivers)
        found["drivers-by-unit"] = _drivers_by_unit(run, run.drivers)
    if run.removal is not None:
        found["removal"] = _removal(run)
    found["records"] = _records(run.built.records)
    for name, values in run.built.stages.items():
        found[f"stages/{name}"] = _stage(values)
    return {name: list(rows) for name, rows in found.items()}


def comparison_tables(one: IndexRun, other: IndexRun) -> dict[str, list[list[Any]]]:
    """Return the tables of two indices side by side: scores and places of the units in both.

    Places are those among all units of each index; a shift below zero is a climb.
    """
    rows: list[list[Any]] = [
        ["unit", "name", "score one", "score other", "place one", "place other", "shift"]
    ]
    built = (one.built, other.built)
    scores, ranks = [each.scores() for each in built], [each.ranks() for each in built]
    at = {unit: place for place, unit in enumerate(built[1].units)}
    for first, unit in enumerate(built[0].units):
        if unit in at:
            before, after = float(ranks[0][first]), float(ranks[1][at[unit]])
            rows.append(
                [unit, _name(one, unit), float(scores[0][first]), float(scores[1][at[unit]]),
                 before, after, after - before]
            )  # fmt: skip
    return {"comparison": rows}


def csv_of(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows as CSV in UTF-8; a text that a spreadsheet would run as a formula is quoted.

    >>> csv_of([["a", 1.5], ["=b", float("nan")]]).decode()
    "a,1.5\\r\\n'=b,\\r\\n"
    """
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([_cell(one) for one in row] for row in rows)
    return stream.getvalue().encode("utf-8")


def _cell(one: Any) -> Any:
    if isinstance(one, str):
        return "'" + one if one.startswith(_FORMULA) else one
    if one is None or (isinstance(one, float | np.floating) and np.isnan(one)):
        return ""
    if isinstance(one, float | np.floating):
        whole = float(one)
        return int(whole) if whole.is_integer() and abs(whole) < 1e15 else repr(whole)
    return one


def _name(run: IndexRun, unit: str) -> str:
    language = run.index.spec.language
    words = run.index.unit_names.get(unit)
    return words.read(language).words if words else unit


def _scores(run: IndexRun) -> Rows:
    built = run.built
    codes = tuple(reversed(built.structure.aggregates))
    yield ["unit", "name", *(head for code in codes for head in (code, f"{code} rank"))]
    columns = [column for code in codes for column in (built.scores(code), built.ranks(code))]
    for at, unit in enumerate(built.units):
        yield [unit, _name(run, unit), *(float(column[at]) for column in columns)]


def _weights(run: IndexRun) -> Rows:
    structure = run.built.structure
    tops = structure.tops
    shares = {top: structure.effective_weights(top) for top in tops}
    yield ["element", "name", "level", "parent", "direction", "weight",
           *(f"share in {top}" for top in tops)]  # fmt: skip
    for one in structure.elements:
        inside = structure.indicators
        share: list[Any] = [
            float(shares[top][inside.index(one.code)]) if one.code in inside else
            float(sum(shares[top][inside.index(code)] for code in structure.below(one.code)))
            for top in tops
        ]  # fmt: skip
        yield [one.code, one.name, structure.levels[one.code], one.parent, one.direction,
               one.weight, *share]  # fmt: skip


def _ranks(run: IndexRun, found: Uncertainty) -> Rows:
    columns = ("score", "score_mean", "score_sd", "score_low", "score_median", "score_high",
               "rank", "rank_mean", "rank_low", "rank_median", "rank_high", "scored")  # fmt: skip
    yield ["unit", "name", *columns, "level"]
    # Scores of replications on other scales have no interval: their cells stay empty.
    mixed = scales_mix(run.index.spec.plan)
    empty = np.full(len(found.units), np.nan)
    held = [empty if mixed and name in OF_SCORES else getattr(found, name) for name in columns]
    for at, unit in enumerate(found.units):
        yield [unit, _name(run, unit), *(float(one[at]) for one in held), found.level]


def _probabilities(run: IndexRun, found: Uncertainty) -> Rows:
    count = len(found.units)
    yield ["unit", "name", *(f"rank {at}" for at in range(1, count + 1))]
    for at, unit in enumerate(found.units):
        yield [unit, _name(run, unit), *_shares(found.rank_probability[at])]


def _pairwise(found: Uncertainty) -> Rows:
    assert found.above is not None
    yield ["unit above", *found.units]
    for at, unit in enumerate(found.units):
        yield [unit, *_shares(found.above[at])]


def _classes(run: IndexRun, found: Uncertainty) -> Rows:
    yield ["unit", "name", *found.classes]
    for at, unit in enumerate(found.units):
        yield [unit, _name(run, unit), *_shares(found.class_probability[at])]


def _shares(held: Any) -> list[str]:
    """Return shares as cells: held in single precision, more decimals would be noise.

    Of some thousand units there are millions, nearly all alike: each is written once.
    """
    values, where = np.unique(np.asarray(held, dtype=np.float64).round(7), return_inverse=True)
    written = np.array([_cell(one) for one in values.tolist()], dtype=object)
    return list(written[where])


def _drawn(found: Uncertainty) -> Rows:
    yield ["factor", "alternative", "share of replications", "least", "most"]
    for one in found.factors:
        for label, share in one.shares.items():
            yield [one.name, label, float(share), None, None]
        if not one.shares:
            yield [one.name, "", None, float(one.low), float(one.high)]


def _drivers(found: Drivers) -> Rows:
    columns = ("first", "first_low", "first_high", "total", "total_low", "total_high")
    yield ["factor", "of", *columns, "level"]
    # The places of all units together, and the mean shift, as COINr has it.
    for of, start in (("places", "places_"), ("mean_rank_shift", "")):
        for at, name in enumerate(found.factors):
            yield [
                name,
                of,
                *(float(getattr(found, start + one)[at]) for one in columns),
                found.level,
            ]


def _drivers_by_unit(run: IndexRun, found: Drivers) -> Rows:
    columns = ("unit_first", "unit_total", "unit_total_low", "unit_total_high")
    yield ["unit", "name", "factor", "first", "total", "total_low", "total_high"]
    for at, unit in enumerate(found.units):
        for row, name in enumerate(found.factors):
            held = [float(getattr(found, one)[row, at]) for one in columns]
            yield [unit, _name(run, unit), name, *held]


def _removal(run: IndexRun) -> Rows:
    assert run.removal is not None
    names = {one.code: one.name for one in run.index.spec.structure.elements}
    yield ["element left out", "name", "mean rank shift"]
    for code, shift in sorted(run.removal.items(), key=lambda one: -_known(one[1])):
        yield [code, names.get(code, code), float(shift)]


def _known(number: float) -> float:
    return -1.0 if np.isnan(number) else float(number)


def _records(records: Sequence[Record]) -> Rows:
    yield ["step", "method", "what", "kind", "entry", "unit", "figures"]
    for one in records:
        yield [one.step, one.method, "settings", "", "", "", _figures(one.settings)]
        for what, notes in (("did", one.did), ("could not", one.could_not)):
            for note in notes:
                yield [one.step, one.method, what, note.kind, note.entry, note.unit,
                       _figures(note.values)]  # fmt: skip


def _figures(values: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}={_short(one)}" for name, one in values.items())


def _short(one: Any) -> str:
    return f"{one:.12g}" if isinstance(one, float | np.floating) else str(one)


def _stage(values: Values) -> Rows:
    yield ["unit", *values.codes]
    numbers: FloatArray = values.numbers
    for unit, row in zip(values.units, numbers.tolist(), strict=True):
        yield [unit, *row]
