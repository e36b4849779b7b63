"""Addresses: checks on the four EUCPN criteria by two raters."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from paseo.web.prevention.quality.views import listing, rating, result

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
_ALL: Final = f"{ROOM}quality/"
_ONE: Final = f"{_ALL}<int:number>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, listing.checks, name="quality"),
    path(f"{_ALL}new/", listing.new, name="quality-new"),
    path(_ONE, result.check, name="quality-check"),
    path(f"{_ONE}answers/<slug:part>/", rating.answer, name="quality-answer"),
    path(f"{_ONE}evidence/<str:entry>/", rating.proofs, name="quality-proofs"),
    path(f"{_ONE}files/<int:proof>/", rating.proof_file, name="quality-proof-file"),
    path(f"{_ONE}files/<int:proof>/remove/", rating.remove_proof, name="quality-proof-remove"),
    path(f"{_ONE}finish/", rating.finish, name="quality-finish"),
    path(f"{_ONE}raters/<int:rater>/", rating.bring, name="quality-bring"),
    path(f"{_ONE}raters/<int:rater>/form.xlsx", rating.form_file, name="quality-form"),
    path(f"{_ONE}raters/<int:rater>/reopen/", rating.reopen, name="quality-reopen"),
    path(f"{_ONE}settle/", result.settle, name="quality-settle"),
    path(f"{_ONE}remove/", result.remove, name="quality-remove"),
    path(f"{_ONE}report.<slug:form>", result.report, name="quality-report"),
]
