"""The page of one unit: where it stands, how far that holds, what is strong and weak."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from paseo.assessment.index import words
from paseo.assessment.index.words.units import unit_words
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Heading,
    Paragraph,
    Table,
)
from paseo.report.index.opening import about
from paseo.report.index.parts import outstanding, standardised
from paseo.report.index.speaker import IndexSpeaker
from paseo.report.index.standings import rank_picture

#: Units shown above and below the one that is meant.
_AROUND = 8


def blocks(speaker: IndexSpeaker, unit: str) -> Iterator[Block]:
    """Yield the page of one unit."""
    sentences = words.position_of(speaker.run, unit, speaker.language)
    yield Heading(speaker.tell("unit_place"), 1, "place")
    yield Paragraph(sentences[0], lead=True)
    yield Bullets(sentences[1:])
    yield from about(speaker)
    yield from _picture(speaker, unit)
    strong, weak = outstanding(speaker, unit)
    yield Heading(speaker.tell("strengths"), 1, "strengths")
    for key, codes in (("strong", strong), ("weak", weak)):
        names = speaker.list((speaker.element(one) for one in codes), 8)
        yield Paragraph(
            speaker.tell(f"unit_{key}", names=names) if codes else speaker.tell(f"unit_{key}_none")
        )
    yield _scores(speaker, unit)
    yield from _values(speaker, unit)
    yield Callout(
        "caution", speaker.tell("says_not"), words.says_not(speaker.run, speaker.language)
    )


def _picture(speaker: IndexSpeaker, unit: str) -> Iterator[Block]:
    held = speaker.standings
    at = next((place for place, one in enumerate(held) if one.unit == unit), None)
    if at is None or not held[at].ranked:
        return
    first = max(0, min(at - _AROUND, len(held) - 2 * _AROUND - 1))
    shown = held[first : first + 2 * _AROUND + 1]
    sentence = " ".join(words.position_of(speaker.run, unit, speaker.language)[:2])
    found = speaker.run.uncertainty
    share = speaker.in_hundred(found.level) if found is not None else ""
    title = speaker.tell("unit_picture", unit=speaker.unit(unit))
    yield speaker.figure(
        rank_picture(speaker, shown, title, sentence, key="around", own=unit),
        speaker.tell("unit_around", share=share),
    )


def _scores(speaker: IndexSpeaker, unit: str) -> Table:
    """Return the score of every part beside the middle of all units."""
    built = speaker.run.built
    at = built.units.index(unit)
    structure = built.structure
    rows = []
    for code in reversed(structure.aggregates):
        scores = built.scores(code)
        known = scores[np.isfinite(scores)]
        rows.append(
            (
                Cell(speaker.element(code)),
                speaker.score(scores[at]),
                speaker.score(float(np.median(known)) if known.size else math.nan),
                speaker.score(float(known.min()) if known.size else math.nan),
                speaker.score(float(known.max()) if known.size else math.nan),
            )
        )
    return Table(
        caption=speaker.tell("unit_scores"),
        columns=(
            Column(speaker.tell("column_part"), width=2.6),
            Column(speaker.tell("column_own"), "end"),
            *(
                Column(speaker.tell(f"column_{name}"), "end")
                for name in ("middle_of_all", "lowest", "highest")
            ),
        ),
        rows=tuple(rows),
        id="unit-scores",
    )


def _values(speaker: IndexSpeaker, unit: str) -> Iterator[Block]:
    """Yield the indicators of the unit: value as it came in, score, and how it compares."""
    values, built = speaker.run.index.values, speaker.run.built
    row = values.numbers[values.units.index(unit)]
    at = built.units.index(unit)
    rows = []
    for code in built.structure.indicators:
        raw = float(row[values.position(code)])
        distance = float(standardised(built.scores(code))[at])
        one = built.structure.by_code[code]
        rows.append(
            (
                Cell(speaker.element(code)),
                Cell(speaker.number(raw), raw)
                if math.isfinite(raw)
                else Cell(speaker.tell("was_missing")),
                Cell(unit_words(one.unit, speaker.language) or "–"),
                speaker.score(float(built.scores(code)[at])),
                Cell(_compared(speaker, distance)),
            )
        )
    yield Table(
        caption=speaker.tell("unit_values"),
        columns=(
            Column(speaker.tell("column_indicator"), width=2.4),
            Column(speaker.tell("column_value"), "end"),
            Column(speaker.tell("column_unit_of"), width=1.2),
            Column(speaker.tell("column_score"), "end"),
            Column(speaker.tell("column_compared"), width=1.4),
        ),
        rows=tuple(rows),
        id="unit-values",
    )


def _compared(speaker: IndexSpeaker, distance: float) -> str:
    if not math.isfinite(distance):
        return speaker.say("not_known")
    if abs(distance) < 0.5:
        return speaker.tell("about_middle")
    return speaker.tell("better_than_most" if distance > 0 else "worse_than_most")
