"""Addresses: did it work? Evaluations of measures."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from paseo.web.prevention.evaluation.views import areas, data, files, listing, methods, plan, result

#: Every address of the room hangs below this one.
ROOM = "cities/<slug:city>/prevention/"
_ALL: Final = f"{ROOM}evaluations/"
_ONE: Final = f"{_ALL}<int:number>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, listing.evaluations, name="evaluations"),
    path(f"{_ALL}new/", listing.new, name="evaluation-new"),
    path(f"{_ALL}tables/<slug:name>.csv", data.template, name="evaluation-template"),
    path(_ONE, result.evaluation, name="evaluation"),
    path(f"{_ONE}plan/", plan.plan, name="evaluation-plan"),
    path(f"{_ONE}fix/", plan.fix, name="evaluation-fix"),
    path(f"{_ONE}remove/", plan.remove, name="evaluation-remove"),
    path(f"{_ONE}data/", data.data, name="evaluation-data"),
    path(f"{_ONE}table/", data.table, name="evaluation-table"),
    path(f"{_ONE}areas/", areas.areas, name="evaluation-areas"),
    path(f"{_ONE}methods/", methods.methods, name="evaluation-methods"),
    path(f"{_ONE}answers/", result.answers, name="evaluation-answers"),
    path(f"{_ONE}evidence/", result.evidence, name="evaluation-evidence"),
    path(f"{_ONE}report.<slug:form>", files.report, name="evaluation-report"),
]
