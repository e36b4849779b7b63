"""What takes longer than a page: examining an index, writing its documents."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.content.numbers import format_number
from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.actions import Refusal
from paseo.web.evidence.pages import language as page_language
from paseo.web.index import library
from paseo.web.index.actions import KeepDocuments, KeepExamination
from paseo.web.index.keeping import write_drivers, write_uncertainty
from paseo.web.index.models import CompositeIndex, Examination, IndexVersion
from paseo.web.jobs.actions import cancel, start
from paseo.web.jobs.kinds import Outcome, Progress, job_kind
from paseo.web.jobs.models import Job
from paseo.web.jobs.progress import Cancelled

UNCERTAINTY = "index.uncertainty"
SENSITIVITY = "index.sensitivity"
DOCUMENTS = "index.documents"
SEED = 1


def start_uncertainty(person: Person, version: IndexVersion, replications: int = 1000) -> Job:
    """Start to examine how solid the positions of a version are."""
    return _start(UNCERTAINTY, person, version, "solid", replications=replications)


def start_sensitivity(person: Person, version: IndexVersion, base: int) -> Job:
    """Start to examine which choice drives the positions of a version."""
    return _start(SENSITIVITY, person, version, "drivers", base=base)


def start_documents(
    person: Person, version: IndexVersion, language: str, formats: list[str]
) -> Job:
    """Start to write documents; whoever reads an index may, also one of the workspace."""
    readable = policy.cities(person, Right.READ)
    place = version.index.where or (min(readable) if readable else "")
    return _start(DOCUMENTS, person, version, "files", place, language=language, formats=formats)


def _start(
    kind: str,
    person: Person,
    version: IndexVersion,
    page: str,
    place: str | None = None,
    **asked: Any,
) -> Job:
    """Start a job that names its index; of two equal ones that are not finished, one is enough."""
    given = {"index": str(version.index_id), "version": version.pk, **asked}
    # One transaction: of two clicks at once the second has to see the job of the first.
    with transaction.atomic():
        CompositeIndex.objects.select_for_update().filter(pk=version.index_id).first()
        for waiting in Job.unfinished().filter(kind=kind, arguments__index=given["index"]):
            same = all(waiting.arguments.get(name) == value for name, value in given.items())
            if same and not waiting.cancel_asked:
                return waiting
        city = version.index.where if place is None else place
        job = start(kind, person=person, city=city, title=version.index.title, **given)
        job.page = _page(page, version)
        job.save(update_fields=["page"])
    return job


def stop_all(index: CompositeIndex, person: Person) -> None:
    """Cancel what is still being done for an index that is about to go."""
    for job in Job.unfinished().filter(arguments__index=str(index.pk)):
        with suppress(Refusal):
            cancel(job, person)


@job_kind(UNCERTAINTY, title=gettext_lazy("How solid an index is"), right=Right.CONTRIBUTE)
def examine(
    progress: Progress,
    *,
    index: str,
    version: int,
    replications: int,
    title: str = "",
    city: str = "",
) -> Outcome:
    """Make the index anew many times and keep what comes of it."""
    held = _version(version, index)
    progress.step(0, replications, _("Reading the index"))
    read = library.version_of(held)
    began = time.monotonic()
    message = _("Making the index anew")
    found = library.uncertainty(
        read, replications, SEED, lambda done, total: progress.step(done, total, message)
    )
    seconds = time.monotonic() - began
    _version(version, index)
    file = progress.folder / "uncertainty.npz"
    write_uncertainty(found, file)
    KeepExamination(
        version=held, kind=Examination.Kind.UNCERTAINTY, size=found.replications, seed=found.seed,
        seconds=seconds, file=file,
    ).run(progress.owner)  # fmt: skip
    file.unlink(missing_ok=True)
    said = page_language()
    return Outcome(
        message=_("The index was made %(times)s times in %(seconds)s seconds.")
        % {
            "times": format_number(found.replications, said, digits=0),
            "seconds": format_number(seconds, said, digits=1),
        },
        page=_page("solid", held),
        values={"replications": found.replications, "seconds": round(seconds, 3)},
    )


@job_kind(SENSITIVITY, title=gettext_lazy("What drives an index"), right=Right.CONTRIBUTE)
def look_for_drivers(
    progress: Progress, *, index: str, version: int, base: int, title: str = "", city: str = ""
) -> Outcome:
    """Try combinations of the choices and keep which of them moves the positions."""
    held = _version(version, index)
    # How many combinations there are is known once the index was read.
    progress.step(0, 0, _("Reading the index"))
    read = library.version_of(held)
    began = time.monotonic()
    message = _("Trying combinations of the choices")
    found = library.drivers(
        read, base, SEED, lambda done, total: progress.step(done, total, message)
    )
    seconds = time.monotonic() - began
    progress.step(found.runs, found.runs, message)
    _version(version, index)
    file = progress.folder / "drivers.npz"
    write_drivers(found, file)
    KeepExamination(
        version=held, kind=Examination.Kind.SENSITIVITY, size=found.base, seed=found.seed,
        seconds=seconds, file=file,
    ).run(progress.owner)  # fmt: skip
    file.unlink(missing_ok=True)
    said = page_language()
    return Outcome(
        message=_("%(runs)s combinations were tried in %(seconds)s seconds.")
        % {
            "runs": format_number(found.runs, said, digits=0),
            "seconds": format_number(seconds, said, digits=1),
        },
        page=_page("drivers", held),
        values={"runs": found.runs, "seconds": round(seconds, 3)},
    )


@job_kind(DOCUMENTS, title=gettext_lazy("Documents of an index"), right=Right.READ)
def make_documents(
    progress: Progress,
    *,
    index: str,
    version: int,
    language: str,
    formats: list[str],
    title: str = "",
    city: str = "",
) -> Outcome:
    """Write the report of a version; each format is one step."""
    from paseo.report.index import index_document
    from paseo.report.writers.registry import WRITERS

    held = _version(version, index)
    latest = {one.kind: one for one in held.examinations.order_by("pk")}
    progress.step(0, len(formats), _("Reading the index"))
    # The version that pages and file names give, not that of the specification.
    run = library.whole_run(held, latest)
    document = index_document(run, language, version=str(version))
    written: list[Any] = []
    for number, ending in enumerate(formats):
        progress.step(number, len(formats), _("Writing %(file)s") % {"file": ending})
        path = progress.folder / f"index.{ending}"
        path.write_bytes(WRITERS[ending].write(document))
        written.append(path)
    KeepDocuments(version=held, language=language, files=written).run(progress.owner)
    for path in written:
        path.unlink(missing_ok=True)
    progress.step(len(formats), len(formats))
    return Outcome(
        message=_("The documents are ready to be downloaded."), page=_page("files", held)
    )


def _version(version: int, index: str) -> IndexVersion:
    """Return a version.

    Raises:
        Cancelled: the index was removed meanwhile; there is nothing left to be done.
    """
    found = IndexVersion.objects.select_related("index").filter(pk=version, index__id=index)
    held = found.first()
    if held is None:
        raise Cancelled
    return held


def _page(name: str, version: IndexVersion) -> str:
    return f"{reverse(f'index:{name}', args=[version.index_id])}?version={version.number}"
