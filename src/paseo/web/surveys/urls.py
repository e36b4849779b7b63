"""Addresses of the surveys room."""

from __future__ import annotations

from django.urls import path

from paseo.web.surveys.views import blocks, coding, mapping, planning, results, surveys

app_name = "surveys"
_ROOM = "cities/<slug:city>/surveys/"
_SURVEY = _ROOM + "<uuid:identity>/"
urlpatterns = [
    # One name, two addresses: the side navigation stays in the city where one is known.
    path("surveys/", surveys.room, name="room"),
    path(_ROOM, surveys.room, name="room"),
    path("surveys/plan/", planning.plan, name="plan"),
    path(_ROOM + "plan/", planning.plan, name="plan"),
    path("surveys/blocks/", blocks.blocks, name="blocks"),
    path(_ROOM + "blocks/", blocks.blocks, name="blocks"),
    path(_ROOM + "bring/", surveys.bring, name="bring"),
    path(_SURVEY, surveys.survey, name="survey"),
    path(_SURVEY + "estimate/", surveys.estimate, name="estimate"),
    path(_SURVEY + "remove-answers/", surveys.remove_answers, name="remove-answers"),
    path(_SURVEY + "remove/", surveys.remove, name="remove"),
    path(_SURVEY + "mapping/", mapping.mapping, name="mapping"),
    path(_SURVEY + "mapping/propose/", mapping.propose, name="propose"),
    path(_SURVEY + "mapping/upload/", mapping.upload, name="upload"),
    path(_SURVEY + "mapping/about/", mapping.about, name="about"),
    path(_SURVEY + "mapping/text/", mapping.text, name="text"),
    path(_SURVEY + "mapping.yaml", mapping.download, name="download"),
    path(_SURVEY + "results/", results.results, name="results"),
    path(_SURVEY + "results/import/", results.bring_in, name="import"),
    path(_SURVEY + "results/files/<slug:form>/", results.file, name="file"),
    path(_SURVEY + "results/<str:code>/", results.indicator, name="indicator"),
    path(_SURVEY + "answers/<str:column>/", coding.coding, name="coding"),
]
