"""The pages of action sheets: list, a new one, one sheet, what is taken over, files."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.problems import Refused
from paseo.prevention.sheets.plain import to_plain, to_yaml
from paseo.prevention.sheets.sheet import Sheet
from paseo.report.files import missing_extra
from paseo.report.prevention.sheet import sheet_document
from paseo.report.prevention.speaker import Standing
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import download_name, language, of_a_city
from paseo.web.prevention.models import ActionSheet
from paseo.web.prevention.pages import page
from paseo.web.prevention.sheets import showing
from paseo.web.prevention.sheets.actions import BeginSheet, PlanMeasure, TakePractice
from paseo.web.prevention.sheets.forms import NewForm
from paseo.web.prevention.sheets.here import Here, areas_of, of_a_sheet, words_of
from paseo.web.prevention.sheets.missing import left_open, missing, people_named
from paseo.web.ui.paging import page_of

PER_PAGE: Final = 25
FORMS: Final = {"pdf": "PDF", "docx": "Word", "html": "HTML", "yaml": "YAML"}
_WAYS: Final = ["GET", "HEAD", "POST"]


@require_GET
@of_a_city()
def sheets(request: HttpRequest, city: City) -> HttpResponse:
    """Show the sheets of a city with their state and date of review."""
    found = ActionSheet.objects.filter(city=city)
    shown = page_of(found, request, PER_PAGE)
    today = timezone.localdate()
    due = found.filter(fixed_on__isnull=False, reviewed_on__isnull=True, review__lt=today)
    context = page(request, city, _("Action sheets"), "sheets") | {
        "page": shown,
        "table": showing.listed(list(shown), words_of(city, areas_of(city)), today),
        "due": due.count(),
        "contributes": bool(policy.may(request.user, Right.CONTRIBUTE, city.pk)),
    }
    return render(request, "prevention/sheets/list.html", context)


@require_http_methods(_WAYS)
@of_a_city(Right.CONTRIBUTE)
def new(request: HttpRequest, city: City) -> HttpResponse:
    """Begin a sheet that comes from no gap."""
    problems = city.measures.exclude(problem="").values_list("problem", flat=True).distinct()
    form = NewForm(
        request.POST or None, problems=sorted(set(problems)),
        initial={"problem": request.GET.get("problem", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        sheet = Sheet(**form.cleaned_data)
        twice = ActionSheet.objects.filter(city=city, title=sheet.title, fixed_on=None)
        for one in twice:
            if one.content == to_plain(sheet):  # sent twice, and nothing was written in it yet
                return redirect(one)
        return redirect(BeginSheet(city=city.pk, sheet=sheet).run(request.user))
    context = page(request, city, _("New action sheet"), "sheets") | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "prevention/sheets/new.html", context, status=status)


@never_cache
@require_GET
@of_a_sheet()
def sheet(here: Here) -> HttpResponse:
    """Show a sheet with what is proposed for it and what it brings along."""
    view, words = here.view, here.words
    return here.render(
        "sheet",
        here.row.name,
        state=words.state(view.state),
        view=view,
        parts=showing.parts(here),
        contents=showing.contents(here),
        seeing=words.seeing(view.seeing),
        candidates=showing.candidates(here),
        comparison_rule=words.say("comparison_rule"),
        likes=showing.likes(here),
        likeness_rule=words.say("likeness_rule"),
        rooms=showing.rooms(here),
        no_advice=words.say("no_advice"),
        amendments=showing.amendments(here),
        lacks=missing(here),
        left_open=left_open(here),
        people=people_named(here) if here.may(Right.CONTRIBUTE) else [],
        overdue=here.row.is_overdue(here.today),
        begun=showing.begun(here),
        days=showing.days(here),
        downloads=[
            (label, here.url("sheet-report", form))
            for form, label in FORMS.items()
            if form == "yaml" or not missing_extra(form)
        ],
        evaluate=showing.evaluate_url(here),
        measure_url=showing.measure_url(here),
    )  # fmt: skip


@require_http_methods(_WAYS)
@of_a_sheet(Right.CONTRIBUTE)
def take(here: Here) -> HttpResponse:
    """Take over from a practice what the sheet does not say yet."""
    if here.request.method != "POST":  # an address that was kept, or loaded again
        return redirect(here.url() + "#practices")
    wanted = here.request.POST.get("practice", "")
    practice = next((one for one in here.practices if one.id == wanted), None)
    if practice is None:
        raise Http404
    # Only what the sheet does not say yet is filled, so that nothing of others is replaced.
    TakePractice(row=here.row, practice=practice, language=language()).run(here.request.user)
    messages.success(
        here.request, _("Taken over, where the sheet said nothing yet. Make it yours.")
    )
    return redirect(here.url() + "#what")


@require_http_methods(_WAYS)
@of_a_sheet(Right.CONTRIBUTE)
def measure(here: Here) -> HttpResponse:
    """Put the planned measure into the register."""
    if here.request.method != "POST":
        return redirect(here.url() + "#next")
    try:
        PlanMeasure(row=here.row).run(here.request.user)
    except Refused:  # the title is missing; the form that asks for it says so
        messages.warning(here.request, _("Give it a title first: the measure is called so."))
        return redirect(here.url("sheet-edit", "what"))
    messages.success(here.request, _("The measure stands in the register as planned."))
    return redirect(here.url())


@require_GET
@of_a_sheet()
def report(here: Here, form: str) -> HttpResponse:
    """Give a sheet as a file."""
    if form not in FORMS or (form != "yaml" and missing_extra(form)):
        raise Http404
    if form == "yaml":
        data, media = to_yaml(here.sheet).encode(), "application/yaml; charset=utf-8"
    else:
        from paseo.report.writers.registry import WRITERS

        standing = Standing(here.city.name, timezone.now(), here.city.generated)
        document = sheet_document(here.view, here.words, standing, language())
        data, media = WRITERS[form].write(document), WRITERS[form].media_type
    response = HttpResponse(data, content_type=media)
    name = download_name(here.city, f"{here.city.pk}-action-{here.row.pk}.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
