"""Making the documents of a checklist: each document in each format is one step."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paseo.web.accounts.rights import Right
from paseo.web.checklist.actions import KeepDocuments
from paseo.web.checklist.reading import checklist_of
from paseo.web.evidence.models import City
from paseo.web.evidence.pages import need
from paseo.web.jobs.kinds import Outcome, Progress, job_kind

MAKE = "checklist.documents"
#: The document that shows every answer; whoever reviews or leads sees them all.
ANSWERS = "answers"

DOCUMENT_WORDS: dict[str, Promise] = {
    "plan": _("Data-collection plan"),
    "maturity": _("Data maturity"),
    "method": _("Method annex"),
    "answers": _("Answers to the checklist"),
}


@job_kind(MAKE, title=_("Documents of the checklist"), right=Right.READ)
def make_documents(
    progress: Progress, *, city: str, language: str, documents: list[str], formats: list[str]
) -> Outcome:
    """Make documents; nothing is kept when one of them cannot be made."""
    from paseo.report.checklist.bundle import DOCUMENTS
    from paseo.report.writers.registry import WRITERS

    if ANSWERS in documents:
        need(progress.owner, Right.REVIEW, city)
    checklist = checklist_of(City.objects.get(pk=city))
    if checklist.round is None:
        return Outcome(message=str(_("There is no checklist of this city yet.")))
    result = checklist.result
    total = len(documents) * len(formats)
    written: list[Path] = []
    for name in documents:
        document = DOCUMENTS[name](result, language)
        for ending in formats:
            progress.step(len(written), total, str(DOCUMENT_WORDS[name]))
            path = progress.folder / f"{name}.{ending}"
            path.write_bytes(WRITERS[ending].write(document))
            written.append(path)
    KeepDocuments(
        city=city,
        round=str(checklist.round),
        language=language,
        computed_at=result.made_at,
        files=written,
    ).run(progress.owner)
    for path in written:
        path.unlink(missing_ok=True)
    progress.step(total, total)
    return Outcome(
        message=str(_("The documents are ready to be downloaded.")),
        page=reverse("checklist:documents", args=[city]),
    )
