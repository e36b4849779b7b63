"""Two indices or two versions of one, side by side: which changes can be read, and which not."""

from __future__ import annotations

import math
from collections.abc import Iterator

from paseo.assessment.index.words.of_steps import method as said_method
from paseo.assessment.index.words.standing import Standing
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
from paseo.report.index.speaker import MOST_LISTED, IndexSpeaker
from paseo.stats.composite import Record
from paseo.stats.composite.comparison import compare


def blocks(one: IndexSpeaker, other: IndexSpeaker) -> Iterator[Block]:
    """Yield the comparison; the first index is the one that is compared from."""
    held = [unit for unit in one.units if unit in one.at and unit in other.at]
    yield Heading(one.tell("short"), 1, "short")
    for sentence in sentences(one, other):
        yield Paragraph(sentence, lead=True)
    marks = dict.fromkeys((*about(one), *about(other)))
    yield from marks
    if not (one.ranked and other.ranked):
        yield Callout("caution", one.tell("no_ranks_title"), (one.tell("compare_no_ranks"),))
    yield Heading(one.tell("compare_units"), 1, "units")
    yield _table(one, other, held[:MOST_LISTED])
    yield Heading(one.tell("compare_choices"), 1, "choices")
    yield from _choices(one, other)
    yield Callout(
        "caution", one.tell("says_not"), (one.tell("compare_not"), one.tell("compare_scale"))
    )


def sentences(one: IndexSpeaker, other: IndexSpeaker) -> tuple[str, ...]:
    """Return what can be said: units in both, and places that clearly differ."""
    units = set(one.run.built.units) & set(other.run.built.units)
    only = (len(one.run.built.units) - len(units), len(other.run.built.units) - len(units))
    found = [one.tell("compare_both", count=len(units), units=one.count(len(units)))]
    if any(only):
        found.append(one.tell("compare_only", first=one.count(only[0]), second=one.count(only[1])))
    agreement = compare(one.run.built, other.run.built, one.top, other.top)
    if math.isfinite(agreement.spearman):
        found.append(
            one.tell(
                "compare_agreement", agreement=one.number(agreement.spearman, 2),
                shift=one.number(agreement.mean_shift, 1),
            )
        )  # fmt: skip
    if one.ranked and other.ranked:
        clear = [
            unit for unit in one.units
            if unit in units and _apart(one.by_unit[unit], other.by_unit[unit])
        ]  # fmt: skip
        if clear:
            names = one.list((one.unit(unit) for unit in clear), 8)
            found.append(one.tell("compare_clear", count=len(clear), names=names))
        else:
            found.append(one.tell("compare_none_clear"))
    return tuple(found)


def _apart(one: Standing, other: Standing) -> bool:
    """Say whether two intervals of places do not overlap."""
    if not (one.ranked and other.ranked):
        return False
    return one.worst < other.best or other.worst < one.best


def _table(one: IndexSpeaker, other: IndexSpeaker, held: list[str]) -> Table:
    ranked = one.ranked and other.ranked
    names = [_version(one), _version(other)]
    if names[0] == names[1]:
        names = [one.tell("compare_first"), one.tell("compare_second")]
    scores = [
        dict(zip(speaker.run.built.units, speaker.run.built.scores(speaker.top), strict=True))
        for speaker in (one, other)
    ]
    columns = [Column(one.tell("column_unit"), width=2.2)]
    columns += [Column(one.tell("column_score_of", name=name), "end") for name in names]
    columns.append(Column(one.tell("column_difference"), "end"))
    if ranked:
        columns += [Column(one.tell("column_places_of", name=name), "end") for name in names]
        columns.append(Column(one.tell("column_clear"), width=1.2))
    rows = []
    for unit in held:
        before, after = (float(found[unit]) for found in scores)
        gap = after - before
        cells = [Cell(one.unit(unit)), one.score(before), other.score(after), _gap(one, gap)]
        if ranked:
            standing = (one.by_unit[unit], other.by_unit[unit])
            cells += [Cell(one.reach(each)) for each in standing]
            cells.append(Cell(one.tell("clear" if _apart(*standing) else "not_clear")))
        rows.append(tuple(cells))
    return Table(
        one.tell("compare_units"), tuple(columns), tuple(rows),
        (one.tell("compare_note"),) if ranked else (), "units-table",
    )  # fmt: skip


def _gap(speaker: IndexSpeaker, gap: float) -> Cell:
    if not math.isfinite(gap):
        return Cell(speaker.say("not_known"))
    shown = speaker.number(gap, speaker.digits)
    return Cell(f"+{shown}" if gap > 0 else shown, gap)


def _version(speaker: IndexSpeaker) -> str:
    return speaker.tell("version", version=speaker.run.index.spec.version)


def _choices(one: IndexSpeaker, other: IndexSpeaker) -> Iterator[Block]:
    """Yield the steps that differ, and the elements that one has and the other has not."""
    told: list[str] = []
    first, second = (_records(speaker) for speaker in (one, other))
    for step in dict.fromkeys((*first, *second)):
        before, after = first.get(step), second.get(step)
        if before is not None and after is not None and _same(before, after):
            continue
        told.append(
            one.tell(
                "compare_step", step=one.say(f"step.{step}"),
                before=said_method(one, before) if before else one.tell("compare_without"),
                after=said_method(other, after) if after else one.tell("compare_without"),
            )
        )  # fmt: skip
    mine, theirs = (speaker.run.built.structure for speaker in (one, other))
    gone = [one.element(code) for code in mine.by_code if code not in theirs.by_code]
    new = [other.element(code) for code in theirs.by_code if code not in mine.by_code]
    if gone:
        told.append(one.tell("compare_gone", names=one.list(gone, 12)))
    if new:
        told.append(one.tell("compare_new", names=one.list(new, 12)))
    heavier = _weights(one, other)
    if heavier:
        told.append(one.tell("compare_weights", names=one.list(heavier, 12)))
    yield Bullets(tuple(told) or (one.tell("compare_same"),))


def _records(speaker: IndexSpeaker) -> dict[str, Record]:
    return {record.step: record for record in speaker.run.built.records}


def _same(one: Record, other: Record) -> bool:
    return one.method == other.method and dict(one.settings) == dict(other.settings)


def _weights(one: IndexSpeaker, other: IndexSpeaker) -> list[str]:
    """Return the elements whose share in their part differs."""
    mine, theirs = (speaker.run.built.structure for speaker in (one, other))
    return [
        f"{one.element(code)} ({one.weighted(code)} → {other.weighted(code)})"
        for code, element in mine.by_code.items()
        if element.parent and code in theirs.by_code and theirs.by_code[code].parent
        and one.weighted(code) != other.weighted(code)
    ]  # fmt: skip
