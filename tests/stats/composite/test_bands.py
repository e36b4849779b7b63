"""Rank bands from probabilities of pairs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.stats.checks import NumbersError
from paseo.stats.composite.bands import rank_bands


def _normal(means: list[float], spread: float = 1.0) -> np.ndarray:
    """Probabilities among units whose scores are drawn apart from each other."""
    draws = np.random.default_rng(1).normal(means, spread, (2000, len(means)))
    return (draws[:, :, None] > draws[:, None, :]).mean(axis=0)


def test_units_that_overlap_share_their_places() -> None:
    found = rank_bands(_normal([0, 10, 10.3, 20]), 0.9)
    assert found.best.tolist() == [4, 2, 2, 1]
    assert found.worst.tolist() == [4, 3, 3, 1]
    assert found.bands == ((3,), (2, 1), (0,))


def test_a_chain_of_overlaps_is_one_band_but_several_groups() -> None:
    found = rank_bands(_normal([4, 3, 2, 1, 0]), 0.9)
    assert found.bands == ((0, 1, 2, 3, 4),)
    assert found.groups == ((0, 1), (1, 2), (2, 3), (3, 4))
    assert found.best[4] > 1


def test_many_pairs_at_once_make_fewer_of_them_clear() -> None:
    above = _normal([0, 1.9, 4, 5.7, 8, 9.8], 1.0)
    each, all_ = rank_bands(above, 0.9), rank_bands(above, 0.9, every_pair=True)
    assert np.all(each.clear | ~all_.clear)
    assert all_.clear.sum() < each.clear.sum()
    assert np.all(all_.best <= each.best)
    assert np.all(all_.worst >= each.worst)


def test_units_without_scores_have_no_place() -> None:
    above = np.array([[0.5, 1.0, np.nan], [0.0, 0.5, np.nan], [np.nan] * 3])
    found = rank_bands(above)
    assert found.best[:2].tolist() == [1, 2]
    assert found.worst[:2].tolist() == [1, 2]
    assert np.isnan(found.best[2])
    assert np.isnan(found.worst[2])
    assert found.order == (0, 1)


def test_shares_of_replications_at_the_level_are_clear_in_single_precision() -> None:
    above = np.array([[0.5, 0.9], [0.1, 0.5]], dtype=np.float32)
    assert rank_bands(above, 0.9).bands == ((0,), (1,))


def test_one_unit_has_the_first_place() -> None:
    found = rank_bands([[0.5]])
    assert (found.best.tolist(), found.worst.tolist(), found.bands) == ([1], [1], ((0,),))
    assert rank_bands(np.zeros((0, 0))).bands == ()


@pytest.mark.parametrize(
    ("above", "level", "code"),
    [
        ([[0.5, 0.9]], 0.9, "shapes-differ"),
        ([[0.5, 1.2], [0.0, 0.5]], 0.9, "share-out-of-range"),
        ([[0.5]], 0.4, "level-out-of-range"),
        ([[0.5]], 1.0, "level-out-of-range"),
    ],
)
def test_refusals(above: list, level: float, code: str) -> None:
    with pytest.raises(NumbersError) as fault:
        rank_bands(above, level)
    assert fault.value.code == code


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 6), min_size=2, max_size=9), st.sampled_from([0.8, 0.9, 0.99]))
def test_what_holds_of_any_bands(means: list[float], level: float) -> None:
    above = _normal(means)
    found = rank_bands(above, level)
    n = len(means)
    assert sorted(sum(found.bands, ())) == list(range(n))
    assert np.all((found.best >= 1) & (found.best <= found.worst) & (found.worst <= n))
    for earlier, later in zip(found.bands, found.bands[1:], strict=False):
        assert found.clear[np.ix_(earlier, later)].all()
        assert found.worst[list(earlier)].max() < found.best[list(later)].min()
    for group in found.groups:
        assert not found.clear[np.ix_(group, group)].any()
    assert set(sum(found.groups, ())) == set(range(n))
    turned = np.random.default_rng(0).permutation(n)
    other = rank_bands(above[np.ix_(turned, turned)], level)
    assert other.best.tolist() == found.best[turned].tolist()
    assert {frozenset(turned[list(band)].tolist()) for band in other.bands} == {
        frozenset(band) for band in found.bands
    }
