"""What a result does not say, and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.prevention.evaluation.result import Evaluation
from paseo.report.document import Block, Bullets, Heading
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker


def chapter(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield what this does not say, then the sources of the data where they are stated."""
    said = speaker.told.not_said
    if said:
        yield Heading(speaker.say("h.not"), 1, "not")
        yield Bullets(said)
    if found.case.sources:
        yield Heading(speaker.say("h.sources"), 1, "sources")
        yield Bullets(tuple(found.case.sources))
