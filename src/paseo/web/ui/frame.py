"""What stands around every page: where am I, which rooms there are, how it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from paseo import __version__
from paseo.web.rooms import GROUPS, ROOMS

THEME_COOKIE = "theme"
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; the last one, the page itself, has no address."""

    label: str | Promise
    url: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing the reader can switch to."""

    label: str | Promise
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Switch:
    """One part of "where am I": its words, and what it can be switched to."""

    label: str | Promise
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """City, place and period of a page. A view passes it in its context as ``where``."""

    city: Switch | None = None
    place: Switch | None = None
    period: Switch | None = None
    #: What the rooms' entrances need to stay in the same city (keyword arguments of reverse).
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Door:
    """A room as a line of the side navigation."""

    name: Promise
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group of rooms under one verb: know, plan, act, share."""

    id: str
    name: Promise
    doors: tuple[Door, ...]


def doors(path: str, arguments: dict[str, Any] | None = None) -> list[Group]:
    """Return the rooms that exist, grouped in the order of the work.

    An entrance that needs a city is shown only where one is known.
    """
    groups = []
    for group, name in GROUPS.items():
        found = []
        for room in ROOMS:
            if room.group != group or not room.entrance:
                continue
            url = _entrance(room.entrance, arguments or {})
            if url:
                found.append(Door(room.name, url, path.startswith(url)))
        if found:
            groups.append(Group(group, name, tuple(found)))
    return groups


def _entrance(name: str, arguments: dict[str, Any]) -> str:
    for wanted in (arguments, {}):
        try:
            return reverse(name, kwargs=wanted)
        except NoReverseMatch:
            continue
    return ""


def theme_of(request: HttpRequest) -> str:
    """Return the reader's choice of light or dark; anything unknown means the system's."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "system"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template what the frame needs."""
    return {
        "theme": theme_of(request),
        "themes": THEMES,
        "languages": settings.LANGUAGES,
        "version": __version__,
    }
