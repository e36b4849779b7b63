"""Did it work? Every method that fits, every comparison area, all shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paseo.prevention.evaluation.answering import answer_rivals
from paseo.prevention.evaluation.by_counts import CountEffects
from paseo.prevention.evaluation.by_series import Found, SeriesEffects
from paseo.prevention.evaluation.by_survey import survey_effects
from paseo.prevention.evaluation.case import Case, Counts, Series, Waves
from paseo.prevention.evaluation.counting import Ledger
from paseo.prevention.evaluation.foresight import powers
from paseo.prevention.evaluation.maryland import evidence_class
from paseo.prevention.evaluation.proposing import Facts, propose, reading_order
from paseo.prevention.evaluation.reading import headline
from paseo.prevention.evaluation.result import (
    Disagreement,
    Effect,
    Evaluation,
    Method,
    Proposal,
    Remark,
)
from paseo.prevention.evaluation.series_data import factors_of

#: Variance factors below are told as chance alone: nobody reads "1.02 times as much".
_AS_CHANCE: Final = 1.05


def evaluate(case: Case) -> Evaluation:
    """Run every method that fits a case against every comparison area and all together.

    Args:
        case: checked, as ``read_case``, ``case_of_numbers`` or ``finished`` give it. A plan
            (nothing counted after the start) gives only what could be seen.

    Returns:
        Proposals, effects, power, rival explanations, evidence class, and paths to draw.

    Example:
        >>> from paseo.prevention.evaluation.case import Area, Count, Counts, Role
        >>> areas = (Area("park", Role.TREATED), Area("square", Role.COMPARISON))
        >>> data = Counts((Count("park", 100, 80), Count("square", 100, 90)))
        >>> found = evaluate(Case(title="Gates", areas=areas, data=data))
        >>> found.headline.method.value, [round(n) for n in found.headline.estimate.floats()]
        ('wdd', [-10, -48, 28])
    """
    ledger = Ledger.of(case)
    proposals = propose(case, ledger)
    methods = frozenset(one.method for one in proposals if one.fits)
    factors = {} if case.data is None else factors_of(case)
    found = Found()
    disagreements: tuple[Disagreement, ...] = ()
    if isinstance(case.data, (Counts, Series)) and ledger.finished and not case.is_plan:
        counts = CountEffects(ledger, factors, methods)
        found.effects.extend(counts.run())
        disagreements = tuple(counts.disagreements(found.effects))
    if isinstance(case.data, Series) and not case.is_plan:
        series = SeriesEffects(case, methods).run()
        found.effects.extend(series.effects)
        found.series, found.gaps = series.series, series.gaps
    if isinstance(case.data, Waves) and not case.is_plan:
        found.effects.extend(survey_effects(case, methods))
    effects = _in_order(found.effects)
    facts = Facts.of(case, ledger)
    first = headline([one for one in reading_order(facts) if one in methods], effects)
    return Evaluation(
        case=case, tallies=ledger.tallies(), proposals=_as_read(proposals, first), effects=effects,
        headline=first,
        power=powers(ledger, factors.get("", 1.0)),
        disagreements=disagreements,
        rivals=answer_rivals(case, ledger, effects),
        evidence=evidence_class(case, facts, effects),
        series=tuple(found.series), gaps=tuple(found.gaps),
        notes=_notes(case, ledger, factors),
    )  # fmt: skip


def _in_order(effects: list[Effect]) -> tuple[Effect, ...]:
    """Return effects by method; within one all events first, all comparison areas first."""
    order = list(Method)
    return tuple(sorted(effects, key=lambda one: (order.index(one.method), bool(one.crime))))


def _as_read(proposals: tuple[Proposal, ...], first: Effect | None) -> tuple[Proposal, ...]:
    """Return the proposals with the method marked that is in truth read first."""
    if first is None:
        return proposals
    return tuple(replace(one, best=one.method is first.method) for one in proposals)


def _notes(case: Case, ledger: Ledger, factors: dict[str, float]) -> tuple[Remark, ...]:
    notes = []
    window = ledger.window
    if window is not None:
        left = {0: "note_window_whole", 1: "note_window_one"}.get(window.left_out, "note_window")
        notes.append(
            Remark(left, {"periods": len(window.after), "left_out": window.left_out,
                                   "step": case.data.step.value if isinstance(case.data, Series)
                                   else ""})
        )  # fmt: skip
    factor = factors.get("")
    if factor is not None:
        notes.append(_factor_note(factor, stated=case.variance_factor is not None))
    elif isinstance(case.data, Counts):
        notes.append(Remark("note_poisson"))
    if not case.periods.equal and isinstance(case.data, Counts):
        notes.append(
            Remark("note_lengths", {"before": case.periods.before, "after": case.periods.after,
                                    "length": case.periods.unit})
        )  # fmt: skip
    if ledger.sized:
        notes.append(Remark("note_sizes"))
    return tuple(notes)


def _factor_note(factor: float, *, stated: bool) -> Remark:
    if factor < _AS_CHANCE:
        return Remark("note_factor_stated_alike" if stated else "note_factor_alike")
    return Remark("note_factor_stated" if stated else "note_factor", {"factor": factor})
