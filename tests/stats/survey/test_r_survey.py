"""Survey results beside those of R survey 4.1-1 on its api samples, to 1e-8 of each.

The figures are what svymean, svytotal, svyratio, svyby, svyquantile, svyciprop, svychisq and
svyglm of R survey (Lumley 2004, Journal of Statistical Software 9(8)) give on the California
Academic Performance Index samples. The samples come with that package under the GPL and are not
part of this repository: the tests read them from PASEO_REFERENCE (or beside the checkout) and are
skipped where they are missing. test_linearisation.py needs none of them.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from paseo.stats.survey import (
    SurveyDesign,
    calibrate,
    make_replicates,
    post_stratify,
    rake,
    rao_scott,
    survey_count,
    survey_mean,
    survey_quantile,
    survey_ratio,
    survey_regression,
    survey_share,
    survey_total,
)

BESIDE = Path(__file__).parents[4] / "shared" / "reference"
FOLDER = Path(os.environ.get("PASEO_REFERENCE", BESIDE)) / "measurement" / "survey-api"
CLOSE = 1e-8

# fmt: off
# Design: statistic, term, estimate, standard error, and the design effect or the interval.
R_SURVEY = {
    "clus1": [
        ("svymean", "api00", 644.169398907104, 23.542240693781, (9.34586945059095,)),
        ("svymean", "api99", 606.978142076503, 24.2250409061334, (8.68957522208031,)),
        ("svytotal", "enroll", 3404940.13452911, 932235.027041215, ()),
        ("svytotal", "stypeE", 4873.96746826172, 1333.31940494968, ()),
        ("svytotal", "stypeH", 473.857948303223, 158.699278792624, ()),
        ("svytotal", "stypeM", 846.174907684326, 167.54989162139, ()),
        ("svyratio", "api.stu/enroll", 0.849708741724488, 0.00838629716939109, ()),
        ("svyby_mean", "api00|E", 648.868055555556, 22.3624088938319, ()),
        ("svyby_mean", "api00|H", 618.571428571429, 38.0202493594075, ()),
        ("svyby_mean", "api00|M", 631.44, 31.6094652272455, ()),
        ("svyquantile", "api00@0.25", 552.0, 31.4716612053995, (492.0, 627.0)),
        ("svyquantile", "api00@0.5", 652.0, 35.6678826994527, (561.0, 714.0)),
        ("svyquantile", "api00@0.75", 719.0, 18.8829967232397, (696.0, 777.0)),
        ("svyciprop_logit", "sch.wide=Yes", 0.87431693988704, 0.0203594772446274,
         (0.823798892379034, 0.911900077021223)),
    ],
    "clus2": [
        ("svymean", "api00", 670.811808118081, 30.0990273768366, (6.25051375571258,)),
        ("svymean", "api99", 645.033948339483, 29.7113088451154, (5.98028111773685,)),
        ("svytotal", "enroll", 2639272.93, 799637.773648358, ()),
        ("svytotal", "stypeE", 3493.555, 1119.74802997835, ()),
        ("svytotal", "stypeH", 688.87, 289.353667906196, ()),
        ("svytotal", "stypeM", 946.25, 311.813024410957, ()),
        ("svyratio", "api.stu/enroll", 0.819737042125461, 0.0188505633126712, ()),
        ("svyby_mean", "api00|E", 692.810400866739, 29.926604237403, ()),
        ("svyby_mean", "api00|H", 598.340659340659, 17.694167126091, ()),
        ("svyby_mean", "api00|M", 642.352, 45.0913163003311, ()),
        ("svyquantile", "api00@0.25", 545.0, 34.1129726328855, (489.0, 627.0)),
        ("svyquantile", "api00@0.5", 653.0, 45.978354418237, (580.0, 766.0)),
        ("svyquantile", "api00@0.75", 807.0, 54.1358043956661, (710.0, 929.0)),
        ("svyciprop_logit", "sch.wide=Yes", 0.751291512848065, 0.0663949884342883,
         (0.595507870747193, 0.861074379853113)),
    ],
    "strat": [
        ("svymean", "api00", 662.287363159321, 9.40894080278458, (1.20445726853772,)),
        ("svymean", "api99", 629.394844783961, 9.96394729866688, (1.24217736073936,)),
        ("svytotal", "enroll", 3687177.53243828, 114641.71610078, ()),
        ("svytotal", "stypeE", 4420.99990844727, 0.0, ()),
        ("svytotal", "stypeH", 755.000019073486, 0.0, ()),
        ("svytotal", "stypeM", 1018.00003051758, 0.0, ()),
        ("svyratio", "api.stu/enroll", 0.836956886940522, 0.00775710316663788, ()),
        ("svyby_mean", "api00|E", 674.43, 12.3824797939073, ()),
        ("svyby_mean", "api00|H", 625.82, 14.9371291853931, ()),
        ("svyby_mean", "api00|M", 636.6, 16.2147073081845, ()),
        ("svyquantile", "api00@0.25", 565.0, 15.7194511320391, (535.0, 597.0)),
        ("svyquantile", "api00@0.5", 668.0, 13.1840557881618, (642.0, 694.0)),
        ("svyquantile", "api00@0.75", 756.0, 13.1840557881618, (726.0, 778.0)),
        ("svyciprop_logit", "sch.wide=Yes", 0.827948011001957, 0.0243447801130748,
         (0.774539654351568, 0.870814854544509)),
    ],
    "srs": [
        ("svymean", "api00", 656.585, 9.24972203928281, (1.0,)),
        ("svymean", "api99", 624.685, 9.50030409945155, (1.0,)),
        ("svytotal", "enroll", 3621074.34, 169519.654344059, ()),
        ("svytotal", "stypeE", 4397.74, 195.99527648395, ()),
        ("svytotal", "stypeH", 774.25, 142.848756640964, ()),
        ("svytotal", "stypeM", 1022.01, 160.325514195371, ()),
        ("svyratio", "api.stu/enroll", 0.825353654573134, 0.0100688263233281, ()),
        ("svyby_mean", "api00|E", 666.140845070423, 11.1935233971644, ()),
        ("svyby_mean", "api00|H", 605.36, 21.9266446973357, ()),
        ("svyby_mean", "api00|M", 654.272727272727, 21.8261159913155, ()),
        ("svyquantile", "api00@0.25", 544.0, 12.1706535927275, (529.0, 577.0)),
        ("svyquantile", "api00@0.5", 658.0, 15.2133169909093, (633.0, 693.0)),
        ("svyquantile", "api00@0.75", 752.0, 12.1706535927275, (739.0, 787.0)),
        ("svyciprop_logit", "sch.wide=Yes", 0.814999999999999, 0.0270776455620269,
         (0.755596894577606, 0.862590610440252)),
    ],
    "clus1_JK1": [
        ("svymean", "api00", 644.169398907104, 26.3293605895276, ()),
        ("svytotal", "enroll", 3404940.13452911, 932235.027041215, ()),
    ],
    "strat_JKn": [
        ("svymean", "api00", 662.287363159321, 9.40894080278461, ()),
    ],
    "clus1_poststrat_stype": [
        ("svymean", "api00", 642.310788211582, 23.9204864450904, ()),
        ("svytotal", "enroll", 3680892.94511905, 406292.636294802, ()),
    ],
    "clus1_raked_stype_schwide": [
        ("svymean", "api00", 641.2303209268, 23.703616887929, ()),
        ("svytotal", "enroll", 3647280.14807054, 400603.256861826, ()),
    ],
    "clus1_calibrated_stype_api99": [
        ("svymean", "api00", 665.30907116578, 3.44175311640481, ()),
        ("svytotal", "enroll", 3638487.20413188, 385524.427352479, ()),
    ],
}
# svyglm(api00 ~ ell + meals + mobility, design = dstrat): coefficient, standard error.
R_GLM = [
    (820.887315905623, 10.0777359498854),
    (-0.480586612171951, 0.391973403222528),
    (-3.14153530998456, 0.283946506416502),
    (0.225713210229637, 0.393218362022529),
]
# svychisq(~sch.wide + stype, dclus1): F and p.
R_CHISQ = (5.19336954147488, 0.0217474623707969)
# fmt: on
STYPE = {"E": 4421, "H": 755, "M": 1018}
WIDE = {"No": 1072, "Yes": 5122}


@cache
def _api(name: str) -> pl.DataFrame:
    file = FOLDER / f"{name}.csv"
    if not file.exists():
        pytest.skip(
            f"the api samples of R survey are not at hand ({name}.csv): set PASEO_REFERENCE"
        )
    return pl.read_csv(file, null_values="NA", infer_schema_length=None)


def _designs() -> dict[str, tuple[pl.DataFrame, SurveyDesign]]:
    one, two, strat, srs = (_api(f"api{name}") for name in ("clus1", "clus2", "strat", "srs"))
    sizes = two.select("fpc1", "fpc2").to_numpy()
    return {
        "clus1": (one, SurveyDesign(one["pw"], cluster=one["dnum"], fpc=one["fpc"])),
        "clus2": (two, SurveyDesign(two["pw"], cluster=two["dnum"], ssu=two["snum"], fpc=sizes)),
        "strat": (strat, SurveyDesign(strat["pw"], stratum=strat["stype"], fpc=strat["fpc"])),
        "srs": (srs, SurveyDesign(srs["pw"], fpc=srs["fpc"])),
    }


def _adjusted() -> dict[str, tuple[pl.DataFrame, SurveyDesign]]:
    data, plain = _designs()["clus1"]
    strat, stratified = _designs()["strat"]
    stype = {"stype": data["stype"]}
    margins = {**stype, "sch.wide": data["sch.wide"]}
    total = {"api99": (data["api99"], 3914069)}
    return {
        "clus1_JK1": (data, make_replicates(plain, "JK1")),
        "strat_JKn": (strat, make_replicates(stratified, "JKn")),
        "clus1_poststrat_stype": (data, post_stratify(plain, data["stype"], STYPE)),
        "clus1_raked_stype_schwide": (
            data,
            rake(plain, margins, {"stype": STYPE, "sch.wide": WIDE}),
        ),
        "clus1_calibrated_stype_api99": (
            data,
            calibrate(plain, margins=stype, population={"stype": STYPE}, totals=total),
        ),
    }


def _estimate(data, design, statistic, term):
    if statistic == "svymean":
        return survey_mean(design, data[term])[0]
    if statistic == "svytotal" and term.startswith("stype"):
        return survey_count(design, data["stype"], category=term[-1])[0]
    if statistic == "svytotal":
        return survey_total(design, data[term])[0]
    if statistic == "svyratio":
        return survey_ratio(design, data["api.stu"], data["enroll"])[0]
    if statistic == "svyby_mean":
        found = survey_mean(design, data["api00"], by={"stype": data["stype"]})
        return next(one for one in found if one.domain == (("stype", term[-1]),))
    if statistic == "svyquantile":
        return survey_quantile(design, data["api00"], float(term.split("@")[1]))[0]
    return survey_share(design, data["sch.wide"], category="Yes")[0]


@pytest.mark.parametrize("name", R_SURVEY)
def test_every_result_equals_that_of_r_survey(name) -> None:
    data, design = ({**_designs(), **_adjusted()} if "_" in name else _designs())[name]
    for statistic, term, value, se, more in R_SURVEY[name]:
        found = _estimate(data, design, statistic, term)
        assert found.value == pytest.approx(value, rel=CLOSE), (statistic, term)
        # R gives zero where the strata fix a count; ours are zero but for rounding, and say so.
        assert found.se == pytest.approx(se, rel=CLOSE, abs=1e-12), (statistic, term)
        if len(more) == 1:
            assert found.deff == pytest.approx(more[0], rel=CLOSE), (statistic, term)
        if len(more) == 2:
            assert (found.low, found.high) == pytest.approx(more, rel=CLOSE), (statistic, term)


def test_the_adjusted_weights_equal_those_of_r_survey() -> None:
    expected = _api("apiclus1_weights")
    adjusted = _adjusted()
    for name, column in (
        ("clus1_poststrat_stype", "w_post"),
        ("clus1_raked_stype_schwide", "w_rake"),
        ("clus1_calibrated_stype_api99", "w_cal"),
    ):
        assert adjusted[name][1].weight == pytest.approx(expected[column].to_numpy(), rel=CLOSE)


def test_the_test_of_independence_equals_that_of_r_survey() -> None:
    data, design = _designs()["clus1"]
    found = rao_scott(design, data["sch.wide"], data["stype"])
    assert (found.f, found.p) == pytest.approx(R_CHISQ, rel=CLOSE)


def test_the_regression_equals_that_of_r_survey() -> None:
    data, design = _designs()["strat"]
    if "mobility" not in data.columns:
        pytest.skip("the sample at hand lacks the column mobility of the full apistrat")
    x = {name: data[name] for name in ("ell", "meals", "mobility")}
    found = survey_regression(design, data["api00"], x)
    for term, expected in zip(found.terms, R_GLM, strict=True):
        assert (term.value, term.se) == pytest.approx(expected, rel=CLOSE)


def test_degrees_of_freedom_are_those_of_r_survey() -> None:
    # degf(): clusters less strata, in the domain; 40 districts and 126 schools in dclus2.
    assert [design.df for _, design in _designs().values()] == [14, 39, 197, 199]
    data, design = _designs()["clus1"]
    found = survey_mean(design, data["api00"], by=data["stype"])
    schools = {kind: len(set(data["dnum"].filter(data["stype"] == kind))) for kind in "EHM"}
    assert {one.domain[0][1]: one.df for one in found} == {k: n - 1 for k, n in schools.items()}
    assert make_replicates(design, "JK1").df == 14


def test_a_quantile_on_a_tie_of_equal_weights_takes_the_lower_answer() -> None:
    # 200 equal weights: svy's own cumulated weights step over 0.5, and R's do not.
    data, design = _designs()["srs"]
    ordered = np.sort(data["api00"].to_numpy())
    for q in (0.25, 0.5, 0.75):
        assert survey_quantile(design, data["api00"], q)[0].value == ordered[round(200 * q) - 1]
