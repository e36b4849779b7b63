"""The report of a survey: results in, a document out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from paseo.content.numbers import format_date, format_number
from paseo.content.phrases import load_phrases
from paseo.evidence.surveys.mapping import IndicatorRule
from paseo.evidence.surveys.naming import Names
from paseo.evidence.surveys.observations import wording_text
from paseo.evidence.surveys.reading import Reading, read_indicator
from paseo.evidence.surveys.results import SurveyResults
from paseo.report.document import (
    WRITER_WORDS,
    Block,
    Bullets,
    Callout,
    Contents,
    Document,
    Figure,
    Heading,
    Paragraph,
)
from paseo.report.survey import method
from paseo.report.survey.tables import glance_table, on_pages, range_picture, result_table
from paseo.report.survey.words import SurveyWords


def survey_document(
    results: SurveyResults,
    names: Names,
    language: str = "en",
    *,
    place: str = "",
    generated: bool = False,
    made_at: datetime | None = None,
) -> Document:
    """Return the report of a survey in one language.

    Args:
        results: after disclosure control.
        names: of indicators, groups and areas.
        place: the city.
        generated: the answers are invented; then every page says so.
        made_at: now where left out.
    """
    words = SurveyWords(results, names, language)
    survey = results.mapping.survey
    made = made_at or datetime.now().astimezone()
    said = load_phrases("paseo.report")
    return Document(
        title=words.say("title", title=survey.title.read(language).words),
        subtitle=words.say(
            "subtitle",
            population=survey.population.read(language).words,
            period=words.period(survey.period),
            date=format_date(made, language),
        ),
        language=language,
        place=place,
        period=words.period(survey.period),
        made_at=made,
        blocks=tuple(_blocks(words)),
        generated=said.say("generated", language) if generated else "",
        words={word: said.say(word, language) for word in WRITER_WORDS},
    )


def _blocks(words: SurveyWords) -> Iterator[Block]:
    results = words.results
    yield Heading(words.say("about"), 1, "about")
    level = format_number(100 * _level(results), words.language, "%", 0)
    if results.mapping.margins_known:
        yield Paragraph(words.say("about_lead", level=level), lead=True)
    else:
        yield Callout("caution", words.say("says_not"), (words.say("about_open"),))
    yield Paragraph(words.say("about_composed"))
    yield Contents(words.say("contents"), levels=1)
    yield Heading(words.say("glance"), 1, "glance-title")
    yield glance_table([one for one in results.results if one.headline and one.place.whole], words)
    for rule in results.mapping.indicators:
        yield from _indicator(rule, words)
    yield from method.blocks(words)


def _level(results: SurveyResults) -> float:
    return results.results[0].level if results.results else 0.95


def _indicator(rule: IndicatorRule, words: SurveyWords) -> Iterator[Block]:
    results, language = words.results, words.language
    reading = read_indicator(results, rule, words.names, language)
    yield Heading(reading.name, 1, f"indicator-{rule.id}")
    for sentence in reading.headline:
        yield Paragraph(sentence, lead=True)
    text = wording_text(results.mapping, rule)
    if text:
        yield Paragraph(words.say("question", text=text.read(language).words))
    held = [one for one in results.of(rule) if one.headline]
    table = result_table(rule, held, words)
    groups = [one for one in held if not one.place.whole]
    sentence = " ".join(reading.headline)
    pictures = [
        range_picture(rule, part, words, sentence, key=f"s-{rule.id}-{number}", among=groups)
        for number, part in enumerate(on_pages(groups))
    ]
    shown = [one for one in pictures if one is not None]
    if not shown:
        yield table
    for number, one in enumerate(shown):
        behind = None if number else table
        yield Figure(one.svg, one.title, one.description, "" if number else sentence, behind)
    yield from _sentences(reading, words, rule)


def _sentences(reading: Reading, words: SurveyWords, rule: IndicatorRule) -> Iterator[Block]:
    for name in ("differences", "changes"):
        found: tuple[str, ...] = getattr(reading, name)
        if found:
            yield Heading(words.say(name), 2, f"{name}-{rule.id}")
            yield Bullets(found)
    if reading.cautions:
        yield Callout("caution", words.say("says_not"), reading.cautions)
