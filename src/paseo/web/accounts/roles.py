"""The roles people have, as data: a name, what it is for, and the rights it carries."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.rights import Right


@dataclass(frozen=True, slots=True)
class Role:
    """One role in the words people use for it."""

    id: str
    name: Promise
    purpose: Promise
    rights: frozenset[Right]


ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role(
            "coordinator",
            _("Coordinator"),
            _("Looks after the workspace and every city in it."),
            frozenset(Right),
        ),
        Role(
            "city_lead",
            _("City lead"),
            _("Answers for one city: its data, its people, what it publishes."),
            frozenset({Right.READ, Right.CONTRIBUTE, Right.REVIEW, Right.LEAD}),
        ),
        Role(
            "contributor",
            _("Contributor"),
            _("Adds data to one city."),
            frozenset({Right.READ, Right.CONTRIBUTE}),
        ),
        Role(
            "reviewer",
            _("Reviewer"),
            _("Reads one city and comments on its data and findings."),
            frozenset({Right.READ, Right.REVIEW}),
        ),
        Role(
            "reader",
            _("Reader"),
            _("Reads one city."),
            frozenset({Right.READ}),
        ),
    )
}


def roles_with(right: Right) -> list[Role]:
    """Return the roles that carry a right, the least powerful first."""
    return [role for role in reversed(ROLES.values()) if right in role.rights]
