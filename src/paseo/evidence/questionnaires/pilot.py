"""A questionnaire under test: what its first answers say of the questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from paseo.evidence.questionnaires.answers import AnswerSheet
from paseo.evidence.questionnaires.piloting.agreement import agreements, pairs_of, scale_items
from paseo.evidence.questionnaires.piloting.counting import (
    break_offs,
    comments,
    hard_questions,
    item_counts,
    section_times,
    straight_lines,
    total_time,
)
from paseo.evidence.questionnaires.piloting.items import items, read_sheet
from paseo.evidence.questionnaires.piloting.proposals import proposals
from paseo.evidence.questionnaires.piloting.result import PilotResult, Proposal, Thresholds
from paseo.evidence.questionnaires.questionnaire import Questionnaire

__all__ = ["PilotResult", "Proposal", "Thresholds", "pilot"]


def pilot(
    questionnaire: Questionnaire,
    sheets: Iterable[AnswerSheet],
    *,
    unit: str | Mapping[str, str] = "",
    thresholds: Thresholds | None = None,
) -> PilotResult:
    """Return what the sheets of a trial say of the questionnaire, and changes to think about.

    Args:
        questionnaire: in the version that was tried.
        sheets: those for another version are counted and left aside.
        unit: what two people answered for, so that their answers can be compared: the id of a
            question whose answer names it, or a mapping from the id of a sheet. Without it
            nothing is said of agreement.
        thresholds: from where on a change is proposed.

    Raises:
        KeyError: when ``unit`` is no question of the questionnaire.
    """
    every = items(questionnaire)
    given = list(sheets)
    wanted = (questionnaire.id, questionnaire.version)
    fitting = [one for one in given if (one.questionnaire, one.version) == wanted]
    reads = [read_sheet(questionnaire, every, one) for one in fitting]
    pairs = pairs_of(reads, _unit_of(questionnaire, unit))
    by_respondent = Counter(one.respondent for one in fitting if one.respondent)
    result = PilotResult(
        questionnaire=questionnaire,
        sheets=len(fitting),
        other_version=len(given) - len(fitting),
        repeated=sum(1 for count in by_respondent.values() if count > 1),
        finished=sum(1 for one in reads if one.broke_off is None),
        times=section_times(questionnaire, every, reads),
        total_time=total_time(reads),
        counts=item_counts(every, reads),
        hard=hard_questions(every, reads),
        comments=comments(every, reads),
        break_offs=break_offs(every, reads),
        straight=straight_lines(questionnaire, reads),
        units=len(pairs),
        agreement=tuple(one for one in agreements(every, pairs) if one.item.name != unit),
        scales=scale_items(every, reads),
        thresholds=thresholds or Thresholds(),
    )
    found, untried = proposals(result)
    return replace(result, proposals=found, untried=untried)


def _unit_of(
    questionnaire: Questionnaire, unit: str | Mapping[str, str]
) -> Callable[[AnswerSheet], str]:
    if isinstance(unit, Mapping):
        return lambda sheet: unit.get(sheet.id, "")
    if not unit:
        return lambda sheet: ""
    if questionnaire.question(unit) is None:
        raise KeyError(unit)

    def named(sheet: AnswerSheet) -> str:
        value = sheet.answer(unit).value
        return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""

    return named
