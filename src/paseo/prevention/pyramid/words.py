"""What is said of a pyramid, in one language: sentence first, and never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from paseo.content.language import LanguageMap
from paseo.content.numbers import format_list, format_number
from paseo.content.phrases import load_phrases
from paseo.prevention.measures.measure import LEVELS, Level, Measure
from paseo.prevention.pyramid.coherence import Footing, Ground, Reason, Tie
from paseo.prevention.pyramid.comparing import Beside, Moved, Resized
from paseo.prevention.pyramid.effort import By, Disagreement, Spread, effort_of
from paseo.prevention.pyramid.pyramid import Cell, Spot
from paseo.prevention.pyramid.view import PyramidView

_NOT_SAID: Final = ("works", "complete", "alike", "placed")


class PyramidWords:
    """Says a pyramid.

    Args:
        view: what is shown.
        language: to speak.

    Example:
        >>> from paseo.prevention.measures.measure import Orientation, Register
        >>> from paseo.prevention.pyramid.view import look
        >>> walk = Measure(id="m1", name="Walk", level=Level.GENERAL,
        ...                orientation=Orientation.POSITIVE)
        >>> PyramidWords(look(Register([walk])), "en").sentence()
        '1 measure stands in the pyramid: 1 on general prevention.'
    """

    def __init__(self, view: PyramidView, language: str) -> None:
        self.view, self.language = view, language

    def say(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the library; headings and columns are the document's own."""
        return load_phrases(__package__).say(phrase, self.language, **values)

    # ---------------------------------------------------------------------------- names
    def level(self, level: Level) -> str:
        """Return the name of a level as it stands within a sentence."""
        return self.say(f"level.{level}")

    def spot(self, spot: Spot | None) -> str:
        """Return the name of a cell, or that there is none."""
        if spot is None:
            return self.say("nowhere")
        return self.say("cell", level=self.level(spot[0]), half=self.say(f"half.{spot[1]}"))

    def problem(self, code: str) -> str:
        """Return the name of a problem; the city's own words as they stand."""
        return self._name(self.view.names.problems, code)

    def area(self, code: str) -> str:
        """Return the name of an area; its id where it has none."""
        return self._name(self.view.names.areas, code)

    def group(self, code: str) -> str:
        """Return the name of a target group; its id where it has none."""
        return self._name(self.view.names.groups, code)

    def _name(self, names: Mapping[str, LanguageMap], code: str) -> str:
        return names[code].read(self.language).words if code in names else code

    def by(self, by: By) -> str:
        """Return what a pyramid is measured by, with the currency of a budget."""
        currency = self.view.pyramid.currency
        if by is By.BUDGET and currency:
            return self.say("by.budget_in", currency=currency)
        return self.say(f"by.{by}")

    # ---------------------------------------------------------------------------- amounts
    def number(self, value: float) -> str:
        """Return an amount: whole where it is whole or large, else with one decimal."""
        whole = value == round(value) or abs(value) >= 1000
        return format_number(value, self.language, digits=0 if whole else 1)

    def share(self, value: float) -> str:
        """Return a share in whole per cent."""
        return format_number(value, self.language, "%", digits=0)

    def amount(self, by: By, value: float | None, currency: str = "") -> str:
        """Return an amount with its unit; words where it is not stated."""
        if value is None:
            return self.say("not_stated")
        if by is By.COUNT:
            return self.say("measures", count=int(value))
        if by is By.FTE:
            return self.say("posts", count=value, amount=self.number(value))
        unit = currency or self.view.pyramid.currency
        return self.say("money", amount=self.number(value), currency=unit)

    def effort(self, measure: Measure, by: By) -> str:
        """Return the effort of one measure; nothing by count."""
        if by is By.COUNT:
            return ""
        currency = measure.currency
        return self.amount(by, effort_of(measure, by), currency)

    def cell_value(self, cell: Cell, by: By) -> str:
        """Return the short figure of a cell; "?" where measures stand in it but none states it."""
        if by is By.COUNT or not cell.count:
            return str(cell.count)
        total = cell.fte if by is By.FTE else cell.budget
        if total is None:
            return "?"
        return self.number(total / 1000 if by is By.BUDGET else total)

    def figures(self, by: By) -> str:
        """Return what the short figures of cells count; budgets stand in thousands."""
        if by is By.BUDGET:
            return self.say("by.thousand", currency=self.view.pyramid.currency)
        return self.by(by)

    def cell_said(self, cell: Cell, by: By) -> str:
        """Return what stands in a cell, in words."""
        said = self.say("measures", count=cell.count)
        if by is By.COUNT or not cell.count:
            return said
        total = cell.fte if by is By.FTE else cell.budget
        unstated = cell.without_fte if by is By.FTE else cell.without_budget
        parts = [said, self.amount(by, total)]
        if unstated and total is not None:
            parts.append(self.say("not_stated_count", count=unstated))
        return ", ".join(parts)

    # ---------------------------------------------------------------------------- sentences
    def scope(self) -> str:
        """Return what is shown, in a few words."""
        scope, parts = self.view.pyramid.scope, []
        if scope.problem:
            parts.append(self.say("scope.problem", name=self.problem(scope.problem)))
        if scope.areas:
            parts.append(self.say("scope.area", name=self.area(self.widest())))
        if scope.target_groups:
            names = sorted(self.group(one) for one in scope.target_groups)
            parts.append(self.say("scope.groups", names=format_list(names, self.language)))
        if scope.year is not None:
            parts.append(self.say("scope.year", year=scope.year))
        return _first("; ".join(parts) or self.say("whole"))

    def widest(self) -> str:
        """Return the area that was chosen: the first of those in the scope, in the city's order."""
        areas = self.view.pyramid.scope.areas
        return next((one for one in self.view.names.areas if one in areas), min(areas, default=""))

    def sentence(self) -> str:
        """Return how many measures stand where, and how many stand nowhere."""
        pyramid = self.view.pyramid
        counts = self.view.spreads[By.COUNT].amounts
        placed = len(pyramid.measures)
        levels = [
            self.say("on_level", count=int(counts[level]), level=self.level(level))
            for level in LEVELS
            if counts[level]
        ]
        said = [
            self.say("sentence", count=placed, levels=format_list(levels, self.language))
            if placed
            else self.say("sentence_none")
        ]
        if pyramid.unplaced:
            said.append(self.say("unplaced", count=len(pyramid.unplaced)))
        return " ".join(said)

    def empty_cells(self) -> str:
        """Return which cells hold no measure; nothing where every one holds some."""
        found = [
            self.spot(spot) for spot, cell in self.view.pyramid.cells.items() if not cell.count
        ]
        if not found or not self.view.pyramid.measures:
            return ""
        return self.say("empty_cells", count=len(found), cells="; ".join(found))

    def spread(self, spread: Spread) -> str:
        """Return how an effort is spread, and by how many it is stated."""
        by = self.by(spread.by)
        if not spread.stated:
            return self.say("effort_none", by=by)
        values = {"by": by, "count": spread.stated, "of": spread.of}
        if not spread.shares:
            said = self.say("effort_zero", **values)
        else:
            parts = [
                self.say(
                    "share_on", share=self.share(spread.shares[level]), level=self.level(level)
                )
                for level in LEVELS
            ]
            phrase = "effort" if spread.stated < spread.of else "effort_whole"
            said = self.say(phrase, levels=format_list(parts, self.language), **values)
        if spread.other_currency:
            other = {"count": spread.other_currency, "currency": spread.currency}
            said = f"{said} {self.say('other_currency', **other)}"
        return said

    def disagreement(self, one: Disagreement) -> str:
        """Return one place where count and effort tell unlike stories."""
        values = {
            "counted": self.share(one.by_count),
            "effort": self.share(one.by_effort),
            "by": self.say(f"by.{one.by}"),
        }
        if one.level is None:
            return self.say("disagree_upper", **values)
        return self.say("disagree", level=_first(self.level(one.level)), **values)

    # ---------------------------------------------------------------------------- two years
    def side(self, beside: Beside, *, after: bool) -> str:
        """Return the label of one of two pyramids: its year, else earlier or later."""
        year = (beside.after if after else beside.before).scope.year
        if year is None or beside.before.scope.year == beside.after.scope.year:
            return self.say("later" if after else "earlier")
        return str(year)

    def beside(self, beside: Beside) -> list[str]:
        """Return what differs between two pyramids, and what cannot be told."""
        said = [
            self.say(
                "beside",
                before=self.side(beside, after=False),
                after=self.side(beside, after=True),
                new=len(beside.new),
                ended=len(beside.ended),
                stayed=len(beside.stayed),
            )
        ]
        if beside.one_register:
            said.append(self.say("beside_one_register"))
        else:
            counts = {"beside_moved": beside.moved, "beside_resized": beside.resized}
            said += [self.say(name, count=len(held)) for name, held in counts.items() if held]
        undated = [one for one in beside.stayed if one.start is None and one.end is None]
        if undated:
            said.append(self.say("beside_undated", count=len(undated)))
        return said

    def moved(self, one: Moved) -> str:
        """Return from which cell to which a measure moved."""
        return self.say("changed.moved", before=self.spot(one.before), after=self.spot(one.after))

    def resized(self, one: Resized) -> str:
        """Return how a stated effort changed."""
        currency = one.measure.currency
        return self.say(
            "changed.resized",
            by=self.say(f"by.{one.by}"),
            before=self.amount(one.by, one.before, currency),
            after=self.amount(one.by, one.after, currency),
        )

    # ---------------------------------------------------------------------------- coherence
    def coherence(self) -> str:
        """Return how many problem-oriented measures have what below them."""
        footings = self.view.footings
        if not footings:
            return self.say("coherence_none")
        counts = {ground: sum(one.ground is ground for one in footings) for ground in Ground}
        parts = [
            self.say(f"part.{ground}", count=count) for ground, count in counts.items() if count
        ]
        return self.say("coherence", count=len(footings), parts=format_list(parts, self.language))

    def ground(self, one: Footing) -> str:
        """Return what lies below a measure, in a few words."""
        return _first(self.say(f"ground.{one.ground}"))

    def tie(self, tie: Tie) -> str:
        """Return why two measures are said to meet."""
        groups = format_list([self.group(one) for one in tie.groups], self.language)
        parts = [
            self.say(f"reason.{reason}", **({"names": groups} if reason is Reason.GROUP else {}))
            for reason in tie.reasons
        ]
        if tie.same_problem:
            parts.append(self.say("reason.problem"))
        return ", ".join(parts)

    def not_said(self) -> list[str]:
        """Return what a pyramid does not say."""
        say: Callable[[str], str] = self.say
        return [say(f"not_said.{one}") for one in _NOT_SAID]


def _first(words: str) -> str:
    return words[:1].upper() + words[1:]
