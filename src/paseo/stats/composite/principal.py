"""Principal components of the correlations of some columns."""

from __future__ import annotations

import numpy as np

from paseo.stats.checks import FloatArray


def principal_components(held: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the principal components of the correlation matrix.

    Args:
        held: Units x p columns without missing values, each of which varies; 3 units or more.

    Returns:
        Eigenvalues, the largest first, p; they sum to p. Their vectors, p x p, a column each, of
        no sign in particular; nought where the eigenvalue is, for lack of units.

    Source: Jolliffe (2002), Principal Component Analysis, 2nd edition, chapters 2 and 3.

    Example:
        >>> values, vectors = principal_components(np.array([[1.0, 2], [2, 3], [4, 5]]))
        >>> values.round(6).tolist(), np.abs(vectors[:, 0]).round(3).tolist()
        ([2.0, 0.0], [0.707, 0.707])
    """
    scaled = (held - held.mean(axis=0)) / held.std(axis=0, ddof=1)
    _, singular, right = np.linalg.svd(scaled, full_matrices=False)
    p = held.shape[1]
    values, vectors = np.zeros(p), np.zeros((p, p))
    values[: len(singular)] = singular**2 / (len(held) - 1)
    vectors[:, : len(singular)] = right.T
    return values, vectors
