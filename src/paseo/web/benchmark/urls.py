"""Addresses of the room in which a city stands beside others."""

from __future__ import annotations

from django.urls import path

from paseo.web.benchmark import views

app_name = "benchmark"
_ROOM = "cities/<slug:city>/beside/"
urlpatterns = [
    path(_ROOM, views.room, name="room"),
    path(_ROOM + "report.<str:form>", views.report, name="report"),
    path(_ROOM + "<str:code>/", views.indicator, name="indicator"),
]
