"""Keeps guessing and flooding down on pages that need no account; counted in this process."""

from __future__ import annotations

from typing import Final

from django.core.cache import cache

WINDOW_SECONDS: Final = 600
#: Wrong links from one address, and saves with one link, within the window.
MOST_MISSES: Final = 20
MOST_SAVES: Final = 120


def too_many(kind: str, who: str, most: int) -> bool:
    """Say whether something was counted more often than allowed within the window."""
    found = cache.get(_key(kind, who), 0)
    return int(found) >= most


def count(kind: str, who: str) -> None:
    """Count once."""
    key = _key(kind, who)
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        # It ran out between the two lines: then the window begins anew.
        cache.set(key, 1, WINDOW_SECONDS)


def _key(kind: str, who: str) -> str:
    return f"throttle:{kind}:{who}"
