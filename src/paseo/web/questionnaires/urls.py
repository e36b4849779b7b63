"""Addresses of the questionnaires room."""

from __future__ import annotations

from django.urls import path

from paseo.web.questionnaires.views import (
    answer,
    downloads,
    files,
    importing,
    people,
    pilot,
    review,
    rounds,
    section,
    sheets,
)

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
    path(_ROUND + "people/", people.people, name="people"),
    path(_ROUND + "people/<int:assignment>/back/", people.unassign, name="unassign"),
    path(_ROUND + "invitations/", people.invitations, name="invitations"),
    path(_ROUND + "invitations/<int:invitation>/withdraw/", people.withdraw, name="withdraw"),
    path(_ROUND + "sign/", review.sign, name="sign"),
    path(_ROUND + "signed/<int:signature>.json", review.record, name="record"),
    path(_SHEET + "review/", review.review, name="review"),
    path(_SHEET + "review/<slug:section>/", review.section, name="review-section"),
    path(_ROUND + "forms/", downloads.forms, name="forms"),
    path(_ROUND + "forms/form.xlsx", downloads.excel_form, name="excel-form"),
    path(_ROUND + "forms/xlsform.xlsx", downloads.xlsform, name="xlsform"),
    path(_ROUND + "forms/paper.<str:form>", downloads.paper, name="paper"),
    path(_ROUND + "forms/answers/<str:form>/", downloads.answers, name="answers"),
    path(_ROUND + "import/", importing.start, name="import"),
    path(_ROUND + "import/<uuid:identity>/", importing.preview, name="import-preview"),
    path(_ROUND + "import/<uuid:identity>/left-out.csv", importing.left_out, name="left-out"),
    path(_ROUND + "import/<uuid:identity>/confirm/", importing.confirm, name="import-confirm"),
    path(_ROUND + "import/<uuid:identity>/look/", importing.look_again, name="import-look"),
    path(_ROUND + "import/<uuid:identity>/discard/", importing.discard, name="import-discard"),
    path(_ROUND + "pilot/", pilot.report, name="pilot"),
    path(_ROUND + "pilot/<str:form>/", pilot.write, name="pilot-write"),
    path(_ROUND + "sheets/", sheets.sheets, name="sheets"),
    path(_SHEET, sheets.sheet, name="sheet"),
    path(_SHEET + "check/", sheets.check, name="check"),
    path(_ROUND + "files/<int:file>/", files.file, name="file"),
    path(_ROUND + "files/<int:file>/change/", files.change, name="file-change"),
    path(_SHEET + "in/<slug:section>/files/<slug:question>/", files.files, name="files"),
    path(_SHEET + "in/<slug:section>/", section.section, name="section"),
    path(_SHEET + "in/<slug:section>/preview/", section.preview, name="preview"),
    path("answer/<str:token>/", answer.welcome, name="answer"),
    path("answer/<str:token>/questions/", answer.questions, name="answer-questions"),
    path("answer/<str:token>/preview/", answer.preview, name="answer-preview"),
    path("answer/<str:token>/files/<slug:question>/", answer.files, name="answer-files"),
    path("answer/<str:token>/done/", answer.done, name="answer-done"),
]
