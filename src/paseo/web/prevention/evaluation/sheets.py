"""What an action sheet, or the register, says of the evaluation that is about to begin."""

from __future__ import annotations

from typing import Any, Final

from paseo.prevention.evaluation.case import Area, Role
from paseo.web.evidence.models import City
from paseo.web.prevention.evaluation.tables import names_of
from paseo.web.prevention.models import ActionSheet, Measure

_WORDS: Final = (
    "title", "measure", "outcome", "indicator", "place", "start", "review", "mechanism",
)  # fmt: skip


def sheet_of(city: City, number: str) -> ActionSheet | None:
    """Return a sheet of the city by its key; None for an unknown one, and for other cities'."""
    if not number.isdecimal():
        return None
    return ActionSheet.objects.filter(city=city, pk=int(number)).first()


def words_of(sheet: ActionSheet | None) -> dict[str, Any]:
    """Return what a sheet says, under the names of the form."""
    if sheet is None:
        return {}
    return {name: getattr(sheet, name) for name in _WORDS if getattr(sheet, name)}


def areas_of(city: City, sheet: ActionSheet | None, measure: str) -> tuple[Area, ...]:
    """Return the areas that a sheet names with their roles; without one the area of the measure."""
    roles: dict[str, Role] = {}
    if sheet is not None:
        force = sheet.force
        given = ((Role.TREATED, (force.area,)), (Role.COMPARISON, force.comparison),
                 (Role.DISPLACEMENT, force.displacement))  # fmt: skip
        roles = {code: role for role, codes in reversed(given) for code in codes if code}
    elif measure:
        held = Measure.objects.filter(city=city, code=measure).first()
        roles = {held.area: Role.TREATED} if held is not None and held.area else {}
    names = names_of(city, set(roles))
    ordered = sorted(roles, key=lambda code: list(Role).index(roles[code]))
    return tuple(Area(code, roles[code], names.get(code, "")) for code in ordered)
