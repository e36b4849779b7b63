"""What a column of answers means: which variable, or which part of one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.codebook import label_of
from paseo.evidence.questionnaires.questionnaire import MatrixRow, Question, Questionnaire
from paseo.evidence.questionnaires.rows import COMMENT
from paseo.evidence.questionnaires.variables import OTHER_ENDING, Variable, variables

#: Between the names of groups and a question; ODK writes ``-``, KoboToolbox what one chooses.
_GROUP_SIGNS: Final = ("/", "-", ".", ":", ">", "|")
_BRACKETS: Final = re.compile(r"(.*?)\s*\[([^\[\]]*)\]", re.DOTALL)
_IN_ROUND: Final = re.compile(r"(.*?)\s*\(([A-Za-z][A-Za-z0-9_]*)\)", re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]{1,200}>")
#: Parts of a place.
LATITUDE: Final = "lat"
LONGITUDE: Final = "lon"
#: A part that says nothing of the answer: altitude, precision, address of a file.
NO_ANSWER: Final = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """What a column means.

    Args:
        name: the variable, or the column beside the variables (``_comment_Q``).
        code: the option, where the column is about one of several.
        part: ``lat`` or ``lon`` of a place, ``1`` .. of a ranking, ``-`` for nothing of interest.
    """

    name: str
    code: str = ""
    part: str = ""


class Ambiguous(Exception):  # noqa: N818 - a header that fits several questions
    """A column name can mean several variables."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def plain_text(text: str) -> str:
    """Return words without markup, case and superfluous spaces, to compare them.

    >>> plain_text(" How <b>safe</b>  do you feel&#63; ")
    'how safe do you feel?'
    """
    bare = html.unescape(_TAG.sub("", text)).replace("\u00a0", " ")
    return " ".join(bare.casefold().split())


def tight(name: str) -> str:
    """Return a code without the signs that some tools do not allow.

    >>> tight("After_dark")
    'afterdark'
    """
    return re.sub(r"[^a-z0-9]", "", name.casefold())


class Targets:
    """Finds what the columns of a file mean for one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.variables = {one.name: one for one in variables(questionnaire)}
        self._names = {name.lower(): name for name in self.variables}
        self._tight: dict[str, list[str]] = {}
        for name in self.variables:
            self._tight.setdefault(tight(name), []).append(name)
        self._texts: dict[str, dict[str, None]] = {}
        for one in self.variables.values():
            for text in self._ways(one):
                self._texts.setdefault(plain_text(text), {})[one.name] = None
        self._whole = {
            text: question.id
            for question in questionnaire.questions()
            for text in map(plain_text, question.text.values())
        }

    def _ways(self, one: Variable) -> Iterator[str]:
        """Yield the ways in which a variable is written where its words are the column name."""
        yield from label_of(self.questionnaire, one).values()
        if one.kind in ("missing", "other"):
            return
        parent = self.questionnaire.question(one.parent)
        assert parent is not None
        part: LanguageMap | None = None
        if one.row:
            part = next(row.text for row in parent.rows if row.id == one.row)
        elif one.field:
            part = one.question.text
        if part is None:
            return
        for language, words in part.items():
            yield words
            if language in parent.text:
                yield f"{parent.text[language]}: {words}"
                yield f"{parent.text[language]} {words}"

    def name(self, code: str) -> str | None:
        """Return the variable with a name, whatever its case."""
        return self._names.get(code.strip().lower())

    def loose_name(self, code: str) -> str | None:
        """Return the variable with a name in which signs were lost, where it is the only one."""
        found = self._tight.get(tight(code), [])
        return self.name(code) or (found[0] if len(found) == 1 else None)

    def question_of(self, text: str) -> str | None:
        """Return the id of a question by its id, or by its words."""
        wanted = text.strip()
        by_id = next(
            (q.id for q in self.questionnaire.questions() if tight(q.id) == tight(wanted)), None
        )
        return by_id if by_id and tight(wanted) else self._whole.get(plain_text(wanted))

    def code(self, name: str, text: str) -> str | None:
        """Return the code of an option of a variable, by its code or by its words."""
        variable = self.variables[name]
        options = variable.question.options
        if options is None or variable.kind not in ("codes", "order"):
            return None
        every = (*options.options, *variable.question.missing)
        codes = [one.code for one in every]
        if text in codes:
            return text
        loose = [one for one in codes if one.lower() == text.strip().lower()]
        if len(loose) == 1:
            return loose[0]
        wanted = plain_text(text)
        found = [one.code for one in every if wanted in map(plain_text, one.label.values())]
        return found[0] if len(found) == 1 else None

    def find(self, header: str) -> Target | None:
        """Return what a column means by the usual ways of writing it; None when it is unknown.

        Raises:
            Ambiguous: its words are those of several questions.
        """
        if name := self.name(header):
            return Target(name)
        # Before the endings: the code of an option may be the name of another question.
        if option := self._option(header):
            return option
        for text in _endings(header.strip()):
            if name := self.name(text):
                return Target(name)
        return self._bracket(header) or self._round(header) or self._worded(header)

    def _option(self, header: str) -> Target | None:
        """``Q/code``, with groups before it or not."""
        for at, sign in enumerate(header):
            if sign != "/":
                continue
            name = self._plain_or_worded(header[:at])
            if name and (code := self.code(name, header[at + 1 :])):
                return Target(name, code)
        return None

    def _plain_or_worded(self, text: str) -> str | None:
        for ending in _endings(text.strip()):
            if name := self.name(ending):
                return name
        names = self._texts.get(plain_text(text), {})
        return next(iter(names)) if len(names) == 1 else None

    def _bracket(self, header: str) -> Target | None:
        """``Q[part]``, by codes or by words: a row, an option, other words, a remark."""
        found = _BRACKETS.fullmatch(header.strip())
        if found is None:
            return None
        question = self.question_of(found[1])
        if question is not None:
            return self.part(question, found[2])
        return self._part_of_field(self.name(found[1]), found[2].strip())

    def _part_of_field(self, name: str | None, part: str) -> Target | None:
        """A field of a record can have options and ranks as a question has."""
        if name is None:
            return None
        if self.variables[name].kind == "order" and part.isdigit():
            return Target(name, part=part)
        code = self.code(name, part)
        return Target(name, code) if code else None

    def part(self, question: str, part: str) -> Target | None:
        """Return what a part of a question means: a row, a field, an option, a rank, a remark."""
        asked = self.questionnaire.question(question)
        assert asked is not None
        if tight(part) == "comment":
            return Target(f"{COMMENT}{question}")
        parts: list[MatrixRow | Question] = [*asked.rows, *asked.fields]
        for one in parts:
            if tight(one.id) == tight(part) or plain_text(part) in map(
                plain_text, one.text.values()
            ):
                return Target(f"{question}_{one.id}")
        if question in self.variables and (code := self.code(question, part)):
            words = question + OTHER_ENDING
            says_other = tight(part) == "other" and words in self.variables
            return Target(words) if says_other else Target(question, code)
        if asked.type == "ranking" and part.strip().isdigit():
            return Target(question, part=part.strip())
        if tight(part) == "other":
            return self._other(question)
        return None

    def _other(self, question: str) -> Target | None:
        words = question + OTHER_ENDING
        return Target(words) if words in self.variables else None

    def _round(self, header: str) -> Target | None:
        """``Words (code)``: the code counts."""
        found = _IN_ROUND.fullmatch(header.strip())
        name = self.name(found[2]) if found else None
        return Target(name) if name else None

    def _worded(self, header: str) -> Target | None:
        for text in _endings(header.strip(), ("/",)):
            names = self._texts.get(plain_text(text), {})
            if len(names) == 1:
                return Target(next(iter(names)))
            if names:
                raise Ambiguous(list(names))
        return None


def _endings(text: str, signs: tuple[str, ...] = _GROUP_SIGNS) -> Iterator[str]:
    """Yield a text, and what stands after each sign that can part groups, the longest first."""
    yield text
    for at, sign in enumerate(text):
        if sign in signs and at + 1 < len(text):
            yield text[at + 1 :]
