"""Addresses of the questionnaires room."""

from __future__ import annotations

from django.urls import path

from paseo.web.questionnaires.views import files, rounds, section, sheets

app_name = "questionnaires"
_ROOM = "cities/<slug:city>/questionnaires/"
_ROUND = _ROOM + "<int:number>/"
_SHEET = _ROUND + "sheets/<int:sheet>/"
urlpatterns = [
    # One name, two addresses: the side navigation stays in the city where one is known.
    path("questionnaires/", rounds.room, name="room"),
    path(_ROOM, rounds.room, name="room"),
    path(_ROOM + "start/", rounds.start, name="start"),
    path(_ROUND, rounds.round_page, name="round"),
    path(_ROUND + "copy/", rounds.copy, name="copy"),
    path(_ROUND + "settings/", rounds.settings, name="settings"),
    path(_ROUND + "close/", rounds.close, name="close"),
    path(_ROUND + "reopen/", rounds.reopen, name="reopen"),
    path(_ROUND + "sheets/", sheets.sheets, name="sheets"),
    path(_SHEET, sheets.sheet, name="sheet"),
    path(_SHEET + "check/", sheets.check, name="check"),
    path(_ROUND + "files/<int:file>/", files.file, name="file"),
    path(_ROUND + "files/<int:file>/change/", files.change, name="file-change"),
    path(_SHEET + "in/<slug:section>/files/<slug:question>/", files.files, name="files"),
    path(_SHEET + "in/<slug:section>/", section.section, name="section"),
    path(_SHEET + "in/<slug:section>/preview/", section.preview, name="preview"),
]
