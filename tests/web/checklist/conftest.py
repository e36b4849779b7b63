"""A demonstration city with the checklist that was filled in by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checklist_by_hand import TOWN, answers_of
from paseo.assessment.assess import read_city
from paseo.assessment.checklist.pack import load_checklist
from paseo.evidence.city import CityEvidence
from paseo.evidence.questionnaires.answers import to_plain
from paseo.web.accounts.people import PROGRAMME
from paseo.web.evidence.models import City
from paseo.web.questionnaires.actions import StartRound
from paseo.web.questionnaires.models import Round, SectionAnswers
from web.evidence import factory

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="session")
def berlin_evidence() -> CityEvidence:
    return read_city(EXAMPLES / "berlin")


@pytest.fixture
def berlin(db: None, berlin_evidence: CityEvidence) -> City:
    return factory.keep(berlin_evidence.city, berlin_evidence.areas, berlin_evidence.observations)


def fill(round: Round, short: dict[str, Any]) -> None:
    """Write answers into the only sheet of a round, section by section."""
    questionnaire = round.questionnaire()
    sheet = round.sheets.get()
    answers = answers_of(short)
    for section in questionnaire.sections:
        held = {one.id: to_plain(answers[one.id]) for one in section.questions if one.id in answers}
        if held:
            SectionAnswers.objects.create(sheet=sheet, section=section.id, answers=held)


@pytest.fixture
def round(berlin: City) -> Round:
    """The checklist of the city, as the town answered it."""
    pack = load_checklist().questionnaire
    made = StartRound(city=berlin.pk, pack=pack, name="Checklist 2026").run(PROGRAMME)
    fill(made, TOWN)
    return made
