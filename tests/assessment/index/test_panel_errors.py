"""Errors of changes: shared samples are the careful case, and what weighs nothing needs none."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.assessment.index.panel.errors import change_errors
from paseo.assessment.index.specification.spec import PanelUse

ERRORS = st.lists(st.floats(0, 50), min_size=3, max_size=3)


@given(before=ERRORS, after=ERRORS)
@settings(max_examples=40, deadline=None)
def test_shared_samples_never_give_a_narrower_interval_than_separate_ones(
    before: list[float], after: list[float]
) -> None:
    held: dict[str, Any] = {
        samples: change_errors(
            np.array([before]), np.array([after]), {0: 0.5, 1: 0.5, 2: 0.0},
            PanelUse(("1", "2"), samples=samples),  # type: ignore[arg-type]
        )[1][0]
        for samples in ("shared", "separate")
    }  # fmt: skip
    assert held["shared"] >= held["separate"] * (1 - 1e-12)
    # Nothing makes it wider than as many samples as there are indicators.
    assert held["shared"] <= held["separate"] * np.sqrt(2) * (1 + 1e-12)


def test_an_indicator_that_weighs_nothing_needs_no_error() -> None:
    errors = np.array([[1.0, np.nan]])
    use = PanelUse(("1", "2"))
    assert np.isfinite(change_errors(errors, errors, {0: 1.0, 1: 0.0}, use)[1]).all()
    assert np.isnan(change_errors(errors, errors, {0: 1.0, 1: 0.1}, use)[1]).all()
