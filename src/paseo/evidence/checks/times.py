"""Periods: one per row, readable, begun."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from paseo.evidence import columns, periods
from paseo.evidence.checks.report import Report

#: A year before which no city counted what these indicators count.
EARLIEST_YEAR: Final = 1900
_YEAR = r"(?:19|20)[0-9]{2}"
_TWO = re.compile(
    rf"({_YEAR}(?:-[QSH]?[0-9]{{1,2}})?)\s*(?:[,;&+/–—-]|\b(?:and|y|to|a|until|hasta)\b|\n)\s*"
    rf"({_YEAR}(?:-[QSH]?[0-9]{{1,2}})?)",
    re.IGNORECASE,
)
_SEASON = re.compile(rf"({_YEAR})\s*[/–-]\s*([0-9]{{2}})")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2})-([0-9]{2})(?:[T ]00:00:00)?")


def check_periods(frame: pl.DataFrame, today: date, report: Report) -> pl.DataFrame:
    """Report periods that cannot be read, are two, or lie in the future.

    A first of a month is what spreadsheet programs make of ``2023-06``; it is read as that
    month, and said.
    """
    texts = frame[columns.PERIOD].drop_nulls().unique().to_list()
    months = {
        text: found[1] for text in texts if (found := _DAY.fullmatch(text)) and found[2] == "01"
    }
    faults = {text: _fault(months.get(text, text), today) for text in texts}

    def of_date(group: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        text = group[columns.PERIOD]
        return "T235", {"date": text, "period": months[text]}

    dates = frame.filter(pl.col(columns.PERIOD).is_in(list(months)))
    report.distinct(dates, [columns.PERIOD], columns.PERIOD, of_date)

    def tell(group: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        text = group[columns.PERIOD]
        return faults[text] or "", {"value": text[:60], "span": _span(text)}

    wrong = frame.filter(
        pl.col(columns.PERIOD).is_in([text for text, fault in faults.items() if fault])
    )
    report.distinct(wrong, [columns.PERIOD], columns.PERIOD, tell)
    return frame.with_columns(pl.col(columns.PERIOD).replace(months))


def _fault(text: str, today: date) -> str | None:
    """Return the number of the problem that a period is.

    >>> _fault("2021, 2022", date(2026, 1, 1)), _fault("2027", date(2026, 1, 1))
    ('O418', 'O419')
    >>> _fault("last year", date(2026, 1, 1)), _fault("2021/2023", date(2026, 1, 1))
    ('O417', None)
    """
    try:
        period = periods.parse(text)
    except periods.NotAPeriod:
        return "O418" if _TWO.fullmatch(text) or _SEASON.fullmatch(text) else "O417"
    if period.code != text or period.first < EARLIEST_YEAR * periods.MONTHS:
        return "O417"
    this_month = today.year * periods.MONTHS + today.month - 1
    return "O419" if period.first > this_month else None


def _span(text: str) -> str:
    """Return two years as one span, where that is what was perhaps meant.

    >>> _span("2021 and 2022"), _span("2021/22")
    ('2021/2022', '2021/2022')
    """
    if found := _TWO.fullmatch(text):
        return "/".join(sorted((found[1], found[2])))
    if found := _SEASON.fullmatch(text):
        return f"{found[1]}/{found[1][:2]}{found[2]}"
    return "2021/2023"
