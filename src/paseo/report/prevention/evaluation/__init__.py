"""The report "did it work?": what changed, how sure, what else could explain it."""

from __future__ import annotations

from paseo.prevention.evaluation.result import Evaluation
from paseo.report.document import Block, Contents, Document
from paseo.report.prevention.evaluation import (
    annex,
    data,
    effects,
    limits,
    opening,
    power,
    rivals,
)
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker
from paseo.report.prevention.speaker import Standing

__all__ = ["evaluation_document"]


def evaluation_document(found: Evaluation, standing: Standing, language: str = "en") -> Document:
    """Return the report of an evaluation, or of its plan while nothing was counted after.

    Args:
        found: plan, data and everything that was found.
        standing: where and when it is made.
        language: of the report.

    Example:
        >>> from datetime import datetime
        >>> from paseo.content.language import LanguageMap
        >>> from paseo.prevention.evaluation.case import Area, Case, Count, Counts, Role
        >>> from paseo.prevention.evaluation.evaluating import evaluate
        >>> areas = (Area("park", Role.TREATED), Area("square", Role.COMPARISON))
        >>> data = Counts((Count("park", 100, 80), Count("square", 100, 90)))
        >>> found = evaluate(Case(title="Gates", areas=areas, data=data))
        >>> standing = Standing(LanguageMap("Alder"), datetime(2026, 11, 26))
        >>> evaluation_document(found, standing).title
        'Gates'
    """
    speaker = EvaluationSpeaker(found, standing, language)
    plan = found.case.is_plan
    blocks: list[Block] = [*opening.chapter(speaker, found)]
    blocks.append(Contents(speaker.say("contents"), 1))
    blocks += opening.asked(speaker, found)
    blocks += data.chapter(speaker, found)
    if not plan:
        blocks += effects.chapter(speaker, found)
        blocks += effects.over_time(speaker, found)
    blocks += power.chapter(speaker, found)
    if not plan:
        blocks += rivals.chapter(speaker, found)
    blocks += limits.chapter(speaker, found)
    blocks += annex.methods(speaker, found)
    blocks += annex.chapter(speaker, found)
    return speaker.document(
        title=found.case.title,
        subtitle=speaker.say("subtitle_plan" if plan else "subtitle"),
        period=opening.period(speaker),
        blocks=blocks,
    )
