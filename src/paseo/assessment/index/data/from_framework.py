"""Values of cities in a benchmark pack, or of areas in a city folder, with sampling errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from scipy.special import ndtri

from paseo.assessment.framework import Framework
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.index.data.fingerprint import sum_of
from paseo.assessment.index.results import Index
from paseo.assessment.index.specification.framework import framework_of
from paseo.assessment.index.specification.spec import IndexSpec
from paseo.assessment.measure import ASSUMED_DESIGN_EFFECT, CI_HIGH, CI_LEVEL, CI_LOW, METHOD
from paseo.assessment.peers import Peers, benchmark_peers
from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.content.store import store
from paseo.evidence import columns, periods
from paseo.evidence.city import Break
from paseo.stats.checks import FloatArray
from paseo.stats.composite import Element, Structure, Values

if TYPE_CHECKING:
    from paseo.assessment.index.specification.pack import Folders

#: Methods of an interval that belong to a count of events.
COUNTED = "garwood"
#: Column with the city or area.
UNIT = "unit_of_index"


def read_benchmark_data(
    spec: IndexSpec, places: dict[str, Place], problems: Problems
) -> Index | None:
    """Return an index over the cities of a benchmark pack; None after saying what is wrong."""
    found = find_benchmark(spec, places, problems)
    return None if found is None else found.index()


def find_benchmark(spec: IndexSpec, places: dict[str, Place], problems: Problems) -> Found | None:
    """Return the values of the cities of a benchmark pack, of all periods."""
    use = spec.data
    peers: Peers = store().build(use.pack, "benchmark") if use.pack else benchmark_peers()
    peers = peers.choose(use.countries, use.sizes, use.kinds)
    if not peers.cities:
        problems.add("I822", Place(spec.file, entry="data"), count=0)
        return None
    spec, framework = _described(spec)
    table = peers.measured(framework).filter(
        pl.col(columns.BREAKDOWN).fill_null(columns.TOTAL) == columns.TOTAL
    )
    names = {code: city.name for code, city in peers.cities.items()}
    used = [info for info in store().packs("benchmark") if use.pack in ("", info.id)]
    sums = {
        f"{info.id}/{file.name}": sum_of(file)
        for info in used
        if (pack := store().find(info.id)) is not None
        for file in pack.files
    }
    renamed = table.rename({columns.CITY: UNIT})
    wordings = {one.id: one.text for one in peers.wordings}
    return Found(spec, framework, renamed, names, sums, places, problems, (), wordings)


def read_city_data(
    spec: IndexSpec, folders: Folders, places: dict[str, Place], problems: Problems
) -> Index | None:
    """Return an index over the areas of a city folder; None after saying what is wrong."""
    found = find_city(spec, folders, places, problems)
    return None if found is None else found.index()


def find_city(
    spec: IndexSpec, folders: Folders, places: dict[str, Place], problems: Problems
) -> Found | None:
    """Return the values of the areas of a city folder, of all periods.

    Values pass disclosure control first: an index must not give away what a table hides.
    """
    from paseo.assessment.assess import read_city
    from paseo.assessment.build import rules_of
    from paseo.assessment.measure import measure
    from paseo.evidence.disclosure import protect

    use = spec.data
    folder = _city_folder(use.file, folders)
    if folder is None:
        shown = use.file or str(folders.every[0].name)
        problems.add("I839", Place(spec.file, entry="data"), value=shown)
        return None
    spec, framework = _described(spec)
    evidence, _ = protect(read_city(folder), rules_of(framework))
    levels: set[str] = {one.level for one in evidence.areas}
    if use.level not in levels:
        problems.add(
            "I838", Place(spec.file, entry="data/level"), value=use.level or "–",
            hint=hint(use.level, levels), known=listed(sorted(levels)),
        )  # fmt: skip
        return None
    names = {one.id: one.name for one in evidence.areas if one.level == use.level}
    table = measure(evidence.observations, framework).filter(
        pl.col(columns.AREA).is_in(list(names))
        & (pl.col(columns.BREAKDOWN).fill_null(columns.TOTAL) == columns.TOTAL)
        & pl.col(columns.VALUE).is_not_null()
    )
    sums = {one.name: sum_of(one) for one in sorted(folder.iterdir()) if one.is_file()}
    renamed = table.rename({columns.AREA: UNIT})
    city = evidence.city
    wordings = {one.id: one.text for one in city.wordings}
    return Found(spec, framework, renamed, names, sums, places, problems, city.breaks, wordings)


def _city_folder(name: str, folders: Folders) -> Path | None:
    for root in folders.every:
        folder = (root / name).resolve() if name else root.resolve()
        if folder.is_relative_to(root.resolve()) and (folder / "city.yaml").is_file():
            return folder
    return None


def _described(spec: IndexSpec) -> tuple[IndexSpec, Framework]:
    """Fill in names and units that a specification leaves to the framework."""
    framework = framework_of(spec) or load_framework()
    known = {one.id: one for one in framework.indicators}
    names, elements = dict(spec.names), []
    for one in spec.structure.elements:
        indicator = known.get(spec.indicators.get(one.code, one.code))
        if indicator is None:
            elements.append(one)
            continue
        names.setdefault(one.code, indicator.name)
        elements.append(_described_element(one, names[one.code], indicator.unit))
    structure = Structure.of(elements)
    return replace(spec, names=names, structure=structure, framework=framework.id), framework


def _described_element(one: Element, name: LanguageMap, unit: str) -> Element:
    return replace(one, name=str(name) if one.name == one.code else one.name, unit=one.unit or unit)


@dataclass
class Found:
    """Measured values by unit, as an index takes them.

    Args:
        table: measured observations with the column :data:`UNIT`.
        names: unit to its name.
        sums: of the files that were read.
        breaks: changes of recording or mode that a city notes.
        wordings: definition to the question as it was asked.
    """

    spec: IndexSpec
    framework: Framework
    table: pl.DataFrame
    names: Mapping[str, LanguageMap]
    sums: dict[str, str]
    places: dict[str, Place]
    problems: Problems
    breaks: tuple[Break, ...] = ()
    wordings: Mapping[str, LanguageMap] = field(default_factory=dict)

    def index(self) -> Index | None:
        codes = self.spec.structure.indicators
        self._check_elements()
        periods_used: dict[str, str] = {}
        held: dict[str, pl.DataFrame] = {}
        for code in codes:
            rows = self._rows(code, periods_used)
            if rows is not None:
                held[code] = rows
        if self.problems.errors:
            return None
        units = sorted({unit for rows in held.values() for unit in rows[UNIT].to_list()})
        shape = (len(units), len(codes))
        numbers, errors = np.full(shape, np.nan), np.full(shape, np.nan)
        counts: dict[str, FloatArray] = {}
        bases: dict[str, FloatArray] = {}
        at_of = {unit: at for at, unit in enumerate(units)}
        for column, code in enumerate(codes):
            rows = held[code]
            at = [at_of[unit] for unit in rows[UNIT].to_list()]
            numbers[at, column] = rows[columns.VALUE].to_numpy()
            errors[at, column] = standard_errors(rows, self._top(code))
            if (rows[METHOD] == COUNTED).all():
                counts[code], bases[code] = np.full((2, len(units)), np.nan)
                counts[code][at] = rows[columns.NUMERATOR].to_numpy()
                bases[code][at] = rows[columns.DENOMINATOR].to_numpy() / self._per(code)
        return Index(
            spec=self.spec,
            values=Values(tuple(units), codes, numbers, errors=errors),
            unit_names={unit: self.names.get(unit, LanguageMap({"en": unit})) for unit in units},
            fingerprint=self.sums,
            problems=self.problems,
            periods=periods_used,
            counts=counts,
            bases=bases,
            places=self.places,
        )

    def indicator(self, code: str) -> str:
        return self.spec.indicators.get(code, code)

    def _unit(self, code: str) -> str:
        wanted = self.indicator(code)
        return next((one.unit for one in self.framework.indicators if one.id == wanted), "")

    def _top(self, code: str) -> float:
        """Return the value of a whole share, in the unit of an indicator."""
        return 100.0 if self._unit(code) == "percent" else 1.0

    def _per(self, code: str) -> float:
        """Return the base of a rate, such as 1,000 residents."""
        unit = self.framework.units.get(self._unit(code))
        return float(unit.per) if unit is not None and unit.per else 1.0

    def _check_elements(self) -> None:
        for one in self.spec.structure.elements:
            if one.denominator:
                place = self.places.get(one.code, Place(self.spec.file, entry=one.code))
                self.problems.add("I836", place, entry=one.code, value=one.denominator)

    def _rows(self, code: str, periods_used: dict[str, str]) -> pl.DataFrame | None:
        """Return one row for each unit: of one period, and of one definition."""
        indicator = self.indicator(code)
        rows = self.table.filter(pl.col(columns.INDICATOR) == indicator)
        place = self.places.get(code, Place(self.spec.file, entry=code))
        if rows.is_empty():
            known = sorted(set(self.table[columns.INDICATOR].to_list()))
            self.problems.add(
                "I837", place, entry=code, hint=hint(indicator, known), known=listed(known)
            )
            return None
        found = periods.ordered(set(rows[columns.PERIOD].to_list()))
        period = self.spec.data.periods.get(code, found[-1])
        if period not in found:
            self.problems.add(
                "I831", place, key=f"periods/{code}", value=period, hint=hint(period, found),
                known=listed(found),
            )  # fmt: skip
            return None
        rows = rows.filter(pl.col(columns.PERIOD) == period)
        definitions = sorted({str(one) for one in rows[columns.DEFINITION].to_list()})
        if len(definitions) > 1:
            self.problems.add(
                "I835", place, entry=code, period=period, definitions=listed(definitions)
            )
            return None
        periods_used[code] = period
        self._check_once(rows, place)
        return rows

    def _check_once(self, rows: pl.DataFrame, place: Place) -> None:
        twice = rows.group_by(UNIT, maintain_order=True).len().filter(pl.col("len") > 1)
        for unit in twice[UNIT].to_list()[:5]:
            self.problems.add("I818", place, entry=unit, first="–")


def standard_errors(rows: pl.DataFrame, top: float) -> FloatArray:
    """Return the standard errors of measured values, NaN where none is known.

    That which was published stands; for a share of persons asked
    ``top * sqrt(p (1 - p) deff / n)`` with ``p = value / top``; for a count of events
    ``value / sqrt(count)``; else half the interval over the normal quantile of its level.

    Args:
        rows: measured observations (:func:`paseo.assessment.measure.measure`).
        top: the value of a whole share: 100 for per cent.
    """
    stated = _array(rows, columns.STANDARD_ERROR)
    value, size = _array(rows, columns.VALUE), _array(rows, columns.N)
    method = np.array(rows[METHOD].fill_null("").to_list())
    effect = _array(rows, columns.DESIGN_EFFECT)
    effect = np.where(effect > 0, effect, ASSUMED_DESIGN_EFFECT)
    with np.errstate(invalid="ignore", divide="ignore"):
        part = value / top
        asked = top * np.sqrt(part * (1.0 - part) * effect / size)
        level = _array(rows, CI_LEVEL)
        half = (_array(rows, CI_HIGH) - _array(rows, CI_LOW)) / 2.0
        from_interval = half / ndtri((1.0 + level) / 2.0)
        of_count = value / np.sqrt(_array(rows, columns.NUMERATOR))
    by_count = (method == COUNTED) & np.isfinite(of_count)
    by_answers = np.char.startswith(method, "wilson") & (asked > 0)
    found = np.where(by_answers, asked, np.where(by_count, of_count, from_interval))
    result: FloatArray = np.where(np.isfinite(stated), stated, found)
    return result


def _array(rows: pl.DataFrame, name: str) -> Any:
    return rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
