"""Where a survey's answers lie, and how they are read again."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from paseo.content.problems import Problems
from paseo.content.writing import beside
from paseo.evidence.surveys.data import SurveyData, read_survey
from paseo.evidence.surveys.mapping import SurveyMapping
from paseo.evidence.surveys.mapping_pack import read_survey_mapping
from paseo.evidence.surveys.results import SurveyResults
from paseo.evidence.surveys.results_plain import results_from_plain
from paseo.web.surveys.models import Survey

#: Endings that a survey file may have; what it really is, its first bytes say.
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".parquet")


def receive(survey: Survey, file: Any) -> None:
    """Put an uploaded file into the survey's folder, whole or not at all."""
    digest, size = hashlib.sha256(), 0
    with beside(survey.file) as place, place.open("wb") as out:
        for block in file.chunks():
            digest.update(block)
            size += len(block)
            out.write(block)
    survey.sha256, survey.size = digest.hexdigest(), size


def data_of(survey: Survey) -> SurveyData:
    """Return the answers.

    Raises:
        Refused: when the file cannot be read as a table.
    """
    return read_survey(survey.file, survey.file_name)


def mapping_of(text: str) -> tuple[SurveyMapping, Problems]:
    """Return a mapping from its text, and what is remarkable about it.

    Raises:
        Refused: with every error and its line.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mapping.yaml"
        path.write_text(text, "utf-8")
        return read_survey_mapping(path)


def results_of(survey: Survey) -> SurveyResults | None:
    """Return the results that were estimated, None where there are none."""
    if survey.results is None:
        return None
    mapping, _problems = mapping_of(survey.results_mapping)
    return results_from_plain(survey.results, mapping)


def forget_answers(survey: Survey) -> None:
    """Take the file of answers away."""
    shutil.rmtree(survey.folder, ignore_errors=True)
