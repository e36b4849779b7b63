"""All files of one assessment, each whole or not there at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from paseo.assessment.profile import Profile
from paseo.assessment.serialise import languages_of, to_json
from paseo.content.writing import write_whole
from paseo.evidence.export import write_observations_xlsx
from paseo.report.assessment import assessment_document
from paseo.report.document import Document
from paseo.report.files import FILES, FORMATS, SLOWEST, Apart
from paseo.report.open_data import csv_description, open_csv, open_observations
from paseo.report.writers.registry import WRITERS

#: Steps done, steps in all, id of the step; what it raises ends the work.
Progress = Callable[[int, int, str], None]


def write_assessment(
    profile: Profile,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    language: str = "en",
    progress: Progress | None = None,
    apart: Apart | None = None,
) -> list[Path]:
    """Write an assessment as files.

    Args:
        profile: after disclosure control.
        folder: made when it is not there; other files in it stay.
        formats: keys of :data:`FILES`.
        language: of the reports.
        progress: called before each step.
        apart: a second process that takes the slowest writer.

    Returns:
        The files written, in order.

    Raises:
        ValueError: for an unknown format.
        MissingExtra: when a format's package is not installed.
        OSError: when the folder cannot be written.
    """
    unknown = [one for one in formats if one not in FILES]
    if unknown:
        raise ValueError(f"Unknown formats: {unknown}. Choose from {list(FILES)}.")
    report = progress or (lambda done, total, step: None)
    total = len(formats) + 1
    report(0, total, "document")
    document = assessment_document(profile, language)
    folder.mkdir(parents=True, exist_ok=True)
    begun = apart.write(document) if apart and SLOWEST in formats else None
    written: dict[str, list[Path]] = {}
    # What another process is busy with comes last; the list keeps the order asked for.
    order = sorted(formats, key=lambda name: begun is not None and name == SLOWEST)
    for done, name in enumerate(order, start=1):
        report(done, total, name)
        if begun is not None and name == SLOWEST:
            write_whole(folder / FILES[name], begun.result())
            written[name] = [folder / FILES[name]]
        else:
            written[name] = _write(name, profile, document, folder, language)
    return [path for name in formats for path in written[name]]


def _write(
    name: str, profile: Profile, document: Document, folder: Path, language: str
) -> list[Path]:
    path = folder / FILES[name]
    if name == "json":
        data = to_json(profile, languages_of(profile, language))
        write_whole(path, json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8"))
    elif name == "csv":
        write_whole(path, open_csv(profile).encode("utf-8"))
        description = folder / f"{path.name}-metadata.json"
        write_whole(description, csv_description(profile, path.name).encode("utf-8"))
        return [path, description]
    elif name == "xlsx":
        write_observations_xlsx(open_observations(profile), path, generated=profile.city.generated)
    else:
        write_whole(path, WRITERS[name].write(document))
    return [path]
