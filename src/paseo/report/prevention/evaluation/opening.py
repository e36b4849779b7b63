"""The first page: the three answers, the evidence class, and what was asked."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.content.numbers import format_date
from paseo.prevention.evaluation.case import Case, Series
from paseo.prevention.evaluation.result import Evaluation
from paseo.report.document import Block, Callout, Definitions, Heading, Paragraph, Run, Words
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker


def chapter(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield what changed, how sure that is, what else could explain it, and the class."""
    yield Heading(speaker.say("h.short"), 1, "short")
    if found.case.is_plan:
        yield Paragraph(speaker.say("plan_lead"), lead=True)
    for phrase, sentences in three(speaker):
        yield Heading(speaker.say(phrase), 2, phrase)
        for at, sentence in enumerate(sentences):
            yield Paragraph(sentence, lead=phrase == "changed" and at == 0)
    yield class_of(speaker, found)


def three(speaker: EvaluationSpeaker) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each of the three parts with its sentences; a part without any is left out."""
    told = speaker.told
    for phrase, sentences in (
        ("changed", told.changed),
        ("sure", told.sure),
        ("else", told.rivals),
    ):
        if sentences:
            yield phrase, sentences


def class_of(speaker: EvaluationSpeaker, found: Evaluation) -> Callout:
    """Return the evidence class with its reason, what limits it and what would lift it."""
    held = found.evidence
    body: list[Words] = [speaker.remark(held.reason)]
    body += speaker.remarks(held.limits)
    if held.lift:
        lift = " ".join(speaker.remarks(held.lift))
        body.append(speaker.say("class_lift", words=lift))
    body.append((Run(speaker.say("class_note"), "muted"),))
    return Callout("note", speaker.evidence_name(held.number), tuple(body))


def asked(speaker: EvaluationSpeaker, found: Evaluation) -> Iterator[Block]:
    """Yield the plan: outcome, start, level, how the place was chosen."""
    yield Heading(speaker.say("h.asked"), 1, "asked")
    yield Definitions(tuple((term, words) for term, words in facts(speaker, found.case)))


def facts(speaker: EvaluationSpeaker, case: Case) -> list[tuple[str, str]]:
    """Return what a plan says, pair by pair; what nobody stated is left out."""
    worst = {True: "yes", False: "no", None: ""}[case.chosen_as_worst]
    found = [
        ("outcome", case.outcome),
        ("unit", case.unit),
        ("better", speaker.say(f"better.{case.better}")),
        ("indicator", case.indicator),
        ("measure", case.measure),
        ("place", case.place),
        ("start", speaker.date(case.start) if case.start else ""),
        ("review", speaker.date(case.review) if case.review else ""),
        ("periods", lengths(speaker, case)),
        ("level", speaker.level(case.level)),
        ("assignment", speaker.say(f"assignment.{case.assignment}")),
        ("worst", speaker.say(worst) if worst else ""),
        ("expected", "" if case.expected is None else speaker.percent(case.expected)),
        ("mechanism", case.mechanism),
        ("note", case.note),
    ]
    return [(speaker.say(term), words) for term, words in found if words]


def lengths(speaker: EvaluationSpeaker, case: Case) -> str:
    """Return how long was counted before and after, in words."""
    data = case.data
    if isinstance(data, Series):
        split = len(data.starts) if case.start is None else data.split(case.start)
        return speaker.say(
            "periods_series", before=speaker.number(split, 0),
            after=speaker.number(len(data.starts) - split, 0),
        )  # fmt: skip
    held = case.periods
    if held.spans is not None:
        return " · ".join(
            f"{speaker.date(one.first)} – {speaker.date(one.last)}" for one in held.spans
        )
    if held.equal and not held.unit:
        return speaker.say("periods_equal")
    known = held.unit in ("days", "weeks", "months", "years")
    return speaker.say(
        "periods_two", before=speaker.number(held.before), after=speaker.number(held.after),
        unit=speaker.say(held.unit) if known else held.unit or speaker.say("period"),
    )  # fmt: skip


def period(speaker: EvaluationSpeaker) -> str:
    """Return what stands on every page: the day of the report; the start is a fact of the plan."""
    return format_date(speaker.standing.made_at.date(), speaker.language)
