"""What the report of a survey says, in one language: figures with their units, names, tables."""

from __future__ import annotations

from typing import Any

from paseo.content.numbers import digits_for, format_number, format_period
from paseo.content.phrases import Phrases, load_phrases
from paseo.evidence.surveys.mapping import IndicatorRule
from paseo.evidence.surveys.naming import Names
from paseo.evidence.surveys.results import Result, SurveyResults


class SurveyWords:
    """One survey in one language; report and pages say everything through it."""

    def __init__(self, results: SurveyResults, names: Names, language: str) -> None:
        self.results = results
        self.names = names
        self.language = language
        self.phrases: Phrases = load_phrases("paseo.report.survey")

    def say(self, phrase: str, **values: Any) -> str:
        return self.phrases.say(phrase, self.language, **values)

    def unit(self, rule: IndicatorRule) -> str:
        """Return the label of an indicator's unit, nothing where it has none."""
        if rule.kind == "share":
            return self.say("unit_share")
        if rule.kind in ("gap", "group_gap"):
            return self.say("unit_points")
        label = self.names.units.get(rule.id)
        return label.read(self.language).words if label else ""

    def number(self, value: float | None, like: Result, unit: bool = False) -> str:
        """Return a figure in the digits that the margin carries; one decimal without a margin."""
        digits = digits_for(like.low, like.high)
        if digits is None:
            digits = 0 if like.rule.kind == "share" else 1
        return format_number(value, self.language, self.unit(like.rule) if unit else None, digits)

    def count(self, value: float | None, digits: int = 0) -> str:
        if value is None:
            return self.say("not_known")
        return format_number(value, self.language, None, digits)

    def value(self, one: Result) -> str:
        """Return the cell of a value: with its unit, marked where few answered."""
        if one.value is None:
            return self.say("withheld")
        shown = self.number(one.value, one, unit=True)
        return self.say("weak", value=shown) if one.standing == "weak" else shown

    def end(self, value: float | None, one: Result) -> str:
        """Return the cell of one end of the interval."""
        if one.value is None:
            return self.say("withheld")
        return self.say("no_margin") if value is None else self.number(value, one)

    def period(self, code: str) -> str:
        return format_period(code, self.language)

    def who(self, one: Result) -> str:
        """Return of whom a result speaks, with the wave where there are several."""
        said = self.names.who(one.place, self.language)
        several = len(self.results.samples) > 1
        return f"{said}, {self.period(one.place.period)}" if several else said
