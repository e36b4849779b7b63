"""An evaluation in words: what changed, how sure, what else could explain it, what it is not.

Never "proved". A document or page takes the sentences from here, so that they are the same
everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from paseo.content.numbers import digits_for, format_list
from paseo.prevention.evaluation.amounts import Amounts
from paseo.prevention.evaluation.case import Answer, Role
from paseo.prevention.evaluation.directions import PLAIN_LEVEL
from paseo.prevention.evaluation.result import (
    Direction,
    Disagreement,
    Effect,
    Evaluation,
    Kind,
    Method,
    Part,
    Power,
    Remark,
    Rival,
)
from paseo.prevention.evaluation.rivals import load_rivals
from paseo.prevention.evaluation.sureness import cautions_said, dissent, intervals_said, one_by_one

#: Methods of survey waves.
SURVEYS: Final = (Method.SHARES, Method.PAIRED_SHARES, Method.PAIRED_SCORES)
_PERCENT_VALUES: Final = ("share", "chance")


@dataclass(frozen=True, slots=True)
class Said:
    """The parts in which a result is always told.

    Args:
        changed: what changed, with the counts.
        sure: how sure that is; the interval with its level.
        rivals: what else could explain it.
        not_said: what the result does not say.
    """

    changed: tuple[str, ...]
    sure: tuple[str, ...]
    rivals: tuple[str, ...]
    not_said: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the four parts, each as one paragraph."""
        parts = (self.changed, self.sure, self.rivals, self.not_said)
        return tuple(" ".join(one) for one in parts if one)


class Wording(Amounts):
    """Says one evaluation in one language.

    Args:
        evaluation: what was found.
        language: BCP 47 code.
    """

    def __init__(self, evaluation: Evaluation, language: str = "en") -> None:
        super().__init__(evaluation.case, language)
        self.evaluation = evaluation

    def remark(self, remark: Remark) -> str:
        """Return a reason, caution or hint as a sentence."""
        values = {name: self._value(name, value, remark) for name, value in remark.values.items()}
        return self.say(remark.id, **values)

    def remarks(self, remarks: Iterable[Remark]) -> tuple[str, ...]:
        """Return remarks as sentences, each once."""
        return tuple(dict.fromkeys(self.remark(one) for one in remarks))

    def _value(self, name: str, value: str | float | int, remark: Remark) -> str:
        if name == "unit":
            return self.unit(str(value))
        if name == "length":
            return self.say(f"length.{value}")
        if name == "periods" and "step" in remark.values:
            return self.say(f"steps.{remark.values['step']}", count=int(value))
        if isinstance(value, str):
            return value
        if name == "least" and value < 1:
            return self.number(value, 2)
        return self.number(100 * value if name in _PERCENT_VALUES else value)

    def method(self, method: Method) -> str:
        return self.say(f"method.{method.value}")

    def formula(self, method: Method) -> str:
        return self.say(f"formula.{method.value}")

    def source(self, method: Method) -> str:
        return self.say(f"source.{method.value}")

    def areas(self, codes: Iterable[str]) -> str:
        """Return areas by their names, joined as the language joins them."""
        return format_list(self.case.titles(codes), self.language)

    def compared(self, effect: Effect | Disagreement | Power) -> str:
        """Return what an effect is compared with."""
        if not effect.comparison:
            past = isinstance(effect, Effect) and effect.method is Method.ITS
            return self.say("own_past" if past else "alone")
        if isinstance(effect, Effect) and effect.method is Method.SYNTHETIC:
            return self.say("mixed")
        if len(effect.comparison) > 4:
            return self.say("all_together")
        return self.areas(effect.comparison)

    def events(self, effect: Effect) -> str:
        """Return the class of events that an effect is about."""
        for one in self.case.crimes:
            if one.id == effect.crime and effect.crime:
                return one.title
        return self.say("all_events")

    def value(self, effect: Effect) -> str:
        """Return an effect with its interval and level as one text for a table or sentence."""
        if effect.estimate is None:
            reason = self.remark(effect.unreadable) if effect.unreadable else ""
            return self.say("unreadable", reason=reason)
        value, low, high = effect.estimate.floats()
        if effect.kind is Kind.QUOTIENT:
            shown = self.number(value, 2)
        else:
            shown = self.amount(value, effect, self.digits(effect))
        if math.isnan(low) or math.isnan(high):
            phrase = {Method.SYNTHETIC: "point_rank", Method.DID: "point_areas"}
            return self.say(phrase.get(effect.method, "point"), value=shown)
        first, second = self.ends(effect)
        level = self.level(effect.estimate.level)
        return self.say("interval", value=shown, level=level, low=first, high=second)

    def as_published(self, effect: Effect) -> str:
        """Return an effect as its source tells it where that is another way, else nothing."""
        numbers = effect.numbers
        if "per_size" in numbers and effect.estimate is not None:
            low, high = numbers["per_size_low"], numbers["per_size_high"]
            digits = digits_for(low, high)
            return self.say(
                "per_size", value=self.number(numbers["per_size"], digits),
                level=self.level(effect.estimate.level), low=self.number(low, digits),
                high=self.number(high, digits),
            )  # fmt: skip
        if effect.method is Method.RES and effect.estimate is not None:
            shown = {
                name: self.number(numbers[key], 2)
                for name, key in (("value", "res"), ("low", "res_low"), ("high", "res_high"))
            }
            return self.say("res", level=self.level(effect.estimate.level), **shown)
        if effect.method is Method.TNE and "tne" in numbers:
            return self.say("tne", value=self.number(numbers["tne"], 1))
        return ""

    def disagreement(self, one: Disagreement) -> tuple[str, ...]:
        """Return additive and ratio effect side by side, with the warnings that are due."""
        values = {"additive": self.events_amount(one.additive), "percent": self.percent(one.ratio)}
        said = []
        if one.unlike:
            ratio = "∞" if math.isinf(one.size_ratio) else self.number(one.size_ratio, 1)
            said.append(self.say("disagree_unlike", ratio=ratio, **values))
        if one.opposite:
            said.append(self.say("disagree_opposite", **values))
        return tuple(said) or (self.say("agree", **values),)

    def power(self, one: Power) -> tuple[str, ...]:
        """Return what could be seen, as sentences."""
        level, power = self.level(one.level), self.level(one.power)
        said = []
        if math.isnan(one.detectable):
            said.append(self.say("sure_cannot_see", level=level, power=power))
        else:
            said.append(
                self.say(
                    "sure_could_see", level=level, power=power,
                    amount=f"{self.number(one.detectable, 0)} {self.unit('events')}",
                    share=self._share(one.detectable_share),
                )
            )  # fmt: skip
        if one.expected is not None:
            said += self._expected(one, one.expected)
        return tuple(said)

    def _expected(self, one: Power, expected: float) -> list[str]:
        if one.expected_power is None:
            return [self.say("expected_impossible")]
        chance = self.number(100 * one.expected_power, 0)
        said = [self.say("expected_power", amount=self.events_amount(expected), chance=chance)]
        if one.months_needed is not None:
            said.append(self.say("months_needed", months=self.number(one.months_needed, 0)))
        return said

    def rival_name(self, rival: Rival) -> str:
        for one in load_rivals():
            if one.id == rival.id:
                return one.name.read(self.language).words
        return rival.id

    def said(self) -> Said:
        """Return the result in its four parts."""
        return Said(self._changed(), self._sure(), self._rivals(), self._not_said())

    def _changed(self) -> tuple[str, ...]:
        if self.case.is_plan:
            return (self.say("changed_plan"),)
        effect = self.evaluation.headline
        if effect is None or effect.estimate is None:
            return (self.say("changed_nothing"), *self._counted())
        digits, value = self.digits(effect), effect.estimate.floats()[0]
        phrase = self._phrase(effect)
        low = effect.estimate.level < PLAIN_LEVEL
        if self._at_floor(effect) and not low:
            phrase = "changed_floor"
        elif self.is_none(value, effect, digits):
            phrase += "_none"
        elif effect.direction is Direction.UNCLEAR:
            phrase += "_unclear"
        said = self.say(
            phrase, treated=self._treated(effect), comparison=self.compared(effect),
            amount=self.amount(value, effect, digits), unit=self.unit("events"),
        )  # fmt: skip
        if not low:
            return (said, *self._counted())
        warned = self.say("changed_low", level=self.level(effect.estimate.level))
        return (warned, said, *self._counted())

    @staticmethod
    def _at_floor(effect: Effect) -> bool:
        """Return whether an area stands out most of all, among too few to call that clear."""
        return any(one.id == "caution_rank_floor" for one in effect.cautions)

    def _treated(self, effect: Effect) -> str:
        """Return where the effect is told for, with the surroundings where they are part of it."""
        areas = self.areas(one.id for one in self.case.in_role(Role.TREATED))
        around = any(
            one.method is effect.method and one.part is Part.DISPLACEMENT
            for one in self.evaluation.effects
        )
        if around and effect.part is Part.TOTAL:
            return self.say("and_around", areas=areas)
        return areas

    @staticmethod
    def _phrase(effect: Effect) -> str:
        if effect.method in SURVEYS:
            return "changed_survey_compared" if effect.comparison else "changed_survey"
        if effect.comparison:
            return "changed_compared"
        return "changed_series" if effect.method is Method.ITS else "changed_alone"

    def _counted(self) -> tuple[str, ...]:
        """Return the counts of treated and comparison areas; of many areas none."""
        wanted = (Role.TREATED, Role.COMPARISON)
        held = [one for one in self.evaluation.tallies if not one.crime and one.role in wanted]
        if len(held) > 4:
            return ()
        return tuple(
            self.say(
                "counted", area=_large(self.case.area(one.area).title), unit=self.unit("events"),
                before=self.number(one.before, 0), after=self.number(one.after, 0),
            )
            for one in held
            if one.after is not None
        )  # fmt: skip

    def _sure(self) -> tuple[str, ...]:
        effect, power = self.evaluation.headline, self._pooled_power()
        if self.case.is_plan:
            return self.power(power) if power else (self.say("sure_no_power"),)
        if effect is None or effect.estimate is None:
            return (self.say("sure_nothing"),)
        beside = (*cautions_said(self, effect), *dissent(self, effect))
        if effect.estimate.level < PLAIN_LEVEL:
            return (self._low_said(effect), *beside)
        clear = effect.direction is not Direction.UNCLEAR
        if effect.method is Method.SYNTHETIC and effect.p is not None:
            phrase = "sure_rank_clear" if clear else "sure_rank_unclear"
            phrase = "sure_rank_floor" if self._at_floor(effect) else phrase
            said = self.say(
                phrase, count=len(effect.comparison) + 1, p=self.p(effect.p, "p_rank"),
                level=self.level(effect.estimate.level),
            )  # fmt: skip
            return (said, *beside)
        told = [*intervals_said(self, effect), *one_by_one(self, effect), *beside]
        if not clear and power is not None and self._phrase(effect) == "changed_compared":
            # Next to a ratio stands what a ratio could see: additive and ratio power differ too.
            ratio = effect.kind is Kind.RATIO
            told.append(self._ratio_power(power) if ratio else self.power(power)[0])
        return tuple(told)

    def _low_said(self, effect: Effect) -> str:
        """Return an interval or rank of a level that no finding is drawn from."""
        assert effect.estimate is not None
        missed = self.number(100 * (1 - effect.estimate.level), 0)
        values = {"missed": missed, "plain": self.level(PLAIN_LEVEL)}
        if effect.method is not Method.SYNTHETIC or effect.p is None:
            return self.interval_said(effect, "sure_low", **values)
        level, p = self.level(effect.estimate.level), self.p(effect.p, "p_rank")
        return self.say("sure_rank_low", level=level, p=p, **values)

    def _ratio_power(self, one: Power) -> str:
        level, power = self.level(one.level), self.level(one.power)
        if math.isnan(one.detectable_by_ratio):
            return self.say("sure_cannot_see", level=level, power=power)
        share = self._share(one.detectable_by_ratio)
        return self.say("sure_could_see_ratio", level=level, power=power, share=share)

    def interval_said(self, effect: Effect, phrase: str, **values: str) -> str:
        """Return a phrase with both ends of the interval of an effect."""
        assert effect.estimate is not None
        low, high = self.ends(effect)
        return self.say(
            phrase, level=self.level(effect.estimate.level), low=low, high=high,
            p=f" ({self.p(effect.p)})" if effect.p is not None else "", **values,
        )  # fmt: skip

    def _pooled_power(self) -> Power | None:
        """Return the power of all comparison areas together, with displacement where it is in."""
        held = self.evaluation.power
        if not held:
            return None
        first = [one for one in held if one.comparison == held[0].comparison]
        return first[-1]

    def _rivals(self) -> tuple[str, ...]:
        if self.case.is_plan:
            return ()
        held = self.evaluation.rivals
        names = [self.rival_name(one) for one in held if one.answer is Answer.YES]
        nobody = "rivals_none" if any(one.by_person for one in held) else "rivals_unasked"
        unknown = sum(one.answer is Answer.UNKNOWN for one in held)
        said = [
            self.say("rivals_yes", names=format_list([_small(n) for n in names], self.language))
            if names
            else self.say(nobody)
        ]
        if unknown:
            said.append(self.say("rivals_unknown", count=unknown))
        return tuple(said)

    def _not_said(self) -> tuple[str, ...]:
        if self.case.is_plan:
            return (self.say("not_said_plan"),)
        effect = self.evaluation.headline
        if effect is None or effect.direction in (Direction.UNCLEAR, Direction.UNKNOWN):
            return (self.say("not_said_unclear"),)
        return (self.say("not_said"),)


def _large(words: str) -> str:
    """Return words for the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def _small(words: str) -> str:
    """Return words for the middle of a sentence.

    >>> _small("The time of year")
    'the time of year'
    """
    return words[:1].lower() + words[1:]


def sentences(evaluation: Evaluation, language: str = "en") -> tuple[str, ...]:
    """Return what changed, how sure, what else could explain it, and what this does not say."""
    return Wording(evaluation, language).said().lines
