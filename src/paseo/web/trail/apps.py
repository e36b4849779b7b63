"""The trail app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TrailConfig(AppConfig):
    name = "paseo.web.trail"
    label = "trail"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        # Every room's actions must be known, so that the trail can say their label.
        autodiscover_modules("actions")
