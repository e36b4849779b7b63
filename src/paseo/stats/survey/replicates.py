"""Replicate weights made from strata and clusters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.survey.checking import clusters_drawn
from paseo.stats.survey.design import Kind, SurveyDesign
from paseo.stats.survey.engine import asked, svy
from paseo.stats.survey.problems import refused

_MADE = "made_"


def make_replicates(
    design: SurveyDesign,
    kind: Kind,
    *,
    replicates: int | None = None,
    fay: float = 0.5,
    seed: int = 0,
) -> SurveyDesign:
    """Make replicate weights, so that variances need no formula for the estimate.

    JK1 leaves out one cluster at a time (no strata), JKn one cluster of a stratum; both take
    the population sizes of the first stage into the factor of each replicate, as R survey does.
    BRR and Fay take half of each stratum of two clusters; bootstrap draws clusters again
    (Rao and Wu); SDR takes successive differences in the order of the rows.

    Args:
        design: The design; where it has no clusters each respondent is one.
        kind: JK1, JKn, BRR, Fay, bootstrap or SDR.
        replicates: Number of replicates: of a bootstrap 500 and of SDR 80 unless told; BRR and Fay
            take the fewest that balance.
        fay: Fay's coefficient, between 0 and 1.
        seed: Start of the random numbers of a bootstrap.

    Returns:
        The design with replicate weights; make them before adjusting to population figures.

    Raises:
        SurveyError: The kind does not fit the strata, or a stratum has one cluster.

    Source: Wolter (2007), Introduction to Variance Estimation, 2nd edition, Springer,
    chapters 3 to 5; Rao and Wu (1988), Journal of the American Statistical Association 83,
    231-241; Judkins (1990), Journal of Official Statistics 6, 223-239.

    Example:
        >>> two = SurveyDesign(weight=[5, 5, 8, 8], stratum=["a", "a", "b", "b"])
        >>> make_replicates(two, "JKn").replicate_scale
        array([0.5, 0.5, 0.5, 0.5])
    """
    _fits(design, kind)
    _counts(kind, replicates, fay)
    frame, stratified = _frame(design)
    package = svy()
    plan = package.Design(wgt="weight", psu="cluster", stratum="stratum" if stratified else None)
    held = package.Sample(frame, plan)
    done = asked(lambda: _asked(held.weighting, kind, replicates, fay, seed))
    described = done.design.rep_wgts
    weights = done.data.select(described.columns_from_data(done.data.columns)).to_numpy()
    made: FloatArray = np.asarray(weights, dtype=np.float64)
    factors = np.asarray(described.coefficients(), dtype=np.float64)
    jackknife = kind in ("JK1", "JKn")
    return replace(
        design,
        replicates=made,
        replicate_kind=kind,
        fay=fay if kind == "Fay" else 0.0,
        replicate_scale=factors * _left_over(design, made) if jackknife else None,
        replicate_df=None,
        adjustment=None,
    )


def _fits(design: SurveyDesign, kind: Kind) -> None:
    strata, clusters, _ = design.codes
    drawn = clusters_drawn(strata, clusters)
    if kind == "JK1" and design.stratum is not None:
        raise refused("replicates-kind", "JK1 knows no strata: take JKn.")
    if kind in ("BRR", "Fay") and (drawn != 2).any():
        raise refused(
            "replicates-kind",
            f"{kind} needs two clusters in each stratum ({int((drawn != 2).sum())} strata have"
            " another number): take JKn or bootstrap.",
        )
    if (drawn < 2).any():
        raise refused(
            "one-cluster",
            f"{int((drawn < 2).sum())} strata hold one cluster, which cannot be left out or drawn"
            " again: join them with a neighbouring stratum.",
        )
    if kind not in ("JK1", "JKn", "BRR", "Fay", "bootstrap", "SDR"):
        raise refused("replicates-kind", f"{kind} replicates cannot be made here.")


def _counts(kind: Kind, replicates: int | None, fay: float) -> None:
    if replicates is not None and replicates < 2:
        raise refused("too-few-replicates", "A variance needs 2 replicates or more.")
    if kind == "SDR" and replicates is not None and replicates % 4:
        raise refused("too-few-replicates", "SDR takes a number of replicates divisible by 4.")
    if kind == "Fay" and not 0 < fay < 1:
        raise refused("replicates-fay", "Fay's coefficient lies between 0 and 1.")


def _frame(design: SurveyDesign) -> tuple[Any, bool]:
    import polars as pl

    strata, clusters, _ = design.codes
    frame = pl.DataFrame(
        {
            "weight": design.weight,
            "cluster": clusters,
            "stratum": strata,
            "row": np.arange(design.n),
        }
    )
    return frame, design.stratum is not None


def _asked(weighting: Any, kind: Kind, replicates: int | None, fay: float, seed: int) -> Any:
    if kind in ("JK1", "JKn"):
        return weighting.create_jk_wgts(rep_prefix=_MADE)
    if kind == "bootstrap":
        return weighting.create_bs_wgts(replicates or 500, rep_prefix=_MADE, rstate=seed)
    if kind == "SDR":
        return weighting.create_sdr_wgts(replicates or 80, rep_prefix=_MADE, order_col="row")
    coefficient = fay if kind == "Fay" else 0.0
    return weighting.create_brr_wgts(replicates, rep_prefix=_MADE, fay_coef=coefficient)


def _left_over(design: SurveyDesign, made: FloatArray) -> FloatArray:
    """Share of each replicate's stratum that was not drawn, ``1 - n_h / N_h``; 1 if unknown."""
    if design.sizes is None:
        return np.ones(made.shape[1])
    strata, clusters, _ = design.codes
    fraction = clusters_drawn(strata, clusters)[strata] / design.sizes[:, 0]
    left_out = np.argmax(made == 0, axis=0)
    return np.asarray(1 - fraction[left_out])
