"""Addresses of the prevention room, part by part."""

from __future__ import annotations

from paseo.web.prevention.collective.urls import urlpatterns as collective
from paseo.web.prevention.evaluation.urls import urlpatterns as evaluation
from paseo.web.prevention.gaps.urls import urlpatterns as gaps
from paseo.web.prevention.manual.urls import urlpatterns as manual
from paseo.web.prevention.pyramid.urls import urlpatterns as pyramid
from paseo.web.prevention.quality.urls import urlpatterns as quality
from paseo.web.prevention.register.urls import urlpatterns as register
from paseo.web.prevention.sheets.urls import urlpatterns as sheets

app_name = "prevention"
urlpatterns = [
    *pyramid,
    *register,
    *gaps,
    *sheets,
    *quality,
    *evaluation,
    *collective,
    *manual,
]
