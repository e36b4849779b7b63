"""Fay-Herriot against the published fit of the milk data, and what must hold for any data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.stats import NumbersError
from paseo.stats.small_area import benchmark, bootstrap_mse, fay_herriot, smoothed_variance

# Expenditure on fresh milk in 43 areas of the United States, 1989: major area, direct estimate,
# standard error. Arora and Lahiri (1997), Statistica Sinica 7, 1053-1063; You and Chapman (2006),
# Survey Methodology 32, 97-103.
# fmt: off
MAJOR = np.repeat([1, 2, 3, 4], [7, 7, 11, 18])
DIRECT = np.array([
    1.099, 1.075, 1.105, 0.628, 0.753, 0.981, 1.257, 1.095, 1.405, 1.356,
    0.615, 1.46, 1.338, 0.854, 1.176, 1.111, 1.257, 1.43, 1.278, 1.292,
    1.002, 1.183, 1.044, 1.267, 1.193, 0.791, 0.795, 0.759, 0.796, 0.565,
    0.886, 0.952, 0.807, 0.582, 0.684, 0.787, 0.44, 0.759, 0.77, 0.8,
    0.756, 0.865, 0.64,
])
ERROR = np.array([
    0.163, 0.08, 0.083, 0.109, 0.119, 0.141, 0.202, 0.127, 0.168, 0.178,
    0.1, 0.201, 0.148, 0.143, 0.149, 0.145, 0.135, 0.172, 0.137, 0.163,
    0.125, 0.247, 0.14, 0.171, 0.106, 0.121, 0.121, 0.259, 0.106, 0.089,
    0.225, 0.205, 0.119, 0.067, 0.106, 0.126, 0.092, 0.132, 0.1, 0.113,
    0.083, 0.121, 0.129,
])
# What eblupFH and mseFH of the R package sae 1.x print for these data with its own stop at a
# relative change of 1e-4 (FH: six digits), as carried in the tests of samplics (MIT).
PRINTED = {
    "REML": ([
        1.0219703, 1.0476018, 1.0679513, 0.7608170, 0.8461574, 0.9743727, 1.0584523, 1.0977762,
        1.2215449, 1.1951455, 0.7852155, 1.2139456, 1.2096593, 0.9834967, 1.1864247, 1.1556982,
        1.2263411, 1.2856486, 1.2363247, 1.2349600, 1.0903019, 1.1923057, 1.1216470, 1.2230296,
        1.1938054, 0.7627195, 0.7649550, 0.7338443, 0.7699294, 0.6134418, 0.7695558, 0.7958250,
        0.7723187, 0.6102302, 0.7001782, 0.7592787, 0.5298867, 0.7434466, 0.7548996, 0.7701918,
        0.7481164, 0.8040773, 0.6810870,
    ], [
        0.013460220, 0.005372876, 0.005701990, 0.008541740, 0.009579594, 0.011670632, 0.015926137,
        0.010586518, 0.014184043, 0.014901472, 0.007694262, 0.016336469, 0.012562726, 0.012117378,
        0.012031229, 0.011709147, 0.010859780, 0.013690860, 0.011034674, 0.013079686, 0.009948636,
        0.017243977, 0.011292325, 0.013625297, 0.008065787, 0.009205133, 0.009205133, 0.016476912,
        0.007800626, 0.006098668, 0.015441564, 0.014657866, 0.009024699, 0.003870786, 0.007800626,
        0.009646139, 0.006404335, 0.010155645, 0.007209937, 0.008470277, 0.005484860, 0.009205133,
        0.009903626,
    ]),
    "ML": ([
        1.0161733, 1.0436968, 1.0628168, 0.7753489, 0.8554903, 0.9735857, 1.0474786, 1.0953436,
        1.2054092, 1.1812565, 0.8033701, 1.1967756, 1.1961592, 0.9914053, 1.1868829, 1.1590363,
        1.2232369, 1.2755188, 1.2322850, 1.2304422, 1.0985768, 1.1921598, 1.1279920, 1.2196285,
        1.1936256, 0.7590651, 0.7611232, 0.7315647, 0.7662730, 0.6191454, 0.7629389, 0.7863747,
        0.7679782, 0.6141348, 0.7013109, 0.7557564, 0.5406643, 0.7411316, 0.7524506, 0.7662423,
        0.7465360, 0.7971405, 0.6840976,
    ], [
        0.013579953, 0.005512868, 0.005850584, 0.008735454, 0.009774528, 0.011840745, 0.015934511,
        0.010821811, 0.014345961, 0.015036089, 0.007911095, 0.016404523, 0.012771021, 0.012334611,
        0.012192499, 0.011877067, 0.011041285, 0.013805155, 0.011213853, 0.013213712, 0.010138289,
        0.017193729, 0.011467631, 0.013741841, 0.008251436, 0.009344874, 0.009344874, 0.016390149,
        0.007941642, 0.006222263, 0.015404327, 0.014655741, 0.009165440, 0.003946977, 0.007941642,
        0.009782385, 0.006532467, 0.010285994, 0.007347143, 0.008612538, 0.005597690, 0.009344874,
        0.010037140,
    ]),
    "FH": ([
        1.017975, 1.044963, 1.064480, 0.770692, 0.852512, 0.973826, 1.050856, 1.096165,
        1.210505, 1.185640, 0.797568, 1.202149, 1.200458, 0.988971, 1.186745, 1.157992,
        1.224223, 1.278680, 1.233565, 1.231860, 1.095955, 1.192212, 1.125997, 1.220694,
        1.193687, 0.760243, 0.762358, 0.732288, 0.767459, 0.617310, 0.764996, 0.789314,
        0.769376, 0.612861, 0.700961, 0.756890, 0.537193, 0.741881, 0.753251, 0.767518,
        0.747059, 0.799363, 0.683160,
    ], [
        0.012757016, 0.005314467, 0.005632201, 0.008323471, 0.009283520, 0.011178151, 0.014867662,
        0.010252709, 0.013470878, 0.014094867, 0.007558331, 0.015325274, 0.012038944, 0.011640323,
        0.011466958, 0.011181888, 0.010423673, 0.012914353, 0.010580561, 0.012385544, 0.009599980,
        0.015890240, 0.010810966, 0.012857861, 0.007864537, 0.008855177, 0.008855177, 0.015041526,
        0.007569376, 0.005975211, 0.014211800, 0.013571949, 0.008691547, 0.003833361, 0.007569376,
        0.009253153, 0.006264329, 0.009709450, 0.007020470, 0.008185874, 0.005391055, 0.008855177,
        0.009484220,
    ]),
}
# fmt: on
BETA = {
    "REML": (
        [0.9681890, 0.1327801, 0.2269462, -0.2413011],
        [0.06936208, 0.10300072, 0.09232981, 0.08161707],
    ),
    "ML": (
        [0.9677986, 0.1278756, 0.2266909, -0.2425804],
        [0.06590747, 0.09840939, 0.08813973, 0.07753875],
    ),
}  # fmt: skip
X = np.column_stack([np.ones(43), *[(k == MAJOR).astype(float) for k in (2, 3, 4)]])
PSI = ERROR**2


@pytest.mark.parametrize("method", ["REML", "ML", "FH"])
def test_the_milk_data_give_the_estimates_and_errors_that_sae_prints(method) -> None:
    estimates, errors = PRINTED[method]
    for precision in (1e-4, 1e-10):  # sae's own stop, and ours
        fit = fay_herriot(DIRECT, PSI, X, method=method, precision=precision)
        assert fit.estimate == pytest.approx(np.array(estimates), abs=1e-6)
        assert fit.mse == pytest.approx(np.array(errors), abs=1e-7)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_the_milk_coefficients_are_those_that_sae_prints(method) -> None:
    fit = fay_herriot(DIRECT, PSI, X, method=method, precision=1e-4)
    beta, se = BETA[method]
    assert fit.beta == pytest.approx(np.array(beta), abs=1e-7)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(np.array(se), abs=1e-7)


def test_the_milk_fit_has_the_likelihood_that_the_r_package_saens_prints() -> None:
    fit = fay_herriot(DIRECT, PSI, X, precision=1e-4)
    assert fit.log_likelihood == pytest.approx(12.67748, abs=5e-6)
    assert fit.aic == pytest.approx(-15.35496, abs=5e-6)
    assert fit.bic == pytest.approx(-6.548956, abs=5e-7)


def test_reml_and_ml_stand_at_the_top_of_their_likelihood() -> None:
    def log_likelihood(variance: float, restricted: bool) -> float:
        v = variance + PSI
        information = X.T @ (X / v[:, None])
        residual = DIRECT - X @ np.linalg.solve(information, X.T @ (DIRECT / v))
        value = -0.5 * (np.log(v) + residual**2 / v).sum()
        return value - 0.5 * np.linalg.slogdet(information)[1] * restricted

    for method in ("REML", "ML"):
        top = fay_herriot(DIRECT, PSI, X, method=method).variance
        for other in (top * 0.999, top * 1.001):
            assert log_likelihood(other, method == "REML") < log_likelihood(top, method == "REML")


def test_the_moment_fit_solves_its_equation() -> None:
    fit = fay_herriot(DIRECT, PSI, X, method="FH")
    residual = DIRECT - X @ fit.beta
    assert (residual**2 / (fit.variance + PSI)).sum() == pytest.approx(43 - 4, abs=1e-9)


def test_areas_that_differ_less_than_their_errors_allow_follow_the_regression_alone() -> None:
    line = X @ [0.9, 0.1, 0.2, -0.2]
    for method in ("REML", "ML", "FH"):
        fit = fay_herriot(line + 1e-3 * (-1.0) ** np.arange(43), PSI, X, method=method)
        assert fit.variance == 0
        assert fit.estimate == pytest.approx(fit.synthetic, abs=0)
        assert (fit.mse > 0).all()


def test_an_area_without_interviews_takes_the_synthetic_value_with_the_larger_error() -> None:
    direct, psi = DIRECT.copy(), PSI.copy()
    direct[3] = psi[3] = np.nan
    fit = fay_herriot(direct, psi, X)
    rest = np.arange(43) != 3
    alone = fay_herriot(DIRECT[rest], PSI[rest], X[rest])
    assert fit.estimate[rest] == pytest.approx(alone.estimate, rel=1e-12)
    assert fit.estimate[3] == fit.synthetic[3]
    assert fit.gamma[3] == 0
    assert np.isnan(fit.residual[3])
    assert fit.mse[3] == pytest.approx(fit.variance + X[3] @ fit.covariance @ X[3], rel=1e-12)
    assert fit.mse[3] > fit.mse[rest][MAJOR[rest] == 1].max()


@pytest.mark.parametrize("method", ["REML", "ML", "FH"])
def test_the_bootstrap_agrees_with_the_formula_and_repeats_itself(method) -> None:
    fit = fay_herriot(DIRECT, PSI, X, method=method)
    found = bootstrap_mse(fit, PSI, X, refits=4000, seed=7)
    # The errors were the fitted variance the true one: g1 + g2 + g3 (Prasad and Rao 1990).
    a, w = fit.variance, 1 / (fit.variance + PSI)
    spread = 2 * 43 / w.sum() ** 2 if method == "FH" else 2 / (w**2).sum()
    leverage = np.einsum("ip,pq,iq->i", X, fit.covariance, X)
    expected = a * PSI * w + (PSI * w) ** 2 * leverage + PSI**2 * w**3 * spread
    assert found.mean() == pytest.approx(expected.mean(), rel=0.03)
    assert found == pytest.approx(expected, rel=0.12)
    assert (found == bootstrap_mse(fit, PSI, X, refits=4000, seed=7)).all()
    assert (found != bootstrap_mse(fit, PSI, X, refits=4000, seed=8)).any()


@pytest.mark.parametrize("how", ["ratio", "difference", "uncertainty"])
def test_benchmarked_estimates_add_up_to_the_city(how) -> None:
    fit = fay_herriot(DIRECT, PSI, X)
    shares = np.linspace(1, 3, 43) / np.linspace(1, 3, 43).sum()
    moved = benchmark(fit, shares, 0.95, how=how)
    assert moved @ shares == pytest.approx(0.95, rel=1e-12)
    assert benchmark(fit, shares, float(fit.estimate @ shares), how=how) == pytest.approx(
        fit.estimate, rel=1e-12
    )


@pytest.mark.parametrize(
    ("shares", "how", "code"),
    [
        (np.ones(43), "proportion", "unknown-benchmark"),
        (np.ones(42), "ratio", "shapes-differ"),
        (1.0, "ratio", "shapes-differ"),
        (np.zeros(43), "ratio", "no-benchmark"),
    ],
)
def test_a_benchmark_that_cannot_be_is_refused(shares, how, code) -> None:
    with pytest.raises(NumbersError) as caught:
        benchmark(fay_herriot(DIRECT, PSI, X), shares, 0.95, how=how)
    assert caught.value.code == code


def test_benchmarking_by_uncertainty_hardly_moves_well_known_areas() -> None:
    fit = fay_herriot(DIRECT, PSI, X)
    moved = benchmark(fit, np.full(43, 1 / 43), 1.0, how="uncertainty") - fit.estimate
    assert np.argmax(moved) == np.argmax(fit.mse)
    assert np.argmin(moved) == np.argmin(fit.mse)


def test_smoothed_variances_spare_the_areas_where_all_answered_alike() -> None:
    chance = np.random.default_rng(8)
    n = chance.integers(6, 40, 200)
    truth = chance.normal(0.85, 0.05, 200).clip(0.6, 0.99)
    shares = chance.binomial(n, truth) / n
    smoothed = smoothed_variance(shares, shares * (1 - shares) / n, n)
    assert (shares == 1).sum() > 10
    assert (smoothed > 0).all()
    # Simple random samples: the design effect is 1, and the sum of n v is that of P (1 - P).
    assert smoothed * n == pytest.approx(np.full(200, smoothed[0] * n[0]))
    pooled = (n * shares).sum() / n.sum()
    assert smoothed[0] * n[0] == pytest.approx(pooled * (1 - pooled))
    modelled = fay_herriot(shares, smoothed, np.ones((200, 1))).estimate
    assert np.mean((modelled - truth) ** 2) < 0.5 * np.mean((shares - truth) ** 2)
    twice = smoothed_variance(shares, 2 * shares * (1 - shares) / n, n)
    assert twice == pytest.approx(2 * smoothed)
    assert np.isnan(smoothed_variance([0.5, np.nan], [0.01, np.nan], [25, 0])[1])


AREAS = st.integers(8, 25).flatmap(
    lambda m: st.tuples(
        st.lists(st.floats(-3, 3), min_size=m, max_size=m),
        st.lists(st.floats(0.05, 2), min_size=m, max_size=m),
        st.sampled_from(["REML", "ML", "FH"]),
    )
)


def _fitted(direct, psi, x, method):
    try:
        return fay_herriot(direct, psi, x, method=method)
    except NumbersError as fault:
        assert fault.code == "fit-does-not-settle"
        return None


@given(AREAS)
@settings(deadline=None)
def test_the_estimate_lies_between_the_direct_and_the_synthetic_value(areas) -> None:
    direct, psi, method = np.array(areas[0]), np.array(areas[1]), areas[2]
    x = np.column_stack([np.ones(len(direct)), np.arange(len(direct)) % 3])
    fit = _fitted(direct, psi, x, method)
    if fit is None:
        return
    assert ((fit.gamma >= 0) & (fit.gamma <= 1)).all()
    low, high = np.minimum(direct, fit.synthetic), np.maximum(direct, fit.synthetic)
    assert ((fit.estimate >= low - 1e-9) & (fit.estimate <= high + 1e-9)).all()
    assert (fit.mse > 0).all()


@given(AREAS, st.floats(0.01, 100), st.floats(-50, 50))
@settings(deadline=None)
def test_the_estimates_follow_the_unit_and_the_zero_of_the_scale(areas, factor, shift) -> None:
    direct, psi, method = np.array(areas[0]), np.array(areas[1]), areas[2]
    x = np.column_stack([np.ones(len(direct)), np.arange(len(direct)) % 3])
    here = _fitted(direct, psi, x, method)
    there = _fitted(direct * factor + shift, psi * factor**2, x, method)
    if here is None or there is None:
        return
    # Near a variance of zero the iteration stops within a small share of the errors.
    close = 1e-5 * factor * (1 + np.abs(direct).max())
    assert there.estimate == pytest.approx(here.estimate * factor + shift, abs=close)


def test_the_more_exact_the_direct_estimates_the_closer_the_result_to_them() -> None:
    fit = fay_herriot(DIRECT, PSI * 1e-8, X)
    assert fit.estimate == pytest.approx(DIRECT, abs=1e-6)
    assert fit.gamma == pytest.approx(np.ones(43), abs=1e-6)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sampling_variance": PSI * 0}, "variance-not-positive"),
        ({"sampling_variance": np.where(MAJOR == 2, np.nan, PSI)}, "variance-not-positive"),
        ({"covariates": np.column_stack([X, MAJOR == 1])}, "covariates-dependent"),
        ({"covariates": np.where(X == 1, np.nan, X)}, "covariate-missing"),
        ({"covariates": X[:20]}, "shapes-differ"),
        ({"direct": np.where(np.arange(43) < 5, DIRECT, np.nan)}, "too-few-areas"),
        ({"method": "EB"}, "unknown-method"),
        ({"most_steps": 1}, "fit-does-not-settle"),
    ],
)
def test_areas_that_cannot_be_fitted_are_refused_with_what_is_wrong(change, code) -> None:
    given_ = {"direct": DIRECT, "sampling_variance": PSI, "covariates": X} | change
    with pytest.raises(NumbersError) as caught:
        fay_herriot(**given_)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda fit: benchmark(fit, -np.ones(43), 1.0), "negative"),
        (lambda fit: benchmark(fit, np.ones(43), float("nan")), "no-benchmark"),
        (lambda fit: benchmark(fit, np.ones(43), -1.0), "no-ratio"),
        (lambda fit: benchmark(fit, np.ones(42), 1.0), "shapes-differ"),
        (lambda fit: bootstrap_mse(fit, PSI, X, refits=1), "too-few-refits"),
        (lambda fit: smoothed_variance([1.0, 0.0], [0.0, 0.0], [10, 10]), "no-variance"),
        (lambda fit: smoothed_variance([60.0], [0.1], [10]), "share-out-of-range"),
    ],
)
def test_a_benchmark_or_bootstrap_that_cannot_be_is_refused(call, code) -> None:
    with pytest.raises(NumbersError) as caught:
        call(fay_herriot(DIRECT, PSI, X))
    assert caught.value.code == code
