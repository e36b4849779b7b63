"""What the columns of a survey mean: proposed from the questionnaire, edited, uploaded, as text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.content.language import LanguageMap
from paseo.content.problems import Problems, Refused
from paseo.content.store import list_packs
from paseo.evidence.questionnaires.pack import load_questionnaire
from paseo.evidence.surveys.mapping import Design, Survey, SurveyMapping
from paseo.evidence.surveys.mapping_text import mapping_yaml
from paseo.evidence.surveys.proposing import Proposal, propose_mapping
from paseo.web.accounts.rights import Right
from paseo.web.evidence.pages import language
from paseo.web.surveys import models
from paseo.web.surveys.actions import ChangeMapping
from paseo.web.surveys.editing import edited, rows_of
from paseo.web.surveys.forms import AboutForm, MappingFileForm, MappingTextForm, ProposeForm
from paseo.web.surveys.ground import vocabulary_of
from paseo.web.surveys.keeping import mapping_of
from paseo.web.surveys.pages import of_a_survey, of_survey, problems_table

#: Names of columns that usually hold a part of the design.
_USUAL = {
    "respondent": ("respondent", "id", "respondent_id", "_id", "uuid"),
    "weight": ("weight", "w", "wgt", "peso", "weights", "pond"),
    "stratum": ("stratum", "strata", "estrato"),
    "cluster": ("cluster", "psu", "section", "seccion", "conglomerado"),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_survey(Right.CONTRIBUTE)
def mapping(request: HttpRequest, survey: models.Survey) -> HttpResponse:
    """Show the indicators of the mapping as a form; without one, the ways to get one."""
    if not survey.mapping:
        return redirect("surveys:propose", city=survey.city_id, identity=survey.pk)
    held, said = mapping_of(survey.mapping)
    context = of_survey(request, survey, _("Mapping"), "mapping")
    if request.method == "POST":
        changed = edited(held, request.POST)
        problems = _kept(request, survey, mapping_yaml(changed) if changed.indicators else "")
        if problems is None:
            messages.success(request, _("The mapping was changed."))
            return redirect("surveys:mapping", city=survey.city_id, identity=survey.pk)
        context["problems"] = problems_table(problems, _("Why nothing was changed"))
        held = changed
    vocabulary = vocabulary_of(survey.city)
    survey_indicators = {
        code: one for code, one in vocabulary.indicators.items() if one.kind.startswith("survey_")
    }
    return render(
        request,
        "surveys/mapping.html",
        {
            **context,
            "mapping": held,
            "rows": rows_of(held, vocabulary, language()),
            "said": problems_table(said, _("Good to know")) if len(said) else None,
            "indicators": [
                (code, one.name.read(language()).words) for code, one in survey_indicators.items()
            ],
            "breakdowns": [
                (code, one.name.read(language()).words)
                for code, one in vocabulary.breakdowns.items()
            ],
            "columns": survey.columns,
        },
        status=422 if "problems" in context else 200,
    )


def _kept(request: HttpRequest, survey: models.Survey, text: str) -> Problems | None:
    """Keep a mapping that has no error; return what is wrong with one that has."""
    try:
        mapping_of(text)
    except Refused as refused:
        return refused.problems
    ChangeMapping(survey=survey, text=text).run(request.user)
    return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_survey(Right.CONTRIBUTE)
def propose(request: HttpRequest, survey: models.Survey) -> HttpResponse:
    """Propose a mapping from the questionnaire that was asked."""
    context = of_survey(request, survey, _("Make the mapping"), "mapping")
    form = ProposeForm(
        survey.columns, _questionnaires(), request.POST or None, initial=_initial(survey)
    )
    if request.method == "POST" and form.is_valid():
        proposal = _proposal(survey, form.cleaned_data)
        if proposal.mapping is None:
            form.add_error("questionnaire", _("No question of it feeds an indicator."))
        else:
            fitting, left = fitted(proposal.mapping, survey.columns)
            if fitting is None:
                form.add_error("questionnaire", _("None of its questions is a column of the file."))
            else:
                problems = _kept(request, survey, mapping_yaml(fitting))
                if problems is None:
                    _tell(request, proposal, left)
                    return redirect("surveys:mapping", city=survey.city_id, identity=survey.pk)
                context["problems"] = problems_table(problems, _("Why nothing was changed"))
    context |= {"form": form, "upload": MappingFileForm()}
    return render(request, "surveys/propose.html", context, status=422 if form.is_bound else 200)


def _tell(request: HttpRequest, proposal: Proposal, left: list[str]) -> None:
    messages.success(request, _("A mapping was proposed. Look at each line before you use it."))
    for code, reason in proposal.open.items():
        messages.warning(request, f"{code}: {reason.read(language()).words}")
    if left:
        messages.warning(
            request,
            _("Left out, because the file has no such columns: %(codes)s.")
            % {"codes": ", ".join(left)},
        )


def fitted(proposed: SurveyMapping, columns: list[str]) -> tuple[SurveyMapping | None, list[str]]:
    """Return the mapping without what the file lacks, and the indicators that were left out."""
    held = set(columns)
    domains = tuple(one for one in proposed.domains if one.column in held)
    names = {one.id for one in domains}
    domains = tuple(
        replace(one, crossed=tuple(code for code in one.crossed if code in names))
        for one in domains
    )
    rules = tuple(
        one
        for one in proposed.indicators
        if set(one.used()) <= held and (not one.domain or one.domain in names)
    )
    left = [one.id for one in proposed.indicators if one not in rules]
    if not rules:
        return None, left
    return replace(
        proposed,
        indicators=rules,
        domains=domains,
        answers={name: how for name, how in proposed.answers.items() if name in held},
        wordings={
            code: text
            for code, text in proposed.wordings.items()
            if code in {one.definition for one in rules}
        },
    ), left


def _questionnaires() -> list[tuple[str, str]]:
    found = []
    for info in list_packs("questionnaire"):
        title = info.header.title.read(language()).words
        found.append((info.id, f"{title} ({info.id})"))
    return sorted(found, key=lambda one: one[1].casefold())


def _initial(survey: models.Survey) -> dict[str, Any]:
    from django.utils.text import slugify

    lower = {name.lower(): name for name in survey.columns}
    found: dict[str, Any] = {
        part: next((lower[name] for name in names if name in lower), "")
        for part, names in _USUAL.items()
    }
    return found | {
        "title": survey.title,
        "code": slugify(survey.title)[:60],
        "mode": "mixed",
        "sample": "probability",
        "single_clusters": "refuse",
    }


def _proposal(survey: models.Survey, given: dict[str, Any]) -> Proposal:
    questionnaire = load_questionnaire(given["questionnaire"])
    said = language()
    spoken = questionnaire.language
    about = Survey(
        id=given["code"],
        title=LanguageMap({spoken: given["title"], said: given["title"]}),
        period=given["period"],
        population=LanguageMap({spoken: given["population"], said: given["population"]}),
        mode=given["mode"],
        sample=given["sample"],
        boundary=given["boundary"],
        questionnaire=questionnaire.id,
        publisher=survey.city.text.words,
    )
    design = Design(
        respondent=given["respondent"],
        weight=given["weight"],
        strata=(given["stratum"],) if given["stratum"] else (),
        clusters=(given["cluster"],) if given["cluster"] else (),
        single_clusters=given["single_clusters"],
    )
    code = f"{survey.city_id}.survey-mapping.{given['code'].lower()}"
    return propose_mapping(questionnaire, vocabulary_of(survey.city), about, design, id=code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_survey(Right.CONTRIBUTE)
def about(request: HttpRequest, survey: models.Survey) -> HttpResponse:
    """Change what is known of the survey and the columns of its design."""
    if not survey.mapping:
        return redirect("surveys:propose", city=survey.city_id, identity=survey.pk)
    held, _said = mapping_of(survey.mapping)
    context = of_survey(request, survey, _("Survey and design"), "mapping")
    form = AboutForm(survey.columns, request.POST or None, initial=_stated(held))
    if request.method == "POST" and form.is_valid():
        problems = _kept(request, survey, mapping_yaml(_restated(held, form.cleaned_data)))
        if problems is None:
            messages.success(request, _("The mapping was changed."))
            return redirect("surveys:mapping", city=survey.city_id, identity=survey.pk)
        context["problems"] = problems_table(problems, _("Why nothing was changed"))
    context["form"] = form
    return render(request, "surveys/about.html", context, status=422 if form.is_bound else 200)


def _stated(held: SurveyMapping) -> dict[str, Any]:
    about, design = held.survey, held.design
    return {
        "title": about.title.read(language()).words,
        "code": about.id,
        "period": about.period,
        "population": about.population.read(language()).words,
        "mode": about.mode,
        "sample": about.sample,
        "boundary": about.boundary,
        "respondent": design.respondent,
        "weight": design.weight,
        "stratum": next(iter(design.strata), ""),
        "cluster": next(iter(design.clusters), ""),
        "single_clusters": design.single_clusters,
    }


def _restated(held: SurveyMapping, given: dict[str, Any]) -> SurveyMapping:
    """Return the mapping with what the form says; other languages and columns stay."""
    said, about, design = language(), held.survey, held.design
    return replace(
        held,
        survey=replace(
            about,
            id=given["code"],
            title=LanguageMap({**about.title, said: given["title"]}),
            population=LanguageMap({**about.population, said: given["population"]}),
            period=given["period"],
            mode=given["mode"],
            sample=given["sample"],
            boundary=given["boundary"],
        ),
        design=replace(
            design,
            respondent=given["respondent"],
            weight=given["weight"],
            strata=_first(given["stratum"], design.strata),
            clusters=_first(given["cluster"], design.clusters),
            single_clusters=given["single_clusters"],
        ),
    )


def _first(name: str, held: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns with the first one changed; none where none is wanted."""
    return (name, *held[1:]) if name else ()


@require_POST
@of_a_survey(Right.CONTRIBUTE)
def upload(request: HttpRequest, survey: models.Survey) -> HttpResponse:
    """Take a mapping that somebody wrote."""
    form = MappingFileForm(request.POST, request.FILES)
    context = of_survey(request, survey, _("Make the mapping"), "mapping")
    if form.is_valid():
        problems = _kept(request, survey, form.cleaned_data["mapping"])
        if problems is None:
            messages.success(request, _("The mapping was accepted."))
            return redirect("surveys:mapping", city=survey.city_id, identity=survey.pk)
        context["problems"] = problems_table(problems, _("Why the mapping was not taken"))
    propose_form = ProposeForm(survey.columns, _questionnaires(), initial=_initial(survey))
    context |= {"form": propose_form, "upload": form}
    return render(request, "surveys/propose.html", context, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_survey(Right.CONTRIBUTE)
def text(request: HttpRequest, survey: models.Survey) -> HttpResponse:
    """Edit the mapping as text."""
    context = of_survey(request, survey, _("Mapping as text"), "mapping")
    form = MappingTextForm(request.POST or None, initial={"text": survey.mapping})
    if request.method == "POST" and form.is_valid():
        problems = _kept(request, survey, form.cleaned_data["text"].replace("\r\n", "\n") + "\n")
        if problems is None:
            messages.success(request, _("The mapping was changed."))
            return redirect("surveys:mapping", city=survey.city_id, identity=survey.pk)
        context["problems"] = problems_table(problems, _("Why nothing was changed"))
    context["form"] = form
    return render(request, "surveys/text.html", context, status=422 if form.is_bound else 200)


@require_GET
@of_a_survey(Right.CONTRIBUTE)
def download(request: HttpRequest, survey: models.Survey) -> HttpResponse:
    """Give the mapping as a file."""
    response = HttpResponse(survey.mapping, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mapping.yaml"'
    return response
