"""Addresses of the checklist room."""

from __future__ import annotations

from django.urls import path

from paseo.web.checklist.views import documents, overview, plan, proposals, requests

app_name = "checklist"
_ROOM = "cities/<slug:city>/checklist/"
urlpatterns = [
    path(_ROOM, overview.room, name="room"),
    path(_ROOM + "start/", overview.start, name="start"),
    path(_ROOM + "bring/", overview.bring, name="bring"),
    path(_ROOM + "maturity/", overview.maturity, name="maturity"),
    path(_ROOM + "method/", overview.method, name="method"),
    path(_ROOM + "used/", requests.used, name="used"),
    path(_ROOM + "plan/", plan.plan, name="plan"),
    path(_ROOM + "plan.<str:form>", plan.download, name="plan-file"),
    path(_ROOM + "plan/<str:code>/", plan.line, name="line"),
    path(_ROOM + "proposals/", proposals.proposals, name="proposals"),
    path(_ROOM + "proposals/apply/", proposals.apply, name="apply"),
    path(_ROOM + "requests/", requests.requests, name="requests"),
    path(_ROOM + "requests/<slug:owner>/", requests.owner, name="owner"),
    path(_ROOM + "requests/<slug:owner>/returned/", requests.returned, name="returned"),
    path(_ROOM + "requests/<slug:owner>/<str:file>", requests.file, name="request-file"),
    path(_ROOM + "received/<int:number>/", requests.received, name="received"),
    path(_ROOM + "documents/", documents.documents, name="documents"),
    path(_ROOM + "documents/<uuid:identity>/remove/", documents.remove, name="remove"),
    path(_ROOM + "documents/<uuid:identity>/<str:name>", documents.file, name="file"),
]
