"""Addresses: the register of measures: list, record, placement, files."""

from __future__ import annotations

from django.urls import URLPattern, path

from paseo.web.prevention.register.views import examples, importing, measure, placing, register

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
_ONE = ROOM + "measure/<slug:code>/"
urlpatterns: list[URLPattern] = [
    path(ROOM + "measures/", register.measures, name="measures"),
    path(ROOM + "measures/new/", register.new, name="measure-new"),
    path(ROOM + "measures/restore/", measure.restore, name="measure-restore"),
    path(ROOM + "measures/import/", importing.bring, name="measures-import"),
    path(ROOM + "measures/import/match/", importing.match, name="measures-match"),
    path(ROOM + "measures/import/confirm/", importing.confirm, name="measures-confirm"),
    path(ROOM + "measures/file/<slug:form>", register.download, name="measures-file"),
    path(ROOM + "measures/catalogue/", examples.catalogue, name="catalogue"),
    path(ROOM + "measures/catalogue/<slug:code>/", examples.example, name="example"),
    path(_ONE, measure.measure, name="measure"),
    path(_ONE + "edit/<slug:section>/", measure.edit, name="measure-edit"),
    path(_ONE + "where/", measure.where, name="measure-where"),
    path(_ONE + "place/", placing.placing, name="measure-place"),
    path(_ONE + "remove/", measure.remove, name="measure-remove"),
]
