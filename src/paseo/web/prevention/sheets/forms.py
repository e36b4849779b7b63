"""Forms of a sheet, one per part; what was fixed is not in them any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from paseo.prevention.measures.measure import Aim, Level, Orientation
from paseo.prevention.sheets.sheet import FIXED_FIELDS, Sheet
from paseo.web.prevention.models import Measure
from paseo.web.prevention.register.words import catalogue, choices, plain

_OPEN = [("", _("Not chosen yet"))]


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ListField(forms.CharField):
    """Words, one a line or parted by semicolons."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(value or ())

    def clean(self, value: Any) -> Any:
        said = super().clean(value)
        parts = (part.strip() for line in said.splitlines() for part in line.split(";"))
        found = tuple(dict.fromkeys(one for one in parts if one))
        if any(len(one) > 120 for one in found):
            raise forms.ValidationError(_("One of the entries is longer than 120 characters."))
        return found


class NewForm(forms.Form):
    """A sheet that comes from no gap."""

    title = forms.CharField(label=_("Title"), max_length=200)
    problem = forms.ChoiceField(label=_("Problem"))

    def __init__(self, *arguments: Any, problems: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        known = list(choices("problem"))
        own = [(one, one) for one in problems if one not in dict(known)]
        self.fields["problem"].choices = [*_OPEN, *known, *own]  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """A part of a sheet; leaves out what was fixed.

    Args:
        sheet: whose values it shows.
        areas: choices of areas. apart: those that can be compared with the treated one.
        indicators: choices of indicators.
    """

    def __init__(
        self, *arguments: Any, sheet: Sheet, areas: list[tuple[str, str]],
        apart: list[tuple[str, str]], indicators: list[tuple[str, str]], **options: Any,
    ) -> None:  # fmt: skip
        options.setdefault("initial", {name: getattr(sheet, name) for name in self.base_fields})
        super().__init__(*arguments, **options)
        for name in ("area", "comparison", "displacement"):
            if name in self.fields:
                own = apart if name == "comparison" else areas
                own = [("", str(_("the whole city"))), *areas] if name == "area" else own
                self.fields[name].choices = own  # type: ignore[attr-defined]
        for name in ("happens", "felt"):
            if name in self.fields:
                self.fields[name].choices = [*_OPEN, *indicators]  # type: ignore[attr-defined]
        if sheet.fixed is not None:
            for name in FIXED_FIELDS:
                self.fields.pop(name, None)

    def values(self) -> dict[str, Any]:
        """Return what the form says as values of a sheet."""
        return {name: _value(name, value) for name, value in self.cleaned_data.items()}


def _value(name: str, value: Any) -> Any:
    words: dict[str, Any] = {"level": Level, "orientation": Orientation, "aim": Aim}
    if name in words:
        return words[name](value) if value else None
    return tuple(value) if isinstance(value, list) else value


class WhatForm(PartForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("What shall be done"), required=False, max_length=5000, widget=_text(4)
    )
    mechanism = forms.CharField(
        label=_("Why that should change the problem"), required=False, max_length=5000,
        widget=_text(4), help_text=_("One chain: what is done, what that changes, what follows."),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[*_OPEN, *Measure.Level.choices]
    )
    orientation = forms.ChoiceField(
        label=_("Orientation"), required=False, choices=[*_OPEN, *Measure.Orientation.choices]
    )
    aim = forms.ChoiceField(
        label=_("Aimed at"), required=False, choices=[*_OPEN, *Measure.Aim.choices]
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    area_type = forms.ChoiceField(label=_("Kind of place"), required=False)
    target_groups = ListField(
        label=_("People it is for"), required=False, help_text=_("One a line; groups, no names.")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        known = list(choices("area_type"))
        own = str(self.initial.get("area_type") or "")
        if own and own not in dict(known):
            known.append((own, own))
        self.fields["area_type"].choices = [*_OPEN, *known]  # type: ignore[attr-defined]


class WhoForm(PartForm):
    lead = forms.CharField(
        label=_("Lead"), required=False, max_length=200, help_text=_("An office, not a person.")
    )
    actors = ListField(label=_("Partners"), required=False, help_text=_("One a line; bodies."))
    uses = forms.MultipleChoiceField(
        label=_("Technologies and powers"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Duties on AI, data and rights follow from these."),
    )  # fmt: skip
    restricts = ListField(
        label=_("Watched, moved on or kept out"), required=False,
        help_text=_("Groups that the measure watches, moves on or keeps out; one a line."),
    )  # fmt: skip
    budget = forms.FloatField(label=_("Budget for a year"), required=False, min_value=0)
    fte = forms.FloatField(label=_("Full-time posts"), required=False, min_value=0)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        own = [(one, one) for one in options["sheet"].uses if one not in catalogue().uses]
        known = [(one.id, plain(one.name)) for one in catalogue().uses.values()]
        self.fields["uses"].choices = [*known, *own]  # type: ignore[attr-defined]


class OutcomeForm(PartForm):
    happens = forms.ChoiceField(label=_("What happens (indicator)"), required=False)
    felt = forms.ChoiceField(
        label=_("What is felt (indicator)"), required=False,
        help_text=_("Both sides belong together: a measure can change one without the other."),
    )  # fmt: skip
    expected = forms.CharField(
        label=_("Change that is expected"), required=False, max_length=2000, widget=_text(2)
    )
    comparison = forms.MultipleChoiceField(
        label=_("Comparison areas"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Areas that stay without the measure, apart from it."),
    )  # fmt: skip
    no_comparison = forms.CharField(
        label=_("Why there is no comparison area"), required=False, max_length=2000,
        widget=_text(2),
    )  # fmt: skip
    displacement = forms.MultipleChoiceField(
        label=_("Areas into which the problem could move"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    start = forms.DateField(label=_("First day"), required=False, widget=_Day())
    review = forms.DateField(
        label=_("Date of review"), required=False, widget=_Day(),
        help_text=_("A year after the start keeps the seasons alike."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        start, review = found.get("start"), found.get("review")
        if start and review and review <= start:
            self.add_error("review", _("The review comes after the first day."))
        return found


#: Part of a sheet to its form.
PARTS: dict[str, type[PartForm]] = {"what": WhatForm, "who": WhoForm, "outcome": OutcomeForm}


class AmendForm(forms.Form):
    """Change something that was fixed.

    The value is typed as it is kept: days as year-month-day, areas by their ids and semicolons.
    """

    name = forms.ChoiceField(label=_("What is amended"))
    value = forms.CharField(
        label=_("From now on"), required=False, max_length=2000,
        help_text=_("A day as 2027-03-31; areas by their ids, parted by semicolons."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=_text(3),
        error_messages={"required": _("Say why: it stands beside what was fixed.")},
    )  # fmt: skip

    def __init__(self, *arguments: Any, fields: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["name"].choices = fields  # type: ignore[attr-defined]

    def plain(self) -> Any:
        """Return the value as a sheet keeps it."""
        value = self.cleaned_data["value"].strip()
        if self.cleaned_data["name"] in ("comparison", "displacement", "target_groups"):
            return [one.strip() for one in value.split(";") if one.strip()]
        if self.cleaned_data["name"] in ("start", "review"):
            return value or None
        return value


class ReviewForm(forms.Form):
    """The review was held."""

    day = forms.DateField(label=_("Day of the review"), widget=_Day())
    outcome = forms.CharField(
        label=_("What it said"), max_length=5000, widget=_text(4),
        help_text=_("What changed, how sure that is, what else could explain it, what follows."),
        error_messages={"required": _("Say in a sentence what the review found.")},
    )  # fmt: skip
