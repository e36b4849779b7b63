"""From the fields of a form to an answer, or to what is wrong with them; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from paseo.evidence.questionnaires.answers import NOTHING, Answer
from paseo.evidence.questionnaires.questionnaire import Question
from paseo.web.questionnaires.forms.fields import (
    MOST_ROWS,
    Fields,
    decimal_sign,
    first,
)
from paseo.web.questionnaires.forms.places import Places, read_place

#: A text that is longer is a file: it belongs among the evidence.
MOST_LETTERS: Final = 20_000


@dataclass(frozen=True)
class Fault:
    """What is wrong in one field of a question."""

    field: str
    words: str


@dataclass
class Reading:
    """One question of a form as it was read: an answer, or faults."""

    answer: Answer
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """What reading needs to know of the page: its language and the places one can choose."""

    language: str
    places: Places = field(default_factory=Places)


def read(question: Question, fields: Mapping[str, list[str]], page: Page, held: Answer) -> Reading:
    """Read the fields of one question.

    Args:
        held: the answer as it is kept; what no field holds (files) is taken from it.
    """
    here = _Here(question, fields, page, held)
    _read(here)
    comment = here.words("comment")
    here.reading.answer = replace(here.reading.answer, comment=comment)
    return here.reading


@dataclass
class _Here:
    """A question, or a field of one, whose names then all begin with ``prefix``."""

    question: Question
    fields: Mapping[str, list[str]]
    page: Page
    held: Answer
    prefix: str = ""
    reading: Reading = field(default_factory=lambda: Reading(NOTHING))

    def first(self, name: str) -> str:
        return first(self.fields, self.prefix + name)

    def every(self, name: str) -> list[str]:
        return [one for one in self.fields.get(self.prefix + name, ()) if one]

    def fault(self, name: str, words: str) -> None:
        self.reading.faults.append(Fault(self.prefix + name, words))

    def words(self, name: str) -> str:
        """Return a text; one that is too long is a fault."""
        words = self.first(name).replace("\r\n", "\n").replace("\r", "\n")
        if len(words) <= MOST_LETTERS:
            return words
        said = _("The text has %(letters)s characters; up to %(most)s are kept. Add it as a file.")
        self.fault(name, said % {"letters": len(words), "most": MOST_LETTERS})
        return ""

    def codes(self) -> tuple[str, ...]:
        return self.question.options.codes() if self.question.options else ()

    def is_reason(self, code: str) -> bool:
        return code in self.question.missing_codes()


def _read(here: _Here) -> None:
    kind = here.question.type
    if kind in ("single", "scale"):
        here.reading.answer = _closed(here)
    elif kind == "multiple":
        here.reading.answer = _multiple(here)
    else:
        here.reading.answer = _or_reason(here, _VALUES[kind](here))


def _or_reason(here: _Here, value: Any) -> Answer:
    """Return the value, or the reason for none; both together is one too many."""
    reasons = here.every("missing")
    if not all(map(here.is_reason, reasons)):
        here.fault("missing", _("Choose one of the reasons that are offered."))
    elif len(reasons) > 1:
        here.fault("missing", _("Choose one reason, not several."))
    elif reasons and (here.reading.faults or value not in (None, "", [], {})):
        here.fault("missing", _("Give an answer or a reason for none, not both."))
    elif reasons:
        return Answer(missing=reasons[0])
    ranked = here.question.type == "ranking"
    return Answer(value, other=_other(here, value) if ranked else "")


# ------------------------------------------------------------------------------- closed questions
def _closed(here: _Here) -> Answer:
    code = here.first("value")
    if code and here.is_reason(code):
        _other(here, [])
        return Answer(missing=code)
    if code and code not in here.codes():
        here.fault("value", _("Choose one of the answers that are offered."))
        return NOTHING
    return Answer(code or None, other=_other(here, [code]))


def _multiple(here: _Here) -> Answer:
    chosen = set(here.every("value"))
    codes = [one for one in here.codes() if one in chosen]
    reasons = [one for one in chosen if here.is_reason(one) and one not in codes]
    if chosen - {*codes, *reasons}:
        here.fault("value", _("Choose from the answers that are offered."))
    elif len(reasons) > 1:
        here.fault("value", _("Choose one reason, not several."))
    elif reasons and codes:
        here.fault("value", _("Give answers or a reason for none, not both."))
    other = _other(here, codes)
    return Answer(missing=reasons[0]) if reasons else Answer(codes or None, other=other)


def _other(here: _Here, chosen: list[str]) -> str:
    """Return the words of one's own; they need the option beside which they stand."""
    words = here.words("other")
    options = here.question.options.options if here.question.options else ()
    own = [one for one in options if one.other]
    if not words or any(one.code in chosen for one in own):
        return words
    label = own[0].label.read(here.page.language).words if own else ""
    said = _("There are words beside “%(option)s”. Choose it too, or take the words away.")
    here.fault("other", said % {"option": label})
    return ""


# -------------------------------------------------------------------------------- open questions
def _number(here: _Here) -> float | None:
    typed = here.first("value")
    if not typed:
        return None
    try:
        return number_in(typed, here.page.language)
    except ValueError as wrong:
        here.fault("value", str(wrong))
        return None


_NUMBER = re.compile(r"(-?)(\d*)(?:([.,])(\d+))?")


def number_in(typed: str, language: str) -> float:
    """Return the number that somebody typed.

    A sign that the language of the page uses between thousands is not taken for decimals where it
    could be either: ``1,234`` on an English page.

    Raises:
        ValueError: with a sentence, when it is none or can be read in two ways.
    """
    plain = re.sub(r"[\s\u00a0\u202f']", "", typed).replace("\u2212", "-")
    found = _NUMBER.fullmatch(plain)
    if found is None or not (found[2] or found[4]):
        raise ValueError(_("“%(typed)s” is not a number. Write digits only.") % {"typed": typed})
    sign, whole, mark, decimals = found[1], found[2], found[3], found[4]
    doubtful = bool(mark) and mark != decimal_sign(language) and len(decimals) == 3
    if doubtful and len(whole) < 4 and not whole.startswith("0"):
        said = _(
            "“%(typed)s” can be read in two ways. Write %(thousands)s without a sign between "
            "thousands, or %(decimals)s with the sign for decimals."
        )
        values = {
            "typed": typed,
            "thousands": f"{sign}{whole}{decimals}",
            "decimals": f"{sign}{whole}{decimal_sign(language)}{decimals}",
        }
        raise ValueError(said % values)
    if decimals is None:
        return int(f"{sign}{whole}") if len(whole) <= 15 else float(f"{sign}{whole}")
    return float(f"{sign}{whole or '0'}.{decimals}")


def _date(here: _Here) -> str | None:
    parts = {name: here.first(name) for name in ("day", "month", "year")}
    if not any(parts.values()):
        return None
    missing = next((name for name, typed in parts.items() if not typed), "")
    if missing:
        said = {
            "day": _("The day is missing. Write it as a number."),
            "month": _("The month is missing. Write it as a number."),
            "year": _("The year is missing. Write it with four digits."),
        }
        here.fault(missing, said[missing])
        return None
    try:
        if len(parts["year"]) != 4:
            raise ValueError
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
    except ValueError:
        said_date = _("There is no such day. Write day and month as numbers, the year with four.")
        here.fault("day", said_date)
        return None


def _text(here: _Here) -> str | None:
    return here.words("value") or None


def _ranking(here: _Here) -> list[str]:
    ranks: dict[int, str] = {}
    for code in here.codes():
        name = f"rank.{code}"
        typed = here.first(name)
        if not typed:
            continue
        rank = int(typed) if typed.isascii() and typed.isdigit() else 0
        if not 1 <= rank <= len(here.codes()):
            said = _("Write a rank between 1 and %(most)s.") % {"most": len(here.codes())}
            here.fault(name, said)
        elif rank in ranks:
            here.fault(name, _("Two have the rank %(rank)s. Give each its own.") % {"rank": rank})
        else:
            ranks[rank] = code
    if not here.reading.faults and sorted(ranks) != list(range(1, len(ranks) + 1)):
        said = _("A rank is left out. Number them 1, 2, 3 without a gap.")
        here.fault(f"rank.{here.codes()[0]}", said)
    return [ranks[rank] for rank in sorted(ranks)]


def _place(here: _Here) -> dict[str, Any]:
    return read_place(here.question, here.first, here.page.places, here.fault)


def _file(here: _Here) -> Any:
    return here.held.value


# ------------------------------------------------------------------------- questions in questions
def _matrix(here: _Here) -> dict[str, Answer]:
    cells: dict[str, Answer] = {}
    for row in here.question.rows:
        name = f"row.{row.id}"
        code = here.first(name)
        if code in here.codes():
            cells[row.id] = Answer(code)
        elif here.is_reason(code) and code:
            cells[row.id] = Answer(missing=code)
        elif code:
            here.fault(name, _("Choose one of the answers that are offered."))
    return cells


def _record(here: _Here) -> dict[str, Answer]:
    return _within(here, "field.", here.held.value or {})


def _repeat(here: _Here) -> list[dict[str, Answer]]:
    typed = here.first("rows")
    count = min(int(typed), MOST_ROWS) if typed.isascii() and typed.isdigit() else 0
    kept = list(here.held.value or ())
    rows = (_within(here, f"{at}.", kept[at] if at < len(kept) else {}) for at in range(count))
    return [row for row in rows if row]


def _within(here: _Here, prefix: str, held: Mapping[str, Answer]) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for one in here.question.fields:
        whole = f"{here.prefix}{prefix}{one.id}."
        inner = _Here(one, here.fields, here.page, held.get(one.id, NOTHING), whole)
        _read(inner)
        here.reading.faults += inner.reading.faults
        if inner.reading.answer.given:
            found[one.id] = inner.reading.answer
    return found


_Value = Callable[[_Here], Any]
_VALUES: Final[dict[str, _Value]] = {
    "number": _number, "date": _date, "text": _text, "ranking": _ranking, "place": _place,
    "file": _file, "matrix": _matrix, "record": _record, "repeat": _repeat,
    "note": lambda here: None,
}  # fmt: skip

__all__ = ["Fault", "Fields", "Page", "Reading", "number_in", "read"]
