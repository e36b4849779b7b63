"""Answers collected with LimeSurvey, as it exports them (CSV and Excel).

Column conventions as its exports are generally known to have them; neither its manual nor its
source was at hand, and no export of a live server was tried: ``id``, ``submitdate`` (empty
where the respondent did not finish), ``lastpage``, ``startlanguage``, ``token``, then one column
per question code; parts of a question in square brackets: ``Q[SQ001]`` (``Y`` where chosen),
``Q[other]``, ``Q[comment]``, ``Q[1]`` (first rank). Codes there hold no underscores, which is why
they are compared without them. The times that respondents took stand in columns of seconds.
"""

from __future__ import annotations

import re
from typing import Final

from paseo.evidence.questionnaires.imports.targets import NO_ANSWER, Target, Targets
from paseo.evidence.questionnaires.imports.tool import Tool
from paseo.evidence.questionnaires.rows import SECONDS

_GROUP_TIME: Final = re.compile(r"group\s?time\s*:?\s*(.+)", re.IGNORECASE)
_CODE: Final = re.compile(r"([A-Za-z][A-Za-z0-9_]*)(?:\.\s.*)?", re.DOTALL)
_COUNT: Final = re.compile(r".+\[filecount\]", re.IGNORECASE)


def _rule(targets: Targets, header: str) -> Target | None:
    text = header.strip()
    if found := _GROUP_TIME.fullmatch(text):
        return _section(targets, found[1])
    if _COUNT.fullmatch(text):
        return Target("", part=NO_ANSWER)
    bare = _CODE.fullmatch(text)
    name = targets.loose_name(bare[1]) if bare else None
    return Target(name) if name else None


def _section(targets: Targets, name: str) -> Target:
    """Return the column of the seconds that a section took."""
    for one in targets.questionnaire.sections:
        if name.strip().lower() in {one.id.lower(), *(w.lower() for w in one.name.values())}:
            return Target(SECONDS + one.id)
    return Target("", part=NO_ANSWER)


#: What LimeSurvey writes where an option "other" was chosen.
OTHER: Final = "-oth-"
LIMESURVEY: Final = Tool(
    name="limesurvey",
    marks=frozenset(
        ("id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate",
         "datestamp", "ipaddr", "refurl", "response id", "date submitted", "last page",
         "start language", "access code", "date started", "date last action")
    ),
    least=3,
    id=("id", "response id"),
    respondent=("token", "access code"),
    language=("startlanguage", "start language"),
    started=("startdate", "date started"),
    finished=("submitdate", "date submitted"),
    nothing=frozenset(("n/a",)),
    ignored=re.compile(
        r"ip address|referrer url|interviewtime|total time|questiontime.*|question time.*"
        r"|firstname|lastname|first name|last name|email|email address|attribute_.*"
    ),
    rule=_rule,
    unfinished=True,
)  # fmt: skip
