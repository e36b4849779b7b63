"""The plan: changed, fixed before the start, removed."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from paseo.content.numbers import format_list
from paseo.web.accounts.rights import Right
from paseo.web.assessment.profiles import framework_of
from paseo.web.evidence.pages import language
from paseo.web.prevention.evaluation import planning
from paseo.web.prevention.evaluation.actions import (
    ChangePlan,
    FixPlan,
    RemoveEvaluation,
    plan_of,
)
from paseo.web.prevention.evaluation.forms import PlanForm
from paseo.web.prevention.evaluation.here import Here, of_an_evaluation
from paseo.web.prevention.meanwhile import SEEN, Meanwhile, mark_of
from paseo.web.prevention.models import Measure

_UNSEEN: Final = gettext_lazy(
    "Look at the plan in another tab first; what you send again takes its place."
)


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_evaluation(Right.CONTRIBUTE)
def plan(here: Here) -> HttpResponse:
    """Show the plan to be changed."""
    form = PlanForm(
        Measure.objects.filter(city=here.city),
        framework_of(here.city),
        here.request.POST or None,
        initial=planning.initial_of(here.case),
    )
    if here.request.method == "POST" and form.is_valid():
        change = ChangePlan(
            evaluation=here.evaluation, changes=planning.changes_of(form),
            seen=here.request.POST.get(SEEN),
        )  # fmt: skip
        try:
            change.run(here.request.user)
        except Meanwhile as meanwhile:
            # The mark below is that of what stands now: sent again, it is meant.
            form.add_error(None, f"{meanwhile.sentence()} {_UNSEEN}")
        else:
            messages.success(here.request, _("The plan was kept."))
            planning.warn(here.request, form)
            return redirect(here.url("evaluation-data"))
    return here.render(
        "plan",
        _("Plan"),
        "evaluation-plan",
        form=form,
        moved=planning.moved(here.evaluation, here.case),
        seen=mark_of(plan_of(here.case)),
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_evaluation(Right.LEAD)
def fix(here: Here) -> HttpResponse:
    """Fix the plan; nothing is fixed while a part of it is missing."""
    if here.request.method != "POST":  # the address of a sent form, asked for again
        return redirect(here.url())
    missing = planning.lacking(here.case)
    if missing:
        messages.error(
            here.request,
            _("The plan was not fixed: it lacks %(parts)s.")
            % {"parts": format_list(missing, language())},
        )
    else:
        fixed = FixPlan(evaluation=here.evaluation).run(here.request.user)
        if fixed.fixed_knowing:
            messages.success(
                here.request,
                _("The plan is fixed with today's date, after the numbers were known."),
            )
        else:
            messages.success(here.request, _("The plan is fixed with today's date."))
    return redirect(here.url())


@require_http_methods(["GET", "HEAD", "POST"])
@of_an_evaluation(Right.LEAD)
def remove(here: Here) -> HttpResponse:
    """Ask once more, then take the evaluation away."""
    if here.request.method == "POST":
        RemoveEvaluation(evaluation=here.evaluation).run(here.request.user)
        messages.success(here.request, _("The evaluation was removed."))
        return redirect("prevention:evaluations", here.city.pk)
    return here.render("remove", _("Remove this evaluation"), "evaluation-plan")
