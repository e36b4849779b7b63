"""What changes people: making the administrator, signing in, signing out."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import auth
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.models import User
from paseo.web.accounts.rights import Right
from paseo.web.actions import Action, Record


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
