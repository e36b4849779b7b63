"""A run as files and as plain data: JSON of the whole, tables as CSV, and its record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from paseo.assessment.index.files.plain import from_plain, to_plain
from paseo.assessment.index.files.record import is_record, record_of, versions
from paseo.assessment.index.files.tables import OF_SCORES, csv_of, tables
from paseo.assessment.index.results import Index, IndexRun
from paseo.assessment.index.words.standing import scales_mix
from paseo.content.writing import write_whole
from paseo.stats.composite import Built
from paseo.stats.composite.comparison import Comparison
from paseo.stats.composite.recipe import STAGE_OF
from paseo.stats.composite.uncertainty.results import Drivers, Uncertainty

FORMAT: Final = "paseo.index-run/1"
#: Formats that need nothing but numbers; reports stand a floor above.
FORMATS: Final = ("json", "csv")
RUN_FILE: Final = "index.json"
RECORD_FILE: Final = "record.json"
#: Every file that a run may write.
OWN_FILES: Final = (
    RUN_FILE, RECORD_FILE, "report.html", "report.pdf", "report.docx", "report.xlsx",
)  # fmt: skip
OWN_TABLES: Final = (
    "scores", "weights", "ranks", "rank-probabilities", "factors-drawn", "pairwise", "classes",
    "drivers", "drivers-by-unit", "removal", "records",
)  # fmt: skip
STAGES: Final = ("raw", *STAGE_OF.values(), "aggregated")


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
        "scales_mix": scales_mix(spec.plan),
        "units": _lines(run),
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

    What an earlier run wrote into the folder is taken out, so that results of two runs do not
    stand beside one record; other files stay.

    Args:
        run: with what was asked for.
        folder: made when it is not there.
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
    _take_out_earlier(folder)
    return [write_whole(folder / name, data) for name, data in made.items()]


def comparison_json(one: IndexRun, other: IndexRun, found: Comparison) -> bytes:
    """Return two indices side by side as a JSON file: which they are, and what differs."""
    sides = [
        {
            "id": run.index.spec.id,
            "version": run.index.spec.version,
            "file": run.index.spec.file,
            "fingerprint": dict(run.index.fingerprint),
        }
        for run in (one, other)
    ]
    held = {
        "format": "paseo.index-comparison/1", "made_with": versions(), "indices": sides,
        "comparison": to_plain(found),
    }  # fmt: skip
    return _json(held, 1)


def _take_out_earlier(folder: Path) -> None:
    """Take out the files of an earlier run, known by its record; of no other folder anything."""
    if not is_record(folder / RECORD_FILE):
        return
    for name in (*OWN_FILES, *(f"{one}.csv" for one in OWN_TABLES)):
        (folder / name).unlink(missing_ok=True)
    for stage in STAGES:
        (folder / "stages" / f"{stage}.csv").unlink(missing_ok=True)


def _json(data: Any, indent: int | None) -> bytes:
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent)
    return (text + "\n").encode("utf-8")


def _lines(run: IndexRun) -> list[dict[str, Any]]:
    """Return what each unit came to."""
    built, found = run.built, run.uncertainty
    scores, ranks = built.scores().tolist(), built.ranks().tolist()
    places = {} if found is None else {unit: at for at, unit in enumerate(found.units)}
    mixed = scales_mix(run.index.spec.plan)
    lines = []
    for unit, score, rank in zip(built.units, scores, ranks, strict=True):
        name = run.index.unit_names.get(unit)
        line: dict[str, Any] = {
            "unit": unit,
            "name": dict(name) if name else unit,
            "score": to_plain(score),
            "rank": to_plain(rank),
        }
        if found is not None and unit in places:
            for key in ("score_low", "score_high", "rank_low", "rank_high"):
                is_told = not (mixed and key in OF_SCORES)
                line[key] = to_plain(float(getattr(found, key)[places[unit]])) if is_told else None
            line["level"] = found.level
        lines.append(line)
    return lines


def _analysis(data: Any) -> Any:
    if data is None:
        return None
    from paseo.stats.composite.analysis import Analysis

    return from_plain(Analysis, data)
