"""Between the form of a plan and the case of the library, and what moved since it was fixed."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.prevention.evaluation.case import Area, Assignment, Better, Case, Role
from paseo.prevention.evaluation.stored import from_stored
from paseo.web.prevention.evaluation.forms import PlanForm
from paseo.web.prevention.models import Evaluation
from paseo.web.prevention.personal import personal

_PLAIN: Final = (
    "title", "measure", "outcome", "unit", "indicator", "place", "start", "review", "expected",
    "chosen_as_worst", "mechanism", "sources", "note",
)  # fmt: skip
#: What people write freely.
_WORDS: Final = ("title", "outcome", "mechanism", "note", "sources")
#: Parts of a plan that count once it is fixed, in words.
FIXED_PARTS: Final[dict[str, Promise]] = {
    "outcome": gettext_lazy("what should change"),
    "unit": gettext_lazy("what one count is"),
    "indicator": gettext_lazy("the indicator"),
    "better": gettext_lazy("what is hoped for"),
    "start": gettext_lazy("the first day of the measure"),
    "review": gettext_lazy("the date of review"),
    "level": gettext_lazy("the level of the intervals"),
    "expected": gettext_lazy("the change hoped for"),
    "areas": gettext_lazy("the areas and their roles"),
    "periods": gettext_lazy("the periods"),
    "assignment": gettext_lazy("how the place was chosen"),
    "mechanism": gettext_lazy("why it should work"),
}


def changes_of(form: PlanForm) -> dict[str, Any]:
    """Return what a valid form says, under the names of the case."""
    held = form.cleaned_data
    return {
        **{name: held[name] for name in _PLAIN},
        "better": Better(held["better"]),
        "assignment": Assignment(held["assignment"]),
        "level": float(held["level"]),
    }


def case_of_form(form: PlanForm, areas: tuple[Area, ...]) -> Case:
    """Return a plan with the areas that are known already, without data."""
    return Case(areas=areas, **changes_of(form))


def initial_of(case: Case) -> dict[str, Any]:
    """Return a case as the form shows it."""
    return {
        **{name: getattr(case, name) for name in _PLAIN},
        "better": case.better.value,
        "assignment": case.assignment.value,
        "level": f"{case.level:g}",
        "expected": None if case.expected is None else round(100 * case.expected, 6),
        "chosen_as_worst": {True: "yes", False: "no", None: ""}[case.chosen_as_worst],
        "sources": "\n".join(case.sources),
    }


def warn(request: HttpRequest, form: PlanForm) -> None:
    """Say beside a kept plan what in its words looks like data about a person."""
    words = " ".join(str(form.cleaned_data[name] or "") for name in _WORDS)
    if found := personal(words):
        messages.warning(request, found)


def lacking(case: Case) -> list[str]:
    """Return what a plan lacks before it can be fixed, in words."""
    found = []
    if case.start is None:
        found.append(_("the first day of the measure"))
    if case.review is None:
        found.append(_("a date of review"))
    if not case.in_role(Role.TREATED):
        found.append(_("the area of the measure"))
    if not (case.in_role(Role.COMPARISON) or case.in_role(Role.DONOR)):
        found.append(_("a comparison area"))
    return found


def moved(evaluation: Evaluation, case: Case) -> list[str]:
    """Return the parts of a plan that are no longer as they were fixed."""
    if evaluation.fixed is None:
        return []
    try:
        fixed = from_stored(evaluation.fixed)
    except ValueError:
        return []
    return [
        str(words)
        for name, words in FIXED_PARTS.items()
        if getattr(fixed, name) != getattr(case, name)
    ]
