"""Answers given to one of our questionnaires become results without a file between."""

from __future__ import annotations

from itertools import cycle, islice

import pytest

from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.blocks import compose, question_blocks
from paseo.evidence.surveys.checks import check_survey
from paseo.evidence.surveys.data import from_answers
from paseo.evidence.surveys.estimating import estimate_survey
from paseo.evidence.surveys.mapping import Survey
from paseo.evidence.surveys.proposing import propose_mapping
from paseo.evidence.surveys.results import Place

SURVEY = Survey(
    "town-2025", LanguageMap("Safety survey"), "2025", LanguageMap("Residents"), "web",
    "probability",
)  # fmt: skip


def test_sheets_are_estimated_through_the_proposed_mapping() -> None:
    pytest.importorskip("svy")
    held = {one.id.rpartition(".")[2]: one for one in question_blocks()}
    asked = compose([held["day-night"], held["respondent"]], "town.survey", {"en": "Survey"})
    nights = islice(cycle(["1", "2", "3", "4", "dont_know"]), 200)
    sheets = [
        AnswerSheet(
            id=str(at),
            questionnaire=asked.id,
            version=asked.version,
            answers={
                "dark_area": Answer(missing=night) if night == "dont_know" else Answer(night),
                "day_area": Answer("1"),
                "rating_day": Answer("8"),
                "res_sex": Answer("F" if at % 2 else "M"),
                "res_age": Answer(20 + at % 60),
            },
        )
        for at, night in enumerate(nights)
    ]
    data = from_answers(asked, sheets)
    proposal = propose_mapping(asked, vocabulary(load_framework()), SURVEY, id="town.map")
    assert proposal.mapping is not None
    problems = check_survey(data, proposal.mapping)
    # Nobody was asked these: that is said, and is the only thing to say against the answers.
    unasked = {one.values["column"] for one in problems.errors}
    assert {one.code for one in problems.errors} == {"S718"} and unasked == {"rating_night"}
    from dataclasses import replace

    kept = tuple(one for one in proposal.mapping.indicators if one.used() != ("rating_night",))
    results = estimate_survey(data, replace(proposal.mapping, indicators=kept), compare=False)
    night = {one.base: one for one in results.results
             if one.rule.id == "SAF-02" and one.place == Place("2025")}  # fmt: skip
    assert night["valid_answers"].value == pytest.approx(50.0)
    assert night["all_answers"].value == pytest.approx(40.0)
    assert (night["valid_answers"].n, night["all_answers"].n) == (160, 200)
    score = results.headline(next(one for one in kept if one.id == "SAF-08"), Place("2025"))
    assert score is not None and score.value == pytest.approx(8.0)
