"""The dimensions side by side, never a total without its range; strengths and weaknesses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from paseo.report.document import Block, Cell, Column, Heading, Paragraph, Table
from paseo.report.index.speaker import IndexSpeaker, parted
from paseo.stats.checks import FloatArray

#: Columns of scores that fit a page beside names and total.
_BESIDE: Final = 5
#: Elements this far from the mean of the units, in standard deviations, stand out.
STANDS_OUT: Final = 0.5
#: Named on either side at most.
_NAMED: Final = 3


def blocks(speaker: IndexSpeaker) -> Iterator[Block]:
    """Yield the parts of the total, level by level, then what stands out."""
    structure = speaker.run.built.structure
    parts = [code for code in structure.aggregates if _inside(speaker, code)]
    if parts:
        yield Heading(speaker.tell("parts"), 1, "parts")
        yield Paragraph(speaker.tell("parts_lead" if speaker.ranked else "parts_lead_no_range"))
        for code in reversed(parts):
            yield from _tables(speaker, code)
    if held := _outstanding(speaker):
        yield Heading(speaker.tell("strengths"), 1, "strengths")
        yield Paragraph(speaker.tell("strengths_lead"))
        yield held


def _inside(speaker: IndexSpeaker, code: str) -> tuple[str, ...]:
    """Return the aggregates directly under an aggregate."""
    structure = speaker.run.built.structure
    return tuple(one.code for one in structure.children(code) if one.code in structure.parents)


def _tables(speaker: IndexSpeaker, code: str) -> Iterator[Table]:
    """Yield the scores of what stands under an aggregate, in blocks that fit a page."""
    groups = parted(_inside(speaker, code), _BESIDE)
    top = code == speaker.top
    for number, codes in enumerate(groups):
        caption = speaker.tell("parts_caption", name=speaker.element(code))
        if len(groups) > 1:
            caption = speaker.tell("part", title=caption, number=number + 1, parts=len(groups))
        yield _table(speaker, codes, caption, with_total=top and speaker.ranked)


def _table(speaker: IndexSpeaker, codes: Sequence[str], caption: str, *, with_total: bool) -> Table:
    built = speaker.run.built
    scores = {code: built.scores(code) for code in codes}
    columns = [Column(speaker.tell("column_unit"), width=2.0)]
    if with_total:
        columns.append(Column(speaker.tell("column_total"), "end", 1.8))
    columns += [Column(speaker.element(code), "end", 1.2) for code in codes]
    rows: list[tuple[Cell, ...]] = []
    for unit in speaker.listed:
        cells = [Cell(speaker.unit(unit))]
        if with_total:
            one = speaker.by_unit[unit]
            cells.append(Cell(speaker.ranged(one), one.score if one.ranked else None))
        cells += [speaker.score_of(unit, scores[code]) for code in codes]
        rows.append(tuple(cells))
    return Table(caption, tuple(columns), tuple(rows), speaker.unlisted)


def lowest_parts(speaker: IndexSpeaker) -> tuple[str, ...]:
    """Return the aggregates that hold indicators, the total apart; indicators where none does."""
    structure = speaker.run.built.structure
    found = tuple(code for code in structure.at_level(2) if code.code not in structure.tops)
    return tuple(one.code for one in found) or structure.indicators


def standardised(scores: FloatArray) -> FloatArray:
    """Return how many standard deviations each score lies from the mean of all."""
    known = scores[np.isfinite(scores)]
    spread = float(known.std()) if known.size > 1 else 0.0
    if not spread > 0:
        return np.full_like(scores, math.nan)
    return np.asarray((scores - known.mean()) / spread, dtype=np.float64)


def outstanding(speaker: IndexSpeaker, unit: str) -> tuple[list[str], list[str]]:
    """Return the parts in which a unit stands out, strongest first and weakest first."""
    built = speaker.run.built
    at = built.units.index(unit)
    held = [(float(standardised(built.scores(code))[at]), code) for code in lowest_parts(speaker)]
    known = sorted((one for one in held if math.isfinite(one[0])), key=lambda one: -one[0])
    strong = [code for distance, code in known if distance >= STANDS_OUT]
    weak = [code for distance, code in reversed(known) if distance <= -STANDS_OUT]
    return strong, weak


def _outstanding(speaker: IndexSpeaker) -> Table | None:
    built = speaker.run.built
    codes = lowest_parts(speaker)
    distances = np.stack([standardised(built.scores(code)) for code in codes], axis=1)
    if not np.isfinite(distances).any():
        return None
    rows: list[tuple[Cell, ...]] = []
    for unit in speaker.listed:
        if unit not in speaker.at:
            left_out = Cell(speaker.tell("left_out"))
            rows.append((Cell(speaker.unit(unit)), left_out, left_out))
            continue
        own = distances[speaker.at[unit]]
        order = [int(one) for one in np.argsort(own) if math.isfinite(own[one])]
        weak = [codes[one] for one in order if own[one] <= -STANDS_OUT]
        strong = [codes[one] for one in reversed(order) if own[one] >= STANDS_OUT]
        cells = (_names(speaker, strong), _names(speaker, weak))
        rows.append((Cell(speaker.unit(unit)), *map(Cell, cells)))
    return Table(
        caption=speaker.tell("strengths"),
        columns=(
            Column(speaker.tell("column_unit"), width=1.4),
            Column(speaker.tell("column_strong"), width=2.4),
            Column(speaker.tell("column_weak"), width=2.4),
        ),
        rows=tuple(rows),
        notes=(
            *speaker.unlisted,
            speaker.tell("strengths_note", distance=speaker.number(STANDS_OUT, 1)),
        ),
        id="strengths",
    )


def _names(speaker: IndexSpeaker, codes: Sequence[str]) -> str:
    if not codes:
        return speaker.tell("none_stands_out")
    return ", ".join(speaker.element(code) for code in codes[:_NAMED])
