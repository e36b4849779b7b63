"""What people write for the role of an area, and what it is called in messages."""

from __future__ import annotations

from typing import Final

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.prevention.evaluation.case import Role

#: What people write for a role, in plain spelling.
ROLES: Final[dict[str, Role]] = {
    "treated": Role.TREATED, "target": Role.TREATED, "measure": Role.TREATED,
    "tratada": Role.TREATED, "tratado": Role.TREATED, "intervencion": Role.TREATED,
    "comparison": Role.COMPARISON, "control": Role.COMPARISON, "comparacion": Role.COMPARISON,
    "displacement": Role.DISPLACEMENT, "buffer": Role.DISPLACEMENT,
    "desplazamiento": Role.DISPLACEMENT,
    "displacement_comparison": Role.DISPLACEMENT_COMPARISON,
    "displacement_control": Role.DISPLACEMENT_COMPARISON,
    "comparacion_del_desplazamiento": Role.DISPLACEMENT_COMPARISON,
    "control_de_desplazamiento": Role.DISPLACEMENT_COMPARISON,
    "donor": Role.DONOR, "donante": Role.DONOR,
    # As pages and reports name them.
    "area_of_the_measure": Role.TREATED, "zona_de_la_medida": Role.TREATED,
    "comparison_area": Role.COMPARISON, "zona_de_comparacion": Role.COMPARISON,
    "area_to_which_it_may_move": Role.DISPLACEMENT,
    "comparison_for_the_area_to_which_it_may_move": Role.DISPLACEMENT_COMPARISON,
    "area_without_the_measure": Role.DONOR, "zona_sin_la_medida": Role.DONOR,
}  # fmt: skip


def role_words(role: Role) -> LanguageMap:
    """Return what a role is called, in every language.

    >>> role_words(Role.COMPARISON)["en"]
    'comparison area'
    """
    return load_phrases("paseo.prevention.evaluation").map(f"role.{role.value}")
