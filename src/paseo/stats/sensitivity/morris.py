"""Elementary effects: a cheap look at which factors matter at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray, NumbersError, a_level
from paseo.stats.sensitivity.design import members
from paseo.stats.sensitivity.resampling import percentiles, resample_counts, weighted_sums


@dataclass(frozen=True, eq=False)
class MorrisEffects:
    """Elementary effects of factors (or groups) on outputs; g groups, k outputs.

    Attributes:
        mu: Mean effect, g x k; NaN for a group of several columns, which move different ways.
        mu_star: Mean size of the effect, g x k: how much the factor matters.
        sigma: Standard deviation of the effects, g x k: how much that depends on where the others
            stand; NaN for a group of several columns.
        mu_low, mu_high, mu_star_low, mu_star_high, sigma_low, sigma_high: Ends of the percentile
            intervals, g x k; NaN without resamples.
        mu_star_error: Standard deviation of mu_star over the resamples, g x k.
        trajectories: How many were complete, k.
        resamples: Behind the intervals.
        level: Of the intervals.
    """

    mu: FloatArray
    mu_low: FloatArray
    mu_high: FloatArray
    mu_star: FloatArray
    mu_star_low: FloatArray
    mu_star_high: FloatArray
    sigma: FloatArray
    sigma_low: FloatArray
    sigma_high: FloatArray
    mu_star_error: FloatArray
    trajectories: FloatArray
    resamples: int
    level: float


def morris_effects(
    design: ArrayLike,
    outputs: ArrayLike,
    resamples: int = 1000,
    level: float = 0.9,
    seed: int = 1,
    *,
    groups: Sequence[int] | None = None,
) -> MorrisEffects:
    """Reckon elementary effects from the outputs of a Morris design.

    ``effect = (y after - y before) / (x after - x before)`` for the step on which a factor moves;
    of a group of several columns only the size, ``|y after - y before| / step``, has a meaning.

    Args:
        design: Points, trajectories (g + 1) x d, of :func:`morris_design`.
        outputs: One row for each point, k columns (or none). NaN is missing: a trajectory in
            which any output is missing does not count for that output.
        resamples: Bootstrap resamples of trajectories; 0 for no intervals.
        level: Level of the percentile intervals.
        seed: Of the resamples.
        groups: Those of the design.

    Returns:
        Effects, in units of the output over the whole range of a factor.

    Raises:
        NumbersError: ``outputs-wrong``, ``design-wrong`` when the points are not such trajectories,
            ``infinite``, ``level-out-of-range``, ``groups-wrong``, ``resamples-wrong``.

    Source: Morris (1991), Technometrics 33, 161-174; mu* by Campolongo, Cariboni and Saltelli
    (2007), Environmental Modelling & Software 22, 1509-1518.

    Example:
        >>> from paseo.stats.sensitivity import morris_design
        >>> x = morris_design(2, 10, seed=1)
        >>> found = morris_effects(x, x[:, 0] - 2 * x[:, 1], resamples=100)
        >>> found.mu[:, 0].round(6).tolist(), found.mu_star[:, 0].round(6).tolist()
        ([1.0, -2.0], [1.0, 2.0])
    """
    a_level(level)
    points = np.asarray(design, dtype=np.float64)
    member = members(points.shape[-1], groups)
    count = int(member.max()) + 1
    given = _outputs(outputs, points, count, resamples)
    effects, sizes = _effects(points, given, member, count)
    alone = np.bincount(member, minlength=count) == 1
    drawn = resample_counts(len(effects), resamples, seed)
    one = np.ones((1, len(effects)), dtype=np.uint16)
    mu, mu_star, sigma = _moments(effects, sizes, one)
    many = _moments(effects, sizes, drawn)
    ends = [percentiles(found, level) for found in many]
    for found in (mu, sigma, ends[0][0], ends[0][1], ends[2][0], ends[2][1]):
        found[..., ~alone, :] = np.nan
    return MorrisEffects(
        mu[0], ends[0][0], ends[0][1], mu_star[0], ends[1][0], ends[1][1], sigma[0], ends[2][0],
        ends[2][1], ends[1][2], (~np.isnan(sizes[:, 0])).sum(axis=0).astype(np.float64),
        resamples, level,
    )  # fmt: skip


def _effects(
    points: FloatArray, outputs: FloatArray, member: NDArray[np.intp], count: int
) -> tuple[FloatArray, FloatArray]:
    """Effects and their sizes, trajectories x groups x outputs."""
    paths = points.reshape(-1, count + 1, points.shape[1])
    results = outputs.reshape(len(paths), count + 1, -1)
    moves = np.diff(paths, axis=1)
    changes = np.diff(results, axis=1)
    group_moves = np.zeros((len(paths), count, count))
    for group in range(count):
        group_moves[:, :, group] = np.abs(moves[:, :, member == group]).max(axis=2)
    if not ((group_moves > 0).sum(axis=2) == 1).all() or not (group_moves > 0).any(axis=1).all():
        raise NumbersError(
            "design-wrong",
            "On each step of a trajectory one factor (or group) moves, and each moves once: give "
            "the points as they were laid out, with the same groups.",
        )
    at = group_moves.argmax(axis=1)
    step = np.take_along_axis(moves, np.abs(moves).argmax(axis=2)[:, :, None], axis=2)
    slopes = np.take_along_axis(changes / step, at[:, :, None], axis=1)
    missing = np.asarray(np.isnan(results).any(axis=1))
    slopes = np.where(missing[:, None, :], np.nan, slopes)
    return slopes, np.abs(slopes)


def _moments(
    effects: FloatArray, sizes: FloatArray, counts: NDArray[np.uint16]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, mean size and standard deviation over the trajectories of each resample."""
    known = ~np.isnan(effects)
    shape = (len(counts), *effects.shape[1:])
    rows = np.maximum(known.sum(axis=0), 1)
    middle = np.where(known, effects, 0.0).sum(axis=0) / rows
    about = np.where(known, effects - middle, 0.0)
    parts = (about, np.where(known, sizes, 0.0), about * about, known.astype(np.float64))
    moved, size, square, n = (
        weighted_sums(counts, part.reshape(len(part), -1)).reshape(shape) for part in parts
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = moved / n
        variance = np.maximum(square / n - mean**2, 0.0) * n / (n - 1)
        return mean + np.where(n > 0, middle, np.nan), size / n, np.sqrt(variance)


def _outputs(outputs: ArrayLike, points: FloatArray, count: int, resamples: int) -> FloatArray:
    given = np.asarray(outputs, dtype=np.float64)
    given = given[:, None] if given.ndim == 1 else given
    if given.ndim != 2 or len(given) != len(points) or len(points) % (count + 1):
        raise NumbersError(
            "outputs-wrong",
            f"Give one output for each point, and {count + 1} points for each trajectory (found "
            f"{np.shape(outputs)} outputs for {len(points)} points).",
        )
    if np.isinf(given).any():
        raise NumbersError("infinite", "Outputs must be finite: use NaN for a missing one.")
    if resamples < 0 or resamples == 1:
        raise NumbersError(
            "resamples-wrong", f"Give two resamples or more, or 0 for none (found {resamples})."
        )
    return given
