"""An index is built: the engine's faults become numbered problems that point at their entry."""

from __future__ import annotations

from paseo.assessment.index.faults import numbered
from paseo.assessment.index.results import Index
from paseo.stats.composite import Built
from paseo.stats.composite.build import build


def build_index(index: Index) -> Built:
    """Return every stage, scores and ranks of an index.

    Raises:
        Refused: the data do not allow what the specification asks for; says where and the mend.
    """
    with numbered(index.places, index.spec.file):
        return build(index.values, index.spec.structure, index.spec.recipe)
