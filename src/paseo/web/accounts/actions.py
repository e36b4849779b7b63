"""What changes people: the administrator, people and their roles, signing in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib import auth
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import Membership, User
from paseo.web.accounts.people import Person
from paseo.web.accounts.rights import Right
from paseo.web.accounts.roles import ROLES
from paseo.web.actions import Action, Record

#: As many characters as the column holds; SQLite itself would take more.
NAME_LENGTH = 80


@dataclass
class CreateAdministrator(Action[User]):
    """Make the owner of the installation."""

    id = "accounts.create_administrator"
    label = _("Administrator created")
    right = Right.COORDINATE

    name: str = "administrator"

    def perform(self, record: Record) -> User:
        user = User.objects.create_user(self._free_name(), is_administrator=True)
        record(user, after={"name": user.name})
        return user

    def _free_name(self) -> str:
        """A former administrator may still hold the name."""
        taken = set(User.objects.values_list("name", flat=True))
        name, number = self.name, 2
        while name in taken:
            name, number = f"{self.name} {number}", number + 1
        return name


class NotAdded(ValueError):  # noqa: N818 - says what happened
    """A person or role was not added; ``reason`` says why, ``choices`` what would work."""

    def __init__(self, reason: str, choices: Iterable[str] = ()) -> None:
        self.reason = reason
        self.choices = tuple(choices)
        super().__init__(": ".join([reason, ", ".join(self.choices)]))


@dataclass
class AddPerson(Action[User]):
    """Give a person a role in a city (empty: in every city); make the person when new.

    Raises:
        NotAdded: with the reason ``role``, ``city``, ``every``, ``name``, ``inactive``
            or ``held``; nothing was changed.
    """

    id = "accounts.add_person"
    label = _("Person added")
    right = Right.LEAD

    name: str
    role: str
    city: str = ""

    def required_right(self, person: Person) -> Right:
        """Nobody may hand out more than a city: that is for who looks after them all."""
        wide = not self.city or self.role == "coordinator"
        return Right.COORDINATE if wide else Right.LEAD

    def perform(self, record: Record) -> User:
        name = " ".join(self.name.split())
        self._refuse_what_is_unknown(name)
        user = User.objects.filter(name=name).first()
        held = _roles_of(user) if user else None
        if user and not user.is_active:
            raise NotAdded("inactive")
        user = user or User.objects.create_user(name)
        _membership, new = Membership.objects.get_or_create(
            user=user, city=self.city, role=self.role
        )
        if not new:
            raise NotAdded("held")
        record(
            user,
            before=None if held is None else {"roles": held},
            after={"name": user.name, "roles": _roles_of(user)},
        )
        return user

    def _refuse_what_is_unknown(self, name: str) -> None:
        if not name.isprintable() or not 0 < len(name) <= NAME_LENGTH:
            raise NotAdded("name")
        if self.role not in ROLES:
            raise NotAdded("role", ROLES)
        if self.role == "coordinator" and self.city:
            raise NotAdded("every")
        # Cities belong to a room above this one, which is therefore asked and not imported.
        cities = apps.get_model("evidence", "City")._default_manager.all()
        if self.city and not cities.filter(pk=self.city).exists():
            raise NotAdded("city", cities.order_by("pk").values_list("pk", flat=True))


def _roles_of(user: User) -> list[str]:
    held = user.memberships.order_by("city", "role").values_list("city", "role")
    return [f"{role} · {city or '*'}" for city, role in held]


@dataclass
class SignIn(Action[bool]):
    """Let a person in who holds a working one-time code."""

    id = "accounts.sign_in"
    label = _("Signed in")
    right = None

    request: HttpRequest
    user: User

    def perform(self, record: Record) -> bool:
        auth.login(self.request, self.user)
        record(self.user)
        return True


@dataclass
class SignOut(Action[bool]):
    """End the session."""

    id = "accounts.sign_out"
    label = _("Signed out")
    right = None

    request: HttpRequest
    user: User

    def perform(self, record: Record) -> bool:
        record(self.user)
        auth.logout(self.request)
        return True
