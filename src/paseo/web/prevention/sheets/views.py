"""The pages of action sheets: list, one sheet, its parts, fixing, amendments, files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.content.problems import Refused
from paseo.prevention.sheets.fixing import is_apart, lacking
from paseo.prevention.sheets.plain import to_yaml
from paseo.prevention.sheets.sheet import FIXED_FIELDS, Sheet
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
from paseo.web.prevention.sheets.actions import (
    AmendSheet,
    BeginSheet,
    ChangeSheet,
    FixSheet,
    PlanMeasure,
    RemoveSheet,
    ReviewSheet,
    TakePractice,
)
from paseo.web.prevention.sheets.forms import PARTS, AmendForm, NewForm, PartForm, ReviewForm
from paseo.web.prevention.sheets.here import Here, areas_of, of_a_sheet, words_of
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
        return redirect(BeginSheet(city=city.pk, sheet=sheet).run(request.user))
    context = page(request, city, _("New action sheet"), "sheets") | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "prevention/sheets/new.html", context, status=status)


@require_GET
@of_a_sheet()
def sheet(here: Here) -> HttpResponse:
    """Show a sheet with what is proposed for it and what it brings along."""
    return _sheet(here)


def _sheet(here: Here, refused: Refused | None = None, **more: Any) -> HttpResponse:
    view, words = here.view, here.words
    said = language()
    return here.render(
        "sheet",
        here.row.name,
        status=422 if refused or more else 200,
        state=words.state(view.state),
        view=view,
        parts=showing.parts(here),
        seeing=words.seeing(view.seeing),
        candidates=showing.candidates(here),
        comparison_rule=words.say("comparison_rule"),
        likes=showing.likes(here),
        likeness_rule=words.say("likeness_rule"),
        rooms=showing.rooms(here),
        no_advice=words.say("no_advice"),
        amendments=showing.amendments(here),
        lacking=[
            one.sentence(said) for one in lacking(here.sheet, here.today, here.areas)
        ] if here.sheet.fixed is None else [],
        refused=[one.sentence(said) for one in refused.problems] if refused else [],
        overdue=here.row.is_overdue(here.today),
        downloads=[
            (label, here.url("sheet-report", form))
            for form, label in FORMS.items()
            if form == "yaml" or not missing_extra(form)
        ],
        evaluate=showing.evaluate_url(here),
        measure_url=showing.measure_url(here),
        review_form=more.get("review_form") or ReviewForm(initial={"day": here.today}),
    )  # fmt: skip


@require_http_methods(_WAYS)
@of_a_sheet(Right.CONTRIBUTE)
def edit(here: Here, part: str) -> HttpResponse:
    """Edit a part of a sheet."""
    if part not in PARTS:
        raise Http404
    form = _form(here, PARTS[part])
    refused: list[str] = []
    if here.request.method == "POST" and form.is_valid():
        try:
            ChangeSheet(row=here.row, values=form.values()).run(here.request.user)
        except Refused as found:
            refused = [one.sentence(language()) for one in found.problems]
        else:
            messages.success(here.request, _("The sheet was saved."))
            return redirect(here.url() + f"#{part}")
    return here.render(
        "edit", showing.part_name(part), here.crumb, form=form, refused=refused,
        status=422 if form.errors or refused else 200,
        candidates=showing.candidates(here) if part == "outcome" else [],
        comparison_rule=here.words.say("comparison_rule"),
        fixed=here.sheet.fixed,
    )  # fmt: skip


def _form(here: Here, made: type[PartForm]) -> PartForm:
    words = here.words
    areas = [(one.id, words.area(one.id)) for one in here.areas or () if one.level != "city"]
    apart = [(code, name) for code, name in areas if is_apart(code, here.sheet.area, here.areas)]
    names = ((code, words.indicator(code)) for code in words.indicators)
    known = sorted(names, key=lambda one: one[1])
    return made(
        here.request.POST or None, sheet=here.sheet, areas=areas, apart=apart, indicators=known
    )


@require_POST
@of_a_sheet(Right.CONTRIBUTE)
def take(here: Here) -> HttpResponse:
    """Take over from a practice what the sheet does not say yet."""
    wanted = here.request.POST.get("practice", "")
    practice = next((one for one in here.practices if one.id == wanted), None)
    if practice is None:
        raise Http404
    TakePractice(row=here.row, practice=practice, language=language()).run(here.request.user)
    messages.success(
        here.request, _("Taken over, where the sheet said nothing yet. Make it yours.")
    )
    return redirect(here.url() + "#what")


@require_POST
@of_a_sheet(Right.LEAD)
def fix(here: Here) -> HttpResponse:
    """Fix a sheet before the start."""
    try:
        FixSheet(row=here.row).run(here.request.user)
    except Refused as refused:
        return _sheet(here, refused)
    messages.success(here.request, _("The sheet is fixed. Changes are amendments from now on."))
    return redirect(here.url())


@require_http_methods(_WAYS)
@of_a_sheet(Right.LEAD)
def amend(here: Here) -> HttpResponse:
    """Amend something that was fixed."""
    if here.sheet.fixed is None:
        return redirect(here.url())
    form = AmendForm(here.request.POST or None, fields=_names(here, FIXED_FIELDS))
    if here.request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            AmendSheet(
                row=here.row, name=held["name"], after=form.plain(), reason=held["reason"]
            ).run(here.request.user)
        except Refused as refused:
            for one in refused.problems:
                form.add_error("value", one.sentence(language()))
        else:
            messages.success(here.request, _("The amendment stands beside what was fixed."))
            return redirect(here.url() + "#amendments")
    return here.render(
        "amend", _("Amend"), here.crumb, form=form, status=422 if form.errors else 200,
        areas=[(one.id, here.words.area(one.id)) for one in here.areas or ()],
    )  # fmt: skip


def _names(here: Here, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, here.words.field(name)) for name in names]


@require_POST
@of_a_sheet(Right.LEAD)
def review(here: Here) -> HttpResponse:
    """Note that the review was held."""
    form = ReviewForm(here.request.POST)
    if not form.is_valid():
        return _sheet(here, review_form=form)
    ReviewSheet(row=here.row, **form.cleaned_data).run(here.request.user)
    messages.success(here.request, _("The review was noted."))
    return redirect(here.url())


@require_POST
@of_a_sheet(Right.CONTRIBUTE)
def measure(here: Here) -> HttpResponse:
    """Put the planned measure into the register."""
    try:
        PlanMeasure(row=here.row).run(here.request.user)
    except Refused as refused:
        return _sheet(here, refused)
    messages.success(here.request, _("The measure stands in the register as planned."))
    return redirect(here.url())


@require_POST
@of_a_sheet(Right.LEAD)
def remove(here: Here) -> HttpResponse:
    """Take out a sheet that was never fixed."""
    if here.sheet.fixed is not None:
        raise Http404
    RemoveSheet(row=here.row).run(here.request.user)
    messages.success(here.request, _("The draft was removed."))
    return redirect(reverse("prevention:sheets", args=[here.city.pk]))


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
