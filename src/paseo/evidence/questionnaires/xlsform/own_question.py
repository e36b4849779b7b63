"""A question from rows that we wrote: the cells say what they can, our column the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.questionnaire import (
    COMPOUND,
    MatrixRow,
    Option,
    OptionList,
    Question,
    SourceUse,
)
from paseo.evidence.questionnaires.xlsform.choice_lists import options_of
from paseo.evidence.questionnaires.xlsform.limits import constraint_of, hint_of, message_of
from paseo.evidence.questionnaires.xlsform.question_lines import gated, seal
from paseo.evidence.questionnaires.xlsform.rows import Form, Row
from paseo.evidence.questionnaires.xlsform.tree import Node

#: What a row must still be for a question of each type; else it is read as a row of others.
_FITS: Final = {
    "single": ("single",), "multiple": ("multiple",), "scale": ("single", "range"),
    "ranking": ("rank",), "number": ("integer", "decimal"), "date": ("date",), "text": ("text",),
    "file": ("image", "file"), "place": ("point", "area"), "note": ("note",),
    "matrix": ("group",), "record": ("group",), "repeat": ("repeat",),
}  # fmt: skip
#: The rows beside a question: (name of the question in the form, part) to the row.
Beside = Mapping[tuple[str, str], Node]


class OwnQuestions:
    """Reads the questions of a form that :func:`write_xlsform` wrote."""

    def __init__(self, form: Form, languages: tuple[str, ...]) -> None:
        self.form = form
        self.languages = languages

    def fits(self, node: Node) -> bool:
        """Say whether a row still is the question that it was written for."""
        kind = node.mark.get("type")
        if not node.mark.get("question") or node.type.kind not in _FITS.get(str(kind), ()):
            return False
        if kind in COMPOUND:
            return bool(node.inside) and all(
                self.fits(one) for one in node.inside if "beside" not in one.mark
            )
        if kind == "matrix":
            lists = {one.type.list for one in node.inside}
            return len(lists) == 1 and all("row" in one.mark for one in node.inside)
        return True

    def question(self, node: Node, section: str, beside: Beside) -> Question:
        """Return the question of a row.

        Args:
            beside: the rows that stand beside questions: help, reasons, words of one's own.
        """
        mark, row = node.mark, node.row
        group = mark["type"] in (*COMPOUND, "matrix")
        options = self._options(node, beside)
        made = Question(
            id=mark["question"],
            section=section,
            type=mark["type"],
            text=row.words("label"),
            evidence=mark["evidence"],
            sources=_sources(mark),
            help=_help(node, beside) if group else _words(mark, "help"),
            options=options,
            rows=_rows(node),
            fields=self._fields(node, section),
            missing=options.missing if options else self._reasons(node, beside),
            unit=_words(mark, "unit"),
            low=mark.get("low"),
            high=mark.get("high"),
            whole=mark.get("whole", False) or node.type.kind == "integer",
            low_anchor=_words(mark, "low_anchor"),
            high_anchor=_words(mark, "high_anchor"),
            long=mark.get("long", False) or "multiline" in row.word("appearance"),
            area=mark.get("area", False) or node.type.kind == "area",
            accepts=tuple(mark.get("accepts", ())),
            required=mark.get("required", False) or _required(node, beside),
            relevant=_relevant(node, beside),
            constraint=mark.get("constraint", ""),
            constraint_message=_words(mark, "message"),
            indicators=tuple(mark.get("indicators", ())),
            sensitive=mark.get("sensitive", False),
            wording=mark.get("wording", ""),
            official=tuple(mark.get("official", ())),
        )
        return made if group else self._as_the_cells_say(made, row)

    def _as_the_cells_say(self, made: Question, row: Row) -> Question:
        """Let a cell that somebody has changed since win over what our column kept."""
        if hint_of(made, self.languages) != row.words_or_none("hint"):
            made = replace(made, help=row.words_or_none("hint"))
        if made.type == "note":
            return made
        constraint = row.cells.get("constraint", "")
        if constraint_of(made) != constraint:
            unlimited = made.type in ("number", "date", "multiple")
            made = replace(
                made, constraint=constraint, low=None if unlimited else made.low,
                high=None if unlimited else made.high,
            )  # fmt: skip
        message = row.words_or_none("constraint_message")
        if message_of(made, self.languages) != message:
            made = replace(made, constraint_message=message)
        return made

    def changed(self, node: Node, made: Question) -> bool:
        """Say whether the words of a question are no longer those that were written."""
        if seal(made) != node.mark.get("seal"):
            return True
        fields = (one for one in node.inside if "beside" not in one.mark)
        return any(
            self.changed(one, field) for one, field in zip(fields, made.fields, strict=False)
        )

    def _options(self, node: Node, beside: Beside) -> OptionList | None:
        named = node.mark.get("list")
        if not named:
            return None
        first = node.inside[0] if node.mark["type"] == "matrix" else node
        if first.type.kind == "range":
            options, missing = self._slider(first.row), self._reasons(node, beside)
        else:
            options, missing = options_of(self.form.choices.get(first.type.list, ()))
        # The reasons of a ranking stand in a list of their own.
        missing = missing or self._reasons(node, beside)
        name = node.row.words("label") if named[1] is None else LanguageMap(named[1])
        return OptionList(named[0], name, options, missing)

    def _slider(self, row: Row) -> tuple[Option, ...]:
        found = dict(re.findall(r"(\w+)\s*=\s*(\d+)", row.word("parameters")))
        low, high = int(found.get("start", 0)), int(found.get("end", 10))
        return tuple(
            Option(str(number), LanguageMap(dict.fromkeys(self.languages, str(number))))
            for number in range(low, high + 1)
        )

    def _reasons(self, node: Node, beside: Beside) -> tuple[Option, ...]:
        kept = node.mark.get("reasons")
        if kept:
            return tuple(Option(code, LanguageMap(label)) for code, label in kept)
        found = _beside(node, "reason", beside)
        return options_of(self.form.choices.get(found.type.list, ()))[0] if found else ()

    def _fields(self, node: Node, section: str) -> tuple[Question, ...]:
        if node.mark["type"] not in COMPOUND:
            return ()
        beside = beside_of(node.inside)
        made = (
            self.question(one, section, beside) for one in node.inside if "beside" not in one.mark
        )
        evidence, sources = node.mark["evidence"], _sources(node.mark)
        return tuple(replace(one, evidence=evidence, sources=sources) for one in made)


def beside_of(nodes: Iterable[Node]) -> dict[tuple[str, str], Node]:
    """Return the rows that stand beside questions, by question and part."""
    return {
        (one.mark["beside"], one.mark.get("part", "")): one for one in nodes if "beside" in one.mark
    }


def _beside(node: Node, part: str, beside: Beside) -> Node | None:
    group = node.mark["type"] in (*COMPOUND, "matrix")
    return beside.get((node.mark["question"] if group else node.name, part))


def _help(node: Node, beside: Beside) -> LanguageMap | None:
    found = _beside(node, "help", beside)
    return found.row.words("label") if found else None


def _rows(node: Node) -> tuple[MatrixRow, ...]:
    if node.mark["type"] != "matrix":
        return ()
    return tuple(MatrixRow(one.mark["row"], one.row.words("label")) for one in node.inside)


def _required(node: Node, beside: Beside) -> bool:
    """A question with reasons for no answer is required by the row of its reasons."""
    reason = _beside(node, "reason", beside)
    row = reason.row if reason and node.mark["type"] != "record" else node.row
    return is_yes(row.word("required"))


def _relevant(node: Node, beside: Beside) -> str:
    cell = node.row.cells.get("relevant", "")
    reason = _beside(node, "reason", beside)
    if reason is None or node.mark["type"] != "record":
        return cell
    own = reason.row.cells.get("relevant", "")
    return own if cell == gated(own, reason.name) else cell


def is_yes(word: str) -> bool:
    """Say whether a cell says yes, in one of the ways in which forms do.

    >>> is_yes("TRUE"), is_yes("true()"), is_yes("no"), is_yes("${q1} = 'a'")
    (True, True, False, False)
    """
    return word.strip().lower() in ("yes", "true", "true()", "1")


def _sources(mark: Mapping[str, Any]) -> tuple[SourceUse, ...]:
    return tuple(SourceUse(*one) for one in mark.get("sources", ()))


def _words(mark: Mapping[str, Any], name: str) -> LanguageMap | None:
    return LanguageMap(mark[name]) if name in mark else None
