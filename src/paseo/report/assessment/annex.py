"""How the figures were made, what was asked, and where everything comes from."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.assessment.profile import IndicatorResult
from paseo.assessment.wordings import notes_of
from paseo.evidence.city import Source, Wording
from paseo.report.assessment import comparability, findings
from paseo.report.assessment.speaker import Speaker
from paseo.report.document import (
    Block,
    Bullets,
    Cell,
    Column,
    Definitions,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
    Words,
)


def blocks(speaker: Speaker) -> Iterator[Block]:
    """Yield methods, wordings and sources."""
    yield PageBreak()
    yield from findings.reasons(speaker)
    yield from comparability.blocks(speaker)
    yield Heading(speaker.say("method_title"), 1, "method")
    yield Paragraph(_disclosure(speaker))
    yield from _methods(speaker)
    yield from _notes(speaker)
    yield from _wordings(speaker)
    yield Heading(speaker.say("sources_title"), 1, "sources")
    yield Bullets(
        tuple(source_line(speaker, source) for source in speaker.profile.sources), numbered=True
    )


def _disclosure(speaker: Speaker) -> str:
    hidden = speaker.profile.hidden
    if not hidden.primary and not hidden.secondary:
        return speaker.say("method_disclosure_none")
    return speaker.say("method_disclosure", primary=hidden.primary, secondary=hidden.secondary)


def _methods(speaker: Speaker) -> Iterator[Block]:
    by_method: dict[str, list[IndicatorResult]] = {}
    for dimension in speaker.profile.dimensions:
        for result in dimension.results:
            if result.measured is not None:
                by_method.setdefault(result.measured.method, []).append(result)
    if by_method:
        yield Table(
            caption=speaker.say("method_table"),
            columns=(
                Column(speaker.say("column_method"), width=3),
                Column(speaker.say("column_indicators"), width=2),
            ),
            rows=tuple(
                (
                    Cell(speaker.term(f"method.{method}")),
                    Cell(", ".join(result.indicator.id for result in results)),
                )
                for method, results in by_method.items()
            ),
        )


def _notes(speaker: Speaker) -> Iterator[Block]:
    """Yield the remarks that came with the values, each with the indicators it stands beside."""
    by_note: dict[str, list[str]] = {}
    for dimension in speaker.profile.dimensions:
        for result in dimension.results:
            for note in notes_of(result.measured):
                by_note.setdefault(note, []).append(result.indicator.id)
    if by_note:
        yield Table(
            caption=speaker.say("notes_table"),
            columns=(
                Column(speaker.say("column_note"), width=3),
                Column(speaker.say("column_indicators"), width=2),
            ),
            rows=tuple(
                (Cell(_sentence(note)), Cell(", ".join(codes)))
                for note, codes in sorted(by_note.items(), key=lambda one: -len(one[1]))
            ),
        )


def _sentence(note: str) -> str:
    """Return a remark as it was written, its first letter kept where it stands for a quantity."""
    return note if note[:2] == "n " else note[:1].upper() + note[1:]


def _wordings(speaker: Speaker) -> Iterator[Block]:
    if not speaker.profile.wordings:
        return
    yield Heading(speaker.say("wordings_title"), 1, "wordings")
    yield Paragraph(speaker.say("wordings_lead"), lead=True)
    items: list[tuple[Words, Words]] = []
    for wording in sorted(speaker.profile.wordings, key=lambda one: (one.indicator, one.id)):
        meaning = [speaker.run(wording.text)]
        if wording.inferred:
            meaning.append(Run(f" ({speaker.say('inferred')})", "emphasis"))
        items.append((_named(speaker, wording), tuple(meaning)))
    yield Definitions(tuple(items))


def _named(speaker: Speaker, wording: Wording) -> Words:
    """Return the indicator a wording belongs to, by name and code."""
    try:
        indicator = speaker.profile.framework.indicator(wording.indicator)
    except KeyError:
        return wording.indicator or wording.id
    return (speaker.run(indicator.name), Run(f" {indicator.id}", "muted"))


def source_line(speaker: Speaker, source: Source) -> Words:
    """Return a source as a reader needs it to find and judge it."""
    title = source.title.read(speaker.language)
    parts = [speaker.run(source.title), Run(". ")]
    if source.publisher:
        parts.append(Run(f"{source.publisher}"))
    if source.year:
        parts.append(Run(f", {source.year}"))
    if source.licence:
        parts.append(Run(f". {source.licence}"))
    if source.attribution and source.attribution != title.words:
        parts.append(Run(f". {source.attribution}"))
    parts.append(Run(f". ({speaker.say('mark.' + source.evidence)})", "muted"))
    if source.note:
        parts += [Run(" "), speaker.run(source.note, "muted")]
    if source.url:
        parts += [Run(" "), Run(source.url, link=source.url)]
    return tuple(parts)
