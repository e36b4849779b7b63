"""The list of a city's surveys, bringing one, its page, and taking it away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.content.problems import Problems, Refused
from paseo.evidence.surveys.checks import check_survey
from paseo.evidence.surveys.data import SurveyData, identifying_columns
from paseo.evidence.surveys.mapping import SurveyMapping
from paseo.evidence.tables.limits import MEGABYTE
from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import need
from paseo.web.evidence.uploading import MOST_BYTES, guard
from paseo.web.jobs.actions import start
from paseo.web.jobs.models import Job
from paseo.web.surveys.actions import KeepSurvey, RemoveAnswers, RemoveSurvey
from paseo.web.surveys.forms import BringForm
from paseo.web.surveys.ground import ground_of
from paseo.web.surveys.jobs import ESTIMATE
from paseo.web.surveys.keeping import data_of, forget_answers, mapping_of, receive
from paseo.web.surveys.models import Survey
from paseo.web.surveys.pages import frame, of_a_survey, of_survey, problems_table
from paseo.web.ui.paging import page_of

PER_PAGE = 25
#: Larger files are checked in the job only; a page should answer within about a second.
SMALL = 5_000_000


@require_GET
def room(request: HttpRequest, city: str = "") -> HttpResponse:
    """Show the surveys of a city, or of every city that one may read."""
    found = None
    if city:
        need(request.user, Right.READ, city)
        found = City.objects.filter(pk=city).first()
    readable = policy.cities(request.user, Right.READ)
    surveys = Survey.objects.select_related("city").defer("results", "mapping", "results_mapping")
    if city:
        surveys = surveys.filter(city=city)
    elif readable is not None:
        surveys = surveys.filter(city__in=readable)
    return render(
        request,
        "surveys/room.html",
        {**frame(found, _("Surveys")), "page": page_of(surveys, request, PER_PAGE)},
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, city: str) -> HttpResponse:
    """Ask for a file; the protection against forged requests follows after the size is known."""
    if request.method == "POST":
        megabytes = guard(request)
        if megabytes:
            return _too_large(request, city, megabytes)
    return _bring(request, city)


@csrf_protect
def _bring(request: HttpRequest, city: str) -> HttpResponse:
    need(request.user, Right.CONTRIBUTE, city)
    found = City.objects.get(pk=city)
    form = BringForm(request.POST or None, request.FILES or None)
    problems: Problems | None = None
    if request.method == "POST" and form.is_valid():
        survey, problems = _received(request.user, found, form)
        if survey is not None:
            return redirect("surveys:mapping", city=found.pk, identity=survey.pk)
    context = {**frame(found, _("Bring a survey")), "form": form}
    if problems is not None:
        context["problems"] = problems_table(problems, _("Why the file was not taken"))
    return render(request, "surveys/bring.html", context, status=422 if form.is_bound else 200)


def _received(person: Person, city: City, form: BringForm) -> tuple[Survey | None, Problems | None]:
    """Take the file in and read it; what cannot be read is not kept."""
    file = form.cleaned_data["file"]
    name = Path((file.name or "answers").replace("\\", "/")).name[:200]
    survey = Survey(
        city=city, title=form.cleaned_data["title"], file_name=name,
        ending=Path(name).suffix.lower(),
    )  # fmt: skip
    receive(survey, file)
    try:
        data = data_of(survey)
    except Refused as refused:
        forget_answers(survey)
        return None, refused.problems
    survey.respondents, survey.columns = data.respondents, list(data.frame.columns)
    try:
        return KeepSurvey(city=city.pk, survey=survey).run(person), None
    except Exception:
        forget_answers(survey)
        raise


def _too_large(request: HttpRequest, city: str, megabytes: int) -> HttpResponse:
    need(request.user, Right.CONTRIBUTE, city)
    context = {
        **frame(City.objects.get(pk=city), _("Bring a survey")),
        "form": BringForm(),
        "too_large": megabytes,
        "most": MOST_BYTES // MEGABYTE,
    }
    return render(request, "surveys/bring.html", context, status=413)


@never_cache
@require_GET
@of_a_survey()
def survey(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show where a survey stands: file, mapping, problems, results, and the next step."""
    context = of_survey(request, survey, survey.title, "survey")
    mapping = None
    if survey.mapping:
        mapping, _said = mapping_of(survey.mapping)
        context["indicators"] = len(mapping.indicators)
    if context["contributes"] and survey.has_answers:
        context |= _checked(survey, mapping)
    context["job"] = (
        Job.unfinished().filter(kind=ESTIMATE, arguments__survey=str(survey.pk)).first()
    )
    return render(request, "surveys/survey.html", context)


def _checked(survey: Survey, mapping: SurveyMapping | None) -> dict[str, Any]:
    """Return what is wrong with a small file under its mapping."""
    found: dict[str, Any] = {"naming": identifying_columns(survey.columns)}
    if mapping is None or survey.size > SMALL:
        return found
    data: SurveyData = data_of(survey)
    problems = Problems([*ground_of(survey.city).check(mapping), *check_survey(data, mapping)])
    found["checked"] = True
    found["errors"] = len(problems.errors)
    found["problems"] = problems_table(problems, _("What was found in file and mapping"))
    found["open_questions"] = [one for one in mapping.open_questions if one in survey.columns]
    return found


@require_POST
@of_a_survey(Right.CONTRIBUTE)
def estimate(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Start to estimate."""
    if not survey.mapping or not survey.has_answers:
        return redirect(survey)
    job = start(ESTIMATE, person=request.user, city=survey.city_id, survey=str(survey.pk))
    return redirect(job)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_survey(Right.CONTRIBUTE)
def remove_answers(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Say what goes; a confirmed form takes the answers away, the results stay."""
    if request.method != "POST":
        return _confirm(request, survey, _("Remove the answers"), whole=False)
    RemoveAnswers(survey=survey).run(request.user)
    return redirect(survey)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_survey(Right.LEAD)
def remove(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Say what goes; a confirmed form takes the whole survey away."""
    if request.method != "POST":
        return _confirm(request, survey, _("Remove this survey"), whole=True)
    RemoveSurvey(survey=survey).run(request.user)
    return redirect("surveys:room", city=survey.city_id)


def _confirm(request: HttpRequest, survey: Survey, title: str, *, whole: bool) -> HttpResponse:
    context = of_survey(request, survey, title, "survey")
    context |= {"title": title, "whole": whole, "codings": survey.codings.count() if whole else 0}
    return render(request, "surveys/remove.html", context)
