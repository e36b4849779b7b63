"""Findings in the reader's language, with what they rest on and where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from paseo.assessment.findings import Sentence as Said
from paseo.assessment.findings import say
from paseo.assessment.profile import Finding, Profile
from paseo.content.language import Text
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.templatetags.assessment import reader


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding as it is read: the sentence, why, and what would make it wrong."""

    kind: str
    face: str
    dimension: str
    text: str
    why: str
    unless: str
    indicators: Sequence[tuple[str, Text, str]]


def sentences(profile: Profile, choice: Choice, most: int | None = None) -> list[Sentence]:
    """Return the findings of a profile in the order the library gives them, the first ``most``."""
    return [_sentence(one, profile, choice.query) for one in profile.findings[:most]]


def _sentence(finding: Finding, profile: Profile, query: str) -> Sentence:
    said, framework = _say(finding, profile), profile.framework
    return Sentence(
        kind=finding.kind,
        face=finding.face,
        dimension=finding.dimension,
        text=said.text,
        why=said.why,
        unless=said.unless,
        indicators=[
            (
                code,
                framework.indicator(code).name.read(reader()),
                reverse("assessment:indicator", args=[profile.city.id, code]) + query,
            )
            for code in finding.indicators
        ],
    )


def face_sentences(profile: Profile) -> list[str]:
    """Return, for each pair of both faces, the sentence that says how they moved."""
    said = {
        one.indicators: _say(one, profile).text
        for one in profile.findings
        if one.id.startswith("faces.")
    }
    return [said.get((pair.happens, pair.felt), "") for pair in profile.two_faces]


def _say(finding: Finding, profile: Profile) -> Said:
    return say(finding, profile.framework, reader())
