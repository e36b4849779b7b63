"""All files of a checklist: documents in every format, and a folder for each owner of data."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from paseo.assessment.checklist.requests import (
    DataRequest,
    questionnaire_of,
    write_request_template,
)
from paseo.assessment.checklist.result import ChecklistResult
from paseo.assessment.checklist.used_for import used_for
from paseo.assessment.profile import Profile
from paseo.content.writing import write_whole
from paseo.report.checklist import (
    answers_document,
    letter_document,
    maturity_document,
    method_document,
    plan_document,
)
from paseo.report.document import Document
from paseo.report.writers.registry import WRITERS

#: Steps done, steps in all, id of the step; what it raises ends the work.
Progress = Callable[[int, int, str], None]
#: Name of a document to what makes it; the name is that of its files, too.
DOCUMENTS: Final[dict[str, Callable[[ChecklistResult, str], Document]]] = {
    "plan": plan_document,
    "maturity": maturity_document,
    "method": method_document,
    "answers": answers_document,
}
FORMATS: Final = ("html", "pdf", "docx", "xlsx")
#: Folder of the requests, one folder for each owner in it.
REQUESTS: Final = "requests"


def write_checklist(
    result: ChecklistResult,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    language: str = "en",
    *,
    profile: Profile | None = None,
    documents: Sequence[str] = tuple(DOCUMENTS),
    progress: Progress | None = None,
) -> list[Path]:
    """Write plan, maturity, method annex and answers, and the requests to owners of data.

    Args:
        result: the answers with what follows from them.
        folder: made when it is not there; other files in it stay.
        formats: keys of :data:`FORMATS`.
        language: of the documents and forms.
        profile: the last assessment, which says what data were used for; not said when None.
        documents: keys of :data:`DOCUMENTS`.
        progress: called before each step.

    Returns:
        The files written, in order.

    Raises:
        ValueError: for an unknown format.
        MissingExtra: when a format's package is not installed.
        OSError: when the folder cannot be written.
    """
    unknown = [one for one in formats if one not in FORMATS]
    if unknown:
        raise ValueError(f"Unknown formats: {unknown}. Choose from {list(FORMATS)}.")
    report = progress or (lambda done, total, step: None)
    asked = result.requests()
    total = len(documents) * len(formats) + len(asked)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    done = 0
    for name in documents:
        document = DOCUMENTS[name](result, language)
        for ending in formats:
            report(done, total, name)
            written.append(
                write_whole(folder / f"{name}.{ending}", WRITERS[ending].write(document))
            )
            done += 1
    for folder_name, request in zip(folder_names([one.owner for one in asked]), asked, strict=True):
        report(done, total, "requests")
        place = folder / REQUESTS / folder_name
        written += write_request(result, request, place, formats, language, profile)
        done += 1
    return written


def write_request(
    result: ChecklistResult,
    request: DataRequest,
    folder: Path,
    formats: Sequence[str] = ("docx",),
    language: str = "en",
    profile: Profile | None = None,
) -> list[Path]:
    """Write what goes to one owner: the letter, the workbook for values, the open questions."""
    uses = used_for(request.owner, result.plan, profile) if profile is not None else ()
    letter = letter_document(result, request, language, uses)
    folder.mkdir(parents=True, exist_ok=True)
    # A letter has no tables: a workbook of it would be empty.
    written = [
        write_whole(folder / f"letter.{ending}", WRITERS[ending].write(letter))
        for ending in formats
        if ending != "xlsx"
    ]
    if request.codes and result.city is not None:
        path = folder / "values.xlsx"
        write_request_template(request, result.plan, result.city, path, language)
        written.append(path)
    if request.open_fields:
        written += _questions(result, request, folder, language)
    return written


def _questions(
    result: ChecklistResult, request: DataRequest, folder: Path, language: str
) -> list[Path]:
    """Write the part of the checklist that the owner is asked, with what is known filled in."""
    from paseo.evidence.questionnaires.excel_form import write_excel_form

    form, known = questionnaire_of(request, result.pack, result.questionnaire, result.judge)
    path = folder / "questions.xlsx"
    write_excel_form(form, path, language, answers=known)
    return [path]


def folder_names(owners: Sequence[str]) -> list[str]:
    """Return names of folders for owners: letters and digits, each one once.

    >>> folder_names(["Polizei Berlin", "Polizei / Berlin", "Amt für Statistik"])
    ['polizei-berlin', 'polizei-berlin-2', 'amt-für-statistik']
    """
    found: list[str] = []
    for owner in owners:
        name = re.sub(r"[^\w]+", "-", owner.casefold()).strip("-")[:60] or "owner"
        number = 1
        unique = name
        while unique in found:
            number += 1
            unique = f"{name}-{number}"
        found.append(unique)
    return found
