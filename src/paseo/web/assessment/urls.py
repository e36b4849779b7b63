"""Addresses of the assessment room."""

from __future__ import annotations

from django.urls import path

from paseo.web.assessment.views import city, definitions, dimension, findings, indicator

app_name = "assessment"
urlpatterns = [
    path("framework/", definitions.framework, name="framework"),
    path("framework/<str:code>/", definitions.definition, name="definition"),
    path("cities/<slug:city>/", city.city, name="city"),
    path("cities/<slug:city>/assessment/", dimension.assessment, name="assessment"),
    path("cities/<slug:city>/assessment/findings/", findings.findings, name="findings"),
    path(
        "cities/<slug:city>/assessment/indicator/<str:code>/", indicator.indicator, name="indicator"
    ),
    path(
        "cities/<slug:city>/assessment/indicator/<str:code>/<str:form>/",
        indicator.download,
        name="series",
    ),
    path("cities/<slug:city>/assessment/<slug:dimension>/", dimension.dimension, name="dimension"),
]
