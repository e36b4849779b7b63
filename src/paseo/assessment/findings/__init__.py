"""Findings: what the data say in plain words, and what they say that they cannot say.

Every finding carries why it is said and what would make it wrong. It holds no sentence itself:
:func:`say` puts it into the reader's language.
"""

from __future__ import annotations

from paseo.assessment.findings.changes import change_findings
from paseo.assessment.findings.coverage import coverage_findings
from paseo.assessment.findings.levels import level_findings
from paseo.assessment.findings.quality import quality_findings
from paseo.assessment.findings.sides import area_findings, face_findings, group_findings
from paseo.assessment.findings.words import Sentence, about, say
from paseo.assessment.profile import Finding, Profile

__all__ = ["Sentence", "about", "findings", "say"]


def findings(profile: Profile) -> tuple[Finding, ...]:
    """Return the findings of a profile, the weightiest first.

    The weight orders them for the reader and means nothing else; findings of equal weight keep
    the order of the framework.
    """
    found = [
        *face_findings(profile),
        *level_findings(profile),
        *change_findings(profile),
        *group_findings(profile),
        *area_findings(profile),
        *coverage_findings(profile),
        *quality_findings(profile),
    ]
    return tuple(sorted(found, key=lambda one: -one.weight))
