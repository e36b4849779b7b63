"""Forms of a sheet, one per part; what was fixed is not in them any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from paseo.content.numbers import format_date
from paseo.evidence.areas import AreaTree
from paseo.prevention.measures.measure import Aim, Level, Orientation
from paseo.prevention.sheets.fixing import is_apart
from paseo.prevention.sheets.sheet import FIXED_FIELDS, Sheet
from paseo.web.prevention.models import Measure
from paseo.web.prevention.personal import personal, warn_of_people
from paseo.web.prevention.register.words import catalogue, choices, plain

_OPEN = [("", _("Not chosen yet"))]


#: Choices under headings, and what a list of choices holds.
Choices = list[tuple[str, Any]]
#: Fields that hold names of offices and bodies, and nothing else.
_OFFICES: Final = ("lead", "actors")


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: str) -> None:
        super().__init__(format="%Y-%m-%d", attrs=attrs)


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _boxes() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple(attrs={"class": "in-columns"})


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


@dataclass(frozen=True, slots=True)
class Ground:
    """What can be chosen in a city.

    Args:
        areas: areas. apart: those that lie apart from the treated one.
        indicators: under headings, the nearest first.
        tree: knows which areas lie in each other.
    """

    areas: Choices
    apart: Choices
    indicators: Choices
    tree: AreaTree | None = None


class PartForm(forms.Form):
    """A part of a sheet; leaves out what was fixed.

    Args:
        sheet: whose values it shows.
        ground: what can be chosen.
    """

    def __init__(self, *arguments: Any, sheet: Sheet, ground: Ground, **options: Any) -> None:
        self.sheet, self.ground = sheet, ground
        options.setdefault("initial", {name: getattr(sheet, name) for name in self.base_fields})
        super().__init__(*arguments, **options)
        self._offer()
        if sheet.fixed is not None:
            for name in FIXED_FIELDS:
                self.fields.pop(name, None)
        warn_of_people(self, _OFFICES)

    def _offer(self) -> None:
        """Offer areas and indicators; where no area lies apart, say what follows from that."""
        ground = self.ground
        offered: dict[str, Choices] = {
            "area": [("", str(_("the whole city"))), *ground.areas],
            "comparison": ground.apart,
            "displacement": ground.apart,
            "happens": [*_OPEN, *ground.indicators],
            "felt": [*_OPEN, *ground.indicators],
        }
        for name, choices_of in offered.items():
            if name in self.fields:
                self.fields[name].choices = choices_of  # type: ignore[attr-defined]
        if not ground.apart and "comparison" in self.fields:
            self.fields["comparison"].help_text = _(
                "No area lies apart from the area of the measure. Say below why there is none."
            )
            self.fields["displacement"].help_text = _(
                "No area lies apart from the area of the measure."
            )

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
        widget=_text(4),
        help_text=_("One chain: what is done, what that changes, what follows. Needed before the "
                    "sheet is fixed."),
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
        label=_("Lead"),
        required=False,
        max_length=200,
        help_text=_("An office, not a person. Needed before the sheet is fixed."),
    )
    actors = ListField(label=_("Partners"), required=False, help_text=_("One a line; bodies."))
    uses = forms.MultipleChoiceField(
        label=_("Technologies and powers"), required=False, widget=_boxes(),
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
        label=_("Comparison areas"), required=False, widget=_boxes(),
        help_text=_("Areas that stay without the measure, apart from it."),
    )  # fmt: skip
    no_comparison = forms.CharField(
        label=_("Why there is no comparison area"), required=False, max_length=2000,
        widget=_text(2),
    )  # fmt: skip
    displacement = forms.MultipleChoiceField(
        label=_("Areas into which the problem could move"), required=False,
        widget=_boxes(),
    )  # fmt: skip
    start = forms.DateField(label=_("First day"), required=False, widget=_Day(),
        help_text=_("Later than the day on which the sheet is fixed."),
    )  # fmt: skip
    review = forms.DateField(
        label=_("Date of review"), required=False, widget=_Day(),
        help_text=_("After the first day; a year later keeps the seasons alike."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        start, review = found.get("start"), found.get("review")
        if start and review and review <= start:
            self.add_error("review", _("The review comes after the first day."))
        if "comparison" in found and "displacement" in found:
            self._keep_apart(found["comparison"], found["displacement"])
        return found

    def _keep_apart(self, comparison: list[str], displacement: list[str]) -> None:
        """Refuse areas that are compared with and are asked where the problem could move, too."""
        names = dict(self.ground.areas)
        for code in displacement:
            if not all(is_apart(code, one, self.ground.tree) for one in comparison):
                said = _(
                    "“%(area)s” is, lies in or holds a comparison area. Choose one or the "
                    "other: where the problem may move to, nothing can be compared with."
                )
                self.add_error("displacement", said % {"area": names.get(code, code)})


#: Part of a sheet to its form.
PARTS: dict[str, type[PartForm]] = {"what": WhatForm, "who": WhoForm, "outcome": OutcomeForm}


def part_of(name: str) -> type[PartForm]:
    """Return the form that holds a field."""
    return next(form for form in PARTS.values() if name in form.base_fields)


class AmendForm(forms.Form):
    """Change one thing that was fixed; it is asked for as in the part that it stands in.

    Args:
        name: of the field. sheet: as it is in force. ground: what can be chosen.
    """

    #: Sent again with what looks like data about a person, once that was said.
    sure = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, *arguments: Any, name: str, sheet: Sheet, ground: Ground, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        draft = part_of(name)(sheet=replace(sheet, fixed=None), ground=ground)
        value = draft.fields[name]
        value.initial = draft.initial.get(name)
        value.required = False
        self.name = name
        self.fields["value"] = value
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), max_length=2000, widget=_text(3),
            help_text=_("It stands beside what was fixed and cannot be changed any more."),
            error_messages={"required": _("Say why: it stands beside what was fixed.")},
        )  # fmt: skip
        self.order_fields(["value", "reason", "sure"])

    def clean_reason(self) -> str:
        """Ask once more where the reason looks like data about a person: it stays for good."""
        reason: str = self.cleaned_data["reason"]
        warning = personal(reason)
        if warning and self.data.get("sure") != reason:
            sent: Any = self.data
            again = sent.copy()
            again["sure"] = reason
            self.data = again
            raise forms.ValidationError(
                _("%(warning)s Send it again to keep it as it is."),
                params={"warning": warning},
            )
        return reason

    def plain(self) -> Any:
        """Return the value as a sheet keeps it."""
        value = self.cleaned_data["value"]
        if isinstance(value, list | tuple):
            return list(value)
        return value.isoformat() if isinstance(value, date) else value


class ReviewForm(forms.Form):
    """The review was held.

    Args:
        start: first day of the action that is in force. today: the last day that can be chosen.
    """

    day = forms.DateField(label=_("Day of the review"))
    outcome = forms.CharField(
        label=_("What it said"), max_length=5000, widget=_text(6),
        help_text=_("What changed, how sure that is, what else could explain it, what follows."),
        error_messages={"required": _("Say in a sentence what the review found.")},
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, start: date | None, today: date, language: str, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.start, self.today, self.language = start, today, language
        first = {"min": start.isoformat()} if start else {}
        self.fields["day"].widget = _Day(**first, max=today.isoformat())
        warn_of_people(self, _OFFICES)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if self.start is not None and day < self.start:
            raise forms.ValidationError(
                _("The action begins on %(day)s; no review of it was held before."),
                params={"day": format_date(self.start, self.language)},
            )
        if day > self.today:
            raise forms.ValidationError(
                _("This day is yet to come. Note a review once it was held.")
            )
        return day
