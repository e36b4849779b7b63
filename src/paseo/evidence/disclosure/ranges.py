"""What range remains for a hidden count, given all that is shown: by linear programming."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paseo.evidence.disclosure.sums import Floats, Ints, Sums

Bools = NDArray[np.bool_]
#: How far above its true count a hidden cell is looked for, in thresholds: enough to see that
#: its range is wide, and finite, so that one open range does not make the whole program unbounded.
_REACH = 4.0


def insecure_cells(sums: Sums, size: Floats, hidden: Bools, limit: Floats) -> Ints:
    """Return the hidden cells, other than noughts, whose range is narrower than the threshold.

    Only cells that stand in sums tied to each other are looked at; a sum by itself is safe by
    the rule of :func:`complement.complete`.
    """
    entries = hidden[sums.cell]
    cells, where = np.unique(sums.cell[entries], return_inverse=True)
    if not cells.size:
        return np.empty(0, np.int64)
    equation = np.unique(sums.equation[entries], return_inverse=True)[1]
    piece = _pieces(where, equation, cells.size)
    equations_of_piece = np.zeros(piece.max() + 1, np.int64)
    np.add.at(equations_of_piece, piece[where[np.unique(equation, return_index=True)[1]]], 1)
    tied = (equations_of_piece[piece] > 1) & (size[cells] > 0)
    if not tied.any():
        return np.empty(0, np.int64)
    sign = np.where(sums.parent[entries], -1.0, 1.0)
    low, high = _pushed(where, equation, sign, size[cells], limit[cells], piece, tied)
    narrow = tied & (high - low < limit[cells] - 1e-6)
    return cells[narrow]


def _pieces(where: Ints, equation: Ints, cells: int) -> Ints:
    """Return the number of the connected piece of each hidden cell, counted from 0.

    The smallest number spreads through the equations. Most files have nothing tied together:
    for them loading the graph routines of scipy would take longer than all the rest.
    """
    label = np.arange(cells, dtype=np.int64)
    while True:
        least = np.full(int(equation.max()) + 1, cells, dtype=np.int64)
        np.minimum.at(least, equation, label[where])
        spread = label.copy()
        np.minimum.at(spread, where, least[equation])
        if (spread == label).all():
            return np.unique(label, return_inverse=True)[1].astype(np.int64)
        label = spread


def _pushed(
    where: Ints,
    equation: Ints,
    sign: Floats,
    truth: Floats,
    limit: Floats,
    piece: Ints,
    wanted: Bools,
) -> tuple[Floats, Floats]:
    """Return how low and how high each cell is seen to go.

    One cell of every piece is pushed up, then down, all pieces in one linear program; what the
    other cells do meanwhile counts too, so that few rounds are needed.
    """
    low, high = truth.copy(), truth.copy()
    open_cells = wanted.copy()
    while open_cells.any():
        candidates = np.flatnonzero(open_cells)
        targets = candidates[np.unique(piece[candidates], return_index=True)[1]]
        # Pieces without an open cell have been seen through and are left out.
        cells = np.flatnonzero(np.isin(piece, piece[targets]))
        entries = np.isin(where, cells)
        number = np.zeros(truth.size, np.int64)
        number[cells] = np.arange(cells.size)
        rows = np.unique(equation[entries], return_inverse=True)[1]
        for direction in (-1.0, 1.0):
            aim = np.zeros(truth.size)
            aim[targets] = direction
            found = _solved(
                aim[cells], number[where[entries]], rows, sign[entries], truth[cells], limit[cells]
            )
            low[cells], high[cells] = np.minimum(low[cells], found), np.maximum(high[cells], found)
        open_cells[targets] = False
        open_cells &= high - low < limit - 1e-6
    return low, high


def _solved(
    aim: Floats, cell: Ints, row: Ints, sign: Floats, truth: Floats, limit: Floats
) -> Floats:
    """Return counts that fit all that is shown and make ``aim`` smallest."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    matrix = coo_array((sign, (row, cell)), shape=(int(row.max()) + 1, truth.size)).tocsr()
    bounds = np.column_stack([np.zeros(truth.size), truth + _REACH * limit.max()])
    found = linprog(aim, A_eq=matrix, b_eq=matrix @ truth, bounds=bounds, method="highs")
    # Without a solution nothing is known but the truth itself: the careful reading.
    return truth if found.x is None else np.asarray(found.x, dtype=np.float64)


def ranges(sums: Sums, size: Floats, hidden: Bools, limit: Floats) -> tuple[Ints, Floats, Floats]:
    """Return the hidden cells that stand in sums, and how low and high each can be."""
    entries = hidden[sums.cell]
    cells, where = np.unique(sums.cell[entries], return_inverse=True)
    if not cells.size:
        return cells, np.empty(0), np.empty(0)
    equation = np.unique(sums.equation[entries], return_inverse=True)[1]
    sign = np.where(sums.parent[entries], -1.0, 1.0)
    each = np.ones(cells.size, bool)
    piece = _pieces(where, equation, cells.size)
    low, high = _pushed(where, equation, sign, size[cells], limit[cells], piece, each)
    return cells, low, high
