"""Addresses of the evidence room."""

from __future__ import annotations

from django.urls import path

from paseo.web.evidence.views import (
    cities,
    downloads,
    imports,
    observations,
    places,
    preview,
    settings,
    sources,
    wizard,
)

app_name = "evidence"
_CITY = "cities/<slug:city>/evidence/"
_IMPORT = "evidence/import/<uuid:identity>/"
urlpatterns = [
    # One name, two addresses: the side navigation stays in the city where one is known.
    path("evidence/", cities.cities, name="room"),
    path(_CITY, observations.observations, name="room"),
    path(_CITY, observations.observations, name="city"),
    path(_CITY + "observations.csv", downloads.observations, {"form": "csv"}, name="csv"),
    path(_CITY + "observations.xlsx", downloads.observations, {"form": "xlsx"}, name="xlsx"),
    path(_CITY + "places/", places.places, name="places"),
    path(_CITY + "places.geojson", places.geojson, name="geojson"),
    path(_CITY + "places/<str:code>/", places.place, name="place"),
    path(_CITY + "sources/", sources.sources, name="sources"),
    path(_CITY + "imports/", imports.imports, name="imports"),
    path(_CITY + "imports/<int:number>/", imports.batch, name="batch"),
    path(_CITY + "imports/<int:number>/file/", imports.original, name="original"),
    path(_CITY + "imports/<int:number>/undo/", imports.undo, name="undo"),
    path(_CITY + "settings/", settings.city_settings, name="settings"),
    path(_CITY + "templates/<slug:dimension>.xlsx", downloads.template, name="template"),
    path(_CITY + "import/", wizard.start, name="import"),
    path("evidence/import/", wizard.start, name="start"),
    path("evidence/city-folder/", downloads.city_folder, name="city-folder"),
    path("evidence/templates/<slug:dimension>.xlsx", downloads.template, name="template"),
    path(_IMPORT, wizard.upload, name="upload"),
    path(_IMPORT + "rows/", preview.preview, name="preview"),
    path(_IMPORT + "problems.csv", preview.problems_file, {"form": "csv"}, name="problems-csv"),
    path(_IMPORT + "problems.xlsx", preview.problems_file, {"form": "xlsx"}, name="problems-xlsx"),
    path(_IMPORT + "look/", wizard.look_again, name="look"),
    path(_IMPORT + "confirm/", wizard.confirm, name="confirm"),
    path(_IMPORT + "discard/", wizard.discard, name="discard"),
]
