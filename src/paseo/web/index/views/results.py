"""How solid the positions are, which choice drives them, and how the index was made."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.assessment.index import words
from paseo.assessment.index.words.standing import standings
from paseo.report.charts import HeatRow
from paseo.report.index.choices import driver_rows
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import language
from paseo.web.index import library, pictures
from paseo.web.index.actions import KeepVersion
from paseo.web.index.forms import SensitivityForm, UncertaintyForm
from paseo.web.index.jobs import start_sensitivity, start_uncertainty
from paseo.web.index.making import with_usual_doubts
from paseo.web.index.models import Examination
from paseo.web.index.pages import Here, check, of_an_index, problem_lines
from paseo.web.index.plain import plain_of
from paseo.web.index.planning import without_factors
from paseo.web.ui.paging import page_of

PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_an_index()
def solid(here: Here) -> HttpResponse:
    """Show how often each unit has which position; a sent form makes the index anew."""
    form = UncertaintyForm(here.request.POST or None)
    if here.request.method == "POST":
        check(here.request.user, Right.CONTRIBUTE, here.index.where)
        if form.is_valid() and here.spec_index.spec.plan is not None:
            replications = form.cleaned_data["replications"]
            return redirect(start_uncertainty(here.request.user, here.version, replications))
    context = _common(here, Examination.Kind.UNCERTAINTY)
    found = here.run.uncertainty
    if found is not None:
        page = page_of(list(standings(here.run)), here.request, PER_PAGE)
        place = {unit: at for at, unit in enumerate(found.units)}
        rows = [
            HeatRow(
                here.units[one.unit], tuple(found.rank_probability[place[one.unit]].tolist()),
                "" if one.ranked else _("no score"), here.url("unit", one.unit),
            )
            for one in page.object_list
        ]  # fmt: skip
        context |= {
            "page": page,
            "figure": pictures.heat(
                rows, _("How often each unit has which position"),
                _("A short row is a solid position, a long one an open one."),
            ),
            "sentences": words.positions(here.run, language()),
            "varied": words.varied(here.run, language()),
        }  # fmt: skip
    return here.render(
        "solid", _("How solid the positions are"), "solid", form=form,
        status=422 if form.errors else 200, **context,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_an_index()
def drivers(here: Here) -> HttpResponse:
    """Show which choice moves the positions; a sent form looks for it."""
    form = SensitivityForm(here.request.POST or None)
    if here.request.method == "POST":
        check(here.request.user, Right.CONTRIBUTE, here.index.where)
        if form.is_valid() and here.spec_index.spec.plan is not None:
            return redirect(
                start_sensitivity(here.request.user, here.version, form.cleaned_data["base"])
            )
    context = _common(here, Examination.Kind.SENSITIVITY)
    found = here.run.drivers
    if found is not None:
        rows = driver_rows(found, here.factor)
        sentences = words.drivers(here.run, language())
        context |= {
            "figure": pictures.drivers(
                rows, _("Part of each choice in how far positions move"),
                sentences[0] if sentences else "",
            ),
            "sentences": sentences,
        }  # fmt: skip
    return here.render(
        "drivers", _("Which choice drives the positions"), "drivers", form=form,
        status=422 if form.errors else 200, **context,
    )  # fmt: skip


@require_POST
@of_an_index(Right.CONTRIBUTE)
def doubts(here: Here) -> HttpResponse:
    """Add the usual doubts to a specification that names none, as a new version.

    Of a plan that cannot run only what is at fault goes, as long as something stays.
    """
    index = here.spec_index
    unsound = library.unsound(here.read)
    if index.spec.plan is not None and not unsound:
        return redirect(here.url("solid"))
    errors = index.values.errors
    sampled = bool(index.counts) or (errors is not None and bool(np.isfinite(errors).any()))
    text = with_usual_doubts(here.version.text, sampled=sampled, units=len(index.values.units))
    note = _("What is uncertain was added")
    left = without_factors(here.version.text, unsound) if unsound else ""
    if "uncertainty" in plain_of(left or "{}"):
        text = left
        names = ", ".join(here.factor(one) for one in sorted(unsound))
        note = _("Left out: %(name)s") % {"name": names}
    made = KeepVersion(
        index=here.index,
        draft=library.draft_of(text, here.version.files),
        note=note,
        based_on=here.version.number,
    ).run(here.request.user)
    return redirect(start_uncertainty(here.request.user, made))


def _common(here: Here, kind: str) -> dict[str, Any]:
    plan = here.spec_index.spec.plan
    return {
        "jobs": [one for one in here.running() if one.kind == f"index.{kind}"],
        "examination": here.examinations.get(kind),
        "plan": [here.factor(one.name) for one in plan.factors] if plan else [],
        "failure": here.failure(),
    }


@never_cache
@require_GET
@of_an_index()
def made(here: Here) -> HttpResponse:
    """Show what was done with the data, step by step, and what could not be done."""
    return here.render(
        "made",
        _("How it was made"),
        "made",
        steps=words.done(here.run, language()),
        says_not=words.says_not(here.run, language()),
        problems=problem_lines(here.spec_index.problems),
        data=here.spec_index.spec.data,
        sources=[one.read(language()).words for one in here.spec_index.spec.sources.values()],
        fingerprint=sorted(here.spec_index.fingerprint.items()),
    )
