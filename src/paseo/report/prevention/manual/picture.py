"""The measures of a worked case as a pyramid."""

from __future__ import annotations

from collections.abc import Sequence

from paseo.prevention.manual.pack import WorkedCase
from paseo.prevention.measures.catalogue import Example
from paseo.prevention.measures.measure import LEVELS, Level, Orientation
from paseo.report.charts.pyramid import (
    PyramidBrick,
    PyramidCell,
    PyramidLevel,
    PyramidSide,
    pyramid,
)
from paseo.report.charts.words import words_in
from paseo.report.document import Figure
from paseo.report.prevention.speaker import Speaker


def case_picture(case: WorkedCase, shown: Sequence[Example], speaker: Speaker) -> Figure:
    """Return the pyramid of a case, every measure one brick; the table of them stands below it."""
    title = speaker.say("picture", case=speaker.text(case.title))
    described = "; ".join(_level_said(level, shown, speaker) for level in LEVELS)
    side = PyramidSide(tuple(_level(level, shown, speaker) for level in LEVELS))
    picture = pyramid(
        [side],
        halves=(
            speaker.shared(f"orientation.{Orientation.POSITIVE}"),
            speaker.shared(f"orientation.{Orientation.PROBLEM}"),
        ),
        title=title,
        description=described,
        words=words_in(speaker.language),
        key=f"case-{case.id}",
    )
    return Figure(picture.svg, title, described, f"{described}.")


def _level(level: Level, shown: Sequence[Example], speaker: Speaker) -> PyramidLevel:
    positive, problem = (_cell(level, half, shown, speaker) for half in Orientation)
    return PyramidLevel(speaker.shared(f"level.{level}"), positive, problem)


def _cell(
    level: Level, half: Orientation, shown: Sequence[Example], speaker: Speaker
) -> PyramidCell:
    held = [one for one in shown if one.level is level and one.orientation is half]
    bricks = tuple(PyramidBrick(speaker.text(one.name), aim=one.aim.value) for one in held)
    return PyramidCell(bricks, str(len(held)), speaker.say("measures", count=len(held)))


def _level_said(level: Level, shown: Sequence[Example], speaker: Speaker) -> str:
    count = sum(one.level is level for one in shown)
    said = speaker.say("measures", count=count)
    return f"{speaker.shared(f'level.{level}')}: {said}"
