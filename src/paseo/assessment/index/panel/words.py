"""Sentences about an index over several periods; report and command line say the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from paseo.assessment.index.panel.breaks import IndicatorBreak
from paseo.assessment.index.panel.running import PanelChange, PanelRun
from paseo.assessment.index.words.speaking import IndexWords
from paseo.content.numbers import format_period
from paseo.content.phrases import Phrases, load_phrases


class PanelWords(IndexWords):
    """One panel and one language."""

    def __init__(self, panel: PanelRun, language: str = "en") -> None:
        super().__init__(panel.latest, language)
        self.panel = panel
        self.own: Phrases = load_phrases("paseo.assessment.index", "panel.yaml")

    @property
    def top(self) -> str:
        return self.panel.panel.top

    @cached_property
    def sampled(self) -> bool:
        """Whether any change has an interval."""
        return any(bool(one.known.any()) for one in self.panel.changes)

    def panel_say(self, phrase: str, **values: Any) -> str:
        """Return a phrase about panels."""
        return self.own.say(phrase, self.language, **values)

    def period(self, code: str) -> str:
        return format_period(code, self.language)

    def span(self, one: PanelChange) -> str:
        """Return "2012 to 2015"."""
        return self.panel_say("span", **self._ends(one))

    def _ends(self, one: PanelChange) -> dict[str, str]:
        change = one.change
        return {"before": self.period(change.before), "after": self.period(change.after)}

    def scale(self) -> Iterator[str]:
        """Yield where the scale comes from, and what lies beyond its ends."""
        use = self.panel.use
        kind = "frozen" if use.frozen else "reference" if use.reference else "goalposts"
        yield self.panel_say(f"scale.{kind}", period=self.period(use.reference), file=use.frozen)
        if not use.frozen:
            yield self.panel_say(f"beyond.{use.beyond}")

    def step(self, one: PanelChange) -> Iterator[str]:
        """Yield what can be said of the changes from one period to the next."""
        units, told = len(one.change.units), int(one.told.sum())
        values = {
            **self._ends(one), "units": self.count(units), "told": self.count(told), "count": told,
        }  # fmt: skip
        kind = "told" if 0 < told < units else "all" if told else "none" if units else "nobody"
        yield self.panel_say(f"step.{kind}", **values)
        known = int(one.known.sum())
        if known:
            clear = one.clear
            rise, fall = (int((clear & (sign * one.change.change > 0)).sum()) for sign in (1, -1))
            yield self.panel_say(
                "step.clear", rise=self.count(rise), fall=self.count(fall),
                same=self.count(known - rise - fall),
            )  # fmt: skip
            chance = round((1 - self.panel.use.level) * known)
            if rise + fall and chance:
                yield self.panel_say(
                    "step.chance", chance=self.count(chance), known=self.count(known)
                )
        if told > known:
            rest = told - known
            kind = "unknown" if known else "unknown_all"
            yield self.panel_say(f"step.{kind}", count=rest, unknown=self.count(rest))

    def breaks(self, one: PanelChange) -> Iterator[str]:
        """Yield what stands between two periods, in the words that are on record."""
        for held in one.breaks:
            if held.units:
                yield self._break(held, len(one.change.units))

    def _break(self, held: IndicatorBreak, every: int) -> str:
        said = self.panel_say(
            "break", indicator=self.element(held.indicator), count=len(held.units),
            reason=self.panel_say(f"reason.{held.reason}"), units=self.count(len(held.units)),
            all=self.count(every),
        )  # fmt: skip
        if held.asked_before and held.asked_after:
            then, now = self.read(held.asked_before), self.read(held.asked_after)
            return f"{said} {self.panel_say('break_asked', then=then, now=now)}"
        return f"{said} {self.read(held.words)}" if held.words else said

    def came_and_went(self, one: PanelChange) -> Iterator[str]:
        """Yield who joined and who left."""
        for kind, units in (("joined", one.joined), ("left", one.left)):
            if units:
                names = self.list((self.unit(unit) for unit in units), 12)
                after = self.period(one.change.after)
                yield self.panel_say(f"step.{kind}", names=names, after=after, count=len(units))

    def verdict(self, one: PanelChange, at: int) -> str:
        """Return what can be said of the change of one unit, in two or three words."""
        return self.panel_say(f"verdict.{verdict_of(one, at)}")

    def says_not(self) -> Iterator[str]:
        """Yield what the panel does not say."""
        about = self.read(self.panel.spec.about)
        if about:
            yield about
        if reason := self.read(self.panel.spec.joins_faces):
            yield self.say("not.joins_faces", reason=reason)
        names = ["places"]
        if any(set(breaking(one)) for one in self.panel.changes):
            names.append("across")
        if self.panel.data.found is None:
            names.append("table")
        names += [self.panel.use.samples, "choices"] if self.sampled else ["no_error"]
        for name in (*names, "cause"):
            yield self.panel_say(f"not.{name}")
        yield self.say("not.weights")


def verdict_of(one: PanelChange, at: int) -> str:
    """Return ``untold``, ``unknown``, ``same``, ``rise`` or ``fall`` for one unit."""
    if not one.told[at]:
        return "untold"
    if not np.isfinite(one.error[at]):
        return "unknown"
    if not one.clear[at]:
        return "same"
    return "rise" if one.change.change[at] > 0 else "fall"


def breaking(one: PanelChange) -> tuple[str, ...]:
    """Return the indicators that are not what they were in the period before."""
    return tuple(dict.fromkeys(held.indicator for held in one.breaks if held.reason != "missing"))
