"""Forms of a quality check: beginning, answers, evidence, what was settled, a filled form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.content.store import list_packs
from paseo.prevention.quality.agreeing import Pair
from paseo.prevention.quality.form import Entry, QualityForm
from paseo.prevention.quality.pack import EUCPN_CRITERIA, KIND
from paseo.report.prevention.quality.words import option_said, say
from paseo.web.accounts.models import User
from paseo.web.evidence.pages import language
from paseo.web.prevention.models import Measure
from paseo.web.prevention.personal import warn_of_people

#: Kinds of documents that are kept, each with how such a file begins; text has no sign of its own.
#: Nothing that runs, nothing that hides other files.
_OFFICE: Final = (b"PK",)
_OLD_OFFICE: Final = (b"\xd0\xcf\x11\xe0",)
EVIDENCE_KINDS: Final[dict[str, tuple[bytes, ...]]] = {
    "pdf": (b"%PDF",),
    "docx": _OFFICE, "xlsx": _OFFICE, "pptx": _OFFICE,
    "odt": _OFFICE, "ods": _OFFICE, "odp": _OFFICE,
    "doc": _OLD_OFFICE, "xls": _OLD_OFFICE, "ppt": _OLD_OFFICE,
    "png": (b"\x89PNG",), "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",),
    "csv": (), "txt": (),
}  # fmt: skip
#: What documents that show something have at most.
MOST_BYTES: Final = 20_000_000
_OUTSIDE: Final = "outside"


class LeftOpen(forms.ChoiceField):
    """An answer that is wanted and may wait: no word "optional", and no refusal."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class ReasonLater(forms.CharField):
    """A reason that is wanted as soon as there is an answer: neither optional nor asked alone."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class StartForm(forms.Form):
    """Which measure, by which form, and who are the two raters."""

    measure = forms.ChoiceField(
        label=gettext_lazy("Measure"),
        error_messages={"required": gettext_lazy("Choose the measure that is judged.")},
    )
    form = forms.ChoiceField(label=gettext_lazy("Form"))
    first = forms.ChoiceField(
        label=gettext_lazy("First rater"),
        error_messages={"required": gettext_lazy("Choose the first rater.")},
    )
    second = forms.ChoiceField(
        label=gettext_lazy("Second rater"),
        help_text=gettext_lazy(
            "Another person. Somebody outside fills in the Excel form, which you bring here."
        ),
        error_messages={"required": gettext_lazy("Choose the second rater.")},
    )

    def __init__(
        self, measures: Iterable[Measure], people: Sequence[User], *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.people = {str(one.pk): one for one in people}
        packs = sorted(list_packs(KIND), key=lambda info: info.id != EUCPN_CRITERIA)
        outside = (_OUTSIDE, _("Somebody outside, by a filled form"))
        raters = [(key, one.name) for key, one in self.people.items()]
        choices = {
            "measure": [("", _("Choose")), *((one.code, one.name) for one in measures)],
            "form": [(one.id, one.header.title.read(language()).words) for one in packs],
            "first": [("", _("Choose")), *raters, outside],
            "second": [("", _("Choose")), *raters, outside],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, second = found.get("first"), found.get("second")
        if first and first == second and first != _OUTSIDE:
            said = _("A check needs two people. Choose somebody else as the second rater.")
            self.add_error("second", said)
        return found

    def rater(self, name: str) -> User | None:
        """Return the person chosen, None for somebody outside."""
        return self.people.get(self.cleaned_data[name])


def answer_form(
    form: QualityForm, entries: Sequence[Entry], held: dict[str, Any], data: Any = None
) -> forms.Form:
    """Return the form for some gates or items: a choice and a note for each."""
    fields: dict[str, forms.Field] = {}
    initial: dict[str, str] = {}
    for one in entries:
        name = field_name(one)
        fields[name] = LeftOpen(
            label=f"{one.id} {one.question.read(language()).words}",
            help_text=one.note.read(language()).words,
            widget=forms.RadioSelect,
            choices=[(option.id, option_said(option, language())) for option in one.options],
        )
        fields[f"{name}-note"] = forms.CharField(
            label=_("Note to %(id)s") % {"id": one.id},
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        kept = held.get(one.id, {})
        initial |= {name: kept.get("option", ""), f"{name}-note": kept.get("note", "")}
    made = type("AnswerForm", (forms.Form,), fields)(data, initial=initial)
    warn_of_people(made)
    return made


def field_name(entry: Entry) -> str:
    """Return the name of an entry's field; ids of items hold a dot."""
    return f"a-{entry.id.replace('.', '-')}"


def answers_in(form: forms.Form, entries: Sequence[Entry]) -> dict[str, dict[str, str]]:
    """Return what was answered, by id of gate or item."""
    return {
        one.id: {
            "option": form.cleaned_data.get(field_name(one), ""),
            "note": form.cleaned_data.get(f"{field_name(one)}-note", "").strip(),
        }
        for one in entries
    }


def settle_form(pairs: Sequence[Pair], held: dict[str, Any], data: Any = None) -> forms.Form:
    """Return the form for what differs: the answer of both, and why."""
    fields: dict[str, forms.Field] = {}
    initial: dict[str, str] = {}
    for pair in pairs:
        one, name = pair.entry, field_name(pair.entry)
        fields[name] = LeftOpen(
            label=_("Answer of both to %(id)s") % {"id": one.id},
            choices=[
                ("", say("not_settled", language())),
                *((option.id, option_said(option, language())) for option in one.options),
            ],
        )
        fields[f"{name}-note"] = ReasonLater(
            label=_("Reason for %(id)s") % {"id": one.id},
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        kept = held.get(one.id, {})
        initial |= {name: kept.get("option", ""), f"{name}-note": kept.get("reason", "")}
    made = type("SettleForm", (_Reasoned,), fields)(data, initial=initial)
    warn_of_people(made)
    return made


class _Reasoned(forms.Form):
    """An answer without its reason is not taken."""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for name in [one for one in self.fields if not one.endswith("-note")]:
            if found.get(name) and not found.get(f"{name}-note", "").strip():
                self.add_error(f"{name}-note", _("Say why both take this answer."))
        return found


class ProofForm(forms.Form):
    """A file or an address, and what one sees there."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "PDF, Word, Excel, PowerPoint or OpenDocument, PNG or JPEG, CSV or TXT; at most 20 MB. "
            "No data about persons: what is kept is kept."
        ),
        widget=forms.ClearableFileInput(
            attrs={"accept": ",".join(f".{one}" for one in EVIDENCE_KINDS)}
        ),
        error_messages={
            "empty": gettext_lazy("The file is empty. Choose one that holds something.")
        },
    )
    address = forms.URLField(
        label=gettext_lazy("Or an address"),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    shows = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=300,
        help_text=gettext_lazy("Such as: calls by month for two years, page 4."),
        error_messages={"required": gettext_lazy("Say in a few words what one sees there.")},
    )

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data.get("file")
        if file is None:
            return None
        ending = (file.name or "").rpartition(".")[2].lower()
        kinds = ", ".join(sorted(EVIDENCE_KINDS))
        if ending not in EVIDENCE_KINDS:
            said = _("Files of this kind are not kept. Save it as a PDF, or as one of: %(kinds)s.")
            raise forms.ValidationError(said % {"kinds": kinds})
        signs = EVIDENCE_KINDS[ending]
        head = file.read(8)
        file.seek(0)
        if not head.startswith(signs) if signs else b"\0" in head:
            said = _("The file is named .%(ending)s and is none. Save it again as what it is.")
            raise forms.ValidationError(said % {"ending": ending})
        return file

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.errors:
            return found
        if bool(found.get("file")) == bool(found.get("address")) and "address" not in self.errors:
            self.add_error("address", _("Give a file or an address, one of the two."))
        return found


class SheetForm(forms.Form):
    """The filled form of a rater outside."""

    file = forms.FileField(
        label=gettext_lazy("Filled form"),
        help_text=gettext_lazy("The Excel form that was written here (.xlsx), or a table (.csv)."),
        error_messages={
            "required": gettext_lazy("Choose the file that was filled in."),
            "empty": gettext_lazy("The file is empty. Choose one that holds something."),
        },
    )
