"""What indicators, groups and areas of a survey are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence import columns
from paseo.evidence.city import Area
from paseo.evidence.surveys.mapping import IndicatorRule, SurveyMapping
from paseo.evidence.surveys.results import Place
from paseo.evidence.vocabulary import Vocabulary


@dataclass(frozen=True)
class Names:
    """Names by code; a code without a name is shown as it is.

    Args:
        groups: ``sex=F`` to its name.
        units: indicator to the label of its unit.
    """

    indicators: Mapping[str, LanguageMap] = field(default_factory=dict)
    breakdowns: Mapping[str, LanguageMap] = field(default_factory=dict)
    groups: Mapping[str, LanguageMap] = field(default_factory=dict)
    areas: Mapping[str, LanguageMap] = field(default_factory=dict)
    units: Mapping[str, LanguageMap] = field(default_factory=dict)

    def indicator(self, rule: IndicatorRule, language: str) -> str:
        return _read(self.indicators.get(rule.id), rule.id, language)

    def group(self, breakdown: str, language: str) -> str:
        """Return the name of a group, ``sex=F`` or ``age=15-29``."""
        code = breakdown.partition("=")[2]
        return _read(self.groups.get(breakdown), code, language)

    def area(self, code: str, language: str) -> str:
        return _read(self.areas.get(code), code, language)

    def breakdown(self, code: str, language: str) -> str:
        return _read(self.breakdowns.get(code), code, language)

    def who(self, place: Place, language: str) -> str:
        """Return of whom a result speaks, as the beginning of a sentence."""
        words = load_phrases("paseo.evidence.surveys")
        if place.whole:
            return words.say("everybody", language)
        if place.breakdown == columns.TOTAL:
            return self.area(place.area, language)
        group = self.group(place.breakdown, language)
        group = group[:1].upper() + group[1:]
        if not place.area:
            return group
        return words.say("in_area", language, group=group, area=self.area(place.area, language))


def _read(found: LanguageMap | None, code: str, language: str) -> str:
    return found.read(language).words if found else code


def names_of(
    mapping: SurveyMapping,
    vocabulary: Vocabulary | None = None,
    areas: Sequence[Area] | None = None,
) -> Names:
    """Return the names that a mapping gives, those of framework and city where it gives none."""
    indicators: dict[str, LanguageMap] = {}
    breakdowns: dict[str, LanguageMap] = {}
    groups: dict[str, LanguageMap] = {}
    units: dict[str, LanguageMap] = {}
    if vocabulary is not None:
        indicators |= {code: one.name for code, one in vocabulary.indicators.items()}
        for key, one in vocabulary.breakdowns.items():
            breakdowns[key] = one.name
            groups |= {f"{key}={code}": label for code, label in one.codes.items()}
        units |= {
            code: vocabulary.units[one.unit].label
            for code, one in vocabulary.indicators.items()
            if one.unit in vocabulary.units
        }
    named_areas = {area.id: area.name for area in areas or ()}
    for domain in mapping.domains:
        for group in domain.groups:
            if not group.label:
                continue
            if domain.areas:
                named_areas.setdefault(group.code, group.label)
            else:
                groups.setdefault(f"{domain.id}={group.code}", group.label)
    indicators |= {one.id: one.name for one in mapping.indicators if one.name}
    return Names(indicators, breakdowns, groups, named_areas, units)
