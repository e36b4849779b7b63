"""Help inside a message: what was probably meant, what is known, what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases

#: How many names a message lists before it says that there are more.
MOST_LISTED = 12


class Hint(LanguageMap):
    """ "Did you mean …?" in every language, or nothing; ``meant`` is the name itself."""

    __slots__ = ("meant",)

    def __init__(self, meant: str | None) -> None:
        self.meant = meant
        phrases = load_phrases("paseo.content")
        super().__init__(
            {}
            if meant is None
            else {
                language: phrases.say("did_you_mean", language, name=meant) + " "
                for language in phrases.map("did_you_mean")
            }
        )


def hint(word: Any, known: Iterable[Any]) -> Hint:
    """Return what was probably meant by a word that is not known.

    >>> str(hint("indicater", ["indicator", "unit"]))
    'Did you mean “indicator”? '
    >>> str(hint("xyz", ["indicator"]))
    ''
    """
    names = {str(name).lower(): str(name) for name in known}
    close = difflib.get_close_matches(str(word)[:80].lower(), names, n=1, cutoff=0.7)
    return Hint(names[close[0]] if close else None)


def listed(names: Iterable[Any]) -> str:
    """Return names joined by commas, cut after a dozen.

    >>> listed(["a", "b"])
    'a, b'
    """
    every = [str(name) for name in names]
    return ", ".join(every[:MOST_LISTED]) + (", …" if len(every) > MOST_LISTED else "")


def type_names(names: Iterable[str]) -> LanguageMap:
    """Return JSON type names as words.

    >>> type_names(["string", "object"]).read("es").words
    'texto o claves con valores'
    """
    phrases = load_phrases("paseo.content")
    wanted = [name for name in names if name != "null"]
    return LanguageMap(
        {
            language: phrases.say("or", language).join(
                phrases.say(f"type_{name}", language) for name in wanted
            )
            for language in phrases.map("or")
        }
    )
