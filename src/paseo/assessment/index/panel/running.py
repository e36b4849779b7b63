"""An index over several periods: a scale that stays, changes only where they can be told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from paseo.assessment.index.data.fingerprint import sum_of_text
from paseo.assessment.index.faults import problem_of, reason_of
from paseo.assessment.index.files.plain import from_plain, to_plain
from paseo.assessment.index.panel.breaks import IndicatorBreak, found_breaks, stated_breaks
from paseo.assessment.index.panel.errors import change_errors, score_errors
from paseo.assessment.index.panel.waves import PanelData, read_panel
from paseo.assessment.index.results import IndexRun
from paseo.assessment.index.specification.spec import IndexSpec, PanelUse
from paseo.content.problems import Place, Problems, Refused
from paseo.stats.checks import FloatArray, NumbersError
from paseo.stats.composite.panel import Change, Frozen, Panel, build_panel

__all__ = ["PanelChange", "PanelRun", "frozen_to_plain", "read_panel", "run_panel"]

FROZEN_FORMAT: Final = "paseo.index-frozen/1"


@dataclass(frozen=True, eq=False)
class PanelChange:
    """From one period to the next; n units with a score in both, m indicators.

    Args:
        change: scores and what each indicator has to do with their change.
        breaks: why changes cannot be told.
        told: whether nothing but the unit has changed, n.
        comparable: the same for each indicator, n x m.
        error: standard error of the change, n; NaN where it is not known.
        errors: of what each indicator has to do with it, n x m.
        low, high: interval of the change, n.
        joined: units with a score in the later period only.
        left: units with a score in the earlier period only.
    """

    change: Change
    breaks: tuple[IndicatorBreak, ...]
    told: NDArray[np.bool_]
    comparable: NDArray[np.bool_]
    error: FloatArray
    errors: FloatArray
    low: FloatArray
    high: FloatArray
    joined: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def clear(self) -> NDArray[np.bool_]:
        """Whether a change that can be told is also beyond what its interval leaves open, n."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.told & ((self.low > 0) | (self.high < 0)))

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether a change can be told and has an interval, n."""
        return np.asarray(self.told & np.isfinite(self.error))


@dataclass(frozen=True, eq=False)
class PanelRun:
    """An index over several periods.

    Args:
        data: specification and values.
        panel: scores on one scale.
        changes: from each period to the next.
    """

    data: PanelData
    panel: Panel
    changes: tuple[PanelChange, ...]
    outside: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def spec(self) -> IndexSpec:
        return self.data.spec

    @property
    def use(self) -> PanelUse:
        assert self.spec.panel is not None
        return self.spec.panel

    @property
    def latest(self) -> IndexRun:
        """The latest period as a run, with the names of the units of all of them."""
        last = self.panel.periods[-1]
        index = replace(
            self.data.waves[last], unit_names=self.data.unit_names,
            periods={"first": self.panel.periods[0], "last": last},
        )  # fmt: skip
        return IndexRun(index, self.panel.built[last])


def run_panel(data: PanelData) -> PanelRun:
    """Return the scores of every period on one scale, and which changes can be told.

    Args:
        data: of :func:`read_panel`.

    Raises:
        Refused: a choice looks at other units and cannot be frozen, or a period cannot be built.
    """
    spec, use = data.spec, data.spec.panel
    assert use is not None
    values = {period: wave.values for period, wave in data.waves.items()}
    scale: Frozen | str | Mapping[str, Sequence[float]] = use.reference or use.goalposts
    if use.frozen:
        scale = frozen_of(data)
    try:
        panel = build_panel(
            values, spec.structure, spec.recipe, scale, top=use.top, beyond=use.beyond
        )
    except NumbersError as fault:
        raise _refused(fault, data, use) from fault
    errors = {
        period: score_errors(panel, period, wave.values) for period, wave in data.waves.items()
    }
    changes = tuple(_changed(one, data, panel, errors) for one in panel.changes)
    return PanelRun(data, panel, changes, {one: _outside(panel, one) for one in panel.periods})


def _refused(fault: NumbersError, data: PanelData, use: PanelUse) -> Refused:
    """Return a fault as a numbered problem that says in which period it lies."""
    period = str(getattr(fault, "values", {}).get("period", use.reference))
    wave = data.waves.get(period)
    problem = problem_of(fault, wave.places if wave else data.places, data.spec.file)
    if period:
        entry = f"{problem.place.entry or data.spec.id}, {period}"
        problem = replace(problem, place=replace(problem.place, entry=entry))
    return Refused(Problems([problem]))


def _changed(
    change: Change, data: PanelData, panel: Panel, errors: Mapping[str, FloatArray]
) -> PanelChange:
    use = data.spec.panel
    assert use is not None
    weights = _weights(panel)
    needed = [change.indicators[column] for column, weight in weights.items() if weight > 0]
    breaks = tuple(_breaks(change, data, panel, needed))
    comparable = np.ones((len(change.units), len(change.indicators)), dtype=bool)
    at_of = {unit: at for at, unit in enumerate(change.units)}
    for one in breaks:
        column = change.indicators.index(one.indicator)
        comparable[[at_of[unit] for unit in one.units], column] = False
    rows = [panel.units.index(unit) for unit in change.units]
    by_indicator, error = change_errors(
        errors[change.before][rows], errors[change.after][rows], weights, use
    )
    reach = float(ndtri((1 + use.level) / 2)) * error
    scored = ~np.isnan(panel.scores)
    then, now = (scored[panel.periods.index(one)] for one in (change.before, change.after))
    return PanelChange(
        change, breaks, np.all(comparable, axis=1), comparable, error, by_indicator,
        change.change - reach, change.change + reach,
        tuple(panel.units[at] for at in np.flatnonzero(now & ~then)),
        tuple(panel.units[at] for at in np.flatnonzero(then & ~now)),
    )  # fmt: skip


def _weights(panel: Panel) -> dict[int, float]:
    """Return the column of each indicator under the total with its weight in it."""
    structure = panel.frozen.structure
    shares = structure.effective_weights(panel.top)
    under = structure.below(panel.top)
    return {
        column: float(shares[column])
        for column, code in enumerate(structure.indicators)
        if code in under
    }


def _breaks(
    change: Change, data: PanelData, panel: Panel, needed: Sequence[str]
) -> Iterator[IndicatorBreak]:
    use = data.spec.panel
    assert use is not None
    yield from stated_breaks(use.breaks, needed, change.after, change.units)
    if data.found is not None:
        yield from found_breaks(data.found, needed, change.before, change.after, change.units)
    for code in needed:
        missing = [unit for unit in change.units if _is_missing(data, change, unit, code)]
        if missing:
            yield IndicatorBreak(code, "missing", tuple(missing))


def _is_missing(data: PanelData, change: Change, unit: str, code: str) -> bool:
    for period in (change.before, change.after):
        values = data.waves[period].values
        if np.isnan(values.numbers[values.units.index(unit), values.position(code)]):
            return True
    return False


def _outside(panel: Panel, period: str) -> dict[str, int]:
    """Return how many units lie outside the goalposts of each indicator in a period."""
    from paseo.stats.composite.panel.freezing import before_step

    held = before_step(panel.built[period], "normalise")
    found = {}
    for code, (low, high) in panel.frozen.posts.items():
        if code in held.codes:
            values = held.column(code)
            slack = 1e-9 * max(abs(low), abs(high), 1e-300)
            found[code] = int(((values < low - slack) | (values > high + slack)).sum())
    return found


def choices_sum(spec: IndexSpec) -> str:
    """Return the sum of what a frozen scale rests on: elements, steps, weights, aggregation."""
    elements = [
        [one.code, one.parent, one.weight, one.direction, one.target, one.denominator]
        for one in sorted(spec.structure.elements, key=lambda one: one.code)
    ]
    held = to_plain({"elements": elements, "recipe": spec.recipe})
    return sum_of_text(json.dumps(held, sort_keys=True))


def frozen_to_plain(run: PanelRun) -> dict[str, Any]:
    """Return the scale of a panel as plain data; it gives old scores back for good."""
    return {
        "format": FROZEN_FORMAT,
        "index": {"id": run.spec.id, "version": run.spec.version},
        "choices": choices_sum(run.spec),
        "periods": list(run.panel.periods),
        "fingerprint": dict(run.data.fingerprint),
        "frozen": to_plain(run.panel.frozen),
    }


def frozen_of(data: PanelData) -> Frozen:
    """Return the scale that an earlier panel froze.

    Raises:
        Refused: it is not there, is none, or belongs to another specification.
    """
    spec, problems = data.spec, Problems()
    assert spec.panel is not None
    name = spec.panel.frozen
    place = data.places.get("panel:frozen", Place(spec.file, entry="panel/frozen"))
    path = data.folders.find(name, place, problems)
    problems.refuse()
    assert path is not None
    found, reason = _read_frozen(path, spec)
    if found is None:
        problems.add("I875", place, file=name, reason=reason)
        problems.refuse()
    assert found is not None
    return found


def _read_frozen(path: Path, spec: IndexSpec) -> tuple[Frozen | None, Any]:
    try:
        held = json.loads(path.read_text("utf-8"))
        if held["format"] != FROZEN_FORMAT:
            return None, reason_of("frozen-none", {}, "")
        if held["choices"] != choices_sum(spec):
            return None, reason_of("frozen-other", {}, "")
        found: Frozen = from_plain(Frozen, held["frozen"])
    except (ValueError, KeyError, TypeError, RecursionError, OSError, AttributeError):
        return None, reason_of("frozen-none", {}, "")
    return found, ""
