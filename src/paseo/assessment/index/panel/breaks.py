"""What stands between two periods of an index: wordings, modes, boundaries, values not there.

A change is told only where nothing but the unit has changed. Values with their metadata (benchmark
packs, city folders) pass the six tests of comparability; of a table only what its specification
names is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from paseo.assessment.index.data.from_framework import UNIT, Found
from paseo.assessment.index.specification.spec import BreakUse
from paseo.content.language import LanguageMap
from paseo.evidence import breaks, columns
from paseo.evidence.comparability import TESTS, THEIRS, compare_pairs

#: Column of the pairs with the reason for which two values are not joined.
_REASON = "reason"
#: Test to the columns that show what differs.
_SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "definition": (columns.DEFINITION,), "mode": (columns.MODE,),
    "boundary": (columns.BOUNDARY,), "base": (columns.BASE,), "sample": (columns.SAMPLE,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IndicatorBreak:
    """Why values of one indicator are not joined over two periods, and for which units.

    Args:
        indicator: its code.
        reason: ``definition``, ``definition_unknown``, ``boundary``, ``period``, ``mode``,
            ``base``, ``sample``, ``unstated``, ``break``, ``stated``, ``missing``.
        units: for which it holds.
        before, after: what was held against each other, as it is on record.
        asked_before, asked_after: the questions, where wordings differ and are on record.
        words: why, of a break that somebody noted.
    """

    indicator: str
    reason: str
    units: tuple[str, ...]
    before: str = ""
    after: str = ""
    asked_before: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    asked_after: LanguageMap = field(default_factory=lambda: LanguageMap({}))
    words: LanguageMap = field(default_factory=lambda: LanguageMap({}))


def stated_breaks(
    noted: Sequence[BreakUse], indicators: Sequence[str], after: str, units: Sequence[str]
) -> Iterator[IndicatorBreak]:
    """Yield the breaks that a specification names before a period."""
    for one in noted:
        if one.before == after:
            for code in one.indicators or indicators:
                if code in indicators:
                    yield IndicatorBreak(code, "stated", tuple(units), words=one.reason)


def found_breaks(
    found: Found, indicators: Sequence[str], before: str, after: str, units: Sequence[str]
) -> Iterator[IndicatorBreak]:
    """Yield what the metadata of values say against joining two periods."""
    for code in indicators:
        rows = found.table.filter(
            (pl.col(columns.INDICATOR) == found.indicator(code)) & pl.col(UNIT).is_in(list(units))
        )
        pairs = _pairs(rows, before, after)
        if pairs.is_empty():
            continue
        pairs = _with_reason(compare_pairs(pairs, "time"))
        yield from _grouped(code, pairs, found)
        yield from _noted(code, pairs, found)


def _pairs(rows: pl.DataFrame, before: str, after: str) -> pl.DataFrame:
    now = rows.filter(pl.col(columns.PERIOD) == after)
    then = rows.filter(pl.col(columns.PERIOD) == before)
    then = then.rename({name: name + THEIRS for name in then.columns if name != UNIT})
    return now.join(then, on=UNIT, how="inner")


def _with_reason(pairs: pl.DataFrame) -> pl.DataFrame:
    """Add why two values are not joined; empty where they are.

    What differs in the question says more than that somebody noted a break.
    """
    cases = [
        ("definition", pl.col("test_definition") == "no"),
        ("break", (pl.col(columns.STATUS) == columns.BREAK).fill_null(False)),
        ("", pl.col("side_by_side")),
        ("definition_unknown", pl.col("test_definition") == "unknown"),
        *((test, pl.col(f"test_{test}") == "no") for test in TESTS[1:]),
    ]
    reason = pl.lit("unstated")
    for name, holds in reversed(cases):
        reason = pl.when(holds).then(pl.lit(name)).otherwise(reason)
    return pairs.with_columns(reason.alias(_REASON))


def _grouped(code: str, pairs: pl.DataFrame, found: Found) -> Iterator[IndicatorBreak]:
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in pairs.filter(pl.col(_REASON) != "").iter_rows(named=True):
        names = _SHOWN.get(row[_REASON], ())
        key = (row[_REASON], _shown(row, names, THEIRS), _shown(row, names, ""))
        groups[key].append(row[UNIT])
    nothing = LanguageMap({})
    for (reason, then, now), units in groups.items():
        asked = reason == "definition" and then != now
        yield IndicatorBreak(
            code, reason, tuple(units), then, now,
            found.wordings.get(then, nothing) if asked else nothing,
            found.wordings.get(now, nothing) if asked else nothing,
        )  # fmt: skip


def _noted(code: str, pairs: pl.DataFrame, found: Found) -> Iterator[IndicatorBreak]:
    """Yield the breaks that a city notes, for values that nothing else keeps apart."""
    if not found.breaks:
        return
    indicator = found.indicator(code)
    groups: dict[int, list[str]] = defaultdict(list)
    for row in pairs.filter(pl.col(_REASON) == "").iter_rows(named=True):
        sources = (row[columns.SOURCE], row[columns.SOURCE + THEIRS])
        held = breaks.between(found.breaks, row[columns.PERIOD + THEIRS], row[columns.PERIOD])
        for at, one in enumerate(found.breaks):
            if one in held and any(breaks.concerns(one, indicator, each) for each in sources):
                groups[at].append(row[UNIT])
    for at, units in groups.items():
        yield IndicatorBreak(code, "break", tuple(units), words=found.breaks[at].reason)


def _shown(row: Mapping[str, Any], names: Sequence[str], side: str) -> str:
    return " · ".join(str(row[name + side]) for name in names if row[name + side] is not None)
