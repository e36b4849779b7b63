"""What was done with the data, step by step; missing values; weights and what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from paseo.assessment.index import words
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from paseo.report.index import relations
from paseo.report.index.speaker import IndexSpeaker

#: Units with gaps that are named; the others are counted.
_MOST_UNITS: Final = 20


def blocks(speaker: IndexSpeaker) -> Iterator[Block]:
    """Yield how the index was made."""
    yield PageBreak()
    yield Heading(speaker.tell("making"), 1, "making")
    yield Paragraph(speaker.tell("making_lead"))
    if noticed := speaker.run.index.problems.warnings:
        told = tuple(one.sentence(speaker.language) for one in noticed)
        yield Callout("caution", speaker.tell("noticed"), told)
    yield from _steps(speaker)
    yield from _missing(speaker)
    yield Heading(speaker.tell("weights"), 1, "weights")
    yield Paragraph(speaker.tell("weights_lead"))
    yield from relations.far_from_weight(speaker, _effective(speaker))
    yield weight_table(speaker)
    yield from relations.blocks(speaker)


def _steps(speaker: IndexSpeaker) -> Iterator[Block]:
    for number, step in enumerate(words.done(speaker.run, speaker.language), start=1):
        title = speaker.tell("step", number=number, title=step.title)
        yield Heading(title, 2, f"step-{step.step}")
        yield Paragraph(step.method)
        if step.did:
            yield Bullets(step.did)
        if step.could_not:
            yield Callout("missing", speaker.tell("could_not"), step.could_not)


def _missing(speaker: IndexSpeaker) -> Iterator[Block]:
    values = speaker.run.index.values
    gaps = np.isnan(values.numbers)
    yield Heading(speaker.tell("missing"), 1, "missing")
    total, cells = int(gaps.sum()), gaps.size
    if not total:
        yield Paragraph(speaker.tell("missing_none"))
        return
    yield Paragraph(
        speaker.tell(
            "missing_lead", count=total, missing=speaker.count(total), cells=speaker.count(cells),
            share=speaker.percent(total / cells),
        )
    )  # fmt: skip
    filled = Counter(
        note.entry
        for record in speaker.run.built.records
        for note in record.did
        if note.kind == "filled"
    )
    yield Table(
        caption=speaker.tell("missing_by_indicator"),
        columns=(
            Column(speaker.tell("column_indicator"), width=3),
            *(
                Column(speaker.tell(f"column_{name}"), "end")
                for name in ("missing", "share", "filled")
            ),
        ),
        rows=tuple(
            (
                Cell(speaker.element(code)),
                Cell(speaker.count(number), float(number)),
                speaker.share(number / len(values.units)),
                Cell(speaker.count(filled[code]), float(filled[code])),
            )
            for code, number in sorted(
                zip(values.codes, gaps.sum(axis=0).tolist(), strict=True),
                key=lambda one: -one[1],
            )
            if number
        ),
        id="missing-indicators",
    )
    yield _by_unit(speaker, gaps.sum(axis=1).tolist())


def _by_unit(speaker: IndexSpeaker, missing: list[int]) -> Table:
    values = speaker.run.index.values
    held = sorted(
        ((unit, number) for unit, number in zip(values.units, missing, strict=True) if number),
        key=lambda one: -one[1],
    )
    kept = set(speaker.run.built.units)
    rest = len(held) - _MOST_UNITS
    return Table(
        caption=speaker.tell("missing_by_unit"),
        columns=(
            Column(speaker.tell("column_unit"), width=3),
            Column(speaker.tell("column_missing"), "end"),
            Column(speaker.tell("column_share"), "end"),
            Column(speaker.tell("column_kept"), width=1.4),
        ),
        rows=tuple(
            (
                Cell(speaker.unit(unit)),
                Cell(speaker.count(number), float(number)),
                speaker.share(number / len(values.codes)),
                Cell(speaker.tell("kept" if unit in kept else "left_out")),
            )
            for unit, number in held[:_MOST_UNITS]
        ),
        notes=(speaker.tell("missing_rest", count=rest),) if rest > 0 else (),
        id="missing-units",
    )


def weight_table(speaker: IndexSpeaker) -> Table:
    """Return the weight of each element within its part and in the total, beside its influence."""
    structure = speaker.run.built.structure
    effective, held = _effective(speaker), relations.influences(speaker)
    rows = []
    for code in _downwards(speaker, speaker.top):
        below = [one for one in structure.below(code) if one in effective]
        whole = effective[code] if code in effective else sum(effective[one] for one in below)
        cells = [
            Cell(speaker.element(code)),
            Cell(speaker.element(structure.by_code[code].parent)),
            Cell(speaker.weighted(code)),
            _hundredth(speaker, whole),
        ]
        if held:
            cells.append(
                _hundredth(speaker, held[code]) if code in held else Cell(speaker.say("not_known"))
            )
        rows.append(tuple(cells))
    return Table(
        caption=speaker.tell("weights"),
        columns=(
            Column(speaker.tell("column_element"), width=2.6),
            Column(speaker.tell("column_within"), width=1.6),
            Column(speaker.tell("column_weight"), "end"),
            Column(speaker.tell("column_effective"), "end"),
            *((Column(speaker.tell("column_influence"), "end"),) if held else ()),
        ),
        rows=tuple(rows),
        notes=(speaker.tell("weights_note"), *((speaker.tell("influence_note"),) if held else ())),
        id="weights",
    )


def _effective(speaker: IndexSpeaker) -> dict[str, float]:
    structure = speaker.run.built.structure
    shares = structure.effective_weights(speaker.top)
    return {code: float(share) for code, share in zip(structure.indicators, shares, strict=True)}


def _hundredth(speaker: IndexSpeaker, share: float) -> Cell:
    return Cell(speaker.number(100 * share, 1), 100 * share)


def _downwards(speaker: IndexSpeaker, code: str) -> Iterator[str]:
    """Yield what stands under an aggregate, each part before what it holds."""
    structure = speaker.run.built.structure
    for one in structure.children(code):
        yield one.code
        if one.code in structure.parents:
            yield from _downwards(speaker, one.code)
