"""Estimates of a survey against linearised formulas written out in numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paseo.content.problems import Refused
from paseo.evidence import columns
from paseo.evidence.surveys.data import SurveyData, read_survey
from paseo.evidence.surveys.estimating import estimate_survey
from paseo.evidence.surveys.mapping import SurveyMapping
from paseo.evidence.surveys.mapping_pack import read_survey_mapping
from paseo.evidence.surveys.observations import survey_observations
from paseo.evidence.surveys.results import COMPLEMENT, FEW, Place, SurveyResults
from paseo.evidence.surveys.waves import wave_changes
from paseo.stats import Direction
from survey_town import MAPPING, respondents, written

pytest.importorskip("svy")


def read(
    folder: Path, frame: pl.DataFrame | None = None, mapping: str = MAPPING
) -> tuple[SurveyData, SurveyMapping]:
    table, pack = written(folder, frame, mapping)
    return read_survey(table), read_survey_mapping(pack)[0]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> SurveyResults:
    return estimate_survey(*read(tmp_path_factory.mktemp("town")))


def linearised(
    frame: pl.DataFrame, top: np.ndarray, bottom: np.ndarray
) -> tuple[float, float, np.ndarray]:
    """Return a ratio of totals, its standard error, and the linearised variable.

    ``u = w (y - R x) / sum w x``; within each stratum the clusters' sums vary about their mean.
    """
    weight = frame["weight"].to_numpy()
    ratio = (weight * top).sum() / (weight * bottom).sum()
    u = weight * (top - ratio * bottom) / (weight * bottom).sum()
    return float(ratio), spread(frame, u), u


def spread(frame: pl.DataFrame, u: np.ndarray) -> float:
    clusters = (
        frame.with_columns(pl.Series("u", u)).group_by("district", "section").agg(pl.col("u").sum())
    )
    variance = 0.0
    for _, held in clusters.group_by("district"):
        sums = held["u"].to_numpy()
        variance += len(sums) / (len(sums) - 1) * ((sums - sums.mean()) ** 2).sum()
    return float(np.sqrt(variance))


def masks(frame: pl.DataFrame) -> dict[str, np.ndarray]:
    night = frame["night"].to_numpy()
    return {
        "safe": np.isin(night, [1, 2]).astype(float),
        "valid": np.isin(night, [1, 2, 3, 4]).astype(float),
        "all": (night != 97).astype(float),
    }


@pytest.mark.parametrize(("base", "inside"), [("valid_answers", "valid"), ("all_answers", "all")])
def test_shares_of_the_whole_and_of_women_equal_the_linearised_formula_on_both_bases(
    results: SurveyResults, base: str, inside: str
) -> None:
    frame, of = respondents(), masks(respondents())
    for breakdown, members in (
        ("_T", np.ones(frame.height)),
        ("sex=F", (frame["sex"] == 2).to_numpy().astype(float)),
    ):
        value, se, _ = linearised(frame, of["safe"] * of[inside] * members, of[inside] * members)
        one = next(
            one
            for one in results.results
            if one.rule.id == "SAF-02" and one.base == base
            and one.place == Place("2025", "", breakdown)
        )  # fmt: skip
        assert one.value == pytest.approx(100 * value, rel=1e-10)
        assert one.se == pytest.approx(100 * se, rel=1e-8)
        assert one.n == int((of[inside] * members).sum())


def test_the_day_night_gap_carries_the_covariance_of_the_two_answers(
    results: SurveyResults,
) -> None:
    frame, of = respondents(), masks(respondents())
    day = frame["day"].to_numpy()
    asked_by_day = (day != 98).astype(float)
    by_day, _, one = linearised(frame, np.isin(day, [1, 2]) * asked_by_day, asked_by_day)
    at_night, _, other = linearised(frame, of["safe"] * of["valid"], of["valid"])
    gap = next(
        found
        for found in results.results
        if found.rule.id == "SAF-04" and found.place.whole and found.headline
    )
    assert gap.value == pytest.approx(100 * (by_day - at_night), rel=1e-10)
    assert gap.se == pytest.approx(100 * spread(frame, one - other), rel=1e-8)


def test_the_gender_gap_is_men_minus_women_with_their_covariance(results: SurveyResults) -> None:
    frame, of = respondents(), masks(respondents())
    men, women = ((frame["sex"] == code).to_numpy() * of["valid"] for code in (1, 2))
    high, _, one = linearised(frame, of["safe"] * men, men)
    low, _, other = linearised(frame, of["safe"] * women, women)
    gap = results.headline(
        next(rule for rule in results.mapping.indicators if rule.id == "SAF-05"), Place("2025")
    )
    assert gap is not None
    assert gap.value == pytest.approx(100 * (high - low), rel=1e-10)
    assert gap.se == pytest.approx(100 * spread(frame, one - other), rel=1e-8)
    assert gap.n == int(min(men.sum(), women.sum()))


def test_the_design_effect_is_against_a_simple_sample_of_the_same_size(
    results: SurveyResults,
) -> None:
    one = next(one for one in results.results if one.rule.id == "SAF-02" and one.place.whole)
    assert one.value is not None and one.se is not None
    p = one.value / 100
    assert one.deff == pytest.approx((one.se / 100) ** 2 * (one.n - 1) / (p * (1 - p)))
    assert one.effective_n == pytest.approx(one.n / one.deff)


def test_small_districts_are_withheld_and_one_more_so_that_they_do_not_follow(
    results: SurveyResults,
) -> None:
    districts = {
        one.place.area: one
        for one in results.results
        if one.rule.id == "SAF-02" and one.headline and one.place.domain == "area"
    }
    assert districts["west"].n < 30
    assert {code: one.why for code, one in districts.items() if one.value is None} == {
        "west": FEW,
        "south": COMPLEMENT,
    }
    for one in results.results:
        if one.standing == "withheld":
            assert (one.value, one.se, one.low, one.high, one.deff) == (None,) * 5
    both = {(one.rule.id, one.place, one.base): one.standing for one in results.results}
    for (rule, place, base), standing in both.items():
        other = "all_answers" if base == "valid_answers" else "valid_answers"
        if (rule, place, other) in both:
            assert (standing == "withheld") == (both[rule, place, other] == "withheld")


def test_differences_with_a_withheld_side_cannot_be_told(results: SurveyResults) -> None:
    south = next(
        one for one in results.differences if one.rule.id == "SAF-02" and one.place.area == "south"
    )
    assert south.direction is Direction.CANNOT_TELL
    assert south.value is None


def test_the_comparisons_of_one_domain_are_read_together(results: SurveyResults) -> None:
    ages = [
        one
        for one in results.differences
        if one.rule.id == "SAF-02" and one.place.breakdown.startswith("age=")
    ]
    assert [one.family for one in ages] == [3, 3, 3]
    assert all(one.adjusted >= one.p for one in ages if one.p is not None and one.adjusted)
    sex = next(
        one
        for one in results.differences
        if one.rule.id == "SAF-02" and one.place.breakdown.startswith("sex=")
    )
    assert sex.direction is Direction.LOWER and sex.against == "M"


def test_an_open_link_gets_no_margin(tmp_path: Path) -> None:
    text = MAPPING.replace("sample: probability", "sample: self_selected")
    found = estimate_survey(*read(tmp_path, mapping=text))
    assert found.differences == ()
    for one in found.results:
        assert (one.se, one.low, one.high, one.deff) == (None,) * 4
    assert any(one.value is not None for one in found.results)


WAVES = MAPPING.replace(
    "  clusters: [section]\n",
    "  clusters: [section]\n"
    "  waves: {column: wave, list: [{cell: 1, period: 2023}, {cell: 2, period: 2025}]}\n",
)


def two_waves() -> pl.DataFrame:
    one = respondents().with_columns(pl.lit(1).alias("wave"))
    better = respondents().with_columns(
        pl.lit(2).alias("wave"),
        pl.when(pl.col("night") == 3).then(2).otherwise(pl.col("night")).alias("night"),
        pl.concat_str(pl.lit("b"), pl.col("id")).alias("id"),
    )
    return pl.concat([one, better])


def test_waves_are_compared_as_independent_samples(tmp_path: Path) -> None:
    found = estimate_survey(*read(tmp_path, two_waves(), WAVES), compare=False)
    change = next(
        one for one in found.changes if one.indicator == "SAF-02" and one.place == Place("2025")
    )
    rule = found.mapping.indicators[0]
    then, now = (found.headline(rule, Place(period)) for period in ("2023", "2025"))
    assert then is not None and now is not None
    assert None not in (then.value, now.value, change.value, change.low, change.high)
    assert change.value == pytest.approx(now.value - then.value)
    assert change.low == pytest.approx(
        change.value - np.hypot(now.value - now.low, then.high - then.value)
    )
    assert change.direction is Direction.HIGHER
    same = next(
        one for one in found.changes if one.indicator == "SAF-08" and one.place == Place("2025")
    )
    assert same.direction is Direction.NO_CLEAR_DIFFERENCE


def test_a_change_of_mode_between_waves_cannot_be_told(tmp_path: Path) -> None:
    text = WAVES.replace("period: 2025}", "period: 2025, mode: web}")
    found = estimate_survey(*read(tmp_path, two_waves(), text), compare=False)
    assert {one.direction for one in found.changes} == {Direction.CANNOT_TELL}
    assert all("mode" in one.broken for one in found.changes)
    assert all(one.value is None for one in found.changes)


def test_raking_meets_the_margins_and_says_its_source(tmp_path: Path) -> None:
    text = MAPPING.replace(
        "answers:\n",
        """\
weighting:
  - step: rake
    margins:
      - columns: [sex]
        source: register
        totals: [{of: [1], total: 40000}, {of: [2], total: 60000}]
      - columns: [district]
        source: register
        totals:
          - {of: [1], total: 30000}
          - {of: [2], total: 30000}
          - {of: [3], total: 30000}
          - {of: [4], total: 10000}
answers:
""",
        1,
    )
    data, mapping = read(tmp_path, mapping=text)
    from paseo.evidence.surveys.weighting import survey_design

    _, design = survey_design(data, mapping)
    frame = respondents()
    for column, totals in (
        ("sex", {1: 40000, 2: 60000}),
        ("district", {1: 30000, 2: 30000, 3: 30000, 4: 10000}),
    ):
        for code, total in totals.items():
            met = design.weight[(frame[column] == code).to_numpy()].sum()
            assert met == pytest.approx(total, rel=1e-9)


def test_a_survey_with_errors_is_not_estimated(tmp_path: Path) -> None:
    broken = respondents().with_columns(
        pl.when(pl.col("id") == "r00003").then(-1.0).otherwise(pl.col("weight")).alias("weight")
    )
    with pytest.raises(Refused) as refused:
        estimate_survey(*read(tmp_path, broken))
    assert [one.code for one in refused.value.problems.errors] == ["S705"]


@settings(max_examples=8)
@given(st.integers(0, 2**32 - 1))
def test_no_result_of_fewer_than_thirty_answers_is_ever_shown(seed: int) -> None:
    import tempfile

    draw = np.random.default_rng(seed)
    frame = respondents(300).with_columns(
        pl.Series("district", draw.choice([1, 2, 3, 4], 300, p=draw.dirichlet([1, 1, 1, 1])))
    )
    text = MAPPING.replace("  strata: [district]\n  clusters: [section]\n", "")
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = estimate_survey(*read(Path(folder), frame, text), compare=False)
        except Refused as refused:
            assert refused.problems.errors
            return
    for one in found.results:
        assert one.value is None or one.n >= 30
        assert not (one.hidden and one.n), "how few they were would be told"
    told = survey_observations(found, city_area="city")
    assert (
        told.filter(pl.col("status") == "Q")["n"].null_count()
        == told.filter(pl.col("status") == "Q").height
    )


def all_women_safe() -> pl.DataFrame:
    return respondents().with_columns(
        night=pl.when(pl.col("sex") == 2).then(1).otherwise(pl.col("night")),
        score=pl.when(pl.col("sex") == 2).then(7).otherwise(5),
    )


def test_a_group_that_answered_alike_is_compared_by_its_interval(tmp_path: Path) -> None:
    found = estimate_survey(*read(tmp_path, all_women_safe()))
    women = Place("2025", breakdown="sex=F")
    share = next(one for one in found.differences if one.rule.id == "SAF-02" and one.place == women)
    # Not as if the women were known exactly: the ends hold the interval of their 100 per cent.
    first, second = (
        found.headline(share.rule, Place("2025", breakdown=f"sex={code}")) for code in "FM"
    )
    assert first is not None and second is not None
    assert None not in (first.value, first.low, second.value, second.high)
    below = np.hypot(first.value - first.low, second.high - second.value)
    assert share.low == pytest.approx(first.value - second.value - below)
    assert share.direction is Direction.HIGHER
    gap = found.headline(found.mapping.indicators[3], Place("2025"))
    assert gap is not None and gap.low is not None and share.low is not None
    assert gap.high == pytest.approx(-share.low)


def test_means_of_groups_that_answered_alike_cannot_be_compared(tmp_path: Path) -> None:
    for women in (7, 5):
        frame = all_women_safe().with_columns(
            score=pl.when(pl.col("sex") == 2).then(women).otherwise(5)
        )
        found = estimate_survey(*read(tmp_path, frame))
        by_sex = [
            one
            for one in found.differences
            if one.rule.id == "SAF-08" and one.place.domain == "sex"
        ]
        assert [one.direction for one in by_sex] == [Direction.CANNOT_TELL]
        mean = found.headline(found.mapping.indicators[4], Place("2025", breakdown="sex=F"))
        assert mean is not None
        assert (mean.value, mean.se, mean.low) == (pytest.approx(women), None, None)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_called_clear_has_an_interval_beside_nought(tmp_path: Path, seed: int) -> None:
    draw = np.random.default_rng(seed)
    frame = two_waves().with_columns(
        # Nearly all agree, so that groups of one answer occur.
        night=pl.Series(np.where(draw.random(2400) < 0.03, 3, 1)),
    )
    found = estimate_survey(*read(tmp_path, frame, WAVES))
    clear = [
        one
        for one in (*found.differences, *found.changes)
        if one.direction in (Direction.HIGHER, Direction.LOWER)
    ]
    assert clear
    for one in clear:
        assert one.low is not None and one.high is not None
        assert one.low > 0 or one.high < 0


def test_a_wave_in_which_all_answered_alike_is_not_taken_for_known() -> None:
    then = {
        columns.INDICATOR: "SAF-02", columns.AREA: "city", columns.BREAKDOWN: "_T",
        columns.PERIOD: "2023", columns.DEFINITION: "night", columns.MODE: "telephone",
        columns.SAMPLE: "probability", columns.BASE: "valid_answers", columns.BOUNDARY: "b",
        columns.UNIT: "percent", columns.LEVEL: 0.95,
        # 40 of 40: Clopper and Pearson
        columns.VALUE: 100.0, columns.STANDARD_ERROR: 0.0, columns.LOW: 91.19, columns.HIGH: 100.0,
    }  # fmt: skip
    now = then | {
        columns.PERIOD: "2025",
        # 36 of 40; by standard errors alone z is 2.1
        columns.VALUE: 90.0, columns.STANDARD_ERROR: 4.74, columns.LOW: 76.34, columns.HIGH: 97.21,
    }  # fmt: skip
    later, earlier = (pl.DataFrame([row], schema_overrides=columns.SCHEMA) for row in (now, then))
    change = wave_changes(later, earlier)[0]
    assert change.broken == ()
    assert change.high is not None and change.high > 0
    assert change.direction is Direction.NO_CLEAR_DIFFERENCE


def test_whom_a_question_does_not_concern_is_no_silence(tmp_path: Path) -> None:
    frame = respondents()
    found = estimate_survey(*read(tmp_path, frame), compare=False)
    night = next(one for one in found.without if one.rule.id == "SAF-02")
    # 97 is "never goes out", which lies outside both bases.
    asked = frame.filter(pl.col("night") != 97)
    silent = asked.filter(pl.col("night") == 98)["weight"].sum() / asked["weight"].sum()
    assert night.asked == asked.height
    assert night.by_reason == (("dont_know", pytest.approx(100 * silent)),)


def test_a_city_that_asks_for_more_answers_compares_no_smaller_groups(tmp_path: Path) -> None:
    data, mapping = read(tmp_path)
    usual = estimate_survey(data, mapping)
    stricter = estimate_survey(data, mapping, thresholds={"survey": 300})
    assert (usual.least, stricter.least) == (30, 300)
    groups = {one.place.breakdown for one in stricter.differences if one.place.domain == "age"}
    sizes = {
        one.place.breakdown: one.n
        for one in usual.results
        if one.place.domain == "age" and one.rule.id == "SAF-02" and one.headline
    }
    assert {name for name, n in sizes.items() if n < 300}
    assert all(sizes[name] >= 300 for name in groups)
