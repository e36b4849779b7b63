"""Findings put into words: sentence first, figure second, uncertainty third."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from paseo.assessment.framework import Framework
from paseo.assessment.profile import Finding
from paseo.content.language import LanguageMap
from paseo.content.numbers import (
    digits_for,
    format_list,
    format_number,
    format_period,
    format_value,
)
from paseo.content.phrases import Phrases, load_phrases

#: Values that are periods, and indicator codes named within a sentence.
_PERIODS: Final = ("period", "before_period")
_LISTED: Final = ("happens", "felt")
#: Parts of a whole that people say; tenths first, so that 0.7 is seven in ten.
_PARTS: Final = tuple(
    [(part, 10) for part in range(1, 10) if part not in (2, 5)]
    + [(1, 5), (1, 4), (1, 3), (2, 3), (3, 4)]
)
_COUNTS: Final = ("clearly_lower", "clearly_higher", "felt_worse", "happens_worse")
_SMALL: Final = (20, 30, 50, 100)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding as a reader reads it: what, why, and what would make it wrong."""

    text: str
    why: str
    unless: str


def phrases() -> Phrases:
    """Return the phrases of the assessment."""
    return load_phrases("paseo.assessment")


def say(finding: Finding, framework: Framework, language: str) -> Sentence:
    """Return a finding in the reader's language.

    Args:
        finding: as made by :func:`paseo.assessment.findings.findings`.
        framework: gives the names of indicators, units and groups.
        language: BCP 47 code.
    """
    words = phrases()
    values = _Speaker(framework, language).all(finding.values)

    def spoken(phrase: str) -> str:
        if not phrase:
            return ""
        return _upper(" ".join(words.say(phrase, language, **values).split(" ")).strip())

    return Sentence(spoken(finding.id), spoken(finding.why), spoken(finding.unless))


def about(share: float, language: str, people: bool = False) -> str:
    """Return a share in words.

    The nearest of the parts that people say: tenths, quarters and thirds; under one in twenty
    one in so many, and the ends by name.

    Args:
        share: 0 to 1.
        language: BCP 47 code.
        people: speak of people, in languages that need the word.

    >>> about(0.70, "en"), about(0.26, "en"), about(0.04, "en"), about(0.70, "es")
    ('about seven in ten', 'about one in four', 'about one in 30', 'cerca de siete de cada diez')
    """
    words = phrases()
    kind = "people" if people else "about"
    part, whole = _part(share)
    if whole == 0:
        name = {0: "none", 1: "hardly", 2: "nearly", 3: "all"}[part]
        return words.say(f"{kind}.{name}", language)
    if (part, whole) == (1, 2):
        return words.say(f"{kind}.half", language)
    return words.say(
        f"{kind}.part", language, part=_counted(part, language), whole=_counted(whole, language)
    )


def _counted(number: int, language: str) -> str:
    named = f"number.{number}"
    words = phrases()
    return words.say(named, language) if named in words else format_number(number, language)


def _part(share: float) -> tuple[int, int]:
    """Return the part and the whole; whole 0 for the ends, which have names."""
    if share <= 0:
        return 0, 0
    if share >= 1:
        return 3, 0
    if share < 0.0075:
        return 1, 0
    if share > 0.94:
        return 2, 0
    if share < 0.075:
        return 1, min(_SMALL, key=lambda whole: abs(1 / whole - share))
    return min(((1, 2), *_PARTS), key=lambda one: abs(one[0] / one[1] - share))


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _is_one(number: float, digits: int | None) -> bool:
    """Say whether a number is read as one: 1 or −1, without decimals."""
    return not digits and abs(round(number, 0 if digits == 0 else 2)) == 1


class _Speaker:
    """Turns the values of a finding into words of one language."""

    def __init__(self, framework: Framework, language: str) -> None:
        self.framework = framework
        self.language = language

    def all(self, values: Mapping[str, Any]) -> dict[str, Any]:
        spoken = {key: self.one(key, value) for key, value in values.items()}
        if isinstance(values.get("level"), dict):
            spoken["level"] = self.level(values)
        return spoken

    def one(self, key: str, value: Any) -> Any:
        if isinstance(value, LanguageMap):
            return value.read(self.language).words
        if isinstance(value, str):
            return self._text(key, value)
        if isinstance(value, list):
            return self._list(key, value)
        if isinstance(value, Mapping):
            return self._record(value)
        if key in _COUNTS and value == 0:
            return phrases().say("number.0", self.language)
        return value

    def _text(self, key: str, value: str) -> str:
        if value.startswith("@"):
            return phrases().say(value[1:], self.language)
        if key in _PERIODS:
            return format_period(value, self.language)
        if key in _LISTED:
            return self.listed(value)
        return self.name(value) if key == "name" else value

    def _list(self, key: str, value: list[Any]) -> str:
        if key == "caveats":
            return " ".join(self.one(key, one) for one in value)
        if key == "names":
            return format_list([self.listed(code) for code in value], self.language)
        if key == "notes":
            quoted = [phrases().say("quoted", self.language, text=one) for one in value]
            return format_list(quoted, self.language)
        return format_list([str(self.one(key, one)) for one in value], self.language)

    def _record(self, value: Mapping[str, Any]) -> str:
        if "phrase" in value:
            rest = {key: self.one(key, one) for key, one in value.items() if key != "phrase"}
            return phrases().say(value["phrase"], self.language, **rest)
        if "area" in value:
            return phrases().say(
                "area_item",
                self.language,
                area=value["area"].read(self.language).words,
                figure=self.figure(value["figure"]),
            )
        return self.figure(value)

    def name(self, code: str) -> str:
        return self.framework.indicator(code).name.read(self.language).words

    def listed(self, code: str) -> str:
        """Return a name as it stands within a sentence: in quotes where the language needs them."""
        return phrases().say("listed", self.language, name=self.name(code))

    def unit(self, code: str, of_one: bool = False) -> str:
        if of_one and f"unit_one.{code}" in phrases():
            return phrases().say(f"unit_one.{code}", self.language)
        unit = self.framework.units.get(code)
        return unit.label.read(self.language).words if unit else code.replace("_", " ")

    def figure(self, value: Mapping[str, Any]) -> str:
        """Return a figure with unit and interval; a bare number in the digits of its like."""
        like = value.get("like")
        ends = like or value
        digits = digits_for(ends["low"], ends["high"])
        unit = self.unit(value["unit"], _is_one(value["value"], digits))
        if like is not None:
            return format_number(value["value"], self.language, unit, digits)
        return format_value(value["value"], value["low"], value["high"], self.language, unit)

    def level(self, values: Mapping[str, Any]) -> str:
        """Return the sentence of a value: in words where it is a share, then the figure."""
        level, code = values["level"], values["name"]
        words = phrases()
        period = format_period(values["period"], self.language)
        figure = self.figure(level)
        indicator = self.framework.indicator(code)
        if indicator.kind != "survey_share" or level["unit"] != "percent":
            wording = values["wording"]
            known = isinstance(wording, Mapping)
            return words.say(
                "says.worded_figure" if known else "says.only_figure",
                self.language,
                wording=wording["text"].read(self.language).words if known else "",
                name=self.name(code),
                figure=figure,
                period=period,
            )
        return words.say(
            "says.figure",
            self.language,
            sentence=self._share_sentence(code, values, level["value"] / 100),
            figure=figure,
            period=period,
        )

    def _share_sentence(self, code: str, values: Mapping[str, Any], share: float) -> str:
        """Say a share by its question's own sentence, else quote the question."""
        words, own = phrases(), f"says.{values['definition']}"
        if own in words:
            part, whole = _part(share)
            said = about(share, self.language, people=True)
            return _upper(words.say(own, self.language, share=said, count=part if whole else 1))
        said = about(share, self.language)
        wording = values["wording"]
        if isinstance(wording, Mapping):
            text = wording["text"].read(self.language).words
            return words.say(
                "says.worded", self.language, name=self.name(code), wording=text, about=said
            )
        return words.say("says.plain", self.language, name=self.name(code), about=said)
