"""A round of partners as plain data: groups that may be shown, never a single partner."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from paseo.prevention.collective.result import CollectiveResult, Views

FORMAT: Final = "paseo.partners/1"


def to_plain(result: CollectiveResult, *, generated: bool = False) -> dict[str, Any]:
    """Return everything of a round that may be shown, ready for JSON; unknown values are null.

    Args:
        result: of the round.
        generated: the ratings were invented; a round knows it of its own file, too.
    """
    phase = result.phase
    return {
        "format": FORMAT,
        "generated": generated or result.round.generated,
        "form": result.form.id,
        "version": result.form.version,
        "round": result.round.name,
        "partners": result.partners,
        "invited": result.round.invited,
        "least_shown": result.form.least_shown,
        "least_spread": result.form.least_spread,
        "phase": phase.id if phase else None,
        # Whose rule suggests the phase: without it the word alone would look like a finding.
        "phase_evidence": phase.evidence if phase else None,
        "groups": {group: list(kinds) for group, kinds in result.groups.items()},
        "conditions": {
            one.condition.id: {
                "evidence": one.condition.evidence,
                **_views(one.views),
                "statements": {statement.id: _views(views) for statement, views in one.statements},
            }
            for one in result.conditions
        },
        "differences": [asdict(one) for one in result.differences],
        "gates": [{**asdict(one), "met": one.met} for one in result.gates],
        "indicators": list(result.round.indicators),
    }


def _views(views: Views) -> dict[str, Any]:
    return {
        "all": asdict(views.whole) if views.whole else None,
        "groups": {group: asdict(one) for group, one in views.groups.items()},
        "withheld": views.withheld,
    }
