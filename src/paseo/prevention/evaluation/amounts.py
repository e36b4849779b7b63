"""Numbers of an evaluation as a person says them: amounts, parts, levels, chances."""

from __future__ import annotations

import math
from typing import Any, Final

from paseo.content.numbers import digits_for, format_number
from paseo.content.phrases import Phrases, load_phrases
from paseo.prevention.evaluation.case import Case, Series
from paseo.prevention.evaluation.result import Effect, Kind, Part

#: Decimals that tell an end of an interval from none.
_MOST: Final = 2


def _way(value: float) -> str:
    return "_fewer" if value < 0 else "_more"


def _rounds_away(value: float, digits: int) -> bool:
    return math.isfinite(value) and float(f"{abs(value):.{digits}f}") == 0


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
        """Return an effect as an amount: "48 fewer thefts"."""
        if effect.kind is Kind.RATIO:
            said = self.percent(value, digits)
        elif effect.kind is Kind.SHARE:
            said = self._signed(self._scaled(value, effect), "points", digits)
        elif effect.unit in ("events", "per_period"):
            said = self._signed(value, "", digits)
        else:
            said = self._signed(value, effect.unit, digits)
        return self._each(said, effect)

    def ends(self, effect: Effect) -> tuple[str, str]:
        """Return both ends of an interval; what they share stands in the second only.

        "51 %" and "4 % fewer calls"; "48 fewer" and "20 more calls".
        """
        assert effect.estimate is not None
        _, low, high = effect.estimate.floats()
        digits = self.digits(effect)
        if math.isinf(high):
            return self._first_end(low, None, effect, digits), self.say("bare_unbounded")
        if self.is_none(high, effect, digits):
            return self._first_end(low, None, effect, digits), self.say("bare_none")
        return (
            self._first_end(low, self._scaled(high, effect), effect, digits),
            self.amount(high, effect, digits),
        )

    def _first_end(
        self, value: float, other: float | None, effect: Effect, digits: int | None
    ) -> str:
        if self.is_none(value, effect, digits):
            return self.say("bare_none")
        scaled = self._scaled(value, effect)
        way = "" if other is not None and scaled * other > 0 else _way(scaled)
        if way and (effect.kind is Kind.SHARE or effect.unit == "score"):
            return self.amount(value, effect, digits)
        own = "_percent" if effect.kind is Kind.RATIO else ""
        shown = self.number(abs(scaled), self._digits(scaled) if digits is None else digits)
        return self.say(f"bare{way}{own}", n=shown)

    def _each(self, said: str, effect: Effect) -> str:
        """Add that an amount is one of every period, where it is."""
        if effect.unit != "per_period" and effect.part is not Part.SLOPE:
            return said
        data = self.case.data
        phrase = f"each.{data.step.value}" if isinstance(data, Series) else "per_period"
        return self.say(phrase, amount=said)

    def digits(self, effect: Effect) -> int | None:
        """Return the decimals that an effect and its ends share; None where it has no interval.

        As few as its width allows, and so many that no end that differs from none looks like it.
        """
        if effect.estimate is None:
            return None
        held = [self._scaled(one, effect) for one in effect.estimate.floats()]
        if any(math.isnan(one) or math.isinf(one) for one in held):
            return None
        most = self._digits(max(abs(one) for one in held[1:]))
        digits = min(digits_for(held[1], held[2]) or 0, most)
        while digits < _MOST and any(0 < abs(one) < 0.5 * 10**-digits for one in held[1:]):
            digits += 1
        return digits

    @staticmethod
    def _scaled(value: float, effect: Effect) -> float:
        """Return a value as it is told: ratios as a change in per cent, shares in points."""
        if effect.kind is Kind.RATIO:
            return 100 * (value - 1)
        return 100 * value if effect.kind is Kind.SHARE else value

    def is_none(self, value: float, effect: Effect, digits: int | None) -> bool:
        """Return whether a value is told as no change."""
        scaled = self._scaled(value, effect)
        return _rounds_away(scaled, self._digits(scaled) if digits is None else digits)

    def events_amount(self, value: float, digits: int | None = None) -> str:
        """Return a number of events more or fewer."""
        return self._signed(value, "", digits)

    def percent(self, ratio: float, digits: int | None = None) -> str:
        """Return a ratio as a change in per cent: "20 % fewer thefts"."""
        change = 100 * (ratio - 1)
        if digits is None:
            digits = 0 if abs(change) >= 2 else 1
        if _rounds_away(change, digits):
            return self.say("none")
        return self.say(
            f"{_way(change)[1:]}_percent", n=self.number(abs(change), digits),
            unit=self.unit("events"),
        )  # fmt: skip

    def _signed(self, value: float, unit: str, digits: int | None) -> str:
        digits = self._digits(value) if digits is None else digits
        own = f"_{unit}" if unit in ("points", "score") else ""
        if _rounds_away(value, digits):
            return self.say(f"none{own}")
        way, shown = _way(value)[1:], self.number(abs(value), digits)
        if shown == "1" and not own:
            events = "_events" if not unit and not self.case.unit else ""
            return self.say(f"{way}_one{events}", unit=self.unit(unit or "events"))
        count = 1 if shown == "1" else 2
        named = "" if own else self.unit(unit or "events")
        return self.say(way + own, n=shown, unit=named, count=count)

    @staticmethod
    def _digits(value: float) -> int:
        if not math.isfinite(value) or abs(value - round(value)) < 1e-9:
            return 0
        return 0 if abs(value) >= 10 else 1 if abs(value) >= 1 else 2

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
