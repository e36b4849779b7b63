"""What looks like data about a person in what somebody wrote, said beside it."""

from __future__ import annotations

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
