"""Sentences that the library says to users, from phrase packs with a language map each."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml
from babel import Locale
from babel.core import UnknownLocaleError

from paseo.content.language import FIRST_LANGUAGE, LanguageMap


class Phrases:
    """The phrases of one package file, by id.

    A phrase is a language map; where the words depend on a number, each language
    holds plural forms instead (``one``, ``other``, ...; CLDR names) and the number
    is passed as ``count``.

    Args:
        phrases: id to language to text, or to plural forms.

    >>> words = Phrases({"seen": {"en": {"one": "%(count)s city", "other": "%(count)s cities"}}})
    >>> words.say("seen", "en", count=3)
    '3 cities'
    """

    def __init__(self, phrases: dict[str, dict[str, Any]]) -> None:
        self._phrases = phrases

    def __contains__(self, phrase: str) -> bool:
        return phrase in self._phrases

    def ids(self) -> list[str]:
        return list(self._phrases)

    def say(self, phrase: str, language: str = FIRST_LANGUAGE, **values: Any) -> str:
        """Return the phrase in ``language`` with its named values filled in."""
        found = self._phrases[phrase]
        spoken = next(
            code
            for code in (language, language.partition("-")[0], FIRST_LANGUAGE, next(iter(found)))
            if code in found
        )
        words = found[spoken]
        if isinstance(words, dict):
            words = words.get(_plural(spoken, values["count"]), words["other"])
        return str(words) % values

    def map(self, phrase: str) -> LanguageMap:
        """Return a phrase without plural forms as a language map."""
        return LanguageMap(self._phrases[phrase])


@cache
def load_phrases(package: str, file: str = "phrases.yaml") -> Phrases:
    """Return the phrases of a package file (``load_phrases("paseo.report")``)."""
    text = resources.files(package).joinpath(file).read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Phrases(yaml.load(text, Loader=loader))  # noqa: S506 - both are safe loaders


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FIRST_LANGUAGE)


def _plural(language: str, count: float) -> str:
    return _locale(language).plural_form(count)
