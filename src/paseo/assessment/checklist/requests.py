"""Requests to owners of data: only what is asked of each, with what it is for and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.plan import Plan, PlanLine
from paseo.assessment.checklist.rules import ChecklistPack, Register
from paseo.assessment.checklist.sources import DataSource
from paseo.assessment.templates import write_indicator_template
from paseo.content.schema import parse_day
from paseo.evidence.city import CityEvidence
from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.questionnaire import Questionnaire

#: Ranks whose values are asked for: they are there, or partly, and not held up to date.
ASKED: Final = ("quick_win", "available", "due", "partly")
#: What the plan needs to know of a source; the field is asked again where it is open.
OPEN_FIELDS: Final = (
    "contact", "geography", "frequency", "quality", "agreement", "feeds", "delivery", "effort",
)  # fmt: skip


@dataclass(frozen=True)
class DataRequest:
    """What one owner of data is asked.

    Args:
        lines: indicators whose values are asked for.
        sources: theirs, as the answers describe them.
        open_fields: source to the fields of the list of sources that are still open.
        decision, decided_by: what the results feed, and who decides; empty where nobody said.
        by: the day by which an answer is asked for.
        bases: legal bases that are stated for their sources (codes), without repetition.
    """

    owner: str
    contact: str
    lines: tuple[PlanLine, ...]
    sources: tuple[DataSource, ...]
    open_fields: Mapping[str, tuple[str, ...]]
    decision: str = ""
    decided_by: str = ""
    decision_day: date | None = None
    by: date | None = None
    bases: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(line.code for line in self.lines)


def requests(plan: Plan, judge: Judge, by: date | None = None) -> tuple[DataRequest, ...]:
    """Return one request for each owner of whom something is asked, in the order of the plan.

    Owners are told apart by name. What is out of scope, held up to date, not available or of nobody
    is not asked for.

    Args:
        by: the day by which an answer is asked for; else the earliest date of the owner's lines
            that has not passed.
    """
    asked: dict[str, list[PlanLine]] = {}
    for line in plan.lines:
        if line.owner and line.rank in ASKED and line.family != "checklist":
            asked.setdefault(line.owner, []).append(line)
    for source in plan.sources:
        if source.owner and _open(source):
            asked.setdefault(source.owner, [])
    return tuple(_request(owner, lines, plan, judge, by) for owner, lines in asked.items())


def _request(
    owner: str, lines: list[PlanLine], plan: Plan, judge: Judge, by: date | None
) -> DataRequest:
    sources = tuple(one for one in plan.sources if one.owner == owner)
    dates = [line.next_date for line in lines if line.next_date and line.next_date >= plan.today]
    contacts = [one.contact for one in sources if one.contact]
    decision = _record(judge, "A2")
    return DataRequest(
        owner=owner,
        contact=contacts[0] if contacts else "",
        lines=tuple(lines),
        sources=sources,
        open_fields={one.name: fields for one in sources if (fields := _open(one))},
        decision=decision.get("decision", ""),
        decided_by=decision.get("owner", ""),
        decision_day=parse_day(decision.get("date", "")),
        by=by or min(dates, default=None),
        bases=tuple(dict.fromkeys(one.basis for one in sources if one.basis)),
        laws=tuple(dict.fromkeys(one.law for one in sources if one.law)),
    )


def _open(source: DataSource) -> tuple[str, ...]:
    """Return what is not stated of a source that the list of sources describes."""
    held = {
        **{name: getattr(source, name) for name in OPEN_FIELDS if name != "feeds"},
        "feeds": source.indicators,
    }
    if "D10" not in source.questions:
        return ()
    return tuple(
        name for name in OPEN_FIELDS if held[name] in ("", (), None) or held[name] == "dont_know"
    )


def _record(judge: Judge, question: str) -> dict[str, str]:
    value = judge.answer(question).value
    if not isinstance(value, Mapping):
        return {}
    return {name: str(one.value) for name, one in value.items() if one.value}


def write_request_template(
    request: DataRequest, plan: Plan, city: CityEvidence, path: Path, language: str = "en"
) -> None:
    """Write the workbook in which an owner gives values: only the indicators asked of them."""
    write_indicator_template(
        plan.framework, request.codes, city, path, title=request.owner, language=language
    )


def questionnaire_of(
    request: DataRequest, pack: ChecklistPack, questionnaire: Questionnaire, judge: Judge
) -> tuple[Questionnaire, dict[str, Answer]]:
    """Return the part of the checklist that one owner is asked, with what is known filled in.

    Of each repeat group that describes sources only the rows of this owner's sources stand in it.
    """
    names = {one.name.casefold() for one in request.sources}
    fields = {one.question: one.fields["source"] for one in pack.registers}
    known: dict[str, Answer] = {}
    for question, field in fields.items():
        rows = [
            dict(row)
            for row in judge.rows(question)
            if field in row and _name(row[field]).casefold() in names
        ]
        if rows:
            known[question] = Answer(rows)
    sections = tuple(
        replace(
            section,
            relevant="",
            questions=tuple(
                replace(one, relevant="") for one in section.questions if one.id in known
            ),
        )
        for section in questionnaire.sections
    )
    kept = tuple(one for one in sections if one.questions)
    return replace(questionnaire, sections=kept), known


def with_returned(
    pack: ChecklistPack, judge: Judge, returned: Mapping[str, Answer]
) -> dict[str, Answer]:
    """Return the answers that an owner's form changes, their rows put among those of others.

    A row takes the place of the one that describes the same source; a source that was not named
    yet is added at the end. Nothing that the form does not hold is touched.

    Args:
        judge: the answers as they are.
        returned: what came back, as :func:`questionnaire_of` asked it.
    """
    fields = {one.question: one for one in pack.registers}
    changed: dict[str, Answer] = {}
    for question, answer in returned.items():
        register = fields.get(question)
        if not answer.given or answer == judge.answer(question):
            continue
        if register is None or not isinstance(answer.value, list):
            changed[question] = answer
            continue
        rows = _joined(judge.rows(question), answer.value, register)
        if rows != judge.rows(question):
            changed[question] = replace(judge.answer(question), value=rows, missing="")
    return changed


def _joined(
    held: Sequence[Mapping[str, Answer]],
    returned: Sequence[Mapping[str, Answer]],
    register: Register,
) -> list[Mapping[str, Answer]]:
    """Return rows with those that came back in the place of those on the same matter."""

    def key(row: Mapping[str, Answer]) -> tuple[str, str]:
        source = _name(row.get(register.fields["source"], NOTHING)).casefold()
        topic = row.get(register.fields.get("topic", ""), NOTHING)
        return source, str(topic.value or "")

    rows = list(held)
    place = {key(row): at for at, row in enumerate(rows)}
    for row in returned:
        at = place.get(key(row))
        if at is None:
            place[key(row)] = len(rows)
            rows.append(row)
        else:
            rows[at] = row
    return rows


def _name(answer: Answer) -> str:
    return " ".join(str(answer.value or "").split())
