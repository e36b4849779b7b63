"""Languages as an XLSForm names them: ``English (en)``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError

from paseo.content.language import LanguageMap, is_language
from paseo.evidence.questionnaires.questionnaire import Option, Question, Questionnaire

_CODE: Final = re.compile(r"\(\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\s*\)\s*$")
#: Languages whose names are looked for where a form gives no code: those of the EU's institutions
#: and neighbours come first, since a name can belong to several codes.
_NAMED: Final = (
    "en es fr de it pt nl pl ro el hu cs sk sl hr bg da sv fi et lv lt mt ga no nb is uk ru tr "
    "ar ca eu gl sq sr mk bs fa ku so ur zh hi bn ps am ti"
)


@cache
def language_label(code: str) -> str:
    """Return how a form names a language.

    >>> language_label("es"), language_label("pt-BR")
    ('Spanish (es)', 'Portuguese Brazil (pt-BR)')
    """
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return f"{code} ({code})"
    name = locale.get_language_name("en") or code
    if locale.territory:
        territory = Locale("en").territories.get(locale.territory, locale.territory)
        name = f"{name} {territory}"
    return f"{re.sub(r'[():]', '', name)} ({code})"


@cache
def language_code(label: str) -> str:
    """Return the code of a language as a form names it, empty where it cannot be told.

    >>> language_code("English (en)"), language_code("Français"), language_code("Language 2")
    ('en', 'fr', '')
    """
    coded = _CODE.search(label)
    candidate = coded[1] if coded else label.strip()
    language, sign, region = candidate.partition("-")
    candidate = language.lower() + sign + region
    if is_language(candidate):
        return candidate
    name = label[: coded.start()] if coded else label
    return _names().get(name.strip().casefold(), "")


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in _NAMED.split():
        locale = Locale.parse(code)
        for name in (locale.get_language_name("en"), locale.get_language_name(code)):
            if name:
                found.setdefault(name.casefold(), code)
    return found


def languages_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the languages in which anything is said: those of the header first."""
    found = dict.fromkeys((questionnaire.language, *questionnaire.languages))
    found.update(dict.fromkeys(sorted({code for map_ in _texts(questionnaire) for code in map_})))
    return tuple(found)


def _texts(questionnaire: Questionnaire) -> Iterator[LanguageMap]:
    if questionnaire.consent:
        yield questionnaire.consent.text
    for section in questionnaire.sections:
        yield section.name
        yield section.intro or LanguageMap({})
        for question in section.questions:
            yield from _texts_of(question)


def _texts_of(question: Question) -> Iterator[LanguageMap]:
    yield question.text
    for words in (
        question.help, question.unit, question.low_anchor, question.high_anchor,
        question.constraint_message,
    ):  # fmt: skip
        yield words or LanguageMap({})
    options: Iterable[Option] = question.missing
    if question.options:
        options = (*question.options.options, *question.options.missing)
    yield from (one.label for one in options)
    yield from (row.text for row in question.rows)
    for field in question.fields:
        yield from _texts_of(field)
