"""The worker thread of the server process, its heartbeat, and what it finds after a crash."""

from __future__ import annotations

import itertools
import logging
import threading
import uuid
from datetime import timedelta

from django.db import OperationalError, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from paseo.web.jobs import board
from paseo.web.jobs.models import Job, State

log = logging.getLogger(__name__)

POLL_SECONDS = 0.5
BEAT_SECONDS = 1.0
#: Beats between two looks for jobs that another process has lost.
SWEEP_EVERY = 30
#: A job whose worker has been silent for so long has lost it.
SILENCE = timedelta(seconds=60)


class JobThread:
    """One thread that works through the queue and one that says it is alive."""

    def __init__(self) -> None:
        self.id = uuid.uuid4().hex
        self._stop = threading.Event()
        self._worker = Worker(
            queue_names=["default"],
            interval=POLL_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.id,
            excluded_queue_names=[],
        )
        self._threads = [
            threading.Thread(target=self._work, name="jobs", daemon=True),
            threading.Thread(target=self._beat, name="jobs-beat", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, wait: float = 5.0) -> None:
        """Let the running job hear that it has to stop, and wait for it."""
        self._stop.set()
        self._worker.running = False
        for live in board.running().values():
            live.cancel = True
        for thread in self._threads:
            thread.join(wait)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                self._worker.run()
            except OperationalError:
                # The database server went away or is locked: wait, then go on.
                log.warning("The job worker lost the database; it tries again.", exc_info=True)
                close_old_connections()
                self._stop.wait(5)
        connection.close()

    def _beat(self) -> None:
        for count in itertools.count(1):
            if self._stop.wait(BEAT_SECONDS):
                break
            try:
                beat()
                if connection.vendor != "sqlite" and count % SWEEP_EVERY == 0:
                    recover(alone=False)
            except OperationalError:
                # The work itself holds the lock of an embedded database; the next beat
                # comes in a second, and the page reads the board meanwhile.
                close_old_connections()
        connection.close()


def beat() -> None:
    """Write what the board knows into the rows, and hear who wants to stop."""
    for identity, live in board.running().items():
        row = Job.objects.filter(pk=identity, state=State.RUNNING)
        row.update(beat_at=timezone.now(), step=live.step, total=live.total, message=live.message)
        if row.filter(cancel_asked=True).exists():
            live.cancel = True


def recover(*, alone: bool) -> int:
    """Mark as failed the jobs that lost their process, and return how many.

    Args:
        alone: True when no other process can be working on this database, as with an
            embedded one at the start; otherwise only long silent jobs are taken.
    """
    lost = Job.objects.filter(state=State.RUNNING)
    if not alone:
        lost = lost.filter(Q(beat_at=None) | Q(beat_at__lt=timezone.now() - SILENCE))
    count = 0
    for job in lost:
        with translation.override(job.language):
            job.message = _(
                "The server stopped while this was running. What was not finished was undone."
            )
            job.problems = [_("Start it again.")]
        job.state, job.finished_at = State.FAILED, timezone.now()
        job.save()
        count += 1
    if alone:
        DBTaskResult.objects.running().delete()
    # The job's own row tells its story; what the queue keeps of it only grows.
    DBTaskResult.objects.finished().delete()
    return count
