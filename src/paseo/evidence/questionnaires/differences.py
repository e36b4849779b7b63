"""What differs between a question then and now, one difference at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.questionnaire import MatrixRow, Option, Question
from paseo.evidence.questionnaires.value_checks import limits

What = Literal[
    "text", "type", "option", "option_text", "limits", "unit", "row", "row_text", "field"
]
Weight = Literal["wording", "options", "scope"]

#: Signs that make no other text: a full stop, another quotation mark, a second blank.
_UNHEARD: Final = str.maketrans("", "", ".:;,!?¿¡“”«»\"'’‘ ")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Args:
        what: which part of the question.
        weight: what it does to answers: other words, other answers on offer, another meaning.
        then, now: what it was and is, in words; empty where it was not or is no longer there.
        name: the code, row or field that is meant.
    """

    what: What
    weight: Weight
    then: LanguageMap
    now: LanguageMap
    name: str = ""


def differences(then: Question, now: Question) -> tuple[Difference, ...]:
    """Return what differs in text, type, options, limits, unit, rows and fields.

    Texts are compared in the languages that both have; punctuation and capitals do not count.
    When a question is asked, whether it must be answered, and its help do not change what an
    answer means, and are not compared.
    """
    return tuple(_differences(then, now))


def in_words(one: Difference, language: str) -> str:
    """Return a difference as a sentence."""
    words = load_phrases("paseo.evidence.questionnaires", "changes.yaml")
    then, now = one.then.read(language).words, one.now.read(language).words
    phrase: str = one.what
    if not one.now:
        phrase = f"{phrase}_gone"
    elif not one.then:
        phrase = f"{phrase}_new"
    return words.say(phrase, language, then=then, now=now, name=one.name)


def same_words(then: LanguageMap, now: LanguageMap) -> bool:
    """Say whether two texts are the same in every language that both have.

    >>> same_words(LanguageMap("Is there a mandate?"), LanguageMap("Is there  a mandate"))
    True
    """
    shared = [language for language in then if language in now]
    if not shared:  # nobody can tell from here; both empty is the same
        return not then and not now
    return all(_heard(then[language]) == _heard(now[language]) for language in shared)


def _heard(text: str) -> str:
    return text.translate(_UNHEARD).casefold()


def _differences(then: Question, now: Question) -> Iterator[Difference]:
    if then.type != now.type:
        yield Difference("type", "scope", LanguageMap(then.type), LanguageMap(now.type))
    if not same_words(then.text, now.text):
        yield Difference("text", "wording", then.text, now.text)
    yield from _options(then, now)
    yield from _limits(then, now)
    yield from _rows(then.rows, now.rows)
    yield from _fields(then, now)


def _options(then: Question, now: Question) -> Iterator[Difference]:
    before, after = _offered(then), _offered(now)
    for code, label in before.items():
        if code not in after:
            yield Difference("option", "options", label, LanguageMap({}), code)
        elif not same_words(label, after[code]):
            yield Difference("option_text", "options", label, after[code], code)
    for code, label in after.items():
        if code not in before:
            yield Difference("option", "options", LanguageMap({}), label, code)


def _offered(question: Question) -> dict[str, LanguageMap]:
    options: Sequence[Option] = question.options.options if question.options else ()
    return {one.code: one.label for one in (*options, *question.missing)}


def _limits(then: Question, now: Question) -> Iterator[Difference]:
    if (then.low, then.high, then.whole) != (now.low, now.high, now.whole):
        yield Difference("limits", "options", _limits_of(then), _limits_of(now))
    before, after = then.unit or LanguageMap({}), now.unit or LanguageMap({})
    # A number counts something else then.
    if bool(before) is not bool(after) or not same_words(before, after):
        yield Difference("unit", "scope", before, after)


def _limits_of(question: Question) -> LanguageMap:
    words = load_phrases("paseo.evidence.questionnaires", "changes.yaml")
    if question.low is None and question.high is None:
        return words.map("whole" if question.whole else "any")
    return limits(question.low, question.high)


def _rows(then: Sequence[MatrixRow], now: Sequence[MatrixRow]) -> Iterator[Difference]:
    before, after = {one.id: one.text for one in then}, {one.id: one.text for one in now}
    for row, text in before.items():
        if row not in after:
            yield Difference("row", "options", text, LanguageMap({}), row)
        elif not same_words(text, after[row]):
            yield Difference("row_text", "wording", text, after[row], row)
    for row, text in after.items():
        if row not in before:
            yield Difference("row", "options", LanguageMap({}), text, row)


def _fields(then: Question, now: Question) -> Iterator[Difference]:
    before, after = {one.id: one for one in then.fields}, {one.id: one for one in now.fields}
    for name, field in before.items():
        if name not in after:
            yield Difference("field", "options", field.text, LanguageMap({}), name)
            continue
        for inner in _differences(field, after[name]):
            within = f"{name}/{inner.name}" if inner.name else name
            yield Difference(inner.what, inner.weight, inner.then, inner.now, within)
    for name, field in after.items():
        if name not in before:
            yield Difference("field", "options", LanguageMap({}), field.text, name)
