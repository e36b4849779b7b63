"""Results of a survey as observations, with everything that a reader needs to judge them."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.evidence import columns
from paseo.evidence.city import Source, Wording
from paseo.evidence.surveys.mapping import IndicatorRule, SurveyMapping
from paseo.evidence.surveys.results import NO_MARGIN, Result, SurveyResults

_UNITS: Final = {"share": "percent", "gap": "percentage_points", "group_gap": "percentage_points"}
_STATUS: Final = {
    "shown": columns.NORMAL,
    "weak": columns.LOW_RELIABILITY,
    "withheld": columns.SUPPRESSED,
}
#: What parts the remarks of a note.
_SIGN: Final = "; "


def survey_observations(
    results: SurveyResults,
    *,
    city_area: str,
    units: dict[str, str] | None = None,
    language: str = "en",
) -> pl.DataFrame:
    """Return the published values as a table of observations.

    One row for each indicator, area and group on the base that the mapping names; the value on
    the other base stands in the note. What was withheld has a row with status ``Q``, so that
    nobody takes it for forgotten.

    Args:
        results: after disclosure control.
        city_area: id of the area that is the whole city.
        units: indicator to unit, as the framework has them; where left out, per cent for
            shares, percentage points for gaps, and nothing for means and totals.
        language: of the notes.
    """
    samples = {one.period: one for one in results.samples}
    rows = []
    for one in results.results:
        if not one.headline or (one.standing == "withheld" and not one.n and not one.hidden):
            continue
        sample = samples[one.place.period]
        row = _row(one, results.mapping, city_area, units or {})
        row[columns.MODE], row[columns.SAMPLE] = sample.mode, sample.sample
        row[columns.NOTE] = _note(one, results, language)
        rows.append(row)
    return pl.DataFrame(rows, schema=columns.SCHEMA) if rows else columns.empty()


def _row(
    one: Result, mapping: SurveyMapping, city_area: str, units: dict[str, str]
) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(columns.COLUMNS)
    rule = one.rule
    row |= {
        columns.INDICATOR: rule.id,
        columns.AREA: one.place.area or city_area,
        columns.PERIOD: one.place.period,
        columns.BREAKDOWN: one.place.breakdown,
        columns.VALUE: one.value,
        columns.UNIT: units.get(rule.id) or _UNITS.get(rule.kind),
        columns.STATUS: _STATUS[one.standing],
        columns.N: None if one.hidden else float(one.n),
        columns.DESIGN_EFFECT: one.deff if one.deff and one.deff > 0 else None,
        columns.STANDARD_ERROR: one.se,
        columns.LOW: one.low,
        columns.HIGH: one.high,
        columns.LEVEL: one.level if one.low is not None else None,
        columns.DEFINITION: rule.definition or None,
        columns.SCALE: rule.scale or None,
        columns.CUT: "+".join(rule.first.cut) or None,
        columns.BASE: one.base if rule.kind != "total" else "all_answers",
        columns.BOUNDARY: mapping.survey.boundary or None,
        columns.COUNTING_UNIT: "respondent",
        columns.SOURCE: mapping.survey.id,
        columns.LICENCE: mapping.survey.licence or None,
    }
    if one.standing == "weak" and one.why == NO_MARGIN:
        row[columns.STATUS] = columns.LOW_RELIABILITY
    return row


def _note(one: Result, results: SurveyResults, language: str) -> str | None:
    if one.standing == "withheld":
        return None
    words = load_phrases("paseo.evidence.surveys")
    parts = []
    if one.method:
        parts.append(words.say("note_method", language, method=one.method))
    other = results.other(one)
    if other is not None and other.value is not None:
        phrase = f"note_other_{other.base}"
        parts.append(words.say(phrase, language, value=f"{other.value:.1f}"))
    if one.rule.kind == "group_gap":
        first, second = one.rule.groups[:2]
        parts.append(words.say("note_group_gap", language, first=first, second=second))
    if one.why == NO_MARGIN:
        phrase = "note_open_link" if not results.mapping.margins_known else "note_no_margin"
        parts.append(words.say(phrase, language))
    if results.mapping.survey.note:
        parts.append(results.mapping.survey.note.read(language).words)
    # A semicolon parts remarks: within one it would break it.
    return _SIGN.join(part.replace(";", ",") for part in parts) or None


def survey_source(mapping: SurveyMapping) -> Source:
    """Return the survey as a source of the city's list."""
    survey = mapping.survey
    year = survey.period[:4]
    return Source(
        id=survey.id,
        title=survey.title,
        publisher=survey.publisher,
        year=int(year) if year.isdigit() else None,
        url=survey.url,
        licence=survey.licence,
        note=survey.population,
    )


def survey_wordings(mapping: SurveyMapping) -> tuple[Wording, ...]:
    """Return what was asked as wordings of the city's list, one for each definition in use."""
    rules: dict[str, IndicatorRule] = {}
    for rule in mapping.indicators:
        if rule.definition:
            rules.setdefault(rule.definition, rule)
    return tuple(
        Wording(code, text, rule.id, mapping.survey.id)
        for code, rule in rules.items()
        if (text := wording_text(mapping, rule))
    )


def wording_text(mapping: SurveyMapping, rule: IndicatorRule) -> LanguageMap | None:
    """Return the question behind an indicator, word for word; None where nobody wrote it down."""
    found = mapping.wordings.get(rule.definition)
    return found or mapping.answer(rule.used()[0]).question
