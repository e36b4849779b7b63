"""Says the parts of a profile in one language: values, ranges, changes, names."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from paseo.assessment.framework import Indicator
from paseo.assessment.measure import FULL_COUNT
from paseo.assessment.profile import Change, IndicatorResult, Measured, PeerRange, Profile
from paseo.assessment.wordings import wording_of
from paseo.content.language import LanguageMap
from paseo.content.numbers import (
    digits_for,
    format_date,
    format_interval,
    format_number,
    format_period,
    format_value,
)
from paseo.content.phrases import load_phrases
from paseo.report.assessment import drawing
from paseo.report.charts import Picture, words_in
from paseo.report.document import Cell, Column, Figure, Run, Table, Words, said


class Speaker:
    """One profile and one language; every sentence of the report is said through it."""

    def __init__(self, profile: Profile, language: str) -> None:
        self.profile = profile
        self.language = language
        self.chart_words = words_in(language)
        self._report = load_phrases("paseo.report")
        self._assessment = load_phrases("paseo.assessment")

    def say(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the report."""
        return self._report.say(phrase, self.language, **values)

    def term(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the assessment (``verdict.higher``, ``method.garwood``)."""
        if phrase not in self._assessment:
            return phrase.partition(".")[2] or phrase
        return self._assessment.say(phrase, self.language, **values)

    def text(self, words: LanguageMap) -> str:
        return words.read(self.language).words

    def run(self, words: LanguageMap, tone: Any = "plain") -> Run:
        """Return a content string as a run that is marked where it fell back."""
        return said(words.read(self.language), self.language, tone)

    @cached_property
    def city(self) -> str:
        return self.text(self.profile.city.name)

    @cached_property
    def set_name(self) -> str:
        """Return the name of the set of indicators that the depth chooses."""
        return self.say(f"set.{self.profile.depth}")

    @cached_property
    def date(self) -> str:
        return format_date(self.profile.made_at, self.language)

    @cached_property
    def area_names(self) -> dict[str, str]:
        return {area.id: self.text(area.name) for area in self.profile.evidence.areas}

    @cached_property
    def source_names(self) -> dict[str, str]:
        return {source.id: self.text(source.title) for source in self.profile.sources}

    def period(self, period: str) -> str:
        return format_period(period, self.language) if period else ""

    def unit(self, indicator: Indicator, measured: Measured | None = None) -> str:
        """Return the unit's label: that of the value, where it states one of its own."""
        return drawing.unit_of(indicator, self.profile.framework, self.language, measured).words

    def value(self, indicator: Indicator, measured: Measured) -> str:
        """Return the value with its unit and interval."""
        return drawing.figure(measured, indicator, self.profile.framework, self.language)

    def worded(self, measured: Measured | None) -> tuple[Run, ...]:
        """Return what was asked or counted behind a value, to stand with its indicator's name."""
        found = wording_of(measured, self.profile.wordings)
        if found is None:
            return ()
        text = found.text.read(self.language)
        phrase = "as_measured_inferred" if found.inferred else "as_measured"
        fallen = "" if text.language == self.language else text.language
        return (Run(self.say(phrase, text=text.words), "muted", fallen),)

    def inferred(self, measured: Measured) -> tuple[Run, ...]:
        """Return the mark of a value whose wording was inferred; nothing for the others."""
        found = wording_of(measured, self.profile.wordings)
        marked = found is not None and found.inferred
        return (Run(f" ({self.say('inferred_short')})", "muted"),) if marked else ()

    def figures(self, measured: Measured) -> str:
        """Return value and interval without the unit, for a column that names it."""
        return format_value(measured.value, measured.low, measured.high, self.language)

    def number(self, value: float, like: Measured | None = None, unit: str | None = None) -> str:
        """Return a number in the digits that the interval of ``like`` justifies."""
        digits = digits_for(like.low, like.high) if like else None
        return format_number(value, self.language, unit, digits)

    def range_of(self, result: IndicatorResult, peers: PeerRange) -> str:
        """Return the peers' range in a line."""
        unit = self.unit(result.indicator, result.measured)
        known = peers.tenth == peers.tenth and peers.ninetieth == peers.ninetieth
        figures = {
            name: self.number(getattr(peers, name), result.measured)
            for name in ("low", "tenth", "median", "ninetieth", "high")
        }
        phrase = "peers_range" if known else "peers_extremes"
        last = "ninetieth" if known else "high"
        figures[last] = self.number(getattr(peers, last), result.measured, unit)
        return self.say(phrase, count=len(peers.cities), grade=peers.worst_grade, **figures)

    def change(self, change: Change | None, indicator: Indicator) -> str:
        """Return what can be said of the change since the last period."""
        if change is None:
            return self.say("change_none_before")
        period = self.period(change.before.period)
        if change.verdict == "cannot tell":
            reason = self.term(f"reason.{change.reason}", because="")
            # A sentence of its own elsewhere; here it goes on after a colon.
            reason = reason[:1].lower() + reason[1:].rstrip(".")
            return self.say("change_cannot_tell", period=period, reason=reason)
        difference = self.difference(change)
        if change.verdict == "no clear difference":
            return self.say("change_no_difference", period=period, difference=difference)
        counted = "counted." if change.before.method == FULL_COUNT else ""
        verdict = self.term(f"verdict.{counted}{change.verdict}")
        return self.say("change_said", verdict=verdict, period=period, difference=difference)

    def difference(self, change: Change) -> str:
        digits = digits_for(change.low, change.high)
        figure = format_number(change.difference, self.language, None, digits)
        interval = format_interval(change.low, change.high, self.language, digits=digits)
        signed = figure if (change.difference or 0) < 0 else f"+{figure}"
        return f"{signed}, {interval}" if interval else signed

    def absence(self, result: IndicatorResult) -> str:
        return self.term(f"absence.{result.absence or 'not assessed'}")

    def figure(
        self, picture: Picture, sentence: Words, notes: tuple[Words, ...] = (), width: float = 1.0
    ) -> Figure:
        """Return a picture as a block, with the table of its numbers."""
        table = picture.table
        return Figure(
            svg=picture.svg,
            title=picture.title,
            description=picture.description,
            sentence=sentence,
            notes=notes,
            width=width,
            table=Table(
                caption=picture.title,
                columns=tuple(
                    _column(name, [row[place] for row in table.rows])
                    for place, name in enumerate(table.columns)
                ),
                rows=tuple(tuple(Cell(cell) for cell in row) for row in table.rows),
            ),
        )


#: Words a column may hold before it is given more room than a column of figures.
_NARROW, _WIDE = 8, 24


def _column(name: str, cells: list[str]) -> Column:
    """Return a column as wide as its words need; one of figures stands to the right."""
    figures = sum(1 for cell in cells if cell[:1].isdigit() or cell[:1] in "−<>")
    longest = max((len(word) for word in (name.partition(" ")[0], *cells)), default=_NARROW)
    width = max(_NARROW, min(_WIDE, longest)) / _NARROW
    return Column(name, "end" if cells and figures * 2 >= len(cells) else "start", width)
