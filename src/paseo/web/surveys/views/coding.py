"""Answers in words: one person codes them, the page counts by code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from paseo.content.language import LanguageMap
from paseo.evidence.surveys.open_answers import (
    check_codes,
    code_counts,
    coder_agreement,
    open_answers,
)
from paseo.web.accounts.rights import Right
from paseo.web.surveys.actions import KeepCoding
from paseo.web.surveys.keeping import data_of
from paseo.web.surveys.models import Coding, Survey
from paseo.web.surveys.pages import of_a_survey, of_survey, problems_table
from paseo.web.ui.paging import page_of
from paseo.web.ui.tables import Column, Table

PER_PAGE = 50
Frame = list[list[str]]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_survey(Right.CONTRIBUTE)
def coding(request: HttpRequest, survey: Survey, column: str) -> HttpResponse:
    """Show the answers to whoever may change the data, with a box for the codes of each."""
    if not survey.has_answers or column not in survey.columns:
        raise Http404
    data = data_of(survey)
    answers, problems = open_answers(data, column)
    mine = Coding.objects.filter(survey=survey, column=column, person=request.user.pk).first()
    held = (list(mine.frame), dict(mine.given)) if mine else ([], {})
    frame, given = held
    page = page_of(answers, request, PER_PAGE)
    if request.method == "POST":
        frame = _frame_of(request.POST.get("frame", ""))
        given = given | _given(request.POST, [one.at for one in page.object_list])
        given = {at: codes for at, codes in given.items() if codes}
        wrong = check_codes({int(at): codes for at, codes in given.items()}, _labels(frame), data)
        if not wrong.errors:
            KeepCoding(survey=survey, column=column, frame=frame, given=given).run(request.user)
            messages.success(request, _("The codes were kept."))
            return redirect(request.get_full_path())
        problems = wrong
    context = of_survey(request, survey, _("Code the answers in words"), "survey")
    context |= {
        "column": column,
        "page": page,
        "lines": [(one, data.row(one.at), " ".join(given.get(str(one.at), []))) for one in page],
        "frame": "\n".join(f"{code} = {label}" for code, label in frame),
        "problems": problems_table(problems, _("To beware of")) if len(problems) else None,
        "counts": _counts(frame, given),
        "agreement": _agreement(survey, column, request.user.pk, given),
    }
    return render(request, "surveys/coding.html", context, status=422 if problems.errors else 200)


def _frame_of(text: str) -> Frame:
    """Read the code frame: one code a line, with its label after a sign of equality."""
    found = []
    for line in text.splitlines():
        code, _sign, label = line.partition("=")
        if code.strip():
            word = "-".join(code.split())
            found.append([word, label.strip() or word])
    return found


def _labels(frame: Frame) -> dict[str, LanguageMap]:
    return {code: LanguageMap(label) for code, label in frame}


def _given(sent: Any, shown: list[int]) -> dict[str, list[str]]:
    return {str(at): str(sent.get(f"codes-{at}", "")).replace(",", " ").split() for at in shown}


def _counts(frame: Frame, given: dict[str, list[str]]) -> Table | None:
    if not frame:
        return None
    counts = code_counts({int(at): codes for at, codes in given.items()}, _labels(frame))
    return Table(
        caption=_("Answers by code"),
        columns=(
            Column("code", _("Code")),
            Column("label", _("What it stands for")),
            Column("count", _("Answers"), numeric=True),
        ),
        rows=[
            [
                one.code,
                next(iter(one.label.values()), one.code),
                _("withheld") if one.count is None else one.count,
            ]
            for one in counts
        ],
    )


def _agreement(
    survey: Survey, column: str, person: int | None, given: dict[str, list[str]]
) -> dict[str, Any] | None:
    """Return how far a second person's codes agree with these."""
    other = Coding.objects.filter(survey=survey, column=column).exclude(person=person).first()
    if other is None:
        return None
    agreed = coder_agreement(
        {int(at): codes for at, codes in given.items()},
        {int(at): codes for at, codes in other.given.items()},
    )
    if agreed is None:
        return None
    value, low, high = agreed.interval.floats()
    return {
        "person": other.person, "value": f"{value:.2f}", "low": f"{low:.2f}",
        "high": f"{high:.2f}", "n": int(agreed.n),
    }  # fmt: skip
