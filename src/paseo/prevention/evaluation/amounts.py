"""Numbers of an evaluation as a person says them: amounts, parts, levels, chances."""

from __future__ import annotations

from typing import Any

from paseo.content.numbers import format_number
from paseo.content.phrases import Phrases, load_phrases
from paseo.prevention.evaluation.case import Case
from paseo.prevention.evaluation.result import Effect, Kind


class Amounts:
    """Says the numbers of one case in one language.

    Args:
        case: whose events give the amounts their name.
        language: BCP 47 code.
    """

    def __init__(self, case: Case, language: str = "en") -> None:
        self.case = case
        self.language = language
        self._words: Phrases = load_phrases("paseo.prevention.evaluation")

    def say(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the evaluation."""
        return self._words.say(phrase, self.language, **values)

    def number(self, value: float | None, digits: int | None = None) -> str:
        """Return a number in the separators of the language."""
        return format_number(value, self.language, digits=digits)

    def unit(self, unit: str) -> str:
        """Return what an effect is counted in; events by the name that the case gives them."""
        return self.case.unit if unit == "events" and self.case.unit else self.say(f"unit.{unit}")

    def amount(self, value: float, effect: Effect, digits: int | None = None) -> str:
        """Return an effect or an end of its interval as an amount: "48 fewer thefts"."""
        if effect.kind is Kind.RATIO:
            return self.percent(value)
        if effect.kind is Kind.SHARE:
            digits = None if digits is None else max(0, digits - 2)
            return self._signed(100 * value, "points", digits)
        if effect.unit == "score":
            return self._signed(value, "score", digits)
        if effect.unit == "per_period":
            return self.say("per_period", amount=self._signed(value, "", digits))
        return self._signed(value, "" if effect.unit == "events" else effect.unit, digits)

    def events_amount(self, value: float, digits: int | None = None) -> str:
        """Return a number of events more or fewer."""
        return self._signed(value, "", digits)

    def percent(self, ratio: float) -> str:
        """Return a ratio as a change in per cent: "20 % fewer thefts"."""
        change = 100 * (ratio - 1)
        digits = 0 if abs(change) >= 2 else 1
        shown = self.number(abs(change), digits)
        if float(f"{abs(change):.{digits}f}") == 0:
            return self.say("none", unit=self.unit("events"))
        phrase = "fewer_percent" if change < 0 else "more_percent"
        return self.say(phrase, n=shown, unit=self.unit("events"))

    def _signed(self, value: float, unit: str, digits: int | None) -> str:
        digits = self._digits(value) if digits is None else digits
        own = f"_{unit}" if unit in ("points", "score") else ""
        named = self.unit(unit or "events") if not own else ""
        if float(f"{abs(value):.{digits}f}") == 0:
            return self.say(f"none{own}", unit=named)
        phrase = ("fewer" if value < 0 else "more") + own
        return self.say(phrase, n=self.number(abs(value), digits), unit=named)

    @staticmethod
    def _digits(value: float) -> int:
        return 0 if value == 0 or abs(value) >= 10 else 1 if abs(value) >= 1 else 2

    def _share(self, share: float) -> str:
        return self.number(100 * share, self._digits(100 * share))

    def level(self, level: float) -> str:
        """Return a level in per cent, without the sign."""
        return self.number(round(100 * level, 6))

    def p(self, p: float, phrase: str = "p") -> str:
        """Return a p value as it is printed."""
        if phrase == "p" and p < 0.001:
            return self.say("p_small")
        return self.say(phrase, p=self.number(p, 3 if p < 0.1 else 2))
