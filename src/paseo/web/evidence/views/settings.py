"""What a city decides about itself: depth of assessment, thresholds of disclosure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from paseo.assessment.framework_pack import load_framework
from paseo.content.problems import Refused
from paseo.evidence.disclosure import Thresholds
from paseo.web.accounts.rights import Right
from paseo.web.evidence.actions import UpdateCity
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import evidence_crumb, language, of_a_city, own, page

THRESHOLDS = {
    "register": gettext_lazy("Smallest count of offences or persons that is shown"),
    "survey": gettext_lazy("Smallest number of answers that is shown"),
    "weak": gettext_lazy("Fewer answers than this are marked as weak"),
}


class SettingsForm(forms.Form):
    """Depth and thresholds of one city."""

    depth = forms.ChoiceField(label=gettext_lazy("Depth of the assessment"))

    def __init__(self, city: City, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        depth = self.fields["depth"]
        assert isinstance(depth, forms.ChoiceField)
        depth.choices = [
            (one.id, f"{one.name.read(language()).words} ({one.indicators})")
            for one in load_framework(city.framework).depths
        ]
        depth.initial = city.depth
        held = Thresholds().raised(city.thresholds)
        for name, label in THRESHOLDS.items():
            least = getattr(held, name)
            self.fields[name] = forms.IntegerField(
                label=label,
                initial=least,
                min_value=0,
                max_value=10_000,
                help_text=_("At least %(least)s; it can be raised, never lowered.")
                % {"least": least},
            )

    @property
    def thresholds(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in THRESHOLDS}


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_city(Right.LEAD)
def city_settings(request: HttpRequest, city: City) -> HttpResponse:
    """Ask for the settings of a city, and keep them."""
    form = SettingsForm(city, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {"depth": form.cleaned_data["depth"], "thresholds": form.thresholds}
        try:
            UpdateCity(city=city.pk, values=values).run(request.user)
        except Refused as refused:
            for problem in refused.problems:
                words = f"{problem.sentence(language())} {problem.mend(language())}"
                form.add_error(problem.values["name"], words)
        else:
            messages.success(request, _("The settings of the city were saved."))
            return redirect(own(city))
    return render(
        request,
        "evidence/settings.html",
        {**page(request, city, _("Settings"), evidence_crumb(city)), "form": form},
        status=422 if form.errors else 200,
    )
