"""From two raters' answers to one: item by item, each with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.prevention.quality.agreeing import Comparison, compare_raters
from paseo.prevention.quality.answers import RaterSheet
from paseo.prevention.quality.form import Entry, QualityForm
from paseo.prevention.quality.judging import Judgement, asked, judge

#: How far a check has come. ``gate_disagreement`` is a result of its own: nothing is said of the
#: measure as long as the raters differ on whether a gate is met.
Stage = Literal["unfinished", "gate_disagreement", "differences", "settled"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What both raters agreed to write at one gate or item, and why."""

    option: str
    reason: str


@dataclass(frozen=True, slots=True)
class QualityCheck:
    """A measure as two raters see it, and the result of both.

    Args:
        measure, measure_name: id and name in the city's register.
        sheets: the two raters.
        alone: what each rater's answers come to.
        decisions: reconciled answers, with reasons.
        open: ids that still have to be reconciled, in order.
        judgement: of the answers of both; None before every difference is settled.
    """

    form: QualityForm
    measure: str
    measure_name: str
    sheets: tuple[RaterSheet, RaterSheet]
    alone: tuple[Judgement, Judgement]
    comparison: Comparison
    decisions: Mapping[str, Settled]
    stage: Stage
    open: tuple[str, ...]
    judgement: Judgement | None

    @property
    def generated(self) -> bool:
        """Whether the answers of one of the raters were invented."""
        return any(one.generated for one in self.sheets)

    @property
    def options(self) -> dict[str, str]:
        """The answers of both, as far as they are settled."""
        return joint_options(self.form, self.sheets, self.decisions)[0]


def quality_check(
    form: QualityForm,
    first: RaterSheet,
    second: RaterSheet,
    decisions: Mapping[str, Settled] | None = None,
    *,
    measure_name: str = "",
) -> QualityCheck:
    """Judge a measure by two independent sheets and what they were reconciled to.

    Args:
        form: the form that both answered.
        first, second: the raters' sheets; two different raters, one measure.
        decisions: id of a gate or item that differs to what was agreed.
        measure_name: of the measure, for documents.

    Returns:
        Both raters alone, their agreement, and the result once nothing is open.

    Raises:
        Refused: the sheets are of one rater or of two measures, or a decision has no reason or
            settles nothing.

    Example:
        >>> from paseo.prevention.quality.pack import load_form
        >>> one, two = (RaterSheet("f", "1", "m", f"rater {n}") for n in (1, 2))
        >>> quality_check(load_form(), one, two).stage
        'unfinished'
    """
    settled = dict(decisions or {})
    problems = Problems()
    _check_sheets(form, first, second, problems)
    comparison = compare_raters(form, first, second)
    _check_decisions(form, (first, second), settled, problems)
    problems.refuse()
    options, still = joint_options(form, (first, second), settled)
    alone = (judge(form, first.options), judge(form, second.options))
    stage = _stage(alone, comparison, still, settled)
    return QualityCheck(
        form=form,
        measure=first.measure,
        measure_name=measure_name or first.measure,
        sheets=(first, second),
        alone=alone,
        comparison=comparison,
        decisions=settled,
        stage=stage,
        open=still,
        judgement=judge(form, options) if stage == "settled" else None,
    )


def joint_options(
    form: QualityForm, sheets: tuple[RaterSheet, RaterSheet], decisions: Mapping[str, Settled]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the answers of both raters, and what is asked and still has to be settled.

    Which items are asked follows from the answers agreed so far: once a design is agreed, items
    of the other design are no longer open.
    """
    agreed: dict[str, str] = {}
    still: list[str] = []
    first, second = (one.options for one in sheets)
    for entry in form.entries:
        if entry.id not in {one.id for one in asked(form, agreed)}:
            continue
        if entry.id in decisions:
            agreed[entry.id] = decisions[entry.id].option
        elif entry.id in first and first.get(entry.id) == second.get(entry.id):
            agreed[entry.id] = first[entry.id]
        elif entry.id in first or entry.id in second:
            still.append(entry.id)
        elif all(_finished(form, one) for one in sheets):
            still.append(entry.id)  # a decision opened what neither was asked
    return agreed, tuple(still)


def _finished(form: QualityForm, sheet: RaterSheet) -> bool:
    return judge(form, sheet.options).complete


def _stage(
    alone: tuple[Judgement, Judgement],
    comparison: Comparison,
    still: tuple[str, ...],
    decisions: Mapping[str, Settled],
) -> Stage:
    if not all(one.complete for one in alone):
        return "unfinished"
    gates = {pair.entry.id for pair in comparison.gates if pair.match == "differs"}
    if comparison.gates_differ and gates & set(still) - set(decisions):
        return "gate_disagreement"
    return "differences" if still else "settled"


def _check_sheets(
    form: QualityForm, first: RaterSheet, second: RaterSheet, problems: Problems
) -> None:
    if first.rater.strip().casefold() == second.rater.strip().casefold():
        problems.add("V966", Place(entry=first.rater), rater=first.rater)
    if first.measure != second.measure:
        place = Place(entry=second.rater)
        problems.add("V967", place, first=first.measure, second=second.measure)
    for sheet in (first, second):
        for code, answer in sheet.answers.items():
            _check_option(form, code, answer.option, sheet.rater, problems)


def _check_option(
    form: QualityForm, code: str, option: str, file: str, problems: Problems
) -> Entry | None:
    """Return the entry that an answer is for, None after saying what is wrong."""
    place = Place(file, entry=code)
    try:
        entry = form.entry(code)
    except KeyError:
        known = [one.id for one in form.entries]
        problems.add("V968", place, value=code[:60], hint=hint(code, known))
        return None
    if entry.option(option) is None:
        known = [one.id for one in entry.options]
        values = {"value": option[:60], "id": code, "known": listed(known)}
        problems.add("V964", place, **values, hint=hint(option, known))
        return None
    return entry


def _check_decisions(
    form: QualityForm,
    sheets: tuple[RaterSheet, RaterSheet],
    decisions: Mapping[str, Settled],
    problems: Problems,
) -> None:
    first, second = (one.options for one in sheets)
    for code, one in decisions.items():
        if _check_option(form, code, one.option, "", problems) is None:
            continue
        if not one.reason.strip():
            problems.add("V969", Place(entry=code), id=code)
        if code in first and first[code] == second.get(code):
            problems.add("V970", Place(entry=code), id=code)
