"""What looks like data about a person in what somebody wrote, said beside it."""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from paseo.evidence.personal import traces

#: Traces that are named before the rest goes without saying.
_MOST = 3


def personal(text: str, *, office: bool = False) -> str:
    """Return a warning about what looks like data about a person; empty where nothing does.

    Args:
        text: what somebody wrote.
        office: the field holds the name of an office and nothing else.
    """
    found = [one.text for one in traces(text, office=office)][:_MOST]
    if not found:
        return ""
    return _("This looks like data about a person: %(traces)s. Name an office or a group instead; "
             "sheets and lists are printed and handed on.") % {
        "traces": ", ".join(f"“{one}”" for one in found)
    }  # fmt: skip


def warn_of_people(
    form: forms.Form, offices: Collection[str] = (), besides: Collection[str] = ()
) -> None:
    """Say beside each field of text what in it looks like data about a person; refuse nothing.

    Args:
        form: with what was sent, or with what is kept.
        offices: names of fields that hold the name of an office and nothing else.
        besides: names of fields in which people may be named.
    """
    for name, field in form.fields.items():
        if not isinstance(field, forms.CharField) or name in besides:
            continue
        given = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        held = (given if form.is_bound else form.get_initial_for_field(field, name)) or ""
        text = held if isinstance(held, str) else "\n".join(map(str, held))
        if warning := personal(text, office=name in offices):
            field.help_text = format_html(
                '{} <strong class="personal">{}</strong>', field.help_text, warning
            )
