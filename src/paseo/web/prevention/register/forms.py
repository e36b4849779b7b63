"""Forms of the register: a new measure, and one section of a record after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.content.problems import Problems
from paseo.prevention.measures.checks import check_measure
from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.ids import ID, proposed_id
from paseo.prevention.measures.measure import Aim, Measure, Status
from paseo.web.evidence.pages import language
from paseo.web.prevention.models import Measure as Row
from paseo.web.prevention.personal import warn_of_people
from paseo.web.prevention.register import words
from paseo.web.prevention.register.fields import (
    LinesField,
    Suggesting,
    WordField,
    day_field,
    figure_field,
)


class NewForm(forms.Form):
    """What a new measure needs; everything else is filled in later."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What people call the measure. No names of people."),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the measure a name.")},
    )
    problem = WordField(
        "problem",
        label=gettext_lazy("Problem"),
        help_text=gettext_lazy(
            "The one problem that it is mostly for: choose a suggestion or write your own words."
        ),
    )
    code = forms.CharField(
        label=gettext_lazy("Id"),
        help_text=gettext_lazy("Short and stable; files name it. Left empty, one is made."),
        max_length=80,
        required=False,
    )

    def __init__(self, taken: Iterable[str], *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.taken = set(taken)

    def clean_code(self) -> str:
        """Return an id that is free; without one, make it of the name."""
        code = str(self.cleaned_data["code"]).strip()
        if not code:
            return proposed_id(str(self.cleaned_data.get("name", "")), self.taken)
        if not ID.fullmatch(code):
            raise forms.ValidationError(
                _("Use letters without accents, digits, - and _, beginning with a letter or digit.")
            )
        if code in self.taken:
            raise forms.ValidationError(_("The register has a measure of this id. Choose another."))
        return code


class SectionForm(forms.Form):
    """One section of a record: reads a measure, and gives it back changed.

    Faults that the library finds stand beside their fields; what is merely worth a look does not
    keep a section from being saved.
    """

    section: ClassVar[str] = ""
    title: ClassVar[Promise]

    def __init__(self, measure: Measure, ground: Ground, data: Any = None) -> None:
        self.measure, self.ground = measure, ground
        super().__init__(data)
        for name, field in self.fields.items():
            self.initial[name] = self.shown(name, field)
        # The author of a source is no person of the register.
        warn_of_people(self, ("lead",), besides=("sources",))

    def shown(self, name: str, field: forms.Field) -> Any:
        """Return what stands in a field before anybody changed it."""
        value = getattr(self.measure, name)
        if isinstance(field, WordField):
            return words.named(field.section, value) if value else ""
        if isinstance(field, LinesField):
            section = field.section
            return "\n".join(words.named(section, one) if section else one for one in value)
        if isinstance(value, float) and value.is_integer():
            return int(value)  # 48000.0 is not how people write it
        return value if value is not None else ""

    @property
    def held(self) -> tuple[str, ...]:
        """Return the fields of the row that the form shows and fills."""
        return tuple(name for name in self.fields if name not in ("others",))

    def clean(self) -> dict[str, Any]:
        """Hold the changed measure to what the library asks."""
        found: dict[str, Any] = super().clean() or {}
        if self.errors:
            return found
        problems = Problems()
        check_measure(self.changed(), self.ground, problems)
        for one in problems.errors:
            if one.place.column in self.fields:
                said = f"{one.sentence(language())} {one.mend(language())}"
                self.add_error(one.place.column, said)
        return found

    def changed(self) -> Measure:
        """Return the measure with what was filled in."""
        return replace(self.measure, **self.values(self.cleaned_data))

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of the measure that the form fills."""
        return dict(cleaned)


class WhatForm(SectionForm):
    section, title = "what", gettext_lazy("What it is for")

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the measure a name.")},
    )
    problem = WordField(
        "problem",
        label=gettext_lazy("Problem"),
        help_text=gettext_lazy("A problem of the catalogue, or your own words."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        help_text=gettext_lazy("What is done, in a sentence or two."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    goal = forms.CharField(
        label=gettext_lazy("Goal"),
        help_text=gettext_lazy("What shall be different because of it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    indicators = LinesField(
        label=gettext_lazy("Indicators"),
        help_text=gettext_lazy("Codes of the framework by which one would see it, one on a line."),
    )

    def __init__(self, measure: Measure, ground: Ground, data: Any = None) -> None:
        super().__init__(measure, ground, data)
        problem = words.catalogue().problems.get(measure.problem)
        if problem is not None and ground.indicators is not None:
            near = [*problem.happens, *problem.felt]
            named = (f"{one} {words.plain(ground.indicators[one])}" for one in near)
            self.fields["indicators"].help_text = _(
                "Codes of the framework by which one would see it, one on a line. Near the "
                "problem: %(known)s."
            ) % {"known": "; ".join(named)}

    def clean_indicators(self) -> tuple[str, ...]:
        """Return codes alone, also where a name was written behind one."""
        known = self.ground.indicators or {}
        given: tuple[str, ...] = self.cleaned_data["indicators"]
        return tuple(dict.fromkeys(one.split()[0] if one not in known else one for one in given))


class WhoForm(SectionForm):
    section, title = "who", gettext_lazy("For whom and by whom")

    target_groups = LinesField(
        "target_groups",
        label=gettext_lazy("Target groups"),
        help_text=gettext_lazy("Groups, never people; one on a line."),
    )
    restricts = LinesField(
        "target_groups",
        label=gettext_lazy("Watched, moved on or kept out"),
        help_text=gettext_lazy(
            "Groups that the measure watches, moves on or keeps out, one on a line. They ask for a "
            "check of rights."
        ),
    )
    actors = LinesField(
        "actors",
        label=gettext_lazy("Actors"),
        help_text=gettext_lazy("Services and organisations that take part, one on a line."),
    )
    lead = WordField(
        "actors",
        label=gettext_lazy("Lead"),
        help_text=gettext_lazy("The office that answers for it, not a person."),
    )
    aim = forms.ChoiceField(
        label=gettext_lazy("Aimed at"), required=False,
        choices=[("", gettext_lazy("not stated")), *Row.Aim.choices],
    )  # fmt: skip

    def __init__(self, measure: Measure, ground: Ground, data: Any = None) -> None:
        super().__init__(measure, ground, data)
        lead = self.fields["lead"].widget
        assert isinstance(lead, Suggesting)
        lead.options = lambda: sorted(
            words.plain(o.name) for o in words.catalogue().actors.values()
        )

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        aim = cleaned["aim"]
        return {**cleaned, "aim": Aim(aim) if aim else None}


class WhenForm(SectionForm):
    section, title = "when", gettext_lazy("When")

    status = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False,
        choices=[("", gettext_lazy("not stated")), *Row.Status.choices],
    )  # fmt: skip
    start = day_field(gettext_lazy("First day"))
    end = day_field(gettext_lazy("Last day"), gettext_lazy("Empty while it is open."))
    funded_until = day_field(
        gettext_lazy("Funded until"), gettext_lazy("The last day for which money is secured.")
    )

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        status = cleaned["status"]
        return {**cleaned, "status": Status(status) if status else None}


class EffortForm(SectionForm):
    section, title = "effort", gettext_lazy("Means and reach")

    budget = figure_field(
        gettext_lazy("Budget for a year"),
        gettext_lazy("Leave it empty when it is not known; 0 is a number."),
    )
    currency = forms.RegexField(
        "^[A-Za-z]{3}$", label=gettext_lazy("Currency"), required=False, max_length=3,
        error_messages={"invalid": gettext_lazy("Write three letters, such as EUR.")},
    )  # fmt: skip
    fte = figure_field(gettext_lazy("Full-time posts"), gettext_lazy("Such as 1.5."))
    reach = figure_field(gettext_lazy("Reached in a year"))
    reach_unit = forms.CharField(
        label=gettext_lazy("Who or what is counted"),
        help_text=gettext_lazy("Residents, households, visits …"),
        required=False,
        max_length=120,
    )
    uses = forms.MultipleChoiceField(
        label=gettext_lazy("Technologies and powers"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
    )
    others = LinesField(
        label=gettext_lazy("Others"), rows=2, help_text=gettext_lazy("Your own words, one a line.")
    )

    def __init__(self, measure: Measure, ground: Ground, data: Any = None) -> None:
        super().__init__(measure, ground, data)
        uses = self.fields["uses"]
        assert isinstance(uses, forms.MultipleChoiceField)
        uses.choices = list(words.choices("uses"))

    def shown(self, name: str, field: forms.Field) -> Any:
        known = words.catalogue().uses
        if name == "uses":
            return [one for one in self.measure.uses if one in known]
        if name == "others":
            return "\n".join(one for one in self.measure.uses if one not in known)
        return super().shown(name, field)

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        held = {name: value for name, value in cleaned.items() if name != "others"}
        # In the order of the record: what is only looked at is not changed.
        ticked = [*cleaned["uses"], *cleaned["others"]]
        kept = [one for one in self.measure.uses if one in ticked]
        uses = (*kept, *(one for one in ticked if one not in kept))
        return held | {"uses": uses, "currency": (cleaned["currency"] or "EUR").upper()}


class KnownForm(SectionForm):
    section, title = "known", gettext_lazy("What is known of it")

    evidence = forms.TypedChoiceField(
        label=gettext_lazy("Evidence class"),
        help_text=gettext_lazy("On the Maryland scale, as the evaluation says."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    evaluation = forms.CharField(
        label=gettext_lazy("Evaluation"),
        help_text=gettext_lazy("Where it stands: an address or an id."),
        required=False,
        max_length=300,
    )
    sources = LinesField(label=gettext_lazy("Sources"), help_text=gettext_lazy("One on a line."))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Anything else; no data about people."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, measure: Measure, ground: Ground, data: Any = None) -> None:
        super().__init__(measure, ground, data)
        evidence = self.fields["evidence"]
        assert isinstance(evidence, forms.TypedChoiceField)
        evidence.choices = [("", _("not stated")), *words.evidence_classes()]


#: The sections of a record, in the order in which it is read.
SECTIONS: Final[dict[str, type[SectionForm]]] = {
    one.section: one for one in (WhatForm, WhoForm, WhenForm, EffortForm, KnownForm)
}
