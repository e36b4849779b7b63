"""How often each unit takes each place: one row a unit, one column a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paseo.report.charts import legend
from paseo.report.charts.estimate import figure, finite
from paseo.report.charts.lettering import width_of, wrap
from paseo.report.charts.picture import Picture, PictureTable
from paseo.report.charts.svg import drawing, hatched, line, rect, text, titled
from paseo.report.charts.words import Words

_BESIDE: Final = 520
_ROW: Final = 19.0
#: Lower ends of the classes of shading, as shares of the replications.
EDGES: Final = (0.01, 0.05, 0.10, 0.25, 0.50)
#: Columns drawn at most; more places share columns.
_MOST_COLUMNS: Final = 60
#: Up to so many places the table holds each of them.
_WHOLE_TABLE: Final = 15


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One unit: its name and the share of replications in which it has each place, best first."""

    label: str
    shares: tuple[float, ...]
    missing: str = ""
    href: str = ""

    @property
    def known(self) -> bool:
        """Whether it has a place at all."""
        return any(finite(share) and share > 0 for share in self.shares)


def rank_heat(
    rows: Sequence[HeatRow],
    *,
    title: str,
    description: str,
    words: Words,
    key: str,
    width: float = 640,
    among: Sequence[HeatRow] = (),
) -> Picture:
    """Return places as columns, shaded by how often a unit takes them.

    More than 60 places share columns of equal breadth; their shares are summed, and the picture
    says so.

    Args:
        rows: units in the order in which they are shown.
        title, description: accessible name, and the sentence that says the same.
        words: words of the reader's language.
        key: start of the ids, unique on the page.
        width: 640 for page and paper; about 340 for a phone.
        among: all of which ``rows`` is a part; its pictures then have one axis.

    Example:
        >>> from paseo.report.charts.words import words_in
        >>> picture = rank_heat([HeatRow("Turku", (0.8, 0.2))], title="t", description="d",
        ...     words=words_in("en"), key="h")
        >>> picture.table.rows
        (('Turku', '1', '80\\xa0%', '20\\xa0%'),)
    """
    plot = _plot(among or rows, width, words, key)
    parts: list[str] = []
    y = top = 6.0
    for row in rows:
        drawn, high = _row(row, y, plot)
        parts += drawn
        y += high
    ground = _ground(plot, top, y)
    y += 26
    drawn, used = _legend(rows, y, plot)
    linked = any(row.href for row in rows)
    svg = drawing(
        key, width, y + used + 4, title, description, [*ground, *parts, *drawn], linked=linked
    )
    return Picture(svg, title, description, _table(rows, words))


@dataclass(frozen=True, slots=True)
class _Plot:
    labels: float
    start: float
    cell: float
    places: int
    together: int
    width: float
    words: Words
    key: str

    @property
    def columns(self) -> int:
        return -(-self.places // self.together)


def _plot(rows: Sequence[HeatRow], width: float, words: Words, key: str) -> _Plot:
    places = max([1, *(len(row.shares) for row in rows)])
    labels = 0.0
    if width >= _BESIDE:
        longest = max((width_of(row.label) for row in rows), default=0.0)
        labels = min(longest + 14, width * 0.3)
    together = -(-places // _MOST_COLUMNS)
    start = labels + 2
    room = width - start - 6
    columns = -(-places // together)
    return _Plot(labels, start, min(28.0, room / columns), places, together, width, words, key)


def _row(row: HeatRow, y: float, plot: _Plot) -> tuple[list[str], float]:
    hue = "ink" if row.known else "muted"
    if plot.labels:
        lines = wrap(row.label, plot.labels - 8, 2)
        above, high = 0.0, max(_ROW, legend.LETTER_LINE * len(lines) + 2)
        first = y + high / 2 + 4.5 - legend.LETTER_LINE * (len(lines) - 1) / 2
    else:
        lines = wrap(row.label, plot.width - 4, 2)
        above = legend.LETTER_LINE * len(lines) + 4
        first, high = y + 14, above + _ROW
    parts = [text(hue, 0, first + legend.LETTER_LINE * at, one) for at, one in enumerate(lines)]
    cells = _cells(row, y + above, high - above - 2, plot)
    said = f"{row.label}: {_said(row, plot.words)}"
    return [*parts, titled(said, cells, href=row.href)], high


def _cells(row: HeatRow, y: float, high: float, plot: _Plot) -> str:
    if not row.known:
        return hatched(plot.key, plot.start, y, plot.cell * plot.columns, high)
    drawn = ""
    for at in range(plot.columns):
        held = row.shares[at * plot.together : (at + 1) * plot.together]
        shade = _shade(sum(one for one in held if finite(one)))
        if shade:
            x = plot.start + at * plot.cell
            drawn += rect(f"scale-{shade}", x + 0.25, y, plot.cell - 0.5, high)
    return drawn


def _shade(share: float) -> int:
    """Return the class of a share, 0 for one that is too rare to draw.

    >>> _shade(0.004), _shade(0.3), _shade(1.0)
    (0, 4, 5)
    """
    return sum(share >= edge - 1e-9 for edge in EDGES)


def _said(row: HeatRow, words: Words) -> str:
    if not row.known:
        return row.missing or words.not_assessed
    place, share = _likeliest(row)
    return f"{words.rank_likeliest} {place}, {_share(share, words)}"


def _likeliest(row: HeatRow) -> tuple[int, float]:
    known = [(share if finite(share) else -1.0) for share in row.shares]
    best = max(known)
    return known.index(best) + 1, best


def _share(share: float, words: Words) -> str:
    """Return a share in per cent; none is only said of what never happened."""
    if 0 < share < 0.005:
        return f"<{figure(1, words.language, 0, '%')}"
    return figure(100 * share, words.language, 0, "%")


def _ground(plot: _Plot, top: float, bottom: float) -> list[str]:
    parts = [rect("grid", plot.start, top, plot.cell * plot.columns, bottom - top - 1)]
    free = -1.0
    for place in range(1, plot.places + 1):
        if place != 1 and place % 5:
            continue
        x = plot.start + ((place - 1) // plot.together + 0.5) * plot.cell
        label = figure(place, plot.words.language, 0)
        half = width_of(label) / 2
        at = min(max(x, half), plot.width - half)
        if at - half > free:
            parts.append(line("grid", x, top, x, bottom))
            parts.append(text("muted", at, bottom + 16, label, "middle"))
            free = at + half + 8
    return parts


def _legend(rows: Sequence[HeatRow], y: float, plot: _Plot) -> tuple[list[str], float]:
    words = plot.words
    samples: list[tuple[legend.Sample, str]] = []
    for at, edge in enumerate(EDGES, start=1):
        low = _share(edge, words)
        if at == len(EDGES):
            said = words.chance_from % {"low": low}
        else:
            bare = figure(100 * edge, words.language, 0)
            said = words.chance_class % {"low": bare, "high": _share(EDGES[at], words)}
        samples.append((_sample(at), said))
    parts, used = legend.flow(samples, 0, y, plot.width)
    told = [words.rank_rare]
    if plot.together > 1:
        told.insert(0, words.rank_together % {"count": plot.together})
    for one in told:
        drawn, high = legend.paragraph(one, 0, y + used, plot.width)
        used, parts = used + high, parts + drawn
    missing = dict.fromkeys(_said(row, words) for row in rows if not row.known)
    more, high = legend.flow(
        [(legend.hatch_sample(plot.key), reason) for reason in missing], 0, y + used + 4, plot.width
    )
    return parts + more, used + (high + 4 if more else 0)


def _sample(shade: int) -> legend.Sample:
    return lambda x, y: rect(f"scale-{shade}", x - 11, y - 6, 22, 12)


def _table(rows: Sequence[HeatRow], words: Words) -> PictureTable:
    """Return how often each unit has each place; beyond 15 places, the likeliest and its reach."""
    places = max([1, *(len(row.shares) for row in rows)])
    if places <= _WHOLE_TABLE:
        columns = (words.unit, words.rank_likeliest, *(str(at) for at in range(1, places + 1)))
        return PictureTable(columns, tuple(_whole(row, places, words) for row in rows))
    columns = (
        words.unit, words.rank_likeliest, words.rank_chance, words.rank_reach_best,
        words.rank_reach_worst,
    )  # fmt: skip
    return PictureTable(columns, tuple(_short(row, words) for row in rows))


def _whole(row: HeatRow, places: int, words: Words) -> tuple[str, ...]:
    if not row.known:
        return (row.label, *(row.missing or words.not_assessed,) * (places + 1))
    shares = [*row.shares, *(0.0,) * (places - len(row.shares))]
    told = (_share(share if finite(share) else 0.0, words) for share in shares)
    return (row.label, str(_likeliest(row)[0]), *told)


def _short(row: HeatRow, words: Words) -> tuple[str, ...]:
    if not row.known:
        return (row.label, *(row.missing or words.not_assessed,) * 4)
    place, share = _likeliest(row)
    drawn = [at for at, one in enumerate(row.shares, start=1) if finite(one) and _shade(one)]
    ends = (drawn[0], drawn[-1]) if drawn else (place, place)
    return (row.label, str(place), _share(share, words), *(str(end) for end in ends))
