"""An indicator as one line of a page: what it is, its value, its position, its change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from paseo.assessment.framework import Framework
from paseo.assessment.profile import IndicatorResult
from paseo.assessment.wordings import wording_of
from paseo.content.language import Text
from paseo.evidence.city import Wording
from paseo.web.assessment import pictures, saying, words
from paseo.web.assessment.choice import Choice
from paseo.web.assessment.templatetags.assessment import reader


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator that has a value, or says why it has none."""

    code: str
    name: Text
    url: str
    face: str
    figure: saying.Figure | None = None
    picture: SafeString | str = ""
    position: saying.Said | None = None
    no_peers: str = ""
    grade: str = ""
    change: saying.Said | None = None
    absence: str = ""
    absence_word: str = ""
    absence_meaning: Promise | str = ""
    areas: int = 0
    broken: bool = False
    measured_as: Text | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The indicators of one sub-dimension: those with a value, and those without."""

    id: str
    name: Text
    lines: Sequence[Line] = field(default_factory=tuple)
    missing: Sequence[Line] = field(default_factory=tuple)

    @property
    def total(self) -> int:
        return len(self.lines) + len(self.missing)


def line(
    result: IndicatorResult,
    framework: Framework,
    city: str,
    choice: Choice,
    wordings: Iterable[Wording] = (),
) -> Line:
    """Return one result as a line, with what was really asked or counted where that is known."""
    indicator = result.indicator
    url = reverse("assessment:indicator", args=[city, indicator.id]) + choice.query
    name = indicator.name.read(reader())
    if result.measured is None:
        held = sum(area.measured is not None for area in result.by_area)
        absence = "" if held and result.absence is None else (result.absence or "not assessed")
        return Line(
            indicator.id, name, url, indicator.face, absence=absence,
            absence_word=words.term("absence", absence),
            absence_meaning=words.said(words.ABSENCES, absence), areas=held,
        )  # fmt: skip
    position = saying.position(result, framework)
    wording = wording_of(result.measured, wordings)
    return Line(
        code=indicator.id,
        name=name,
        url=url,
        face=indicator.face,
        figure=saying.figure(result.measured, indicator, framework),
        picture=pictures.range_bar(result, framework, position),
        position=position,
        no_peers=words.term("peers", result.peers_missing) if not result.peers else "",
        grade=result.peers.worst_grade if result.peers else "",
        change=saying.change(result, framework),
        areas=sum(area.measured is not None for area in result.by_area),
        broken=bool(result.breaks),
        measured_as=wording.text.read(reader()) if wording else None,
        inferred=bool(wording and wording.inferred),
    )


def blocks(
    results: Iterable[IndicatorResult],
    framework: Framework,
    city: str,
    choice: Choice,
    wordings: Sequence[Wording] = (),
) -> list[Block]:
    """Return the lines of a dimension, sub-dimension by sub-dimension in the framework's order."""
    held: dict[str, list[Line]] = {}
    for result in results:
        held.setdefault(result.indicator.subdimension, []).append(
            line(result, framework, city, choice, wordings)
        )
    return [
        Block(
            one.id,
            one.name.read(reader()),
            [line for line in held[one.id] if not line.absence],
            [line for line in held[one.id] if line.absence],
        )
        for one in framework.subdimensions
        if one.id in held
    ]
