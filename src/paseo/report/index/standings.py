"""Which positions are solid, the scores with their intervals, and how sure each place is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from paseo.assessment.index import words
from paseo.assessment.index.words.standing import Standing, least_for_open, most_for_solid
from paseo.report.charts import Estimate, HeatRow, Picture, RankRow, rank_heat, rank_intervals
from paseo.report.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Table,
)
from paseo.report.index.speaker import IndexSpeaker, parted

#: Rows of one picture of a document: two fit a page, so that none leaves half of one empty.
PAGE_ROWS: Final = 17
#: With more units the picture of how often each place is taken is left to the web.
MOST_HEAT: Final = 60
#: Rows that a picture of a page shows at most; in all, beyond it only the table goes on.
MOST_ROWS: Final = 204
#: Units that are among the first more rarely are only counted.
NEVER: Final = 0.005
#: "Among the first" so many.
AMONG: Final = 10


def blocks(speaker: IndexSpeaker) -> Iterator[Block]:
    """Yield positions, scores and how sure they are; scores alone without uncertainty."""
    if not speaker.ranked:
        yield Heading(speaker.tell("scores"), 1, "scores")
        yield Paragraph(speaker.tell("scores_alphabet"))
        yield scores_only(speaker)
        return
    yield Heading(speaker.tell("positions"), 1, "positions")
    yield Bullets(words.positions(speaker.run, speaker.language))
    yield from pictures(speaker)
    yield Heading(speaker.tell("scores"), 1, "scores")
    yield score_table(speaker)
    yield Heading(speaker.tell("sure"), 1, "sure")
    yield Paragraph(speaker.tell("sure_lead"))
    yield sure_table(speaker)
    yield from heat(speaker)


def pictures(speaker: IndexSpeaker) -> Iterator[Figure]:
    """Yield the intervals of places in parts that fit a page, on one axis."""
    held = speaker.standings[:MOST_ROWS]
    parts = parted(held, PAGE_ROWS)
    share = speaker.in_hundred(speaker.run.uncertainty.level) if speaker.run.uncertainty else ""
    sentence = speaker.tell("picture_said", share=share)
    for number, part in enumerate(parts):
        title = _part(speaker, speaker.tell("picture", share=share), number, len(parts))
        picture = rank_picture(speaker, part, title, sentence, key=f"places-{number}")
        left_out = len(speaker.standings) - len(held)
        last = number == len(parts) - 1 and left_out
        notes = (speaker.tell("picture_rest", count=left_out),) if last else ()
        # The table of scores below holds the same numbers.
        yield speaker.figure(picture, "" if number else sentence, notes=notes, tabled=False)


def rank_picture(
    speaker: IndexSpeaker,
    held: Sequence[Standing],
    title: str,
    description: str,
    *,
    key: str,
    width: float = 640,
    own: str = "",
) -> Picture:
    """Return the intervals of some units as one picture; pages take it too.

    Args:
        own: the unit whose name stands out.
    """
    rows, among = (
        [
            RankRow(
                label=speaker.unit(one.unit),
                place=Estimate(one.middle, one.best, one.worst) if one.ranked else Estimate(None),
                band=one.band,
                missing=speaker.tell("no_score"),
                own=one.unit == own,
            )
            for one in these
        ]
        for these in (held, speaker.standings)
    )
    return rank_intervals(
        rows, count=len(speaker.standings), title=title, description=description,
        words=speaker.chart_words, key=key, width=width, among=among,
        level=speaker.run.uncertainty.level if speaker.run.uncertainty else None,
    )  # fmt: skip


def _part(speaker: IndexSpeaker, title: str, number: int, parts: int) -> str:
    if parts == 1:
        return title
    return speaker.tell("part", title=title, number=number + 1, parts=parts)


def scores_only(speaker: IndexSpeaker) -> Table:
    """Return the scores in the order of the alphabet, without any place."""
    built = speaker.run.built
    scores = dict(zip(built.units, built.scores(speaker.top), strict=True))
    return Table(
        caption=speaker.tell("scores_caption", name=speaker.element(speaker.top)),
        columns=(
            Column(speaker.tell("column_unit"), width=3),
            Column(speaker.tell("column_score"), "end"),
        ),
        rows=tuple((Cell(speaker.unit(one)), speaker.score(scores[one])) for one in speaker.listed),
        notes=(*speaker.unlisted, speaker.tell("no_ranks")),
        id="scores",
    )


def score_table(speaker: IndexSpeaker) -> Table:
    """Return scores and places, each with its interval."""
    found = speaker.run.uncertainty
    assert found is not None
    interval = () if speaker.mixed else ("from", "to")
    names = ("score", *interval, "built", "best", "middle", "worst", "band")
    share = speaker.in_hundred(found.level)
    notes = [
        speaker.tell("places_note" if speaker.mixed else "scores_note", share=share),
        *((speaker.tell("scales_note"),) if speaker.mixed else ()),
        speaker.tell(
            "hold_note", solid=speaker.count(most_for_solid(len(speaker.ranked_units))),
            open=speaker.count(least_for_open(len(speaker.ranked_units))),
        ),
    ]  # fmt: skip
    if any(one.ranked and not one.best <= one.rank <= one.worst for one in speaker.standings):
        notes.append(speaker.tell("outside_note"))
    return Table(
        caption=speaker.tell("scores_caption", name=speaker.element(speaker.top)),
        columns=(
            Column(speaker.tell("column_unit"), width=2.4),
            *(Column(speaker.tell(f"column_{name}"), "end") for name in names),
            Column(speaker.tell("column_hold"), width=1.3),
        ),
        rows=tuple(_row(speaker.by_unit[unit], speaker) for unit in speaker.listed),
        notes=(*speaker.unlisted, *notes),
        id="scores",
    )


def _row(one: Standing, speaker: IndexSpeaker) -> tuple[Cell, ...]:
    return (
        Cell(speaker.unit(one.unit)),
        speaker.score(one.score),
        *(() if speaker.mixed else (speaker.score(one.score_low), speaker.score(one.score_high))),
        speaker.rank(one.rank),
        speaker.rank(one.best),
        speaker.rank(one.middle),
        speaker.rank(one.worst),
        Cell(str(one.band) if one.band else "–", float(one.band) if one.band else None),
        Cell(speaker.tell(f"hold_{one.hold}")),
    )


def sure_table(speaker: IndexSpeaker) -> Table:
    """Return how often each unit is first, among the first, and in each class."""
    found = speaker.run.uncertainty
    assert found is not None
    among = [most for most in (3, AMONG) if most < len(found.units)]
    chance = np.asarray(found.rank_probability, dtype=float)
    place = {unit: at for at, unit in enumerate(found.units)}
    shown = list(speaker.listed)
    if among and not found.classes:
        most = among[-1]
        shown = [one for one in shown if one in place and chance[place[one], :most].sum() >= NEVER]
    rest = len(speaker.listed) - len(shown)
    columns = [
        Column(speaker.tell("column_unit"), width=2.4),
        Column(speaker.tell("column_first"), "end"),
        *(Column(speaker.tell("column_among", most=most), "end") for most in among),
        *(Column(_class(speaker, label), "end") for label in found.classes),
    ]
    rows = [
        (
            Cell(speaker.unit(one)),
            speaker.share(chance[place[one], 0]),
            *(speaker.share(chance[place[one], :most].sum()) for most in among),
            *(speaker.share(share) for share in found.class_probability[place[one]]),
        )
        if speaker.by_unit[one].ranked
        else (Cell(speaker.unit(one)), *(Cell(speaker.tell("no_score")) for _ in columns[1:]))
        for one in shown
    ]
    return Table(
        caption=speaker.tell("sure_caption"),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(
            *speaker.unlisted,
            *((speaker.tell("sure_rest", count=rest, most=among[-1]),) if rest else ()),
            speaker.tell("sure_note", runs=speaker.count(found.replications)),
        ),
        id="sure",
    )


def _class(speaker: IndexSpeaker, label: str) -> str:
    return speaker.tell("column_class", label=speaker.factor(label))


def heat(speaker: IndexSpeaker) -> Iterator[Figure]:
    """Yield how often each place is taken, where the units fit pictures."""
    if len(speaker.standings) > MOST_HEAT:
        return
    parts = parted(speaker.standings, PAGE_ROWS + 2)
    sentence = speaker.tell("heat_said")
    whole = heat_picture(speaker, speaker.standings, speaker.tell("heat"), sentence, key="heat")
    for number, part in enumerate(parts):
        title = _part(speaker, speaker.tell("heat"), number, len(parts))
        picture = heat_picture(speaker, part, title, sentence, key=f"heat-{number}")
        picture = replace(picture, table=whole.table)
        yield speaker.figure(picture, "" if number else sentence, tabled=not number)


def heat_picture(
    speaker: IndexSpeaker,
    held: Sequence[Standing],
    title: str,
    description: str,
    *,
    key: str,
    width: float = 640,
) -> Picture:
    """Return how often some units take each place as one picture; pages take it too."""
    found = speaker.run.uncertainty
    assert found is not None
    place = {unit: at for at, unit in enumerate(found.units)}
    rows, among = (
        [
            HeatRow(
                speaker.unit(one.unit),
                tuple(map(float, found.rank_probability[place[one.unit]])) if one.ranked else (),
                speaker.tell("no_score"),
            )
            for one in these
        ]
        for these in (held, speaker.standings)
    )
    return rank_heat(
        rows, title=title, description=description, words=speaker.chart_words, key=key,
        width=width, among=among,
    )  # fmt: skip
