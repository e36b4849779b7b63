"""Addresses of the report room."""

from __future__ import annotations

from django.urls import path

from paseo.web.report import views

app_name = "report"
urlpatterns = [
    path("cities/<slug:city>/report/", views.report, name="report"),
    path("cities/<slug:city>/report/<uuid:identity>/remove/", views.remove, name="remove"),
    path("cities/<slug:city>/report/<uuid:identity>/<str:name>", views.file, name="file"),
]
