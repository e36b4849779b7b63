"""How the respondents were drawn: weights, strata, clusters, population sizes, replicates."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.survey import checking
from paseo.stats.survey.codes import MISSING, coded, levels
from paseo.stats.survey.engine import Prepared
from paseo.stats.survey.problems import DesignProblem, SurveyError, problem

Kind = Literal["BRR", "Fay", "JK1", "JK2", "JKn", "bootstrap", "SDR"]
Lonely = Literal["refuse", "certainty", "centre", "average", "pool"]
#: Respondents crossed for each replicate before all are.
_CROSSED = 10
#: An eigenvalue below this says that a replicate is made of the others.
_DEPENDENT = 1e-10


@dataclass(frozen=True, eq=False)
class Adjustment:
    """What the last adjustment to population figures did; the standard errors are reduced by it.

    Attributes:
        kind: poststratification, raking or calibration.
        before: Weight of each respondent before it.
        cells: Class of each respondent, one array for each margin; -1 outside.
        auxiliary: Auxiliary variables of a calibration, shape (n, k).
    """

    kind: str
    before: FloatArray
    cells: tuple[NDArray[np.int64], ...] = ()
    auxiliary: FloatArray | None = None

    def of(self, rows: NDArray[np.intp]) -> Adjustment:
        """The adjustment of some respondents, or of some twice."""
        return Adjustment(
            self.kind,
            self.before[rows],
            tuple(cells[rows] for cells in self.cells),
            None if self.auxiliary is None else self.auxiliary[rows],
        )


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """The sampling design of a survey: one entry for each respondent in every array.

    With replicate weights, variances come from them; otherwise from linearisation with the
    clusters taken as drawn with replacement unless population sizes are given. Codes of clusters
    are read within their stratum.

    Attributes:
        weight: How many people each respondent speaks for, above zero.
        stratum: Stratum of each respondent; None for one stratum.
        cluster: Primary sampling unit; None where persons were drawn.
        ssu: Second-stage unit, where a second stage has its own population size.
        fpc: Population sizes of the stages (clusters in the stratum, units in the cluster) or
            sampling fractions where nothing exceeds 1; shape (n,) or (n, stages).
        replicates: Replicate weights, shape (n, replicates), which include the weight.
        replicate_kind: BRR, Fay, JK1, JK2, JKn, bootstrap or SDR.
        fay: Fay's coefficient, for Fay replicates.
        replicate_scale: Factor of all or of each replicate in the variance, in place of that of
            the kind (for a bootstrap of R replicates 1 / (R - 1); many producers state 1 / R).
        replicate_df: Degrees of freedom; None for the rank of the replicate weights less one.
        replicate_centre: Squares are taken about the mean of the replicates (as R survey does
            unless told) or about the estimate.
        lonely: What to do with a stratum that holds one cluster: refuse, certainty, centre,
            average or pool.
        adjustment: Filled by `post_stratify`, `rake` and `calibrate`.

    Raises:
        SurveyError: Something is wrong; ``problems`` lists everything that is.

    Source: Lumley (2010), Complex Surveys, Wiley; Wolter (2007), Introduction to Variance
    Estimation, 2nd edition, Springer.

    Example:
        >>> SurveyDesign(weight=[10, 10, 20, 20], stratum=["a", "a", "b", "b"]).n
        4
    """

    weight: FloatArray
    stratum: NDArray[Any] | None = None
    cluster: NDArray[Any] | None = None
    ssu: NDArray[Any] | None = None
    fpc: FloatArray | None = None
    replicates: FloatArray | None = None
    replicate_kind: Kind | None = None
    fay: float = 0.0
    replicate_scale: FloatArray | float | None = None
    replicate_df: float | None = None
    replicate_centre: Literal["mean", "estimate"] = "mean"
    lonely: Lonely = "refuse"
    adjustment: Adjustment | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        given = {part.name: getattr(self, part.name) for part in fields(self)}
        del given["adjustment"]
        read = _read(given)
        problems = _problems(read)
        if problems:
            raise SurveyError(problems)
        for name, value in read.items():
            object.__setattr__(self, name, value)

    @classmethod
    def check(cls, weight: ArrayLike, **parts: Any) -> tuple[DesignProblem, ...]:
        """List everything that is wrong with a design, without raising.

        Args:
            weight: As for `SurveyDesign`.
            parts: The other attributes.

        Returns:
            The problems with counts and row positions; nothing when all is well.

        Example:
            >>> [p.code for p in SurveyDesign.check([1.0, 0.0, -2.0, None])]
            ['weight-missing', 'weight-zero', 'weight-negative']
        """
        names = {part.name for part in fields(cls)} - {"adjustment", "weight"}
        defaults = {part.name: part.default for part in fields(cls) if part.name in names}
        try:
            return tuple(_problems(_read({"weight": weight, **defaults, **parts})))
        except SurveyError as fault:
            return fault.problems

    @property
    def n(self) -> int:
        """Number of respondents."""
        return len(self.weight)

    @cached_property
    def codes(self) -> tuple[checking.Codes, checking.Codes, checking.Codes | None]:
        """Codes of stratum, cluster and second-stage unit, each unique across the design."""
        return checking.stage_codes(self.n, self.stratum, self.cluster, self.ssu)

    @cached_property
    def sizes(self) -> FloatArray | None:
        """Population sizes of the stages, shape (n, stages), fractions turned into sizes."""
        return None if self.fpc is None else _sizes(self.fpc, self.codes)

    @cached_property
    def df(self) -> float:
        """Degrees of freedom: clusters less strata, or the rank of the replicates less one."""
        if self.replicates is None:
            strata, clusters, _ = self.codes
            return float(len(np.unique(clusters)) - len(np.unique(strata)))
        if self.replicate_df is not None:
            return float(self.replicate_df)
        return float(_rank(self.replicates) - 1)  # as R's degf

    @cached_property
    def prepared(self) -> Prepared:
        """The design as svy has it, made once for every question."""
        return Prepared(self)

    @cached_property
    def twice(self) -> SurveyDesign:
        """Each respondent twice, within one cluster, for two answers that are not independent."""
        rows = np.tile(np.arange(self.n), 2)
        given = {part.name: getattr(self, part.name) for part in fields(self)}
        for name in ("weight", "stratum", "ssu", "replicates"):
            given[name] = None if given[name] is None else given[name][rows]
        given["cluster"] = self.codes[1][rows]
        given["fpc"] = None if self.sizes is None else self.sizes[rows]
        given["replicate_df"] = None if self.replicates is None else self.df
        given["adjustment"] = None if self.adjustment is None else self.adjustment.of(rows)
        return SurveyDesign(**given)

    @cached_property
    def certain_only(self) -> bool:
        """True where the only strata with one cluster are those that have no more."""
        strata, clusters, _ = self.codes
        size = None if self.sizes is None else self.sizes[:, 0]
        lonely, certain = checking.lonely_strata(strata, clusters, size)
        return bool(certain.size) and not lonely.size


def _rank(replicates: FloatArray) -> int:
    """Rank of the replicate weights, that of their crossed matrix, which is small.

    Crossing some of the respondents is quick and misses nothing when it gives the full rank:
    the others can only add to it.
    """
    length = np.sqrt(np.einsum("ij,ij->j", replicates, replicates))
    step = max(1, len(replicates) // (_CROSSED * len(length)))
    rank = _crossed_rank(replicates[::step], length)
    return rank if rank == len(length) or step == 1 else _crossed_rank(replicates, length)


def _crossed_rank(part: FloatArray, length: FloatArray) -> int:
    crossed = part.T @ part / np.outer(length, length)
    return int(np.linalg.matrix_rank(crossed, tol=_DEPENDENT, hermitian=True))


def _read(given: dict[str, Any]) -> dict[str, Any]:
    read = dict(given)
    for name in ("weight", "fpc", "replicate_scale"):
        if read[name] is not None:
            read[name] = _floats(name, read[name])
    if read["replicates"] is not None:
        read["replicates"] = np.asfortranarray(_floats("replicates", read["replicates"]))
    for name in ("stratum", "cluster", "ssu"):
        if read[name] is not None:
            read[name] = np.asarray(read[name])
    return read


def _floats(name: str, values: object) -> FloatArray:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        flat = np.asarray(values, dtype=object)
        words = np.array([_no_number(value) for value in flat]) if flat.ndim == 1 else None
        where = " for {count} respondents (rows {rows})" if words is not None else ""
        sentence = f"{name} holds something that is no number{where}: give numbers."
        raise SurveyError([problem("not-numbers", sentence, bad=words)]) from None


def _no_number(value: object) -> bool:
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return value is not None
    return False


def _problems(read: dict[str, Any]) -> list[DesignProblem]:
    weight = read["weight"]
    found = list(checking.weight_problems(weight))
    if weight.ndim != 1 or not weight.size:
        return found
    n = len(weight)
    for name in ("stratum", "cluster", "ssu"):
        if read[name] is not None:
            found += checking.label_problems(name, coded(read[name]) == MISSING, n)
    if read["ssu"] is not None and read["cluster"] is None:
        found.append(problem("ssu-alone", "A second stage needs the clusters of the first."))
    if read["lonely"] not in checking.LONELY:
        known = ", ".join(checking.LONELY)
        found.append(problem("lonely-unknown", f"lonely is one of {known}."))
    if read["replicates"] is not None:
        kind, scale = read["replicate_kind"], read["replicate_scale"]
        found += checking.replicate_problems(read["replicates"], n, kind, scale, read["fay"])
    return found or _stage_problems(read, n)


def _stage_problems(read: dict[str, Any], n: int) -> list[DesignProblem]:
    """Problems that only show once every part has the right length and no gap."""
    codes = checking.stage_codes(n, read["stratum"], read["cluster"], read["ssu"])
    found = list(_size_problems(read["fpc"], codes, n))
    if found or read["replicates"] is not None or read["lonely"] != "refuse":
        return found
    if read["stratum"] is None:
        if n > 1 and len(np.unique(codes[1])) == 1:
            sentence = "All respondents are in one cluster, from which no spread can be told."
            return [problem("one-cluster", sentence)]
        return []
    size = None if read["fpc"] is None else _sizes(read["fpc"], codes)[:, 0]
    lonely, _ = checking.lonely_strata(codes[0], codes[1], size)
    _, names = levels(read["stratum"])
    return [checking.lonely_problem([names[code] for code in lonely])] if lonely.size else []


Stages = tuple[checking.Codes, checking.Codes, checking.Codes | None]


def _size_problems(fpc: FloatArray | None, codes: Stages, n: int) -> list[DesignProblem]:
    if fpc is None:
        return []
    stages = fpc.reshape(len(fpc), -1).shape[1] if fpc.ndim else 0
    if fpc.ndim not in (1, 2) or len(fpc) != n or stages > 2:
        sentence = f"fpc has the shape {fpc.shape}: give {n} rows and one or two columns."
        return [problem("fpc-shape", sentence)]
    if stages == 2 and codes[2] is None:
        sentence = "fpc has two columns but there is no second stage: give ssu."
        return [problem("fpc-shape", sentence)]
    bad = np.asarray(~(np.isfinite(fpc) & (fpc > 0)).reshape(n, -1).all(axis=1))
    if bad.any():
        sentence = "The population size of {count} respondents (rows {rows}) is missing or zero."
        return [problem("fpc-missing", sentence, bad=bad)]
    return _size_conflicts(_sizes(fpc, codes), codes)


def _size_conflicts(sizes: FloatArray, codes: Stages) -> list[DesignProblem]:
    found = []
    levels_above = (codes[0], codes[1])
    for stage, above in zip(range(sizes.shape[1]), levels_above, strict=False):
        size, drawn = sizes[:, stage], _drawn(codes, stage)
        first = size[np.unique(above, return_index=True)[1]]
        if (varies := np.abs(size - first[above]) > 1e-9 * size).any():
            sentence = (
                f"The population size of stage {stage + 1} differs within one unit above it for"
                " {count} respondents (rows {rows}): it must be the same for all of them."
            )
            found.append(problem("fpc-varies", sentence, bad=varies))
        elif (small := size < drawn - 1e-9 * drawn).any():
            sentence = (
                f"More units were drawn in stage {stage + 1} than its population size says, for"
                " {count} respondents (rows {rows})."
            )
            found.append(problem("fpc-too-small", sentence, bad=small))
    return found


def _drawn(codes: Stages, stage: int) -> FloatArray:
    """Units drawn at a stage within the unit above, for each respondent."""
    above, unit = (codes[0], codes[1]) if stage == 0 else (codes[1], codes[2])
    assert unit is not None
    return checking.clusters_drawn(above, unit)[above].astype(np.float64)


def _sizes(fpc: FloatArray, codes: Stages) -> FloatArray:
    table = fpc.reshape(len(fpc), -1).copy()
    for stage in range(table.shape[1]):
        # As R survey: nothing above 1 means fractions. A size of 1 everywhere is a whole unit.
        if (table[:, stage] <= 1).all():
            table[:, stage] = _drawn(codes, stage) / table[:, stage]
    return table
