"""Who is acting, and in which request: known everywhere without being handed around."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from paseo.web.accounts.people import PROGRAMME, Person

if TYPE_CHECKING:
    from paseo.web.accounts.models import User

_person: ContextVar[Person] = ContextVar("person", default=PROGRAMME)
_request: ContextVar[str] = ContextVar("request", default="")


def person() -> Person:
    """Return who is acting now; the programme itself when nobody is."""
    return _person.get()


def account() -> User | None:
    """Return the account that is acting now; None for the programme and for people without one."""
    from paseo.web.accounts.models import User  # models are not there yet when this is loaded

    who = person()
    return who if isinstance(who, User) else None


def request_id() -> str:
    """Return the id that ties the entries of one request, or one job, together."""
    return _request.get()


@contextmanager
def acting(who: Person, request: str | None = None) -> Iterator[None]:
    """Let ``who`` be the one acting; keeps the request id unless a new one is given."""
    person_before = _person.set(who)
    request_before = _request.set(request or _request.get() or uuid.uuid4().hex)
    try:
        yield
    finally:
        _request.reset(request_before)
        _person.reset(person_before)
