"""The pictures of the room, each drawn twice: for a wide and for a narrow screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from paseo.report.charts import (
    DriverRow,
    HeatRow,
    Picture,
    RankRow,
    driver_bars,
    rank_heat,
    rank_intervals,
    words_in,
)
from paseo.report.index.choices import driver_words
from paseo.web.evidence.pages import language
from paseo.web.ui.tables import Column, Table

WIDE, NARROW = 720.0, 342.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as the figure component takes it."""

    title: str
    svg: SafeString
    sentence: str
    table: Table


def _drawn(draw: Callable[[str, float], Picture], key: str) -> Drawn:
    wide, narrow = draw(f"{key}-wide", WIDE), draw(f"{key}-narrow", NARROW)
    svg = format_html(
        '<div class="wide">{}</div><div class="narrow">{}</div>',
        mark_safe(wide.svg),  # noqa: S308 - escaped by the charts
        mark_safe(narrow.svg),  # noqa: S308
    )
    table = Table(
        caption=wide.title,
        columns=[
            Column(str(at), name, numeric=at > 0) for at, name in enumerate(wide.table.columns)
        ],
        rows=wide.table.rows,
    )
    return Drawn(wide.title, svg, wide.description, table)


def intervals(
    rows: Sequence[RankRow], count: int, title: str, sentence: str, level: float | None = None
) -> Drawn:
    """Return positions as bars over their intervals; the legend tells the level."""
    return _drawn(
        lambda key, width: rank_intervals(
            rows, count=count, title=title, description=sentence, words=words_in(language()),
            key=key, width=width, level=level,
        ),
        "ranks",
    )  # fmt: skip


def heat(rows: Sequence[HeatRow], title: str, sentence: str) -> Drawn:
    """Return how often units take each position."""
    return _drawn(
        lambda key, width: rank_heat(
            rows, title=title, description=sentence, words=words_in(language()), key=key,
            width=width,
        ),
        "heat",
    )  # fmt: skip


def drivers(rows: Sequence[DriverRow], title: str, sentence: str) -> Drawn:
    """Return which choice moves the positions."""
    return _drawn(
        lambda key, width: driver_bars(
            rows, title=title, description=sentence,
            words=driver_words(words_in(language())), key=key, width=width,
        ),
        "drivers",
    )  # fmt: skip
