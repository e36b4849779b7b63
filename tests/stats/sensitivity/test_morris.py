"""Elementary effects: by hand on functions with known slopes, and against SALib."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze import morris as salib_morris

from paseo.stats.checks import NumbersError
from paseo.stats.sensitivity import morris_design, morris_effects


@given(st.integers(1, 6), st.sampled_from([2, 4, 6, 8]), st.booleans())
@settings(max_examples=20, deadline=None)
def test_each_factor_moves_once_on_the_grid(d: int, levels: int, ends: bool) -> None:
    paths = morris_design(d, 7, 3, levels=levels, ends=ends).reshape(7, d + 1, d)
    grid = np.arange(levels) / (levels - 1) if ends else (np.arange(levels) + 0.5) / levels
    assert np.isclose(paths[..., None], grid).any(axis=-1).all()
    moves = np.abs(np.diff(paths, axis=1))
    step = levels / 2 / (levels - 1 if ends else levels)
    assert np.allclose(moves.sum(axis=1), step)
    assert ((moves > 0).sum(axis=2) == 1).all()


def test_levels_and_directions_come_equally_often() -> None:
    paths = morris_design(3, 4000, 1).reshape(4000, 4, 3)
    for value in (0.125, 0.375, 0.625, 0.875):
        assert (paths[:, 0] == value).mean() == pytest.approx(0.25, abs=0.02)
    assert (paths[:, 3] > paths[:, 0]).mean() == pytest.approx(0.5, abs=0.02)


def test_effects_are_those_of_salib() -> None:
    x = morris_design(4, 30, 5, ends=True)
    y = x[:, 0] + 3 * x[:, 1] * x[:, 2] - np.exp(x[:, 3])
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0, 1]] * 4}
    theirs = salib_morris.analyze(problem, x, y, num_levels=4, num_resamples=50, seed=1)
    ours = morris_effects(x, y, resamples=2000, level=0.95)
    for name in ("mu", "mu_star", "sigma"):
        assert getattr(ours, name)[:, 0] == pytest.approx(theirs[name].astype(float), abs=1e-12)
    # Resamples differ, so their spread agrees only to chance: 50 draws know it to a tenth.
    assert 1.96 * ours.mu_star_error[1:, 0] == pytest.approx(
        theirs["mu_star_conf"][1:].astype(float), rel=0.4
    )


def test_a_straight_line_has_its_slopes_without_spread() -> None:
    x = morris_design(3, 12, 2)
    found = morris_effects(x, np.column_stack([x @ [1.0, -2.0, 0.0], x[:, 0] ** 2]), resamples=50)
    assert found.mu[:, 0] == pytest.approx([1, -2, 0], abs=1e-12)
    assert found.mu_star[:, 0] == pytest.approx([1, 2, 0], abs=1e-12)
    assert found.sigma[:, 0] == pytest.approx(0, abs=1e-7)
    assert found.mu_star_low[1, 0] == pytest.approx(2) == found.mu_star_high[1, 0]
    assert found.sigma[0, 1] > 0 and found.mu_star[1, 1] == 0


def test_a_group_has_only_the_size_of_its_effect() -> None:
    x = morris_design(3, 20, 2, groups=[0, 0, 1])
    assert x.shape == (60, 3)
    found = morris_effects(x, x[:, 2] * 4, resamples=20, groups=[0, 0, 1])
    assert np.isnan(found.mu[0, 0]) and np.isnan(found.sigma[0, 0])
    assert found.mu_star[:, 0] == pytest.approx([0, 4], abs=1e-12)
    assert found.mu[1, 0] == pytest.approx(4)


def test_trajectories_with_a_missing_output_do_not_count() -> None:
    x = morris_design(2, 6, 1)
    y = np.exp(x[:, 0]) + x[:, 1]
    holed = np.column_stack([y, np.full_like(y, np.nan)])
    holed[4, 0] = np.nan
    found = morris_effects(x, holed, resamples=30)
    kept = np.delete(np.arange(18), [3, 4, 5])
    alone = morris_effects(x[kept], y[kept], resamples=0)
    assert found.mu_star[:, 0] == pytest.approx(alone.mu_star[:, 0], abs=1e-12)
    assert found.sigma[:, 0] == pytest.approx(alone.sigma[:, 0], abs=1e-12)
    assert found.trajectories.tolist() == [5, 0]
    assert np.isnan(found.mu_star[:, 1]).all()


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("levels-odd", lambda: morris_design(2, 5, 1, levels=3)),
        ("too-few-trajectories", lambda: morris_design(2, 1, 1)),
        ("groups-wrong", lambda: morris_design(2, 5, 1, groups=[1, 2])),
        ("outputs-wrong", lambda: morris_effects(morris_design(2, 5, 1), np.ones(14))),
        ("design-wrong", lambda: morris_effects(np.zeros((6, 2)), np.ones(6))),
        ("infinite", lambda: morris_effects(morris_design(2, 2, 1), [np.inf] * 6)),
    ],
)
def test_what_cannot_be_is_refused(code: str, call: Any) -> None:
    with pytest.raises(NumbersError) as told:
        call()
    assert told.value.code == code
