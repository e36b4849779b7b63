"""Which further cells must be hidden so that no hidden one follows from the sums."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paseo.evidence.disclosure.ranges import insecure_cells
from paseo.evidence.disclosure.sums import Floats, Ints, Sums

Bools = NDArray[np.bool_]


def complete(sums: Sums, size: Floats, hidden: Bools, limit: Floats, firm: Bools) -> Bools:
    """Hide more cells until none of the hidden can be found out.

    In each sum whose whole is shown at least two parts are hidden, which together reach the
    threshold; a hidden whole needs a hidden part. Of the candidates the smallest part that is
    not nought goes first, then a nought, the whole last: it says most and is asked for most.
    Sums that share hidden cells are then checked together (:func:`insecure_cells`).

    Args:
        sums: what adds up.
        size: count of each cell.
        hidden: cells that are hidden by themselves.
        limit: threshold of each cell; a hidden count must keep a range at least as wide.
        firm: equations that hold together; the others may hold, and are looked at singly.

    Returns:
        All cells to hide. Cells of nought may be hidden but need no protection.
    """
    hidden = hidden.copy()
    order = _preference(sums, size)
    while True:
        _complete_each(sums, size, hidden, limit, order)
        weak = insecure_cells(sums.only(firm), size, hidden, limit)
        if not weak.size or not _hide_beside(sums, hidden, weak, order):
            return hidden


def _preference(sums: Sums, size: Floats) -> Ints:
    """Return the entries in the order in which they would be hidden within their equation."""
    of_entry = size[sums.cell]
    group = np.where(sums.parent, 2, np.where(of_entry == 0, 1, 0))
    return np.lexsort((sums.cell, of_entry, group, sums.equation)).astype(np.int64)


def _complete_each(sums: Sums, size: Floats, hidden: Bools, limit: Floats, order: Ints) -> None:
    """Hide in place until every sum taken by itself protects its hidden cells."""

    def total(weights: NDArray[np.generic]) -> Floats:
        return np.bincount(sums.equation, weights=weights, minlength=sums.count).astype(np.float64)

    eq_limit = np.zeros(sums.count)
    np.maximum.at(eq_limit, sums.equation, limit[sums.cell])
    while True:
        covered = hidden[sums.cell]
        parts = covered & ~sums.parent
        number, together = total(parts), total(np.where(parts, size[sums.cell], 0.0))
        # What is left of the whole after the open parts: for sums with unknown counts, all we know.
        shown = total(np.where(covered, 0.0, np.where(sums.parent, 1.0, -1.0) * size[sums.cell]))
        together = np.minimum(together, shown)
        whole_hidden = total(covered & sums.parent) > 0
        at_stake = total(covered & (size[sums.cell] > 0) & (limit[sums.cell] > 0)) > 0
        given_away = np.where(
            whole_hidden, number == 0, (number < 2) | (together < eq_limit - 1e-9)
        )
        wanting = at_stake & given_away
        if not _hide_first(sums, hidden, wanting, order):
            return


def _hide_first(sums: Sums, hidden: Bools, wanting: Bools, order: Ints) -> bool:
    """Hide the preferred open cell of each wanting equation; say whether there was one."""
    equation, cell = sums.equation[order], sums.cell[order]
    open_entries = np.flatnonzero(wanting[equation] & ~hidden[cell])
    if not open_entries.size:
        return False
    _, first = np.unique(equation[open_entries], return_index=True)
    hidden[cell[open_entries[first]]] = True
    return True


def _hide_beside(sums: Sums, hidden: Bools, weak: Ints, order: Ints) -> bool:
    """Hide one open cell in an equation of each weak cell, or anywhere it is tied to."""
    wanting = np.zeros(sums.count, bool)
    wanting[sums.equation[np.isin(sums.cell, weak)]] = True
    while not _hide_first(sums, hidden, wanting, order):
        reached = np.isin(sums.cell, np.unique(sums.cell[wanting[sums.equation]]))
        wider = np.zeros(sums.count, bool)
        wider[sums.equation[reached]] = True
        if (wider == wanting).all():
            return False  # everything tied to them is hidden already
        wanting = wider
    return True
