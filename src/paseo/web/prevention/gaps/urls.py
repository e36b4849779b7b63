"""Addresses: gaps and what is decided on them."""

from __future__ import annotations

from django.urls import URLPattern, path

from paseo.web.prevention.gaps import deciding, table, views

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
urlpatterns: list[URLPattern] = [
    path(ROOM + "gaps/", views.gaps, name="gaps"),
    path(ROOM + "gaps/decide/", deciding.decide, name="gap-decide"),
    path(ROOM + "gaps/table/", table.bring, name="gap-table"),
    path(ROOM + "gaps/decisions.<slug:form>", table.decisions, name="gap-decisions"),
    path(ROOM + "gaps/report.<slug:form>", views.report, name="gaps-report"),
]
