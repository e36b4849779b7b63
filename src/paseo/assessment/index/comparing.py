"""Two indices side by side: two versions, or one with something changed."""

from __future__ import annotations

from typing import Any

from paseo.assessment.index.building import build_index
from paseo.assessment.index.results import Index, IndexRun
from paseo.content.hints import listed
from paseo.content.problems import Place, Problems
from paseo.stats.composite import Built


def compare_indices(one: Index | IndexRun, other: Index | IndexRun) -> Any:
    """Return how scores and ranks differ (``paseo.stats.composite.comparison``).

    Args:
        one: the first; what was built already is not built again.
        other: the second.

    Raises:
        Refused: one of them cannot be built, or no unit has a score in both.
    """
    from paseo.assessment.index.faults import numbered
    from paseo.stats.composite.comparison import compare

    first, second = _built(one), _built(other)
    index = other.index if isinstance(other, IndexRun) else other
    with numbered(index.places, index.spec.file):
        found = compare(first, second)
    if not found.units:
        problems = Problems()
        problems.add(
            "I876", Place(index.spec.file, entry="data"), one=listed(first.units[:3]),
            other=listed(second.units[:3]),
        )  # fmt: skip
        problems.refuse()
    return found


def _built(one: Index | IndexRun) -> Built:
    return one.built if isinstance(one, IndexRun) else build_index(one)
