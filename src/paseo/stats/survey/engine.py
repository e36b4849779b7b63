"""The only module that speaks to svy, which estimates; it is loaded when something is asked.

svy (MIT, Rust core) carries the whole of design-based estimation: linearised and replicate
variances, domains, covariances, adjustment to population figures, Rao-Scott tests and
regression. What is ours in this package, because svy has none of it or says it otherwise:

* one interval rule for shares that also holds at 0 and 1 (`intervals`);
* quantiles that treat weights equal up to rounding as equal (`estimates.survey_quantile`);
* population sizes in jackknife replicates, as R survey has them (`replicates`);
* the bootstrap divided by ``R - 1``, as R survey has it;
* degrees of freedom of given replicates from their rank (`design`);
* the gap between two questions each on its own base (`comparisons.survey_gap`);
* the checks of the design with row positions (`checking`), and plain messages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from paseo.stats.extras import MissingExtraError
from paseo.stats.survey.checking import LONELY
from paseo.stats.survey.problems import DesignProblem, SurveyError

if TYPE_CHECKING:
    import polars as pl

    from paseo.stats.survey.design import SurveyDesign

EXTRA = "survey"
PREFIX = "replicate_"
#: Columns of questions that a sample holds before it begins anew: they take memory.
MOST_HELD = 64
T = TypeVar("T")


def svy() -> Any:
    """The package svy, or an error that names the extra which brings it."""
    try:
        import svy as package
    except ImportError as fault:
        raise MissingExtraError("svy", EXTRA) from fault
    return package


def asked(question: Callable[[], T]) -> T:
    """Ask svy something, and say its refusal in our error type."""
    from svy.errors import SvyError

    try:
        return question()
    except SvyError as fault:
        sentence = f"{fault.title}: {fault.detail}"
        raise SurveyError([DesignProblem("not-estimable", sentence)]) from fault


def cause_of(fault: SurveyError) -> str:
    """The code of the refusal of svy that stands behind an error of ours."""
    return str(getattr(fault.__cause__, "code", ""))


class Prepared:
    """A design in svy's terms: one sample that holds the columns of every question so far.

    svy works out the strata and clusters of a sample once for each state of its columns, so that
    questions about columns it holds cost no more than their own sums.
    """

    def __init__(self, design: SurveyDesign) -> None:
        self.frame = _frame(design)
        self.described = _described(design, self.frame.columns)
        self._held: Any = None
        self._names: dict[tuple[str, bytes], str] = {}

    def sample(self, columns: Mapping[str, Any]) -> Any:
        """A new svy sample with further columns, for what changes a sample or reads all of it.

        Args:
            columns: Numbers (NaN is missing) or codes (-1 is missing), by name.
        """
        frame = self.frame.with_columns([_series(*pair) for pair in columns.items()])
        return asked(lambda: svy().Sample(frame, self.described))

    def estimation(self, *columns: NDArray[Any]) -> tuple[Any, list[str]]:
        """The estimation of the one sample, and the names under which it holds the columns.

        Args:
            columns: Numbers (NaN is missing) or codes (-1 is missing).
        """
        if self._held is None or len(self._names) > MOST_HELD:
            self._held, self._names = self.sample({}), {}
        marks = [_mark(one) for one in columns]
        fresh = {}
        for mark, values in zip(marks, columns, strict=True):
            if mark not in self._names:
                name = self._names[mark] = f"column_{len(self._names)}"
                fresh[name] = _series(name, values)
        if fresh:
            self._held.wrangling.mutate(fresh, inplace=True)
        return self._held.estimation, [self._names[mark] for mark in marks]


def _mark(values: NDArray[Any]) -> tuple[str, bytes]:
    return values.dtype.str, hashlib.blake2b(np.ascontiguousarray(values).data).digest()


def _series(name: str, values: Any) -> pl.Series:
    import polars as pl

    series = pl.Series(name, values)
    if series.dtype == pl.Float64:
        series = series.fill_nan(None)
    elif (values < 0).any():
        series = series.set(series < 0, None)
    return series


def _frame(design: SurveyDesign) -> pl.DataFrame:
    import polars as pl

    columns: dict[str, Any] = {"weight": design.weight}
    strata, clusters, ssu = design.codes
    if design.stratum is not None:
        columns["stratum"] = strata
    if design.cluster is not None:
        columns["cluster"] = clusters
    if ssu is not None:
        columns["ssu"] = ssu
    if design.sizes is not None:
        for stage in range(design.sizes.shape[1]):
            columns[f"size_{stage + 1}"] = np.ascontiguousarray(design.sizes[:, stage])
    if design.replicates is not None:
        for place in range(design.replicates.shape[1]):
            columns[f"{PREFIX}{place + 1}"] = design.replicates[:, place]
    # Nothing is missing in a design, and looking for it takes long in many replicates.
    return pl.DataFrame(columns).with_columns(
        [_series(*pair) for pair in _adjustment_columns(design).items()]
    )


def _adjustment_columns(design: SurveyDesign) -> dict[str, Any]:
    done = design.adjustment
    if done is None:
        return {}
    columns: dict[str, Any] = {"weight_before": done.before}
    for place, cells in enumerate(done.cells):
        columns[f"cells_{place}"] = cells.astype(np.int32)
    if done.auxiliary is not None:
        for place in range(done.auxiliary.shape[1]):
            columns[f"auxiliary_{place}"] = np.ascontiguousarray(done.auxiliary[:, place])
    return columns


def _described(design: SurveyDesign, names: list[str]) -> Any:
    package = svy()
    sizes: Any = None
    if "size_2" in names:
        sizes = package.PopSize(psu="size_1", ssu="size_2")
    elif "size_1" in names:
        sizes = "size_1"
    rule = "skip" if design.certain_only else LONELY[design.lonely]
    return package.Design(
        wgt="weight",
        stratum="stratum" if "stratum" in names else None,
        psu="cluster" if "cluster" in names else None,
        ssu="ssu" if "ssu" in names else None,
        pop_size=sizes,
        rep_wgts=_replicates(package, design),
        wgt_adjustment=_adjustment(package, design, names),
        singleton=rule if design.replicates is None else None,
    )


def _replicates(package: Any, design: SurveyDesign) -> Any:
    if design.replicates is None:
        return None
    given, count = design.replicate_scale, design.replicates.shape[1]
    if given is None and design.replicate_kind == "bootstrap":
        given = 1 / (count - 1)  # as R survey; svy alone divides by their number
    scale = None if given is None else np.asarray(given, dtype=np.float64).tolist()
    common = {
        "prefix": PREFIX,
        "n_reps": count,
        "df": max(design.df, 1.0),
        "scale": scale,
    }
    kind = design.replicate_kind
    if kind in ("BRR", "Fay"):
        return package.BrrWgts(**common, fay_coef=design.fay)
    if kind == "SDR":
        return package.SdrWgts(**common)
    if kind == "bootstrap":
        return package.BootstrapWgts(**common)
    return package.JackknifeWgts(**common, kind=str(kind).lower())


def _adjustment(package: Any, design: SurveyDesign, names: list[str]) -> Any:
    done = design.adjustment
    if done is None:
        return None
    cells = tuple(name for name in names if name.startswith("cells_"))
    auxiliary = tuple(name for name in names if name.startswith("auxiliary_"))
    return package.WgtAdjustment(
        kind=done.kind,
        prev_wgt="weight_before",
        new_wgt="weight",
        cells=cells or None,
        aux=auxiliary or None,
        pins_total=True,
    )


def variance_options(design: SurveyDesign) -> dict[str, Any]:
    """The keyword arguments that say how svy is to take the variance of an estimate."""
    if design.replicates is None:
        return {"method": "taylor"}
    centre = "rep_mean" if design.replicate_centre == "mean" else "estimate"
    return {"method": "replication", "variance_center": centre}
