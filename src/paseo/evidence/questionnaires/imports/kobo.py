"""Answers collected with KoboToolbox, as its server exports them (CSV and XLSX).

Column conventions as in the source of kobotoolbox/formpack (``reporting/export.py``,
``schema/fields.py``): groups before the question with a separator of one's choice, ``Q/code`` with
1 and 0 for each option, ``_Q_latitude`` beside a place, ``Q_URL`` beside a file, ``_index`` and
``_parent_index`` between the sheets of repeat groups.
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

_PLACE: Final = re.compile(r"(?:.*/)?_(.+)_(latitude|longitude|altitude|precision)", re.IGNORECASE)
_PARTS: Final = {"latitude": LATITUDE, "longitude": LONGITUDE}


def _rule(targets: Targets, header: str) -> Target | None:
    if found := _PLACE.fullmatch(header.strip()):
        name = targets.name(found[1])
        return Target(name, part=_PARTS.get(found[2].lower(), NO_ANSWER)) if name else None
    if header.endswith("_URL"):
        bare = targets.find(header.removesuffix("_URL"))
        return Target(bare.name, part=NO_ANSWER) if bare else None
    return None


KOBO: Final = Tool(
    name="kobo",
    marks=frozenset(
        ("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status",
         "_submitted_by", "__version__", "_tags", "_index")
    ),
    least=2,
    id=("_uuid", "meta/instanceid", "_id", "_index"),
    version=("__version__", "_version_"),
    started=("start",),
    finished=("end", "_submission_time"),
    status=("_validation_status",),
    rejected=frozenset(("not approved", "validation_status_not_approved")),
    ties=(
        ("_parent_index", "_index"),
        ("_submission__uuid", "_uuid"),
        ("_submission__id", "_id"),
    ),
    ignored=re.compile(
        r"_(?:submission__.*|parent_table_name|parent_index|index|xform_id_string|attachments"
        r"|geolocation|media_all_received|edited|bamboo_dataset_id|version.*)|(?:.*/)?__version.*"
        r"|start|end|today|username|deviceid|device_id|phonenumber|simserial|simid|subscriberid"
        r"|audit|formhub/uuid|meta/.*|rootuuid|instanceid|background-audio"
    ),
    rule=_rule,
)  # fmt: skip
