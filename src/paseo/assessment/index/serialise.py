"""A run as files and as plain data: JSON of the whole, tables as CSV, and its record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from paseo.assessment.index.plain import from_plain, to_plain
from paseo.assessment.index.record import record_of, versions
from paseo.assessment.index.results import Index, IndexRun
from paseo.assessment.index.tables import csv_of, tables
from paseo.stats.composite import Built
from paseo.stats.composite.uncertainty.results import Drivers, Uncertainty

FORMAT: Final = "paseo.index-run/1"
#: Formats that need nothing but numbers; reports stand a floor above.
FORMATS: Final = ("json", "csv")
RUN_FILE: Final = "index.json"
RECORD_FILE: Final = "record.json"


def run_to_plain(run: IndexRun) -> dict[str, Any]:
    """Return a run as plain data: a line for each unit first, then everything.

    ``run_from_plain`` gives the run back.
    """
    spec = run.index.spec
    return {
        "format": FORMAT,
        "made_with": versions(),
        "id": spec.id,
        "version": spec.version,
        "title": to_plain(spec.title),
        "about": to_plain(spec.about),
        "generated": spec.generated,
        "units": [_line(run, at) for at in range(len(run.built.units))],
        "index": to_plain(run.index),
        "built": to_plain(run.built),
        "uncertainty": to_plain(run.uncertainty),
        "drivers": to_plain(run.drivers),
        "removal": to_plain(run.removal),
        "analysis": to_plain(run.analysis),
    }


def run_from_plain(data: Mapping[str, Any]) -> IndexRun:
    """Return the run of plain data.

    Raises:
        ValueError: the data are no run, or one of another format.
    """
    if data.get("format") != FORMAT:
        raise ValueError(f"No index run of the format {FORMAT}: {str(data.get('format'))[:40]}.")
    return IndexRun(
        index=from_plain(Index, data["index"]),
        built=from_plain(Built, data["built"]),
        uncertainty=from_plain(Uncertainty | None, data["uncertainty"]),
        drivers=from_plain(Drivers | None, data["drivers"]),
        removal=data["removal"],
        analysis=_analysis(data.get("analysis")),
    )


def write_run(run: IndexRun, folder: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write a run and its record; every file is whole or not there at all.

    Args:
        run: with what was asked for.
        folder: made when it is not there; other files in it stay.
        formats: of :data:`FORMATS`; the record is always written.

    Returns:
        The files, in the order in which they were written.

    Raises:
        ValueError: for an unknown format; nothing is written then.
    """
    unknown = [one for one in formats if one not in FORMATS]
    if unknown:
        raise ValueError(f"Unknown formats: {unknown}. Choose from {list(FORMATS)}.")
    # Everything is made before anything is written.
    made: dict[str, bytes] = {}
    if "json" in formats:
        made[RUN_FILE] = _json(run_to_plain(run), None)
    if "csv" in formats:
        made.update((f"{name}.csv", csv_of(rows)) for name, rows in tables(run).items())
    made[RECORD_FILE] = _json(record_of(run), 1)
    return [whole(folder / name, data) for name, data in made.items()]


def whole(path: Path, data: bytes) -> Path:
    """Write beside, then rename: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}")
    temporary.write_bytes(data)
    return temporary.replace(path)


def _json(data: Any, indent: int | None) -> bytes:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent)
    return (text + "\n").encode("utf-8")


def _line(run: IndexRun, at: int) -> dict[str, Any]:
    """Return what one unit came to."""
    built, found = run.built, run.uncertainty
    unit = built.units[at]
    name = run.index.unit_names.get(unit)
    line: dict[str, Any] = {
        "unit": unit,
        "name": dict(name) if name else unit,
        "score": to_plain(float(built.scores()[at])),
        "rank": to_plain(float(built.ranks()[at])),
    }
    if found is not None and unit in found.units:
        place = found.units.index(unit)
        for key in ("score_low", "score_high", "rank_low", "rank_high"):
            line[key] = to_plain(float(getattr(found, key)[place]))
        line["level"] = found.level
    return line


def _analysis(data: Any) -> Any:
    if data is None:
        return None
    from paseo.stats.composite.analysis import Analysis

    return from_plain(Analysis, data)
