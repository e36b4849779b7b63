"""One svy sample serves every question of a design, and no question changes the next."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from paseo.stats.survey import SurveyDesign, engine, survey_difference, survey_mean, survey_share

pytest.importorskip("svy")

N = 120
CHANCE = np.random.default_rng(7)
WEIGHT = CHANCE.uniform(1, 3, N)
GROUP = CHANCE.integers(0, 4, N)
ANSWER = np.where(CHANCE.random(N) < 0.1, np.nan, CHANCE.integers(0, 2, N))
REPEATED = WEIGHT[:, None] * CHANCE.poisson(1, (N, 20))


def drawn() -> SurveyDesign:
    return SurveyDesign(WEIGHT, stratum=np.arange(N) % 3, cluster=np.arange(N) // 3 % 10)


def repeated() -> SurveyDesign:
    return SurveyDesign(WEIGHT, replicates=REPEATED, replicate_kind="bootstrap")


@pytest.mark.parametrize("made", [drawn, repeated])
def test_a_question_after_others_gives_what_it_gives_alone(
    made: Callable[[], SurveyDesign], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_HELD", 4)
    design, first = made(), survey_mean(made(), ANSWER, by=GROUP)
    for turn in range(8):
        survey_mean(design, ANSWER + turn, by=(GROUP + turn) % 3)
        assert survey_mean(design, ANSWER, by=GROUP) == first


def test_the_same_column_is_held_once() -> None:
    design = drawn()
    for level in (0.9, 0.95):
        survey_mean(design, ANSWER, by=GROUP, level=level)
        survey_share(design, ANSWER, of={1}, by=GROUP, level=level)
    _, names = design.prepared.estimation(ANSWER, GROUP)
    assert names == ["column_0", "column_1"]


def test_answers_and_codes_that_look_alike_in_memory_are_two_columns() -> None:
    _, names = drawn().prepared.estimation(np.zeros(N), np.zeros(N, dtype=np.int64))
    assert len(set(names)) == 2


def test_a_missing_answer_counts_for_a_replicate_as_if_its_weights_were_nought() -> None:
    answered = ~np.isnan(ANSWER)
    for d, one in enumerate(survey_mean(repeated(), ANSWER, by=GROUP)):
        own = answered & (d == GROUP)
        values = ANSWER[own] @ REPEATED[own] / REPEATED[own].sum(axis=0)
        assert one.n == own.sum()
        assert one.value == pytest.approx(np.average(ANSWER[own], weights=WEIGHT[own]), rel=1e-12)
        assert one.se == pytest.approx(values.std(ddof=1), rel=1e-10)


def test_one_missing_answer_without_weight_in_a_replicate_spoils_nothing() -> None:
    lost = int(np.flatnonzero((REPEATED == 0).any(axis=1))[0])
    answers = np.where(np.arange(N) == lost, np.nan, np.nan_to_num(ANSWER))
    difference = survey_difference(repeated(), answers, GROUP, 0, 1, by=np.arange(N) % 2)
    found = [*survey_mean(repeated(), answers, by=GROUP), *difference]
    assert len(found) == 6
    assert all(one.se > 0 and np.isfinite(one.low) for one in found)


@pytest.mark.parametrize("strata", [1, 30])
def test_the_degrees_of_freedom_of_many_respondents_are_the_rank_of_their_replicates(
    strata: int,
) -> None:
    chance = np.random.default_rng(strata)
    n, clusters = 3000, 60
    stratum, cluster = np.arange(n) % strata, np.arange(n) % clusters
    weight = chance.uniform(1, 3, n)
    left_out = cluster[:, None] == np.arange(clusters)
    beside = (stratum[:, None] == np.arange(clusters) % strata) & ~left_out
    own = clusters // strata
    factor = np.where(left_out, 0.0, np.where(beside, own / (own - 1), 1.0))
    design = SurveyDesign(
        weight,
        replicates=weight[:, None] * factor,
        replicate_kind="JKn",
        replicate_scale=np.full(clusters, (own - 1) / own),
    )
    assert design.df == clusters - strata
