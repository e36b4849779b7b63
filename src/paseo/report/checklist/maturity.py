"""The data-maturity page as a document: themes, levels in words, and the answers behind them."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.checklist.maturity import LEVELS, CriterionFound, ThemeMaturity
from paseo.assessment.checklist.result import ChecklistResult
from paseo.report.checklist.speaker import Speaker
from paseo.report.document import (
    Block,
    Callout,
    Cell,
    Column,
    Definitions,
    Document,
    Heading,
    Paragraph,
    Table,
)


def maturity_document(result: ChecklistResult, language: str = "en") -> Document:
    """Return the data maturity of a city as a document."""
    speaker = Speaker(result, language)
    return speaker.document("maturity", _blocks(speaker))


def level_in_words(speaker: Speaker, theme: ThemeMaturity) -> str:
    """Return the level of a theme, or the two between which it lies."""
    if theme.cannot_tell:
        return speaker.say("level_unknown")
    if theme.certain:
        return speaker.say(f"level.{theme.least}")
    low = speaker.say(f"level.{theme.least}")
    high = speaker.say(f"level.{theme.most}")
    return speaker.say("level_between", low=low.lower(), high=high.lower())


def _blocks(speaker: Speaker) -> Iterator[Block]:
    themes = speaker.result.maturity
    yield Paragraph(speaker.say("maturity_lead"), lead=True)
    yield Paragraph(speaker.say("composed"))
    yield Table(
        caption=speaker.say("maturity_table"),
        columns=(
            Column(speaker.say("column_theme"), width=2),
            Column(speaker.say("column_level"), width=2),
            Column(speaker.say("column_met"), "end", 0.7),
            Column(speaker.say("column_partly"), "end", 0.7),
            Column(speaker.say("column_not_met"), "end", 0.7),
            Column(speaker.say("column_unknown"), "end", 0.8),
        ),
        rows=tuple(_row(speaker, theme) for theme in themes),
        notes=(speaker.say("maturity_no_total"),),
    )
    yield Heading(speaker.say("levels_title"), 1, "levels")
    yield Definitions(
        tuple(
            (speaker.say(f"level.{level}"), speaker.say(f"level_means.{level}")) for level in LEVELS
        )
    )
    yield Paragraph(speaker.say("level_between_means"))
    for theme in themes:
        yield from _theme(speaker, theme)


def _row(speaker: Speaker, theme: ThemeMaturity) -> tuple[Cell, ...]:
    counts = theme.counts()
    return (
        Cell((speaker.run(theme.theme.name),)),
        Cell(level_in_words(speaker, theme)),
        *(
            Cell(str(counts[state]), counts[state])
            for state in ("met", "partly", "not_met", "unknown")
        ),
    )


def _theme(speaker: Speaker, theme: ThemeMaturity) -> Iterator[Block]:
    yield Heading((speaker.run(theme.theme.name),), 1, f"theme-{theme.theme.id}")
    yield Paragraph(level_in_words(speaker, theme), lead=True)
    yield Table(
        caption=speaker.say("criteria_table", theme=speaker.text(theme.theme.name)),
        columns=(
            Column(speaker.say("column_criterion"), width=4),
            Column(speaker.say("column_state"), width=1.3),
            Column(speaker.say("column_answers"), width=0.9),
        ),
        rows=tuple(_criterion(speaker, one) for one in theme.criteria),
        notes=(speaker.say("essential_note"),),
    )
    if theme.most != "solid" or not theme.certain:
        body = (speaker.text(theme.theme.next),)
        yield Callout("note", speaker.say("next_title"), body)


def _criterion(speaker: Speaker, one: CriterionFound) -> tuple[Cell, ...]:
    sign = " *" if one.criterion.essential else ""
    return (
        Cell(f"{speaker.text(one.criterion.text)}{sign}"),
        Cell(speaker.say(f"state.{one.state}")),
        Cell(", ".join(one.questions)),
    )
