"""What is said of action sheets in one language: fields, likeness, what could be seen, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from paseo.content.language import LanguageMap
from paseo.content.numbers import format_date, format_list, format_number, format_period
from paseo.content.phrases import load_phrases
from paseo.evidence.areas import AreaTree
from paseo.evidence.vocabulary import Vocabulary
from paseo.prevention.measures.catalogue import Catalogue
from paseo.prevention.measures.columns import words as named_words
from paseo.prevention.sheets.baseline import is_whole_year
from paseo.prevention.sheets.comparing import Candidate
from paseo.prevention.sheets.likeness import Like
from paseo.prevention.sheets.links import Link
from paseo.prevention.sheets.matching import Shown
from paseo.prevention.sheets.seeing import Seeing, Unseen
from paseo.prevention.sheets.sheet import Baseline, State

#: Field of a sheet to the section of the catalogue that names its words.
_SECTIONS = {
    "problem": "problem", "area_type": "area_type", "target_groups": "target_groups",
    "actors": "actors", "uses": "uses", "restricts": "target_groups",
}  # fmt: skip


def units_of(vocabulary: Vocabulary) -> dict[str, LanguageMap]:
    """Return the name of the unit of each indicator."""
    return {
        code: vocabulary.units[one.unit].label
        for code, one in vocabulary.indicators.items()
        if one.unit in vocabulary.units
    }


@dataclass(frozen=True)
class SheetWords:
    """Says sheets.

    Args:
        language: to speak.
        catalogue: names problems, partners, places, groups and means.
        areas: the city's areas. indicators: code to name.
        groups: groups of the assessment (``sex=F``) to their names.
        units: code of an indicator to the name of its unit.
    """

    language: str
    catalogue: Catalogue | None = None
    areas: AreaTree | None = None
    indicators: Mapping[str, LanguageMap] = field(default_factory=dict)
    groups: Mapping[str, LanguageMap] = field(default_factory=dict)
    units: Mapping[str, LanguageMap] = field(default_factory=dict)

    def say(self, phrase: str, **values: Any) -> str:
        return load_phrases(__package__).say(phrase, self.language, **values)

    def text(self, words: LanguageMap) -> str:
        return words.read(self.language).words

    def field(self, name: str) -> str:
        return self.say(f"field.{name}")

    def state(self, state: State) -> str:
        return self.say(f"state.{state}")

    def day(self, day: date | None) -> str:
        return format_date(day, self.language) if day else ""

    def number(self, value: float | None, digits: int | None = None) -> str:
        return "" if value is None else format_number(value, self.language, digits=digits)

    def area(self, code: str) -> str:
        if self.areas is not None and (not code or code in self.areas):
            return self.text(self.areas.area(code or self.areas.city.id).name)
        return code

    def indicator(self, code: str) -> str:
        name = self.indicators.get(code)
        return f"{self.text(name)} ({code})" if name else code

    def word(self, name: str, code: str) -> str:
        """Return what a word of a field is called; the city's own words stay."""
        if code in self.groups:
            return self.text(self.groups[code])
        if name in _SECTIONS and self.catalogue is not None:
            return self.text(self.catalogue.name(_SECTIONS[name], code))
        if name in ("level", "orientation", "aim"):
            return self.text(named_words(name)[code]) if code else ""
        return code

    def words(self, name: str, codes: tuple[str, ...]) -> str:
        return "; ".join(self.word(name, one) for one in codes)

    def like(self, like: Like) -> str:
        """Return why a practice is shown."""
        shared = [self.say(f"shared.{name}") for name in like.shared]
        return self.say(
            "likeness", shared=format_list(shared, self.language), count=len(shared),
            asked=like.asked,
        )  # fmt: skip

    def seeing(self, seeing: Seeing | Unseen) -> str:
        """Return what the plan could show, never more surely than it is."""
        if isinstance(seeing, Unseen):
            return self.say(f"unseen.{seeing.reason}")
        counted = self.say(
            "counted", count=self.number(seeing.count, 0),
            comparison=self.number(seeing.comparison, 0),
            period=format_period(seeing.period, self.language),
        )  # fmt: skip
        if not seeing.seen:
            return f"{counted} {self.say('seeing_none')}"
        said = [counted, self.say(
            "seeing", fewer=self.number(seeing.fewer, 0), share=self.number(seeing.share, 0),
            alpha=self.number(100 * seeing.alpha, 0),
        )]  # fmt: skip
        if seeing.displacement:
            said.append(self.say("seeing_around"))
        if not is_whole_year(seeing.period):
            said.append(self.say("seeing_season"))
        return " ".join(said)

    def candidate(self, candidate: Candidate) -> str:
        """Return how like an area is to the treated one."""
        level = self.number(100 * candidate.level_ratio, 0)
        said = (
            self.say("candidate_level", level=level)
            if candidate.size_ratio is None
            else self.say("candidate", level=level, size=self.number(100 * candidate.size_ratio, 0))
        )
        return f"{said} {self.say('candidate_touches')}" if candidate.touches else said

    def baseline(self, baseline: Baseline) -> str:
        """Return a value before the start with its unit, its period and its count."""
        unit = self.units.get(baseline.indicator)
        value = self.number(baseline.value)
        return self.say(
            "baseline_counted" if baseline.numerator else "baseline",
            indicator=self.indicator(baseline.indicator),
            value=f"{value} {self.text(unit)}" if unit else value,
            period=format_period(baseline.period, self.language),
            count=self.number(baseline.numerator, 0),
        )

    def because(self, shown: Shown) -> str:
        """Return why a link is shown."""
        if not shown.because:
            return self.say("because_always")
        reasons = [f"{self.field(name)}: {self.word(name, word)}" for name, word in shown.because]
        return self.say("because", reasons="; ".join(dict.fromkeys(reasons)))

    def standing(self, link: Link) -> str:
        """Return article or rule, the day to which it was read, from when it applies."""
        parts = [link.reference] if link.reference else []
        if link.starts:
            parts.append(self.say("law_from", day=self.day(link.starts)))
        if link.period:
            parts.append(self.say("runs", period=link.period))
        if link.as_of:
            parts.append(self.say("law_as_of", day=self.day(link.as_of)))
        return "; ".join(parts)
