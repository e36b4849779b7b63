"""A small questionnaire with every type of question, for tests of tables, forms and imports."""

from __future__ import annotations

from typing import Any

from paseo.evidence.questionnaires.plain import from_plain
from paseo.evidence.questionnaires.questionnaire import Questionnaire


def _both(en: str, es: str) -> dict[str, str]:
    return {"en": en, "es": es}


_MODES = [
    {"code": "walk", "label": _both("On foot", "A pie")},
    {"code": "bus", "label": _both("By bus", "En autobús")},
    {"code": "bus_night", "label": _both("By night bus", "En autobús nocturno")},
    {"code": "none", "label": _both("Not at all", "De ninguna manera"), "exclusive": True},
    {"code": "other", "label": _both("Another way", "De otra manera"), "other": True},
]
_SAFE = [
    {"code": "1", "label": _both("Very unsafe", "Muy insegura")},
    {"code": "2", "label": _both("Unsafe", "Insegura")},
    {"code": "3", "label": _both("Safe", "Segura")},
    {"code": "4", "label": _both("Very safe", "Muy segura")},
]
_REASONS = ["dont_know", "refused"]


def _questions() -> list[dict[str, Any]]:
    return [
        {"id": "hello", "type": "note", "section": "a", "text": _both("Hello", "Hola")},
        {"id": "after_dark", "type": "scale", "section": "a", "scale": "safe", "required": True,
         "text": _both("How safe do you feel after dark?", "¿Cómo de segura se siente de noche?"),
         "help": _both("Walking alone in your area.", "Caminando a solas por su zona.")},
        {"id": "modes", "type": "multiple", "section": "a", "options": _MODES,
         "missing": ["dont_know"], "text": _both("How do you get about?", "¿Cómo se desplaza?")},
        {"id": "lamps", "type": "number", "section": "a", "missing": _REASONS, "low": 0,
         "unit": _both("lamps", "farolas"), "text": _both("Lamps here", "Farolas aquí")},
        {"id": "opened", "type": "date", "section": "a", "relevant": "${after_dark} = '1'",
         "text": _both("Day of opening", "Día de apertura")},
        {"id": "why", "type": "text", "section": "b", "long": True, "missing": ["refused"],
         "text": _both("Why?", "¿Por qué?")},
        {"id": "first", "type": "ranking", "section": "b", "options": _MODES[:3],
         "text": _both("What comes first?", "¿Qué va primero?")},
        {"id": "trust", "type": "matrix", "section": "b", "scale": "safe",
         "rows": [{"id": "police", "text": _both("Police", "Policía")},
                  {"id": "city", "text": _both("City hall", "Ayuntamiento")}],
         "text": _both("How safe with", "Seguridad con")},
        {"id": "proof", "type": "file", "section": "b", "accepts": [".pdf"],
         "text": _both("Proof", "Prueba")},
        {"id": "spot", "type": "place", "section": "b", "text": _both("Where?", "¿Dónde?")},
        {"id": "shape", "type": "place", "area": True, "section": "b",
         "text": _both("Which area?", "¿Qué zona?")},
        {"id": "owner", "type": "record", "section": "b",
         "text": _both("Who keeps it?", "¿Quién lo guarda?"),
         "fields": [{"id": "unit", "text": _both("Unit", "Unidad")},
                    {"id": "since", "type": "number", "whole": True,
                     "text": _both("Since", "Desde")}]},
        {"id": "visits", "type": "repeat", "section": "b", "text": _both("Visits", "Visitas"),
         "fields": [{"id": "day", "type": "date", "text": _both("Day", "Día")},
                    {"id": "how", "options": _MODES[:2], "text": _both("How", "Cómo")}]},
    ]  # fmt: skip


def questionnaire(**changes: Any) -> Questionnaire:
    """Return the questionnaire; ``changes`` are keys of its header (``version="2.0.0"``)."""
    header = {
        "id": "x.questionnaire.small", "kind": "questionnaire", "version": "1.2.0",
        "published": "2026-11-25", "language": "en", "languages": ["en", "es"],
        "licence": "CC-BY-4.0", "evidence": "composed", "source": "ours", "target": "",
        "title": _both("A small questionnaire", "Un cuestionario pequeño"),
        "provider": _both("Tests", "Pruebas"), "description": _both("For tests.", "Para pruebas."),
    } | changes  # fmt: skip
    return from_plain(
        {
            "header": header,
            "sections": {
                "sources": [{"id": "ours", "title": _both("Ours", "Nuestra")}],
                "scales": [{"id": "safe", "name": _both("Safety", "Seguridad"), "points": _SAFE,
                            "missing": []}],
                "missing": [
                    {"code": "dont_know", "label": _both("Don't know", "No sabe")},
                ],
                "sections": [{"id": "a", "name": _both("You", "Usted")},
                             {"id": "b", "name": _both("Your area", "Su zona")}],
                "questions": [
                    one | ({"missing": _REASONS} if one.get("scale") else {})
                    for one in _questions()
                ],
                "many": True,
                "changes": [],
                "consent": {"text": _both("I take part.", "Participo.")},
            },
        }
    )  # fmt: skip
