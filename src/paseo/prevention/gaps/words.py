"""What is said of gaps, in one language: the sentence, the numbers beside it, what a rule did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.numbers import format_date, format_list, format_number
from paseo.content.phrases import load_phrases
from paseo.prevention.gaps.asked import Asked
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome
from paseo.prevention.measures.measure import Level
from paseo.prevention.pyramid.pyramid import Spot

#: Numbers that are said beside a gap, in this order, where they are above zero.
_BESIDE: Final = (
    "planned", "city_wide", "for_everybody", "elsewhere", "aim_unknown", "without_actors",
    "with_indicator", "class_unknown", "same_people", "same_aim", "unplaced",
)  # fmt: skip
_BASES: Final = ("fte", "budget", "count")


@dataclass(frozen=True)
class GapWords:
    """Says gaps.

    Args:
        asked: what the rules were asked.
        language: to speak.
        problems: id of a problem to its name; a problem without one is said as it stands.
    """

    asked: Asked
    language: str
    problems: Mapping[str, LanguageMap] = field(default_factory=dict)

    def say(self, phrase: str, **values: Any) -> str:
        return load_phrases(__package__).say(phrase, self.language, **values)

    def text(self, words: LanguageMap) -> str:
        return words.read(self.language).words

    def rule(self, code: str) -> str:
        return self.text(self.asked.rules.rule(code).name)

    def problem(self, code: str) -> str:
        found = self.problems.get(code)
        return self.text(found) if found else code

    def level(self, level: Level | None) -> str:
        """Return the name of a level as the first word of a sentence."""
        said = self.say(f"level.{level or 'none'}")
        return said[:1].upper() + said[1:]

    def spot(self, spot: Spot) -> str:
        level, half = spot
        return self.say("cell", level=self.say(f"level.{level}"), half=self.say(f"half.{half}"))

    def area(self, code: str) -> str:
        areas = self.asked.areas
        if not code:
            return self.say("whole_city")
        return self.text(areas.area(code).name) if areas and code in areas else code

    def number(self, value: float) -> str:
        return format_number(value, self.language, digits=0 if value == round(value) else 1)

    def measure(self, code: str) -> str:
        return next((one.name for one in self.asked.measures if one.id == code), code)

    def sentence(self, gap: Gap) -> str:
        """Return what was met, in one sentence with its figures."""
        said = _SENTENCES[gap.rule](self, gap)
        return said[:1].upper() + said[1:]

    def beside(self, gap: Gap) -> list[str]:
        """Return what stands beside the finding and could change it, each with its number."""
        return [*self._of_rule(gap), *self._counts(gap)]

    def _counts(self, gap: Gap) -> Iterator[str]:
        for name in _BESIDE:
            count = int(gap.numbers.get(name, 0))
            least = 1 if name not in ("same_people", "same_aim") else 2
            if count >= least:
                yield self.say(f"beside.{name}", count=count)

    def _of_rule(self, gap: Gap) -> Iterator[str]:
        if gap.rule == "top-heavy":
            yield from self.shares(gap.numbers, gap.basis)
        elif gap.rule == "ending":
            days = int(gap.numbers["days"])
            yield self.say("beside.days_ago" if days < 0 else "beside.days", count=abs(days))
        elif gap.rule == "uncovered":
            yield from (self.text(one.reason) for one in gap.concerns)
            yield self.say("chance")
        elif gap.rule == "not-evaluated" and gap.numbers["beside"]:
            yield self.say("beside.evaluated", count=int(gap.numbers["beside"]))

    def shares(self, numbers: Mapping[str, float], basis: str) -> Iterator[str]:
        """Yield the shares by what was not judged, how many stand there, what is not stated."""
        above = {
            one: numbers[f"share_{one}"] > numbers["bound"]
            for one in _BASES
            if f"share_{one}" in numbers
        }
        for one in above:
            if one != basis:
                share = self.number(round(numbers[f"share_{one}"], 1))
                yield self.say("beside.share", basis=self.say(f"basis.{one}"), share=share)
        if len(set(above.values())) > 1:
            yield self.say("beside.disagree")
        yield self.say("beside.upper", count=int(numbers["upper"]), placed=int(numbers["placed"]))
        for one in ("without_fte", "without_budget"):
            if numbers[one]:
                yield self.say(f"beside.{one}", count=int(numbers[one]))

    def outcome(self, outcome: Outcome) -> str:
        """Return what a rule did that has no gap to show."""
        if outcome.reason:
            said = {name: self.number(value) for name, value in outcome.numbers.items()}
            return self.say(f"not_run.{outcome.reason}", **said)
        if outcome.rule == "top-heavy":
            return self.say("nothing.top-heavy", **self._share(outcome.numbers, outcome.basis))
        if outcome.rule == "not-evaluated":
            named = ("measures", "noted", "beside")
            return self.say(
                "nothing.not-evaluated", **{one: int(outcome.numbers[one]) for one in named}
            )
        return self.say("nothing")

    def _share(self, numbers: Mapping[str, float], basis: str) -> dict[str, str]:
        return {
            "basis": self.say(f"basis.{basis}"),
            "share": self.number(round(numbers[f"share_{basis}"], 1)),
            "bound": self.number(numbers["bound"]),
        }

    def day(self, ordinal: float) -> str:
        return format_date(date.fromordinal(int(ordinal)), self.language)


def _empty(words: GapWords, gap: Gap) -> str:
    return words.say(
        "gap.empty-level", level=words.level(gap.level), problem=words.problem(gap.problem)
    )


def _heavy(words: GapWords, gap: Gap) -> str:
    return words.say("gap.top-heavy", **words._share(gap.numbers, gap.basis))


def _sided(words: GapWords, gap: Gap) -> str:
    return words.say("gap.one-sided", side=words.say(f"side.{gap.basis}"))


def _uncovered(words: GapWords, gap: Gap) -> str:
    names = list(dict.fromkeys(words.text(one.indicator_name) for one in gap.concerns))
    return words.say(
        f"gap.uncovered.{'area' if gap.area else 'group'}",
        name=words.text(gap.concerns[0].name),
        indicators=format_list(names, words.language),
    )


def _actor(words: GapWords, gap: Gap) -> str:
    names = [words.text(words.asked.rules.actors[one].name).lower() for one in gap.actors]
    return words.say(
        "gap.missing-actor", level=words.level(gap.level), actors="; ".join(names),
        count=len(names),
    )  # fmt: skip


def _ending(words: GapWords, gap: Gap) -> str:
    return words.say(
        f"gap.ending.{gap.basis}",
        measure=words.measure(gap.measures[0]),
        day=words.day(gap.numbers["day"]),
    )


def _goal(words: GapWords, gap: Gap) -> str:
    return words.say(
        "gap.no-goal",
        level=words.level(gap.level),
        count=int(gap.numbers["without"]),
        measures=int(gap.numbers["measures"]),
    )


def _evaluated(words: GapWords, gap: Gap) -> str:
    held = {name: int(gap.numbers[name]) for name in ("measures", "noted", "least")}
    asked = words.say("asked_for", count=held.pop("least"))
    begun = words.say("begun", count=held.pop("measures"))
    return words.say("gap.not-evaluated", count=held["noted"], begun=begun, asked=asked)


def _duplicates(words: GapWords, gap: Gap) -> str:
    return words.say(
        "gap.duplicates",
        measures=words.number(gap.numbers["measures"]),
        cell=words.spot(gap.spots[0]),
        area=words.area(gap.area) if gap.basis != "ground" else words.say("one_ground"),
    )


_SENTENCES: Final[dict[str, Callable[[GapWords, Gap], str]]] = {
    "empty-level": _empty,
    "top-heavy": _heavy,
    "one-sided": _sided,
    "uncovered": _uncovered,
    "missing-actor": _actor,
    "ending": _ending,
    "no-goal": _goal,
    "not-evaluated": _evaluated,
    "duplicates": _duplicates,
}
