"""Names of questions as links to where they are answered, for whoever may see the answers."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def behind(context: template.Context, questions: str) -> SafeString:
    """``{% behind "A2, C5" %}``: the answers on which something rests, in brackets."""
    names = [one.strip() for one in questions.split(",") if one.strip()]
    if not names:
        return SafeString("")
    urls: dict[str, str] = context.get("question_urls") or {}
    said = format_html_join(
        ", ",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', urls[one], one) if one in urls else one,)
            for one in names
        ),
    )
    return format_html('<span class="muted">({})</span>', said)
