"""Districts in which all answered alike stay in the model of districts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
import yaml

from paseo.evidence import columns
from paseo.evidence.surveys.data import read_survey
from paseo.evidence.surveys.districts import district_observations, small_area_estimates
from paseo.evidence.surveys.estimating import direct_by_area
from paseo.evidence.surveys.mapping_pack import read_survey_mapping
from paseo.stats.small_area import fay_herriot
from survey_town import MAPPING, respondents, written

AREAS = [f"d{at}" for at in range(1, 13)]
COVARIATES = pl.DataFrame({"area": AREAS, "income": np.linspace(-1, 1, 12)})


def town(folder: Path) -> tuple[Path, Path]:
    """Write a survey of twelve districts; in the first 15 people answered, and all felt safe."""
    draw = np.random.default_rng(5)
    district = np.where(np.arange(800) < 15, 1, draw.integers(2, 13, 800))
    frame = respondents(800).with_columns(pl.Series("district", district)).with_columns(
        pl.when(pl.col("district") == 1).then(2).otherwise(pl.col("night")).alias("night"),
        pl.when(pl.col("district") == 1).then(7).otherwise(pl.col("score")).alias("score"),
    )  # fmt: skip
    data = yaml.safe_load(MAPPING)
    for domain in data["domains"]:
        if domain.get("areas"):
            domain["groups"] = [{"code": one, "cells": [one[1:]]} for one in AREAS]
    data["design"].pop("clusters")
    return written(folder, frame, yaml.safe_dump(data, sort_keys=False))


def test_the_errors_of_shares_are_smoothed_so_that_an_extreme_district_stays_in(
    tmp_path: Path,
) -> None:
    pytest.importorskip("svy")
    table, pack = town(tmp_path)
    data, (mapping, _) = read_survey(table), read_survey_mapping(pack)
    direct = {one.place.area: one for one in direct_by_area(data, mapping, "SAF-02")}
    assert (direct["d1"].value, direct["d1"].se, direct["d1"].n) == (100.0, 0.0, 15)

    # The formula written out: average design effect times P (1 - P) / n.
    p = np.array([direct[one].value for one in AREAS], float) / 100
    v = (np.array([direct[one].se for one in AREAS], float) / 100) ** 2
    n = np.array([direct[one].n for one in AREAS], float)
    effect = np.average(v[1:] * n[1:] / (p[1:] * (1 - p[1:])), weights=n[1:])
    pooled = (p * n).sum() / n.sum()
    smoothed = effect * pooled * (1 - pooled) / n
    expected = fay_herriot(
        100 * p, 100**2 * smoothed, np.column_stack([np.ones(12), COVARIATES["income"]])
    )

    model = small_area_estimates(data, mapping, "SAF-02", COVARIATES)
    found = [one.value for one in model.districts]
    assert found == pytest.approx(expected.estimate.tolist(), rel=1e-9)
    assert [one.se for one in model.districts] == pytest.approx(expected.se.tolist(), rel=1e-9)
    first = model.districts[0]
    assert 0 < first.gamma == min(one.gamma for one in model.districts)
    assert first.value < 100
    assert first.direct is None  # 15 answers: used by the model, not shown
    assert all("smoothed" in note for note in district_observations(model)[columns.NOTE])


def test_of_means_a_district_without_variation_is_left_to_the_regression(tmp_path: Path) -> None:
    pytest.importorskip("svy")
    table, pack = town(tmp_path)
    model = small_area_estimates(
        read_survey(table), read_survey_mapping(pack)[0], "SAF-08", COVARIATES
    )
    assert model.districts[0].gamma == 0
    assert model.districts[0].value == pytest.approx(float(model.fit.synthetic[0]))
    assert not any("smoothed" in note for note in district_observations(model)[columns.NOTE])
