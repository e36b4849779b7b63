"""A view of the pyramid as its picture, in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from paseo.content.phrases import load_phrases
from paseo.prevention.measures.measure import LEVELS, Level, Measure, Orientation
from paseo.prevention.pyramid.comparing import Beside
from paseo.prevention.pyramid.effort import By, effort_of
from paseo.prevention.pyramid.pyramid import Cell, Pyramid
from paseo.prevention.pyramid.view import PyramidView
from paseo.prevention.pyramid.words import PyramidWords
from paseo.report.charts import (
    Picture,
    PyramidBrick,
    PyramidCell,
    PyramidLevel,
    PyramidSide,
    pyramid,
    words_in,
)
from paseo.report.charts.pyramid.given import Change

#: Address of the page of a cell, by its level, half and year.
Link: TypeAlias = Callable[[Level, Orientation, int | None], str]


def pyramid_picture(
    view: PyramidView,
    language: str,
    *,
    by: By | None = None,
    key: str = "pyramid",
    width: float = 640,
    link: Link | None = None,
    beside: bool = True,
    naming: bool = True,
) -> Picture:
    """Return the picture of a view: one pyramid, or two years side by side.

    Args:
        view: what is shown.
        language: of every word in it.
        by: what bricks are sized by; the view's own choice when None.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.
        link: the page behind a cell; without it nothing is a link.
        beside: whether the earlier year is drawn where the view has one.
        naming: whether the table names each measure.
    """
    words = PyramidWords(view, language)
    by = by or view.by
    if view.beside is None or not beside:
        sides = [_side(view.pyramid, "", {}, words, by, link)]
        description = words.sentence() if by is By.COUNT else words.spread(view.spreads[by])
    else:
        sides = _two(view.beside, words, by, link)
        description = words.beside(view.beside)[0]
    names = load_phrases("paseo.report.prevention")
    counted = by is By.COUNT
    title = words.say("title_count" if counted else "title_effort", by=words.by(by))
    return pyramid(
        sides,
        halves=(
            names.say("orientation.positive", language),
            names.say("orientation.problem", language),
        ),
        title=f"{title} ({words.scope()})",
        description=description,
        words=words_in(language),
        key=key,
        width=width,
        effort="" if counted else words.figures(by),
        naming=naming,
    )


def _two(beside: Beside, words: PyramidWords, by: By, link: Link | None) -> list[PyramidSide]:
    ended: dict[str, Change] = {one.id: "ended" for one in beside.ended}
    now: dict[str, Change] = {}
    for resized in beside.resized:
        if resized.by is by and resized.before is not None and resized.after is not None:
            now[resized.measure.id] = "more" if resized.after > resized.before else "less"
    now |= {one.measure.id: "moved" for one in beside.moved}
    now |= {one.id: "new" for one in beside.new}
    return [
        _side(beside.before, words.side(beside, after=False), ended, words, by, link),
        _side(beside.after, words.side(beside, after=True), now, words, by, link),
    ]


def _side(
    shown: Pyramid,
    label: str,
    changes: Mapping[str, Change],
    words: PyramidWords,
    by: By,
    link: Link | None,
) -> PyramidSide:
    names = load_phrases("paseo.report.prevention")

    def cell(held: Cell) -> PyramidCell:
        return PyramidCell(
            tuple(_brick(one, shown, changes, words, by) for one in held.measures),
            words.cell_value(held, by),
            words.cell_said(held, by),
            link(held.level, held.orientation, shown.scope.year) if link else "",
        )

    levels = tuple(
        PyramidLevel(
            names.say(f"level.{level}", words.language),
            *(cell(shown.cell(level, half)) for half in Orientation),
        )
        for level in LEVELS
    )
    return PyramidSide(levels, label, len(shown.unplaced))


def _brick(
    measure: Measure, shown: Pyramid, changes: Mapping[str, Change], words: PyramidWords, by: By
) -> PyramidBrick:
    stated = effort_of(measure, by, shown.currency if by is By.BUDGET else "")
    return PyramidBrick(
        measure.name,
        stated,
        words.effort(measure, by),
        measure.aim.value if measure.aim else "",
        changes.get(measure.id, ""),
        measure.id,
    )
