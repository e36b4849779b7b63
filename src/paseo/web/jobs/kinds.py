"""The kinds of long work, declared by the rooms.

::

    @job_kind("evidence.import", title=_("Import of observations"), right=Right.CONTRIBUTE)
    def import_observations(progress: Progress, *, city: str, file: str) -> Outcome:
        for number, row in enumerate(rows):
            progress.step(number, len(rows), _("Reading rows"))
        return Outcome(message=_("…"), page=reverse("evidence:city", args=[city]))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

from paseo.web.accounts.rights import Right
from paseo.web.jobs.progress import Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job leaves behind: a sentence, a page to go to, values, a file to download."""

    message: str = ""
    page: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    #: Inside ``progress.folder``.
    file: Path | None = None


Work = Callable[..., Outcome]


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of work: its id, its words, the right to start it, and what is done."""

    id: str
    title: Promise
    right: Right
    work: Work


KINDS: dict[str, JobKind] = {}


def job_kind(id: str, *, title: Promise, right: Right) -> Callable[[Work], Work]:
    """Declare a function as a kind of job; it takes a progress and keyword arguments.

    The work that changes records runs actions as the job's owner (``progress.owner``).
    """

    def declare(work: Work) -> Work:
        KINDS[id] = JobKind(id, title, right, work)
        return work

    return declare


__all__ = ["KINDS", "JobKind", "Outcome", "Progress", "job_kind"]
