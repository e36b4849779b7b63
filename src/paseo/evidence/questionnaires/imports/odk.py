"""Answers collected with ODK, as ODK Central exports them: a CSV, or a zip with repeat groups.

Column conventions as in the source of getodk/central-backend (``lib/data/briefcase.js``): groups
before the question with ``-``, ``Q/code`` for each option where they are split,
``Q-Latitude`` .. ``Q-Accuracy`` for a place, ``KEY`` and ``PARENT_KEY`` between the tables.
"""

from __future__ import annotations

import re
from typing import Final

from paseo.evidence.questionnaires.imports.targets import (
    LATITUDE,
    LONGITUDE,
    NO_ANSWER,
    Target,
    Targets,
)
from paseo.evidence.questionnaires.imports.tool import Tool

_PLACE: Final = re.compile(r"(?:.*-)?([A-Za-z0-9_]+)-(Latitude|Longitude|Altitude|Accuracy)")
_PARTS: Final = {"Latitude": LATITUDE, "Longitude": LONGITUDE}


def _rule(targets: Targets, header: str) -> Target | None:
    found = _PLACE.fullmatch(header.strip())
    name = targets.name(found[1]) if found else None
    return Target(name, part=_PARTS.get(found[2], NO_ANSWER)) if found and name else None


ODK: Final = Tool(
    name="odk",
    marks=frozenset(
        ("submissiondate", "key", "parent_key", "submitterid", "submittername", "formversion",
         "attachmentspresent", "attachmentsexpected", "reviewstate", "meta-instanceid")
    ),
    least=2,
    id=("key", "meta-instanceid", "instanceid"),
    version=("formversion",),
    started=("start",),
    finished=("end", "submissiondate"),
    status=("reviewstate",),
    rejected=frozenset(("rejected",)),
    ties=(("parent_key", "key"),),
    ignored=re.compile(
        r"start|end|today|username|deviceid|status|edits|phonenumber|email|simserial"
        r"|subscriberid|audit|(?:.*-)?instance(?:id|name)|meta-.*|set-of-.*|(?:.*-)?generated_note.*"
    ),
    rule=_rule,
)  # fmt: skip
