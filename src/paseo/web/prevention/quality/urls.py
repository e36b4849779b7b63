"""Addresses: checks on the four EUCPN criteria by two raters."""

from __future__ import annotations

from django.urls import URLPattern

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
urlpatterns: list[URLPattern] = []
