"""How elements move together: influence beside weight, correlations that call for a look."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from paseo.report.document import Block, Bullets, Cell, Column, Heading, Paragraph, Table
from paseo.report.index.speaker import IndexSpeaker
from paseo.stats.composite.analysis import Analysis
from paseo.stats.composite.analysis.correlations import Correlations, Pair

#: Aggregates that fit a table of correlations on a page.
_MOST_PARTS: Final = 8
#: Pairs that are named.
_MOST_PAIRS: Final = 15
#: An element comes to much less or more than its weight beyond these ratios.
FAR: Final = 2.0


def analysis(speaker: IndexSpeaker) -> Analysis | None:
    """Return the analysis of the run, None where it was not asked for."""
    found = speaker.run.analysis
    return found if isinstance(found, Analysis) else None


def influences(speaker: IndexSpeaker) -> dict[str, float]:
    """Return what part of the differences in the total comes through each element.

    Shares of the variance where all aggregates are arithmetic means, they sum to one over the
    indicators; shares of the main effects otherwise. An element between indicators and total gets
    the sum of the indicators under it. Empty where no analysis was run.
    """
    found = analysis(speaker)
    if found is None:
        return {}
    linear = all(math.isfinite(one.variance_share) for one in found.indicators)
    held = {
        one.code: one.variance_share if linear else one.share
        for one in (*found.indicators, *found.parts)
    }
    structure = speaker.run.built.structure
    for code in structure.aggregates:
        below = [held[one] for one in structure.below(code) if one in held]
        if code not in held and below:
            held[code] = math.fsum(below)
    return {code: share for code, share in held.items() if math.isfinite(share)}


def far_from_weight(speaker: IndexSpeaker, effective: dict[str, float]) -> Iterator[Block]:
    """Yield which indicators come to much more or much less than their weights."""
    held = influences(speaker)
    if not held:
        return
    both = [(code, effective[code], held[code]) for code in effective if code in held]
    against = [code for code, weight, share in both if share < 0 < weight]
    little = [code for code, weight, share in both if 0 <= share < weight / FAR]
    much = [code for code, weight, share in both if share > weight * FAR > 0]
    told = []
    for key, codes in (("much", much), ("little", little), ("against", against)):
        if codes:
            codes = sorted(codes, key=lambda code: -abs(held[code] - effective[code]))
            names = speaker.list((speaker.element(code) for code in codes), 6)
            told.append(
                speaker.tell(
                    f"influence_{key}", count=len(codes), number=speaker.count(len(codes)),
                    of=speaker.count(len(both)), names=names,
                )
            )  # fmt: skip
    yield Bullets(tuple(told) or (speaker.tell("influence_fits"),))


def blocks(speaker: IndexSpeaker) -> Iterator[Block]:
    """Yield how the parts move together, and the pairs of elements that call for a look."""
    found = analysis(speaker)
    if found is None:
        return
    yield Heading(speaker.tell("relations"), 1, "relations")
    yield Paragraph(speaker.tell("relations_lead"))
    structure = speaker.run.built.structure
    for code in reversed(structure.aggregates):
        held = found.within.get(code)
        if held is None or not set(held.rows) <= structure.parents:
            continue
        if len(held.rows) == 2:
            one, other = (speaker.element(row) for row in held.rows)
            value = speaker.number(float(held.matrix[0, 1]), 2)
            yield Paragraph(speaker.tell("relations_two", one=one, other=other, value=value))
        elif len(held.rows) <= _MOST_PARTS:
            yield _matrix(speaker, code, held)
    yield from _pairs(speaker, "same", found.redundant)
    clear = [one for one in found.contradicting if one.clear]
    yield from _pairs(speaker, "against", clear)
    if found.reliability:
        yield _consistency(speaker, found)


def _matrix(speaker: IndexSpeaker, code: str, held: Correlations) -> Table:
    """Return a matrix of correlations; its columns bear the numbers of the rows."""
    return Table(
        caption=speaker.tell("relations_parts", name=speaker.element(code)),
        columns=(
            Column(speaker.tell("column_part"), width=2.2),
            *(Column(str(at), "end") for at in range(1, len(held.rows) + 1)),
        ),
        rows=tuple(
            (
                Cell(f"{at + 1}. {speaker.element(one)}"),
                *(_figure(speaker, float(value)) for value in held.matrix[at]),
            )
            for at, one in enumerate(held.rows)
        ),
        notes=(speaker.tell("relations_note"),),
    )


def _figure(speaker: IndexSpeaker, value: float) -> Cell:
    if not math.isfinite(value):
        return Cell(speaker.say("not_known"))
    return Cell(speaker.number(value, 2), round(value, 9))


def _pairs(speaker: IndexSpeaker, key: str, held: Sequence[Pair]) -> Iterator[Block]:
    """Yield pairs that say much the same, or pull against each other."""
    if not held:
        yield Paragraph(speaker.tell(f"pairs_{key}_none"))
        return
    rest = len(held) - _MOST_PAIRS
    yield Table(
        caption=speaker.tell(f"pairs_{key}"),
        columns=(
            Column(speaker.tell("column_element"), width=2.4),
            Column(speaker.tell("column_other"), width=2.4),
            Column(speaker.tell("column_correlation"), "end"),
            Column(speaker.tell("column_between"), "end", 1.4),
        ),
        rows=tuple(
            (
                Cell(speaker.element(one.one)),
                Cell(speaker.element(one.other)),
                _figure(speaker, one.correlation),
                Cell(speaker.span(one.low, one.high, 2)),
            )
            for one in held[:_MOST_PAIRS]
        ),
        notes=(
            speaker.tell(f"pairs_{key}_note"),
            *((speaker.tell("pairs_rest", count=rest),) if rest > 0 else ()),
        ),
    )


def _consistency(speaker: IndexSpeaker, found: Analysis) -> Table:
    """Return how consistent each part is (Cronbach's alpha)."""
    return Table(
        caption=speaker.tell("consistency"),
        columns=(
            Column(speaker.tell("column_part"), width=3),
            Column(speaker.tell("column_holds"), "end"),
            Column(speaker.tell("column_alpha"), "end", 1.4),
        ),
        rows=tuple(
            (
                Cell(speaker.element(code)),
                Cell(speaker.count(len(one.codes)), float(len(one.codes))),
                _figure(speaker, one.alpha),
            )
            for code, one in reversed(list(found.reliability.items()))
        ),
        notes=(speaker.tell("consistency_note"),),
        id="consistency",
    )
