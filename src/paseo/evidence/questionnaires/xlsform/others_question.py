"""One question from a row that others wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems
from paseo.evidence.questionnaires.questionnaire import (
    Evidence,
    Option,
    OptionList,
    Question,
    SourceUse,
)
from paseo.evidence.questionnaires.variables import MISSING_ENDING, OTHER_ENDING
from paseo.evidence.questionnaires.xlsform.limits import say
from paseo.evidence.questionnaires.xlsform.others_choices import OthersChoices
from paseo.evidence.questionnaires.xlsform.own_question import is_yes
from paseo.evidence.questionnaires.xlsform.renaming import Renaming
from paseo.evidence.questionnaires.xlsform.rows import Form, Row
from paseo.evidence.questionnaires.xlsform.tree import Node

_PICTURES: Final = (".jpg", ".jpeg", ".png")
_SOUND: Final = (".amr", ".m4a", ".mp3", ".ogg", ".wav")
_FILM: Final = (".3gp", ".mp4", ".mov", ".webm")
_ENDING: Final = re.compile(r"\.[a-z0-9]{1,8}")
#: Types that we keep as another one, and what they become.
_AS_TEXT: Final = ("date_time", "time", "code", "phone", "file_list")
#: Rows that ask nobody anything.
SILENT: Final = ("calculate", "hidden", "metadata", "unknown")


class OthersQuestions:
    """Makes questions of rows; what a row says and we do not keep is reported.

    Attributes:
        rows: name of the question or field here to its row.
        lists: name here to the list of choices as the form calls it.
        named: names here under which a reader of the form finds its rows.
    """

    def __init__(
        self, form: Form, names: Renaming, choices: OthersChoices, problems: Problems,
        evidence: Evidence, source: str,
    ) -> None:  # fmt: skip
        self.form = form
        self.names = names
        self.choices = choices
        self.problems = problems
        self.evidence: Evidence = evidence
        self.source = source
        self.rows: dict[str, Row] = {}
        self.lists: dict[str, str] = {}

    def question(
        self, node: Node, section: str, relevant: str = "", prefix: str = "", short: str = ""
    ) -> Question:
        """Return the question of a row that asks or tells something.

        Args:
            relevant: the condition, with those of the groups around.
            prefix: id of the repeat group around, with an underscore.
            short: what the id is made from, where that is not the row's name.
        """
        row = node.row
        shape = self._shape(node)
        options: OptionList | None = shape.get("options")
        code = self.names.id(node.name, _endings(shape, options), prefix, short)
        self.rows[prefix + code] = row
        self.lists[prefix + code] = node.type.list
        return Question(
            id=code,
            section=section,
            text=self._text(row),
            evidence=self.evidence,
            sources=(SourceUse(self.source),),
            help=row.words_or_none("hint") if row.words("label") else None,
            missing=options.missing if options else (),
            required=shape["type"] != "note" and self._required(row),
            relevant=relevant,
            constraint=row.word("constraint") if shape["type"] != "note" else "",
            constraint_message=row.words_or_none("constraint_message")
            if row.word("constraint") and shape["type"] != "note" else None,
            **shape,
        )  # fmt: skip

    def _text(self, row: Row) -> LanguageMap:
        return (
            row.words("label")
            or row.words("hint")
            or LanguageMap({self.form.language: row.word("name")})
        )

    def _shape(self, node: Node) -> dict[str, Any]:
        """Return the type with what belongs to it."""
        kind = node.type.kind
        if is_yes(node.row.word("read_only")):
            return {"type": "note"}
        if kind in _AS_TEXT:
            self._tell("X635" if kind == "file_list" else "X638", node, becomes="text")
            return {"type": "text"}
        make = _SHAPES.get(kind)
        if make is not None:
            return make(node)
        if kind == "line":
            self._tell("X638", node, becomes="place")
            return {"type": "place", "area": True}
        if kind == "acknowledge":
            return {"type": "single", "options": self._acknowledged(node)}
        return self._closed(node)

    def _closed(self, node: Node) -> dict[str, Any]:
        options = self.choices.options(node.type.list, node.type.other)
        if options is None:
            self._tell("X638", node, becomes="text")
            return {"type": "text"}
        if node.row.word("choice_filter"):
            self._tell("X639", node, filter=node.row.word("choice_filter")[:200])
        kind = {"rank": "ranking"}.get(node.type.kind, node.type.kind)
        if kind == "single" and "likert" in node.row.word("appearance").split():
            kind = "scale"
        return {"type": kind, "options": options}

    def _acknowledged(self, node: Node) -> OptionList:
        label = say("acknowledged", tuple(self.form.languages))
        return OptionList("acknowledged", label, (Option("OK", label),))

    def _required(self, row: Row) -> bool:
        word = row.word("required")
        if word and not is_yes(word) and word.lower() not in ("no", "false", "false()", "0"):
            place = Place(self.form.file, sheet="survey", row=row.number, column="required")
            self.problems.add(
                "X643", place, column="required", name=row.word("name"), expression=word[:200]
            )
        return is_yes(word)

    def _tell(self, code: str, node: Node, **values: Any) -> None:
        place = Place(self.form.file, sheet="survey", row=node.row.number)
        self.problems.add(code, place, name=node.name, type=node.type.written, **values)


def _endings(shape: Mapping[str, Any], options: OptionList | None) -> tuple[str, ...]:
    if options is None:
        return ()
    other = any(one.other for one in options.options)
    reason = options.missing and shape["type"] == "ranking"
    return (OTHER_ENDING,) * other + (MISSING_ENDING,) * bool(reason)


def _range(node: Node) -> dict[str, Any]:
    """A range holds numbers from its start to its end (0 to 10 where left out)."""
    found = dict(re.findall(r"(\w+)\s*=\s*(-?[\d.]+)", node.row.word("parameters")))
    low, high, step = (float(found.get(name, usual)) for name, usual in
                       (("start", 0), ("end", 10), ("step", 1)))  # fmt: skip
    low, high = min(low, high), max(low, high)
    whole = all(one.is_integer() for one in (low, high, step))
    return {
        "type": "number", "whole": whole,
        "low": int(low) if whole else low, "high": int(high) if whole else high,
    }  # fmt: skip


def _file(node: Node) -> dict[str, Any]:
    written = [one.strip().lower() for one in node.row.word("body::accept").split(",")]
    endings = tuple(one for one in written if _ENDING.fullmatch(one))
    return {"type": "file", "accepts": endings if len(endings) == len(written) else ()}


def _recording(node: Node) -> dict[str, Any]:
    return {"type": "file", "accepts": _FILM if "video" in node.type.written.lower() else _SOUND}


_SHAPES: Final[dict[str, Callable[[Node], dict[str, Any]]]] = {
    "integer": lambda node: {"type": "number", "whole": True},
    "decimal": lambda node: {"type": "number"},
    "range": _range,
    "text": lambda node: {"type": "text", "long": "multiline" in node.row.word("appearance")},
    "note": lambda node: {"type": "note"},
    "date": lambda node: {"type": "date"},
    "point": lambda node: {"type": "place"},
    "area": lambda node: {"type": "place", "area": True},
    "image": lambda node: {"type": "file", "accepts": _PICTURES},
    "recording": _recording,
    "file": _file,
}
