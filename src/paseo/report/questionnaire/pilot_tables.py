"""The figures of a trial as chapters with a table each."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.evidence.questionnaires.piloting.result import (
    ItemAgreement,
    ItemCount,
    ScaleItem,
    SectionTime,
)
from paseo.report.document import Block, Bullets, Cell, Column, Heading, Paragraph, Table, Words
from paseo.report.questionnaire.pilot_words import PilotSpeaker


def blocks(speaker: PilotSpeaker) -> Iterator[Block]:
    """Yield a chapter for each matter; those with nothing to say are short or absent."""
    yield from _times(speaker)
    yield from _missing(speaker)
    yield from _hard(speaker)
    yield from _comments(speaker)
    yield from _break_offs(speaker)
    yield from _straight(speaker)
    yield from _agreement(speaker)
    yield from _scales(speaker)
    yield from _rules(speaker)


def _chapter(speaker: PilotSpeaker, name: str, lead: str = "") -> Iterator[Block]:
    yield Heading(speaker.say(f"chapter_{name}"), 1, name.replace("_", "-"))
    if lead:
        yield Paragraph(speaker.say(lead))


def _table(
    speaker: PilotSpeaker,
    name: str,
    columns: tuple[tuple[str, float], ...],
    rows: tuple[tuple[Cell, ...], ...],
    notes: tuple[Words, ...] = (),
) -> Table:
    """Return a table whose first column is words and whose others are figures."""
    return Table(
        caption=speaker.say(f"chapter_{name}"),
        columns=tuple(
            Column(speaker.say(f"column_{column}"), "end" if at else "start", width)
            for at, (column, width) in enumerate(columns)
        ),
        rows=rows,
        notes=notes,
        id=f"{name.replace('_', '-')}-table",
    )


def _count(number: int) -> Cell:
    return Cell(str(number), number)


def _times(speaker: PilotSpeaker) -> Iterator[Block]:
    result = speaker.result
    every = [*result.times, result.total_time]
    if not any(one.n for one in every):
        yield from _chapter(speaker, "times", "no_times")
        return
    yield from _chapter(speaker, "times", "times_lead")
    columns = (
        ("section", 2.4), ("median", 1.0), ("quarters", 1.6), ("with_time", 0.8),
        ("without_time", 0.8),
    )  # fmt: skip
    yield _table(speaker, "times", columns, tuple(_time_row(speaker, one) for one in every))


def _time_row(speaker: PilotSpeaker, one: SectionTime) -> tuple[Cell, ...]:
    name: Words = speaker.section(one.section) if one.section else speaker.say("whole")
    quarters = speaker.say("not_counted")
    if one.n:
        low, high = speaker.time(one.lower), speaker.time(one.upper)
        quarters = speaker.say("between", low=low, high=high)
    return (
        Cell(name),
        Cell(speaker.time(one.median), one.median),
        Cell(quarters),
        _count(one.n),
        _count(one.without),
    )


def _missing(speaker: PilotSpeaker) -> Iterator[Block]:
    yield from _chapter(speaker, "missing", "missing_lead")
    columns = (
        ("question", 2.6), ("asked", 0.7), ("answered", 0.8), ("reasons", 1.6), ("empty", 0.7),
        ("not_reached", 0.7), ("rate", 0.8),
    )  # fmt: skip
    counts = speaker.result.counts
    yield _table(speaker, "missing", columns, tuple(_missing_row(speaker, one) for one in counts))


def _missing_row(speaker: PilotSpeaker, one: ItemCount) -> tuple[Cell, ...]:
    reasons = "; ".join(
        speaker.say("reason_count", reason=speaker.reason(one.item, code), count=count)
        for code, count in one.reasons.items()
    )
    rate = speaker.percent(one.rate) if one.rate is not None else speaker.say("not_counted")
    return (
        Cell(speaker.item(one.item)),
        _count(one.asked),
        _count(one.answered),
        Cell(reasons or speaker.say("not_counted")),
        _count(one.empty),
        _count(one.not_reached),
        Cell(rate, one.rate),
    )


def _hard(speaker: PilotSpeaker) -> Iterator[Block]:
    hard = speaker.result.hard
    if not hard:
        yield from _chapter(speaker, "hard", "none_hard")
        return
    yield from _chapter(speaker, "hard", "hard_lead")
    yield Table(
        caption=speaker.say("chapter_hard"),
        columns=(
            Column(speaker.say("column_question"), width=2),
            Column(speaker.say("column_marks"), "end", 1),
            Column(speaker.say("column_said"), width=3),
        ),
        rows=tuple(
            (
                Cell(speaker.question(one.question)),
                Cell(speaker.share(one.n, one.asked), one.n),
                Cell(speaker.reasons_said(one.reasons)),
            )
            for one in hard
        ),
        id="hard-table",
    )


def _comments(speaker: PilotSpeaker) -> Iterator[Block]:
    comments = speaker.result.comments
    if not comments:
        return
    yield from _chapter(speaker, "comments")
    for question, said in comments.items():
        yield Heading(speaker.question(question), 2, f"remarks-{question}")
        yield Bullets(said)


def _break_offs(speaker: PilotSpeaker) -> Iterator[Block]:
    found = speaker.result.break_offs
    if not found:
        yield from _chapter(speaker, "break_offs", "none_stopped")
        return
    yield from _chapter(speaker, "break_offs", "break_offs_lead")
    yield _table(
        speaker,
        "break_offs",
        (("question", 3.0), ("stopped", 1.4)),
        tuple(
            (Cell(speaker.item(one.item)), Cell(speaker.share(one.n, one.reached), one.n))
            for one in found
        ),
    )


def _straight(speaker: PilotSpeaker) -> Iterator[Block]:
    found = speaker.result.straight
    if not found:
        return
    yield from _chapter(speaker, "straight", "straight_lead")
    yield _table(
        speaker,
        "straight",
        (("question", 3.0), ("rows", 0.6), ("alike", 1.4)),
        tuple(
            (
                Cell(speaker.question(one.question)),
                _count(one.rows),
                Cell(speaker.share(one.alike, one.n), one.alike),
            )
            for one in found
        ),
    )


def _agreement(speaker: PilotSpeaker) -> Iterator[Block]:
    result = speaker.result
    if not result.agreement:
        return
    yield from _chapter(speaker, "agreement")
    yield Paragraph(speaker.say("agreement_lead", count=result.units))
    columns = (
        ("question", 2.4), ("pairs", 0.6), ("one_missing", 0.8), ("same", 1.6), ("kappa", 2.0),
    )  # fmt: skip
    rows = tuple(_agreement_row(speaker, one) for one in result.agreement)
    yield _table(speaker, "agreement", columns, rows)


def _agreement_row(speaker: PilotSpeaker, one: ItemAgreement) -> tuple[Cell, ...]:
    value = speaker.interval(one.kappa)
    if one.weighted:
        value = speaker.say("weighted", value=value)
    return (
        Cell(speaker.item(one.item)),
        _count(one.pairs),
        _count(one.one_missing),
        Cell(
            speaker.interval(one.same, percent=True),
            float(one.same.value) if one.same is not None else None,
        ),
        Cell(value, _number(one)),
    )


def _number(one: ItemAgreement) -> float | None:
    value = float(one.kappa.value) if one.kappa is not None else None
    # NaN is no number for a spreadsheet.
    return value if value is not None and value == value else None


def _scales(speaker: PilotSpeaker) -> Iterator[Block]:
    found = speaker.result.scales
    if not found:
        return
    yield from _chapter(speaker, "scales", "scales_lead")
    columns = (("question", 3.0), ("sheets", 0.6), ("correlation", 1.8), ("alpha", 1.0))
    yield _table(speaker, "scales", columns, tuple(_scale_row(speaker, one) for one in found))


def _scale_row(speaker: PilotSpeaker, one: ScaleItem) -> tuple[Cell, ...]:
    unknown = speaker.say("not_to_say")
    correlation = unknown if one.interval is None else speaker.interval(one.interval)
    alpha = unknown if one.alpha is None else speaker.coefficient(one.alpha)
    return (
        Cell(speaker.item(one.item)),
        _count(one.n),
        Cell(correlation, one.correlation),
        Cell(alpha, one.alpha),
    )


def _rules(speaker: PilotSpeaker) -> Iterator[Block]:
    limit = speaker.result.thresholds
    yield from _chapter(speaker, "rules", "rules_lead")
    percent, under = speaker.percent, speaker.coefficient
    figures = (
        ("hard", percent(limit.hard), limit.asked),
        ("empty", percent(limit.empty), limit.asked),
        ("unknown", percent(limit.unknown), limit.asked),
        ("one_answer", percent(limit.one_answer), 2 * limit.asked),
        ("long", speaker.time(limit.seconds), limit.asked),
        ("stopped", percent(limit.broke_off), limit.asked),
        ("alike", percent(limit.straight), limit.asked),
        ("kappa", speaker.say("under", value=under(limit.kappa)), limit.pairs),
        ("item_rest", speaker.say("under", value=under(limit.item_rest)), limit.complete),
    )
    yield _table(
        speaker,
        "rules",
        (("rule", 2.4), ("threshold", 1.0), ("fewest", 1.0)),
        tuple(
            (Cell(speaker.say(f"name_{name}")), Cell(value), _count(fewest))
            for name, value, fewest in figures
        ),
        notes=(speaker.say("source_kappa"), speaker.say("source_item_rest")),
    )
