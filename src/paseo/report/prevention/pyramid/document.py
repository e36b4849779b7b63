"""The pyramid for the council: picture, coherence, two years side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paseo.prevention.pyramid.effort import EFFORTS, By
from paseo.prevention.pyramid.view import PyramidView
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Document,
    Figure,
    Heading,
    Paragraph,
)
from paseo.report.prevention.pyramid.drawing import pyramid_picture
from paseo.report.prevention.pyramid.parts import (
    changes_table,
    footings_table,
    grid_table,
    measures_tables,
    unplaced_table,
    years_table,
)
from paseo.report.prevention.pyramid.saying import PyramidSpeaker
from paseo.report.prevention.speaker import Standing

#: More sources than these are left to the files of data.
_MOST_SOURCES: Final = 40
#: Of a page, so that a tall pyramid leaves room for the words above it.
_WIDTH: Final = 0.86
#: The same for effort, so that the table of all cells stands below on the same sheet.
_EFFORT_WIDTH: Final = 0.74


def pyramid_document(view: PyramidView, standing: Standing, language: str = "en") -> Document:
    """Return a pyramid as a document for the council.

    Args:
        view: as :func:`paseo.prevention.pyramid.view.look` gives it.
        standing: where and when it is made.
        language: of the document.
    """
    speaker = PyramidSpeaker(view, standing, language)
    scope = view.pyramid.scope
    period = str(scope.year) if scope.year is not None else ""
    return speaker.document(
        speaker.words.say("title"), speaker.words.scope(), period, _blocks(view, speaker)
    )


def _blocks(view: PyramidView, speaker: PyramidSpeaker) -> Iterator[Block]:
    words = speaker.words
    yield Paragraph(words.sentence(), lead=True)
    if words.empty_cells():
        yield Paragraph(words.empty_cells())
    yield _picture(view, speaker, By.COUNT)
    if mixed := _mixed(view):
        said = speaker.say("mixed", count=mixed)
        yield Callout("caution", speaker.say("mixed_title"), (said,))
    yield Callout("note", speaker.say("read_title"), (words.say("no_verdict"),))
    yield Heading(speaker.say("effort_title"), 1, "effort")
    yield from _effort(view, speaker)
    if view.beside is not None:
        yield Heading(speaker.say("beside_title"), 1, "beside")
        yield from (Paragraph(one) for one in words.beside(view.beside))
        yield _picture(view, speaker, view.by, beside=True)
        yield from changes_table(view.beside, speaker)
    yield Heading(speaker.say("coherence_title"), 1, "coherence")
    yield Paragraph(words.coherence(), lead=True)
    yield from footings_table(view, speaker)
    yield Callout("note", speaker.say("composed_title"), (words.say("coherence_composed"),))
    yield Heading(speaker.say("cells_title"), 1, "cells")
    yield from measures_tables(view, speaker)
    yield from unplaced_table(view, speaker)
    yield Heading(speaker.say("not_said_title"), 1, "not-said")
    yield Bullets(tuple(words.not_said()))
    yield Heading(speaker.say("sources_title"), 1, "sources")
    yield Bullets(tuple(_sources(view, speaker)))


def _mixed(view: PyramidView) -> int:
    """Return how many problems a pyramid mixes that was not made for one; 0 for none."""
    if view.pyramid.scope.problem:
        return 0
    named = {one.problem for one in (*view.pyramid.measures, *view.pyramid.unplaced)} - {""}
    return len(named) if len(named) > 1 else 0


def _drawn(view: PyramidView) -> By | None:
    """Return the effort that is drawn: the one asked for, else the first that disagrees.

    The other one stands in sentences and in the table: a second picture would tell the same story
    on a sheet of its own.
    """
    disagreeing = [one.by for one in view.disagreements]
    stated = [by for by in EFFORTS if view.spreads[by].stated]
    return next((by for by in (view.by, *disagreeing) if by in stated), None)


def _effort(view: PyramidView, speaker: PyramidSpeaker) -> Iterator[Block]:
    """Yield each kind of effort: one as a picture, both in sentences and cell by cell."""
    words = speaker.words
    drawn = _drawn(view)
    for by in EFFORTS:
        spread = view.spreads[by]
        found = [one for one in view.disagreements if one.by is by]
        if by is drawn:
            yield _picture(view, speaker, by)
        else:
            yield Paragraph(words.spread(spread))
        if found:
            yield Bullets(tuple(words.disagreement(one) for one in found))
        elif spread.shares:
            yield Paragraph(words.say("agree", by=words.say(f"by.{by}")))
    if view.disagreements:
        yield Paragraph(words.say("disagree_bound"))
    yield grid_table(view, speaker)


def _picture(view: PyramidView, speaker: PyramidSpeaker, by: By, *, beside: bool = False) -> Figure:
    """Return the picture; the table of all cells, or that of both years, has its figures."""
    key = f"pyramid-{by}{'-beside' if beside else ''}"
    picture = pyramid_picture(
        view, speaker.language, by=by, key=key, width=680, beside=beside, naming=False
    )
    table = None
    if beside and view.beside is not None:
        table = years_table(view.beside, by, speaker, picture.title)
    width = _WIDTH if beside or by is By.COUNT else _EFFORT_WIDTH
    said = picture.description
    return Figure(picture.svg, picture.title, said, said, table, width=width)


def _sources(view: PyramidView, speaker: PyramidSpeaker) -> Iterator[str]:
    yield speaker.say("source_levels")
    yield speaker.say("source_deklerck")
    named = dict.fromkeys(
        source for one in (*view.pyramid.measures, *view.pyramid.unplaced) for source in one.sources
    )
    if not named:
        yield speaker.say("source_register_none")
        return
    yield speaker.say("source_register", count=len(named))
    yield from list(named)[:_MOST_SOURCES]
    if len(named) > _MOST_SOURCES:
        yield speaker.say("source_more", count=len(named) - _MOST_SOURCES)
