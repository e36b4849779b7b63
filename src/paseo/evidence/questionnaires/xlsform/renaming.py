"""Names and codes that our tables do not take, and the ones that stand for them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LONGEST: Final = 50
_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class Renaming:
    """Gives every name of a form its name here, and remembers which had to change.

    Attributes:
        names: name in the form to name of the variable here.
    """

    def __init__(self, taken: set[str] | None = None) -> None:
        self.names: dict[str, str] = {}
        self._taken = {one.lower() for one in taken or ()}

    def id(
        self, written: str, endings: tuple[str, ...] = (), prefix: str = "", short: str = ""
    ) -> str:
        """Return the id of a question; it and its columns beside it are free.

        Args:
            endings: of the columns beside it.
            prefix: id of the repeat group in which it stands, with an underscore.
            short: what the id is made from, where that is not the whole name.
        """
        wanted = valid_id(short or written)
        code, number = wanted, 1
        while not self._free(prefix + code, endings):
            number += 1
            code = f"{wanted}_{number}"
        self._taken |= {(prefix + code + ending).lower() for ending in ("", *endings)}
        self.names.setdefault(written, prefix + code)
        return code

    def _free(self, name: str, endings: tuple[str, ...]) -> bool:
        return not any((name + ending).lower() in self._taken for ending in ("", *endings))

    def changed(self) -> dict[str, str]:
        """Return the names that are different here."""
        return {then: now for then, now in self.names.items() if then != now}


def valid_id(written: str) -> str:
    """Return a name as an id of ours: letters, digits and underscores, a letter first.

    >>> valid_id("_household-size"), valid_id("1a"), valid_id("edad_años")
    ('household_size', 'q1a', 'edad_anos')
    """
    if _ID.fullmatch(written) and len(written) <= _LONGEST:
        return written
    code = re.sub(r"[^A-Za-z0-9_]+", "_", _plain(written)).strip("_")[:_LONGEST]
    return code if code[:1].isalpha() else f"q{code}"


def valid_code(written: str) -> str:
    """Return a code of a choice as our lists take it.

    >>> valid_code("-99"), valid_code("Sí"), valid_code("a/b"), valid_code("1.5")
    ('minus99', 'Si', 'a_b', '1.5')
    """
    if _CODE.fullmatch(written) and len(written) <= _LONGEST:
        return written
    words = re.sub(r"^-(?=\d)", "minus", _plain(written))
    code = re.sub(r"[^A-Za-z0-9_.-]+", "_", words).lstrip("_.-")[:_LONGEST]
    return code or "code"


def _plain(written: str) -> str:
    spread = unicodedata.normalize("NFKD", written)
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def unique(wanted: str, taken: set[str]) -> str:
    """Return a name that is not taken, with a number behind it where needed, and take it."""
    name, number = wanted, 1
    while name.lower() in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name.lower())
    return name
