"""From cells to codes: by code, by the words of an option in any language, one or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from paseo.content.hints import hint, listed
from paseo.evidence.checks.texts import LABEL_SIGN, as_text
from paseo.evidence.questionnaires.cells import CODE_SIGN
from paseo.evidence.questionnaires.imports.limesurvey import OTHER
from paseo.evidence.questionnaires.imports.targets import plain_text, tight
from paseo.evidence.questionnaires.questionnaire import Question

#: What tools and people put between several answers in one cell.
_BETWEEN: Final = ("\n", ";", "|", ",")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read: the number of the problem and its values."""

    code: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says.

    Args:
        cell: as a table of answers holds it; None where nothing stands in it.
        worded: how many codes were given by their words.
        reason: the reason for no answer, where an open question holds one.
    """

    cell: Any = None
    worded: int = 0
    reason: str = ""
    fault: Fault | None = None


NOTHING: Final = Read()


class Codes:
    """The codes of one question, with every way in which they are written."""

    def __init__(self, question: Question) -> None:
        options = question.options.options if question.options else ()
        self._options = (*options, *question.missing)
        self.codes = tuple(one.code for one in self._options)
        self._exact = {one: one for one in self.codes}
        self._other = next((one.code for one in options if one.other), "")

    @cached_property
    def _loose(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for one in self.codes:
            found.setdefault(tight(one), set()).add(one)
        return found

    @cached_property
    def words(self) -> dict[str, set[str]]:
        """Return the words of options, compared without case, with the codes they can mean."""
        found: dict[str, set[str]] = {}
        for one in self._options:
            for text in one.label.values():
                if plain := plain_text(text):
                    found.setdefault(plain, set()).add(one.code)
        return found

    def of(self, text: str) -> tuple[set[str], bool]:
        """Return the codes that a text can mean, and whether it does so by its words."""
        if text in self._exact:
            return {text}, False
        head, sign, _ = text.partition(LABEL_SIGN)
        if sign and head.strip() in self._exact:
            return {head.strip()}, False
        worded = self.words.get(plain_text(text), set())
        if worded:
            return worded, True
        if self._other and text.lower() in (OTHER, "other"):
            return {self._other}, False
        return (self._loose.get(tight(text), set()) if tight(text) else set()), False

    def one(self, cell: Any, column: str) -> Read:
        """Return the one code that stands in a cell."""
        text = (as_text(cell) or "").strip()
        if not text:
            return NOTHING
        found, worded = self.of(text)
        if len(found) == 1:
            return Read(next(iter(found)), int(worded))
        return Read(fault=self._fault(text, found, column))

    def _fault(self, text: str, found: set[str], column: str) -> Fault:
        shown = {"value": text[:60], "column": column}
        if found:
            return Fault("A678", {**shown, "codes": ", ".join(sorted(found))})
        return Fault("A677", {**shown, "known": listed(self.codes), "hint": hint(text, self.codes)})

    def several(self, cell: Any, column: str) -> Read:
        """Return the codes that stand in a cell, in their order, with spaces between them."""
        text = (as_text(cell) or "").strip()
        if not text:
            return NOTHING
        if all(one in self._exact for one in text.split()):
            return Read(CODE_SIGN.join(dict.fromkeys(text.split())))
        ways = [way for way in self._ways(text) if way]
        if len({tuple(way) for way, _ in ways if way}) == 1:
            way, worded = ways[0]
            return Read(CODE_SIGN.join(dict.fromkeys(way)), worded)
        if ways:
            return Read(fault=self._fault(text, {CODE_SIGN.join(way) for way, _ in ways}, column))
        parts = [text] if self.of(text)[0] else _parted(text)
        wrong = next((one for one in parts if len(self.of(one)[0]) != 1), text)
        return Read(fault=self._fault(wrong, self.of(wrong)[0], column))

    def _ways(self, text: str) -> list[tuple[list[str], int]]:
        """Return the ways to read several answers: as one, parted by a sign, or by spaces only."""
        for parts in ([text], *(text.split(sign) for sign in _BETWEEN)):
            wanted = [part.strip() for part in parts if part.strip()]
            found = [self.of(part) for part in wanted]
            if found and all(len(codes) == 1 for codes, _ in found):
                codes = [next(iter(one)) for one, _ in found]
                return [(codes, sum(worded for _, worded in found))]
        return [(way, len(way)) for way in self._in_a_row(plain_text(text))]

    def _in_a_row(self, text: str, most: int = 2) -> list[list[str]]:
        """Return at most two ways to cut words that stand one after the other into options."""
        known = {words: next(iter(codes)) for words, codes in self.words.items() if len(codes) == 1}
        ends: dict[int, list[list[str]]] = {0: [[]]}
        for at in range(len(text)):
            if at not in ends:
                continue
            for words, code in known.items():
                end = at + len(words)
                if text.startswith(words, at) and (end == len(text) or text[end] in " ,;|"):
                    while end < len(text) and text[end] in " ,;|":
                        end += 1
                    ways = [*ends.get(end, []), *([*way, code] for way in ends[at])]
                    ends[end] = ways[:most]
        return ends.get(len(text), [])


def _parted(text: str) -> Sequence[str]:
    return list(_parts(text))


def _parts(text: str) -> Iterator[str]:
    sign = next((one for one in _BETWEEN if one in text), None)
    for part in text.split(sign):
        if part.strip():
            yield part.strip()
