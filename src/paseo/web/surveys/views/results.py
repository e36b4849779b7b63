"""Results of a survey: at a glance, one by one, as files, and into the city's observations."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from paseo.content.problems import Problems, Refused
from paseo.evidence.checks import Checked, Ground, read_observations
from paseo.evidence.export import observations_csv
from paseo.evidence.preview import ImportPlan, plan_import
from paseo.evidence.surveys.observations import survey_observations, wording_text
from paseo.evidence.surveys.reading import read_indicator
from paseo.evidence.surveys.results import SurveyResults
from paseo.report.charts import Picture
from paseo.report.files import missing_extra
from paseo.report.survey.files import FILES, WRITER_OF, write_survey
from paseo.report.survey.tables import glance_table, range_picture, result_table
from paseo.report.survey.words import SurveyWords
from paseo.web.accounts.rights import Right
from paseo.web.evidence import reading
from paseo.web.evidence.actions import Original, newest_batch
from paseo.web.evidence.models import ImportBatch
from paseo.web.evidence.pages import download_name, language
from paseo.web.surveys.actions import ImportSurveyResults, with_survey
from paseo.web.surveys.ground import SurveyGround, ground_of
from paseo.web.surveys.keeping import results_of
from paseo.web.surveys.models import Survey
from paseo.web.surveys.pages import of_a_survey, of_survey, problems_table, table_of
from paseo.web.ui.frame import Crumb
from paseo.web.ui.tables import Cell, Table

#: Width of a picture on a phone.
NARROW = 340
#: Kinds of files by what they are called here.
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "tables": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class _Shown:
    """The results of a survey with the words of the page."""

    results: SurveyResults
    ground: SurveyGround
    words: SurveyWords


def _shown(survey: Survey) -> _Shown:
    results = results_of(survey)
    if results is None:
        raise Http404
    ground = ground_of(survey.city)
    words = SurveyWords(results, ground.names(results.mapping), language())
    return _Shown(results, ground, words)


def _not_yet(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Lead to the survey's page: it says how far the estimating is, with a link to the job."""
    messages.info(request, _("There are no results yet."))
    return redirect(survey)


@never_cache
@require_GET
@of_a_survey()
def results(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show every indicator at a glance, the newest wave first."""
    if survey.results is None:
        return _not_yet(request, survey)
    shown = _shown(survey)
    held = [one for one in shown.results.results if one.headline and one.place.whole]
    held.sort(key=lambda one: one.place.period, reverse=True)  # stable: indicators keep order
    glance = table_of(glance_table(held, shown.words))
    rows = [
        [Cell(row[0], _indicator_url(survey, one.rule.id)), *row[1:]]
        for one, row in zip(held, glance.rows, strict=True)
    ]
    context = of_survey(request, survey, _("Results"), "results")
    context |= {
        "table": Table(glance.caption, glance.columns, rows, quiet_caption=True),
        "open": not shown.results.mapping.margins_known,
        "formats": [
            (name, file)
            for name, file in FILES.items()
            if not missing_extra(WRITER_OF.get(name, name))
        ],
    }
    return render(request, "surveys/results.html", context)


def _indicator_url(survey: Survey, code: str) -> str:
    return reverse("surveys:indicator", args=[survey.city_id, survey.pk, code])


@never_cache
@require_GET
@of_a_survey()
def indicator(request: HttpRequest, survey: Survey, code: str) -> HttpResponse:
    """Show one indicator: sentences, picture, table, what it does not say."""
    if survey.results is None:
        return _not_yet(request, survey)
    shown = _shown(survey)
    mapping, words = shown.results.mapping, shown.words
    rule = next((one for one in mapping.indicators if one.id == code), None)
    if rule is None:
        raise Http404
    read = read_indicator(shown.results, rule, words.names, language())
    held = [one for one in shown.results.of(rule) if one.headline]
    groups = [one for one in held if not one.place.whole]
    sentence = " ".join(read.headline)
    picture = range_picture(rule, groups, words, sentence, key=f"s-{rule.id}")
    narrow = range_picture(rule, groups, words, sentence, key=f"n-{rule.id}", width=NARROW)
    text = wording_text(mapping, rule)
    told = result_table(rule, held, words)
    context = of_survey(
        request, survey, read.name, "results",
    )  # fmt: skip
    context["crumbs"].insert(
        -1, Crumb(_("Results"), reverse("surveys:results", args=[survey.city_id, survey.pk]))
    )
    codes = [one.id for one in mapping.indicators]
    at = codes.index(code)
    context |= {
        "reading": read,
        "code": code,
        "wording": text.read(language()) if text else None,
        "picture": picture,
        "svg": _drawn(picture, narrow),
        "table": table_of(told),
        "notes": told.notes,
        "earlier": _indicator_url(survey, codes[at - 1]) if at else "",
        "later": _indicator_url(survey, codes[at + 1]) if at + 1 < len(codes) else "",
    }
    return render(request, "surveys/indicator.html", context)


def _drawn(wide: Picture | None, narrow: Picture | None) -> SafeString:
    """Return a picture twice: letters that shrink with the screen could not be read."""
    if wide is None or narrow is None:
        return SafeString("")
    return format_html(
        '<div class="wide">{}</div><div class="narrow">{}</div>',
        mark_safe(wide.svg),  # noqa: S308 - our own writer
        mark_safe(narrow.svg),  # noqa: S308
    )


@require_GET
@of_a_survey()
def file(request: HttpRequest, survey: Survey, form: str) -> HttpResponse:
    """Give the results as a file."""
    if form not in FILES or missing_extra(WRITER_OF.get(form, form)):
        raise Http404
    shown = _shown(survey)
    evidence = shown.ground.evidence
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write_survey(
            shown.results,
            Path(folder),
            shown.words.names,
            city_area=evidence.city_area.id,
            place=survey.city.text.words,
            formats=(form,),
            language=language(),
            generated=survey.city.generated,
            units=shown.ground.units,
        )
        response = HttpResponse(path.read_bytes(), content_type=TYPES[form])
    name = download_name(survey.city, f"{survey.city_id}-{FILES[form]}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_survey(Right.CONTRIBUTE)
def bring_in(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show what importing the results would change; a confirmed form does it at once."""
    if survey.results is None:
        return _not_yet(request, survey)
    shown = _shown(survey)
    checked, plan, seen = _planned(survey, shown)
    refused = Problems()
    if request.method == "POST" and not checked.problems.errors:
        asked = request.POST.get("seen", "")
        try:
            batch = _imported(
                request, survey, shown, checked, plan, int(asked) if asked.isdigit() else seen
            )
        except Refused as why:
            refused = why.problems
        else:
            messages.success(request, _("The results are now observations of the city."))
            return redirect(batch)
    context = of_survey(request, survey, _("Import as observations"), "results")
    context |= {
        "seen": seen,
        "errors": len(checked.problems.errors),
        "counts": {
            "new": plan.new.height, "changed": plan.changed.height,
            "unchanged": plan.unchanged.height,
        },
        "problems": problems_table(
            [*refused, *checked.problems], _("What was found in the results")
        ),
        "any": not plan.is_empty,
    }  # fmt: skip
    return render(request, "surveys/import.html", context, status=409 if len(refused) else 200)


def _imported(
    request: HttpRequest,
    survey: Survey,
    shown: _Shown,
    checked: Checked,
    plan: ImportPlan,
    seen: int,
) -> ImportBatch:
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / FILES["csv"]
        kept.write_text(observations_csv(checked.observations), "utf-8")
        return ImportSurveyResults(
            survey=survey,
            mapping=shown.results.mapping,
            plan=plan,
            original=Original(kept, FILES["csv"]),
            seen=seen,
        ).run(request.user)


def _planned(survey: Survey, shown: _Shown) -> tuple[Checked, ImportPlan, int]:
    """Check the results as every table of observations is, and compare them with what is there."""
    seen = newest_batch(survey.city)
    held = reading.observations(survey.city)
    evidence = with_survey(shown.ground.evidence, shown.results.mapping)
    table = survey_observations(
        shown.results, city_area=evidence.city_area.id, units=shown.ground.units,
        language=language(),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILES["csv"]
        path.write_text(observations_csv(table), "utf-8")
        checked = read_observations(
            path, shown.ground.vocabulary, Ground(evidence.areas, evidence.city)
        )
    problems = Problems(one for one in checked.problems if one.severity != "note")
    checked = Checked(checked.observations, checked.origin, checked.present, problems)
    return (
        checked,
        plan_import(checked.observations, held, present=checked.present, whole=False),
        seen,
    )
