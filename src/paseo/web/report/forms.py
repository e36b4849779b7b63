"""What to put into a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from paseo.assessment.framework import DEPTHS
from paseo.web.assessment import words

FORMAT_WORDS = {
    "html": _("Web page (HTML), to read on a screen"),
    "pdf": _("PDF, tagged, to print and to send"),
    "docx": _("Word, to go on writing"),
    "xlsx": _("Excel, the observations"),
    "csv": _("CSV, the observations as open data"),
    "json": _("JSON, everything for other programmes"),
}


class ReportForm(forms.Form):
    """Depth, language and formats of a report."""

    depth = forms.ChoiceField(
        label=_("How many indicators"),
        choices=[(one, words.DEPTHS[one]) for one in DEPTHS],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the report"),
        help_text=_("It need not be the language of this page."),
        choices=settings.LANGUAGES,
    )
    formats = forms.MultipleChoiceField(
        label=_("Files"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one file.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        from paseo.report.files import FORMATS

        super().__init__(*arguments, **options)
        self.fields["formats"].choices = [(one, FORMAT_WORDS.get(one, one)) for one in FORMATS]  # type: ignore[attr-defined]
