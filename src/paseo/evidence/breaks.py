"""Breaks: changes of recording or mode after which values must not be joined to earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from paseo.evidence import columns, periods
from paseo.evidence.city import Break


def concerns(one: Break, indicator: str, source: str | None) -> bool:
    """Say whether a break lies in the series of an indicator from a source.

    An indicator that a break names is broken whatever wave or edition a value cites; ``*`` stands
    for all indicators of the break's source.

    >>> from paseo.content.language import LanguageMap
    >>> broken = Break(("*",), "2021", LanguageMap("new register"), source="police")
    >>> concerns(broken, "SEC-10", "police"), concerns(broken, "SEC-10", "survey")
    (True, False)
    """
    if indicator in one.indicators:
        return True
    return "*" in one.indicators and one.source in ("", source)


def between(breaks: Iterable[Break], earlier: str, later: str) -> tuple[Break, ...]:
    """Return the breaks after the start of ``earlier`` and not after the end of ``later``.

    A break in the middle of a period spoils that period too.
    """
    start, end = periods.parse(earlier).first, periods.parse(later).end
    return tuple(one for one in breaks if start < periods.parse(one.period).first < end)


def lies_between(
    breaks: Iterable[Break], earlier: Mapping[str, Any], later: Mapping[str, Any]
) -> bool:
    """Say whether a break stands between two observations of one series.

    Besides the city's list of breaks, status ``B`` on the later value says so itself.
    """
    if later.get(columns.STATUS) == columns.BREAK:
        return True
    indicator = str(later[columns.INDICATOR])
    held = (
        one
        for one in breaks
        if concerns(one, indicator, later.get(columns.SOURCE))
        or concerns(one, indicator, earlier.get(columns.SOURCE))
    )
    return bool(between(held, str(earlier[columns.PERIOD]), str(later[columns.PERIOD])))
