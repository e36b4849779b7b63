"""All files of one survey's results, each whole or not there at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from paseo.content.writing import write_whole
from paseo.content.yaml_writing import yaml_text
from paseo.evidence.city import Source, Wording
from paseo.evidence.export import marked_generated, observations_csv, write_observations_xlsx
from paseo.evidence.surveys.mapping import SurveyMapping
from paseo.evidence.surveys.naming import Names
from paseo.evidence.surveys.observations import (
    survey_observations,
    survey_source,
    survey_wordings,
)
from paseo.evidence.surveys.results import SurveyResults
from paseo.report.document import Document
from paseo.report.survey import survey_document
from paseo.report.writers.registry import WRITERS

#: Format to file name. The observations go out for programs and for people.
FILES: Final = {
    "csv": "observations.csv",
    "yaml": "city-additions.yaml",
    "html": "survey.html",
    "pdf": "survey.pdf",
    "docx": "survey.docx",
    "xlsx": "observations.xlsx",
    "tables": "survey-tables.xlsx",
}
FORMATS: Final = tuple(FILES)
#: Format to the writer of documents that makes it.
WRITER_OF: Final = {"html": "html", "pdf": "pdf", "docx": "docx", "tables": "xlsx"}


def write_survey(
    results: SurveyResults,
    folder: Path,
    names: Names,
    *,
    city_area: str,
    place: str = "",
    formats: Sequence[str] = FORMATS,
    language: str = "en",
    generated: bool = False,
    units: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write a survey's results: observations, what city.yaml needs for them, and the report.

    Args:
        results: after disclosure control.
        folder: made when it is not there; other files in it stay.
        city_area: id of the area that is the whole city.
        formats: keys of :data:`FILES`.
        generated: the answers are invented; every file then says so.

    Raises:
        ValueError: for an unknown format.
        MissingExtra: when a format's package is not installed.
    """
    unknown = [one for one in formats if one not in FILES]
    if unknown:
        raise ValueError(f"Unknown formats: {unknown}. Choose from {list(FILES)}.")
    observations = survey_observations(
        results, city_area=city_area, units=dict(units or {}), language=language
    )
    if generated:
        observations = marked_generated(observations)
    document: Document | None = None
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in formats:
        path = folder / FILES[name]
        if name == "csv":
            write_whole(path, observations_csv(observations).encode("utf-8"))
        elif name == "yaml":
            write_whole(path, city_additions(results.mapping).encode("utf-8"))
        elif name == "xlsx":
            write_observations_xlsx(observations, path, generated=generated)
        else:
            document = document or survey_document(
                results, names, language, place=place, generated=generated
            )
            write_whole(path, WRITERS[WRITER_OF[name]].write(document))
        written.append(path)
    return written


def city_additions(mapping: SurveyMapping, more: Sequence[Wording] = ()) -> str:
    """Return the source and the wordings that belong into city.yaml, so that the values check."""
    wordings = [*survey_wordings(mapping), *more]
    data = {
        "sources": [_source(survey_source(mapping))],
        "wordings": [_wording(one) for one in wordings],
    }
    return yaml_text(data, width=110)


def _source(one: Source) -> dict[str, Any]:
    found = {
        "id": one.id,
        "title": dict(one.title),
        "publisher": one.publisher,
        "year": one.year,
        "url": one.url,
        "licence": one.licence,
        "note": dict(one.note),
    }
    return {key: value for key, value in found.items() if value}


def _wording(one: Wording) -> dict[str, Any]:
    return {
        "id": one.id, "text": dict(one.text), "indicator": one.indicator, "source": one.source,
    }  # fmt: skip
