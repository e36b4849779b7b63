"""The kinds of packs that evidence brings: questionnaires."""

from __future__ import annotations

from paseo.content.registry import PackKind
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.questionnaires.pack_checks import check_questionnaire

PACKS = (
    PackKind(
        "questionnaire",
        package="paseo.evidence",
        check=check_questionnaire,
        build=build_questionnaire,
    ),
)
