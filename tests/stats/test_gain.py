"""Learning gains against a published table, and where they are not defined."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paseo.stats import NumbersError
from paseo.stats.gain import learning_gain

POINTS = st.integers(0, 200).map(lambda tenths: tenths / 10)


def test_gains_of_a_published_course() -> None:
    # BMC Medical Education (2021) 21:210, table 1: a mean gain of 11.1 of 20 points is printed as
    # 55.55 %, 225.8 % and 0.73. The mean before (4.916) follows from the first two.
    found = learning_gain(4.916, 4.916 + 11.1, 20)
    assert 100 * float(found.absolute) == pytest.approx(55.5, abs=0.06)
    assert 100 * float(found.relative) == pytest.approx(225.8, abs=0.05)
    assert float(found.normalised) == pytest.approx(0.73, abs=0.01)


def test_what_is_not_defined_is_unknown() -> None:
    found = learning_gain([0, 10, np.nan, 5], [5, 10, 5, 3], 10)
    assert math.isnan(found.relative[0])
    assert found.normalised[0] == 0.5
    assert math.isnan(found.normalised[1])
    assert found.absolute[1] == 0
    assert np.isnan([found.absolute[2], found.relative[2], found.normalised[2]]).all()
    assert found.normalised[3] == pytest.approx(-0.4)


@given(before=POINTS, after=POINTS)
def test_nobody_gains_more_than_was_left(before: float, after: float) -> None:
    found = learning_gain(before, after, 20)
    assert -1 <= float(found.absolute) <= 1
    assert math.isnan(found.normalised) or float(found.normalised) <= 1 + 1e-12
    assert (float(found.absolute) > 0) == (after > before)


@pytest.mark.parametrize(
    ("before", "after", "highest", "code"),
    [(1, 2, 0, "not-above-zero"), (21, 5, 20, "above-highest"), (1, -1, 20, "negative")],
)
def test_impossible_scores_are_refused(
    before: float, after: float, highest: float, code: str
) -> None:
    with pytest.raises(NumbersError) as found:
        learning_gain(before, after, highest)
    assert found.value.code == code
