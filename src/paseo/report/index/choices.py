"""Which choice drives the places, what was varied, and what taking an element out does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from paseo.assessment.index import words
from paseo.assessment.index.words.of_drivers import order, parts, still
from paseo.report.charts import DriverRow, Estimate, Picture, driver_bars
from paseo.report.charts.words import Words
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Heading,
    Paragraph,
    Table,
)
from paseo.report.index.speaker import IndexSpeaker, section
from paseo.stats.composite.uncertainty.results import Drivers

#: Indicators whose removal is told, those that move places most.
MOST_REMOVED: Final = 12


def blocks(speaker: IndexSpeaker) -> Iterator[Block]:
    """Yield the choices; nothing where neither uncertainty nor drivers nor removal was run."""
    run = speaker.run
    if run.drivers is not None:
        yield Heading(speaker.tell("drivers"), 1, "drivers")
        yield Bullets(words.drivers(run, speaker.language))
        if not still(run.drivers):
            sentence = speaker.tell(
                "drivers_said", runs=speaker.count(run.drivers.runs),
                level=speaker.percent(run.drivers.level),
            )  # fmt: skip
            # The table of the indices near the end holds the same numbers.
            yield speaker.figure(driver_picture(speaker, run.drivers), sentence, tabled=False)
    elif run.uncertainty is not None:
        yield Heading(speaker.tell("drivers"), 1, "drivers")
        yield Callout("missing", speaker.tell("drivers_missing_title"),
                      (speaker.tell("drivers_missing"),))  # fmt: skip
    told = words.varied(run, speaker.language)
    yield from section(speaker.tell("varied"), told, 2, "varied")
    if run.removal:
        yield Heading(speaker.tell("removal"), 2, "removal")
        yield Paragraph(speaker.tell("removal_lead"))
        yield removal_table(speaker)


def driver_rows(found: Drivers, named: Callable[[str], str]) -> list[DriverRow]:
    """Return what each choice does to the places of all units, largest first; pages take it too.

    Args:
        named: gives the name of a choice by its id.
    """
    held = parts(found)
    return [
        DriverRow(
            named(found.factors[at]),
            _percent(one.total, one.total_low, one.total_high, one.told),
            _percent(one.first, one.first_low, one.first_high, one.told and one.told_alone),
        )
        for at in order(found)
        for one in (held[at],)
    ]


def driver_words(words: Words) -> Words:
    """Return the words of a picture of choices: what is not told was sought too seldom."""
    return replace(words, not_assessed=words.driver_few)


def driver_picture(
    speaker: IndexSpeaker, found: Drivers, *, key: str = "drivers", width: float = 640
) -> Picture:
    """Return the choices as bars, largest first."""
    return driver_bars(
        driver_rows(found, speaker.factor), title=speaker.tell("drivers_picture"),
        description=" ".join(words.drivers(speaker.run, speaker.language)),
        words=driver_words(speaker.chart_words), key=key, width=width,
    )  # fmt: skip


def _percent(value: float, low: float, high: float, told: bool) -> Estimate:
    """Return a part in per cent, ended at none and all; none where it cannot be told."""
    if not told:
        return Estimate(None)
    return Estimate(*(100 * min(1.0, max(0.0, end)) for end in (value, low, high)))


def removal_table(speaker: IndexSpeaker) -> Table:
    """Return how far places move without each element: parts, then indicators, largest first."""
    removal = speaker.run.removal or {}
    ordered = sorted(removal.items(), key=lambda one: -(one[1] if one[1] == one[1] else -1.0))
    indicators = [one for one in ordered if _is_indicator(speaker, one[0])]
    rest = len(indicators) - MOST_REMOVED
    parts = [one for one in ordered if one not in indicators]
    ordered = [*parts, *indicators[:MOST_REMOVED]]
    return Table(
        caption=speaker.tell("removal"),
        columns=(
            Column(speaker.tell("column_element"), width=3),
            Column(speaker.tell("column_kind")),
            Column(speaker.tell("column_shift"), "end"),
        ),
        rows=tuple(
            (
                Cell(speaker.element(code)),
                Cell(_kind(speaker, code)),
                Cell(speaker.number(shift, 1), shift if shift == shift else None),
            )
            for code, shift in ordered
        ),
        notes=(
            *((speaker.tell("removal_rest", count=rest),) if rest > 0 else ()),
            speaker.tell("removal_note"),
        ),
        id="removal",
    )


def _kind(speaker: IndexSpeaker, code: str) -> str:
    return speaker.tell("kind_indicator" if _is_indicator(speaker, code) else "kind_part")


def _is_indicator(speaker: IndexSpeaker, code: str) -> bool:
    return code in speaker.run.index.spec.structure.indicators
