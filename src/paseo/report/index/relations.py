"""How elements move together: influence on the total, and correlations that call for a look."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Final

import numpy as np

from paseo.report.document import Block, Cell, Column, Heading, Paragraph, Table
from paseo.report.index.speaker import IndexSpeaker
from paseo.stats.checks import FloatArray

#: Correlations from here on tell much the same thing twice; below the other, pull against.
REDUNDANT: Final = 0.9
AGAINST: Final = -0.4
#: Aggregates that fit a table of correlations on a page.
_MOST_PARTS: Final = 8
#: Pairs that are named.
_MOST_PAIRS: Final = 15


def influence(speaker: IndexSpeaker, code: str) -> float | None:
    """Return the squared correlation of an element with the total, None where there is none."""
    found = _correlation(speaker, code, speaker.top)
    return None if math.isnan(found) else found * found


def _correlation(speaker: IndexSpeaker, one: str, other: str) -> float:
    built = speaker.run.built
    return correlation(built.scores(one), built.scores(other))


def correlation(one: FloatArray, other: FloatArray) -> float:
    """Return Pearson's correlation over the units that have both; NaN where it has no meaning.

    >>> import numpy as np
    >>> round(correlation(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])), 6)
    1.0
    """
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < 3 or one[both].std() == 0 or other[both].std() == 0:
        return math.nan
    return float(np.corrcoef(one[both], other[both])[0, 1])


def blocks(speaker: IndexSpeaker) -> Iterator[Block]:
    """Yield the correlations of the parts, and the pairs of indicators that call for a look."""
    structure = speaker.run.built.structure
    parts = tuple(code for code in structure.aggregates if code not in structure.tops)
    yield Heading(speaker.tell("relations"), 1, "relations")
    yield Paragraph(speaker.tell("relations_lead"))
    low = [one for one in parts if structure.levels[one] == 2]
    for level in sorted({structure.levels[one] for one in parts}):
        codes = [one for one in parts if structure.levels[one] == level]
        if 2 <= len(codes) <= _MOST_PARTS:
            yield _matrix(speaker, codes)
    yield from _pairs(speaker, within=bool(low))


def _matrix(speaker: IndexSpeaker, codes: list[str]) -> Table:
    return Table(
        caption=speaker.tell("relations_parts"),
        columns=(
            Column(speaker.tell("column_part"), width=2.2),
            *(Column(str(at), "end") for at in range(1, len(codes) + 1)),
        ),
        rows=tuple(
            (
                Cell(f"{at}. {speaker.element(one)}"),
                *(
                    _figure(speaker, _correlation(speaker, one, other)) if below <= at else Cell("")
                    for below, other in enumerate(codes, start=1)
                ),
            )
            for at, one in enumerate(codes, start=1)
        ),
        notes=(speaker.tell("relations_note"),),
    )


def _figure(speaker: IndexSpeaker, value: float) -> Cell:
    if math.isnan(value):
        return Cell(speaker.say("not_known"))
    return Cell(speaker.number(value, 2), value)


def _pairs(speaker: IndexSpeaker, *, within: bool) -> Iterator[Block]:
    """Yield the pairs under one part that say much the same, or pull against each other."""
    structure = speaker.run.built.structure
    found = [
        (_correlation(speaker, one.code, other.code), one.code, other.code)
        for parent in structure.aggregates
        for one, other in combinations(structure.children(parent), 2)
        if structure.levels[one.code] == structure.levels[other.code] == 1
    ]
    same = sorted((one for one in found if one[0] >= REDUNDANT), reverse=True)
    against = sorted(one for one in found if one[0] <= AGAINST)
    for key, held in (("same", same), ("against", against)):
        if not held:
            yield Paragraph(speaker.tell(f"pairs_{key}_none", limit=_limit(speaker, key)))
            continue
        rest = len(held) - _MOST_PAIRS
        yield Table(
            caption=speaker.tell(f"pairs_{key}"),
            columns=(
                Column(speaker.tell("column_indicator"), width=2.4),
                Column(speaker.tell("column_other"), width=2.4),
                Column(speaker.tell("column_correlation"), "end"),
            ),
            rows=tuple(
                (Cell(speaker.element(one)), Cell(speaker.element(other)), _figure(speaker, value))
                for value, one, other in held[:_MOST_PAIRS]
            ),
            notes=(
                speaker.tell(f"pairs_{key}_note", limit=_limit(speaker, key)),
                *((speaker.tell("pairs_rest", count=rest),) if rest > 0 else ()),
            ),
        )


def _limit(speaker: IndexSpeaker, key: str) -> str:
    return speaker.number(REDUNDANT if key == "same" else AGAINST, 1)
