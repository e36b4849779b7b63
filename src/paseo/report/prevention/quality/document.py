"""The report of a quality check as a document."""

from __future__ import annotations

from collections.abc import Iterator

from paseo.prevention.quality.agreeing import Pair
from paseo.prevention.quality.answers import Proof
from paseo.prevention.quality.form import Entry
from paseo.prevention.quality.judging import Judgement
from paseo.prevention.quality.reconciling import QualityCheck
from paseo.prevention.quality.words import origin_said
from paseo.report.document import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    Words,
)
from paseo.report.prevention.pictures import as_figure
from paseo.report.prevention.quality.pictures import disputed_gates, profile_picture
from paseo.report.prevention.quality.words import (
    agreement_said,
    composed,
    entry_said,
    gates_said,
    option_said,
    result_said,
)
from paseo.report.prevention.speaker import Speaker, Standing

_PACKAGE = "paseo.report.prevention.quality"
_LONGEST = 300


def quality_document(check: QualityCheck, standing: Standing, language: str = "en") -> Document:
    """Return a quality check as a document: result, gates, profile, raters, answers, sources.

    Args:
        check: two raters and what they settled.
        standing: where and when it is made.
        language: of the document.
    """
    speaker = Speaker(standing, language, _PACKAGE)
    form = check.form
    return speaker.document(
        speaker.say("title", measure=check.measure_name),
        speaker.say("subtitle", form=speaker.text(form.title), version=form.version),
        speaker.day(standing.made_at.date()),
        _blocks(check, speaker),
    )


def _blocks(check: QualityCheck, speaker: Speaker) -> Iterator[Block]:
    yield Paragraph(result_said(check, speaker.language), lead=True)
    yield Paragraph(origin_said(check.form, speaker.language))
    if composed(check):
        yield Callout("note", speaker.say("rule_title"), (speaker.say("rule_body"),))
    yield from _gates(check, speaker)
    yield from _profile(check, speaker)
    yield from _raters(check, speaker)
    yield from _answers(check, speaker)
    yield Heading(speaker.say("not_said"), 1, "not-said")
    yield Bullets(tuple(speaker.say(f"not_said.{at}") for at in (1, 2, 3)))
    yield from _sources(check, speaker)


def _gates(check: QualityCheck, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("gates"), 1, "gates")
    yield Paragraph(" ".join((speaker.say("gates_lead"), gates_said(check, speaker.language))))
    first, second = check.sheets
    met = {one.entry.id: one.met for one in check.judgement.gates} if check.judgement else {}
    pairs = sorted(check.comparison.gates, key=lambda pair: met.get(pair.entry.id, False))
    yield Table(
        caption=speaker.say("gates"),
        columns=(
            Column(speaker.say("column_gate"), width=1.2),
            Column(speaker.say("column_criterion"), width=3),
            Column(first.rater),
            Column(second.rater),
            Column(speaker.say("column_agreed")),
        ),
        rows=tuple(
            (
                Cell(entry_said(check.form, pair.entry, speaker.language)),
                Cell((speaker.run(pair.entry.question),)),
                Cell(option_said(pair.first, speaker.language)),
                Cell(option_said(pair.second, speaker.language)),
                Cell(_agreed(check, pair.entry, speaker)),
            )
            for pair in pairs
        ),
    )


def _agreed(check: QualityCheck, entry: Entry, speaker: Speaker) -> str:
    code = check.options.get(entry.id)
    option = entry.option(code) if code else None
    return option_said(option, speaker.language) if option else speaker.say("not_settled")


def _profile(check: QualityCheck, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("profile"), 1, "profile")
    yield Paragraph(speaker.say("profile_lead"))
    language = speaker.language
    if check.judgement is not None:
        title = speaker.say("profile_title", measure=check.measure_name)
        picture = profile_picture(check.judgement, title, language)
        yield as_figure(picture, notes=_notes(check.judgement, speaker))
    else:
        for at, (sheet, alone) in enumerate(zip(check.sheets, check.alone, strict=True), start=1):
            title = speaker.say("profile_alone", rater=sheet.rater)
            disputed = disputed_gates(check)
            picture = profile_picture(
                alone, title, language, key=f"profile-{at}", disputed=disputed
            )
            yield as_figure(picture, notes=_notes(alone, speaker))
    doubts = check.judgement.doubts if check.judgement else ()
    if doubts:
        title = speaker.say("doubts")
        yield Callout("caution", title, tuple((speaker.run(one.text),) for one in doubts))


def _notes(judgement: Judgement, speaker: Speaker) -> tuple[Words, ...]:
    undocumented = sum(one.undocumented for one in judgement.profile)
    skipped = sum(one.count("left_out") + one.count("not_asked") for one in judgement.profile)
    notes = []
    if undocumented:
        notes.append(speaker.say("profile_note_undocumented", count=undocumented))
    if skipped:
        notes.append(speaker.say("profile_note_skipped", count=skipped))
    return tuple(notes)


def _raters(check: QualityCheck, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("raters"), 1, "raters")
    first, second = check.sheets
    yield Paragraph(speaker.say("raters_said", first=first.rater, second=second.rater))
    yield Paragraph(" ".join(agreement_said(check.comparison, speaker.language)))
    yield Heading(speaker.say("differences"), 2, "differences")
    if not check.comparison.differing:
        yield Paragraph(speaker.say("differences_none"))
        return
    yield Table(
        caption=speaker.say("differences_lead"),
        columns=(
            Column(speaker.say("column_item"), width=1.4),
            Column(first.rater),
            Column(second.rater),
            Column(speaker.say("column_agreed")),
            Column(speaker.say("column_reason"), width=2),
        ),
        rows=tuple(_difference(check, pair, speaker) for pair in check.comparison.differing),
    )


def _difference(check: QualityCheck, pair: Pair, speaker: Speaker) -> tuple[Cell, ...]:
    settled = check.decisions.get(pair.entry.id)
    asked = pair.match != "one_only"
    missing = speaker.say("not_answered" if asked else "not_asked")

    def said(side: object) -> str:
        return option_said(side, speaker.language) if side is not None else missing  # type: ignore[arg-type]

    agreed = _agreed(check, pair.entry, speaker)
    if not settled and pair.entry.id not in check.open:
        agreed = speaker.say("not_asked")
    return (
        Cell(entry_said(check.form, pair.entry, speaker.language)),
        Cell(said(pair.first)),
        Cell(said(pair.second)),
        Cell(agreed),
        Cell(settled.reason if settled else "–"),
    )


def _answers(check: QualityCheck, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("items"), 1, "items")
    for domain in check.form.domains:
        entries = [one for one in check.form.entries if one.domain == domain.id]
        yield Table(
            caption=speaker.say("items_of", domain=speaker.text(domain.name)),
            columns=(
                Column(speaker.say("column_item"), width=1.6),
                Column(speaker.say("column_answer"), width=1.3),
                Column(speaker.say("column_points"), "end", 0.6),
                Column(speaker.say("column_evidence"), width=3),
            ),
            rows=tuple(_answer(check, one, speaker) for one in entries),
        )


def _answer(check: QualityCheck, entry: Entry, speaker: Speaker) -> tuple[Cell, ...]:
    code = check.options.get(entry.id)
    option = entry.option(code) if code else None
    if option is not None:
        said = option_said(option, speaker.language)
    else:
        said = speaker.say("not_settled" if entry.id in check.open else "not_asked")
    points = Cell("–")
    if option is not None and not entry.gate:
        points = (
            Cell(speaker.say("left_out"))
            if option.points is None
            else Cell(f"{option.points:g}", option.points)
        )
    return (
        Cell(entry_said(check.form, entry, speaker.language)),
        Cell(said),
        points,
        Cell(_rests_on(check, entry, speaker)),
    )


def _rests_on(check: QualityCheck, entry: Entry, speaker: Speaker) -> str:
    found = []
    for sheet in check.sheets:
        answer = sheet.answers.get(entry.id)
        parts = [_proof(one, speaker) for one in answer.proofs] if answer else []
        if answer and answer.note:
            parts.insert(0, answer.note)
        if parts:
            found.append(speaker.say("by_rater", rater=sheet.rater, words="; ".join(parts)))
    text = " · ".join(found)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _proof(proof: Proof, speaker: Speaker) -> str:
    if not proof.shows:
        return proof.where
    return speaker.say("file_at", where=proof.where, shows=proof.shows)


def _sources(check: QualityCheck, speaker: Speaker) -> Iterator[Block]:
    yield Heading(speaker.say("method"), 1, "method")
    yield Paragraph(
        speaker.say("form_of", form=speaker.text(check.form.title), version=check.form.version)
    )
    yield Table(
        caption=speaker.say("sources_caption"),
        columns=(
            Column(speaker.say("column_item"), width=1.4),
            Column(speaker.say("column_mark"), width=1.2),
            Column(speaker.say("column_source"), width=3),
        ),
        rows=tuple(
            (
                Cell(entry_said(check.form, one, speaker.language)),
                Cell(speaker.say(f"mark.{one.evidence}")),
                Cell(check.form.sources.get(one.source, one.source)),
            )
            for one in check.form.entries
        ),
    )
