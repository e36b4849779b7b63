"""Counts that nobody told us: what they could be, given all that is shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paseo.evidence.disclosure.sums import Floats, Sums

#: A suppressed count is somebody: never quite nought, or it would count as needing no protection.
_SOMEBODY = 0.01


def filled(
    sums: Sums, size: Floats, suppressed: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return sizes in which unknown counts fit the sums, and which equations then hold.

    A count that follows from the sums gets just that value; any of the possible values serves
    for the others. The sum of all deviations is made smallest, by linear programming.

    Args:
        sums: equations, also those with unknown counts.
        size: counts, NaN where unknown.
        suppressed: cells that are hidden counts, not mere stretches of time.
    """
    unknown = np.isnan(size)
    size = np.where(unknown, np.where(suppressed, _SOMEBODY, 0.0), size)
    firm = np.ones(sums.count, bool)
    concerned = np.unique(sums.equation[unknown[sums.cell]])
    if not concerned.size:
        return size, firm
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, eye_array, hstack

    sign = np.where(sums.parent, -1.0, 1.0)
    entries = np.isin(sums.equation, concerned)
    free = entries & unknown[sums.cell]
    row = np.searchsorted(concerned, sums.equation)
    cells, column = np.unique(sums.cell[free], return_inverse=True)
    shape = (concerned.size, cells.size)
    matrix = coo_array((sign[free], (row[free], column)), shape=shape)
    known = entries & ~free
    right = -np.bincount(
        row[known], weights=(sign * size[sums.cell])[known], minlength=concerned.size
    )
    apart = eye_array(concerned.size)
    found = linprog(
        np.concatenate([np.zeros(cells.size), np.ones(2 * concerned.size)]),
        A_eq=hstack([matrix, apart, -apart]).tocsr(),
        b_eq=right,
        bounds=[(low, None) for low in size[cells]] + [(0, None)] * (2 * concerned.size),
        method="highs",
    )
    if found.x is not None:
        size[cells] = found.x[: cells.size]
    firm[concerned] = np.abs(matrix.tocsr() @ size[cells] - right) <= 0.5
    return size, firm
