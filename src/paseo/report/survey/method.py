"""How a survey was done: sample, weights, margins, wordings, what was withheld."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.content.numbers import format_list
from paseo.evidence.surveys.observations import wording_text
from paseo.evidence.surveys.results import COMPLEMENT, FEW, SampleFacts
from paseo.report.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Definitions,
    Heading,
    Paragraph,
    Table,
    Words,
)
from paseo.report.survey.words import SurveyWords


def blocks(words: SurveyWords) -> Iterator[Block]:
    """Yield the method section."""
    results = words.results
    yield Heading(words.say("method"), 1, "method")
    yield _sample_table(words)
    if results.mapping.margins_known:
        yield Paragraph(words.say("method_intervals"))
    few, more = (results.withheld.get(why, 0) for why in (FEW, COMPLEMENT))
    yield Paragraph(
        words.say(
            "method_disclosure", least=results.least, few=words.count(few), more=words.count(more)
        )
    )
    sources = [
        results.mapping.sources[margin.source]
        for step in results.mapping.weighting
        for margin in step.margins
        if margin.source in results.mapping.sources
    ]
    if sources:
        yield Heading(words.say("method_margins"), 2, "margins")
        named = dict.fromkeys(one.read(words.language).words for one in sources)
        yield Bullets(tuple(named))
    yield Heading(words.say("method_wordings"), 2, "wordings")
    items: list[tuple[Words, Words]] = []
    for rule in results.mapping.indicators:
        text = wording_text(results.mapping, rule)
        name = words.names.indicator(rule, words.language)
        said = text.read(words.language).words if text else words.say("not_known")
        items.append((name, said))
    yield Definitions(tuple(items))


def _sample_table(words: SurveyWords) -> Table:
    survey = words.results.mapping.survey
    samples = words.results.samples
    rows: list[tuple[str, list[str]]] = [
        ("period", [words.period(one.period) for one in samples]),
        ("population", [survey.population.read(words.language).words] * len(samples)),
        ("mode", [words.say(f"mode_{one.mode}") for one in samples]),
        ("sample", [words.say(f"sample_{one.sample}") for one in samples]),
        ("n", [words.count(one.n) for one in samples]),
    ]
    if any(one.drawn for one in samples):
        rows.append(("drawn", [words.count(one.drawn) for one in samples]))
    rows += [
        ("design", [_design(one, words) for one in samples]),
        ("weighting", [_weighting(one, words) for one in samples]),
        ("effective", [words.count(one.effective) for one in samples]),
    ]
    if survey.publisher:
        rows.append(("publisher", [survey.publisher] * len(samples)))
    return Table(
        caption=words.say("method_table"),
        columns=(
            Column(" ", width=1.5),
            *(Column(words.period(one.period), width=2) for one in samples),
        ),
        rows=tuple(
            (Cell(words.say(f"method_{name}")), *(Cell(cell) for cell in cells))
            for name, cells in rows
        ),
        id="sample",
    )


def _design(one: SampleFacts, words: SurveyWords) -> str:
    parts = [
        words.say(f"design_{name}", count=words.count(count))
        for name, count in (
            ("strata", one.strata), ("clusters", one.clusters), ("replicates", one.replicates),
        )
        if count
    ]  # fmt: skip
    return format_list(parts, words.language) or words.say("design_plain")


def _weighting(one: SampleFacts, words: SurveyWords) -> str:
    parts = [words.say(f"step_{step}") for step in one.weighting]
    if words.results.mapping.design.weight:
        parts.insert(0, words.say("weights_given"))
    return format_list(parts, words.language) or words.say("weights_none")
