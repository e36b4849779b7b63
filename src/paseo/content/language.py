"""Language maps: every human string in a pack, and how one is chosen to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

#: The language in which content is first written, and the last resort.
FIRST_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """A string together with the language it is really in.

    A missing translation falls back visibly: whoever shows the text compares
    ``language`` with the one that was asked for and marks it (``lang=``).
    """

    words: str
    language: str

    def __str__(self) -> str:
        return self.words


class LanguageMap(Mapping[str, str]):
    """One human string in several languages.

    Args:
        words: language code (BCP 47, lower case: ``en``, ``es``) to text.

    >>> name = LanguageMap({"en": "Sense of safety", "es": "Sensación de seguridad"})
    >>> name.read("es").words
    'Sensación de seguridad'
    >>> name.read("fi")
    Text(words='Sense of safety', language='en')
    """

    __slots__ = ("_words",)

    def __init__(self, words: Mapping[str, str] | str) -> None:
        self._words: dict[str, str] = (
            {FIRST_LANGUAGE: words} if isinstance(words, str) else dict(words)
        )

    def __getitem__(self, language: str) -> str:
        return self._words[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._words.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LanguageMap) and self._words == other._words

    def __repr__(self) -> str:
        return f"LanguageMap({self._words!r})"

    def __str__(self) -> str:
        return self.read(FIRST_LANGUAGE).words

    def read(self, language: str) -> Text:
        """Return the text in ``language``, else its base language, else English, else any."""
        for candidate in (language, language.partition("-")[0], FIRST_LANGUAGE):
            if self._words.get(candidate):
                return Text(self._words[candidate], candidate)
        for found, words in self._words.items():
            if words:
                return Text(words, found)
        return Text("", language)


@cache
def is_language(code: str) -> bool:
    """Say whether a code names a language (BCP 47: ``en``, ``pt-BR``, ``no``).

    >>> is_language("es"), is_language("ES"), is_language("spanish")
    (True, False, False)
    """
    from babel.localedata import exists

    language, _, region = code.partition("-")
    if not (language.isalpha() and language.islower() and 2 <= len(language) <= 3):
        return False
    return bool(exists(language)) and (not region or bool(exists(f"{language}_{region}")))
