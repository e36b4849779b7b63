"""The rooms of the house that exist in the web application, in the order of the work.

A room is added here once: its app is then installed, its addresses are mounted,
and the side navigation shows it. ``entrance`` names the page behind the link; a
room without one has pages but no line of its own in the navigation.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KNOW, PLAN, ACT, SHARE = "know", "plan", "act", "share"

GROUPS: dict[str, Promise] = {
    KNOW: _("Know"),
    PLAN: _("Plan"),
    ACT: _("Act"),
    SHARE: _("Share"),
}


@dataclass(frozen=True, slots=True)
class Room:
    """One room: its Django app, its words, its group and the name of its first page."""

    app: str
    name: Promise
    group: str
    entrance: str = ""
    #: Where its addresses hang; every room is mounted at the root by default.
    prefix: str = ""


#: A new room is added here, in the order of the work.
ROOMS: tuple[Room, ...] = (
    Room("paseo.web.assessment", _("Assessment"), KNOW, "assessment:assessment"),
    Room("paseo.web.benchmark", _("Beside other cities"), KNOW, "benchmark:room"),
    Room("paseo.web.evidence", _("Evidence"), KNOW, "evidence:room"),
    Room("paseo.web.questionnaires", _("Questionnaires"), KNOW, "questionnaires:room"),
    Room("paseo.web.checklist", _("Checklist"), KNOW, "checklist:room"),
    Room("paseo.web.surveys", _("Surveys"), KNOW, "surveys:room"),
    Room("paseo.web.index", _("Index lab"), KNOW, "index:room"),
    Room("paseo.web.report", _("Reports"), KNOW, "report:report"),
    Room("paseo.web.prevention", _("Prevention"), PLAN, "prevention:room"),
)
