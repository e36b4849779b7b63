"""What becomes of the ranks when an indicator or a dimension is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite import aggregation
from paseo.stats.composite.built import Built
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.ranking import ranks
from paseo.stats.composite.recipe import Aggregation, Recipe
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values


def removal(
    values: Values, structure: Structure, recipe: Recipe, codes: Sequence[str], top: str = ""
) -> dict[str, float]:
    """Leave out one element after another, and tell how far ranks move.

    Everything before aggregation stays as it is (the same units, the same normalised values, the
    weights found for the whole index), so that the shift is due to the element alone; its weight
    goes to those beside it.

    Args:
        values: Units down, indicators across.
        structure: The hierarchy.
        recipe: Every choice.
        codes: Elements to leave out, one at a time.
        top: The aggregate whose ranks are looked at; empty for the (first) total.

    Returns:
        Code to the mean absolute rank shift over the units with a score before and after; NaN
        where nothing is left of the aggregate.

    Raises:
        CompositeError: As ``build``, and ``code-unknown``.

    Source: Becker and others (2022), Journal of Open Source Software 7(78), 4567 (COINr,
    remove_elements).
    """
    from paseo.stats.composite.build import build

    return mean_shifts(build(values, structure, recipe), codes, top)


def mean_shifts(built: Built, codes: Sequence[str], top: str = "") -> dict[str, float]:
    """As :func:`removal`, from an index that is built already."""
    moved = rank_shifts(built, codes, top)
    known = ~np.isnan(moved)
    size = np.where(known, np.abs(moved), 0.0).sum(axis=1)
    with np.errstate(invalid="ignore"):
        means = np.where(known.any(axis=1), size / known.sum(axis=1), np.nan)
    return {code: float(mean) for code, mean in zip(codes, means, strict=True)}


def rank_shifts(built: Built, codes: Sequence[str], top: str = "") -> FloatArray:
    """Leave out one element after another, and return the shift of every rank.

    Args:
        built: A finished index.
        codes: Elements to leave out, one at a time.
        top: The aggregate whose ranks are looked at; empty for the (first) total.

    Returns:
        Elements x units: rank without the element less rank with it (positive: the unit falls);
        NaN for a unit without a score in either, whole rows where nothing is left.

    Raises:
        CompositeError: ``code-unknown``.
    """
    structure, top = built.structure, top or built.structure.tops[0]
    for code in (*codes, top):
        if code not in structure.by_code:
            raise CompositeError(
                "code-unknown", f"There is no element {code} in the index as it was built.", code,
                known=tuple(structure.by_code),
            )  # fmt: skip
    found = np.full((len(codes), len(built.units)), np.nan)
    before = built.scores(top)
    for at, code in enumerate(codes):
        after = _scores_without(built, code, top)
        if after is not None:
            both = ~np.isnan(before) & ~np.isnan(after)
            found[at, both] = ranks(after[both]) - ranks(before[both])
    return found


def _scores_without(built: Built, code: str, top: str) -> FloatArray | None:
    structure = built.structure
    try:
        rest = structure.without([code])
    except CompositeError:
        return None
    if top not in rest.by_code:
        return None
    held = built.stages["aggregated"].keep_codes(rest.indicators)

    def how(one: str, _: int) -> Aggregation:
        """As in the whole index, whatever level the aggregate is at now."""
        found = built.recipe.aggregation_of(one, structure.levels[one])
        bounds = found.settings.get("bounds")
        if not isinstance(bounds, Mapping):
            return found
        kept = {code: held for code, held in bounds.items() if code in rest.by_code}
        return replace(found, settings={**found.settings, "bounds": kept})

    try:
        return aggregation.apply(held, rest, how)[0].column(top)
    except CompositeError as fault:
        # What the others may take at most no longer adds up to a whole without this element.
        if fault.code in ("bounds-wrong", "share-impossible", "no-solution"):
            return None
        raise
