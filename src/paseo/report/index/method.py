"""The method in words with its sources, what the index does not say, and how to make it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paseo.assessment.index import words
from paseo.assessment.index.words.of_drivers import Part, order, parts
from paseo.assessment.index.words.units import unit_words
from paseo.report.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Definitions,
    Heading,
    Table,
    Words,
    said,
)
from paseo.report.index.speaker import IndexSpeaker
from paseo.stats.composite.uncertainty.results import Drivers


def blocks(speaker: IndexSpeaker) -> Iterator[Block]:
    """Yield the limits, the formulas in words, the sources and the record."""
    run = speaker.run
    yield Heading(speaker.tell("says_not"), 1, "says-not")
    yield Bullets(words.says_not(run, speaker.language))
    yield Heading(speaker.tell("method"), 1, "method")
    yield Definitions(tuple(_formulas(speaker)))
    yield Heading(speaker.tell("sources"), 2, "sources")
    yield Bullets(tuple(_sources(speaker)), numbered=True)
    yield from _elements(speaker)
    yield Heading(speaker.tell("again"), 1, "again")
    yield Definitions(tuple(_again(speaker)))


def _formulas(speaker: IndexSpeaker) -> Iterator[tuple[Words, Words]]:
    """Yield each step that was taken and each figure that is shown, with its formula in words."""
    run = speaker.run
    names = [f"{record.step}.{record.method}" for record in run.built.records]
    named = [one for one in dict.fromkeys(names) if f"formula.{one}" in speaker.report]
    for one in named:
        step, _, _ = one.partition(".")
        yield speaker.say(f"step.{step}"), speaker.tell(f"formula.{one}")
    shown = ["score"]
    if run.uncertainty is not None:
        shown += ["recalculation", "interval", "place", "band", "chance"]
    if run.drivers is not None:
        shown += ["total", "first"]
    if run.removal:
        shown.append("removal")
    if run.analysis is not None:
        shown.append("influence")
    for name in shown:
        yield speaker.tell(f"term.{name}"), speaker.tell(f"formula.{name}")


def _sources(speaker: IndexSpeaker) -> Iterator[Words]:
    for source in speaker.run.index.spec.sources.values():
        yield (said(source.read(speaker.language), speaker.language),)
    names = ["handbook"]
    for record in speaker.run.built.records:
        if f"source.{record.step}.{record.method}" in speaker.report:
            names.append(f"{record.step}.{record.method}")
    if speaker.run.analysis is not None:
        names.append("influence")
    if speaker.run.uncertainty is not None:
        names += ["uncertainty", "band"]
    if speaker.run.drivers is not None:
        names += ["sobol", "total"]
    for name in dict.fromkeys(names):
        yield speaker.tell(f"source.{name}")


def _elements(speaker: IndexSpeaker) -> Iterator[Block]:
    structure = speaker.run.built.structure
    periods = speaker.run.index.periods
    yield Heading(speaker.tell("indicators"), 2, "indicators")
    yield Table(
        caption=speaker.tell("indicators"),
        columns=(
            Column(speaker.tell("column_indicator"), width=2.6),
            Column(speaker.tell("column_within"), width=1.6),
            Column(speaker.tell("column_unit_of"), width=1.4),
            Column(speaker.tell("column_better")),
            *((Column(speaker.tell("column_period")),) if periods else ()),
        ),
        rows=tuple(
            (
                Cell(speaker.element(code)),
                Cell(speaker.element(one.parent)),
                Cell(unit_words(one.unit, speaker.language) or speaker.say("not_known")),
                Cell(speaker.tell("better_high" if one.direction > 0 else "better_low")),
                *((Cell(periods.get(code, speaker.say("not_known"))),) if periods else ()),
            )
            for code in structure.indicators
            for one in (structure.by_code[code],)
        ),
        id="indicators",
    )
    if (found := speaker.run.drivers) is None:
        return
    note = speaker.tell(
        "drivers_note", base=speaker.count(found.base), runs=speaker.count(found.runs),
        resamples=speaker.count(found.resamples), level=speaker.percent(found.level),
    )  # fmt: skip
    yield _indices(speaker, found, "drivers_table", parts(found), note)
    shift = tuple(
        Part(*map(float, row))
        for row in zip(
            found.total, found.total_low, found.total_high, found.first, found.first_low,
            found.first_high, strict=True,
        )
    )  # fmt: skip
    yield _indices(speaker, found, "shift_table", shift, speaker.tell("shift_note"))


def _indices(
    speaker: IndexSpeaker, found: Drivers, name: str, held: Sequence[Part], note: str
) -> Table:
    return Table(
        caption=speaker.tell(name),
        columns=(
            Column(speaker.tell("column_choice"), width=2),
            Column(speaker.tell("column_together"), "end", 1.6),
            Column(speaker.tell("column_alone"), "end", 1.6),
        ),
        rows=tuple(
            (
                Cell(speaker.factor(found.factors[at])),
                Cell(_range(speaker, one.total, one.total_low, one.total_high)),
                Cell(_range(speaker, one.first, one.first_low, one.first_high)),
            )
            for at in order(found)
            for one in (held[at],)
        ),
        notes=(note,),
        id=name.replace("_", "-"),
    )


def _range(speaker: IndexSpeaker, value: float, low: float, high: float) -> str:
    span = speaker.span(float(low), float(high), 2)
    return f"{speaker.number(float(value), 2)} ({span})"


def _again(speaker: IndexSpeaker) -> Iterator[tuple[Words, Words]]:
    spec = speaker.run.index.spec
    yield speaker.tell("again_spec"), f"{spec.id} {spec.version} ({spec.file})"
    yield speaker.tell("again_licence"), spec.licence or speaker.say("not_known")
    found = speaker.run.uncertainty
    if found is not None:
        yield (
            speaker.tell("again_run"),
            speaker.tell(
                "again_seed", runs=speaker.count(found.replications), seed=str(found.seed)
            ),
        )
    for name, digest in speaker.run.index.fingerprint.items():
        yield speaker.tell("again_file", name=name), digest
