"""Addresses: action sheets."""

from __future__ import annotations

from django.urls import URLPattern, path

from paseo.web.prevention.sheets import views

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
_ALL = ROOM + "sheets/"
_ONE = _ALL + "<int:pk>/"
urlpatterns: list[URLPattern] = [
    path(_ALL, views.sheets, name="sheets"),
    path(_ALL + "new/", views.new, name="sheet-new"),
    path(_ONE, views.sheet, name="sheet"),
    path(_ONE + "edit/<slug:part>/", views.edit, name="sheet-edit"),
    path(_ONE + "take/", views.take, name="sheet-take"),
    path(_ONE + "fix/", views.fix, name="sheet-fix"),
    path(_ONE + "amend/", views.amend, name="sheet-amend"),
    path(_ONE + "review/", views.review, name="sheet-review"),
    path(_ONE + "measure/", views.measure, name="sheet-measure"),
    path(_ONE + "remove/", views.remove, name="sheet-remove"),
    path(_ONE + "report.<slug:form>", views.report, name="sheet-report"),
]
