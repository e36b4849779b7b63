"""The mix of columns, with weights of zero or more that add up to one, nearest to a target."""

from __future__ import annotations

import numpy as np

from paseo.stats.checks import FloatArray


def simplex_weights(columns: FloatArray, target: FloatArray) -> FloatArray:
    """Weights ``w >= 0, sum(w) = 1`` that make ``|columns w - target|`` least.

    As the weights add up to one, this is the point nearest to the origin in the convex hull of
    ``C = columns - target``. With a row of ones below ``C`` and a one below a target of zeros,
    non-negative least squares finds ``u`` in the direction of that point: along ``u = t w`` the
    sum of squares is least at ``1 - 1 / (1 + |C w|^2)``, which grows with ``|C w|``. So
    ``w = u / sum(u)`` is exact, and no penalty has to be chosen.

    Args:
        columns: One column for each part of the mix, (rows, parts).
        target: What the mix should come to, (rows,).

    Returns:
        The weights, (parts,).

    Source: Lawson and Hanson (1974), Solving Least Squares Problems, chapter 23; Wolfe (1976),
    Mathematical Programming 11, 128-149 (the nearest point).

    Example:
        >>> columns = np.array([[0.0, 2.0, 9.0], [0.0, 2.0, 0.0]])
        >>> mix = simplex_weights(columns, np.array([1.0, 1.0]))
        >>> mix.round(6).tolist()
        [0.5, 0.5, 0.0]
    """
    from scipy.optimize import nnls

    apart = columns - target[:, None]
    # Of one size with the row of ones, so that neither drowns in the rounding of the other.
    size = np.linalg.norm(apart) / np.sqrt(apart.shape[1])
    if size == 0:
        return np.full(apart.shape[1], 1 / apart.shape[1])
    rows = np.vstack([apart / size, np.ones(apart.shape[1])])
    goal = np.append(np.zeros(apart.shape[0]), 1.0)
    found, _ = nnls(rows, goal, maxiter=50 * apart.shape[1] + 50)
    return np.asarray(found / found.sum())
