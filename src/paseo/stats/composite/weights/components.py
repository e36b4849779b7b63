"""Weights from what indicators have in common: principal components, as in the OECD Handbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.principal import principal_components

#: Ways from components to weights.
RULES: Final = ("factors", "first")
_ROUNDS: Final = 500
#: Radians under which components count as turned.
_STILL: Final = 1e-12


@dataclass(frozen=True, eq=False)
class ComponentWeights:
    """The weights that principal components of k children give, and the components.

    Attributes:
        weights: k, summing to one.
        eigenvalues: Of the correlation matrix, the largest first, k.
        loadings: Of the kept components, rotated for ``factors``, k x kept.
        factor: The component (from 0) to which each child belongs, k.
        against: Children that load against their component, of which a weight says nothing, k;
            all of them where half goes one way and half the other.
    """

    weights: FloatArray
    eigenvalues: FloatArray
    loadings: FloatArray
    factor: NDArray[np.intp]
    against: NDArray[np.bool_]


def component_weights(
    scores: FloatArray,
    rule: str = "factors",
    factors: int | None = None,
    least_variance: float = 0.1,
    least_total: float = 0.6,
    codes: Sequence[str] = (),
    entry: str = "",
) -> ComponentWeights:
    """Weigh children by principal components of their correlations.

    ``factors``: components are kept while each explains ``least_variance`` and until together they
    explain ``least_total``; rotated (varimax, Kaiser's normalisation); each child belongs to the
    component of which it holds the largest share of squared loadings; its weight is that share
    times the variance that the component explains, all of them summing to one.
    ``first``: the loadings of the first component; children that load against it get none. Where
    half of it goes one way and half the other, all get the same.

    Args:
        scores: (n, k); units with a missing child are left out.
        rule: One of :data:`RULES`.
        factors: Number of components; None to find it.
        least_variance: Share of the variance that a kept component explains at least.
        least_total: Share of the variance that the kept ones explain together at least.
        codes: Codes of the children, for refusals.
        entry: Code of the parent, for refusals.

    Returns:
        Weights and components.

    Raises:
        CompositeError: ``too-few-units``, ``constant``, ``factors-wrong``.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 6; Nicoletti,
        Scarpetta and Boylaud (2000), OECD Economics Department Working Paper 226; rotation:
        Kaiser (1958), Psychometrika 23, 187-200.

    Example:
        >>> held = np.array([[1.0, 2.0], [2.0, 1.0], [4.0, 5.0], [3.0, 3.0]])
        >>> component_weights(held).weights.round(12).tolist()
        [0.5, 0.5]
    """
    held = scores[~np.isnan(scores).any(axis=1)]
    _check(held, codes, entry)
    k = held.shape[1]
    if factors is not None and not 1 <= factors <= k:
        raise CompositeError(
            "factors-wrong",
            f"{factors} components of {k} children under {entry or 'the parent'}: keep 1 to {k}.",
            entry, value=factors, most=k,
        )  # fmt: skip
    values, vectors = principal_components(held)
    kept = 1 if rule == "first" else factors or _kept(values / k, least_variance, least_total)
    loadings = vectors[:, :kept] * np.sqrt(values[:kept])
    if rule == "factors" and kept > 1:
        loadings = varimax(loadings)
    loadings = loadings * [_direction(one) or 1.0 for one in loadings.T]
    if rule == "first":
        factor = np.zeros(k, dtype=np.intp)
        split = _direction(loadings[:, 0]) == 0
        weights = np.ones(k) if split else np.maximum(loadings[:, 0], 0.0)
    else:
        # Times the variance that the component explains, a scaled share is the square itself.
        scaled = np.square(loadings) / np.square(loadings).sum(axis=0)
        factor = np.argmax(scaled, axis=1)
        weights = np.square(loadings)[np.arange(k), factor]
    against = _against(loadings, factor)
    return ComponentWeights(weights / weights.sum(), values, loadings, factor, against)


def varimax(loadings: FloatArray) -> FloatArray:
    """Rotate loadings so that each child loads on few components (varimax, Kaiser normalised).

    Args:
        loadings: k x components.

    Returns:
        The rotated loadings, the same shape.

    Source: Kaiser (1958), Psychometrika 23, 187-200.

    Example:
        >>> turned = varimax(np.array([[0.7, 0.7], [0.7, -0.7]]))
        >>> np.abs(turned).round(6).max(axis=1).tolist()
        [0.989949, 0.989949]
    """
    length = np.sqrt(np.square(loadings).sum(axis=1, keepdims=True))
    length = np.where(length > 0, length, 1.0)
    held = loadings / length
    for _ in range(_ROUNDS):
        turned = 0.0
        for one in range(held.shape[1] - 1):
            for other in range(one + 1, held.shape[1]):
                angle = _angle(held[:, one], held[:, other])
                cosine, sine = np.cos(angle), np.sin(angle)
                turn = np.array([[cosine, -sine], [sine, cosine]])
                held[:, [one, other]] = held[:, [one, other]] @ turn
                turned = max(turned, abs(angle))
        if turned < _STILL:
            break
    return np.asarray(held * length, dtype=np.float64)


def _angle(one: FloatArray, other: FloatArray) -> float:
    """The angle in their plane by which two components spread their squared loadings most."""
    apart, together = one**2 - other**2, 2 * one * other
    sums = apart.sum(), together.sum()
    across = 2 * np.sum(apart * together) - 2 * sums[0] * sums[1] / len(one)
    along = np.sum(apart**2 - together**2) - (sums[0] ** 2 - sums[1] ** 2) / len(one)
    return float(np.arctan2(across, along)) / 4


def _kept(explained: FloatArray, least_variance: float, least_total: float) -> int:
    each = int(np.count_nonzero(explained >= least_variance))
    together = int(np.searchsorted(np.cumsum(explained), least_total - 1e-12)) + 1
    return min(max(each, together, 1), len(explained))


def _direction(loadings: FloatArray) -> float:
    """1 or -1, the way most of a component goes; 0 where half goes one way and half the other."""
    squares = loadings * np.abs(loadings)
    total = float(squares.sum())
    return 0.0 if abs(total) <= 1e-9 * float(np.abs(squares).sum()) else float(np.sign(total))


def _against(loadings: FloatArray, factor: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Children that load the other way than most of their component."""
    own = loadings[np.arange(len(loadings)), factor]
    against = np.zeros(len(own), dtype=np.bool_)
    for at in np.unique(factor).tolist():
        inside = factor == at
        direction = _direction(own[inside])
        against[inside] = own[inside] * direction < 0 if direction else True
    return against


def _check(held: FloatArray, codes: Sequence[str], entry: str) -> None:
    if len(held) < 3:
        raise CompositeError(
            "too-few-units",
            f"Only {len(held)} units have a value in everything under {entry or 'the parent'}: "
            "principal components need at least 3.",
            entry, units=len(held), least=3,
        )  # fmt: skip
    flat = np.flatnonzero(np.ptp(held, axis=0) <= 1e-12 * np.abs(held).max(axis=0))
    if len(flat):
        code = codes[flat[0]] if codes else ""
        raise CompositeError(
            "constant",
            f"{code or f'Child {flat[0] + 1}'} has the same value for all units, so that it goes "
            "together with nothing: leave it out, or choose other weights.",
            code or entry,
        )  # fmt: skip
