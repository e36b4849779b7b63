"""Two people at one thing: what somebody sends belongs to what they saw, or it waits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from paseo.content.numbers import format_date
from paseo.web.evidence.pages import language
from paseo.web.trail.models import Entry

#: Under this name a form sends the mark of what it showed.
SEEN = "seen"


class Meanwhile(Exception):  # noqa: N818 - says what happened
    """Somebody changed a thing after the page was made from which this was sent.

    Args:
        by: who, None where it is not known any more.
        at: when.
    """

    def __init__(self, by: object | None, at: date | None) -> None:
        self.by = by
        self.at = at
        super().__init__("changed meanwhile")

    def sentence(self) -> str:
        """Return who changed it and when, as a sentence."""
        day = format_date(self.at, language()) if self.at else ""
        if self.by and day:
            return _("%(person)s changed this meanwhile (%(day)s).") % {
                "person": self.by, "day": day,
            }  # fmt: skip
        return _("This was changed meanwhile.")


def mark_of(values: Mapping[str, Any] | None) -> str:
    """Return a short mark of plain values; other values have another one.

    >>> mark_of({"a": 1}) == mark_of({"a": 1}), mark_of({"a": 1}) == mark_of(None)
    (True, False)
    """
    text = json.dumps(values, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def check_seen(
    seen: str | None, values: Mapping[str, Any] | None, by: object | None, at: date | None
) -> None:
    """Compare what somebody saw with what stands now.

    Args:
        seen: mark of what was shown; None where nothing was shown, as for the programme itself.
        values: what stands now; None for nothing.
        by, at: who changed it last, and when.

    Raises:
        Meanwhile: they are not the same.
    """
    if seen is not None and seen != mark_of(values):
        raise Meanwhile(by, at)


def last_change(subject: Model) -> tuple[object | None, date | None]:
    """Return who changed an object last and on which day, as the trail has it."""
    kind = subject._meta.label_lower
    entry = Entry.objects.filter(object_type=kind, object_id=str(subject.pk)).first()
    return (entry.actor, timezone.localtime(entry.at).date()) if entry else (None, None)


def not_kept(meanwhile: Meanwhile) -> str:
    """Return what to say at a form that was not kept because of it."""
    return _(
        "%(meanwhile)s What you chose stands below and was not kept. Open the page anew to see "
        "what stands now, or save again to put yours in its place."
    ) % {"meanwhile": meanwhile.sentence()}
