"""The checklist of other explanations, with who answered what."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.prevention.evaluation.result import Evaluation, Rival
from paseo.report.document import Block, Heading, Paragraph, Run, Words
from paseo.report.prevention.evaluation.blocks import table
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker


def chapter(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield every other explanation, whether it may explain the change, and who says so."""
    yield Heading(speaker.say("h.rivals"), 1, "rivals")
    names = (("rival", 2.6), ("may", 1.1), ("said", 3.2))
    yield table(
        speaker.say("table.rivals"),
        tuple((speaker.say(f"table.{name}"), width) for name, width in names),
        [(speaker.rival(one), speaker.answer(one), why(speaker, one)) for one in found.rivals],
    )
    yield Paragraph((Run(speaker.say("composed"), "muted"),))


def why(speaker: EvaluationSpeaker, one: Rival) -> Words:
    """Return who answered and why; the hint of the data stands beside a person's answer."""
    parts = [speaker.answered_by(one)]
    parts += [one.note] if one.by_person and one.note else []
    parts += [speaker.remark(one.hint)] if one.hint else []
    return ". ".join(part.rstrip(".") for part in parts) + "."
