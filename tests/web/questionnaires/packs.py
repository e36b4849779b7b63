"""Questionnaires for the tests: every type of question, long ones, ones with many sheets."""

from __future__ import annotations

import json
from typing import Any

import yaml


def words(text: str) -> dict[str, str]:
    return {"en": text, "es": f"{text} (es)"}


def header(name: str, version: str = "1.0.0") -> dict[str, Any]:
    return {
        "id": name,
        "format": 1,
        "kind": "questionnaire",
        "version": version,
        "published": "2026-11-25",
        "language": "en",
        "languages": ["en", "es"],
        "title": words("Questions of every kind"),
        "provider": words("Tests"),
        "licence": "CC-BY-4.0",
        "evidence": "composed",
        "source": "ours",
    }


SOURCES = [{"id": "ours", "title": words("Written for the tests")}]
YES_NO = {
    "id": "yes-no",
    "name": words("Yes or no"),
    "points": [
        {"code": "yes", "label": words("Yes")},
        {"code": "no", "label": words("No")},
        {"code": "else", "label": words("Something else"), "other": True},
    ],
    "missing": [
        {"code": "dont_know", "label": words("Don't know")},
        {"code": "not_in_remit", "label": words("Not in our remit")},
    ],
}
FIVE = {
    "id": "five",
    "name": words("How much"),
    "points": [{"code": str(n), "label": words(str(n))} for n in range(1, 6)],
}


def every_type(name: str = "tests.every-type", version: str = "1.0.0") -> dict[str, Any]:
    """Return a questionnaire with a question of every type, in two sections."""
    return {
        "pack": header(name, version),
        "sources": SOURCES,
        "scales": [YES_NO, FIVE],
        "sections": [
            {"id": "first", "name": words("What there is"), "intro": words("As of today.")},
            {"id": "second", "name": words("What people see")},
        ],
        "questions": [
            {"id": "data", "section": "first", "text": words("Is there a register?"),
             "scale": "yes-no", "required": True, "help": words("Of any department.")},
            {"id": "kinds", "section": "first", "type": "multiple", "text": words("Which kinds?"),
             "options": [{"code": "a", "label": words("Thefts")},
                         {"code": "b", "label": words("Nuisance")},
                         {"code": "none", "label": words("None of these"), "exclusive": True}],
             "missing": ["dont_know"], "relevant": "${data} = 'yes'"},
            {"id": "staff", "section": "first", "type": "number", "text": words("How many people?"),
             "unit": words("full-time posts"), "low": 0, "high": 5000, "whole": True,
             "missing": ["dont_know", "not_in_remit"]},
            {"id": "since", "section": "first", "type": "date", "text": words("Since when?"),
             "low": "1900-01-01", "missing": ["dont_know"]},
            {"id": "words", "section": "first", "text": words("What is it called?")},
            {"id": "story", "section": "first", "type": "text", "long": True,
             "text": words("What should be known of it?")},
            {"id": "papers", "section": "first", "type": "file", "text": words("The data sheet"),
             "accepts": [".pdf"]},
            {"id": "told", "section": "second", "type": "note",
             "text": words("The next questions are about a square.")},
            {"id": "safe", "section": "second", "type": "scale", "scale": "five",
             "text": words("How safe is it?"), "low_anchor": words("not at all"),
             "high_anchor": words("very")},
            {"id": "order", "section": "second", "type": "ranking",
             "text": words("What comes first?"), "missing": ["dont_know"],
             "options": [{"code": c, "label": words(c.upper())} for c in "xyz"]},
            {"id": "grid", "section": "second", "type": "matrix", "scale": "yes-no",
             "text": words("Which of these?"),
             "rows": [{"id": "day", "text": words("By day")},
                      {"id": "night", "text": words("After dark")}]},
            {"id": "spot", "section": "second", "type": "place", "text": words("Where is it?"),
             "missing": ["dont_know"]},
            {"id": "shape", "section": "second", "type": "place", "area": True,
             "text": words("Which area?")},
            {"id": "holder", "section": "second", "type": "record", "text": words("Who holds it?"),
             "fields": [{"id": "office", "text": words("Office")},
                        {"id": "count", "type": "number", "text": words("Records")}]},
            {"id": "lamps", "section": "second", "type": "repeat", "text": words("Each lamp"),
             "fields": [{"id": "state", "scale": "yes-no", "text": words("Lit?")},
                        {"id": "height", "type": "number", "text": words("Height"),
                         "unit": words("m"), "low": 0}]},
        ],
    }  # fmt: skip


def long(count: int, name: str = "tests.long") -> dict[str, Any]:
    """Return a questionnaire of one section with so many questions, of several types."""
    kinds: list[dict[str, Any]] = [
        {"scale": "yes-no"},
        {"type": "number", "missing": ["dont_know"]},
        {"type": "text"},
        {"type": "scale", "scale": "five"},
    ]
    return {
        "pack": header(name),
        "sources": SOURCES,
        "scales": [YES_NO, FIVE],
        "questions": [
            {"id": f"q{at}", "text": words(f"Question {at}?"), **kinds[at % len(kinds)]}
            for at in range(count)
        ],
    }


def pack_text(plain: dict[str, Any]) -> str:
    # Through JSON, so that nothing is one object twice: a pack takes no YAML anchors.
    apart = json.loads(json.dumps(plain))
    return yaml.safe_dump(apart, allow_unicode=True, sort_keys=False)
