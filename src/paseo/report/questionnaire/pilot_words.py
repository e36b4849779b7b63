"""Says the parts of a trial in one language: questions, shares, times, reasons."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.numbers import format_interval, format_number
from paseo.content.phrases import load_phrases
from paseo.evidence.questionnaires.piloting.items import Item
from paseo.evidence.questionnaires.piloting.result import PilotResult, Proposal
from paseo.report.document import Run, said
from paseo.stats.interval import Interval

#: Reasons whose figure is no share of people.
_COEFFICIENTS: Final = ("kappa", "against", "apart")
_MOST_LETTERS: Final = 160


class PilotSpeaker:
    """One trial and one language."""

    def __init__(self, result: PilotResult, language: str) -> None:
        self.result = result
        self.language = language
        self._phrases = load_phrases("paseo.report.questionnaire", "pilot.yaml")
        self._items = {one.item.name: one.item for one in result.counts}

    def say(self, phrase: str, **values: Any) -> str:
        return self._phrases.say(phrase, self.language, **values)

    def text(self, words: LanguageMap, name: str) -> tuple[Run, ...]:
        """Return a text of the questionnaire with the id that it goes by."""
        read = words.read(self.language)
        shown = " ".join(read.words.split())
        if len(shown) > _MOST_LETTERS:
            shown = shown[: _MOST_LETTERS - 1] + "…"
        run = said(read, self.language)
        return (Run(shown, language=run.language), Run(f" ({name})", "muted"))

    def item(self, item: Item) -> tuple[Run, ...]:
        return self.text(item.text(), item.name)

    def question(self, code: str) -> tuple[Run, ...]:
        question = self.result.questionnaire.question(code)
        assert question is not None
        return self.text(question.text, code)

    def section(self, code: str) -> tuple[Run, ...]:
        section = self.result.questionnaire.section(code)
        assert section is not None
        return self.text(section.name, code)

    def subject(self, code: str) -> tuple[Run, ...]:
        """Return what a proposal is about: an item, a question or a section."""
        if code in self._items:
            return self.item(self._items[code])
        if self.result.questionnaire.question(code) is not None:
            return self.question(code)
        return self.section(code)

    def why(self, one: Proposal) -> str:
        """Return the reason of a proposal with its figure, its base and its threshold."""
        more = {"indicators": ", ".join(one.indicators)} if one.indicators else {}
        if one.reason == "long":
            value, threshold = self.time(one.value), self.time(one.threshold)
        elif one.reason in _COEFFICIENTS:
            value, threshold = self.coefficient(one.value), self.coefficient(one.threshold)
            if one.interval is not None:
                value = self.interval(one.interval)
        else:
            value, threshold = self.percent(one.value), self.percent(one.threshold)
        return self.say(f"why_{one.reason}", value=value, n=one.n, threshold=threshold, **more)

    def percent(self, share: float) -> str:
        return format_number(100 * share, self.language, "%", 0)

    def share(self, count: int, n: int) -> str:
        """Return "3 of 12 (25 %)"; of none, nothing can be a share."""
        if not n:
            return self.say("not_counted")
        return self.say("share_of", count=count, n=n, share=self.percent(count / n))

    def coefficient(self, value: float) -> str:
        return format_number(value, self.language, None, 2)

    def interval(self, interval: Interval | None, *, percent: bool = False) -> str:
        """Return a coefficient or a share with its interval."""
        if interval is None:
            return self.say("not_counted")
        factor = 100.0 if percent else 1.0
        value, low, high = (
            factor * float(one) for one in (interval.value, interval.low, interval.high)
        )
        if math.isnan(value):
            return self.say("not_to_say")
        unit, digits = ("%", 0) if percent else (None, 2)
        shown = format_number(value, self.language, unit, digits)
        between = format_interval(low, high, self.language, unit, digits)
        return shown if math.isnan(low) or math.isnan(high) else f"{shown}, {between}"

    def time(self, seconds: float | None) -> str:
        if seconds is None:
            return self.say("not_counted")
        minutes, rest = divmod(round(seconds), 60)
        if not minutes:
            return self.say("seconds", seconds=rest)
        return self.say("minutes", minutes=minutes, seconds=rest)

    def reason(self, item: Item, code: str) -> str:
        """Return a reason for no answer as the question words it."""
        offered = {one.code: one.label for one in item.question.missing}
        return offered[code].read(self.language).words if code in offered else code

    def reasons_said(self, reasons: Sequence[str]) -> str:
        """Return the reasons why a question was hard; one that several gave stands once."""
        counted = Counter(reasons)
        said_once = [
            self.say("said_often", words=words, count=count) if count > 1 else words
            for words, count in counted.items()
        ]
        return " / ".join(said_once) or self.say("no_words")
