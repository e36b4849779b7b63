"""Answers in our own tables, as :mod:`paseo.evidence.questionnaires.answer_files` writes them."""

from __future__ import annotations

from typing import Final

from paseo.evidence.questionnaires.imports.targets import Target, Targets
from paseo.evidence.questionnaires.imports.tool import Tool
from paseo.evidence.questionnaires.rows import META, ROW, SHEET


def _rule(targets: Targets, header: str) -> Target | None:
    """Columns beside the variables keep their names: remarks, seconds, values as written."""
    text = header.strip()
    return Target(text) if text.startswith("_") and text not in (*META, ROW) else None


OWN: Final = Tool(
    name="table",
    marks=frozenset(META),
    least=1,
    id=(SHEET,),
    respondent=("_respondent", "respondent"),
    version=("_version",),
    language=("_language",),
    started=("_started_at",),
    finished=("_finished_at",),
    ties=((SHEET, SHEET),),
    order=(ROW,),
    rule=_rule,
)
#: A table that nobody marked: columns are codes or words of questions, nothing else is known.
PLAIN: Final = Tool(
    name="table",
    marks=frozenset(),
    least=0,
    id=("sheet_id", "response_id", "record_id"),
    respondent=("respondent", "respondent_id", "person", "encuestado", "persona"),
    version=("version",),
    language=("language", "idioma", "lengua"),
)
