"""Addresses of the index lab."""

from __future__ import annotations

from django.urls import path

from paseo.web.index.views import files, lab, new, positions, results, room, versions

app_name = "index"
_CITY = "cities/<slug:city>/indices/"
_INDEX = "indices/<uuid:identity>/"
urlpatterns = [
    # One name, two addresses: the side navigation stays in the city where one is known.
    path("indices/", room.room, name="room"),
    path(_CITY, room.room, name="room"),
    path("indices/new/benchmark/", new.benchmark, name="new-benchmark"),
    path(_CITY + "new/benchmark/", new.benchmark, name="new-benchmark"),
    path(_CITY + "new/areas/", new.areas, name="new-areas"),
    path("indices/new/bring/", new.bring, name="bring"),
    path(_CITY + "new/bring/", new.bring, name="bring"),
    path("indices/new/bring/example.zip", files.example, name="example"),
    path("indices/new/<slug:ready>/", new.ready, name="ready"),
    path(_CITY + "new/<slug:ready>/", new.ready, name="ready"),
    path(_INDEX, positions.index, name="index"),
    path(_INDEX + "units/<path:unit>/", positions.unit, name="unit"),
    path(_INDEX + "pair/", positions.pair, name="pair"),
    path(_INDEX + "lab/", lab.lab, name="lab"),
    path(_INDEX + "lab/keep/", lab.keep, name="keep"),
    path(_INDEX + "solid/", results.solid, name="solid"),
    path(_INDEX + "solid/doubts/", results.doubts, name="doubts"),
    path(_INDEX + "drivers/", results.drivers, name="drivers"),
    path(_INDEX + "made/", results.made, name="made"),
    path(_INDEX + "versions/", versions.versions, name="versions"),
    path(_INDEX + "rename/", versions.rename, name="rename"),
    path(_INDEX + "remove/", room.remove, name="remove"),
    path(_INDEX + "files/", files.files, name="files"),
    path(_INDEX + "files/<slug:kind>.download", files.download, name="download"),
    path(_INDEX + "files/<uuid:documents>/<str:name>", files.file, name="file"),
    path(_INDEX + "files/<uuid:documents>/remove/", files.remove, name="remove-documents"),
]
