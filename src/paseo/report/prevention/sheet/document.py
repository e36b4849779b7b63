"""An action sheet as a document: what is done, by what one will see it, what it brings along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paseo.prevention.sheets.likeness import Like
from paseo.prevention.sheets.links import ROOMS
from paseo.prevention.sheets.matching import Shown
from paseo.prevention.sheets.sheet import FIXED_FIELDS, Amendment
from paseo.prevention.sheets.viewing import SheetView
from paseo.prevention.sheets.words import SheetWords
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Definitions,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    Words,
)
from paseo.report.prevention.sheet.values import amended_value, value_of
from paseo.report.prevention.speaker import Speaker, Standing

#: The parts of a sheet with their fields, in the order of the document and of the pages.
PARTS: dict[str, tuple[str, ...]] = {
    "what": (
        "problem", "why", "description", "mechanism", "level", "orientation", "aim", "area",
        "area_type", "target_groups",
    ),
    "who": ("lead", "actors", "uses", "restricts", "budget", "fte"),
    "outcome": (
        "happens", "felt", "expected", "baseline", "comparison", "no_comparison", "displacement",
        "start", "review",
    ),
}  # fmt: skip


def sheet_document(
    view: SheetView, words: SheetWords, standing: Standing, language: str = "en"
) -> Document:
    """Return an action sheet as a document that can be filled in on paper, too.

    Args:
        view: as :func:`paseo.prevention.sheets.viewing.look_at` gives it.
        words: names the words of the sheet.
        standing: where and when the document is made.
        language: of the document.
    """
    speaker = Speaker(standing, language, __package__)
    day = speaker.day(view.today)
    return speaker.document(
        view.sheet.title or speaker.say("untitled"),
        speaker.say("subtitle", state=words.state(view.state), day=day),
        day,
        _blocks(view, words, speaker),
    )


def _blocks(view: SheetView, words: SheetWords, speaker: Speaker) -> Iterator[Block]:
    yield _standing(view, speaker)
    for part, fields in PARTS.items():
        yield Heading(speaker.say(f"part.{part}"), 1, part)
        yield Definitions(tuple(_field(view, words, speaker, name) for name in fields))
        if part == "outcome":
            yield from _outcome(view, words, speaker)
    yield from _amendments(view, words, speaker)
    yield from _likes(view, words, speaker)
    for room in ROOMS:
        yield from _room(view, words, speaker, room)
    yield Callout("note", speaker.say("composed_title"), (words.say("no_advice"),))


def _standing(view: SheetView, speaker: Speaker) -> Block:
    if view.sheet.fixed is None:
        return Callout("caution", speaker.say("not_fixed_title"), (speaker.say("not_fixed"),))
    day = speaker.day(view.sheet.fixed.day)
    return Callout("note", speaker.say("fixed_title", day=day), (speaker.say("fixed"),))


def _field(view: SheetView, words: SheetWords, speaker: Speaker, name: str) -> tuple[Words, Words]:
    said = value_of(view, words, name)
    # An empty line to write on: the sheet may be filled in by hand, until it is fixed.
    fixed = view.sheet.fixed is not None and name in FIXED_FIELDS
    blank = speaker.shared("not_stated") if fixed else speaker.say("blank")
    return (Run(words.field(name)),), (Run(said) if said else Run(blank, "muted"),)


def _outcome(view: SheetView, words: SheetWords, speaker: Speaker) -> Iterator[Block]:
    yield Paragraph(words.seeing(view.seeing))
    if view.sheet.fixed is None and view.candidates:
        yield Paragraph(words.say("comparison_rule"))
        yield Table(
            caption=speaker.say("candidates_table"),
            columns=(Column(words.field("area")), Column(speaker.say("column_like"), width=3)),
            rows=tuple(
                (Cell(words.area(one.area)), Cell(words.candidate(one))) for one in view.candidates
            ),
        )


def _amendments(view: SheetView, words: SheetWords, speaker: Speaker) -> Iterator[Block]:
    if not view.sheet.amendments:
        return
    yield Heading(speaker.say("amendments_title"), 1, "amendments")
    yield Table(
        caption=speaker.say("amendments_table"),
        columns=tuple(
            Column(speaker.say(f"column_{name}"), width=width)
            for name, width in (("day", 1.2), ("field", 1.6), ("before", 2), ("after", 2),
                                ("reason", 3))
        ),
        rows=tuple(_amendment(one, words, speaker) for one in view.sheet.amendments),
    )  # fmt: skip


def _amendment(one: Amendment, words: SheetWords, speaker: Speaker) -> tuple[Cell, ...]:
    def said(value: Any) -> str:
        return amended_value(words, one.field, value) or "–"

    return (
        Cell(speaker.day(one.day)), Cell(words.field(one.field)), Cell(said(one.before)),
        Cell(said(one.after)), Cell(one.reason),
    )  # fmt: skip


def _likes(view: SheetView, words: SheetWords, speaker: Speaker) -> Iterator[Block]:
    if not view.likes:
        return
    yield Heading(speaker.say("likes_title"), 1, "practices")
    yield Paragraph(words.say("likeness_rule"))
    yield Table(
        caption=speaker.say("likes_table"),
        columns=(
            Column(speaker.say("column_practice"), width=3),
            Column(speaker.say("column_origin"), width=2),
            Column(speaker.say("column_mechanism"), width=3),
            Column(speaker.say("column_like"), width=2.4),
        ),
        rows=tuple(_like(one, words, speaker) for one in view.likes),
    )


def _like(one: Like, words: SheetWords, speaker: Speaker) -> tuple[Cell, ...]:
    practice = one.practice
    origin = words.text(practice.city) or speaker.say("catalogue")
    if practice.mark:
        origin = f"{origin} ({speaker.say(f'mark.{practice.mark}')})"
    if practice.generated:
        origin = f"{origin} · {speaker.say('generated')}"
    return (
        Cell((speaker.run(practice.name),)),
        Cell(origin),
        Cell((speaker.run(practice.mechanism),) if practice.mechanism else "–"),
        Cell(words.like(one)),
    )


def _room(view: SheetView, words: SheetWords, speaker: Speaker, room: str) -> Iterator[Block]:
    shown = view.links[room]
    if not shown:
        return
    yield Heading(words.say(f"room.{room}"), 1, room)
    yield Bullets(tuple(_link(one, words, speaker) for one in shown))
    used = dict.fromkeys(source for one in shown for source in one.link.sources)
    titles = "; ".join(words.text(view.pack.sources[one]) for one in used)
    yield Paragraph((Run(speaker.say("sources", titles=titles), "muted"),))


def _link(shown: Shown, words: SheetWords, speaker: Speaker) -> tuple[Run, ...]:
    link = shown.link
    standing = words.standing(link)
    runs = [speaker.run(link.text)]
    if standing:
        runs.append(Run(f" {standing}.", "emphasis"))
    mark = speaker.say(f"mark.{link.evidence}")
    runs.append(Run(f" {words.because(shown)} ({mark})", "muted"))
    if link.url:
        runs.append(Run(f" {link.url}", "plain", "", link.url))
    return tuple(runs)
