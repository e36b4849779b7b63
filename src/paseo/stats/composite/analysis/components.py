"""Whether the children of an aggregate measure one thing: principal components and reliability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.principal import principal_components
from paseo.stats.composite.values import Values
from paseo.stats.items import cronbach_alpha, item_rest


@dataclass(frozen=True, eq=False)
class Components:
    """Principal components of the correlations of some columns; p columns.

    Attributes:
        codes: Of the columns.
        constant: Columns left out because they do not vary.
        n: Units with a value in every column.
        eigenvalues: Largest first, p; they sum to p.
        shares: Of the variance, p.
        loadings: Correlation of each column (row) with each component, p x p; the largest of each
            component is positive.
    """

    codes: tuple[str, ...]
    constant: tuple[str, ...]
    n: int
    eigenvalues: FloatArray
    shares: FloatArray
    loadings: FloatArray

    @property
    def one_sided(self) -> bool:
        """All columns load on the first component with the same sign."""
        return bool((self.loadings[:, 0] > 0).all())


@dataclass(frozen=True, slots=True)
class Reliability:
    """Internal consistency of the children of an aggregate.

    Attributes:
        codes: Of the children.
        alpha: Cronbach's alpha of their scores as aggregated; 0.7 is often asked for. NaN where it
            cannot be had.
        standardised: Alpha of the scores brought to equal spread.
        without: Alpha if one child is left out, for each; NaN with two children.
        with_rest: Correlation of each child with the sum of the others.
        n: Units with a value in every child.
    """

    codes: tuple[str, ...]
    alpha: float
    standardised: float
    without: tuple[float, ...]
    with_rest: tuple[float, ...]
    n: int


def components(values: Values, codes: Sequence[str]) -> Components | None:
    """Find the principal components of the correlation matrix of some columns.

    Args:
        values: Any stage of an index; units without a value in every column are left out.
        codes: Two columns or more.

    Returns:
        The components; None with fewer than three units or two columns that vary.

    Source: Jolliffe (2002), Principal Component Analysis, 2nd edition, chapters 2 and 3.

    Example:
        >>> table = Values.of(["a", "b", "c"], ["x", "y"], [[1, 1], [2, 2], [3, 3]])
        >>> components(table, ["x", "y"]).shares.round(6).tolist()
        [1.0, 0.0]
    """
    held = _complete(values, codes)
    if len(held) < 3:
        return None
    varies = np.ptp(held, axis=0) > 0
    if varies.sum() < 2:
        return None
    held = held[:, varies]
    p = held.shape[1]
    eigenvalues, vectors = principal_components(held)
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(p)]
    loadings = vectors * np.where(largest < 0, -1.0, 1.0) * np.sqrt(eigenvalues)
    kept = tuple(code for code, stays in zip(codes, varies.tolist(), strict=True) if stays)
    flat = tuple(code for code in codes if code not in kept)
    return Components(kept, flat, len(held), eigenvalues, eigenvalues / p, loadings)


def reliability(values: Values, codes: Sequence[str]) -> Reliability | None:
    """Tell how far some columns measure one thing, by Cronbach's alpha.

    Args:
        values: The aggregated stage; units without a value in every column are left out.
        codes: Two columns or more.

    Returns:
        The figures; None with fewer than three complete units.

    Source: Cronbach (1951), Psychometrika 16, 297-334; OECD and JRC (2008), Handbook on
    Constructing Composite Indicators, step 4.

    Example:
        >>> table = Values.of(["a", "b", "c"], ["x", "y"], [[1, 2], [2, 3], [3, 5]])
        >>> round(reliability(table, ["x", "y"]).alpha, 3)
        0.947
    """
    held = _complete(values, codes)
    if len(held) < 3:
        return None
    spread = held.std(axis=0, ddof=1)
    equal = cronbach_alpha(held / spread) if (np.ptp(held, axis=0) > 0).all() else float("nan")
    without = tuple(
        cronbach_alpha(np.delete(held, at, axis=1)) if len(codes) > 2 else float("nan")
        for at in range(len(codes))
    )
    rest = tuple(float(one) for one in item_rest(held))
    return Reliability(tuple(codes), cronbach_alpha(held), equal, without, rest, len(held))


def _complete(values: Values, codes: Sequence[str]) -> FloatArray:
    held = values.numbers[:, [values.position(code) for code in codes]]
    return np.asarray(held[~np.isnan(held).any(axis=1)])
