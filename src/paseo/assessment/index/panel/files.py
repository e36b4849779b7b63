"""A panel as files: tables as CSV, everything as JSON, and the frozen scale."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from paseo.assessment.index.files.plain import to_plain
from paseo.assessment.index.files.record import versions
from paseo.assessment.index.files.tables import csv_of
from paseo.assessment.index.panel.breaks import IndicatorBreak
from paseo.assessment.index.panel.running import PanelChange, PanelRun, frozen_to_plain
from paseo.assessment.index.panel.words import verdict_of
from paseo.content.writing import write_whole

FORMAT: Final = "paseo.index-panel/1"
PANEL_FILE: Final = "panel.json"
FROZEN_FILE: Final = "frozen.json"
Rows = Iterator[list[Any]]


def write_panel(run: PanelRun, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write a panel and its frozen scale; every file is whole or not there at all.

    Args:
        run: the panel.
        folder: made when it is not there; other files in it stay.
        formats: ``json``, ``csv``; the frozen scale is always written.

    Returns:
        The files, in the order in which they were written.
    """
    made: dict[str, bytes] = {}
    if "json" in formats:
        made[PANEL_FILE] = _json(panel_to_plain(run), None)
    if "csv" in formats:
        made.update((f"{name}.csv", csv_of(rows)) for name, rows in panel_tables(run).items())
    made[FROZEN_FILE] = _json(frozen_to_plain(run), 1)
    return [write_whole(folder / name, data) for name, data in made.items()]


def panel_to_plain(run: PanelRun) -> dict[str, Any]:
    """Return a panel as plain data: scores by period, changes, what they rest on."""
    spec, panel = run.spec, run.panel
    return {
        "format": FORMAT,
        "made_with": versions(),
        "id": spec.id,
        "version": spec.version,
        "title": to_plain(spec.title),
        "about": to_plain(spec.about),
        "generated": spec.generated,
        "specification": spec.text,
        "fingerprint": dict(run.data.fingerprint),
        "top": panel.top,
        "periods": list(panel.periods),
        "units": [{"unit": unit, "name": _name(run, unit)} for unit in panel.units],
        "scores": to_plain(panel.scores),
        "changes": to_plain(run.changes),
        "outside": to_plain(run.outside),
        "posts": to_plain(panel.frozen.posts),
    }


def panel_tables(run: PanelRun) -> dict[str, list[list[Any]]]:
    """Return the tables of a panel by the name of their file, without ending."""
    found = {
        "scores": _scores(run), "changes": _changes(run), "contributions": _contributions(run),
        "breaks": _breaks(run), "joined-and-left": _joined(run), "scale": _scale(run),
    }  # fmt: skip
    return {name: list(rows) for name, rows in found.items()}


def _name(run: PanelRun, unit: str) -> str:
    words = run.data.unit_names.get(unit)
    return words.read(run.spec.language).words if words else unit


def _scores(run: PanelRun) -> Rows:
    panel = run.panel
    yield ["unit", "name", *panel.periods]
    for at, unit in enumerate(panel.units):
        yield [unit, _name(run, unit), *(float(one) for one in panel.scores[:, at])]


def _changes(run: PanelRun) -> Rows:
    yield ["from", "to", "unit", "name", "score before", "score after", "told", "why not", "change",
           "standard error", "low", "high", "level", "verdict"]  # fmt: skip
    for one in run.changes:
        change, why = one.change, _why(one)
        for at, unit in enumerate(change.units):
            told = bool(one.told[at])
            held = [float(values[at]) if told else None
                    for values in (change.change, one.error, one.low, one.high)]  # fmt: skip
            yield [change.before, change.after, unit, _name(run, unit),
                   float(change.score_before[at]), float(change.score_after[at]),
                   "yes" if told else "no", "; ".join(why.get(unit, ())), *held, run.use.level,
                   verdict_of(one, at)]  # fmt: skip


def _why(one: PanelChange) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for held in one.breaks:
        for unit in held.units:
            found[unit].append(f"{held.indicator}: {held.reason}")
    return found


def _contributions(run: PanelRun) -> Rows:
    yield ["from", "to", "unit", "name", "indicator", "told", "part of the change",
           "standard error", "exact"]  # fmt: skip
    under = run.panel.frozen.structure.below(run.panel.top)
    for one in run.changes:
        change = one.change
        for at, unit in enumerate(change.units):
            for column, code in enumerate(change.indicators):
                if code not in under:
                    continue
                told = bool(one.comparable[at, column])
                held = [float(change.contributions[at, column]), float(one.errors[at, column])]
                yield [change.before, change.after, unit, _name(run, unit), code,
                       "yes" if told else "no", *(held if told else (None, None)),
                       "yes" if change.exact[at] else "no"]  # fmt: skip


def _breaks(run: PanelRun) -> Rows:
    yield ["from", "to", "indicator", "reason", "units", "before", "after", "asked before",
           "asked after", "words", "which units"]  # fmt: skip
    language = run.spec.language
    for one in run.changes:
        for held in one.breaks:
            yield [one.change.before, one.change.after, held.indicator, held.reason,
                   len(held.units), held.before, held.after,
                   *(_read(words, language) for words in
                     (held.asked_before, held.asked_after, held.words)),
                   _units(held, one)]  # fmt: skip


def _read(words: Any, language: str) -> str:
    return str(words.read(language).words) if words else ""


def _units(held: IndicatorBreak, one: PanelChange) -> str:
    return "all" if len(held.units) == len(one.change.units) else " ".join(held.units)


def _joined(run: PanelRun) -> Rows:
    yield ["period", "unit", "name", "what"]
    for one in run.changes:
        for what, units in (("joined", one.joined), ("left", one.left)):
            for unit in units:
                yield [one.change.after, unit, _name(run, unit), what]


def _scale(run: PanelRun) -> Rows:
    periods = run.panel.periods
    yield ["indicator", "lower goalpost", "upper goalpost",
           *(f"outside in {one}" for one in periods)]  # fmt: skip
    for code, (low, high) in run.panel.frozen.posts.items():
        yield [code, low, high, *(run.outside[one].get(code) for one in periods)]


def _json(data: Any, indent: int | None) -> bytes:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent)
    return (text + "\n").encode("utf-8")
