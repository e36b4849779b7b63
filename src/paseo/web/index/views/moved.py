"""What moves between two states of an index, in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paseo.content.numbers import format_number
from paseo.web.evidence.pages import language
from paseo.web.index.moving import FloatArray, Moves
from paseo.web.index.views.positions import between, points, whole
from paseo.web.ui.tables import Cell, Column, Table

#: How many units the table of a trial shows, those that moved most first.
SHOWN = 20


def sentences_of(found: Moves, names: Mapping[str, str]) -> list[str]:
    """Return in words what moves between two states."""
    if not found.units:
        return [_("No unit has a score in both.")]
    count = len(found.units)
    if not found.moved:
        said = [
            ngettext(
                "The %(count)s unit with a score in both keeps its position.",
                "None of the %(count)s units with a score in both changes its position.",
                count,
            )
            % {"count": whole(count)}
        ]
    else:
        said = [
            ngettext(
                "%(moved)s of %(count)s units changes its position; on average a unit moves by "
                "%(mean)s.",
                "%(moved)s of %(count)s units change their position; on average a unit moves by "
                "%(mean)s.",
                found.moved,
            )
            % {
                "moved": whole(found.moved), "count": whole(count),
                "mean": format_number(found.mean, language(), digits=1),
            }
        ]  # fmt: skip
        for sign, phrase in ((1, _("Gains most: %(names)s.")), (-1, _("Loses most: %(names)s."))):
            at = found.most(sign)
            if at:
                listed = ", ".join(
                    f"{names[found.units[one]]} ({signed(found.shift[one])})" for one in at
                )
                said.append(phrase % {"names": listed})
    if found.beyond is not None:
        if found.beyond:
            said.append(
                ngettext(
                    "%(beyond)s unit leaves the interval that it had before.",
                    "%(beyond)s units leave the interval that they had before.",
                    found.beyond,
                )
                % {"beyond": whole(found.beyond)}
            )
        else:
            said.append(
                _("Every unit stays in the interval that it had before: the change is no larger "
                  "than what was uncertain.")
            )  # fmt: skip
    if not found.one_scale:
        said.append(
            _("Before and after, scores stand on different scales: only positions compare.")
        )
    for units, phrase in (
        (found.only_before, _("Without a score now: %(names)s.")),
        (found.only_after, _("With a score now: %(names)s.")),
    ):
        if units:
            listed = ", ".join(names.get(one, one) for one in units[:5])
            more = f" (+{len(units) - 5})" if len(units) > 5 else ""
            said.append(phrase % {"names": listed + more})
    return said


def _place(rank: float, low: FloatArray | None, high: FloatArray | None, at: int) -> str:
    """Return a position with its interval where one is known."""
    if low is None or high is None or not np.isfinite(low[at]):
        return whole(rank)
    return f"{whole(rank)} ({between(float(low[at]), float(high[at]))})"


def signed(shift: float) -> str:
    """Return positions gained with their sign."""
    if shift == 0:
        return "0"
    return f"{'+' if shift > 0 else '−'}{whole(abs(shift))}"


def table_of(
    found: Moves,
    names: Mapping[str, str],
    caption: str,
    before: str = "",
    after: str = "",
    most: int = SHOWN,
) -> Table:
    """Return scores and positions in both states, side by side."""
    which = {"before": before or _("kept"), "after": after or _("tried")}
    columns = [
        Column("unit", _("Unit")),
        Column("place", _("Position, %(before)s → %(after)s") % which, numeric=True),
        Column("shift", _("Moves by"), numeric=True),
        *(
            [Column("score", _("Score, %(before)s → %(after)s") % which, numeric=True)]
            if found.one_scale
            else []
        ),
    ]
    rows = []
    for at, unit in enumerate(found.units[:most]):
        row: list[Any] = [
            Cell(names.get(unit, unit)),
            f"{_place(found.rank_before[at], found.low, found.high, at)} → "
            f"{_place(found.rank_after[at], found.low_after, found.high_after, at)}",
            signed(float(found.shift[at])),
        ]
        if found.one_scale:
            row.append(f"{points(found.score_before[at])} → {points(found.score_after[at])}")
        rows.append(row)
    return Table(caption=caption, columns=columns, rows=rows)
