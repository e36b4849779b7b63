"""Long work of the room: looking at a large file, letting a file in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from paseo.web.accounts.rights import Right
from paseo.web.evidence.actions import (
    AddPlaces,
    ImportCityFolder,
    ImportObservations,
    Original,
)
from paseo.web.evidence.looking import Looked
from paseo.web.evidence.models import ImportBatch, Upload
from paseo.web.evidence.previews import forget, look_and_keep, looked_at
from paseo.web.jobs.kinds import Outcome, Progress, job_kind

Kind = ImportBatch.Kind


@job_kind("evidence.look", title=gettext_lazy("Look at a file"), right=Right.CONTRIBUTE)
def look_at_file(progress: Progress, *, upload: str, city: str = "") -> Outcome:
    """Look at a large file; the page behind the job shows what was found."""
    found = Upload.objects.get(pk=upload)
    look_and_keep(found, progress)
    return Outcome(
        message=_("The file was looked at. Nothing is imported yet."),
        page=found.get_absolute_url(),
    )


@job_kind("evidence.import", title=gettext_lazy("Import a file"), right=Right.CONTRIBUTE)
def import_file(
    progress: Progress, *, upload: str, city: str, remove_gone: bool = False
) -> Outcome:
    """Let a file in that was looked at and confirmed."""
    found = Upload.objects.get(pk=upload)
    progress.step(0, 1, _("Comparing with what is there"))
    looked = looked_at(found)
    looked.problems.refuse()
    action = _action(found, looked, remove_gone, progress)
    action.seen = found.seen_batch
    batch = action.run(progress.owner)
    forget(found)
    return Outcome(
        message=said(batch),
        page=batch.get_absolute_url(),
        values={"new": batch.new, "changed": batch.changed, "gone": batch.gone},
    )


def _action(upload: Upload, looked: Looked, remove_gone: bool, progress: Progress) -> Any:
    original = Original(upload.file, upload.file_name)
    if upload.kind == Kind.PLACES:
        return AddPlaces(city=upload.city, areas=looked.areas, original=original)
    if upload.kind == Kind.CITY_FOLDER:
        assert looked.folder is not None
        return ImportCityFolder(evidence=looked.folder, original=original, progress=progress)
    assert looked.plan is not None
    return ImportObservations(
        city=upload.city,
        plan=looked.plan,
        original=original,
        remove_gone=remove_gone,
        progress=progress,
    )


def said(batch: ImportBatch) -> str:
    """Return in a sentence what an import did."""
    if batch.kind == Kind.PLACES:
        return _("%(new)s places added, %(changed)s changed, %(unchanged)s as before.") % {
            "new": batch.new, "changed": batch.changed, "unchanged": batch.unchanged,
        }  # fmt: skip
    first = ngettext(
        "%(number)s observation imported", "%(number)s observations imported", batch.new
    ) % {"number": batch.new}
    return _("%(first)s; %(changed)s changed, %(gone)s gone, %(unchanged)s as before.") % {
        "first": first, "changed": batch.changed, "gone": batch.gone,
        "unchanged": batch.unchanged,
    }  # fmt: skip
