"""How far each job of this process is, in memory: no lock of the database hides it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Live:
    """The newest state of one running job."""

    step: int = 0
    total: int = 0
    message: str = ""
    cancel: bool = False


_live: dict[str, Live] = {}


def open_for(job: str) -> Live:
    """Start keeping the state of a job."""
    return _live.setdefault(job, Live())


def look(job: str) -> Live | None:
    """Return the state of a job that runs in this process."""
    return _live.get(job)


def close_for(job: str) -> None:
    """Forget a job that is over."""
    _live.pop(job, None)


def running() -> dict[str, Live]:
    """Return every job that runs in this process."""
    return dict(_live)
