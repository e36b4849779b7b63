"""The app of cities beside each other."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenchmarkConfig(AppConfig):
    name = "paseo.web.benchmark"
    label = "benchmark"
    verbose_name = _("Beside other cities")
