"""What is asked: a questionnaire, its sections, its questions and what may be answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from paseo.content.language import LanguageMap

QuestionType = Literal[
    "single", "multiple", "scale", "number", "date", "text", "ranking", "matrix",
    "file", "place", "record", "repeat", "note",
]  # fmt: skip

#: Types whose answer is one or more codes of a list.
CLOSED: Final = ("single", "multiple", "scale", "ranking", "matrix")
#: Types that hold questions of their own.
COMPOUND: Final = ("record", "repeat")
#: Reasons for an answer that is not there. They are answers of their own, never points of a scale.
MISSING: Final = ("dont_know", "not_in_remit", "refused", "not_applicable", "no_answer")

Evidence = Literal["stated", "adapted", "composed"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen.

    Args:
        other: choosing it asks for words of one's own.
        exclusive: of several answers it stands alone ("none of these").
    """

    code: str
    label: LanguageMap
    other: bool = False
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class OptionList:
    """The options of a closed question, in their order, and the reasons for no answer beside them.

    Args:
        id: of the pack's scale; of the question itself where the options are its own.
    """

    id: str
    name: LanguageMap
    options: tuple[Option, ...]
    missing: tuple[Option, ...] = ()

    def codes(self) -> tuple[str, ...]:
        """Return the codes that are answers, without the reasons for none."""
        return tuple(one.code for one in self.options)

    def label(self, code: str) -> LanguageMap | None:
        """Return what a code says, a reason for no answer too; None for an unknown code."""
        return next((one.label for one in (*self.options, *self.missing) if one.code == code), None)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line of a matrix: the same scale, another matter."""

    id: str
    text: LanguageMap


@dataclass(frozen=True, slots=True)
class SourceUse:
    """Which source of the pack says so, and where in it."""

    id: str
    detail: str = ""


@dataclass(frozen=True)
class Question:
    """One question with everything that a person, a form or a check needs to know of it.

    Args:
        id: stable code; letters, digits and underscores, so that it can be a column anywhere.
        options: what can be chosen (closed types).
        rows: lines of a matrix.
        fields: questions within a record (answered once) or a repeat group (any number of times).
        missing: the reasons for no answer that are offered; those of ``options`` for closed types.
        unit: of a number, in words.
        low, high: limits of a number, of a date (ISO), or of how many may be chosen or filled in.
        whole: the number must have no decimals.
        low_anchor, high_anchor: words at the ends of a scale.
        long: a text of more than a line.
        area: a place is a shape and not a point.
        accepts: endings of file names (``.pdf``); empty allows the usual ones.
        required: must have an answer, or a reason for none, before its section is complete.
        relevant: skip logic: the question is asked only where this XLSForm expression is true.
        constraint: the answer (``.``) must make this XLSForm expression true.
        indicators: indicators that the answers feed.
        sensitive: a special category of personal data, or an answer that can expose somebody.
        wording: id of the exact wording, where a survey question is an anchor that must not change.
        official: languages in which the words are those of the anchor itself.
    """

    id: str
    section: str
    type: QuestionType
    text: LanguageMap
    evidence: Evidence
    sources: tuple[SourceUse, ...]
    help: LanguageMap | None = None
    options: OptionList | None = None
    rows: tuple[MatrixRow, ...] = ()
    fields: tuple[Question, ...] = ()
    missing: tuple[Option, ...] = ()
    unit: LanguageMap | None = None
    low: float | str | None = None
    high: float | str | None = None
    whole: bool = False
    low_anchor: LanguageMap | None = None
    high_anchor: LanguageMap | None = None
    long: bool = False
    area: bool = False
    accepts: tuple[str, ...] = ()
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    constraint_message: LanguageMap | None = None
    indicators: tuple[str, ...] = ()
    sensitive: bool = False
    wording: str = ""
    official: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        return self.type in CLOSED

    @property
    def asks(self) -> bool:
        """Say whether an answer is expected; a note only tells something."""
        return self.type != "note"

    def missing_codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.missing)


@dataclass(frozen=True)
class Section:
    """A part of a questionnaire that one person can answer in one sitting."""

    id: str
    name: LanguageMap
    questions: tuple[Question, ...]
    intro: LanguageMap | None = None
    relevant: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a respondent is told and agrees to before the first question."""

    text: LanguageMap
    required: bool = True
    evidence: Evidence = "composed"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a question since an earlier version.

    Args:
        since: the version in which the question still was as before.
        question: its id now; empty when it was removed.
        was: its id then.
        kind: ``same`` (renamed, otherwise word for word), ``wording``, ``options``, ``scope``
            (answers no longer mean the same) or ``removed``.
        codes: code then to code now, for options that were renamed.
    """

    since: str
    question: str
    was: str
    kind: Literal["same", "wording", "options", "scope", "removed"]
    codes: Mapping[str, str] = field(default_factory=dict)
    note: LanguageMap | None = None


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire in one version."""

    id: str
    version: str
    title: LanguageMap
    description: LanguageMap
    language: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    provider: LanguageMap
    licence: str
    evidence: Evidence
    consent: Consent | None = None
    changes: tuple[Change, ...] = ()
    sources: Mapping[str, LanguageMap] = field(default_factory=dict)
    #: Ask every respondent for a sheet of their own (a survey), or fill in one together (a city).
    many: bool = False

    def questions(self) -> Iterator[Question]:
        """Yield the questions in order, without the fields inside them."""
        for section in self.sections:
            yield from section.questions

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {one.id: one for one in self.questions()}

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {one.id: one for one in self.sections}

    def question(self, code: str) -> Question | None:
        """Return a question by its id, None where there is none."""
        return self._by_id.get(code)

    def section(self, code: str) -> Section | None:
        """Return a section by its id, None where there is none."""
        return self._sections.get(code)
