"""The local administrator: made on the first start, let in by a printed link."""

from __future__ import annotations

from django.urls import reverse

from paseo.web.accounts.actions import CreateAdministrator
from paseo.web.accounts.models import SignInLink, User
from paseo.web.accounts.people import PROGRAMME


def ensure_administrator() -> User:
    """Return the first active administrator, making one when there is none."""
    found = User.objects.filter(is_administrator=True, is_active=True).order_by("pk").first()
    return found or CreateAdministrator().run(PROGRAMME)


def sign_in_address(base: str, user: User | None = None) -> str:
    """Return a fresh one-time address (``http://host:port/sign-in/CODE/``)."""
    code = SignInLink.make(user or ensure_administrator())
    return base.rstrip("/") + reverse("accounts:link", args=[code])
