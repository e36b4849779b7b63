"""Every effect of every method and comparison, differences and ratios together."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.prevention.evaluation.result import Disagreement, Effect, Evaluation, GapPath, Kind
from paseo.report.document import Block, Bullets, Callout, Cell, Heading, Paragraph, Table, Words
from paseo.report.prevention.evaluation import pictures
from paseo.report.prevention.evaluation.blocks import figure, table
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker, estimate_of


def chapter(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield pictures and table of all effects, the twofold warning, and every caution."""
    if not found.effects:
        return
    yield Heading(speaker.say("h.effects"), 1, "effects")
    yield Paragraph(speaker.say("effects_lead"))
    for drawn in pictures.effects(speaker, found):
        yield figure(drawn, with_table=False)
    yield from both(speaker, found.disagreements)
    yield listed(speaker, found)
    told = cautions(speaker, found)
    if told:
        yield Bullets(tuple(told))


def both(speaker: EvaluationSpeaker, disagreements: tuple[Disagreement, ...]) -> Iterator[Block]:
    """Yield difference and ratio side by side, as a warning where they rest on unlike counts."""
    if not disagreements:
        return
    lines: list[Words] = [
        speaker.say(
            "both",
            comparison=speaker.comparison(one),
            words=" ".join(speaker.wording.disagreement(one)),
        )
        for one in disagreements
    ]
    warns = any(one.unlike or one.opposite for one in disagreements)
    yield Callout("caution" if warns else "note", speaker.say("both_title"), tuple(lines))


def listed(speaker: EvaluationSpeaker, found: Evaluation) -> Table:
    """Return every effect with interval, p and variance factor."""
    names = (
        ("comparison", 2.0), ("method", 2.6), ("measured", 1.4), ("value", 1.1), ("low", 1.0),
        ("high", 1.0), ("p", 1.1), ("factor", 1.0),
    )  # fmt: skip
    notes: tuple[Words, ...] = (
        speaker.say("effects_count", count=len(found.effects)),
        speaker.say("effects_ratio"),
        speaker.say("p_note"),
        speaker.say("factor_note"),
    )
    return table(
        speaker.say("table.effects", level=speaker.level(found.case.level)),
        tuple((speaker.say(f"table.{name}"), width) for name, width in names),
        [_row(speaker, one) for one in pictures.shown(found.effects)],
        notes,
        ends=(3, 4, 5, 6, 7),
    )


def _row(speaker: EvaluationSpeaker, one: Effect) -> tuple[Words | Cell, ...]:
    head = (speaker.row(one), speaker.how(one), speaker.unit(one))
    if one.estimate is None:
        why = speaker.remark(one.unreadable) if one.unreadable else ""
        said = speaker.say("table.unreadable")
        return (*head, f"{said}: {why}" if why else said, "–", "–", "–", "–")
    held = estimate_of(one)
    digits = 2 if one.kind in (Kind.RATIO, Kind.QUOTIENT) else 1
    figures = [Cell(speaker.number(number, digits), number)
               for number in (held.value, held.low, held.high)]  # fmt: skip
    return (*head, *figures, speaker.p(one), speaker.number(one.factor, 2))


def cautions(speaker: EvaluationSpeaker, found: Evaluation) -> list[str]:
    """Return every caution, reading and published form once, with its method."""
    told: dict[str, None] = {}
    for one in found.effects:
        name = speaker.method(one.method)
        remarks = [*one.cautions, *([one.reading] if one.reading else [])]
        for remark in remarks:
            told.setdefault(f"{name}: {speaker.remark(remark)}")
        published = speaker.wording.as_published(one)
        if published and not one.crime:
            told.setdefault(f"{name}, {speaker.comparison(one)}: {published}")
    return list(told)


def over_time(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield the series against what was expected, and the gap among placebos."""
    drawn = pictures.series(speaker, found)
    if drawn:
        yield Heading(speaker.say("h.series"), 1, "series")
        for one in drawn:
            yield figure(one)
    gaps = pictures.placebos(speaker, found)
    if gaps:
        yield Heading(speaker.say("h.placebos"), 1, "placebos")
        for one, path in zip(gaps, [gap for gap in found.gaps if not gap.crime], strict=True):
            yield figure(one)
            yield _weights(speaker, path)
            yield _ratios(speaker, path)


def _weights(speaker: EvaluationSpeaker, path: GapPath) -> Table:
    held = sorted(path.weights.items(), key=lambda one: -one[1])
    return table(
        speaker.say("table.weights"),
        ((speaker.say("table.area"), 3.0), (speaker.say("table.weight"), 1.0)),
        [
            (speaker.area(code), Cell(speaker.number(weight, 3), weight))
            for code, weight in held
            if weight >= 0.0005
        ],
        ends=(1,),
    )


def _ratios(speaker: EvaluationSpeaker, path: GapPath) -> Table:
    """Return the misfit of every area, the largest first; the area of the measure among them."""
    held = [(speaker.areas(path.areas), path.ratio, speaker.role("treated"))]
    held += [(speaker.area(one.area), one.ratio, speaker.role("donor")) for one in path.placebos]
    return table(
        speaker.say("table.placebos"),
        (
            (speaker.say("table.area"), 2.4), (speaker.say("table.role"), 2.4),
            (speaker.say("table.ratio"), 1.0),
        ),
        [
            (area, role, Cell(speaker.number(ratio, 2), ratio))
            for area, ratio, role in sorted(held, key=lambda one: -one[1])
        ],
        ends=(2,),
    )  # fmt: skip
