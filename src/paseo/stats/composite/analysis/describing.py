"""Everything that the data say about an index before anyone believes its ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paseo.stats.composite.analysis.components import (
    Components,
    Reliability,
    components,
    reliability,
)
from paseo.stats.composite.analysis.correlations import (
    Correlations,
    Pair,
    pairs,
    with_levels_above,
    within_groups,
)
from paseo.stats.composite.analysis.influence import Influence, influence
from paseo.stats.composite.analysis.statistics import ColumnStatistics, statistics
from paseo.stats.composite.built import Built

#: Two elements that go together more than this say nearly the same.
REDUNDANT = 0.9


@dataclass(frozen=True, eq=False)
class Analysis:
    """What an index rests on.

    Attributes:
        top: The aggregate that was looked at.
        statistics: Stage to the figures of each of its columns.
        within: Aggregate to the correlations of its children (as aggregated, better is more).
        above: Element to aggregate above it to the correlation of the two, parent first.
        components: Aggregate to the principal components of its children, where they can be had.
        reliability: Aggregate to the consistency of its children, where it can be had.
        redundant: Pairs of indicators, or of siblings of a higher level, that correlate above
            0.9 (either sign), the strongest first.
        contradicting: Siblings with a negative correlation, the strongest first: what one gives
            the other takes, and the mean hides both. ``clear`` says whether it is more than
            chance would give.
        indicators: Weight and influence of each indicator on the total.
        parts: The same for what stands directly under the total.
    """

    top: str
    statistics: Mapping[str, tuple[ColumnStatistics, ...]]
    within: Mapping[str, Correlations]
    above: Mapping[str, Mapping[str, float]]
    components: Mapping[str, Components]
    reliability: Mapping[str, Reliability]
    redundant: tuple[Pair, ...]
    contradicting: tuple[Pair, ...]
    indicators: tuple[Influence, ...]
    parts: tuple[Influence, ...]


def describe(built: Built, top: str = "", kind: str = "pearson") -> Analysis:
    """Look an index over: its data, how they go together, and what really moves the total.

    Args:
        built: A finished index.
        top: The aggregate whose drivers are asked for; empty for the (first) total.
        kind: Of the correlations within groups and with levels above: ``pearson``, ``spearman``
            or ``kendall``. Pairs are always judged by Pearson's.

    Returns:
        The analysis.

    Raises:
        CompositeError: ``code-unknown``, ``kind-unknown``.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 4 and 8.
    """
    structure, top = built.structure, top or built.structure.tops[0]
    held = built.stages["aggregated"]
    children = {
        code: [one.code for one in structure.children(code)] for code in structure.aggregates
    }
    groups = {code: inside for code, inside in children.items() if len(inside) > 1}
    beside = pairs(held, structure)
    return Analysis(
        top=top,
        statistics={name: statistics(stage) for name, stage in built.stages.items()},
        within=within_groups(held, structure, kind),
        above=with_levels_above(held, structure, kind),
        components={
            code: found for code, inside in groups.items() if (found := components(held, inside))
        },
        reliability={
            code: one for code, inside in groups.items() if (one := reliability(held, inside))
        },
        redundant=tuple(pair for pair in beside if abs(pair.correlation) > REDUNDANT),
        contradicting=tuple(pair for pair in beside if pair.siblings and pair.correlation < 0),
        indicators=influence(built, top),
        parts=influence(built, top, children[top]) if top in children else (),
    )
