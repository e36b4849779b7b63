"""Says the parts of a checklist's result in one language: statuses, reasons, dates, owners."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from paseo.assessment.checklist.availability import Status
from paseo.assessment.checklist.plan import PlanLine
from paseo.assessment.checklist.result import ChecklistResult
from paseo.assessment.checklist.scope import Because
from paseo.content.language import LanguageMap
from paseo.content.numbers import format_date, format_period
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.questionnaire import Question
from paseo.report.document import WRITER_WORDS, Block, Document, Run, Words, said


class Speaker:
    """One result and one language; every sentence of the documents is said through it."""

    def __init__(self, result: ChecklistResult, language: str) -> None:
        self.result = result
        self.language = language
        self._words = load_phrases("paseo.report.checklist")
        self._report = load_phrases("paseo.report")

    def say(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the checklist's documents."""
        return self._words.say(phrase, self.language, **values)

    def text(self, words: LanguageMap) -> str:
        return words.read(self.language).words

    def run(self, words: LanguageMap, tone: Any = "plain") -> Run:
        """Return a content string as a run that is marked where it fell back."""
        return said(words.read(self.language), self.language, tone)

    @cached_property
    def city(self) -> str:
        return self.text(self.result.name)

    @cached_property
    def not_stated(self) -> str:
        return self.say("not_stated")

    def day(self, day: date | None) -> str:
        return format_date(day, self.language) if day else self.not_stated

    def stated(self, words: str) -> str:
        """Return words, or "not stated" where there are none."""
        return words or self.not_stated

    def status(self, status: Status) -> str:
        return self.say(f"status.{status}")

    def part(self, line: PlanLine) -> str:
        """Return status, or how an indicator stands aside."""
        if line.part in ("off", "parked"):
            return self.say(f"part.{line.part}")
        return self.status(line.status)

    def because(self, reasons: Iterable[Because]) -> tuple[Run, ...]:
        """Return reasons as runs, each with the questions behind it."""
        runs: list[Run] = []
        for reason in reasons:
            lead = " " if runs else ""
            one = self.run(reason.words)
            runs.append(Run(f"{lead}{one.words}", language=one.language))
            if reason.questions:
                runs.append(Run(f" ({', '.join(reason.questions)})", "muted"))
        return tuple(runs)

    def why(self, line: PlanLine) -> tuple[Run, ...]:
        """Return why a line is as it is: reasons, values held, and what a person decided."""
        runs = list(self.because(line.aside if line.part in ("off", "parked") else line.why))
        if line.override is not None:
            note = self.say("decided", note=line.override.note)
            runs.append(Run((" " if runs else "") + note, "emphasis"))
        return tuple(runs)

    def level(self, code: str) -> str:
        return self._code("geography", code)

    def frequency(self, code: str) -> str:
        return self._code("frequency", code)

    def quality(self, code: str) -> str:
        return self._code("quality", code)

    def basis(self, code: str, law: str = "") -> str:
        name = self._code("basis", code)
        return f"{name}: {law}" if law and code else law or name

    def _code(self, role: str, code: str) -> str:
        """Return the words of a code that describes a source, as the checklist has them."""
        if not code:
            return self.not_stated
        for register in self.result.pack.registers:
            field = self._field(register.question, register.fields.get(role, ""))
            label = self._label(field, code) if field else None
            if label is not None:
                return self.text(label)
        return code

    def _field(self, question: str, field: str) -> Question | None:
        found = self.result.questionnaire.question(question)
        if found is None:
            return None
        return next((one for one in found.fields if one.id == field), None)

    def _label(self, field: Question, code: str) -> LanguageMap | None:
        if field.options is not None and (label := field.options.label(code)) is not None:
            return label
        return next((one.label for one in field.missing if one.code == code), None)

    def effort(self, line: PlanLine) -> str:
        return self.say(f"effort.{line.effort.size or 'unknown'}")

    def next_date(self, line: PlanLine) -> str:
        if line.next_date is None:
            return self.not_stated
        phrase = "date_estimated" if line.date_basis == "estimated" else "date_stated"
        return self.say(phrase, day=format_date(line.next_date, self.language))

    def period(self, period: str) -> str:
        return format_period(period, self.language)

    def document(self, kind: str, blocks: Iterable[Block]) -> Document:
        """Return blocks as a document with its title, subtitle and moment."""
        made = format_date(self.result.made_at, self.language)
        return Document(
            title=self.say(f"{kind}_title", city=self.city),
            subtitle=self.say(f"{kind}_subtitle", date=made),
            language=self.language,
            place=self.city,
            period=made,
            made_at=self.result.made_at,
            blocks=tuple(blocks),
            generated=self._report.say("generated", self.language) if self.result.generated else "",
            words={word: self._report.say(word, self.language) for word in WRITER_WORDS},
        )


def joined(parts: Iterable[Words], sign: str = " ") -> str:
    """Return texts that are not empty, joined."""
    return sign.join(str(part) for part in parts if part)
