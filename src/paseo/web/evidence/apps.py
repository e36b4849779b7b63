"""The evidence app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "paseo.web.evidence"
    label = "evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        # Each start brings the database to its newest form, and with it what stands ready.
        post_migrate.connect(renew, sender=self)


def renew(**signal: object) -> None:
    from paseo.web.evidence import standing

    standing.renew(**signal)
