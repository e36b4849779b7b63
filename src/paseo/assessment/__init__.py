"""Action 1: the self-assessment of a city in six dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paseo.assessment.profile import Profile
    from paseo.evidence.concern import Concern


def concerns(profile: Profile) -> tuple[Concern, ...]:
    """Return the areas and groups of a city that stand worse beyond chance.

    Published for other rooms; see :func:`paseo.assessment.standing_out.concerns`.
    """
    from paseo.assessment import standing_out

    return standing_out.concerns(profile)
