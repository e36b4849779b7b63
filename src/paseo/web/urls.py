"""All addresses: the frame's own, then each room's as listed in ``rooms``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from paseo.web.assessment.views.overview import home
from paseo.web.rooms import ROOMS

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("paseo.web.accounts.urls")),
    path("ui/", include("paseo.web.ui.urls")),
    path("trail/", include("paseo.web.trail.urls")),
    path("jobs/", include("paseo.web.jobs.urls")),
    *(path(room.prefix, include(f"{room.app}.urls")) for room in ROOMS),
]

handler400 = "paseo.web.ui.views.bad_request"
handler403 = "paseo.web.ui.views.permission_denied"
handler404 = "paseo.web.ui.views.page_not_found"
handler500 = "paseo.web.ui.views.server_error"
