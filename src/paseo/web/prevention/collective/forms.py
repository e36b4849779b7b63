"""Forms of a round: beginning, partners, ratings, shared indicators and tasks, a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.assessment.framework import Framework
from paseo.prevention.collective.form import CollectiveForm
from paseo.web.accounts.models import User
from paseo.web.evidence.pages import language
from paseo.web.prevention.models import CollectiveRound
from paseo.web.prevention.personal import warn_of_people
from paseo.web.prevention.quality.forms import LeftOpen

MOST_BYTES: Final = 5_000_000
#: An answer of its own, so that nothing is chosen before somebody chooses.
_UNKNOWN: Final = "unknown"


class StartForm(forms.Form):
    """What the round is called."""

    name = forms.CharField(
        label=gettext_lazy("Name of the round"),
        max_length=120,
        help_text=gettext_lazy("Such as: autumn 2026."),
        error_messages={"required": gettext_lazy("Give the round a name.")},
    )
    partners = forms.BooleanField(
        label=gettext_lazy("Take the partners of the round before along"),
        required=False,
        initial=True,
    )

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class PartnerForm(forms.Form):
    """An organisation that takes part."""

    name = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=160,
        help_text=gettext_lazy("A body or unit, never a person."),
        error_messages={"required": gettext_lazy("Name the organisation.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of partner"),
        error_messages={"required": gettext_lazy("Choose the kind of partner.")},
    )
    user = forms.ChoiceField(label=gettext_lazy("Who answers for it"), required=False)

    def __init__(
        self,
        round: CollectiveRound,
        people: Sequence[User],
        *arguments: Any,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.round = round
        self.people = {str(one.pk): one for one in people}
        kinds = [(one.id, one.name.read(language()).words) for one in round.read_form.kinds]
        raters = [(key, one.name) for key, one in self.people.items()]
        self.fields["kind"].choices = [("", _("Choose")), *kinds]  # type: ignore[attr-defined]
        outside = ("", _("Somebody without an account: who leads the city enters it"))
        self.fields["user"].choices = [outside, *raters]  # type: ignore[attr-defined]
        warn_of_people(self)

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


def rating_form(form: CollectiveForm, held: Mapping[str, int], data: Any = None) -> forms.Form:
    """Return the form in which one partner rates every statement."""
    points = [
        (str(one.value), f"{one.value} {one.label.read(language()).words}") for one in form.scale
    ]
    fields = {
        one.id: LeftOpen(
            label=one.text.read(language()).words,
            widget=forms.RadioSelect,
            choices=[*points, (_UNKNOWN, _("Cannot tell"))],
        )
        for one in form.statements
    }
    made = type("RatingForm", (forms.Form,), fields)
    initial = {code: str(point) for code, point in held.items()}
    return made(data, initial=initial)


def answered_in(form: forms.Form) -> bool:
    """Say whether anything was chosen, be it "cannot tell"."""
    return any(form.cleaned_data.values())


def points_in(form: forms.Form) -> dict[str, int]:
    """Return the points given; what cannot be told is left out."""
    return {
        code: int(point) for code, point in form.cleaned_data.items() if point and point != _UNKNOWN
    }


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class _Shared(forms.Form):
    indicators = forms.MultipleChoiceField(
        label=gettext_lazy("Shared indicators"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=gettext_lazy(
            "A few that all partners look at, of what happens and of what is felt. "
            "Hold Ctrl to choose several."
        ),
    )


def shared_form(round: CollectiveRound, framework: Framework, data: Any = None) -> forms.Form:
    """Return the form of shared indicators and of the backbone's tasks."""
    fields: dict[str, forms.Field] = {}
    initial: dict[str, Any] = {"indicators": round.indicators}
    for task in round.read_form.tasks:
        said = task.text.read(language()).words
        fields[f"{task.id}-who"] = forms.CharField(
            label=said,
            required=False,
            max_length=200,
            help_text=_("The office that does it, not a person."),
        )
        fields[f"{task.id}-due"] = forms.DateField(
            label=_("By when: %(task)s") % {"task": said}, required=False, widget=_Day()
        )
        held = round.duties.get(task.id, {})
        initial |= {f"{task.id}-who": held.get("who", ""), f"{task.id}-due": held.get("due")}
    made = type("SharedForm", (_Shared,), fields)(data, initial=initial)
    warn_of_people(made, [name for name in fields if name.endswith("-who")])
    made.fields["indicators"].choices = _by_dimension(framework)
    return made


def _by_dimension(framework: Framework) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            dimension.name.read(language()).words,
            [
                (one.id, f"{one.id} {one.name.read(language()).words}")
                for one in framework.indicators
                if one.dimension == dimension.id
            ],
        )
        for dimension in framework.dimensions
    ]


def duties_in(form: forms.Form, round: CollectiveRound) -> dict[str, dict[str, str]]:
    """Return who does which task by when."""
    found = {}
    for task in round.read_form.tasks:
        due = form.cleaned_data[f"{task.id}-due"]
        found[task.id] = {
            "who": form.cleaned_data[f"{task.id}-who"].strip(),
            "due": due.isoformat() if due else "",
        }
    return found


class SheetForm(forms.Form):
    """A sheet with the ratings of several partners."""

    file = forms.FileField(
        label=gettext_lazy("Filled sheet"),
        help_text=gettext_lazy("The Excel sheet that was written here (.xlsx), or a table (.csv)."),
        error_messages={
            "required": gettext_lazy("Choose the file that was filled in."),
            "empty": gettext_lazy("The file is empty. Choose one that holds something."),
        },
    )
