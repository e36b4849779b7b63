"""An invitation: one section for somebody without an account. Only the hash of its link is kept."""

from __future__ import annotations

import hashlib
import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paseo.web.questionnaires.models.rounds import Round


class Invitation(models.Model):
    """A link that opens one section of one sheet, and nothing else, until it expires."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="invitations")
    #: The sheet that it writes into; its own in a round of many sheets.
    sheet = models.ForeignKey("questionnaires.Sheet", models.CASCADE, related_name="invitations")
    section = models.CharField(_("section"), max_length=60)
    #: Who was asked, as the city calls it ("Mobility office").
    label = models.CharField(_("for whom"), max_length=120)
    hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("withdrawn"), null=True)
    #: When the person agreed to answer; looking at the page does nothing.
    consented_at = models.DateTimeField(_("agreed"), null=True)
    finished_at = models.DateTimeField(_("handed in"), null=True)
    used = models.PositiveIntegerField(_("times saved"), default=0)
    used_at = models.DateTimeField(_("last saved"), null=True)

    objects: ClassVar[models.Manager[Invitation]] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.label

    @property
    def works(self) -> bool:
        """Say whether the link still opens its section."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @classmethod
    def find(cls, token: str) -> Invitation | None:
        """Return the invitation of a link, whether it still works or not."""
        found = cls.objects.select_related("round__version", "round__city", "sheet")
        return found.defer("round__version__content").filter(hash=cls.hash_of(token)).first()

    @staticmethod
    def new_token() -> str:
        """Return a token that nobody can guess; it is shown once and never stored."""
        return secrets.token_urlsafe(24)

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
