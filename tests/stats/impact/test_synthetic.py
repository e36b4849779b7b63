"""Synthetic controls against published studies, the optimality of the mix, and made data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.stats import NumbersError
from paseo.stats.checks import FloatArray
from paseo.stats.impact import (
    SyntheticCaution,
    SyntheticControl,
    leave_one_out,
    placebo_runs,
    synthetic_control,
)
from paseo.stats.impact.predictor_weights import Matching, loss_and_slope
from paseo.stats.impact.simplex import simplex_weights
from stats.impact.published_data import panel


def span(years: list[int], first: int, last: int) -> slice:
    return slice(years.index(first), years.index(last) + 1)


def weights(found: SyntheticControl, units: list[str]) -> dict[str, float]:
    pairs = zip(found.donors, found.weights, strict=True)
    return {units[donor]: float(w) for donor, w in pairs if w > 1e-4}


# Cunningham (2021), Causal Inference: The Mixtape, as asserted in pysyncon test_synth_texas.py.
def test_texas_has_the_published_weights_and_effect() -> None:
    units, outcome, predictors, years = panel("texas", 14)
    found = synthetic_control(
        outcome, 0, years.index(1993), predictors=predictors, fit=span(years, 1985, 1993)
    )
    published = {
        "California": 0.407651, "Illinois": 0.360274, "Louisiana": 0.121531, "Florida": 0.110544,
    }  # fmt: skip
    assert weights(found, units) == pytest.approx(published, abs=0.005)
    assert found.effect == pytest.approx(20339.376, rel=1e-3)
    assert found.effect_se == pytest.approx(3190.495, rel=1e-3)
    assert SyntheticCaution.FIT_SEES_AFTER in found.cautions


# Abadie and Gardeazabal (2003), as asserted in pysyncon test_synth_basque.py.
def test_the_basque_country_has_the_published_weights_effect_and_fit() -> None:
    units, outcome, predictors, years = panel("basque", 14)
    found = synthetic_control(
        outcome, 0, years.index(1970), predictors=predictors, fit=span(years, 1960, 1969),
        over=span(years, 1975, 1997),
    )  # fmt: skip
    published = {"Cataluna": 0.850816, "Madrid (Comunidad De)": 0.149184}
    assert weights(found, units) == pytest.approx(published, abs=0.002)
    assert found.effect == pytest.approx(-0.699565, abs=1e-4)
    assert found.effect_se == pytest.approx(0.070781, abs=1e-4)
    assert found.rmspe_before**2 == pytest.approx(0.0088645, rel=1e-3)
    gdp = found.balance[6]
    assert gdp == pytest.approx([5.28546845, 5.27078346, 3.58401509], abs=2e-4)


# Abadie, Diamond and Hainmueller (2015): predictor weights from 1981-1990 by the predictors of the
# ten years before; as asserted in pysyncon test_synth_germany.py.
def test_west_germany_has_the_published_weights_and_effect() -> None:
    units, outcome, predictors, years = panel("germany", 12)
    trained = synthetic_control(
        outcome, 0, years.index(1991), predictors=predictors[:6], fit=span(years, 1981, 1990)
    )
    found = synthetic_control(
        outcome, 0, years.index(1990), predictors=predictors[6:],
        predictor_weights=trained.predictor_weights,
    )  # fmt: skip
    published = {
        "Austria": 0.414522, "USA": 0.216250, "Japan": 0.163161, "Switzerland": 0.107655,
        "Netherlands": 0.098412,
    }  # fmt: skip
    assert weights(found, units) == pytest.approx(published, abs=0.01)
    assert found.effect == pytest.approx(-1555.13, rel=0.005)
    assert found.effect_se == pytest.approx(317.65, rel=0.01)


@pytest.fixture(scope="module")
def basque() -> dict[str, Any]:
    """What is asked of the Basque Country, with the placebo runs of all other regions."""
    _, outcome, predictors, years = panel("basque", 14)
    asked = {"predictors": predictors, "fit": span(years, 1960, 1969)}
    start = years.index(1975)
    return {
        "asked": asked, "outcome": outcome, "years": years, "start": start,
        "own": synthetic_control(outcome, 0, start, **asked),
        "placebos": placebo_runs(outcome, 0, start, worst_fit=5, **asked),
    }  # fmt: skip


def test_placebos_of_the_basque_country_fit_and_are_dropped_where_they_do_not(
    basque: dict[str, Any],
) -> None:
    found, own = basque["placebos"], basque["own"]
    assert found.units == tuple(range(1, 18))
    assert found.gaps.shape == (17, 43)
    # pysyncon prints these gaps of Andalucia for 1960 to 1962.
    assert found.gaps[0][span(basque["years"], 1960, 1962)] == pytest.approx(
        [-0.005071, 0.002030, -0.002976], abs=0.025
    )
    before = (found.gaps[:, basque["asked"]["fit"]] ** 2).mean(axis=1)
    bad = {unit for unit, one in zip(found.units, before, strict=True)
           if one > 5 * own.rmspe_before**2}  # fmt: skip
    assert set(found.dropped) == bad and bad
    left = [r for unit, r in zip(found.units, found.ratios, strict=True) if unit not in bad]
    assert found.rank == 1 + sum(ratio >= own.ratio for ratio in left)
    assert found.p == found.rank / (18 - len(bad))


# pysyncon test_synth_basque.py asserts 0.1667 from the gaps of all years up to the start.
def test_the_rank_of_the_basque_country_is_the_published_one(basque: dict[str, Any]) -> None:
    own, gaps, start = basque["own"], basque["placebos"].gaps, basque["start"]
    every = np.vstack([own.gap, gaps])

    def p(before: slice) -> float:
        late, early = ((every[:, part] ** 2).mean(axis=1) for part in (slice(start, None), before))
        return float(np.mean(late / early >= late[0] / early[0]))

    assert p(slice(0, start)) == pytest.approx(0.1667, abs=1e-4)
    assert p(slice(0, start + 1)) == pytest.approx(0.1667, abs=1e-4)
    assert p(basque["asked"]["fit"]) > 0.5
    assert basque["placebos"].ratios == pytest.approx(
        np.sqrt((gaps[:, start:] ** 2).mean(axis=1) / (gaps[:, :start] ** 2).mean(axis=1))
    )


# The same study without Spain, which is a donor in it: the published mix is fitted no worse.
def test_the_search_goes_on_where_it_ended_at_a_poor_fit() -> None:
    units, outcome, predictors, years = panel("basque", 14)
    keep = [k for k, unit in enumerate(units) if not unit.startswith("Spain")]
    assert len(keep) == 17
    fit = span(years, 1960, 1969)
    found = synthetic_control(
        outcome[:, keep], 0, years.index(1970), predictors=predictors[:, keep], fit=fit,
        over=span(years, 1975, 1997),
    )  # fmt: skip
    assert found.tried[0].loss <= 0.0088645 * 1.001
    published = {"Cataluna": 0.850816, "Madrid (Comunidad De)": 0.149184}
    assert weights(found, [units[k] for k in keep]) == pytest.approx(published, abs=0.002)
    assert found.effect == pytest.approx(-0.699565, abs=1e-4)
    assert len(found.tried) > 2 and SyntheticCaution.SEARCHES_DISAGREE in found.cautions


def test_the_rank_may_be_asked_for_by_some_periods_before_only() -> None:
    towns = noisy_towns()
    found = placebo_runs(towns, 0, 16, fit=slice(4, 16), before=slice(4, 16))
    past = np.sqrt((found.gaps[:, 4:16] ** 2).mean(axis=1))
    late = np.sqrt((found.gaps[:, 16:] ** 2).mean(axis=1))
    assert found.ratios == pytest.approx(late / past)
    with pytest.raises(NumbersError) as refused:
        placebo_runs(towns, 0, 16, before=slice(3, 4))
    assert refused.value.code == "no-periods"


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(1, 8), parts=st.integers(1, 12))
def test_no_other_mix_is_nearer(seed: int, rows: int, parts: int) -> None:
    chance = np.random.default_rng(seed)
    columns = chance.normal(size=(rows, parts)) * 10.0 ** chance.integers(-3, 4)
    target = columns.mean(axis=1) + chance.normal(size=rows) * np.abs(columns).max()
    found = simplex_weights(columns, target)
    assert found.sum() == pytest.approx(1) and (found >= 0).all()
    # At the nearest point no column lies further towards the target than the mix itself.
    gap = target - columns @ found
    further = gap @ columns - gap @ (columns @ found)
    size = max(np.abs(columns).max(), np.abs(target).max())
    assert further.max() <= 1e-11 * size**2


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_mix_that_exists_is_found(seed: int) -> None:
    chance = np.random.default_rng(seed)
    donors = chance.normal(50, 10, size=(20, 6))
    true = chance.dirichlet(np.ones(6))
    outcome = np.column_stack([donors @ true, donors])
    outcome[12:, 0] -= 7.5
    found = synthetic_control(outcome, 0, 12)
    assert found.weights == pytest.approx(true, abs=1e-6)
    assert found.gap[12:] == pytest.approx(np.full(8, -7.5), abs=1e-4)
    assert SyntheticCaution.FITS_EXACTLY in found.cautions and found.ratio == np.inf


def test_the_gradient_is_that_of_the_loss() -> None:
    chance = np.random.default_rng(8)
    matching = Matching(
        chance.normal(size=5), chance.normal(size=(5, 12)),
        chance.normal(size=9), chance.normal(size=(9, 12)),
    )  # fmt: skip
    v = chance.dirichlet(np.ones(5))
    _, slope = loss_and_slope(matching, v)
    for k in range(5):
        step = 1e-6 * (np.arange(5) == k)
        up, down = (loss_and_slope(matching, v + sign * step)[0] for sign in (1, -1))
        assert slope[k] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-7)


def noisy_towns(seed: int = 3) -> FloatArray:
    chance = np.random.default_rng(seed)
    months = np.arange(24.0)[:, None]
    towns = 50 + 5 * np.sin(months / 2 + chance.uniform(0, 6, 25)) + chance.normal(size=(24, 25))
    towns[16:, 0] -= 15
    return np.asarray(towns)


def test_a_strong_effect_ranks_first_and_an_absent_one_does_not() -> None:
    towns = noisy_towns()
    found = placebo_runs(towns, 0, 16)
    assert (found.rank, found.p) == (1, pytest.approx(1 / 25))
    towns[16:, 0] += 15
    assert placebo_runs(towns, 0, 16).p > 0.05


def test_the_treated_town_is_no_donor_of_the_placebos() -> None:
    towns = noisy_towns()
    changed = towns.copy()
    changed[:, 0] = 1000.0
    assert placebo_runs(towns, 0, 16).ratios == pytest.approx(placebo_runs(changed, 0, 16).ratios)


def test_leaving_one_out_runs_again_without_each_donor_that_has_weight() -> None:
    towns = noisy_towns()
    whole = synthetic_control(towns, 0, 16)
    found = leave_one_out(towns, 0, 16)
    weighty = {d for d, w in zip(whole.donors, whole.weights, strict=True) if w > 1e-3}
    assert set(found) == weighty
    for left, run in found.items():
        assert left not in run.donors
        assert run.rmspe_before >= whole.rmspe_before - 1e-12


def test_more_starts_never_fit_worse_and_repeat() -> None:
    _, outcome, predictors, years = panel("texas", 14)
    asked = {"predictors": predictors, "fit": span(years, 1985, 1993), "start": 8}
    plain = synthetic_control(outcome, 0, **asked)  # type: ignore[arg-type]
    wide = synthetic_control(outcome, 0, wide=4, **asked)  # type: ignore[arg-type]
    again = synthetic_control(outcome, 0, wide=4, **asked)  # type: ignore[arg-type]
    assert len(plain.tried) == 2 and len(wide.tried) == 6
    assert wide.rmspe_before <= plain.rmspe_before
    assert (wide.weights == again.weights).all()
    assert [one.loss for one in wide.tried] == sorted(one.loss for one in wide.tried)
    assert SyntheticCaution.SEARCHES_DISAGREE in wide.cautions


def test_the_unit_of_a_predictor_changes_nothing() -> None:
    _, outcome, predictors, years = panel("basque", 14)
    fit = span(years, 1960, 1969)
    scaled = predictors * np.logspace(-3, 3, 14)[:, None]
    pair = [synthetic_control(outcome, 0, 15, predictors=x, fit=fit) for x in (predictors, scaled)]
    assert pair[0].weights == pytest.approx(pair[1].weights, abs=1e-4)


def test_progress_is_told_and_what_it_raises_ends_the_work() -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, all_of_them: int) -> None:
        told.append((done, all_of_them))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        placebo_runs(noisy_towns(), 0, 16, progress=stop)
    assert told == [(0, 24), (1, 24), (2, 24)]


def test_few_donors_and_a_short_past_are_said() -> None:
    found = synthetic_control(noisy_towns()[10:, :6], 0, 6)
    assert {SyntheticCaution.FEW_DONORS, SyntheticCaution.SHORT_BEFORE} <= set(found.cautions)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": np.ones((8, 2))}, "too-few-donors"),
        ({"outcome": np.ones(8)}, "too-few-donors"),
        ({"treated": 25}, "no-such-unit"),
        ({"start": 1}, "start-outside"),
        ({"start": 24}, "start-outside"),
        ({"predictors": np.ones((3, 4))}, "shapes-differ"),
        ({"predictors": np.full((3, 25), np.nan)}, "unknown-value"),
        ({"predictor_weights": [1.0]}, "predictor-weights"),
        ({"predictors": np.ones((2, 25)), "predictor_weights": [0.0, 0.0]}, "predictor-weights"),
        ({"predictors": np.ones((2, 25)), "predictor_weights": [1.0, -1.0]}, "negative"),
        ({"fit": slice(3, 4)}, "no-periods"),
        ({"over": slice(30, 40)}, "no-periods"),
    ],
)
def test_studies_that_cannot_be_run_are_refused(change: dict[str, object], code: str) -> None:
    asked: dict[str, object] = {"outcome": noisy_towns(), "treated": 0, "start": 16} | change
    with pytest.raises(NumbersError) as refused:
        synthetic_control(**asked)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_an_unknown_value_is_named_by_its_place_and_two_donors_make_no_placebos() -> None:
    towns = noisy_towns()
    towns[5, 7] = np.nan
    with pytest.raises(NumbersError) as refused:
        synthetic_control(towns, 0, 16)
    assert refused.value.position == (5, 7)
    for run in (placebo_runs, leave_one_out):
        with pytest.raises(NumbersError) as refused:
            run(noisy_towns()[:, :3], 0, 16)
        assert refused.value.code == "too-few-donors"
