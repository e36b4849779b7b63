"""How far a sheet is: counted at each save, so that lists of thousands of sheets need no logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paseo.evidence.questionnaires.answers import Answer
from paseo.evidence.questionnaires.checking import Progress, progress
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.questionnaires.models import SectionAnswers, Sheet


@dataclass(frozen=True)
class Standing:
    """The answers of a sheet and how far each section is."""

    answers: Mapping[str, Answer]
    sections: Mapping[str, Progress]


def standing(questionnaire: Questionnaire, parts: list[SectionAnswers]) -> Standing:
    """Return all answers of a sheet and the progress of its sections."""
    answers: dict[str, Answer] = {}
    for part in parts:
        answers |= part.read(questionnaire)
    return Standing(answers, progress(questionnaire, answers))


def count(sheet: Sheet, questionnaire: Questionnaire) -> None:
    """Write on the sheet how far it is; the caller holds its row."""
    now = standing(questionnaire, list(sheet.parts.all())).sections.values()
    sheet.asked = sum(one.asked for one in now)
    sheet.answered = sum(one.answered for one in now)
    sheet.required_open = sum(one.required_open for one in now)
