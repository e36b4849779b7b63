"""One question as rows of a form, with the same names as its variables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.questionnaire import COMPOUND, MatrixRow, OptionList, Question
from paseo.evidence.questionnaires.variables import MISSING_ENDING, OTHER_ENDING
from paseo.evidence.questionnaires.xlsform.choice_lists import REASONS, ChoiceLists, numbered
from paseo.evidence.questionnaires.xlsform.limits import constraint_of, hint_of, message_of, say
from paseo.evidence.questionnaires.xlsform.names import Names
from paseo.evidence.questionnaires.xlsform.rows import OWN, Line, kept

#: Endings that a phone takes as a picture.
PICTURES: Final = frozenset((".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp"))
#: Long side of a picture in pixels that is enough to see what is in it, and quick to send.
MOST_PIXELS: Final = 2048
#: As many points as fit beside each other on a phone.
MOST_LIKERT: Final = 7
#: From so many points on a scale of numbers is a slider.
SLIDER_FROM: Final = 8
#: Closed types whose list also offers the reasons for no answer.
WITH_REASONS: Final = ("single", "multiple", "scale", "matrix")


class QuestionLines:
    """Writes the rows of questions; the lists of choices that they use come together beside."""

    def __init__(self, names: Names, lists: ChoiceLists, languages: tuple[str, ...]) -> None:
        self.names = names
        self.lists = lists
        self.languages = languages

    def lines(self, question: Question) -> Iterator[Line]:
        """Yield the rows of one question."""
        if question.type == "matrix":
            yield from self._matrix(question)
        elif question.type in COMPOUND:
            yield from self._compound(question)
        else:
            yield from self._leaf(question, question.id, question.id)

    def _leaf(self, question: Question, name: str, parent: str) -> Iterator[Line]:
        kind, extra = self._type(question)
        line: Line = {
            "type": kind, "name": name, "label": question.text,
            "hint": hint_of(question, self.languages), "relevant": question.relevant, **extra,
        }  # fmt: skip
        if question.type != "note":
            line["constraint"] = constraint_of(question)
            line["constraint_message"] = message_of(question, self.languages)
            reason = _has_reason_column(question)
            # The reason is required where the answer is missing, and the other way round.
            line["required"] = "yes" if question.required and not reason else ""
        line[OWN] = kept(
            question=question.id, of=parent if parent != name else "", **_own(question)
        )
        yield line
        yield from self._beside(question, name)

    def _beside(self, question: Question, name: str) -> Iterator[Line]:
        """Yield what stands beside a question: the words to "other", the reason for no answer."""
        others = [one.code for one in question.options.options if one.other] if (
            question.options) else []  # fmt: skip
        if others:
            yield {
                "type": "text", "name": name + OTHER_ENDING,
                "label": say("which_other", self.languages),
                "relevant": " or ".join(f"selected(${{{name}}}, '{code}')" for code in others),
                OWN: kept(beside=name, part="other"),
            }  # fmt: skip
        if _has_reason_column(question):
            relevant = gated(question.relevant, name)
            yield self._reason(question, name, relevant, question.required)

    def _reason(self, question: Question, name: str, relevant: str, required: bool) -> Line:
        return {
            "type": f"select_one {self.lists.name(REASONS, question.missing)}",
            "name": name + MISSING_ENDING,
            "label": say("reason", self.languages),
            "relevant": relevant,
            "required": "yes" if required else "",
            OWN: kept(beside=name, part="reason"),
        }

    def _matrix(self, question: Question) -> Iterator[Line]:
        kind, extra = self._type(question)
        yield from self._help(question)
        yield {
            "type": "begin_group", "name": self.names.group(question.id), "label": question.text,
            "relevant": question.relevant, "appearance": "table-list",
            OWN: kept(question=question.id, **_own(question)),
        }  # fmt: skip
        for row in question.rows:
            yield {
                "type": kind, **extra, "name": f"{question.id}_{row.id}", "label": row.text,
                "required": "yes" if question.required else "", OWN: kept(row=row.id),
            }  # fmt: skip
        yield {"type": "end_group", "name": self.names.group(question.id)}

    def _compound(self, question: Question) -> Iterator[Line]:
        yield from self._help(question)
        repeat = question.type == "repeat"
        relevant = question.relevant
        if question.missing and not repeat:
            yield self._reason(question, question.id, relevant, False)
            relevant = gated(relevant, question.id + MISSING_ENDING)
        exact = repeat and question.low is not None and question.low == question.high
        name = self.names.group(question.id)
        yield {
            "type": "begin_repeat" if repeat else "begin_group", "name": name,
            "label": question.text, "relevant": relevant,
            "appearance": "field-list",
            "repeat_count": str(int(float(question.low or 0))) if exact else "",
            OWN: kept(question=question.id, **_own(question)),
        }  # fmt: skip
        for field in question.fields:
            yield from self._leaf(field, f"{question.id}_{field.id}", question.id)
        yield {"type": "end_repeat" if repeat else "end_group", "name": name}

    def _help(self, question: Question) -> Iterator[Line]:
        """A group has no hint; its help stands in a note above it."""
        if question.help:
            yield {
                "type": "note", "name": self.names.helper(question.id, "help"),
                "label": question.help, "relevant": question.relevant,
                OWN: kept(beside=question.id, part="help"),
            }  # fmt: skip

    def _type(self, question: Question) -> tuple[str, Line]:
        """Return the type of a row, and the cells that belong to it."""
        if question.options is not None:
            return self._closed(question, question.options)
        if question.type == "number":
            return ("integer" if question.whole else "decimal"), {}
        if question.type == "text":
            return "text", {"appearance": "multiline" if question.long else ""}
        if question.type == "place":
            return ("geoshape" if question.area else "geopoint"), {}
        if question.type == "file":
            if question.accepts and PICTURES.issuperset(question.accepts):
                return "image", {"parameters": f"max-pixels={MOST_PIXELS}"}
            return "file", {"body::accept": ",".join(question.accepts)}
        return question.type, {}

    def _closed(self, question: Question, options: OptionList) -> tuple[str, Line]:
        missing = options.missing if question.type in WITH_REASONS else ()
        ends = numbered(options, self.languages) if question.type == "scale" else None
        if ends and ends[1] - ends[0] + 1 >= SLIDER_FROM:
            return "range", {"parameters": f"start={ends[0]} end={ends[1]} step=1"}
        name = self.lists.name(options.id, options.options, missing)
        if question.type == "ranking":
            return f"rank {name}", {}
        if question.type == "multiple":
            return f"select_multiple {name}", {}
        points = len(options.options) + len(missing)
        likert = question.type == "scale" and points <= MOST_LIKERT
        return f"select_one {name}", {"appearance": "likert" if likert else ""}


def gated(relevant: str, name: str) -> str:
    """Return a condition together with: ``name`` has no answer.

    >>> gated("${q1} = 'yes'", "q2")
    "(${q1} = 'yes') and ${q2} = ''"
    """
    empty = f"${{{name}}} = ''"
    return f"({relevant}) and {empty}" if relevant else empty


def _has_reason_column(question: Question) -> bool:
    return bool(question.missing) and question.type not in ("single", "scale", "multiple", "note")


def _own(question: Question) -> dict[str, Any]:
    """Return what the cells of a form do not say of a question."""
    options = question.options
    group = question.type in (*COMPOUND, "matrix")
    unwritten = group or question.type == "note"
    composed = question.unit or question.low_anchor or question.high_anchor
    return {
        "type": question.type,
        "evidence": question.evidence,
        "sources": [[one.id, one.detail] for one in question.sources],
        "list": [options.id, None if options.name == question.text else dict(options.name)]
        if options else None,
        "reasons": _plain_options(options.missing if options else question.missing)
        if _unlisted(question) else None,
        "help": question.help if composed and not group else None,
        "unit": question.unit,
        "low": question.low,
        "high": question.high,
        "whole": question.whole and question.type != "number",
        "low_anchor": question.low_anchor,
        "high_anchor": question.high_anchor,
        "long": question.long and question.type != "text",
        "area": question.area and question.type != "place",
        "accepts": list(question.accepts),
        "required": question.required if unwritten else False,
        "constraint": question.constraint
        if unwritten or question.constraint != constraint_of(question) else None,
        "message": question.constraint_message
        if unwritten or not question.constraint else None,
        "indicators": list(question.indicators),
        "sensitive": question.sensitive,
        "wording": question.wording,
        "official": list(question.official),
        "seal": seal(question),
    }  # fmt: skip


def _unlisted(question: Question) -> bool:
    """Say whether the reasons for no answer stand in no list of the form."""
    return bool(question.missing) and question.type in ("repeat", "note")


def _plain_options(options: tuple[Any, ...]) -> list[list[Any]]:
    return [[one.code, dict(one.label)] for one in options]


def seal(question: Question) -> str:
    """Return a short mark of a question's words, by which a changed wording is noticed.

    Source: SHA-256, cut to 48 bits; it guards against oversight, not against intent.
    """
    said: list[Any] = [_said(question.text), _said(question.help)]
    said += [_said(row.text) for row in question.rows if isinstance(row, MatrixRow)]
    if question.options:
        said += [(one.code, _said(one.label)) for one in question.options.options]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def _said(words: LanguageMap | None) -> list[tuple[str, str]]:
    return sorted(words.items()) if words else []
