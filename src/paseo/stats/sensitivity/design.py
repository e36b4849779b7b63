"""Where to evaluate a model so that the share of each input in its variance can be read off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray, NumbersError

#: Columns that a Sobol sequence of scipy can have, two for each input.
MOST_INPUTS = 10_600


def sobol_design(
    factors: int, base: int, seed: int, groups: Sequence[int] | None = None
) -> FloatArray:
    """Lay out a scrambled Sobol sequence for first-order and total indices.

    Two independent samples ``A`` and ``B`` of ``base`` points each, and for each factor ``i`` the
    sample ``AB_i``: ``A`` with the column of ``i`` (all columns of its group) taken from ``B``.

    Args:
        factors: Columns, d.
        base: Points N of a sample; a power of two, which keeps the sequence balanced.
        seed: Of the scrambling.
        groups: The group of each column, numbered 0, 1, ... without a gap; columns of one group
            move together and are judged as one. None for a group of each column.

    Returns:
        Points of the unit cube, base (g + 2) x d for g groups, in the order A, B, AB_1, ..., AB_g.

    Raises:
        NumbersError: ``no-factors``, ``too-many-factors``, ``base-no-power`` (not a power of two),
            ``groups-wrong``.

    Source: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010), Computer Physics
    Communications 181, 259-270; scrambling by Matousek (1998) as in scipy.

    Example:
        >>> design = sobol_design(3, 8, seed=1)
        >>> design.shape, bool((design[16:24, 0] == design[8:16, 0]).all())
        ((40, 3), True)
    """
    from scipy.stats import qmc

    member = members(factors, groups)
    check_base(base)
    if factors > MOST_INPUTS:
        raise NumbersError(
            "too-many-factors", f"At most {MOST_INPUTS} factors can be laid out (found {factors})."
        )
    sequence = qmc.Sobol(d=2 * factors, scramble=True, rng=np.random.default_rng(seed))
    both = sequence.random(base)
    a, b = both[:, :factors], both[:, factors:]
    count = int(member.max()) + 1
    design = np.empty((count + 2, base, factors))
    design[0], design[1], design[2:] = a, b, a
    for group in range(count):
        design[group + 2][:, member == group] = b[:, member == group]
    return design.reshape(-1, factors)


def morris_design(
    factors: int,
    trajectories: int,
    seed: int,
    *,
    levels: int = 4,
    groups: Sequence[int] | None = None,
    ends: bool = False,
) -> FloatArray:
    """Lay out trajectories on which one factor (or group) after another moves once.

    Each trajectory starts at a point of a grid with ``levels`` values along each axis and moves
    each factor, in an order by chance, by half of the levels up or down.

    Args:
        factors: Columns, d.
        trajectories: How many.
        seed: Of starting points, directions and orders.
        levels: Values of the grid along an axis; even, 2 or more.
        groups: As for :func:`sobol_design`.
        ends: False puts the values into the middle of ``levels`` equal cells (1/8, 3/8, 5/8, 7/8
            for four), so that a quantile function is finite there and each of several options
            comes equally often; True lets them reach from 0 to 1, as Morris does.

    Returns:
        Points of the unit cube, trajectories (g + 1) x d for g groups, one trajectory after the
        other.

    Raises:
        NumbersError: ``no-factors``, ``groups-wrong``, ``levels-odd``, ``too-few-trajectories``.

    Source: Morris (1991), Technometrics 33, 161-174; groups by Campolongo, Cariboni and Saltelli
    (2007), Environmental Modelling & Software 22, 1509-1518.

    Example:
        >>> morris_design(2, 5, seed=1).shape
        (15, 2)
    """
    member = members(factors, groups)
    if levels < 2 or levels % 2:
        raise NumbersError("levels-odd", f"Levels must be an even number (found {levels}).")
    if trajectories < 2:
        raise NumbersError(
            "too-few-trajectories", f"Give two trajectories or more (found {trajectories})."
        )
    chance = np.random.default_rng(seed)
    count, half = int(member.max()) + 1, levels // 2
    low = chance.integers(half, size=(trajectories, factors))
    starts_low = chance.random((trajectories, factors)) < 0.5
    turn = np.argsort(chance.random((trajectories, count)), axis=1).argsort(axis=1)
    # A column has moved at every point that comes after the turn of its group.
    moved = np.arange(count + 1)[None, :, None] > turn[:, member][:, None, :]
    step = low[:, None, :] + half * (moved == starts_low[:, None, :])
    points = step / (levels - 1) if ends else (step + 0.5) / levels
    return np.asarray(points.reshape(-1, factors), dtype=np.float64)


def members(factors: int, groups: Sequence[int] | None) -> NDArray[np.intp]:
    """Return the group of each column, checked.

    Raises:
        NumbersError: ``no-factors``, ``groups-wrong``.
    """
    if factors < 1:
        raise NumbersError("no-factors", f"Give one factor or more (found {factors}).")
    if groups is None:
        return np.arange(factors)
    member = np.asarray(groups)
    if member.shape != (factors,) or not np.array_equal(
        np.unique(member), np.arange(len(np.unique(member)))
    ):
        raise NumbersError(
            "groups-wrong",
            f"Give the group of each of the {factors} factors, numbered from 0 without a gap "
            f"(found {list(groups)}).",
        )
    return member.astype(np.intp)


def check_base(base: int) -> None:
    """Refuse a base that is not a power of two.

    Raises:
        NumbersError: ``base-no-power``.
    """
    if base < 2 or base & (base - 1):
        below = max(2, 1 << (max(base, 2).bit_length() - 1))
        raise NumbersError(
            "base-no-power",
            f"The base of a Sobol sequence must be a power of two: take {below} or {2 * below} "
            f"(found {base}).",
        )
