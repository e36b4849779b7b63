"""What a specification file says: the data, the elements, every choice, and what is uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from paseo.content.language import LanguageMap
from paseo.stats.composite import Recipe, Structure
from paseo.stats.composite.uncertainty.factors import Plan


@dataclass(frozen=True, slots=True)
class DataUse:
    """Where the values come from and what the columns mean.

    Args:
        kind: ``table`` (a CSV or Excel file, one row per unit), ``benchmark`` (cities of a
            benchmark pack), ``city`` (areas of a city folder).
        file: Name of the table, relative to the specification or to the data folder.
        pack: Id of the benchmark pack.
        unit: Column with the code of the unit.
        name: Column with its name; empty for the code.
        groups: Columns with groupings of the units.
        beside: Columns that are no indicators: denominators.
        time: Column with the period; empty for one period.
        period: The period that is built; empty for the only or the latest one.
        level: Level of areas, for ``city``.
        periods: Indicator to its period, for ``benchmark`` and ``city``; the latest where it is
            not named.
        errors: Table of standard errors with the columns of the values; empty for none, or for
            those that the values themselves bring (interviews, counts).
        units: Codes that are kept; empty for all.
        countries, sizes, kinds: which peer cities, for ``benchmark``; empty for all.
        sha256: Sum of the file for which the index was specified; empty to accept any.
        sheet: Sheet of a workbook; empty for the first with these columns.
        columns: Indicator to the column of its values, where it is not the code.
        error_columns: Indicator to the column of its standard errors.
        count_columns: Indicator to the column with the events behind a rate.
    """

    kind: Literal["table", "benchmark", "city"]
    file: str = ""
    pack: str = ""
    unit: str = ""
    name: str = ""
    groups: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    time: str = ""
    period: str = ""
    level: str = ""
    periods: Mapping[str, str] = field(default_factory=dict)
    errors: str = ""
    units: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sha256: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    error_columns: Mapping[str, str] = field(default_factory=dict)
    count_columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SensitivityUse:
    """How the drivers are looked for: base of the design, resamples, seed."""

    base: int = 512
    resamples: int = 500
    level: float = 0.9
    seed: int = 1


@dataclass(frozen=True, slots=True)
class BreakUse:
    """A change of wording, mode or recording that the maker of an index knows of.

    Args:
        before: the first period after it.
        indicators: codes; empty for all.
        reason: in words.
    """

    before: str
    indicators: tuple[str, ...] = ()
    reason: LanguageMap = field(default_factory=lambda: LanguageMap({}))


@dataclass(frozen=True, slots=True)
class PanelUse:
    """How an index is followed over time.

    Args:
        periods: earliest first.
        reference: the period from which the scale is frozen; empty for given goalposts or a
            frozen scale that was kept.
        goalposts: indicator to its lower and upper goalpost (and a cap), as treated.
        frozen: file of a scale that an earlier panel froze.
        beyond: scores of values outside the goalposts: ``extend`` or ``clip``.
        top: the aggregate that is followed; empty for the (first) total.
        level: of the intervals of changes.
        samples: ``shared`` where the same persons may have answered several questions, so that
            their errors may add up; ``separate`` where every indicator has its own sample.
        breaks: known changes after which values are not joined to earlier ones.
    """

    periods: tuple[str, ...]
    reference: str = ""
    goalposts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    frozen: str = ""
    beyond: Literal["extend", "clip"] = "extend"
    top: str = ""
    level: float = 0.95
    samples: Literal["shared", "separate"] = "shared"
    breaks: tuple[BreakUse, ...] = ()


@dataclass(frozen=True)
class IndexSpec:
    """An index with every choice named.

    Args:
        id, version: of the pack.
        title, description: in words.
        about: what the index must not be taken for, in words; printed with every result.
        framework: id of the framework whose indicators and dimensions are used; empty for none.
        data: where the values come from.
        structure: elements with their weights.
        names: code of an element, factor, class or alternative to its name in words; an
            alternative stands under ``factor/label`` and, where nothing else bears that code,
            under its label.
        dimensions: element to the dimension of the framework that it stands for.
        recipe: steps, weighting, aggregation.
        plan: what is uncertain; None where nothing is named.
        sensitivity: how the drivers are looked for.
        licence, provider, evidence, sources: of the pack, for the report.
        file: name of the specification.
        language: of plain texts.
        text: the specification as it stands in its file, for the record.
        joins_faces: why what is felt and what happens are joined; empty for an index of one side.
        generated: the data describe no real place.
        indicators: element to the indicator of the framework; elements that have none are absent.
        panel: how it is followed over time; None where it is not.
    """

    id: str
    version: str
    title: LanguageMap
    description: LanguageMap
    about: LanguageMap
    framework: str
    data: DataUse
    structure: Structure
    names: Mapping[str, LanguageMap]
    dimensions: Mapping[str, str]
    recipe: Recipe
    plan: Plan | None
    sensitivity: SensitivityUse
    licence: str
    provider: LanguageMap
    evidence: str
    sources: Mapping[str, LanguageMap]
    file: str
    language: str
    text: str = ""
    joins_faces: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    generated: bool = False
    indicators: Mapping[str, str] = field(default_factory=dict)
    panel: PanelUse | None = None
