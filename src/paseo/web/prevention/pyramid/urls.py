"""Addresses: the pyramid, the room's first page."""

from __future__ import annotations

from django.urls import URLPattern

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
urlpatterns: list[URLPattern] = []
