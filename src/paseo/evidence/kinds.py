"""The kinds of packs that evidence brings: questionnaires, wordings, mappings of surveys."""

from __future__ import annotations

from paseo.content.registry import PackKind
from paseo.evidence.questionnaires.pack import build_questionnaire
from paseo.evidence.questionnaires.pack_checks import check_questionnaire
from paseo.evidence.questionnaires.wordings import build_wordings, check_wordings
from paseo.evidence.surveys.mapping_checks import check_survey_mapping
from paseo.evidence.surveys.mapping_pack import build_survey_mapping

PACKS = (
    PackKind(
        "questionnaire",
        package="paseo.evidence",
        check=check_questionnaire,
        build=build_questionnaire,
    ),
    PackKind(
        "survey-mapping",
        package="paseo.evidence",
        check=check_survey_mapping,
        build=build_survey_mapping,
    ),
    PackKind(
        "wordings",
        package="paseo.evidence",
        check=check_wordings,
        build=build_wordings,
    ),
)
