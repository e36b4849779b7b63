"""What the work holds in its hand: it says how far it is and hears when to stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from paseo.web.accounts.people import PROGRAMME, Person
from paseo.web.jobs import board

if TYPE_CHECKING:
    from paseo.web.jobs.models import Job


class Cancelled(Exception):  # noqa: N818 - what happened, not an error
    """The person asked the work to stop; whatever transaction is open is undone."""


class Progress:
    """Reports steps; cheap enough to be called for every row.

    It can be handed to the library as its ``progress`` callback, because calling it
    is the same as :meth:`step`.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._live = board.open_for(str(job.pk))

    def step(self, done: int, total: int, message: str = "") -> None:
        """Say that ``done`` of ``total`` steps are done, and what is being done now.

        Raises:
            Cancelled: when the person asked to stop.
        """
        live = self._live
        live.step, live.total = done, total
        if message:
            live.message = str(message)
        if live.cancel:
            raise Cancelled

    __call__ = step

    @property
    def owner(self) -> Person:
        """The person for whom the work is done: run actions as them."""
        return self._job.owner or PROGRAMME

    @property
    def folder(self) -> Path:
        """A folder of this job's own, made on first use."""
        self._job.folder.mkdir(parents=True, exist_ok=True)
        return self._job.folder
