"""A pyramid as plain data: JSON for programs, one CSV row per measure for spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from paseo.evidence.city_around import GENERATED
from paseo.prevention.pyramid.coherence import FIRST
from paseo.prevention.pyramid.comparing import Beside
from paseo.prevention.pyramid.pyramid import Pyramid, Spot
from paseo.prevention.pyramid.view import PyramidView

COLUMNS: Final = (
    "level", "orientation", "id", "name", "problem", "aim", "target_groups", "area", "status",
    "start", "end", "fte", "budget", "currency",
)  # fmt: skip
FORMAT: Final = "paseo.pyramid/1"


def to_plain(view: PyramidView, *, generated: bool = False) -> dict[str, Any]:
    """Return everything that a view holds, ready for JSON; what is not stated is null.

    Args:
        view: a pyramid with what is read off it.
        generated: the measures were invented.
    """
    plain: dict[str, Any] = {
        "format": FORMAT,
        "generated": generated,
        "verdict": None,
        "scope": _scope(view.pyramid),
        "cells": _cells(view.pyramid),
        "unplaced": [one.id for one in view.pyramid.unplaced],
        "spread": {
            str(by): {
                "amounts": {str(level): value for level, value in one.amounts.items()},
                "shares": {str(level): value for level, value in one.shares.items()},
                "shares_by_count_of_the_same": {
                    str(level): value for level, value in one.counts.items()
                },
                "stated": one.stated,
                "of": one.of,
                "currency": one.currency,
                "in_other_currencies": one.other_currency,
            }
            for by, one in view.spreads.items()
        },
        "disagreements": [
            {
                "by": str(one.by),
                "level": None if one.level is None else str(one.level),
                "share_by_count": one.by_count,
                "share_by_effort": one.by_effort,
            }
            for one in view.disagreements
        ],
        "coherence": {
            "evidence": "composed",
            "most_named_below": FIRST,
            "measures": _coherence(view),
        },
    }
    if view.beside is not None:
        plain["beside"] = _beside(view.beside)
    return plain


def _scope(pyramid: Pyramid) -> dict[str, Any]:
    scope = pyramid.scope
    return {
        "problem": scope.problem or None,
        "areas": sorted(scope.areas),
        "target_groups": sorted(scope.target_groups),
        "year": scope.year,
        "day": scope.day.isoformat() if scope.day else None,
        "whole_city": scope.whole_city,
    }


def _cells(pyramid: Pyramid) -> list[dict[str, Any]]:
    return [
        {
            "level": str(cell.level),
            "orientation": str(cell.orientation),
            "count": cell.count,
            "fte": cell.fte,
            "budget": cell.budget,
            "currency": pyramid.currency or None,
            "without_fte": cell.without_fte,
            "without_budget": cell.without_budget,
            "measures": [one.id for one in cell.measures],
        }
        for cell in pyramid.cells.values()
    ]


def _coherence(view: PyramidView) -> list[dict[str, Any]]:
    return [
        {
            "measure": one.measure.id,
            "ground": str(one.ground),
            "below": [
                {
                    "measure": tie.measure.id,
                    "reasons": [str(reason) for reason in tie.reasons],
                    "groups": list(tie.groups),
                    "same_problem": tie.same_problem,
                }
                for tie in one.ties
            ],
            "below_count": one.count,
            "city_wide_count": one.city_wide,
        }
        for one in view.footings
    ]


def _beside(beside: Beside) -> dict[str, Any]:
    return {
        "before": _scope(beside.before),
        "after": _scope(beside.after),
        "one_register": beside.one_register,
        "cells_before": _cells(beside.before),
        "new": [one.id for one in beside.new],
        "ended": [one.id for one in beside.ended],
        "moved": [
            {"measure": one.measure.id, "before": _spot(one.before), "after": _spot(one.after)}
            for one in beside.moved
        ],
        "resized": [
            {"measure": one.measure.id, "by": str(one.by), "before": one.before, "after": one.after}
            for one in beside.resized
        ],
    }


def _spot(spot: Spot | None) -> list[str] | None:
    return None if spot is None else [str(part) for part in spot]


def to_csv(view: PyramidView, *, generated: bool = False) -> str:
    """Return one row per measure, cell by cell from the base up, unplaced ones last.

    Lists are joined by ``;``. With invented measures a last column says so in every row.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, GENERATED) if generated else COLUMNS)
    for one in (*view.pyramid.measures, *view.pyramid.unplaced):
        row: list[Any] = [
            one.level, one.orientation, one.id, one.name, one.problem, one.aim,
            ";".join(one.target_groups), one.area, one.status, one.start, one.end,
            one.fte, one.budget, one.currency if one.budget is not None else None,
        ]  # fmt: skip
        row += ["true"] if generated else []
        writer.writerow("" if value is None else _safe(value) for value in row)
    return out.getvalue()


def _safe(value: object) -> object:
    """Keep a spreadsheet from reading a name as a formula."""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@") else value
