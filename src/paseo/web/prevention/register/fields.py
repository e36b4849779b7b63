"""Fields of the register's forms: words of the catalogue, lists, days, figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from paseo.web.prevention.register import words


class Suggesting(forms.TextInput):
    """A text with suggestions that need no script."""

    def __init__(self, options: Callable[[], Iterable[str]], **settings: Any) -> None:
        super().__init__(**settings)
        self.options = options

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the text field and its list of suggestions."""
        listed = f"{(attrs or {}).get('id', name)}_list"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        options = format_html_join(
            "", '<option value="{}"></option>', ((one,) for one in self.options())
        )
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, options)


class WordField(forms.CharField):
    """A word of the catalogue under its name, or a word of one's own."""

    def __init__(self, section: str, **settings: Any) -> None:
        self.section = section
        super().__init__(
            widget=Suggesting(lambda: [name for _code, name in words.choices(section)]),
            required=False,
            max_length=120,
            **settings,
        )

    def clean(self, value: Any) -> str:
        """Return the id of a known word, else the word itself."""
        text = str(super().clean(value) or "").strip()
        return words.catalogue().code(self.section, text) or text if text else ""


class LinesField(forms.CharField):
    """Several words, one on each line; known ones become their ids."""

    def __init__(self, section: str = "", rows: int = 3, **settings: Any) -> None:
        self.section = section
        super().__init__(
            widget=forms.Textarea(attrs={"rows": rows}), required=False, max_length=4000, **settings
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the words, each once."""
        text = str(super().clean(value) or "")
        parts = (part.strip() for part in text.splitlines())
        return tuple(dict.fromkeys(self.code(part) for part in parts if part))

    def code(self, part: str) -> str:
        return (words.catalogue().code(self.section, part) if self.section else None) or part


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=False, widget=DayInput())


def figure_field(label: Any, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(
        label=label, help_text=help_text, required=False, min_value=0, localize=False,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )  # fmt: skip
