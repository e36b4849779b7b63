"""What the pages call roles, answers and choices of an evaluation."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from paseo.prevention.evaluation.case import Answer, Assignment, Better, Role

ROLES: Final[dict[Role, Promise]] = {
    Role.TREATED: _("area of the measure"),
    Role.COMPARISON: _("comparison area"),
    Role.DISPLACEMENT: _("area to which it may move"),
    Role.DISPLACEMENT_COMPARISON: _("comparison for the area to which it may move"),
    Role.DONOR: _("area without the measure"),
}
BETTERS: Final[dict[Better, Promise]] = {
    Better.FEWER: pgettext_lazy("direction hoped for", "fewer or less"),
    Better.MORE: pgettext_lazy("direction hoped for", "more"),
}
ASSIGNMENTS: Final[dict[Assignment, Promise]] = {
    Assignment.UNKNOWN: _("not known"),
    Assignment.CHOSEN: _("chosen by somebody"),
    Assignment.RANDOM: _("drawn by lot"),
}
ANSWERS: Final[dict[Answer, Promise]] = {
    Answer.YES: _("yes, it may"),
    Answer.NO: _("no"),
    Answer.UNKNOWN: _("nobody knows"),
}
