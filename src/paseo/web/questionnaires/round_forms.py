"""The forms around a round: start it, copy it, change it, assign it, invite, decide."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.content.store import PackInfo, list_packs
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.web.accounts.models import Membership, User
from paseo.web.accounts.rights import Right
from paseo.web.accounts.roles import ROLES
from paseo.web.evidence.pages import language
from paseo.web.questionnaires.models import Round

#: How long an invitation works where nobody says otherwise.
USUAL_LIFE = timedelta(days=28)
LONGEST_LIFE = timedelta(days=366)


class RoundForm(forms.Form):
    """What is said of a round."""

    name = forms.CharField(
        label=gettext_lazy("Name of the round"),
        max_length=120,
        help_text=gettext_lazy("What people here will call it: “Self-assessment 2026”."),
        error_messages={"required": gettext_lazy("Give the round a name.")},
    )
    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("The time that the answers are about: 2026."),
    )
    due = forms.DateField(
        label=gettext_lazy("Due"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("The day by which everything should be answered."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of invitations"), choices=settings.LANGUAGES
    )
    pilot = forms.BooleanField(
        label=gettext_lazy("The questionnaire itself is under test (pilot)"),
        required=False,
        help_text=gettext_lazy(
            "Each question can be marked as hard to answer, and the time for each section is "
            "measured. A report says what to mend."
        ),
    )


class StartForm(RoundForm):
    """Which questionnaire, and what is said of the round."""

    field_order = ("pack", "name", "period", "due", "language", "pilot")
    pack = forms.ChoiceField(label=gettext_lazy("Questionnaire"), widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["pack"]
        assert isinstance(field, forms.ChoiceField)
        found = sorted(list_packs("questionnaire"), key=lambda one: (_is_block(one), one.id))
        field.choices = [(one.id, _named(one)) for one in found]


def _is_block(one: PackInfo) -> bool:
    """Blocks are parts for questionnaires; alone they are asked rarely, so they stand last."""
    return ".block." in one.id


def _named(one: PackInfo) -> str:
    title = one.header.title.read(language()).words
    shape = _("%(title)s (%(version)s), a block of questions")
    shown = shape if _is_block(one) else "%(title)s (%(version)s)"
    return shown % {"title": title, "version": one.header.version}


def values_of(form: RoundForm) -> dict[str, Any]:
    """Return what a valid form says of a round, as the actions take it."""
    names = ("name", "period", "due", "language", "pilot")
    return {name: form.cleaned_data[name] for name in names}


class AssignForm(forms.Form):
    """Which sections go to whom."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one section.")},
    )
    user = forms.ChoiceField(
        label=gettext_lazy("Person"),
        required=False,
        help_text=gettext_lazy("Then only this person, reviewers and the lead see the section."),
    )
    office = forms.CharField(
        label=gettext_lazy("Or an office, in words"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For whoever has no account: “Police data office”. No names."),
    )
    due = forms.DateField(
        label=gettext_lazy("Due"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, round: Round, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        sections, people = self.fields["sections"], self.fields["user"]
        assert isinstance(sections, forms.MultipleChoiceField)
        assert isinstance(people, forms.ChoiceField)
        sections.choices = section_choices(round.questionnaire())
        self.people = contributors(round.city_id)
        people.choices = [("", "–"), *((str(one.pk), one.name) for one in self.people)]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if bool(values.get("user")) == bool(values.get("office", "").strip()):
            self.add_error("user", _("Choose a person or name an office, one of both."))
        return values

    def chosen(self) -> User | None:
        """Return the person who was chosen."""
        wanted = self.cleaned_data["user"]
        return next((one for one in self.people if str(one.pk) == wanted), None)


class InviteForm(forms.Form):
    """Who is invited to which section, until when."""

    section = forms.ChoiceField(label=gettext_lazy("Section"))
    name = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=120,
        help_text=gettext_lazy("The office or function, as it will stand beside the answers."),
        error_messages={"required": gettext_lazy("Say for whom the link is.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Works until"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Say until when the link works.")},
    )

    def __init__(self, questionnaire: Questionnaire, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        section = self.fields["section"]
        assert isinstance(section, forms.ChoiceField)
        section.choices = section_choices(questionnaire)
        self.fields["until"].initial = (timezone.now() + USUAL_LIFE).date().isoformat()

    def clean_until(self) -> datetime:
        """Return the end of the day."""
        day = self.cleaned_data["until"]
        end = timezone.make_aware(datetime.combine(day, time.max.replace(microsecond=0)))
        if end <= timezone.now():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if end > timezone.now() + LONGEST_LIFE:
            raise forms.ValidationError(
                _("A link works for a year at most. Choose an earlier day.")
            )
        return end


class SheetForm(forms.Form):
    """A sheet that is entered by hand."""

    code = forms.CharField(
        label=gettext_lazy("Number of the sheet"),
        max_length=120,
        help_text=gettext_lazy("As it stands on the paper, so that both can be found again."),
        error_messages={"required": gettext_lazy("Give the sheet a number.")},
    )

    def __init__(self, round: Round, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.round = round

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if self.round.sheets.filter(code=code).exists():
            raise forms.ValidationError(_("There is a sheet with this number already."))
        return code


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *arguments: Any, needed: bool = False, hint: str = "", **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].required = needed
        self.fields["reason"].help_text = hint
        self.fields["reason"].error_messages["required"] = _("Say why.")


def section_choices(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Return the sections of a questionnaire, as a form offers them."""
    return [(one.id, one.name.read(language()).words) for one in questionnaire.sections]


def contributors(city: str) -> list[User]:
    """Return the people who may answer in a city, by name."""
    roles = [one.id for one in ROLES.values() if Right.CONTRIBUTE in one.rights]
    held = Membership.objects.filter(city__in=["", city], role__in=roles).values("user")
    found = User.objects.filter(is_active=True)
    return list((found.filter(pk__in=held) | found.filter(is_administrator=True)).order_by("name"))
