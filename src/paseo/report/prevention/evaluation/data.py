"""What was counted or answered: the table of all numbers and its picture."""

from __future__ import annotations

import math
from collections.abc import Iterator

from paseo.prevention.evaluation.case import PairedScores, PairedShares, Shares, Waves
from paseo.prevention.evaluation.result import Evaluation, Tally
from paseo.report.document import Block, Bullets, Cell, Heading, Table, Words
from paseo.report.prevention.evaluation import pictures
from paseo.report.prevention.evaluation.blocks import figure, table
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker


def chapter(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield the picture and the table of counts, or of answers, and what was noticed."""
    waves = isinstance(found.case.data, Waves)
    if not found.tallies and not waves:
        return
    yield Heading(speaker.say("h.answers" if waves else "h.data"), 1, "data")
    drawn = pictures.counted(speaker, found)
    if drawn is not None:
        yield figure(drawn, with_table=False)
    if found.tallies:
        yield counts(speaker, found.tallies)
    if waves:
        yield answers(speaker, found)
    notes = speaker.remarks(found.notes)
    if notes:
        yield Bullets(tuple(notes))


def counts(speaker: EvaluationSpeaker, tallies: tuple[Tally, ...]) -> Table:
    """Return the counts of every area and class before and after."""
    classes = any(one.crime for one in tallies)
    rates = any(not math.isclose(one.before, one.before_rate, rel_tol=1e-9) for one in tallies)
    columns = [("area", 2.2), ("role", 2.2)]
    columns += [("class", 1.6)] if classes else []
    columns += [("before", 1.0), ("after", 1.0), ("change", 1.0)]
    columns += [("before_rate", 1.3), ("after_rate", 1.3)] if rates else []
    rows: list[tuple[Words | Cell, ...]] = []
    for one in tallies:
        row: list[Words | Cell] = [speaker.area(one.area), speaker.role(one.role)]
        if classes:
            row.append(speaker.crime(one.crime) or speaker.say("all_classes"))
        change = None if one.after is None else one.after - one.before
        row += [Cell(speaker.count(number), number) for number in (one.before, one.after, change)]
        if rates:
            held = (one.before_rate, one.after_rate)
            row += [Cell(speaker.number(number, 1), number) for number in held]
        rows.append(tuple(row))
    first = 3 if classes else 2
    return table(
        speaker.say("table.counts", unit=speaker.wording.unit("events")),
        tuple((speaker.say(f"table.{name}"), width) for name, width in columns),
        rows,
        ends=tuple(range(first, len(columns))),
    )


def answers(speaker: EvaluationSpeaker, found: Evaluation) -> Table:
    """Return the answers of both waves in every area."""
    assert isinstance(found.case.data, Waves)
    rows: list[tuple[Words | Cell, ...]] = []
    for one in found.case.data.answers:
        before, after = _waves(speaker, one)
        role = speaker.role(found.case.area(one.area).role)
        rows.append((speaker.area(one.area), role, before, after))
    names = (("area", 2.0), ("role", 2.0), ("before", 2.0), ("after", 2.0))
    return table(
        speaker.say("h.answers"),
        tuple((speaker.say(f"table.{name}"), width) for name, width in names),
        rows,
        ends=(2, 3),
    )


def _waves(
    speaker: EvaluationSpeaker, one: Shares | PairedShares | PairedScores
) -> tuple[str, str]:
    if isinstance(one, Shares):
        return _share(speaker, one.before), "–" if one.after is None else _share(speaker, one.after)
    if isinstance(one, PairedShares):
        size = one.yes_yes + one.yes_no + one.no_yes + one.no_no
        return (
            _share(speaker, (one.yes_yes + one.yes_no, size)),
            _share(speaker, (one.yes_yes + one.no_yes, size)),
        )
    means = [sum(scores) / len(scores) for scores in (one.before, one.after)]
    return speaker.number(means[0], 2), speaker.number(means[1], 2)


def _share(speaker: EvaluationSpeaker, wave: tuple[float, float]) -> str:
    yes, asked = wave
    said = speaker.percent(yes / asked, 1) if asked else "–"
    return f"{said} ({speaker.count(yes)} / {speaker.count(asked)})"
