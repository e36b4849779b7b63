"""Addresses: rounds of Collective Impact."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from paseo.web.prevention.collective.views import listing, rating, result

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
_ALL: Final = f"{ROOM}partners/"
_ONE: Final = f"{_ALL}<int:number>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, listing.rounds, name="collective"),
    path(f"{_ALL}new/", listing.new, name="collective-new"),
    path(_ONE, result.round, name="collective-round"),
    path(f"{_ONE}add/", rating.add, name="collective-add"),
    path(f"{_ONE}rate/<int:partner>/", rating.rate, name="collective-rate"),
    path(
        f"{_ONE}rate/<int:partner>/remove/",
        rating.remove_partner,
        name="collective-partner-remove",
    ),
    path(f"{_ONE}bring/", rating.bring, name="collective-bring"),
    path(f"{_ONE}sheet.xlsx", rating.sheet, name="collective-sheet"),
    path(f"{_ONE}shared/", rating.shared, name="collective-shared"),
    path(f"{_ONE}close/", rating.close, name="collective-close"),
    path(f"{_ONE}reopen/", rating.reopen, name="collective-reopen"),
    path(f"{_ONE}remove/", rating.remove, name="collective-remove"),
    path(f"{_ONE}report.<slug:form>", result.report, name="collective-report"),
]
