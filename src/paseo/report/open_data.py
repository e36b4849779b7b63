"""Open data: observations as CSV and Excel, with a description that programs read."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from paseo.assessment.profile import Profile
from paseo.evidence import columns
from paseo.evidence.export import marked_generated, observations_csv

_TYPES = {"String": "string", "Float64": "number"}


def open_observations(profile: Profile) -> pl.DataFrame:
    """Return the observations that may be shown; each row of a generated city says so."""
    observations = profile.evidence.observations
    return marked_generated(observations) if profile.city.generated else observations


def open_csv(profile: Profile) -> str:
    """Return the observations that may be shown, in the form that imports back unchanged."""
    return observations_csv(open_observations(profile))


def csv_description(profile: Profile, file: str = "observations.csv") -> str:
    """Return the description of the CSV after the W3C's *Metadata Vocabulary for Tabular Data*.

    Args:
        profile: after disclosure control.
        file: name of the CSV that stands beside the description.

    Source:
        W3C, Metadata Vocabulary for Tabular Data, 2015.
    """
    city = profile.city
    table: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": file,
        "dc:title": {language: city.name[language] for language in city.name},
        "dc:created": profile.made_at.date().isoformat(),
        "dc:description": {language: city.description[language] for language in city.description},
        "paseo:framework": f"{profile.framework.id} {profile.framework.version}",
        "paseo:generated": city.generated,
        "dc:source": [
            {
                "id": source.id,
                "title": dict(source.title),
                "publisher": source.publisher,
                "year": source.year,
                "licence": source.licence,
                "attribution": source.attribution,
                "url": source.url,
                "evidence": source.evidence,
            }
            for source in profile.sources
        ],
        "tableSchema": {
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "datatype": _TYPES[str(kind)],
                    "required": name in columns.REQUIRED,
                }
                for name, kind in columns.SCHEMA.items()
            ],
            "primaryKey": list(columns.KEY),
        },
    }
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"
