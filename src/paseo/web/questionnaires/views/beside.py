"""What stands beside the questions of a page: files, and what a reviewer said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from paseo.web.questionnaires.forms.question import Beside, File
from paseo.web.questionnaires.models import EvidenceFile, Review, Sheet
from paseo.web.questionnaires.pages import Here


def files_of(here: Here, evidence: Iterable[EvidenceFile]) -> dict[str, Beside]:
    """Return files by question; one that the person may not open has no address."""
    files: dict[str, list[File]] = {}
    for one in evidence:
        url = here.url("file", one.pk) if here.access.opens(one) else ""
        files.setdefault(one.question, []).append(File(one.name, url, one.previous))
    return {name: Beside(files=held) for name, held in files.items()}


def beside_section(here: Here, sheet: Sheet, section: str) -> dict[str, Beside]:
    """Return files and notes of one section by question, of the whole under ``""``."""
    evidence = EvidenceFile.objects.filter(sheet=sheet, section=section, removed_at=None)
    found = files_of(here, evidence)
    returned = Review.objects.filter(sheet=sheet, section=section, state=Review.State.RETURNED)
    for one in returned:
        found[one.question] = replace(found.get(one.question, Beside()), returned=one.note)
    return found
