"""The parts of the report, set into pages: sentences, tables, pictures wide and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from paseo.prevention.evaluation.case import Case
from paseo.prevention.evaluation.result import Evaluation as Found
from paseo.report import document
from paseo.report.prevention.evaluation import (
    annex,
    data,
    effects,
    limits,
    pictures,
    power,
)
from paseo.report.prevention.evaluation import opening as first
from paseo.report.prevention.evaluation.pictures import Drawing
from paseo.report.prevention.evaluation.speaker import EvaluationSpeaker, before_it_runs
from paseo.report.prevention.speaker import Standing
from paseo.web.assessment.profiles import framework_of
from paseo.web.evidence.pages import language
from paseo.web.prevention.evaluation.here import Here
from paseo.web.ui.tables import Column, Table

WIDE, NARROW = 720.0, 342.0


def standing_of(here: Here) -> Standing:
    """Return the standing of a document: what was computed when."""
    made = here.evaluation.computed_at or timezone.now()
    return Standing(here.city.name, timezone.localtime(made), here.city.generated)


def speaker_of(here: Here, found: Found | Case) -> EvaluationSpeaker:
    """Return who says an evaluation, or a case of which nothing was run yet."""
    held = before_it_runs(found) if isinstance(found, Case) else found
    return EvaluationSpeaker(held, standing_of(here), language())


@dataclass(frozen=True, slots=True)
class Shown:
    """One block of a page: its kind, and what the template of that kind needs."""

    kind: str
    value: Any = None
    title: str = ""
    lead: bool = False
    folded: bool = False
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under a heading of its own."""

    id: str
    title: str
    blocks: list[Shown] = field(default_factory=list)

    @property
    def folded(self) -> bool:
        """Whether it is for those who want to know how, and opens when asked for."""
        return self.id in ("methods", "annex")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as the figure component takes it."""

    title: str
    svg: Any
    sentence: str
    table: Table
    note: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """The three answers and the evidence class."""

    parts: list[tuple[str, str, tuple[str, ...]]]
    evidence_title: str
    evidence: tuple[str, ...]


def opening(speaker: EvaluationSpeaker, found: Found) -> Opening:
    """Return what changed, how sure that is, what else could explain it, and the class."""
    held = first.class_of(speaker, found)
    return Opening(
        [(phrase, speaker.say(phrase), said) for phrase, said in first.three(speaker)],
        held.title,
        tuple(document.plain(one) for one in held.body),
    )


def sections(speaker: EvaluationSpeaker, found: Found) -> list[Section]:
    """Return the report below its opening, without the checklist that is a form on the page."""
    parts: list[Callable[[EvaluationSpeaker, Found], Iterator[document.Block]]] = [data.chapter]
    if not found.case.is_plan:
        parts += [effects.chapter, effects.over_time]
    parts += [power.chapter, limits.chapter, annex.methods, annex.chapter]
    blocks = [block for part in parts for block in part(speaker, found)]
    return _sections(blocks, _drawings(speaker, found))


def _drawings(speaker: EvaluationSpeaker, found: Found) -> dict[str, Drawing]:
    """Return every picture by its title, as the document names it."""
    counted = pictures.counted(speaker, found)
    held = [counted] if counted else []
    held += pictures.effects(speaker, found)
    held += [*pictures.series(speaker, found), *pictures.placebos(speaker, found)]
    return {one.draw(one.key, WIDE).title: one for one in held}


def _sections(blocks: Sequence[document.Block], drawings: dict[str, Drawing]) -> list[Section]:
    found: list[Section] = []
    for block in blocks:
        if isinstance(block, document.Heading) and block.level == 1:
            found.append(Section(block.id, document.plain(block.words)))
            continue
        made = _shown(block, drawings)
        # The pictures say it; every number stands below them for those who ask for it.
        kinds = {"effects": ("table", "bullets"), "placebos": ("table",), "data": ("table",)}
        drawn_above = any(one.kind == "figure" for one in found[-1].blocks)
        folded = drawn_above and made.kind in kinds.get(found[-1].id, ())
        found[-1].blocks.append(replace(made, folded=folded))
    return found


def _shown(block: document.Block, drawings: dict[str, Drawing]) -> Shown:
    match block:
        case document.Heading():
            return Shown("heading", document.plain(block.words), block.id)
        case document.Paragraph():
            return Shown("paragraph", document.plain(block.words), lead=block.lead)
        case document.Bullets():
            return Shown("bullets", [document.plain(one) for one in block.items])
        case document.Definitions():
            pairs = [(document.plain(a), document.plain(b)) for a, b in block.items]
            return Shown("definitions", pairs)
        case document.Table():
            notes = [document.plain(one) for one in block.notes]
            return Shown("table", as_table(block), notes=notes)
        case document.Figure():
            return Shown("figure", drawn(drawings[block.title]))
        case document.Callout():
            kind = "attention" if block.kind == "caution" else "plain"
            body = [document.plain(one) for one in block.body]
            return Shown("notice", {"kind": kind, "body": body}, block.title)
        case _:
            return Shown("nothing")


def as_table(found: document.Table) -> Table:
    """Return a table of the report as the pages show tables."""
    return Table(
        caption=found.caption,
        columns=[
            Column(str(at), one.name, numeric=one.align == "end")
            for at, one in enumerate(found.columns)
        ],
        rows=[[document.plain(cell.words) for cell in row] for row in found.rows],
    )


def drawn(drawing: Drawing) -> Drawn:
    """Return a picture drawn for a wide and for a narrow screen; the style sheet shows one."""
    wide = drawing.draw(f"{drawing.key}-wide", WIDE)
    narrow = drawing.draw(f"{drawing.key}-narrow", NARROW)
    svg = format_html(
        '<div class="wide">{}</div><div class="narrow">{}</div>',
        mark_safe(wide.svg),  # noqa: S308 - escaped by the charts
        mark_safe(narrow.svg),  # noqa: S308
    )
    table = Table(
        caption=wide.title,
        columns=[
            Column(str(at), name, numeric=at > 0 and _figures(wide.table.rows, at))
            for at, name in enumerate(wide.table.columns)
        ],
        rows=wide.table.rows,
    )
    return Drawn(wide.title, svg, wide.description, table, " ".join(drawing.notes))


def _figures(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Say whether a column holds figures, which stand at the right."""
    return all(row[at][:1] in "0123456789−–∞" for row in rows)


def named(here: Here, case: Case) -> Case:
    """Return a case with its measure and its indicator by name, for people to read."""
    measure = here.measure.name if here.measure is not None else case.measure
    indicator = case.indicator
    for one in framework_of(here.city).indicators if indicator else ():
        if one.id == case.indicator:
            indicator = f"{one.id} {one.name.read(language()).words}"
    return replace(case, measure=measure, indicator=indicator)


def plan_facts(here: Here) -> list[tuple[str, str]]:
    """Return the plan as terms and what they are, with its areas."""
    speaker = speaker_of(here, here.case)
    # The measure stands below, with its address.
    facts = first.facts(speaker, replace(named(here, here.case), measure=""))
    areas = [(one.title, speaker.role(one.role)) for one in here.case.areas]
    if areas:
        facts.append((_("Areas"), "; ".join(f"{name} ({role})" for name, role in areas)))
    return facts
