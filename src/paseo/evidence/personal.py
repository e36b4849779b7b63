"""Traces of single people in a text: names, addresses, telephone and identity numbers.

Careful rather than complete: a name of a place, an office or a foundation is no person, and a
warning that is usually wrong is soon no longer read. Names without a title are found by the given
name only, so that rare ones pass; the page says that nobody should rely on it. Only in a field that
holds the name of an office alone are two words with capitals enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from paseo.content.problems import Place, Problems


@dataclass(frozen=True, slots=True)
class Trace:
    """What looks like data about a person, and the number of the problem."""

    code: str
    text: str


NAME: Final = "V920"
ADDRESS: Final = "V921"
NUMBER: Final = "V922"

_PARTICLE: Final = (
    r"(?:de|del|de la|de las|de los|la|van|van den|van der|von|der|di|da|dos|el|al|y)"
)
_SURNAME: Final = r"(?!(?:I|II|III|IV|V|VI)\b)[A-ZÀ-ÞĀ-ŽȘȚ][\w'’]+(?:-[A-ZÀ-ÞĀ-ŽȘȚ][\w'’]+)?"
_AFTER: Final = rf"(?:\s+(?:{_PARTICLE}\s+)?{_SURNAME})"
_AGE: Final = r"\(\s*(?:age[d]?\s*|edad\s*)?[0-9]{1,2}(?:\s*(?:years?|años|yrs?|J))?\s*\)"
_URL: Final = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|eu|net|es|de|be|nl|it|fr)/\S*"
)
_MAIL: Final = re.compile(r"\b([\w.+-]+)@[\w-]+(?:\.[\w-]+)+")
_LABELLED_PHONE: Final = re.compile(
    r"\b(?:tel(?:[eé]f(?:ono)?|ephone|efon)?|tlfn?o?|phone|m[oó]vil|mobile|cell|fax|whatsapp)\b"
    r"\.?\s*:?\s*(\+?[0-9][0-9 ()./-]{5,18}[0-9])",
    re.IGNORECASE,
)
_ABROAD: Final = re.compile(
    r"(?<![\w+])(?:\+|00)[1-9][0-9]{0,2}[ ()./-]*(?:[0-9][ ()./-]?){7,12}(?!\w)"
)
_SPANISH: Final = re.compile(
    r"(?<![\w.,/-])[6-9][0-9]{2}([ .-])[0-9]{3}\1[0-9]{3}(?![\w/-]|[.,][0-9]|\s*(?:€|EUR|euro))"
    r"|(?<![\w.,/-])[6789][0-9]{8}(?![\w/-]|[.,][0-9]|\s*(?:€|EUR|euro))"
    r"|(?<![\w.,/-])[89][0-9]{1,2}([ .-])[0-9]{2,3}\2[0-9]{2}\2[0-9]{2}(?![\w/-]|[.,][0-9])",
    re.IGNORECASE,
)
_ROUND: Final = re.compile(r"0{5,}$")
_DNI: Final = re.compile(r"(?<![\w-])([XYZ]?)-?([0-9]{7,8})-?([A-Za-z])(?!\w)")
_DNI_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_IBAN: Final = re.compile(
    r"(?<!\w)[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]{4}){3,7}(?:[ -]?[A-Z0-9]{1,3})?(?!\w)"
)
_LABELLED_NUMBER: Final = re.compile(
    r"\b(?:DNI|NIE|NIF|BSN|passport|pasaporte|Reisepass|Personalausweis|national id|"
    r"social security|seguridad social|date of birth|fecha de nacimiento)\b"
    r"(?:\s*(?:no|nr|núm|num|number|número)?\.?\s*[:#]?\s*)([A-Z]{0,3}[0-9][A-Z0-9./-]{4,})",
    re.IGNORECASE,
)
_BORN: Final = re.compile(
    r"\b(?:born(?:\s+on)?|date of birth|birth ?date|DOB|nacid[oa](?:\s+el)?|fecha de nacimiento|"
    r"f\.\s?nac\.?|geboren(?:\s+am)?|né\s+le|née\s+le)\s*[:.]?\s*"
    r"([0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}"
    r"|[0-9]{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?[^\W\d_]{3,12},?\s+(?:de\s+)?[0-9]{4})",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[\wÀ-ÿ/-]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_INITIAL: Final = re.compile(r"\b[A-ZÀ-ÞĀ-ŽȘȚ]\.")
#: What parts the names of several offices in one field.
_BETWEEN_OFFICES: Final = re.compile(r"\s*(?:[:;,&/+()\n]|\band\b|\by\b|\s-\s)\s*")
_MOST_NAMES: Final = 4
#: Given names of fewer letters are also abbreviations when they stand in capitals.
_LEAST_LETTERS: Final = 4


def traces(text: str, *, names: bool = True, office: bool = False) -> Iterator[Trace]:
    """Yield what looks like data about a person, each piece of text once.

    Args:
        text: what somebody wrote.
        names: look for names too; the author of a source is no person in a register.
        office: the field holds the name of an office and nothing else, so that two words with
            capitals that are no words of offices are taken for a name.

    >>> [one.text for one in traces("Ask Mrs. Carter, tel. 600 123 456")]
    ['Mrs. Carter', '600 123 456']
    >>> list(traces("Parque Doctor Fleming, calle Juan Bravo, 2021-2024, 235 000 EUR"))
    []
    >>> [one.text for one in traces("Ion Popescu", office=True)], [*traces("Ion Popescu")]
    (['Ion Popescu'], [])
    """
    seen: list[str] = []
    finders = (
        _names(text) if names else (),
        _alone(text) if names and office else (),
        _addresses(text),
        _numbers(text),
    )
    for finder in finders:
        for trace in finder:
            if not any(trace.text in earlier for earlier in seen):
                seen.append(trace.text)
                yield trace


def tell(
    text: str, place: Place, problems: Problems, *, column: object, name: object,
    names: bool = True, office: bool = False,
) -> None:  # fmt: skip
    """Warn of what looks like data about a person in a field (V920 to V922).

    Args:
        text: what stands in the field.
        place: of the field. problems: receives the warnings.
        column: what the field is called. name: what the thing is called to which it belongs.
        names, office: as in :func:`traces`.

    >>> found = Problems()
    >>> tell("J. Smith", Place(), found, column="lead", name="Walks", office=True)
    >>> [one.code for one in found]
    ['V920']
    """
    for trace in traces(text, names=names, office=office):
        problems.add(trace.code, place, text=trace.text[:60], column=column, name=name)


@cache
def _lists() -> dict[str, Any]:
    text = resources.files("paseo.evidence").joinpath("personal.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@cache
def _beside() -> frozenset[str]:
    return frozenset(_lists()["beside"])


@cache
def _titles() -> frozenset[str]:
    return frozenset(_lists()["titles"])


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return what finds a name: after a title, by a given name, after a role."""
    titles = "|".join(sorted(_lists()["titles"], key=len, reverse=True))
    given = "|".join(
        sorted((name.capitalize() for name in _lists()["given"]), key=len, reverse=True)
    )
    roles = "|".join(sorted(_lists()["roles"], key=len, reverse=True))
    first = rf"(?:{given})(?:-{_SURNAME})?"
    shouted = "|".join(
        sorted(
            (name.upper() for name in _lists()["given"] if len(name) >= _LEAST_LETTERS),
            key=len, reverse=True,
        )
    )  # fmt: skip
    capitals = r"[A-ZÀ-ÞĀ-ŽȘȚ][A-ZÀ-Þ'’]{2,}"
    return (
        re.compile(
            rf"(?<!\w)(?:(?:(?i:{titles})\.?\s+){{1,3}}(?:{_PARTICLE}\s+)?|D\.\s+(?={first}\b))"
            rf"{_SURNAME}{_AFTER}{{0,3}}"
        ),
        re.compile(rf"(?<![\w.-]){first}(?:\s+{_SURNAME}){{0,2}}{_AFTER}(?![\w-])"),
        re.compile(
            rf"(?<!\w)(?i:{roles})\s*:?\s+((?:[A-ZÀ-ÞĀ-ŽȘȚ]\.\s?)+{_SURNAME}{_AFTER}{{0,2}})"
        ),
        # "Kevin M.", "Kevin M. (17)", "Radu P. (17)": people in the notes of a case.
        re.compile(rf"(?<![\w.-]){first}\s+[A-ZÀ-ÞĀ-ŽȘȚ]\.(?!\s?[A-ZÀ-ÞĀ-ŽȘȚ]\.)(?:\s*{_AGE})?"),
        re.compile(rf"(?<![\w.-])(?:{_SURNAME}|[A-ZÀ-ÞĀ-ŽȘȚ]\.)\s+[A-ZÀ-ÞĀ-ŽȘȚ]\.\s*{_AGE}"),
        re.compile(rf"(?<![\w.-]){first}\s*{_AGE}"),
        # "García, Ana" and "García López, A.-M." are how lists write names.
        re.compile(
            rf"(?<![\w.-]){_SURNAME}(?:\s+{_SURNAME})?,\s+{first}(?=\s*(?:[.;:)\n]|$|\s[A-ZÀ-ÞĀ-ŽȘȚ]\.))"
        ),
        re.compile(rf"(?<![\w.-])(?:{shouted})(?:\s+{capitals}){{1,3}}(?![\w-])"),
        re.compile(
            rf"(?<![\w.-]){capitals}(?:\s+{capitals})?,\s+(?:{shouted}|ANA|EVA)(?=\s*(?:[.;:)\n]|$))"
        ),
    )


def _names(text: str) -> Iterator[Trace]:
    if not _may_hold_a_name(text):
        return
    taken: list[tuple[int, int]] = []
    plain = _MAIL.sub(lambda found: " " * len(found[0]), text)
    for pattern in _patterns():
        for found in pattern.finditer(plain):
            start, end = found.span(1 if found.re.groups else 0)
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            if not _is_capital_title(found) or _is_place(plain, start, end):
                continue
            taken.append((start, end))
            yield Trace(NAME, plain[start:end])


def _may_hold_a_name(text: str) -> bool:
    """Say whether to look closer: a given name, a title or an initial stands in the text."""
    words = frozenset(_LETTERS.findall(text.casefold()))
    return not words.isdisjoint(_signs()) or _INITIAL.search(text) is not None


@cache
def _signs() -> frozenset[str]:
    return frozenset((*_lists()["given"], *_lists()["titles"], "d"))


def _is_capital_title(found: re.Match[str]) -> bool:
    """Say whether a match begins as people write names: ``Don`` and ``don`` yes, ``DR`` no."""
    text = found[0]
    whole = (
        len(text) > 3 and text.isupper() and text.split()[0].strip(",").casefold() not in _titles()
    )
    return whole or not text[:3].isupper() or text[1:2] == "."


def _is_place(text: str, start: int, end: int) -> bool:
    """Say whether a word close by makes a name that of a place, a house or an organisation."""
    before = [word.casefold() for word in _WORD.findall(text[:start])[-3:]]
    inside = [word.casefold() for word in _WORD.findall(text[start:end])[1:]]
    after = [word.casefold() for word in _WORD.findall(text[end : end + 40])[:2]]
    # A full stop ends what belongs to a name: "… in the park. Mrs Carter …".
    gap = re.search(r"[.;:!?\n]\s", text[:start][::-1][:40][::-1]) if before else None
    if gap is not None:
        rest = text[:start][-40:][gap.end() :]
        before = [word.casefold() for word in _WORD.findall(rest)[-3:]]
    closed = re.match(r"\s*[.,;:!?()\n]", text[end:])
    if re.match(r"[^\W\d_]+\s+[A-ZÀ-ÞĀ-ŽȘȚ]\.\s*\(", text[start:end]):
        first = text[start:end].split(maxsplit=1)[0].casefold()
        return first in _lists()["counted"] or any(word in _beside() for word in before)
    return any(word in _beside() for word in (*before, *inside, *(() if closed else after)))


def _alone(text: str) -> Iterator[Trace]:
    """Find names in a field of offices: words with capitals, none of them a word of an office."""
    for part in _BETWEEN_OFFICES.split(_URL.sub(" ", _MAIL.sub(" ", text))):
        words = part.split()
        weighty = [one for one in words if one.casefold() not in _particles()]
        if not 2 <= len(weighty) <= _MOST_NAMES or not all(
            _NAME_WORD.fullmatch(w) for w in weighty
        ):
            continue
        if not any(len(one) > 2 for one in weighty) or _is_abbreviated(weighty):
            continue
        if not any(_is_of_an_office(one) for one in words):
            yield Trace(NAME, part)


def _is_abbreviated(words: list[str]) -> bool:
    """Say whether some words are capitals alone while others are not: ``EMT Madrid``."""
    capitals = [one.isupper() for one in words if not one.endswith(".")]
    return any(capitals) and not all(capitals)


_NAME_WORD: Final = re.compile(r"(?:[A-ZÀ-ÞĀ-ŽȘȚ]\.)+|[A-ZÀ-ÞĀ-ŽȘȚ][^\W\d_'’]*(?:['’-][^\W\d_]+)*")


@cache
def _particles() -> frozenset[str]:
    return frozenset(_lists()["particles"])


def _is_of_an_office(word: str) -> bool:
    """Say whether a word belongs to the names of offices, bodies and places.

    >>> _is_of_an_office("Policía"), _is_of_an_office("Popescu")
    (True, False)
    """
    plain = word.casefold().strip(".")
    whole, beginnings, ends = _offices()
    if plain.startswith(beginnings) or plain.endswith(ends):
        return True
    return not whole.isdisjoint((plain, plain.removesuffix("s")))


@cache
def _offices() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Return whole words of offices, how others begin, and how others end."""
    every = _lists()["offices"]
    whole = frozenset(one for one in every if "-" not in (one[0], one[-1]))
    beginnings = tuple(one[:-1] for one in every if one.endswith("-"))
    return whole | _beside(), beginnings, tuple(one[1:] for one in every if one.startswith("-"))


def _addresses(text: str) -> Iterator[Trace]:
    for found in _MAIL.finditer(text):
        box = re.split(r"[.+_-]", found[1].casefold())
        if not any(part in _lists()["mailboxes"] for part in box):
            yield Trace(ADDRESS, found[0])
    plain = _URL.sub(" ", text)
    taken: list[tuple[int, int]] = []
    for pattern in (_LABELLED_PHONE, _ABROAD, _SPANISH):
        for found in pattern.finditer(plain):
            group = 1 if pattern is _LABELLED_PHONE else 0
            start, end = found.span(group)
            digits = re.sub(r"\D", "", found[group])
            inside = any(start < stop and begin < end for begin, stop in taken)
            if len(digits) >= 6 and not inside and not _ROUND.search(digits):
                taken.append((start, end))
                yield Trace(ADDRESS, found[group].strip())


def _numbers(text: str) -> Iterator[Trace]:
    plain = _URL.sub(" ", text)
    # What is labelled comes first: the same number is not told again without its label.
    for found in _LABELLED_NUMBER.finditer(plain):
        yield Trace(NUMBER, found[0])
    for found in _DNI.finditer(plain):
        if _is_identity(found[1], found[2], found[3].upper()):
            yield Trace(NUMBER, found[0])
    for found in _IBAN.finditer(plain):
        if _is_account(re.sub(r"[ -]", "", found[0])):
            yield Trace(NUMBER, found[0])
    for found in _BORN.finditer(plain):
        yield Trace(NUMBER, found[0])


def _is_identity(sign: str, digits: str, letter: str) -> bool:
    """Say whether the letter of a Spanish identity number fits its digits.

    >>> _is_identity("", "12345678", "Z"), _is_identity("", "12345678", "A")
    (True, False)
    """
    if sign:
        digits = str("XYZ".index(sign)) + digits
    return len(digits) == 8 and _DNI_LETTERS[int(digits) % 23] == letter


def _is_account(account: str) -> bool:
    """Say whether the check digits of an international account number fit.

    >>> _is_account("ES9121000418450200051332"), _is_account("ES9121000418450200051333")
    (True, False)
    """
    moved = account[4:] + account[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1
