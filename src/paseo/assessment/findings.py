"""Findings in plain words."""

from __future__ import annotations

from paseo.assessment.profile import Finding, Profile


def findings(profile: Profile) -> tuple[Finding, ...]:
    """Return the findings of a profile, the weightiest first."""
    return ()
