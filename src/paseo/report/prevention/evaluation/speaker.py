"""Says an evaluation in one language: areas, methods, units, figures, remarks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from paseo.content.numbers import format_date, format_list, format_number
from paseo.prevention.evaluation.case import Case, Step
from paseo.prevention.evaluation.result import (
    Disagreement,
    Effect,
    Evaluation,
    EvidenceClass,
    Kind,
    Method,
    Power,
    Proposal,
    Remark,
    Rival,
)
from paseo.prevention.evaluation.rivals import Explanation, load_rivals
from paseo.prevention.evaluation.words import Said, Wording
from paseo.report.charts import Estimate, Words, words_in
from paseo.report.prevention.speaker import Speaker, Standing

PACKAGE: Final = "paseo.report.prevention.evaluation"


class EvaluationSpeaker(Speaker):
    """The phrases of the report, and what its case calls things.

    Args:
        found: whose areas, classes and remarks are said.
        standing: where and when.
        language: of the report.
    """

    def __init__(self, found: Evaluation, standing: Standing, language: str) -> None:
        super().__init__(standing, language, PACKAGE)
        self.case: Case = found.case
        self.wording = Wording(found, language)

    @property
    def chart_words(self) -> Words:
        return words_in(self.language)

    # -------------------------------------------------------------------------- names
    def area(self, code: str) -> str:
        """Return what people call an area; its id where the case has none such."""
        try:
            return self.case.area(code).title
        except KeyError:
            return code

    def areas(self, codes: Iterable[str]) -> str:
        return format_list([self.area(code) for code in codes], self.language)

    def role(self, role: str) -> str:
        return self.say(f"role.{role}")

    def crime(self, code: str) -> str:
        return next((one.title for one in self.case.crimes if one.id == code), code)

    @property
    def outcome(self) -> str:
        """Return what should change, or what one count is, or the title: whatever was stated."""
        case = self.case
        found = case.outcome or case.unit or case.title
        return found[:1].upper() + found[1:]

    def comparison(self, one: Effect | Disagreement | Power) -> str:
        """Return what something was compared with, in words."""
        if len(one.comparison) > 1:
            return self.say("all_areas")
        return self.areas(one.comparison) or self.say("alone")

    def row(self, effect: Effect) -> str:
        """Return what an effect was compared with and of which class it is."""
        if not effect.crime:
            return self.comparison(effect)
        return self.say("of_class", what=self.comparison(effect), crime=self.crime(effect.crime))

    def method(self, method: Method) -> str:
        return self.wording.method(method)

    def how(self, effect: Effect) -> str:
        """Return the method of an effect and which part of it the number is."""
        part = self.wording.say(f"part.{effect.part}")
        return self.say("method_part", method=self.method(effect.method), part=part)

    def unit(self, effect: Effect) -> str:
        return self.wording.unit(effect.unit)

    # ------------------------------------------------------------------------ remarks
    @property
    def told(self) -> Said:
        """Return the three answers and what the result does not say."""
        return self.wording.said()

    def remark(self, remark: Remark) -> str:
        """Return a remark as a sentence of its own."""
        words = self.wording.remark(remark)
        return words[:1].upper() + words[1:]

    def remarks(self, remarks: Iterable[Remark]) -> list[str]:
        return list(dict.fromkeys(self.remark(one) for one in remarks))

    def explanation(self, code: str) -> Explanation:
        """Return an explanation of the checklist; KeyError when the checklist lacks it."""
        return next(one for one in load_rivals() if one.id == code)

    def rival(self, rival: Rival) -> str:
        return self.wording.rival_name(rival)

    def answer(self, rival: Rival) -> str:
        return self.say(f"answer.{rival.answer}")

    def answered_by(self, rival: Rival) -> str:
        """Return who answered: a person, in which function, or the data."""
        if rival.by_person:
            return self.say("answered_by", who=rival.who) if rival.who else self.say("answered")
        return self.say("hinted") if rival.hint else self.say("unanswered")

    def evidence_name(self, number: int) -> str:
        return self.wording.say(f"class.{number}")

    # ------------------------------------------------------------------------ figures
    def number(self, value: float | None, digits: int | None = None) -> str:
        if value is None or math.isnan(value):
            return "–"
        if math.isinf(value):
            return "∞" if value > 0 else "−∞"
        return format_number(value, self.language, None, digits)

    def count(self, value: float | None) -> str:
        """Return a count without decimals that it does not have."""
        whole = value is not None and math.isfinite(value) and abs(value - round(value)) < 1e-9
        return self.number(value, 0 if whole else 1)

    def percent(self, share: float, digits: int = 0) -> str:
        return format_number(100 * share, self.language, "%", digits)

    def level(self, level: float) -> str:
        whole = abs(100 * level - round(100 * level)) < 1e-9
        return self.percent(level, 0 if whole else 1)

    def p(self, effect: Effect) -> str:
        if effect.p is None or math.isnan(effect.p):
            return "–"
        text = f"< {self.number(0.001, 3)}" if effect.p < 0.001 else self.number(effect.p, 3)
        return self.say("one_sided", p=text) if effect.sides == 1 else text

    def period(self, day: date, step: Step) -> str:
        """Return a period of a series as it stands below a picture."""
        if step is Step.YEAR:
            return str(day.year)
        if step is Step.MONTH:
            return f"{day.year}-{day.month:02d}"
        if step is Step.QUARTER:
            return f"{day.year}-Q{(day.month + 2) // 3}"
        return day.isoformat()

    def date(self, day: date | None) -> str:
        return format_date(day, self.language) if day else self.shared("not_stated")


def estimate_of(effect: Effect) -> Estimate:
    """Return an effect as pictures take it; ends that are not known are left out.

    Shares become percentage points.
    """
    if effect.estimate is None:
        return Estimate(None)
    value, low, high = effect.estimate.floats()
    by = 100.0 if effect.kind is Kind.SHARE and effect.unit == "points" else 1.0
    if math.isnan(low) or math.isnan(high):
        return Estimate(value * by)
    return Estimate(value * by, low * by, high * by)


def of_kind(effects: Iterable[Effect], kind: Kind) -> Sequence[Effect]:
    """Return the effects of one kind, in their order."""
    return [one for one in effects if one.kind is kind]


def before_it_runs(case: Case, proposals: tuple[Proposal, ...] = ()) -> Evaluation:
    """Return an evaluation in which nothing was run yet, to say its case and proposals."""
    nothing = EvidenceClass(0, Remark("class_plan"))
    return Evaluation(case=case, tallies=(), proposals=proposals, evidence=nothing)
