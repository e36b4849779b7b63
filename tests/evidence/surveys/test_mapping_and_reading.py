"""Mappings as text, proposals from a questionnaire, plain reading, open answers, districts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import yaml

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.language import LanguageMap
from paseo.content.problems import Refused
from paseo.evidence import columns
from paseo.evidence.areas import AreaTree
from paseo.evidence.checks import Ground, read_observations
from paseo.evidence.city import Area, City
from paseo.evidence.export import observations_csv
from paseo.evidence.questionnaires.blocks import compose, question_blocks
from paseo.evidence.surveys.data import read_survey
from paseo.evidence.surveys.districts import (
    district_observations,
    modelled_wording,
    small_area_estimates,
)
from paseo.evidence.surveys.estimating import estimate_survey
from paseo.evidence.surveys.mapping import Design, Survey, SurveyMapping
from paseo.evidence.surveys.mapping_checks import check_against
from paseo.evidence.surveys.mapping_pack import read_survey_mapping
from paseo.evidence.surveys.mapping_text import mapping_yaml
from paseo.evidence.surveys.naming import names_of
from paseo.evidence.surveys.observations import (
    survey_observations,
    survey_source,
    survey_wordings,
)
from paseo.evidence.surveys.open_answers import (
    check_codes,
    code_counts,
    coder_agreement,
    open_answers,
)
from paseo.evidence.surveys.proposing import propose_mapping
from paseo.evidence.surveys.reading import read_indicator, say_result
from paseo.evidence.surveys.results import SurveyResults
from paseo.stats import Direction
from survey_town import MAPPING, respondents, written

VOCABULARY = vocabulary(load_framework())
SURVEY = Survey(
    "town-2025", LanguageMap({"en": "Safety survey"}), "2025", LanguageMap({"en": "Residents"}),
    "web", "probability",
)  # fmt: skip


def mapping_of(folder: Path, text: str = MAPPING) -> SurveyMapping:
    return read_survey_mapping(written(folder, respondents(10), text)[1])[0]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> SurveyResults:
    pytest.importorskip("svy")
    table, pack = written(tmp_path_factory.mktemp("town"))
    return estimate_survey(read_survey(table), read_survey_mapping(pack)[0])


def test_a_mapping_written_as_text_reads_back_the_same(tmp_path: Path) -> None:
    before = mapping_of(tmp_path)
    path = tmp_path / "again.yaml"
    path.write_text(mapping_yaml(before), "utf-8")
    after, problems = read_survey_mapping(path)
    assert replace(after, file="") == replace(before, file="")
    assert [str(one) for one in problems] == []


def test_a_mapping_is_proposed_from_the_blocks_and_fits_the_framework(tmp_path: Path) -> None:
    survey = compose(question_blocks(), "town.survey", {"en": "Safety survey"})
    proposal = propose_mapping(survey, VOCABULARY, SURVEY, Design(respondent="id"), id="town.map")
    assert proposal.mapping is not None
    kinds = {rule.id: rule.kind for rule in proposal.mapping.indicators}
    assert kinds["SAF-02"] == "share" and kinds["SAF-04"] == "gap"
    assert kinds["SAF-05"] == "group_gap" and kinds["SAF-08"] == "mean"
    gap = next(rule for rule in proposal.mapping.indicators if rule.id == "SAF-04")
    assert gap.second is not None
    assert (gap.first.columns, gap.second.columns) == (("day_area",), ("dark_area",))
    assert {one.id for one in proposal.mapping.domains} >= {"sex", "age", "district", "disability"}
    assert [str(one) for one in check_against(proposal.mapping, VOCABULARY)] == []
    path = tmp_path / "proposed.yaml"
    path.write_text(mapping_yaml(proposal.mapping), "utf-8")
    assert replace(read_survey_mapping(path)[0], file="") == proposal.mapping
    assert all(one.read("es").words for one in proposal.open.values())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: SAF-02", "id: SAF-99", "S733"),
        ("kind: mean", "kind: total", "S735"),
        ("definition: score-day", "definition: score-dya", "S737"),
        ("{id: sex,", "{id: gender,", "S734"),
        ("code: X-north", "code: north", ""),
        ("code: north", "code: nroth", "S736"),
    ],
)
def test_a_mapping_is_held_against_framework_and_city(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    text = MAPPING.replace(old, new).replace("domain: sex", "domain: gender") if (
        "gender" in new
    ) else MAPPING.replace(old, new)  # fmt: skip
    text = text.replace("crossed: [sex]", "crossed: [gender]") if "gender" in new else text
    areas = [Area("city", LanguageMap("City"), "city")]
    areas += [Area(one, LanguageMap(one), "district") for one in ("north", "east", "south", "west")]
    problems = check_against(mapping_of(tmp_path, text), VOCABULARY, AreaTree(areas))
    assert {one.code for one in problems} == ({code} if code else set())


# ---- reading --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_result_is_a_sentence_with_its_margin(results: SurveyResults, language: str) -> None:
    names = names_of(results.mapping, VOCABULARY)
    for rule in results.mapping.indicators:
        reading = read_indicator(results, rule, names, language)
        sentences = (*reading.headline, *reading.groups, *reading.differences, *reading.cautions)
        assert reading.headline and reading.cautions
        for sentence in sentences:
            assert sentence.endswith((".", ")")) and "%(" not in sentence and "None" not in sentence
    said = [
        say_result(one, results, names, language) for one in results.results if one.low is not None
    ]
    between = "between" if language == "en" else "entre"
    assert all(between in sentence for sentence in said)


@pytest.mark.parametrize(
    ("language", "kind", "alone"),
    [("en", "within each indicator and kind of group (sex, age …)", "not adjusted"),
     ("es", "dentro de cada indicador y tipo de grupo (sexo, edad…)", "no se ajusta")],
)  # fmt: skip
def test_the_reading_promises_no_more_than_the_adjustment_does(
    results: SurveyResults, language: str, kind: str, alone: str
) -> None:
    rule = results.mapping.indicators[0]
    judged = [o for o in results.differences if o.rule.id == rule.id and o.adjusted is not None]
    assert {1, 3} <= {one.family for one in judged}
    said = " ".join(read_indicator(results, rule, names_of(results.mapping), language).cautions)
    assert kind in said and alone in said and str(len(judged)) in said
    few = replace(results, differences=tuple(one for one in judged if one.family > 1))
    said = " ".join(read_indicator(few, rule, names_of(results.mapping), language).cautions)
    assert kind in said and alone not in said


def test_no_clear_difference_carries_its_size_and_interval(results: SurveyResults) -> None:
    one = next(o for o in results.differences if o.adjusted is not None and o.rule.counts)

    def said(low: float, high: float) -> str:
        open_ = replace(
            one, value=-3.0, low=low, high=high, direction=Direction.NO_CLEAR_DIFFERENCE
        )
        held = replace(results, differences=(open_,))
        return read_indicator(held, one.rule, names_of(results.mapping)).differences[-1]

    assert re.search(r"[−-]3\S* .*points \(between [−-]9\S* and 3\S*\)\.$", said(-9.0, 3.0))
    assert "clear alone, not when read together" in said(-5.0, -1.0)


def test_the_reading_never_gives_a_withheld_value(results: SurveyResults) -> None:
    names = names_of(results.mapping, VOCABULARY)
    withheld = [one for one in results.results if one.standing == "withheld"]
    assert withheld
    for one in withheld:
        sentence = say_result(one, results, names)
        assert "withheld" in sentence
        assert not re.search(r"\d", sentence.replace("fewer than 30", "")), sentence


def test_the_reading_says_how_many_answers_the_city_asks_for(tmp_path: Path) -> None:
    pytest.importorskip("svy")
    table, pack = written(tmp_path)
    data, mapping = read_survey(table), read_survey_mapping(pack)[0]
    strict = estimate_survey(data, mapping, thresholds={"survey": 200})
    reading = read_indicator(strict, strict.mapping.indicators[0], names_of(mapping))
    few = [one for one in reading.groups if "fewer than" in one]
    assert few
    assert all("fewer than 200 people" in one for one in few)
    assert any("fewer than 200 answers" in one for one in reading.cautions)


def test_a_wide_margin_comes_before_its_value_and_without_tenths(results: SurveyResults) -> None:
    names = names_of(results.mapping, VOCABULARY)
    one = next(one for one in results.results if one.rule.kind == "share" and one.value)
    wide = replace(one, value=70.0, low=52.0, high=84.0)
    assert "somewhere between 52 and 84" in say_result(wide, results, names)
    narrow = replace(one, value=70.0, low=66.0, high=74.0)
    assert say_result(narrow, results, names).endswith(
        "about seven in ten (70\xa0%, between 66 and 74)."
    )
    middling = replace(one, value=70.0, low=60.0, high=79.0)
    assert "seven in ten" not in say_result(middling, results, names)


def test_an_open_link_is_said_to_describe_only_those_who_answered(
    results: SurveyResults,
) -> None:
    mapping = results.mapping
    opened = replace(
        results,
        mapping=replace(mapping, survey=replace(mapping.survey, sample="self_selected")),
        samples=tuple(replace(one, sample="self_selected") for one in results.samples),
        results=tuple(
            replace(one, se=None, low=None, high=None, why="no_margin") for one in results.results
        ),
    )
    reading = read_indicator(opened, mapping.indicators[0], names_of(mapping, VOCABULARY))
    assert "cannot be told" in reading.headline[0]
    assert "carried over" in reading.cautions[0]


# ---- observations ---------------------------------------------------------------------------


def town(results: SurveyResults) -> Ground:
    districts = ("north", "east", "south", "west")
    city = City(
        "town", LanguageMap("Town"), "ES", sources=(survey_source(results.mapping),),
        wordings=survey_wordings(results.mapping),
    )  # fmt: skip
    areas = [Area("town", LanguageMap("Town"), "city")]
    areas += [Area(code, LanguageMap(code), "district", "town") for code in districts]
    return Ground(areas=areas, city=city)


def test_observations_come_back_through_the_one_way_in_without_a_problem(
    tmp_path: Path, results: SurveyResults
) -> None:
    units = {code: one.unit for code, one in VOCABULARY.indicators.items()}
    table = survey_observations(results, city_area="town", units=units)
    path = tmp_path / "observations.csv"
    path.write_text(observations_csv(table), "utf-8")
    checked = read_observations(path, VOCABULARY, town(results))
    assert [str(one) for one in checked.problems if one.severity != "note"] == []
    assert checked.observations.height == table.height
    whole = checked.observations.filter(
        (pl.col(columns.INDICATOR) == "SAF-02") & (pl.col(columns.AREA) == "town")
        & (pl.col(columns.BREAKDOWN) == columns.TOTAL)
    ).row(0, named=True)  # fmt: skip
    assert (whole["n"], whole["base"], whole["mode"]) == (1067, "valid_answers", "telephone")
    assert whole["cut"] == "1+2" and whole["boundary"] == "core-2021"
    assert "46.1" in whole["note"]
    hidden = checked.observations.filter(pl.col(columns.STATUS) == columns.SUPPRESSED)
    assert (
        hidden.height and hidden[columns.VALUE].is_null().all() and hidden["note"].is_null().all()
    )


def test_the_whole_chain_ends_in_an_assessment(tmp_path: Path, results: SurveyResults) -> None:
    from paseo.assessment.assess import assess_folder
    from paseo.report.survey.files import write_survey

    names = names_of(results.mapping, VOCABULARY)
    folder = tmp_path / "town"
    write_survey(results, folder, names, city_area="town", formats=("csv", "yaml"))
    additions = yaml.safe_load((folder / "city-additions.yaml").read_text("utf-8"))
    areas = [
        {"id": one, "name": one, "level": "district"} for one in ("north", "east", "south", "west")
    ]
    city = {
        "format": 1, "id": "town", "name": {"en": "Town"}, "country": "ES", "languages": ["en"],
        "depth": "full", "areas": areas, **additions,
    }  # fmt: skip
    (folder / "city-additions.yaml").unlink()
    (folder / "city.yaml").write_text(yaml.safe_dump(city), "utf-8")
    profile = assess_folder(folder)
    found = {
        one.indicator.id: one.measured
        for dimension in profile.dimensions
        for one in dimension.results
        if one.measured is not None
    }
    assert {"SAF-02", "SAF-03", "SAF-04", "SAF-05", "SAF-08"} <= set(found)
    share = next(one for one in results.results if one.rule.id == "SAF-02" and one.place.whole)
    assert found["SAF-02"].value == pytest.approx(share.value)
    assert (found["SAF-02"].low, found["SAF-02"].method) == (pytest.approx(share.low), "published")


# ---- districts ------------------------------------------------------------------------------


def twelve(folder: Path) -> tuple[Path, Path]:
    draw = np.random.default_rng(3)
    frame = respondents(1500).with_columns(pl.Series("district", draw.integers(1, 13, 1500)))
    groups = ", ".join(f"{{code: d{at}, cells: [{at}]}}" for at in range(1, 13))
    data = yaml.safe_load(MAPPING)
    for domain in data["domains"]:
        if domain.get("areas"):
            domain["groups"] = yaml.safe_load(f"[{groups}]")
    data["design"].pop("clusters")
    return written(folder, frame, yaml.safe_dump(data, sort_keys=False))


def test_modelled_districts_stand_beside_the_direct_ones_under_a_definition_of_their_own(
    tmp_path: Path,
) -> None:
    pytest.importorskip("svy")
    table, pack = twelve(tmp_path)
    mapping, _ = read_survey_mapping(pack)
    covariates = pl.DataFrame(
        {"area": [f"d{at}" for at in range(1, 14)], "income": np.linspace(-1, 1, 13)}
    )
    model = small_area_estimates(read_survey(table), mapping, "SAF-02", covariates)
    found = {one.area: one for one in model.districts}
    assert found["d13"].n == 0 and found["d13"].direct is None and found["d13"].gamma == 0
    known = [one for one in model.districts if one.direct is not None]
    assert len(known) == 12
    for one in known:
        expected = (
            one.gamma * one.direct
            + (1 - one.gamma)
            * model.fit.synthetic[[d.area for d in model.districts].index(one.area)]
        )
        assert one.value == pytest.approx(expected)
        assert one.low < one.value < one.high
    rows = district_observations(model)
    assert set(rows[columns.STATUS]) == {"E"}
    assert set(rows[columns.DEFINITION]) == {"near-home-night-modelled"}
    assert all("modelled" in note for note in rows[columns.NOTE])
    assert modelled_wording(model).id == "near-home-night-modelled"


@pytest.mark.parametrize(
    "covariates",
    [
        pl.DataFrame({"district": ["d1"], "x": [1.0]}),
        pl.DataFrame({"area": [f"d{at}" for at in range(1, 12)], "x": np.arange(11.0)}),
        pl.DataFrame({"area": [f"d{at}" for at in range(1, 13)], "x": [None, *np.arange(11.0)]}),
        pl.DataFrame({"area": [f"d{at}" for at in range(1, 13)], "x": np.ones(12)}),
    ],
    ids=["no area", "a district missing", "a number missing", "a constant"],
)
def test_a_model_without_its_covariates_is_refused(
    tmp_path: Path, covariates: pl.DataFrame
) -> None:
    pytest.importorskip("svy")
    table, pack = twelve(tmp_path)
    with pytest.raises(Refused) as refused:
        small_area_estimates(read_survey(table), read_survey_mapping(pack)[0], "SAF-02", covariates)
    assert [one.code for one in refused.value.problems.errors] == ["S745"]
    assert refused.value.problems.errors[0].sentence("es")


# ---- open answers ---------------------------------------------------------------------------


def test_open_answers_are_warned_of_and_counted_from_the_smallest_group_on(tmp_path: Path) -> None:
    texts = ["lamps are broken", "call me on +34 612 345 678", "ask Sra. Modelo", "calle Mayor 3"]
    frame = respondents(40).with_columns(pl.Series("why", texts + [None] * 36))
    data = read_survey(written(tmp_path, frame)[0])
    answers, problems = open_answers(data, "why")
    assert [one.telling for one in answers] == [False, True, True, True]
    assert [one.code for one in problems] == ["S743"]
    frame_of_codes = {code: LanguageMap(code) for code in ("light", "people", "traffic", "none")}
    given = {at: ["light"] for at in range(20)} | {at: ["people"] for at in range(20, 31)}
    given |= {at: ["traffic"] for at in range(31, 34)}
    counts = {one.code: one.count for one in code_counts(given, frame_of_codes)}
    assert counts == {"light": 20, "people": None, "traffic": None, "none": 0}
    wrong = check_codes({0: ["ligth"]}, frame_of_codes, data)
    assert [one.code for one in wrong] == ["S744"] and "light" in next(iter(wrong)).mend()


def test_two_coders_agreement_is_cohens_kappa() -> None:
    # Two by two of 45, 5, 10, 40: observed 0.85, expected 0.5, kappa 0.7 (by hand).
    first = {at: ["a"] if at < 50 else ["b"] for at in range(100)}
    second = {at: ["a"] if at < 45 or 50 <= at < 60 else ["b"] for at in range(100)}
    agreed = coder_agreement(first, second)
    assert agreed is not None
    assert float(agreed.interval.value) == pytest.approx(0.7)
    assert coder_agreement({1: ["a"]}, {1: ["a"]}) is None


def test_results_kept_as_json_are_the_same_results(results: SurveyResults) -> None:
    import json

    from paseo.evidence.surveys.results_plain import results_from_plain, results_to_plain

    text = json.dumps(results_to_plain(results), allow_nan=False)
    assert results_from_plain(json.loads(text), results.mapping) == results
    raised = replace(results, least=50)
    assert results_from_plain(results_to_plain(raised), results.mapping) == raised
