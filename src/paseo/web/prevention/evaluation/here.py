"""Where a request is: an evaluation of a city, its steps, and what the person may do there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from paseo.content.numbers import format_date
from paseo.content.problems import Place, Problem, Problems
from paseo.prevention.evaluation.case import Case
from paseo.prevention.evaluation.result import Evaluation as Found
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import language, of_a_city
from paseo.web.prevention.models import Evaluation, Measure
from paseo.web.prevention.pages import page
from paseo.web.ui.frame import Crumb

EvaluationView = Callable[..., HttpResponseBase]

#: The steps of an evaluation: end of the address, words.
STEPS: Final[tuple[tuple[str, Promise], ...]] = (
    ("evaluation-plan", gettext_lazy("Plan")),
    ("evaluation-data", gettext_lazy("Data")),
    ("evaluation-areas", gettext_lazy("Areas and periods")),
    ("evaluation-methods", gettext_lazy("Methods")),
    ("evaluation", gettext_lazy("Result")),
)
#: Part of a case to the page on which it can be mended.
MENDED_ON: Final = {
    "areas": "evaluation-areas",
    "periods": "evaluation-areas",
    "crimes": "evaluation-areas",
    "start": "evaluation-plan",
    "plan": "evaluation-plan",
    "data": "evaluation-data",
    "answers": "evaluation",
}


@dataclass(frozen=True, slots=True)
class StepLink:
    words: Promise | str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem in the reader's language, with the page on which it can be mended."""

    code: str
    place: str
    sentence: str
    mend: str
    url: str = ""


@dataclass
class Here:
    """Where a request is."""

    request: HttpRequest
    city: City
    evaluation: Evaluation

    @cached_property
    def case(self) -> Case:
        return self.evaluation.read_case()

    @cached_property
    def found(self) -> Found | None:
        return self.evaluation.read_found()

    @property
    def stale(self) -> bool:
        """Whether plan or data changed since the result was computed."""
        return self.evaluation.stale

    @cached_property
    def measure(self) -> Measure | None:
        code = self.evaluation.measure
        return Measure.objects.filter(city=self.city, code=code).first() if code else None

    def may(self, right: Right) -> bool:
        return bool(policy.may(self.request.user, right, self.city.pk))

    def url(self, name: str = "evaluation", *arguments: object) -> str:
        return reverse(f"prevention:{name}", args=[self.city.pk, self.evaluation.pk, *arguments])

    def steps(self, current: str) -> list[StepLink]:
        return [StepLink(words, self.url(name), name == current) for name, words in STEPS]

    def problem(self, one: Problem) -> ProblemLine:
        entry = MENDED_ON.get(one.place.entry, "")
        place = "" if entry else str(one.place)
        sentence, mend = told(one)
        return ProblemLine(one.code, place, sentence, mend, self.url(entry) if entry else "")

    def lines(self, problems: Problems) -> dict[str, list[ProblemLine]]:
        """Return what is wrong and what is remarkable, for the page."""
        return {
            "errors": [self.problem(one) for one in problems.errors],
            "warnings": [self.problem(one) for one in problems if one.severity != "error"],
        }

    def render(
        self, template: str, title: str, step: str, *above: Crumb, status: int = 200, **more: Any
    ) -> HttpResponse:
        """Return a page of the evaluation with everything that all of them share."""
        crumbs = above
        if step != "evaluation" or above:
            crumbs = (Crumb(self.evaluation.title, self.url()), *above)
        context = {
            **page(self.request, self.city, title, "evaluations", *crumbs),
            "evaluation": self.evaluation,
            "case": self.case,
            "steps": self.steps(step),
            "contributes": self.may(Right.CONTRIBUTE),
            "leads": self.may(Right.LEAD),
            "measure": self.measure,
            **more,
        }
        return render(
            self.request, f"prevention/evaluation/{template}.html", context, status=status
        )


def of_an_evaluation(right: Right = Right.READ) -> Callable[[EvaluationView], EvaluationView]:
    """Give a view the evaluation of its address, for whoever holds ``right`` in its city."""

    def wrap(view: EvaluationView) -> EvaluationView:
        @wraps(view)
        def find(
            request: HttpRequest, city: City, number: int, **arguments: Any
        ) -> HttpResponseBase:
            held = Evaluation.objects.filter(city=city, pk=number).first()
            if held is None:
                raise Http404
            return view(Here(request, city, held), **arguments)

        return of_a_city(right)(find)

    return wrap


def told(one: Problem) -> tuple[str, str]:
    """Return what is wrong and what to do about it; days as all pages write them."""
    said = language()
    days = {
        name: format_date(value, said)
        for name, value in one.values.items()
        if isinstance(value, date)
    }
    one = replace(one, values={**one.values, **days})
    return one.sentence(said), one.mend(said)


def part(name: str) -> Place:
    """Return the place of a part of a case, for the checks of the library."""
    return Place(entry=name)
