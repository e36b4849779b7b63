"""An index is built: the engine's faults become numbered problems that point at their entry."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from paseo.assessment.index.faults import numbered
from paseo.assessment.index.results import Index
from paseo.stats.composite import Built, CompositeError
from paseo.stats.composite.build import build
from paseo.stats.composite.normalisation import BETWEEN_UNITS
from paseo.stats.composite.panel.freezing import before_step


def build_index(index: Index) -> Built:
    """Return every stage, scores and ranks of an index.

    Raises:
        Refused: the data do not allow what the specification asks for; says where and the mend.
    """
    with numbered(index.places, index.spec.file):
        built = build(index.values, index.spec.structure, index.spec.recipe)
        check_constants(built)
        return built


def check_constants(built: Built) -> None:
    """Refuse an indicator of one single value where scores come from differences between units.

    What counts is the value that is scaled: a rate differs where counts may be alike.

    Raises:
        CompositeError: ``constant``.
    """
    step = built.recipe.step("normalise")
    if step is None:
        return
    own = step.settings.get("by_indicator", {})
    values = before_step(built, "normalise")
    for code in values.codes:
        held = values.column(code)
        known = held[np.isfinite(held)]
        apart = own.get(code) if isinstance(own, Mapping) else None
        method = apart.get("method", step.method) if isinstance(apart, Mapping) else step.method
        if method in BETWEEN_UNITS and known.size > 1 and known.min() == known.max():
            raise CompositeError(
                "constant", f"All units have the same value of {code}: take it out.", code,
                value=float(known[0]),
            )  # fmt: skip
