"""The steps of an index against published ones: ASEM by COINr, TAI 2001, Berlin 2021."""

from __future__ import annotations

import numpy as np
import pytest

from paseo.stats.composite import (
    Element,
    Structure,
    Values,
    denomination,
    imputation,
    normalisation,
    screening,
    treatment,
)
from published_indices import ASEM, BERLIN, TAI, asem, asem_stage, rows_of

CLOSE = 1e-9


def test_asem_is_equal_to_coinr_stage_by_stage():
    values, structure = asem()
    values, record = denomination.apply(values, structure, "from_elements", {})
    _equal(values, "Denominated")
    assert {(note.entry, note.unit) for note in record.could_not} == {
        ("Elec", "LAO"), ("Gas", "LAO"),
    }  # fmt: skip
    values, record = imputation.apply(values, structure, "group_mean", {"group": "EurAsia_group"})
    _equal(values, "Imputed")
    assert len(record.did) == 65
    values, record = screening.apply(values, structure, "by_missing", {"least": 0.9})
    _equal(values, "Screened")
    assert record.did == ()
    settings = {"skew": 2, "kurtosis": 3.5, "most": 5}
    values, record = treatment.apply(values, structure, "winsorise", settings)
    _equal(values, "Treated")
    _details_equal(record.did)
    values, _ = normalisation.apply(values, structure, "minmax", {"low": 0, "high": 100})
    _equal(values, "Normalised")


def test_winsorising_of_asem_is_equal_in_all_kernels():
    raw, structure = asem()
    values, _ = imputation.apply(raw, structure, "median", {})
    rng = np.random.default_rng(4)
    limits = {
        "skew": rng.uniform(0.5, 3, 6), "kurtosis": rng.uniform(0, 5, 6),
        "most": rng.integers(0, 6, 6).astype(float),
    }  # fmt: skip
    many = np.repeat(values.numbers[None], 6, axis=0)
    for then in treatment.kinds.THEN:
        table = treatment.WinsorTable(values.numbers, 5, then)
        batch = treatment.treat_many(many, "winsorise", {**limits, "then": then})
        np.testing.assert_array_equal(table.chosen(table.variant(**limits)), batch)
        for at in range(6):
            one = {name: float(held[at]) for name, held in limits.items()}
            alone, _ = treatment.apply(values, structure, "winsorise", {**one, "then": then})
            np.testing.assert_array_equal(batch[at], alone.numbers)


def test_technology_achievement_index_by_its_goalposts():
    posts = {
        row["indicator"]: [float(row["min"]), float(row["max_cap"])]
        for row in rows_of(TAI / "tai_hdr2001_goalposts.csv")
    }
    rows = rows_of(TAI / "tai_raw.csv")
    values = Values.of(
        [row["country"] for row in rows], list(posts),
        [[float(row[code]) for code in posts] for row in rows],
    )  # fmt: skip
    structure = Structure.of([*(Element(code, "tai") for code in posts), Element("tai")])
    settings = {"posts": posts, "low": 0, "high": 1}
    scores, record = normalisation.apply(values, structure, "goalposts", settings)
    index = dict(zip(values.units, scores.numbers.mean(axis=1), strict=True))
    published = rows_of(TAI / "tai_scores_check.csv")
    for row in published:
        # Of Singapore the Handbook filled in a royalty figure that the first report did not have.
        if row["country"] != "Singapore":
            score = float(row["score_published_HDR2001"])
            assert index[row["country"]] == pytest.approx(score, abs=0.0015)
    # Many telephones and much electricity count only up to the average of the OECD.
    ended = {(note.entry, note.unit) for note in record.could_not if note.kind == "clipped"}
    assert ("electricity_log", "Norway") in ended


@pytest.mark.parametrize(
    ("letter", "index", "classes"),
    [
        ("S", "Status-Index (standardisierte Statussumme)",
         [(-1, "hoch"), (1, "mittel"), (1.5, "niedrig"), (np.inf, "sehr niedrig")]),
        ("D", "Dynamik-Index (standardisierte Dynamik-summe)",
         [(-1, "positiv"), (1, "stabil"), (np.inf, "negativ")]),
    ],
)  # fmt: skip
def test_social_index_of_berlin_with_its_classes(letter, index, classes):
    rows = rows_of(BERLIN / "mss_2021_index-indikatoren_z-werte_plr.csv", ";")
    rows = [row for row in rows if row["zS1"]]
    assert len(rows) == 536
    codes = [f"z{letter}{number}" for number in (1, 3, 4)]
    structure = Structure.of([*(Element(code, "sum") for code in codes), Element("sum")])
    values = Values.of(
        [row["PLR-ID"] for row in rows], codes,
        [[float(row[code]) for code in codes] for row in rows],
    )  # fmt: skip
    scores, _ = normalisation.apply(values, structure, "z_score", {"divisor": "population"})
    total = Values.of(values.units, ["sum"], scores.numbers.sum(axis=1)[:, None])
    above = Structure.of([Element("sum", "index"), Element("index")])
    found, _ = normalisation.apply(total, above, "z_score", {"divisor": "population"})
    published = np.array([float(row[index]) for row in rows])
    # Three indicators and the index are each printed to two places.
    rounding = 0.005 + 3 * 0.005 / scores.numbers.sum(axis=1).std()
    assert np.abs(found.column("sum") - published).max() < rounding
    labels = [next(label for end, label in classes if one <= end) for one in found.column("sum")]
    name = "Status-Index" if letter == "S" else "Dynamik-Index"
    assert labels == [row[f"Zuordnung Klasse {name}"] for row in rows]


def _equal(values: Values, stage: str) -> None:
    np.testing.assert_allclose(values.numbers, asem_stage(stage, values), rtol=0, atol=CLOSE)


def _details_equal(notes) -> None:
    told = {
        note.entry: note.values for note in notes if note.kind in ("winsorised", "within-limits")
    }
    rows = rows_of(ASEM / "asem_treat_details.csv")
    assert len(rows) == len(told) == 49
    for row in rows:
        held = told[row["iCode"]]
        points = 0 if row["winsorise.nwin"] == "NA" else int(row["winsorise.nwin"])
        assert held.get("points", 0) == points
        before = [
            held.get("skew_before", held["skew"]),
            held.get("kurtosis_before", held["kurtosis"]),
        ]
        expected = [float(row["check_SkewKurt0.Skew"]), float(row["check_SkewKurt0.Kurt"])]
        assert before == pytest.approx(expected, abs=CLOSE)
        if points:
            after = [float(row["check_SkewKurt1.Skew"]), float(row["check_SkewKurt1.Kurt"])]
            assert [held["skew"], held["kurtosis"]] == pytest.approx(after, abs=CLOSE)
