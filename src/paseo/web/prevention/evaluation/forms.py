"""Forms of an evaluation: its plan, its table, the roles of its areas, answers, removal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.assessment.framework import Framework
from paseo.prevention.evaluation.case import Answer, Assignment, Better, Role
from paseo.web.evidence.pages import language
from paseo.web.prevention.evaluation.words import ANSWERS, ASSIGNMENTS, BETTERS, ROLES
from paseo.web.prevention.models import Measure

#: A table of an evaluation has a few thousand rows at most.
MOST_BYTES: Final = 5_000_000
LEVELS: Final = ("0.9", "0.95", "0.99")
UNITS: Final = ("days", "weeks", "months", "years")
UNIT_WORDS: Final = {
    "days": gettext_lazy("days"),
    "weeks": gettext_lazy("weeks"),
    "months": gettext_lazy("months"),
    "years": gettext_lazy("years"),
}
_CHOSEN: Final = {"yes": True, "no": False, "": None}


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlanForm(forms.Form):
    """What is evaluated, and by what one would see it; best written before the start."""

    title = forms.CharField(
        label=gettext_lazy("What is evaluated"),
        max_length=200,
        help_text=gettext_lazy("Such as: lighting on the station square, first year."),
        error_messages={"required": gettext_lazy("Say in a few words what is evaluated.")},
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Measure of the register"),
        required=False,
        help_text=gettext_lazy("What is found can then be noted there."),
    )
    outcome = forms.CharField(
        label=gettext_lazy("What should change"),
        max_length=300,
        help_text=gettext_lazy(
            "One thing that can be counted or asked, such as: thefts from cars."
        ),
        error_messages={"required": gettext_lazy("Say what should change: one thing is enough.")},
    )
    unit = forms.CharField(
        label=gettext_lazy("What one count is"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Such as: thefts recorded by the police."),
    )
    better = forms.ChoiceField(label=gettext_lazy("What is hoped for"))
    indicator = forms.ChoiceField(label=gettext_lazy("Indicator of the framework"), required=False)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    start = forms.DateField(
        label=gettext_lazy("First day of the measure"),
        required=False,
        widget=Day(),
        help_text=gettext_lazy("A series of months or weeks cannot be read without it."),
    )
    review = forms.DateField(
        label=gettext_lazy("Date of review"),
        required=False,
        widget=Day(),
        help_text=gettext_lazy("When the counts after the start will be looked at."),
    )
    expected = forms.DecimalField(
        label=gettext_lazy("Change hoped for, in per cent"),
        required=False,
        min_value=-100,
        max_value=1000,
        help_text=gettext_lazy("With a sign: −20 for a fifth fewer. It tells whether there are "
                               "enough counts to see it."),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=gettext_lazy("Level of the intervals"),
        help_text=gettext_lazy("Printed with every interval. Choose it before looking."),
    )
    assignment = forms.ChoiceField(label=gettext_lazy("How the place was chosen"))
    chosen_as_worst = forms.ChoiceField(
        label=gettext_lazy("Was it chosen because its figures were high?"),
        required=False,
        choices=[
            ("", gettext_lazy("not known")), ("yes", gettext_lazy("yes")),
            ("no", gettext_lazy("no")),
        ],
        help_text=gettext_lazy("A peak often falls by itself afterwards."),
    )  # fmt: skip
    mechanism = forms.CharField(
        label=gettext_lazy("Why it should work"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sources = forms.CharField(
        label=gettext_lazy("Where the numbers are from"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One source a line: the register, its owner, the day it was drawn."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, measures: Iterable[Measure], framework: Framework, *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        none = ("", _("none of them"))
        found: dict[str, list[tuple[str, Any]]] = {
            "measure": [none, *((one.code, one.name) for one in measures)],
            "indicator": [none, *_indicators(framework)],
            "better": [(one.value, BETTERS[one]) for one in Better],
            "assignment": [(one.value, ASSIGNMENTS[one]) for one in Assignment],
            "level": [(one, f"{100 * float(one):g} %") for one in LEVELS],
        }
        for name, choices in found.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            # What the register, the framework or a file had once stays what it was.
            held = str(self.initial.get(name) or "")
            if held and not field.valid_value(held):
                said = f"{100 * float(held):g} %" if name == "level" else held
                field.choices = [*choices, (held, said)]

    def clean_chosen_as_worst(self) -> bool | None:
        return _CHOSEN[self.cleaned_data["chosen_as_worst"]]

    def clean_expected(self) -> float | None:
        given = self.cleaned_data["expected"]
        return None if given is None else float(given) / 100

    def clean_sources(self) -> tuple[str, ...]:
        lines = (line.strip() for line in str(self.cleaned_data["sources"]).splitlines())
        return tuple(line for line in lines if line)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        start, review = found.get("start"), found.get("review")
        if isinstance(start, date) and isinstance(review, date) and review <= start:
            self.add_error("review", _("Choose a day after the first day of the measure."))
        return found


def _indicators(framework: Framework) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the indicators under their dimensions."""
    said = language()
    return [
        (
            dimension.name.read(said).words,
            [
                (one.id, f"{one.id} {one.name.read(said).words}")
                for one in framework.indicators
                if one.dimension == dimension.id
            ],
        )
        for dimension in framework.dimensions
    ]


class TableForm(forms.Form):
    """A table that is brought as a file, or pasted."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("CSV or Excel, at most 5 MB. Nothing is kept while it has errors."),
        error_messages={
            "empty": gettext_lazy("The file is empty. Choose one that holds something.")
        },
    )
    text = forms.CharField(
        label=gettext_lazy("or paste the table"),
        required=False,
        max_length=400_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy("With its head; copied from a spreadsheet, or as CSV."),
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found is not None and found.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB, which no table of an evaluation is.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.errors:
            return found
        has_text = bool(str(found.get("text") or "").strip())
        if not found.get("file") and not has_text:
            self.add_error("file", _("Choose a file, or paste the table below."))
        elif found.get("file") and has_text:
            self.add_error("file", _("Bring the table once: as a file or pasted, not both."))
        return found


_ROLE_CHOICES: Final = [(one.value, ROLES[one]) for one in Role]


class RowForm(forms.Form):
    """One area of a small table of counts."""

    area = forms.CharField(label=gettext_lazy("Area"), max_length=120, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=_ROLE_CHOICES, required=False)
    before = forms.CharField(label=gettext_lazy("Before"), max_length=20, required=False)
    after = forms.CharField(label=gettext_lazy("After"), max_length=20, required=False)
    size = forms.CharField(label=gettext_lazy("Size"), max_length=20, required=False)

    @property
    def filled(self) -> bool:
        held = self.cleaned_data
        return any(str(held.get(name, "")).strip() for name in ("area", "before", "after", "size"))


class AreaForm(forms.Form):
    """Role, name and size of an area that the table holds."""

    area = forms.CharField(widget=forms.HiddenInput, max_length=120)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=_ROLE_CHOICES)
    size = forms.FloatField(label=gettext_lazy("Size"), required=False, min_value=0)


class PeriodsForm(forms.Form):
    """How long was counted before and after: by dates, or as lengths."""

    before_first = forms.DateField(
        label=gettext_lazy("Before: first day"), required=False, widget=Day()
    )
    before_last = forms.DateField(
        label=gettext_lazy("Before: last day"), required=False, widget=Day()
    )
    after_first = forms.DateField(
        label=gettext_lazy("After: first day"), required=False, widget=Day()
    )
    after_last = forms.DateField(
        label=gettext_lazy("After: last day"), required=False, widget=Day()
    )
    before = forms.FloatField(
        label=gettext_lazy("Before: length"), required=False, min_value=0.001, max_value=1e6
    )
    after = forms.FloatField(
        label=gettext_lazy("After: length"), required=False, min_value=0.001, max_value=1e6
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("in"), choices=[("", "–"), *UNIT_WORDS.items()], required=False
    )

    DAYS: Final = ("before_first", "before_last", "after_first", "after_last")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        given = [name for name in self.DAYS if found.get(name)]
        if given and len(given) < len(self.DAYS):
            for name in self.DAYS:
                if name not in given and name not in self.errors:
                    self.add_error(name, _("Give all four days, or none of them."))
        lengths = [found.get("before"), found.get("after")]
        if lengths.count(None) == 1:
            name = "before" if lengths[0] is None else "after"
            if name not in self.errors:
                self.add_error(name, _("Give both lengths, or none of them."))
        return found


class AnswersForm(forms.Form):
    """What people say of every rival explanation; one answer, note and function each."""

    def __init__(self, rivals: Iterable[str], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.rivals = tuple(rivals)
        for one in self.rivals:
            self.fields[f"answer-{one}"] = forms.ChoiceField(
                label=gettext_lazy("May it explain the change?"),
                required=False,
                choices=[("", gettext_lazy("left to the hint")),
                         *((answer.value, ANSWERS[answer]) for answer in Answer)],
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"note-{one}"] = forms.CharField(
                label=gettext_lazy("Why"), required=False, max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[f"who-{one}"] = forms.CharField(
                label=gettext_lazy("Who says so"), required=False, max_length=200,
                help_text=gettext_lazy("A unit or function, not a person."),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for one in self.rivals:
            said = str(found.get(f"note-{one}") or "").strip()
            if found.get(f"answer-{one}") in ("yes", "no") and not said:
                self.add_error(
                    f"note-{one}", _("Say why: an answer without a reason helps nobody.")
                )
        return found
