"""A checklist filled in by hand for a town that does not exist, and what follows from it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from paseo.assessment.checklist.effects import Effects, effects
from paseo.assessment.checklist.judging import Judge
from paseo.assessment.checklist.pack import load_checklist
from paseo.assessment.checklist.result import ChecklistResult, Decided, checklist_result
from paseo.assessment.checklist.sheet_file import read_answer
from paseo.assessment.framework_pack import load_framework
from paseo.evidence.city import CityEvidence
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.pack import load_questionnaire

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)

#: What the town answered, in the short form of a file.
TOWN: dict[str, Any] = {
    "A1": ["new_strategy"],
    "A2": {"decision": "Lighting programme", "owner": "Council", "date": "2027-03-01"},
    "A3": "council",
    "A4": {"lighting": "held", "cctv": "not_held", "mediation": "not_held"},
    "A5": "framework",
    "B1": "municipality",
    "B2": ["city", "district"],
    "B3": {"districts": 4, "smallest": 3200},
    "B4": "current_only",
    "B6": ["day"],
    "C1": {"unit": "Office for security", "steward": "Data steward"},
    "C4": {"days": 60},
    "C5": "in_house",
    "D2": "district",
    "D3": "place_only",
    "D4": "not_mapped",
    "D5": [],
    "D7": ["population", "employment"],
    "D8": ["lamp_outages"],
    "D9": ["none"],
    "D10": [
        {
            "source": "Register of residents",
            "kind": "register",
            "owner": "Statistics office",
            "contact": "Head of statistics",
            "geography": "district",
            "frequency": "yearly",
            "quality": "good",
            "agreement": "signed",
            "until": "2026-12-10",
            "feeds": "BGC-01, qol-05 NOT-99",
            "delivery": "2026-12-01",
            "effort": 1,
        },
        {
            "source": "Ambulance log",
            "kind": "health",
            "owner": "Regional health service",
            "geography": "city",
            "agreement": "in_preparation",
            "feeds": "QOL-20",
            "effort": 12,
        },
        {"source": "Accident map", "kind": "police", "owner": "Police", "feeds": "urban-security"},
    ],
    "G1": {
        "quality_of_life": "full",
        "social_cohesion": "brief",
        "public_space_liveability": "none",
        "sense_of_safety": "none",
        "urban_security": "full",
        "background_conditions": "full",
    },
    "G2": [
        {"indicator": "QOL-02", "relevant": 1, "available": 2, "reliable": 2, "acceptable": 1},
        {"indicator": "QOL-03", "relevant": 2, "available": 2, "reliable": 2, "acceptable": 1},
        {"indicator": "QOL-08", "relevant": 1, "available": 1},
    ],
    "H5": "dont_know",
    "I1": "open_link",
    "I5": {"night_city": "exact", "trust_people": "changed", "theft": "not_asked"},
    "J2": "no_walks",
    "K1": [
        {"source": "register of  residents", "personal": "aggregate", "basis": "statistics_law"},
    ],
    "K2": "open",
    "N4": {"date": "2028-05-01"},
}


def answers_of(short: dict[str, Any]) -> dict[str, Answer]:
    """Return answers from their short form."""
    questionnaire = load_questionnaire(load_checklist().questionnaire)
    found = {}
    for name, plain in short.items():
        question = questionnaire.question(name)
        assert question is not None
        found[name] = read_answer(question, plain)
    return found


def judge_of(short: dict[str, Any]) -> Judge:
    questionnaire = load_questionnaire(load_checklist().questionnaire)
    return Judge(questionnaire, answers_of(short), NOON)


def effects_of(short: dict[str, Any], decisions: Any = None) -> Effects:
    return effects(load_checklist(), judge_of(short), load_framework(), decisions)


def result_of(
    short: dict[str, Any], city: CityEvidence | None = None, decided: Decided | None = None
) -> ChecklistResult:
    version = load_questionnaire(load_checklist().questionnaire).version
    sheet = AnswerSheet(
        "town-1", load_checklist().questionnaire, version, answers_of(short), respondent="Town"
    )
    return checklist_result(sheet, city, decided, made_at=NOON)
