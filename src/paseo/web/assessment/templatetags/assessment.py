"""Words of content packs and records in the reader's language, marked when they fall back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from paseo.content.language import LanguageMap, Text

register = template.Library()


def reader() -> str:
    """Return the language of the page."""
    return (get_language() or "en").split("-", maxsplit=1)[0]


@register.filter
def words(found: LanguageMap | Text | str | None) -> SafeString | str:
    """``{{ indicator.name|words }}``: the text, with ``lang`` where it is another language."""
    if found is None:
        return ""
    if isinstance(found, LanguageMap):
        found = found.read(reader())
    if not isinstance(found, Text):
        return str(found)
    if found.language == reader() or not found.words:
        return found.words
    return format_html('<span lang="{}">{}</span>', found.language, found.words)


@register.filter
def plain(found: LanguageMap | Text | str) -> str:
    """The text without a mark, where no element can stand (titles, attributes)."""
    return str(found.read(reader()) if isinstance(found, LanguageMap) else found)


@register.filter
def at(table: Mapping[str, Any], key: str) -> Any:
    """``{{ table|at:key }}``: one entry of a mapping."""
    return table.get(key, "")
