"""Plain reading: what the results of a survey say, how surely, and what they do not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paseo.content.numbers import digits_for, format_list, format_number, format_period
from paseo.content.phrases import Phrases, load_phrases
from paseo.evidence.surveys.checks import reason_words
from paseo.evidence.surveys.mapping import IndicatorRule
from paseo.evidence.surveys.naming import Names
from paseo.evidence.surveys.results import (
    COMPLEMENT,
    NO_MARGIN,
    NOT_ESTIMABLE,
    Difference,
    Place,
    Result,
    SurveyResults,
    WaveChange,
    Without,
)
from paseo.stats import Direction

#: A share is said in tenths only where the margin is at most so many points.
WORDS_UP_TO: Final = 7.5
#: Where the margin is wider than this, the interval comes before the value.
WIDE_FROM: Final = 12.0
#: Two bases that lie so many points apart are both said.
BASES_APART: Final = 2.0
_EFFECT_WORTH_SAYING: Final = 1.5
_SHARES: Final = (
    (5, "share_hardly"), (15, "share_1"), (22.5, "share_2"), (27.5, "share_quarter"),
    (31.5, "share_3"), (36, "share_third"), (45, "share_4"), (55, "share_5"), (64, "share_6"),
    (68, "share_two_thirds"), (72.5, "share_7"), (77.5, "share_three_quarters"),
    (85, "share_8"), (95, "share_9"), (100.1, "share_nearly_all"),
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One indicator in sentences.

    Args:
        headline: the whole city, one sentence for each wave.
        groups: groups and areas, one by one.
        differences: between groups, and of areas from the rest.
        changes: between waves.
        cautions: what the results do not say.
    """

    name: str
    headline: tuple[str, ...]
    groups: tuple[str, ...]
    differences: tuple[str, ...]
    changes: tuple[str, ...]
    cautions: tuple[str, ...]


def read_indicator(
    results: SurveyResults, rule: IndicatorRule, names: Names, language: str = "en"
) -> Reading:
    """Return what the results of one indicator say, in sentences never surer than the data."""
    speaker = _Speaker(results, names, language)
    held = [one for one in results.of(rule) if one.headline]
    differences = [one for one in results.differences if one.rule.id == rule.id]
    # A gap is judged for the whole city only: for each group too, some would be clear by chance.
    of_gap = rule.kind in ("gap", "group_gap")
    gaps = [speaker.gap(one) for one in held if of_gap and one.place.whole]
    return Reading(
        name=names.indicator(rule, language),
        headline=tuple(speaker.value(one) for one in held if one.place.whole),
        groups=tuple(speaker.value(one) for one in held if not one.place.whole),
        differences=(*filter(None, gaps), *(speaker.difference(one) for one in differences)),
        changes=tuple(
            speaker.change(one, rule) for one in results.changes if one.indicator == rule.id
        ),
        cautions=tuple(speaker.cautions(rule, held, differences)),
    )


def say_result(result: Result, results: SurveyResults, names: Names, language: str = "en") -> str:
    """Return one result as a sentence with its margin."""
    return _Speaker(results, names, language).value(result)


def share_in_words(share: float, language: str = "en") -> str:
    """Return a percentage in tenths, quarters and thirds.

    >>> share_in_words(70.2), share_in_words(34.0), share_in_words(1.0)
    ('about seven in ten', 'about one in three', 'hardly anybody')
    """
    words = load_phrases("paseo.evidence.surveys")
    return words.say(next(name for limit, name in _SHARES if share < limit), language)


class _Speaker:
    def __init__(self, results: SurveyResults, names: Names, language: str) -> None:
        self.results = results
        self.names = names
        self.language = language
        self.words: Phrases = load_phrases("paseo.evidence.surveys")

    def say(self, phrase: str, **values: object) -> str:
        return self.words.say(phrase, self.language, **values)

    def number(self, value: float, rule: IndicatorRule, digits: int | None = None) -> str:
        """Return a figure with its unit."""
        return format_number(value, self.language, self.unit(rule), digits)

    def unit(self, rule: IndicatorRule) -> str | None:
        if rule.kind == "share":
            return "%"
        if rule.kind in ("gap", "group_gap"):
            return self.say("points")
        label = self.names.units.get(rule.id)
        return label.read(self.language).words if label else None

    def plain(self, value: float, digits: int | None) -> str:
        return format_number(value, self.language, None, digits)

    def who(self, place: Place) -> str:
        """Return of whom a result speaks, with the wave where there are several."""
        who = self.names.who(place, self.language)
        if len(self.results.samples) > 1:
            return f"{who}, {format_period(place.period, self.language)}"
        return who

    def value(self, one: Result) -> str:
        who = self.who(one.place)
        if one.value is None:
            return self._absent(one, who)
        said = self._margin(one, who)
        if one.standing == "weak":
            said += " " + self.say("said_weak", n=format_number(one.n, self.language))
        return said

    def _absent(self, one: Result, who: str) -> str:
        if one.why == COMPLEMENT:
            return self.say("said_complement", who=who)
        if one.why == NOT_ESTIMABLE and one.n == 0:
            return self.say("said_nothing", who=who)
        return self.say("said_few", who=who, least=self.results.least)

    def _margin(self, one: Result, who: str) -> str:
        assert one.value is not None
        if one.low is None or one.high is None or one.margin is None:
            value = self.number(one.value, one.rule, 0 if one.rule.kind == "share" else 1)
            if one.why == NO_MARGIN and not self.results.mapping.margins_known:
                phrase = "said_open" if one.rule.kind == "share" else "said_open_value"
                return self.say(phrase, who=who, value=value)
            return self.say("said_no_margin", who=who, value=value)
        digits = digits_for(one.low, one.high)
        value = self.number(one.value, one.rule, digits)
        ends = {"low": self.plain(one.low, digits), "high": self.plain(one.high, digits)}
        if one.rule.kind != "share":
            return self.say("said_value", who=who, value=value, **ends)
        if one.margin > WIDE_FROM:
            ends["high"] = self.number(one.high, one.rule, digits)
            return self.say("said_wide", who=who, value=value, **ends)
        if one.margin > WORDS_UP_TO:
            return self.say("said_value", who=who, value=value, **ends)
        words = share_in_words(round(one.value, digits or 0), self.language)  # as it is shown
        return self.say("said_share", who=who, words=words, value=value, **ends)

    def gap(self, one: Result) -> str:
        """Say whether a gap is one; nothing where it is withheld."""
        if one.low is None or one.high is None:
            return ""
        phrase = "gap_clear" if one.low > 0 or one.high < 0 else "gap_unclear"
        return self.say(phrase, who=self.who(one.place))

    def difference(self, one: Difference) -> str:
        first = self.who(one.place)
        key = one.place.breakdown.partition("=")[0]
        if one.against:
            second = self.names.group(f"{key}={one.against}", self.language)
        else:
            second = self.say("rest" if one.place.area else "rest_groups")
        ends = self._ends(one.rule, one.value, one.low, one.high)
        if one.direction is Direction.HIGHER:
            return self.say("clear_higher", first=first, second=second, **ends)
        if one.direction is Direction.LOWER:
            return self.say("clear_lower", first=first, second=second, **ends)
        if one.direction is not Direction.NO_CLEAR_DIFFERENCE:
            return self.say("cannot_tell", first=first, second=second)
        sized = self._sized(one.rule, one.value, one.low, one.high)
        return self.say("no_clear", first=first, second=second, sized=sized)

    def _ends(
        self, rule: IndicatorRule, value: float | None, low: float | None, high: float | None
    ) -> dict[str, str]:
        """Return the size of a difference and its ends, whichever way it points."""
        if value is None or low is None or high is None:
            return {"value": "", "low": "", "high": ""}
        digits = digits_for(low, high)
        unit = self.say("points") if rule.counts else self.say("score_points")
        small, large = (low, high) if value >= 0 else (-high, -low)
        return {
            "value": format_number(abs(value), self.language, unit, digits),
            "low": self.plain(small, digits),
            "high": self.plain(large, digits),
        }

    def _sized(
        self, rule: IndicatorRule, value: float | None, low: float | None, high: float | None
    ) -> str:
        """Return first minus second with its sign and interval; nothing where there is none."""
        if value is None or low is None or high is None:
            return ""
        digits = digits_for(low, high)
        unit = self.say("points") if rule.counts else self.say("score_points")
        # Holm may leave open what an interval alone would call clear: the reader sees why.
        phrase = "sized" if low <= 0 <= high else "sized_together"
        return self.say(
            phrase,
            value=format_number(value, self.language, unit, digits),
            low=self.plain(low, digits),
            high=self.plain(high, digits),
        )

    def change(self, one: WaveChange, rule: IndicatorRule) -> str:
        who = self.names.who(one.place, self.language)
        before = format_period(one.before, self.language)
        if one.broken:
            reasons = [self.say(f"broken_{name}") for name in one.broken]
            said = format_list(reasons, self.language)
            return self.say("change_broken", who=who, before=before, reasons=said)
        ends = self._ends(rule, one.value, one.low, one.high)
        phrase = {
            Direction.HIGHER: "change_higher",
            Direction.LOWER: "change_lower",
            Direction.CANNOT_TELL: "change_unknown",
        }.get(one.direction, "change_none")
        if phrase == "change_none":
            ends = {"sized": self._sized(rule, one.value, one.low, one.high)}
        return self.say(phrase, who=who, before=before, **ends)

    def cautions(
        self, rule: IndicatorRule, held: list[Result], differences: list[Difference]
    ) -> list[str]:
        found = self._of_sample()
        found += [said for one in held if one.place.whole for said in self._of_value(one)]
        found += [
            self._of_silence(one) for one in self.results.without if one.rule.id == rule.id
            and one.share >= BASES_APART
        ]  # fmt: skip
        if any(one.standing == "withheld" for one in held):
            found.append(self.say("caution_withheld", least=self.results.least))
        if differences:
            found.append(self.say("caution_cause"))
        judged = [one for one in differences if one.adjusted is not None]
        if any(one.family > 1 for one in judged):
            found.append(self.say("caution_multiple", count=len(judged)))
        if len(judged) > 1 and any(one.family == 1 for one in judged):
            found.append(self.say("caution_alone"))
        return list(dict.fromkeys(found))

    def _of_sample(self) -> list[str]:
        found = []
        for sample in self.results.samples:
            if sample.sample == "self_selected":
                found.append(self.say("caution_open"))
            elif sample.sample in ("quota", "panel"):
                found.append(self.say(f"caution_{sample.sample}"))
            if sample.drawn:
                share = format_number(100 * sample.n / sample.drawn, self.language, "%", 0)
                found.append(self.say("caution_response", share=share))
        return found

    def _of_value(self, one: Result) -> list[str]:
        found = []
        other = self.results.other(one)
        both = {one.base: one.value, other.base: other.value} if other else {}
        valid, everybody = both.get("valid_answers"), both.get("all_answers")
        apart = valid is not None and everybody is not None and abs(valid - everybody)
        if apart and apart >= BASES_APART and valid is not None and everybody is not None:
            shown = {"valid": self.number(valid, one.rule, 0),
                     "all": self.number(everybody, one.rule, 0)}  # fmt: skip
            found.append(self.say("caution_bases", **shown))
        if one.deff and one.deff >= _EFFECT_WORTH_SAYING and one.effective_n:
            found.append(
                self.say(
                    "caution_clusters", n=format_number(one.n, self.language, None, 0),
                    effective=format_number(one.effective_n, self.language, None, 0),
                )
            )  # fmt: skip
        return found

    def _of_silence(self, one: Without) -> str:
        share = format_number(one.share, self.language, "%", 0)
        reason = reason_words(one.by_reason[0][0]).read(self.language).words
        return self.say("caution_without", share=share, reason=reason)
