"""People, their memberships and their one-time sign-in links."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.rights import Right
from paseo.web.accounts.roles import ROLES


class UserManager(BaseUserManager["User"]):
    """Makes people without asking for a personal name or a password."""

    def create_user(self, name: str, **fields: object) -> User:
        user = self.model(name=name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can sign in; the name may be a function ("administrator", "police data").

    Nobody is ever deleted, because the audit trail points here: a person who leaves
    is made inactive, and the name can be replaced.
    """

    name = models.CharField(_("sign-in name"), max_length=80, unique=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    #: The owner of the installation: coordinator of everything, whatever the memberships.
    is_administrator = models.BooleanField(_("administrator"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> dict[str, list[str]]:
        """Role ids by city; the empty city stands for every city. One query per request."""
        found: dict[str, list[str]] = {}
        for city, role in self.memberships.values_list("city", "role"):
            found.setdefault(city, []).append(role)
        return found

    def rights_in(self, city: str) -> frozenset[Right]:
        """Return the rights in a city, those for every city included."""
        held = {*self.roles.get("", ()), *self.roles.get(city, ())}
        return frozenset[Right]().union(*(ROLES[role].rights for role in held if role in ROLES))


class Membership(models.Model):
    """A person has a role in a city, or in every city when the city is empty."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    city = models.CharField(_("city"), max_length=80, blank=True)
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.id, role.name) for role in ROLES.values()]
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "city", "role"], name="a_role_is_given_once_per_city"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.city or '*'}"


class SignInLink(models.Model):
    """A link that signs one person in, once, for a short time. Only its hash is kept."""

    LIFE: ClassVar[timedelta] = timedelta(hours=1)

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sign-in link")
        verbose_name_plural = _("sign-in links")

    def __str__(self) -> str:
        return f"{self.user} · {self.expires_at:%Y-%m-%d %H:%M}"

    @classmethod
    def make(cls, user: User) -> str:
        """Make a link and return its code, which is shown once and never stored."""
        cls.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).delete()
        code = secrets.token_urlsafe(24)
        cls.objects.create(user=user, hash=cls.hash_of(code), expires_at=timezone.now() + cls.LIFE)
        return code

    @classmethod
    def redeem(cls, code: str) -> User | None:
        """Return the person a code signs in, and use it up; None when it no longer works."""
        now = timezone.now()
        # One statement decides: two browsers with the same link cannot both win.
        won = cls.objects.filter(
            hash=cls.hash_of(code), used_at=None, expires_at__gt=now, user__is_active=True
        ).update(used_at=now)
        if not won:
            return None
        return cls.objects.select_related("user").get(hash=cls.hash_of(code)).user

    @staticmethod
    def hash_of(code: str) -> str:
        return hashlib.sha256(code.encode()).hexdigest()
