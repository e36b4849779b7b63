"""Addresses: action sheets."""

from __future__ import annotations

from django.urls import URLPattern, path

from paseo.web.prevention.sheets import deciding, views, writing

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
_ALL = ROOM + "sheets/"
_ONE = _ALL + "<int:pk>/"
urlpatterns: list[URLPattern] = [
    path(_ALL, views.sheets, name="sheets"),
    path(_ALL + "new/", views.new, name="sheet-new"),
    path(_ONE, views.sheet, name="sheet"),
    path(_ONE + "edit/<slug:part>/", writing.edit, name="sheet-edit"),
    path(_ONE + "take/", views.take, name="sheet-take"),
    path(_ONE + "fix/", deciding.fix, name="sheet-fix"),
    path(_ONE + "amend/", writing.amend, name="sheet-amend"),
    path(_ONE + "review/", deciding.review, name="sheet-review"),
    path(_ONE + "measure/", views.measure, name="sheet-measure"),
    path(_ONE + "remove/", deciding.remove, name="sheet-remove"),
    path(_ONE + "report.<slug:form>", views.report, name="sheet-report"),
]
