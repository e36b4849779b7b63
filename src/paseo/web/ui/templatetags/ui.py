"""The components as template tags; they are built in, no ``{% load %}`` is needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import count
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from paseo.content.numbers import format_number
from paseo.web.accounts.policy import Answer, policy
from paseo.web.accounts.rights import Right
from paseo.web.ui.frame import Crumb, Group, Where, doors
from paseo.web.ui.tables import Table

register = template.Library()
_numbers = count(1)

HTMX = json.dumps({"includeIndicatorStyles": False, "allowEval": False, "historyCacheSize": 0})

GRADES = {
    "A": _("comparable"),
    "B": _("comparable with care"),
    "C": _("only a rough comparison"),
    "X": _("not comparable"),
}
EVIDENCE_MARKS = {
    "stated": (_("stated"), _("In the source in these words.")),
    "adapted": (_("adapted"), _("From the source, changed by us.")),
    "composed": (_("composed"), _("Written by us; no official wording.")),
}


# ------------------------------------------------------------------------------- frame
@register.simple_tag
def htmx_config() -> str:
    """Settings under which htmx keeps to the strict content security policy."""
    return HTMX


@register.simple_tag(takes_context=True)
def rooms(context: template.Context) -> list[Group]:
    """The side navigation: rooms that exist."""
    request, where = context.get("request"), context.get("where")
    path = request.path if isinstance(request, HttpRequest) else ""
    return doors(path, where.arguments if isinstance(where, Where) else None)


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(crumbs: Sequence[Crumb] | None) -> dict[str, Any]:
    """Where this page lies; words equal the page titles."""
    return {"crumbs": crumbs or ()}


@register.simple_tag(takes_context=True)
def may(context: template.Context, right: str, city: str = "") -> Answer:
    """``{% may "contribute" city.id as answer %}``: ask before showing a button."""
    return policy.may(context["request"].user, Right(right), city)


# --------------------------------------------------------------------------- navigation
@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[Any], label: str) -> dict[str, Any]:
    """Tabs as plain links; items are ``frame.Option``."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/contents.html")
def contents(sections: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The list of a long page's sections: pairs of id and words."""
    return {"sections": sections}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Earlier and later pages of a list."""
    return {
        "page": page,
        "request": context["request"],
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": page.paginator.ELLIPSIS,
    }


@register.inclusion_tag("ui/button.html")
def button(
    label: str, url: str = "", kind: str = "primary", download: bool = False
) -> dict[str, Any]:
    """A button; with an address it is a link. Kinds: primary, secondary, attention, quiet."""
    return {"label": label, "url": url, "kind": kind, "download": download}


# -------------------------------------------------------------------------------- forms
@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What has to be mended, at the top, with links to the fields; takes the focus."""
    entries = [
        (*_target(form, name), error) for name, errors in form.errors.items() for error in errors
    ]
    return {"entries": entries}


def _target(form: BaseForm, name: str) -> tuple[str, str]:
    """Return where a link to a field goes and the field's words; a group has no id of its own."""
    if name == "__all__":
        return "", ""
    bound = form[name]
    return bound.id_for_label or f"{bound.auto_id}_0", str(bound.label)


@register.filter
def number(value: float | None) -> str:
    """A number as sentences and figures write it too: 12,345.6 or 12 345,6."""
    if value is None:
        return "–"
    exact = round(value, 3)
    digits = next(places for places in range(4) if round(exact, places) == exact)
    return format_number(value, get_language() or "en", digits=digits)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One form field with label, hint and error."""
    return bound.as_field_group()


# ------------------------------------------------------------------------------- tables
@register.inclusion_tag("ui/table.html", takes_context=True)
def table(context: template.Context, table: Table) -> dict[str, Any]:
    """A ``tables.Table``: sorts by links, sticks its head, scrolls in its own box."""
    return {"table": table, "request": context.get("request"), "number": next(_numbers)}


# ---------------------------------------------------------------------------- messages
@register.simple_block_tag
def notice(content: str, kind: str = "plain", title: str = "") -> SafeString:
    """``{% notice "attention" title %}…{% endnotice %}``: plain, attention, done, doubt."""
    return _component("notice", content=content, kind=kind, title=title)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """An empty page that teaches: what will stand here and the one thing to do next."""
    return _component("empty", content=content, title=title)


@register.simple_block_tag
def card(content: str, title: str, url: str = "", sign: str = "") -> SafeString:
    """A summary card, its title a link to the page behind it."""
    return _component("card", content=content, title=title, url=url, sign=sign)


@register.inclusion_tag("ui/generated.html")
def generated(what: str = "") -> dict[str, Any]:
    """The banner over anything that is not real data."""
    return {"what": what}


# ------------------------------------------------------------------------------- badges
@register.simple_tag
def grade(letter: str | None) -> SafeString:
    """A comparability grade: A, B, C, or not comparable."""
    letter = (letter or "X").upper()
    words = GRADES.get(letter, GRADES["X"])
    if letter not in ("A", "B", "C"):
        return format_html('<span class="badge grade-x">{}</span>', words)
    return format_html(
        '<span class="badge grade-{}"><b>{}</b> {}</span>', letter.lower(), letter, words
    )


@register.simple_tag
def mark(evidence: str) -> SafeString:
    """An evidence mark: stated, adapted or composed."""
    words, meaning = EVIDENCE_MARKS[evidence]
    return format_html('<span class="badge mark-{}" title="{}">{}</span>', evidence, meaning, words)


@register.simple_tag
def sign(name: str) -> SafeString:
    """The small mark beside a colour: happens, felt, peers, gap, unknown."""
    shapes = {
        "happens": '<circle class="happens" cx="8" cy="8" r="6"/>',
        "felt": '<path class="felt open" d="M8 1.5 14.5 8 8 14.5 1.5 8Z"/>',
        "peers": '<path class="peers line" d="M1 8h14"/>',
        "gap": '<path class="gap" d="M8 2 15 14H1Z"/>',
        "unknown": '<rect class="unknown" x="1.5" y="1.5" width="13" height="13" rx="2"/>',
    }
    return format_html(
        '<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(shapes[name]),  # noqa: S308 - our own constant
    )


# ----------------------------------------------------------------------------- measures
@register.inclusion_tag("ui/coverage.html")
def coverage(known: int, total: int, what: str = "", said: str = "") -> dict[str, Any]:
    """A bar whose solid part is known; ``said`` replaces "so many of so many assessed"."""
    share = 100 * known / total if total else 0
    return {
        "known": known, "total": total, "what": what, "said": said, "share": f"{share:.2f}",
        "rest": f"{100 - share:.2f}", "id": next(_numbers),
    }  # fmt: skip


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, Any]:
    """Steps done of steps to do; without a total it only says that work is going on."""
    return {"done": done, "total": total, "label": label, "id": next(_numbers)}


# ---------------------------------------------------------------------------- contents
@register.inclusion_tag("ui/definitions.html")
def definitions(pairs: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    """Terms and what they are, as a list."""
    return {"pairs": pairs}


@register.inclusion_tag("ui/task_list.html")
def task_list(tasks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Tasks with their state: dicts of title, url, state, done and an optional hint."""
    return {"tasks": tasks, "number": next(_numbers)}


@register.inclusion_tag("ui/figure.html", takes_context=True)
def figure(
    context: template.Context,
    title: str,
    svg: str,
    sentence: str = "",
    table: Table | None = None,
    note: str = "",
) -> dict[str, Any]:
    """A picture (safe SVG) with its sentence, and its numbers under "Show as table"."""
    return {
        "title": title, "svg": svg, "sentence": sentence, "table": table, "note": note,
        "request": context.get("request"), "id": next(_numbers),
    }  # fmt: skip


def _component(name: str, **values: Any) -> SafeString:
    return render_to_string(f"ui/{name}.html", values)
