"""Which methods were run and which do not fit, and what each does."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.prevention.evaluation.result import Evaluation, Proposal
from paseo.report.document import Block, Heading, Table, Words
from paseo.report.prevention.evaluation.blocks import table
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker


def methods(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield what was proposed and why, and what was refused and why."""
    fitting = [one for one in found.proposals if one.fits]
    refused = [one for one in found.proposals if not one.fits]
    yield Heading(speaker.say("h.methods" if fitting else "h.unfit"), 1, "methods")
    if fitting:
        yield fit(speaker, fitting)
    if refused:
        yield unfit(speaker, refused)


def fit(speaker: EvaluationSpeaker, proposals: list[Proposal]) -> Table:
    names = (("method", 2.0), ("why", 3.0), ("cautions", 3.0))
    return table(
        speaker.say("table.fit"),
        tuple((speaker.say(f"table.{name}"), width) for name, width in names),
        [
            (speaker.method(one.method), _said(speaker.remarks(one.reasons)),
             _said(speaker.remarks(one.cautions)))
            for one in proposals
        ],
    )  # fmt: skip


def unfit(speaker: EvaluationSpeaker, proposals: list[Proposal]) -> Table:
    return table(
        speaker.say("table.unfit"),
        ((speaker.say("table.method"), 2.0), (speaker.say("table.missing"), 4.0)),
        [(speaker.method(one.method), _said(speaker.remarks(one.refusals))) for one in proposals],
    )


def _said(remarks: list[str]) -> Words:
    return " ".join(remarks) or "–"


def chapter(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield each method in words with its source: those that were run; of a plan, all."""
    listed = [one.method for one in found.proposals if one.fits or found.case.is_plan]
    if not listed:
        return
    yield Heading(speaker.say("h.annex"), 1, "annex")
    names = (("table.method", 2.0), ("annex_formula", 4.0), ("annex_source", 2.6))
    yield table(
        speaker.say("annex_lead"),
        tuple((speaker.say(name), width) for name, width in names),
        [
            (speaker.method(one), speaker.wording.formula(one), speaker.say(f"source.{one}"))
            for one in listed
        ],
    )
