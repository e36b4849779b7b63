"""Addresses of the evidence room."""

from __future__ import annotations

from django.urls import path

from paseo.web.evidence.views import cities, observations, places, sources

app_name = "evidence"
_CITY = "cities/<slug:city>/evidence/"
urlpatterns = [
    # One name, two addresses: the side navigation stays in the city where one is known.
    path("evidence/", cities.cities, name="room"),
    path(_CITY, observations.observations, name="room"),
    path(_CITY + "places/", places.places, name="places"),
    path(_CITY + "places.geojson", places.geojson, name="geojson"),
    path(_CITY + "places/<str:code>/", places.place, name="place"),
    path(_CITY + "sources/", sources.sources, name="sources"),
]
