"""What could have been seen at all with counts like these."""

from __future__ import annotations

import math
from collections.abc import Iterator

from paseo.prevention.evaluation.result import Evaluation, Power
from paseo.report.document import Block, Bullets, Cell, Heading, Paragraph, Table, Words
from paseo.report.prevention.evaluation.blocks import table
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker


def chapter(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield the smallest change that stands out, for every comparison."""
    plan = found.case.is_plan
    if not found.power and not plan:
        return
    yield Heading(speaker.say("h.power_plan" if plan else "h.power"), 1, "power")
    if not found.power:
        yield Paragraph(speaker.say("power_none"))
        return
    yield Paragraph(speaker.say("power_lead"))
    yield Bullets(tuple(sentences(speaker, first(found.power))))
    yield listed(speaker, found.power, "table.power_plan" if plan else "table.power")


def first(powers: tuple[Power, ...]) -> Power:
    """Return the one to be said: all comparison areas, with displacement where it is in."""
    return [one for one in powers if one.comparison == powers[0].comparison][-1]


def sentences(speaker: EvaluationSpeaker, one: Power) -> list[str]:
    """Return what could be seen, in sentences."""
    return [*speaker.wording.power(one), speaker.say("power_unseen")]


def listed(speaker: EvaluationSpeaker, powers: tuple[Power, ...], caption: str) -> Table:
    """Return what could be seen against every comparison."""
    names = (
        ("comparison", 2.4), ("detectable", 1.2), ("detectable_share", 1.4), ("chance", 1.2),
        ("expected_chance", 1.2), ("months", 1.4),
    )  # fmt: skip
    rows: list[tuple[Words | Cell, ...]] = []
    for one in powers:
        label = (
            speaker.areas(one.comparison)
            if len(one.comparison) == 1
            else (speaker.say("all_areas") if one.comparison else speaker.say("alone"))
        )
        if one.displacement:
            label = f"{label}, {speaker.say('moreover_displacement')}"
        rows.append((
            label,
            Cell(speaker.number(one.detectable, 0), one.detectable),
            Cell(_share(speaker, one.detectable_share), one.detectable_share),
            Cell(speaker.percent(one.power), one.power),
            _share(speaker, one.expected_power),
            "–" if one.months_needed is None else speaker.number(one.months_needed, 0),
        ))  # fmt: skip
    return table(
        speaker.say(caption),
        tuple((speaker.say(f"table.{name}"), width) for name, width in names),
        rows,
        ends=(1, 2, 3, 4, 5),
    )


def _share(speaker: EvaluationSpeaker, share: float | None) -> str:
    return "–" if share is None or math.isnan(share) else speaker.percent(share)
