"""The checks of a sampling design before anything is estimated from it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.survey.codes import coded
from paseo.stats.survey.problems import DesignProblem, problem

#: What to do with a stratum that holds one cluster, in our words and in those of svy.
LONELY = {
    "refuse": None,
    "certainty": "skip",
    "centre": "center",
    "average": "scale",
    "pool": "pool",
}
KINDS = ("BRR", "Fay", "JK1", "JK2", "JKn", "bootstrap", "SDR")

Codes = NDArray[np.int64]


def weight_problems(weight: FloatArray) -> Iterator[DesignProblem]:
    """Weights that are missing, zero, negative or infinite."""
    if weight.ndim != 1 or not weight.size:
        yield problem("no-answers", "Give one weight for each respondent; there are none.")
        return
    where = "{count} respondents (rows {rows})"
    missing = np.isnan(weight)
    if missing.any():
        sentence = f"The weight of {where} is missing: give it, or leave those rows out."
        yield problem("weight-missing", sentence, bad=missing)
    if (weight == 0).any():
        sentence = (
            f"The weight of {where} is zero, so that they would count for nobody:"
            " give the weight, or leave those rows out."
        )
        yield problem("weight-zero", sentence, bad=weight == 0)
    if (weight < 0).any():
        sentence = (
            f"The weight of {where} is negative: a weight says for how many people one speaks."
        )
        yield problem("weight-negative", sentence, bad=weight < 0)
    if np.isinf(weight).any():
        sentence = f"The weight of {where} is infinite."
        yield problem("weight-infinite", sentence, bad=np.isinf(weight))


def label_problems(name: str, missing: NDArray[np.bool_], n: int) -> Iterator[DesignProblem]:
    """A stratum, cluster or second stage that has another length or lacks a label."""
    if missing.shape != (n,):
        sentence = f"The {name} has {missing.size} entries for {n} weights: give one for each."
        yield problem("lengths-differ", sentence)
    elif missing.any():
        sentence = (
            f"The {name} of {{count}} respondents (rows {{rows}}) is missing: every respondent"
            f" was drawn in some {name}; give a code of its own where it is not known."
        )
        yield problem(f"{name}-missing", sentence, bad=missing)


def replicate_problems(
    replicates: FloatArray, n: int, kind: str | None, scale: FloatArray | None, fay: float
) -> Iterator[DesignProblem]:
    """Replicate weights of a wrong shape, with gaps, or of an unknown kind."""
    if replicates.ndim != 2 or replicates.shape[0] != n or replicates.shape[1] < 2:
        sentence = (
            f"The replicate weights have the shape {replicates.shape}: give {n} rows, one for"
            " each respondent, and one column for each of at least 2 replicates."
        )
        yield problem("replicates-shape", sentence)
        return
    # The table is large; row by row it is looked at only where something is wrong.
    if not (replicates.min() >= 0 and replicates.max() < np.inf):
        bad = np.asarray(~(np.isfinite(replicates) & (replicates >= 0)).all(axis=1))
        sentence = (
            "{count} respondents (rows {rows}) have a replicate weight that is missing or"
            " negative: zero is allowed, a gap is not."
        )
        yield problem("replicates-gap", sentence, bad=bad)
    empty = np.flatnonzero(replicates.sum(axis=0) <= 0)
    if empty.size:
        sentence = "The replicates {names} give nobody a weight."
        yield problem("replicates-empty", sentence, names=[str(i + 1) for i in empty])
    yield from _kind_problems(replicates.shape[1], kind, scale, fay)


def _kind_problems(
    count: int, kind: str | None, scale: FloatArray | None, fay: float
) -> Iterator[DesignProblem]:
    if kind not in KINDS:
        sentence = "Say of which kind the replicate weights are: " + ", ".join(KINDS) + "."
        yield problem("replicates-kind", sentence)
    if kind == "JKn" and scale is None:
        sentence = (
            "JKn replicates need the factor of each, (n - 1) / n with n the clusters of its"
            " stratum: give replicate_scale as the survey's documentation states it."
        )
        yield problem("replicates-scale", sentence)
    if scale is not None and (scale.shape not in ((), (count,)) or not (scale > 0).all()):
        sentence = f"replicate_scale must be one number above zero, or one for each of {count}."
        yield problem("replicates-scale", sentence)
    if not 0 <= fay < 1 or (kind == "Fay") != (fay > 0):
        sentence = "Fay's coefficient lies between 0 and 1, and only Fay replicates have one."
        yield problem("replicates-fay", sentence)


def lonely_strata(
    stratum: Codes, cluster: Codes, size: FloatArray | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Strata with one cluster: those with more clusters in the population, and the certain ones.

    Args:
        stratum: Code of the stratum of each respondent.
        cluster: Code of the cluster of each respondent, unique across strata.
        size: Clusters in the population of the stratum, for each respondent, if known.

    Returns:
        Codes of the strata where one cluster stands for more, and where it is the only one.
    """
    drawn = clusters_drawn(stratum, cluster)
    lonely = np.flatnonzero(drawn == 1)
    if size is None:
        return lonely, lonely[:0]
    population = np.zeros(len(drawn))
    population[stratum] = size
    certain = population[lonely] <= 1
    return lonely[~certain], lonely[certain]


def clusters_drawn(stratum: Codes, cluster: Codes) -> NDArray[np.int64]:
    """Number of clusters drawn in each stratum."""
    _, first = np.unique(cluster, return_index=True)
    drawn = np.bincount(stratum[first], minlength=int(stratum.max()) + 1)
    return np.asarray(drawn, dtype=np.int64)


def lonely_problem(names: list[str]) -> DesignProblem:
    """Strata with one cluster, with the choices a person has."""
    return problem(
        "one-cluster",
        "{count} strata hold one cluster each ({names}), from which no spread can be told. Join"
        " them with a neighbouring stratum, or say what they are: lonely='certainty' (the"
        " cluster was certain to be drawn: adds nothing), 'centre' (measured from the mean of"
        " all: cautious), 'average' (as the average of the other strata), 'pool' (together as"
        " one stratum).",
        names=names,
    )


def stage_codes(
    n: int, stratum: object | None, cluster: object | None, ssu: object | None
) -> tuple[Codes, Codes, Codes | None]:
    """Codes of stratum, cluster and second stage, each unique across the stage above."""
    strata = coded(stratum) if stratum is not None else np.zeros(n, dtype=np.int64)
    rows = np.arange(n, dtype=np.int64)
    clusters = _within(strata, coded(cluster)) if cluster is not None else rows
    return strata, clusters, None if ssu is None else _within(clusters, coded(ssu))


def _within(outer: Codes, inner: Codes) -> Codes:
    joint = outer * (int(inner.max()) + 1) + inner
    return np.asarray(np.unique(joint, return_inverse=True)[1], dtype=np.int64)
