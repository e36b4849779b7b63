"""One index run in one language, as its report says it: phrases, figures, tables of pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar

from paseo.assessment.index.results import IndexRun
from paseo.assessment.index.words.speaking import IndexWords
from paseo.assessment.index.words.standing import Standing, scales_mix
from paseo.content.phrases import load_phrases
from paseo.report.charts import Picture, words_in
from paseo.report.charts.bars import plain as alphabetical
from paseo.report.document import Block, Bullets, Cell, Column, Figure, Heading, Table, Words
from paseo.stats.checks import FloatArray

_Row = TypeVar("_Row")
#: Units that a table of a document lists at most.
MOST_LISTED: Final = 600


class IndexSpeaker(IndexWords):
    """Words of the assessment, and those of the report around them."""

    def __init__(self, run: IndexRun, language: str) -> None:
        super().__init__(run, language)
        self.report = load_phrases("paseo.report.index")
        self.chart_words = words_in(language)

    def tell(self, phrase: str, **values: Any) -> str:
        """Return a phrase of the report."""
        return self.report.say(phrase, self.language, **values)

    @property
    def ranked(self) -> bool:
        """Whether places may be told."""
        return self.run.uncertainty is not None

    @cached_property
    def mixed(self) -> bool:
        """Whether scores of different recalculations stand on different scales."""
        return scales_mix(self.run.index.spec.plan)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units in the order in which tables show them.

        By place where places are known; by the alphabet otherwise, since an order by score would
        read as a ranking.
        """
        if self.ranked:
            return tuple(one.unit for one in self.standings)
        return tuple(sorted(self.run.built.units, key=lambda unit: alphabetical(self.unit(unit))))

    @property
    def listed(self) -> tuple[str, ...]:
        """Units that tables of a document list; beyond them the files with the results go on."""
        return self.units[:MOST_LISTED]

    @property
    def unlisted(self) -> tuple[str, ...]:
        """The note of a table that does not list all units."""
        rest = len(self.units) - MOST_LISTED
        return (self.tell("listed_rest", count=rest, rest=self.count(rest)),) if rest > 0 else ()

    @cached_property
    def at(self) -> dict[str, int]:
        """Code of the unit to its position in the index as built."""
        return {unit: place for place, unit in enumerate(self.run.built.units)}

    @cached_property
    def digits(self) -> int:
        """Decimals of scores: as many as tell a hundredth of their reach."""
        values = self.run.built.scores(self.top)
        known = values[~_nan(values)]
        reach = float(known.max() - known.min()) if known.size else 0.0
        if reach <= 0 or not math.isfinite(reach):
            return 1
        return min(6, max(0, math.ceil(-math.log10(reach / 100) - 1e-12)))

    def score_of(self, unit: str, scores: FloatArray) -> Cell:
        """Return the score of a unit; of one that the index as built leaves out, that it does."""
        if unit not in self.at:
            return Cell(self.tell("left_out"))
        return self.score(scores[self.at[unit]])

    def score(self, value: float) -> Cell:
        """Return a score as a cell."""
        value = float(value)
        if not math.isfinite(value):
            return Cell(self.say("not_known"))
        return Cell(self.number(value, self.digits), value)

    def span(self, low: float, high: float, digits: int | None = None) -> str:
        """Return "60 to 66" of scores."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return self.say("not_known")
        shown = self.digits if digits is None else digits
        ends = {"low": self.number(low, shown), "high": self.number(high, shown)}
        return self.chart_words.span % ends

    def rank(self, value: float) -> Cell:
        """Return a place as a cell."""
        if not math.isfinite(value):
            return Cell(self.say("not_known"))
        return Cell(self.count(value), float(value))

    def share(self, value: float) -> Cell:
        """Return a probability as a cell."""
        # Sums of single precision may pass one by a hair.
        share = min(1.0, max(0.0, round(float(value), 6)))
        return Cell(self.percent(share), share)

    def reach(self, one: Standing) -> str:
        """Return "4 to 11" of places, one figure where there is one place only."""
        if not one.ranked:
            return self.tell("no_score")
        if one.best == one.worst:
            return self.count(one.best)
        ends = {"low": self.count(one.best), "high": self.count(one.worst)}
        return self.chart_words.span % ends

    def ranged(self, one: Standing) -> str:
        """Return a score with its interval, or that of its place, in one line."""
        if not math.isfinite(one.score):
            return self.say("not_known")
        score = self.number(one.score, self.digits)
        if self.mixed:
            return self.tell(
                "ranged_places", count=1 if one.best == one.worst else 2, score=score,
                places=self.reach(one),
            )  # fmt: skip
        return f"{score} ({self.span(one.score_low, one.score_high)})"

    def figure(
        self,
        picture: Picture,
        sentence: Words = "",
        *,
        notes: tuple[Words, ...] = (),
        width: float = 1.0,
        tabled: bool = True,
    ) -> Figure:
        """Return a picture as a block with the table of its numbers."""
        table = picture.table
        return Figure(
            svg=picture.svg, title=picture.title, description=picture.description,
            sentence=sentence, notes=notes, width=width,
            table=None if not tabled else Table(
                caption=picture.title,
                columns=tuple(
                    Column(name, "end" if at else "start", 2.2 if not at else 1.0)
                    for at, name in enumerate(table.columns)
                ),
                rows=tuple(tuple(Cell(cell) for cell in row) for row in table.rows),
            ),
        )  # fmt: skip


def _nan(values: Any) -> Any:
    import numpy as np

    return ~np.isfinite(values)


def parted(rows: Sequence[_Row], most: int) -> list[list[_Row]]:
    """Return rows in parts of about one size, each of at most so many.

    >>> [len(part) for part in parted(range(51), 34)]
    [26, 25]
    """
    parts = max(1, math.ceil(len(rows) / most))
    size, more = divmod(len(rows), parts)
    found, at = [], 0
    for part in range(parts):
        end = at + size + (1 if part < more else 0)
        found.append(list(rows[at:end]))
        at = end
    return found


def section(title: str, sentences: Sequence[Words], level: int, key: str) -> Iterator[Block]:
    """Yield a heading with its bullets; nothing without any."""
    if sentences:
        yield Heading(title, level, key)
        yield Bullets(tuple(sentences))
