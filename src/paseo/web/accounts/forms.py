"""The one form of the sign-in page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """Takes a whole link or only the code at its end: people copy both."""

    code = forms.CharField(
        label=_("Sign-in link or code"),
        help_text=_("Paste the whole line that the terminal shows, or only the code at its end."),
        max_length=500,
        error_messages={"required": _("Paste a sign-in link or code.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().rstrip("/").rsplit("/", 1)[-1]
