"""What a unit of measurement is called: specifications write it in the English of the framework."""

from __future__ import annotations

from paseo.assessment.framework_pack import load_framework
from paseo.content.language import FIRST_LANGUAGE


def unit_words(unit: str, language: str) -> str:
    """Return a unit in a language; as it stands where the framework knows no such unit.

    >>> unit_words("per 1,000 residents", "es"), unit_words("percent", "es"), unit_words("m", "es")
    ('por 1000 residentes', '%', 'm')
    """
    if language == FIRST_LANGUAGE:
        return unit
    for code, one in load_framework().units.items():
        if unit in (code, one.label.read(FIRST_LANGUAGE).words):
            return one.label.read(language).words
    return unit
