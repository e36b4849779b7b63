"""assessment.json: it follows its schema, and keeps all that a reader needs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from jsonschema import Draft202012Validator

from evidence_by_hand import asked, city_evidence, recorded
from framework_by_hand import FRAMEWORK
from paseo.assessment.build import build_profile
from paseo.assessment.serialise import schema, to_json
from paseo.content.language import LanguageMap
from paseo.evidence.city import Break, Population, Source, Wording
from peers_by_hand import others

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def written(rows: list[dict[str, Any]], **city: Any) -> dict[str, Any]:
    below = {"d1": "c", "d2": "c", "d3": "c"}
    profile = build_profile(
        city_evidence(rows, below, **city), FRAMEWORK, others(*[70.0] * 12), made_at=NOON
    )
    return json.loads(json.dumps(to_json(profile, ("en", "es")), allow_nan=False))  # type: ignore[no-any-return]


RICH: list[dict[str, Any]] = [
    asked("c", 30, 700),
    asked("c", 33, 700, period="2019"),
    asked("c", 41, 700, period="2015", definition="old"),
    asked("c", 25, 80, breakdown="sex=F"),
    asked("c", 35, 80, breakdown="sex=M"),
    asked("c", 5, 700, indicator="V-1"),
    recorded("c", 10, period="2021"),
    recorded("c", 12, period="2022"),
    recorded("c", 14),
    recorded("d1", 9),
    recorded("d2", 2),
    recorded("d3", 3),
]
CITY: dict[str, Any] = {
    "population": (Population(2023, 30_000),),
    "breaks": (Break(("S-1",), "2018", LanguageMap("other question")),),
    "sources": (Source("survey", LanguageMap("The survey"), year=2023),),
    "wordings": (Wording("q1", LanguageMap("Do you feel safe?"), "S-1"),),
    "not_in_remit": ("P-1",),
}


def faults(document: dict[str, Any]) -> list[str]:
    return [str(fault.message) for fault in Draft202012Validator(schema()).iter_errors(document)]


def indicator(document: dict[str, Any], code: str) -> dict[str, Any]:
    return next(
        one for dimension in document["dimensions"] for one in dimension["indicators"]
        if one["id"] == code
    )  # fmt: skip


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


def test_a_rich_and_an_empty_profile_follow_the_schema() -> None:
    assert faults(written(RICH, **CITY)) == []
    assert faults(written([])) == []


def test_the_schema_notices_a_missing_and_an_unknown_key() -> None:
    document = written(RICH)
    del document["dimensions"][0]["coverage"]
    document["total"] = 61
    assert len(faults(document)) == 2


def test_a_value_carries_what_is_needed_to_judge_it() -> None:
    value = indicator(written(RICH), "R-1")["measured"]
    assert (value["value"], value["numerator"], value["denominator"]) == (1.4, 14, 10_000)
    assert value["interval"]["level"] == 0.95
    assert (value["method"], value["source"], value["period"]) == ("garwood", "police", "2023")
    assert (value["boundary"], value["definition"]) == ("2020", "def-r1")


def test_no_hidden_number_is_anywhere_in_the_file() -> None:
    rows = [
        recorded("c", 1000.5, value=None, denominator=99_991),
        recorded("d1", 996.5, value=None, denominator=80_021),
        recorded("d2", 4, value=None, note="4 cases", denominator=19_970),
    ]
    text = json.dumps(written(rows))
    assert "996.5" not in text
    assert "4 cases" not in text
    areas = indicator(json.loads(text), "R-1")["by_area"]
    assert [one["absence"] for one in areas] == ["suppressed", "suppressed", "not assessed"]


def test_absences_are_told_apart() -> None:
    document = written([recorded("c", 2)], **CITY)
    absences = {code: indicator(document, code)["absence"] for code in ("R-1", "P-1", "S-1")}
    assert absences == {"R-1": "suppressed", "P-1": "not in remit", "S-1": "not assessed"}


def test_findings_are_said_in_every_language_asked_for() -> None:
    for finding in written(RICH)["findings"]:
        for part in ("text", "why", "unless"):
            assert set(finding[part]) == {"en", "es"}


def test_there_is_no_total() -> None:
    document = written(RICH)
    assert not {"total", "score", "index", "rank"} & set(document)
    assert all(not {"total", "score", "rank"} & set(one) for one in document["dimensions"])
