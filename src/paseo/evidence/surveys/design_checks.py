"""Whether weights, strata, clusters, waves and respondents of a survey can be what they claim."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from paseo import stats
from paseo.content.hints import listed
from paseo.content.problems import Problems
from paseo.evidence.surveys.data import SurveyData, replicate_columns
from paseo.evidence.surveys.mapping import SurveyMapping
from paseo.evidence.surveys.recoding import numbers_of, texts_of

#: Weights so unequal that more than two thirds of the interviews are lost are worth a look.
UNEQUAL: Final = 3.0
_MOST_LISTED: Final = 20


def check_design(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    """Report what is wrong with respondents, weights, strata, clusters and waves.

    Every column that the mapping names must be there (:func:`.data.check_columns`).
    """
    _check_outcome(data, mapping, problems)
    answered = answered_only(data, mapping)
    _check_respondents(answered, mapping, problems)
    _check_weights(answered, mapping, problems)
    _check_replicates(answered, mapping, problems)
    _check_places(answered, mapping, problems)
    _check_sizes(answered, mapping, problems)
    _check_waves(answered, mapping, problems)
    if not mapping.margins_known:
        problems.add("S726", data.place())


def answered_only(data: SurveyData, mapping: SurveyMapping) -> SurveyData:
    """Return the table without persons who were drawn and did not answer."""
    outcome = mapping.design.outcome
    if outcome is None or outcome.column not in data.frame.columns:
        return data
    cells = texts_of(data.frame[outcome.column])
    kept = cells.is_in(list(outcome.complete)).fill_null(False)
    return data if kept.all() else data.only(kept.arg_true().to_list())


def _check_outcome(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    if mapping.design.outcome is None:
        return
    answered = answered_only(data, mapping).respondents
    if answered == 0:
        column = mapping.design.outcome.column
        problems.add("S718", data.place(column), column=column, id=mapping.survey.id)
    elif answered < data.respondents:
        problems.add(
            "S714", data.place(mapping.design.outcome.column), answered=answered,
            drawn=data.respondents, share=round(100 * answered / data.respondents),
        )  # fmt: skip


def _check_respondents(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    name = mapping.design.respondent
    if not name:
        return
    ids = texts_of(data.frame[name])
    empty = ids.is_null().arg_true().to_list()
    if empty:
        problems.add(
            "S720", data.place(name, empty[0]), column=name, count=len(empty),
            rows=data.rows(empty),
        )  # fmt: skip
    # The same person may answer in several waves; within one only once.
    key = pl.DataFrame({"id": ids}).with_row_index("at")
    by = ["id"]
    if mapping.design.wave_column:
        key = key.with_columns(texts_of(data.frame[mapping.design.wave_column]).alias("wave"))
        by.append("wave")
    several = (
        key.filter(pl.col("id").is_not_null())
        .group_by(by, maintain_order=True)
        .agg(pl.col("at"))
        .filter(pl.col("at").list.len() > 1)
    )
    for one in several.head(_MOST_LISTED).iter_rows(named=True):
        place = data.place(name, one["at"][1])
        problems.add("S710", place, value=one["id"][:60], rows=data.rows(one["at"]))
    if several.height > _MOST_LISTED:
        more = several.height - _MOST_LISTED
        problems.add("T230", data.place(name), count=more, number="S710")


def _check_weights(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    name = mapping.design.weight
    if not name:
        return
    texts, weights = texts_of(data.frame[name]), numbers_of(data.frame[name])
    _check_words(data, name, texts, weights, problems)
    for code, wrong in (
        ("S703", texts.is_null()),
        ("S704", (weights == 0).fill_null(False)),
        ("S705", (weights < 0).fill_null(False)),
    ):
        rows = wrong.arg_true().to_list()
        if rows:
            problems.add(code, data.place(name, rows[0]), count=len(rows), rows=data.rows(rows))
    good = weights.filter((weights > 0).fill_null(False))
    if good.len() > 1:
        effect = float(stats.kish_design_effect(good.to_numpy()))
        if effect > UNEQUAL:
            middle = good.median()
            at = weights.arg_max()
            assert isinstance(middle, float) and at is not None
            problems.add(
                "S715", data.place(name), n=good.len(), effective=round(good.len() / effect),
                row=data.row(at), largest=f"{float(weights[at]) / middle:.0f}",
            )  # fmt: skip


def _check_words(
    data: SurveyData, name: str, texts: pl.Series, numbers: pl.Series, problems: Problems
) -> None:
    words = (texts.is_not_null() & numbers.is_null()).arg_true().to_list()
    if words:
        problems.add(
            "S706", data.place(name, words[0]), value=str(texts[words[0]])[:40], column=name,
            rows=data.rows(words),
        )  # fmt: skip


def _check_replicates(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    for name in replicate_columns(mapping, data.frame):
        column = data.frame[name]
        numbers = numbers_of(column)
        if numbers.null_count() == 0 and (numbers >= 0).all():
            continue
        empty = numbers.is_null()
        if not column.dtype.is_numeric() and empty.any():
            texts = texts_of(column)
            _check_words(data, name, texts, numbers, problems)
            empty = texts.is_null()
        for code, wrong in (
            ("S703", empty),
            ("S705", (numbers < 0).fill_null(False)),
        ):
            rows = wrong.arg_true().to_list()
            if rows:
                problems.add(code, data.place(name, rows[0]), count=len(rows), rows=data.rows(rows))


def design_keys(data: SurveyData, mapping: SurveyMapping) -> tuple[pl.Series, pl.Series]:
    """Return the stratum and the cluster of each respondent; null where there is none.

    Clusters are nested in strata: one number in two strata is two clusters.
    """
    design = mapping.design
    strata = _joined(data.frame, design.strata)
    clusters = _joined(data.frame, design.clusters)
    if design.clusters and design.strata:
        clusters = pl.select(
            pl.concat_str(pl.lit(strata), pl.lit(clusters), separator=" · ")
        ).to_series()
    return strata, clusters


def _joined(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.Series:
    if not names:
        return pl.Series([None] * frame.height, dtype=pl.String)
    texts = [texts_of(frame[name]).alias(str(at)) for at, name in enumerate(names)]
    return pl.DataFrame(texts).select(pl.concat_str(pl.all(), separator=" / ")).to_series()


def _check_places(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    design = mapping.design
    for name in (*design.strata, *design.clusters):
        empty = texts_of(data.frame[name]).is_null().arg_true().to_list()
        if empty:
            problems.add(
                "S722", data.place(name, empty[0]), column=name, count=len(empty),
                rows=data.rows(empty),
            )  # fmt: skip
    if design.replicates or not design.strata:
        return
    strata, clusters = design_keys(data, mapping)
    if design.clusters:
        _check_nesting(data, mapping, problems)
    single = single_clusters(strata, clusters)
    if single and design.single_clusters == "refuse":
        problems.add("S707", data.place(design.strata[0]), count=len(single), strata=listed(single))


def single_clusters(strata: pl.Series, clusters: pl.Series) -> list[str]:
    """Return the strata that hold one cluster (or, without clusters, one respondent) only."""
    frame = pl.DataFrame({"stratum": strata, "cluster": clusters}).with_row_index("at")
    each = pl.col("cluster").n_unique() if clusters.is_not_null().any() else pl.len()
    counted = (
        frame.filter(pl.col("stratum").is_not_null())
        .group_by("stratum", maintain_order=True)
        .agg(each.alias("clusters"))
    )
    return counted.filter(pl.col("clusters") == 1)["stratum"].to_list()


def _check_nesting(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    strata = _joined(data.frame, mapping.design.strata)
    clusters = _joined(data.frame, mapping.design.clusters)
    spread = (
        pl.DataFrame({"stratum": strata, "cluster": clusters})
        .drop_nulls()
        .group_by("cluster", maintain_order=True)
        .agg(pl.col("stratum").n_unique())
        .filter(pl.col("stratum") > 1)
    )
    if spread.height:
        name = mapping.design.clusters[0]
        problems.add("S721", data.place(name), value=spread["cluster"][0], count=spread.height)


def _check_sizes(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    name = mapping.design.population_size
    if not name:
        return
    strata, clusters = design_keys(data, mapping)
    sizes = numbers_of(data.frame[name])
    _check_words(data, name, texts_of(data.frame[name]), sizes, problems)
    if sizes.null_count():
        empty = sizes.is_null().arg_true().to_list()
        problems.add(
            "S722", data.place(name, empty[0]), column=name, count=len(empty),
            rows=data.rows(empty),
        )  # fmt: skip
        return
    each = pl.col("cluster").n_unique() if mapping.design.clusters else pl.len()
    drawn = (
        pl.DataFrame({"stratum": strata.fill_null(""), "cluster": clusters, "size": sizes})
        .group_by("stratum", maintain_order=True)
        .agg(each.alias("sampled"), pl.col("size").min())
        .filter(pl.col("size") < pl.col("sampled"))
    )
    for one in drawn.head(_MOST_LISTED).iter_rows(named=True):
        problems.add(
            "S723", data.place(name), column=name, size=f"{one['size']:g}",
            sampled=one["sampled"], stratum=one["stratum"] or "–",
        )  # fmt: skip


def _check_waves(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    name = mapping.design.wave_column
    if not name:
        return
    known = [one.cell for one in mapping.design.waves]
    texts = texts_of(data.frame[name]).fill_null("")
    for cell in texts.unique(maintain_order=True).to_list():
        if cell not in known:
            rows = (texts == cell).arg_true().to_list()
            problems.add(
                "S727", data.place(name, rows[0]), value=cell[:40], column=name,
                count=len(rows), rows=data.rows(rows),
            )  # fmt: skip


def weights_of(
    data: SurveyData, mapping: SurveyMapping
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the weight of each respondent as the file gives it; 1 where there are none."""
    name = mapping.design.weight
    if not name:
        return np.ones(data.respondents)
    return numbers_of(data.frame[name]).fill_null(0.0).to_numpy().astype(np.float64)
