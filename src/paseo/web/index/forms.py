"""Forms of the room: bring a specification, run an examination, ask for documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REPLICATIONS = {
    1000: gettext_lazy("1,000: a first look"),
    10000: gettext_lazy("10,000: for a report"),
    100000: gettext_lazy("100,000: for what happens rarely"),
}
BASES = {
    128: gettext_lazy("small: a first look"),
    512: gettext_lazy("usual"),
    2048: gettext_lazy("large: narrow intervals"),
}
FORMATS = {
    "html": gettext_lazy("Web page (HTML), to read on a screen"),
    "pdf": gettext_lazy("PDF, tagged, to print and to send"),
    "docx": gettext_lazy("Word, to go on writing"),
    "xlsx": gettext_lazy("Excel, the tables"),
}
ENDINGS = (".csv", ".xlsx", ".yaml", ".yml")
MOST_SPEC = 2_000_000


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        held = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(_FilesField, self).clean(one, initial) for one in held]


class BringForm(forms.Form):
    """A specification that somebody wrote, with its data."""

    title = forms.CharField(
        label=gettext_lazy("Name of the index"),
        help_text=gettext_lazy("Left empty, the title of the specification is taken."),
        max_length=160,
        required=False,
    )
    spec = forms.FileField(
        label=gettext_lazy("Specification"),
        help_text=gettext_lazy("A pack of the kind “index”, .yaml."),
        error_messages={"required": gettext_lazy("Choose the specification file.")},
    )
    tables = _FilesField(
        label=gettext_lazy("Data files"),
        help_text=gettext_lazy(
            "The tables that the specification names, under the names that it gives them: .csv or "
            ".xlsx, at most 100 MB together. None is needed for a benchmark between cities."
        ),
        required=False,
    )

    def clean_spec(self) -> str:
        """Return the text of the specification."""
        file = self.cleaned_data["spec"]
        if file.size > MOST_SPEC:
            raise forms.ValidationError(
                _("A specification is never that large. Choose another file.")
            )
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("The file is not text in UTF-8. Choose the specification, a .yaml file.")
            ) from None

    def clean_tables(self) -> list[Any]:
        """Refuse what no specification can name."""
        for file in self.cleaned_data["tables"]:
            if Path(file.name or "").suffix.lower() not in ENDINGS:
                raise forms.ValidationError(
                    _("“%(name)s” is no table. Choose files that end in %(endings)s.")
                    % {"name": file.name, "endings": ", ".join(ENDINGS)}
                )
        return list(self.cleaned_data["tables"])


class NameForm(forms.Form):
    """What an index made from picked indicators is called."""

    title = forms.CharField(
        label=gettext_lazy("Name of the index"),
        max_length=160,
        error_messages={"required": gettext_lazy("Give the index a name.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why what happens and what is felt become one number"),
        help_text=gettext_lazy(
            "Only where you pick both. The two are kept apart everywhere else; the reason stands "
            "beside every result."
        ),
        max_length=500,
        required=False,
    )


class UncertaintyForm(forms.Form):
    """How often the index is made anew."""

    replications = forms.TypedChoiceField(
        label=gettext_lazy("How often the index is made anew"),
        choices=REPLICATIONS.items(),
        coerce=int,
        initial=10000,
        widget=forms.RadioSelect,
    )


class SensitivityForm(forms.Form):
    """How large the design is."""

    base = forms.TypedChoiceField(
        label=gettext_lazy("How many combinations are tried"),
        choices=BASES.items(),
        coerce=int,
        initial=512,
        widget=forms.RadioSelect,
    )


class DocumentsForm(forms.Form):
    """Which files, in which language."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the report"),
        help_text=gettext_lazy("It need not be the language of this page."),
        choices=settings.LANGUAGES,
    )
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Files"),
        widget=forms.CheckboxSelectMultiple,
        choices=FORMATS.items(),
        error_messages={"required": gettext_lazy("Choose at least one file.")},
    )


class RenameForm(forms.Form):
    """Another name."""

    title = forms.CharField(label=gettext_lazy("Name of the index"), max_length=160)
