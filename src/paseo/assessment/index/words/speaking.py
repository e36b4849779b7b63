"""Names and figures of one index run in one language; every sentence about it is said here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final

from paseo.assessment.index.results import IndexRun
from paseo.assessment.index.words.standing import Standing, standings
from paseo.content.language import LanguageMap
from paseo.content.numbers import format_list, format_number
from paseo.content.phrases import Phrases, load_phrases
from paseo.stats.composite.uncertainty.factors import (
    MissingValues,
    Range,
    SamplingError,
    WeightNoise,
)

#: Shares of movement up to which each word holds.
_PARTS: Final = (
    (0.025, "hardly"), (0.075, "twentieth"), (0.125, "tenth"), (0.18, "sixth"), (0.225, "fifth"),
    (0.29, "quarter"), (0.37, "third"), (0.45, "two_fifths"), (0.55, "half"),
    (0.635, "three_fifths"), (0.71, "two_thirds"), (0.78, "three_quarters"),
    (0.85, "four_fifths"), (0.95, "nine_tenths"),
)  # fmt: skip
#: Kinds of factors that have words of their own.
_KINDS: Final = (
    (SamplingError, "sampling"), (MissingValues, "missing"), (WeightNoise, "weights"),
)  # fmt: skip


class IndexWords:
    """One run and one language."""

    def __init__(self, run: IndexRun, language: str = "en") -> None:
        self.run = run
        self.language = language
        self.phrases: Phrases = load_phrases("paseo.assessment.index", "words.yaml")

    def say(self, phrase: str, **values: Any) -> str:
        """Return a phrase with its values filled in."""
        return self.phrases.say(phrase, self.language, **values)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The units from the best middle place down; empty without uncertainty."""
        return standings(self.run)

    @cached_property
    def ranked_units(self) -> tuple[Standing, ...]:
        """The units that have a place, from the best down."""
        return tuple(one for one in self.standings if one.ranked)

    @cached_property
    def by_unit(self) -> dict[str, Standing]:
        """Code of the unit to where it stands."""
        return {one.unit: one for one in self.standings}

    @property
    def top(self) -> str:
        """The aggregate whose places are told."""
        found = self.run.uncertainty
        return found.top if found and found.top else self.run.built.structure.tops[0]

    def read(self, words: LanguageMap) -> str:
        return words.read(self.language).words

    def unit(self, code: str) -> str:
        """Return the name of a unit, its code where it has none."""
        named = self.run.index.unit_names.get(code)
        return (self.read(named) if named else "") or code

    def element(self, code: str) -> str:
        """Return the name of an indicator or aggregate."""
        spec = self.run.index.spec
        if code in spec.names and (named := self.read(spec.names[code])):
            return named
        for structure in (self.run.built.structure, spec.structure):
            if code in structure.by_code and structure.by_code[code].name:
                return structure.by_code[code].name
        return code

    def factor(self, name: str) -> str:
        """Return the name of a factor or of a group of them; of one without, its kind with its id.

        The id alone says nothing to a reader.
        """
        named = self.run.index.spec.names.get(name)
        if named and (read := self.read(named)):
            return read
        plan = self.run.index.spec.plan
        held = next((one for one in (plan.factors if plan else ()) if one.name == name), None)
        kind = next((word for known, word in _KINDS if isinstance(held, known)), "")
        if isinstance(held, Range) and held.weight:
            return self.say("factor.weight", element=self.element(held.weight), id=name)
        return self.say(f"factor.{kind}", id=name) if kind else name

    def option(self, factor: str, label: str) -> str:
        """Return the name of an alternative of a factor."""
        names = self.run.index.spec.names
        for key in (f"{factor}/{label}", label):
            if key in names and (named := self.read(names[key])):
                return named
        known = (f"name.{step}.{label}" for step in ("normalise", "aggregate", "impute"))
        return next((self.say(key) for key in known if key in self.phrases), label)

    def number(self, value: float | None, digits: int | None = None) -> str:
        """Return a number; "not known" for none."""
        return format_number(value, self.language, None, digits) or self.say("not_known")

    def count(self, value: float) -> str:
        return self.number(value, 0)

    def percent(self, share: float) -> str:
        """Return a share in per cent, never as none or all where it is neither.

        Its digits are those that some thousand recalculations carry.
        """
        if 0 < share < 0.005:
            return f"<{format_number(1, self.language, '%', 0)}"
        if 0.995 <= share < 1:
            return f">{format_number(99, self.language, '%', 0)}"
        return format_number(100 * share, self.language, "%", 0) or self.say("not_known")

    @property
    def often(self) -> str:
        """Return "in at least 90 of 100 recalculations", the level of the intervals."""
        found = self.run.uncertainty
        return self.say("often", share=self.in_hundred(found.level)) if found is not None else ""

    def in_hundred(self, level: float) -> str:
        """Return how many of 100 recalculations an interval holds: 90, 97.5."""
        return self.number(round(100 * level, 6))

    def quoted(self, names: Iterable[str], most: int = 4) -> str:
        """Return names in quotes, joined: what is no sentence of its own is told apart."""
        return self.list((self.say("quoted", name=one) for one in names), most)

    def places(self, count: int) -> str:
        """Return so many places in words: one place, 2 places."""
        return self.say("places", count=count, places=self.count(count))

    def place(self, rank: float) -> str:
        """Return a place as it stands in a sentence of the language: 4th, 4."""
        whole = round(rank)
        if self.language.partition("-")[0] != "en":
            return self.count(whole)
        ending = {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
        return f"{self.count(whole)}{'th' if whole % 100 in (11, 12, 13) else ending}"

    def between(self, best: float, worst: float) -> str:
        """Return "between 4th and 11th place", or the one place."""
        if round(best) == round(worst):
            return self.say("place_one", place=self.place(best))
        return self.say("place_between", best=self.place(best), worst=self.place(worst))

    def at_places(self, best: float, worst: float) -> str:
        """Return the same, short, as it stands behind a name."""
        if round(best) == round(worst):
            return self.place(best)
        return self.say("place_span", best=self.place(best), worst=self.place(worst))

    def list(self, names: Iterable[str], most: int = 8) -> str:
        """Return names joined; beyond ``most`` the rest as a number."""
        held = list(names)
        if len(held) > most:
            rest = len(held) - most + 1
            held = [*held[: most - 1], self.say("others", count=rest)]
        return format_list(held, self.language)

    def part(self, share: float) -> str:
        """Return a share of the movement in words."""
        word = next((word for most, word in _PARTS if share < most), "nearly_all")
        return self.say(f"part.{word}")

    def spread(self, low: float, high: float) -> str:
        """Return "between 60 and 75 %" of two shares; what passes none or all ends there."""
        ends = [100 * min(1.0, max(0.0, end)) for end in (low, high)]
        least, most = (format_number(end, self.language, "%", 0) for end in (1.0, ends[1]))
        if ends[1] < 1:
            return self.say("spread_small", least=least)
        return self.say("spread", low=self.number(ends[0], 0), high=most)

    def weighted(self, code: str) -> str:
        """Return the share of an element in its parent, in per cent."""
        structure = self.run.built.structure
        one = structure.by_code[code]
        total = sum(other.weight for other in structure.children(one.parent))
        return format_number(100 * one.weight / total, self.language, "%", 1) if total else ""


def capital(words: str) -> str:
    """Return words as a sentence begins.

    >>> capital("about half")
    'About half'
    """
    return words[:1].upper() + words[1:]


def finite(values: Sequence[float]) -> list[float]:
    """Return the numbers that are known."""
    return [one for one in values if one == one and abs(one) != float("inf")]
