"""Where a request is: a quality check of a city, and who the person is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import of_a_city
from paseo.web.prevention.models import QualityCheck, QualityRater
from paseo.web.prevention.pages import page
from paseo.web.ui.frame import Crumb

CheckView = Callable[..., HttpResponseBase]


@dataclass
class Here:
    """Where a request is."""

    request: HttpRequest
    city: City
    check: QualityCheck

    @cached_property
    def leads(self) -> bool:
        return bool(policy.may(self.request.user, Right.LEAD, self.city.pk))

    @cached_property
    def contributes(self) -> bool:
        return bool(policy.may(self.request.user, Right.CONTRIBUTE, self.city.pk))

    @cached_property
    def mine(self) -> QualityRater | None:
        """The rater who the person is in this check, None for everybody else."""
        return next((one for one in self.check.both if one.user_id == self.request.user.pk), None)

    def my_rating(self) -> QualityRater:
        """Return the rater who the person is, and who has not finished; 404 for others."""
        if self.mine is None or self.mine.finished_at is not None:
            raise Http404
        return self.mine

    def url(self, name: str, *more: Any) -> str:
        return reverse(f"prevention:{name}", args=[self.city.pk, self.check.pk, *more])

    def render(
        self, template: str, title: str, *, status: int = 200, **values: Any
    ) -> HttpResponse:
        above = (Crumb(self.check.measure.name, self.check.get_absolute_url()),)
        deeper = () if template == "check" else above
        context = page(self.request, self.city, title, "quality", *deeper)
        shared = {
            "check": self.check,
            "form_of": self.check.read_form,
            "mine": self.mine,
            "leads": self.leads,
            "contributes": self.contributes,
        }
        name = f"prevention/quality/{template}.html"
        return render(self.request, name, context | shared | values, status=status)


def of_a_check(right: Right = Right.READ) -> Callable[[CheckView], CheckView]:
    """Give a view the check of its address, for whoever holds ``right`` in its city."""

    def wrap(view: CheckView) -> CheckView:
        @of_a_city(right)
        @wraps(view)
        def find(
            request: HttpRequest, city: City, number: int, **arguments: Any
        ) -> HttpResponseBase:
            found = (
                QualityCheck.objects.filter(city=city, pk=number).select_related("measure").first()
            )
            if found is None:
                raise Http404
            if not found.form_is_there:
                said = _("The pack “%(pack)s” of this form is no longer there. Put it back.")
                messages.error(request, said % {"pack": found.form})
                return redirect("prevention:quality", city.pk)
            return view(Here(request, city, found), **arguments)

        return find

    return wrap
