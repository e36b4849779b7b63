"""Addresses: the manual."""

from __future__ import annotations

from django.urls import URLPattern, path

from paseo.web.prevention.manual import views

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
urlpatterns: list[URLPattern] = [
    path(ROOM + "manual/", views.manual, name="manual"),
    path(ROOM + "manual.<str:form>", views.download, name="manual-file"),
]
