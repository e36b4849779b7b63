"""Forms of the room: a decision on a line, on a proposal, a request, documents to be made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from paseo.assessment.checklist.availability import STATUSES
from paseo.assessment.checklist.effort import EFFORTS
from paseo.web.checklist.jobs import ANSWERS, DOCUMENT_WORDS
from paseo.web.report.forms import FORMAT_WORDS

AS_PROPOSED = _("As the tool says")


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LineForm(forms.Form):
    """What a person decides on one line; what is left open stays as the tool says."""

    status = forms.ChoiceField(label=_("Data"), required=False)
    owner = forms.CharField(
        label=_("Owner"),
        max_length=200,
        required=False,
        help_text=_("A unit or body, not a person. Left open, it stays as the tool says."),
    )
    next_date = forms.DateField(label=_("Next date"), required=False, widget=_Day())
    effort = forms.ChoiceField(label=_("Effort"), required=False)
    note = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say why: it stands beside the line for everybody.")},
    )

    def __init__(self, words: Any, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, codes in (("status", STATUSES), ("effort", EFFORTS)):
            choices = [("", AS_PROPOSED)]
            choices += [(code, words.say(f"{name}.{code}")) for code in codes]
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ProposalForm(forms.Form):
    """Accept or dismiss one proposal."""

    verdict = forms.ChoiceField(
        choices=[("accepted", _("Accept")), ("dismissed", _("Dismiss")), ("", _("Take back"))],
        required=False,
    )
    note = forms.CharField(max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("verdict") == "dismissed" and not found.get("note", "").strip():
            self.add_error("note", _("Say why it is dismissed: the reason stays in the list."))
        return found


class RequestForm(forms.Form):
    """Note that a request was sent."""

    due = forms.DateField(
        label=_("Answer asked for by"),
        required=False,
        widget=_Day(),
        help_text=_("From that day on the request is in the list of reminders."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


#: Bytes of a filled form; one of the checklist has less than a tenth of it.
MOST_BYTES = 10_000_000


class FileForm(forms.Form):
    """A filled form that came back."""

    file = forms.FileField(
        label=_("Filled form"),
        help_text=_("The Excel form that was written here (.xlsx), or a sheet as text (.yaml)."),
        error_messages={
            "required": _("Choose the file that was filled in."),
            "empty": _("The file is empty. Choose one that holds something."),
        },
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 10 MB, which no form of the checklist is.")
            )
        return found


class DocumentsForm(forms.Form):
    """Which documents, in which language and formats."""

    documents = forms.MultipleChoiceField(
        label=_("Documents"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one document.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the documents"),
        help_text=_("It need not be the language of this page."),
        choices=settings.LANGUAGES,
    )
    formats = forms.MultipleChoiceField(
        label=_("Files"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one file.")},
    )

    def __init__(self, all_answers: bool, *arguments: Any, **options: Any) -> None:
        from paseo.report.checklist.bundle import FORMATS

        super().__init__(*arguments, **options)
        known = [name for name in DOCUMENT_WORDS if all_answers or name != ANSWERS]
        self.fields["documents"].choices = [  # type: ignore[attr-defined]
            (name, DOCUMENT_WORDS[name]) for name in known
        ]
        words = FORMAT_WORDS | {"xlsx": _("Excel, the tables")}
        self.fields["formats"].choices = [  # type: ignore[attr-defined]
            (name, words[name]) for name in FORMATS
        ]
