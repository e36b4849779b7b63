"""How entries get onto the trail; only actions call this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from paseo.web.accounts.models import User
from paseo.web.accounts.people import Person
from paseo.web.trail import context
from paseo.web.trail.models import Entry


@dataclass(frozen=True, slots=True)
class Draft:
    """What an action says it did to one object."""

    object_type: str
    object_id: str
    object_label: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def draft(
    subject: models.Model | tuple[str, str, str],
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> Draft:
    """Return a draft for a record, or for anything given as (kind, id, label)."""
    if isinstance(subject, models.Model):
        subject = (subject._meta.label_lower, str(subject.pk), str(subject))
    kind, identity, label = subject
    return Draft(kind, identity, label[:200], before, after)


def write(person: Person, action: str, city: str, drafts: list[Draft]) -> None:
    """Add the drafts to the trail inside the running transaction."""
    Entry.objects.bulk_create(
        Entry(
            actor=person if isinstance(person, User) else None,
            action=action,
            city=city,
            object_type=made.object_type,
            object_id=made.object_id,
            object_label=made.object_label,
            before=made.before,
            after=made.after,
            request_id=context.request_id(),
        )
        for made in drafts
    )
