"""One object that answers "may this person do that in this city", and says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import User
from paseo.web.accounts.people import Person, Programme
from paseo.web.accounts.rights import Right
from paseo.web.accounts.roles import ROLES, roles_with


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no, and the reason in a sentence."""

    allowed: bool
    reason: Promise | str

    def __bool__(self) -> bool:
        return self.allowed


class PermissionPolicy:
    """Rights come from roles; roles come from memberships; the administrator has all."""

    def may(self, person: Person, right: Right | None, city: str = "") -> Answer:
        """Answer whether ``person`` holds ``right`` in ``city`` (empty: the whole workspace).

        A right of None asks only for a person who is signed in.
        """
        if isinstance(person, Programme):
            return Answer(True, _("The programme does this by itself."))
        if not isinstance(person, User) or not person.is_active:
            return Answer(False, _("You are not signed in."))
        if person.is_administrator:
            return Answer(True, _("You are the administrator of this workspace."))
        if right is None or right in person.rights_in(city):
            return Answer(True, _("Your role allows this."))
        return Answer(False, _refusal(person, right, city))

    def cities(self, person: Person, right: Right) -> set[str] | None:
        """Return the cities in which ``person`` holds ``right``; None means every city."""
        if isinstance(person, Programme):
            return None
        if not isinstance(person, User) or not person.is_active:
            return set()
        if person.is_administrator or right in person.rights_in(""):
            return None
        return {city for city in person.roles if right in person.rights_in(city)}


def _refusal(person: User, right: Right, city: str) -> Promise:
    held = [*person.roles.get("", ()), *person.roles.get(city, ())]
    has = _join([ROLES[role].name for role in held if role in ROLES]) if held else _("none")
    needs = _join([role.name for role in roles_with(right)])
    return format_lazy(
        _("This needs the right to {right}. Roles that have it: {needs}. Your role here: {has}."),
        right=right.words,
        needs=needs,
        has=has,
    )


def _join(names: list[Promise]) -> Promise:
    return format_lazy(", ".join("{}" for _name in names), *names)


policy: Final = PermissionPolicy()
