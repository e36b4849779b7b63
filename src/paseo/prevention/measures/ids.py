"""Ids of measures: what one may look like, and one made of a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from paseo.evidence.tables.headers import normal

#: What an id may look like; links and files name it.
ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_MOST: Final = 60


def proposed_id(name: str, taken: Iterable[str]) -> str:
    """Return an id made of a name that no other measure has.

    The same name gives the same id, as long as the same ids are taken.

    >>> proposed_id("Atención a víctimas", ()), proposed_id("Park friends", {"park-friends"})
    ('atencion-a-victimas', 'park-friends-2')
    """
    held = {one.casefold() for one in taken}
    base = normal(name).replace("_", "-")[:_MOST].strip("-") or "measure"
    number, code = 1, base
    while code in held:
        number += 1
        code = f"{base}-{number}"
    return code
