"""What an index run holds together, for reports, files and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from paseo.assessment.index.specification.spec import IndexSpec
from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.stats.checks import FloatArray
from paseo.stats.composite import Built, Values
from paseo.stats.composite.uncertainty.results import Drivers, Uncertainty


@dataclass(frozen=True, eq=False)
class Index:
    """A specification with the data that belongs to it, checked; nothing is built yet.

    Args:
        spec: every choice.
        values: indicators of the specification, with groups, denominators and standard errors.
        unit_names: code of the unit to its name.
        fingerprint: SHA-256 of the specification and of every file that was read, by name.
        problems: warnings and notes; errors refuse.
        periods: indicator to the period of its values.
        counts: indicator that is a rate to the events behind the value of each unit.
        bases: the same indicators to events per unit of the rate (residents in thousands).
        places: where an element, step, factor, column or unit stands, for messages.
    """

    spec: IndexSpec
    values: Values
    unit_names: Mapping[str, LanguageMap]
    fingerprint: Mapping[str, str]
    problems: Problems
    periods: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, FloatArray] = field(default_factory=dict)
    bases: Mapping[str, FloatArray] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class IndexRun:
    """An index with what was found out about it; what was not asked for is None.

    Args:
        index: specification and data.
        built: scores, ranks, every stage.
        uncertainty: of the Monte Carlo run.
        drivers: which choice moves the ranks.
        removal: code of the removed element to the mean absolute rank shift without it.
        analysis: statistics, correlations, reliability (``paseo.stats.composite.analysis``).
    """

    index: Index
    built: Built
    uncertainty: Uncertainty | None = None
    drivers: Drivers | None = None
    removal: Mapping[str, float] | None = None
    analysis: Any = None
