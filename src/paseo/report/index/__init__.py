"""The report of an index: a run in, a document out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from paseo.assessment.index.results import IndexRun
from paseo.content.numbers import format_date, format_period
from paseo.content.phrases import load_phrases
from paseo.report.document import WRITER_WORDS, Block, Document
from paseo.report.index import choices, comparison, making, method, opening, parts, standings, unit
from paseo.report.index.speaker import IndexSpeaker

if TYPE_CHECKING:
    from paseo.assessment.index.panel.running import PanelRun

__all__ = ["comparison_document", "index_document", "panel_document", "unit_document"]


def index_document(
    run: IndexRun,
    language: str = "en",
    *,
    place: str = "",
    made_at: datetime | None = None,
    version: str = "",
) -> Document:
    """Return the report of an index in one language.

    Without uncertainty no place is told: scores stand in the order of the alphabet.

    Args:
        run: the index with what was found out about it; what was not asked for is left out and,
            where it matters, said to be missing.
        language: of the report; content that lacks it falls back.
        place: what stands at the head of each page; the number of units without.
        made_at: now where left out.
        version: as readers know it; that of the specification where left out.
    """
    speaker = IndexSpeaker(run, language)
    return _document(
        speaker,
        speaker.read(run.index.spec.title),
        (
            *opening.blocks(speaker),
            *standings.blocks(speaker),
            *choices.blocks(speaker),
            *parts.blocks(speaker),
            *making.blocks(speaker),
            *method.blocks(speaker),
        ),
        place=place,
        made_at=made_at,
        version=version,
    )


def unit_document(
    run: IndexRun, code: str, language: str = "en", *, made_at: datetime | None = None
) -> Document:
    """Return the report of one unit of an index.

    Raises:
        KeyError: for a unit that is not in the index as it was built.
    """
    speaker = IndexSpeaker(run, language)
    title = speaker.tell(
        "unit_title", unit=speaker.unit(code), title=speaker.read(run.index.spec.title)
    )
    return _document(
        speaker, title, unit.blocks(speaker, code), place=speaker.unit(code), made_at=made_at
    )


def comparison_document(
    run: IndexRun, other: IndexRun, language: str = "en", *, made_at: datetime | None = None
) -> Document:
    """Return two indices, or two versions of one, side by side.

    Args:
        run: the one that is compared from.
        other: the one that is compared with it.
    """
    one, two = IndexSpeaker(run, language), IndexSpeaker(other, language)
    names = [one.read(each.index.spec.title) for each in (run, other)]
    versions = [each.index.spec.version for each in (run, other)]
    title = one.tell("compare_title", first=names[0], second=names[1])
    if names[0] == names[1]:
        title = one.tell("compare_versions", title=names[0], first=versions[0], second=versions[1])
    generated = run.index.spec.generated or other.index.spec.generated
    return _document(one, title, comparison.blocks(one, two), made_at=made_at, generated=generated)


def panel_document(
    panel: PanelRun, language: str = "en", *, made_at: datetime | None = None
) -> Document:
    """Return an index over time: no places, and changes only where they can be told."""
    from paseo.report.index import panel as over_time

    speaker = over_time.PanelSpeaker(panel, language)
    title = speaker.panel_tell("title", title=speaker.read(panel.spec.title))
    count = len(speaker.units)
    place = speaker.tell("units", count=count, units=speaker.count(count))
    return _document(speaker, title, over_time.blocks(speaker), place=place, made_at=made_at)


def _document(
    speaker: IndexSpeaker,
    title: str,
    blocks: Iterable[Block],
    *,
    place: str = "",
    made_at: datetime | None = None,
    generated: bool = False,
    version: str = "",
) -> Document:
    spec = speaker.run.index.spec
    made = made_at or datetime.now().astimezone()
    said = load_phrases("paseo.report")
    count = len(speaker.run.built.units)
    return Document(
        title=title,
        subtitle=speaker.tell(
            "subtitle", version=version or spec.version, provider=speaker.read(spec.provider),
            date=format_date(made, speaker.language),
        ),
        language=speaker.language,
        place=place or speaker.tell("units", count=count, units=speaker.count(count)),
        period=_period(speaker),
        made_at=made,
        blocks=tuple(blocks),
        generated=speaker.tell("generated") if spec.generated or generated else "",
        words={word: said.say(word, speaker.language) for word in WRITER_WORDS},
    )  # fmt: skip


def _period(speaker: IndexSpeaker) -> str:
    """Return the period of the values, from the first to the last where there are several."""
    spec = speaker.run.index.spec
    held = sorted({one for one in speaker.run.index.periods.values() if one})
    if not held and spec.data.period:
        held = [spec.data.period]
    if not held:
        return speaker.tell("version", version=spec.version)
    code = held[0] if len(held) == 1 else f"{held[0].split('/')[0]}/{held[-1].split('/')[-1]}"
    return format_period(code, speaker.language)
