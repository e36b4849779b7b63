"""How a session finds its person again; signing in itself is done by links."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from paseo.web.accounts.models import SignInLink, User


class LinkBackend(BaseBackend):
    """Signs in with a one-time code; a person made inactive loses the session at once."""

    def authenticate(
        self, request: HttpRequest | None, code: str | None = None, **_others: Any
    ) -> User | None:
        return SignInLink.redeem(code) if code else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
