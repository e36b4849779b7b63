"""Addresses: the pyramid, the room's first page."""

from __future__ import annotations

from django.urls import URLPattern, path

from paseo.web.prevention.pyramid import views

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
urlpatterns: list[URLPattern] = [
    path(ROOM, views.room, name="room"),
    path(ROOM + "pyramid.<str:form>", views.file, name="pyramid-file"),
    path(ROOM + "below/", views.coherence, name="coherence"),
    path(ROOM + "cells/<slug:level>/<slug:orientation>/", views.cell, name="cell"),
]
