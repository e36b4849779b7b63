"""How columns go together: within a group, across levels, too much or against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values
from paseo.stats.items import correlation_interval

#: Ways to correlate.
KINDS: Final = ("pearson", "spearman", "kendall")
#: Pairs with fewer units have no correlation.
FEWEST: Final = 3


@dataclass(frozen=True, eq=False)
class Correlations:
    """Correlations of some columns with some others.

    Attributes:
        rows, columns: Codes.
        kind: ``pearson``, ``spearman`` or ``kendall`` (tau-b).
        matrix: Rows x columns, -1 to 1; NaN where fewer than three units have both or one of the
            two does not vary.
        n: Units with both, rows x columns.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    kind: str
    matrix: FloatArray
    n: FloatArray


@dataclass(frozen=True, slots=True)
class Pair:
    """Two elements of one index and how they go together.

    Attributes:
        one, other: Codes.
        group: The lowest aggregate that holds both; empty for none.
        siblings: Both stand directly under that group.
        correlation: Pearson's.
        low, high: Ends of its 95 % interval (Fisher's z); NaN with fewer than four units.
        n: Units with both.
    """

    one: str
    other: str
    group: str
    siblings: bool
    correlation: float
    low: float
    high: float
    n: int

    @property
    def clear(self) -> bool:
        """The interval leaves out zero: more than chance among so many units would give."""
        return self.low > 0 or self.high < 0


def correlations(
    values: Values,
    rows: Sequence[str],
    columns: Sequence[str] | None = None,
    kind: str = "pearson",
) -> Correlations:
    """Correlate columns of a table, each pair over the units that have both.

    Args:
        values: Any stage of an index.
        rows: Codes.
        columns: Codes; None for the same as the rows.
        kind: One of :data:`KINDS`.

    Returns:
        The correlations.

    Raises:
        CompositeError: ``code-unknown``, ``kind-unknown``.

    Source: Pearson (1895), Proceedings of the Royal Society 58, 240-242; Spearman (1904), American
    Journal of Psychology 15, 72-101; Kendall (1945), Biometrika 33, 239-251 (tau-b).

    Example:
        >>> table = Values.of(["a", "b", "c"], ["x", "y"], [[1, 3], [2, 2], [3, 1]])
        >>> correlations(table, ["x"], ["y"]).matrix.round(9).tolist()
        [[-1.0]]
    """
    if kind not in KINDS:
        raise CompositeError(
            "kind-unknown", f"There is no correlation {kind}: use one of {', '.join(KINDS)}.",
            kind, known=KINDS,
        )  # fmt: skip
    across = tuple(rows) if columns is None else tuple(columns)
    one = values.numbers[:, [values.position(code) for code in rows]]
    other = values.numbers[:, [values.position(code) for code in across]]
    n = (~np.isnan(one)).astype(float).T @ (~np.isnan(other)).astype(float)
    if kind == "pearson" or (
        kind == "spearman" and not (np.isnan(one).any() or np.isnan(other).any())
    ):
        ranked = kind == "spearman"
        matrix = _pearson(_ranked(one) if ranked else one, _ranked(other) if ranked else other)
    else:
        matrix = _by_pair(one, other, kind)
    matrix[n < FEWEST] = np.nan
    return Correlations(tuple(rows), across, kind, matrix, n)


def within_groups(
    values: Values, structure: Structure, kind: str = "pearson"
) -> dict[str, Correlations]:
    """Correlate what stands directly under each aggregate, for aggregates with two or more.

    Args:
        values: The aggregated stage.
        structure: As used.
        kind: One of :data:`KINDS`.

    Returns:
        Code of the aggregate to the correlations of its children.
    """
    found = {}
    for code in structure.aggregates:
        children = [one.code for one in structure.children(code)]
        if len(children) > 1:
            found[code] = correlations(values, children, kind=kind)
    return found


def with_levels_above(
    values: Values, structure: Structure, kind: str = "pearson"
) -> dict[str, dict[str, float]]:
    """Correlate each element with every aggregate above it, parent first.

    A weak or negative correlation with the own parent says that the element is lost in it.

    Args:
        values: The aggregated stage.
        structure: As used.
        kind: One of :data:`KINDS`.

    Returns:
        Code to code of the aggregate above to the correlation.
    """
    whole = correlations(values, values.codes, structure.aggregates, kind)
    row = {code: at for at, code in enumerate(whole.rows)}
    column = {code: at for at, code in enumerate(whole.columns)}
    found: dict[str, dict[str, float]] = {}
    for one in structure.elements:
        above = ancestors(structure, one.code)
        if above:
            found[one.code] = {
                code: float(whole.matrix[row[one.code], column[code]]) for code in above
            }
    return found


def pairs(values: Values, structure: Structure) -> tuple[Pair, ...]:
    """List every pair of indicators, and every pair of siblings of a higher level.

    Args:
        values: The aggregated stage, in which directions are turned so that more is better.
        structure: As used.

    Returns:
        Pairs with a known correlation, the strongest first.
    """
    found = [
        pair
        for codes, only_siblings in _sets(structure)
        for pair in _pairs(values, structure, codes, only_siblings)
    ]
    return tuple(sorted(found, key=lambda pair: -abs(pair.correlation)))


def _sets(structure: Structure) -> Iterator[tuple[Sequence[str], bool]]:
    """All indicators, then the children of each aggregate that are not all indicators."""
    yield structure.indicators, False
    for code in structure.aggregates:
        children = [one.code for one in structure.children(code)]
        if not set(children) <= set(structure.indicators):
            yield children, True


def _pairs(
    values: Values, structure: Structure, codes: Sequence[str], aggregates: bool
) -> Iterator[Pair]:
    whole = correlations(values, codes)
    for i, j in combinations(range(len(codes)), 2):
        one, other = codes[i], codes[j]
        value, n = float(whole.matrix[i, j]), int(whole.n[i, j])
        known_before = aggregates and {one, other} <= set(structure.indicators)
        if np.isnan(value) or known_before:
            continue
        group, siblings = _together(structure, one, other)
        reach = correlation_interval(value, n)
        yield Pair(one, other, group, siblings, value, float(reach.low), float(reach.high), n)


def ancestors(structure: Structure, code: str) -> tuple[str, ...]:
    """Return the aggregates above an element, its parent first."""
    found = []
    while parent := structure.by_code[code].parent:
        found.append(parent)
        code = parent
    return tuple(found)


def _together(structure: Structure, one: str, other: str) -> tuple[str, bool]:
    above, beside = ancestors(structure, one), ancestors(structure, other)
    group = next((code for code in above if code in beside), "")
    return group, bool(group) and above[0] == beside[0]


def _pearson(one: FloatArray, other: FloatArray) -> FloatArray:
    """Pearson's correlation of every pair of columns over the units with both."""
    if not (np.isnan(one).any() or np.isnan(other).any()):
        a, b = _scaled(one), _scaled(other)
        return np.asarray(np.clip(a.T @ b, -1.0, 1.0))
    found = np.empty((one.shape[1], other.shape[1]))
    for at in range(one.shape[1]):
        both = ~np.isnan(other) & ~np.isnan(one[:, [at]])
        found[at] = [
            np.clip(_scaled(one[rows, at]) @ _scaled(other[rows, to]), -1.0, 1.0)
            for to, rows in enumerate(both.T)
        ]
    return found


def _scaled(columns: FloatArray) -> FloatArray:
    """Columns about their means, of length one; NaN where they do not vary."""
    if not len(columns):
        return np.full(columns.shape, np.nan)
    away = columns - columns.mean(axis=0)
    length = np.asarray(np.sqrt((away * away).sum(axis=0)))
    flat = np.ptp(columns, axis=0) == 0
    return np.asarray(away / np.where(flat | (length == 0), np.nan, length))


def _ranked(columns: FloatArray) -> FloatArray:
    from scipy.stats import rankdata

    return np.asarray(rankdata(columns, axis=0), dtype=np.float64)


def _by_pair(one: FloatArray, other: FloatArray, kind: str) -> FloatArray:
    from scipy.stats import kendalltau

    found = np.full((one.shape[1], other.shape[1]), np.nan)
    for i in range(one.shape[1]):
        for j in range(other.shape[1]):
            both = ~np.isnan(one[:, i]) & ~np.isnan(other[:, j])
            a, b = one[both, i], other[both, j]
            if len(a) < FEWEST or np.ptp(a) == 0 or np.ptp(b) == 0:
                continue
            if kind == "kendall":
                found[i, j] = float(kendalltau(a, b).statistic)
            else:
                found[i, j] = _scaled(_ranked(a)) @ _scaled(_ranked(b))
    return np.asarray(np.clip(found, -1.0, 1.0))
