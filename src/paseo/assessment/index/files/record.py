"""The record of a run: enough to make it again elsewhere and to say whether it is the same."""

from __future__ import annotations

import json
import platform
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy

from paseo import __version__
from paseo.assessment.index.files.plain import to_plain
from paseo.assessment.index.results import Index, IndexRun
from paseo.assessment.index.running import Progress, Tell, run_index, with_run_settings
from paseo.assessment.index.specification.pack import read_index
from paseo.assessment.index.words.standing import scales_mix
from paseo.content.problems import Place, Problems
from paseo.stats.checks import FloatArray

FORMAT: Final = "paseo.index-record/1"
RECORD: Final = "record.json"
#: Scores further apart than this are not the same: another order of adding up stays below.
TOLERANCE: Final = 1e-9


def record_of(run: IndexRun) -> dict[str, Any]:
    """Return the record of a run as plain data: what went in, what it was made with, what came out.

    Args:
        run: with what was asked for.
    """
    spec = run.index.spec
    plan, use = spec.plan, spec.sensitivity
    return {
        "format": FORMAT,
        "index": {"id": spec.id, "version": spec.version, "file": spec.file},
        "specification": spec.text,
        "fingerprint": dict(run.index.fingerprint),
        "versions": versions(),
        "asked": {
            "uncertainty": run.uncertainty is not None,
            "sensitivity": run.drivers is not None,
            "replications": plan.replications if plan else None,
            "seed": plan.seed if plan else None,
            "base": use.base,
            "resamples": use.resamples,
            "sensitivity_level": use.level,
            "sensitivity_seed": use.seed,
        },
        "settings": [
            {"step": one.step, "method": one.method, "settings": to_plain(one.settings)}
            for one in run.built.records
        ],
        # Where what was varied mixes scales, the score intervals among the results are there to be
        # held against a replay, and mean nothing by themselves.
        "scales_mix": scales_mix(plan),
        "results": results_of(run),
    }


def versions() -> dict[str, str]:
    """Return what an index is made with."""
    return {
        "paseo": __version__, "python": platform.python_version(), "numpy": np.__version__,
        "scipy": scipy.__version__,
    }  # fmt: skip


def results_of(run: IndexRun) -> dict[str, Any]:
    """Return the results that a replay is held against, by name."""
    built = run.built
    found: dict[str, Any] = {"units": list(built.units)}
    for code in built.structure.aggregates:
        found[f"scores/{code}"] = to_plain(built.scores(code))
    if run.uncertainty is not None:
        for name in ("rank_low", "rank_median", "rank_high", "score_low", "score_high"):
            found[f"uncertainty/{name}"] = to_plain(getattr(run.uncertainty, name))
    if run.drivers is not None:
        for name in ("places_first", "places_total", "first", "total"):
            found[f"sensitivity/{name}"] = to_plain(getattr(run.drivers, name))
    return found


@dataclass(frozen=True)
class Replay:
    """What came of making a run again.

    Args:
        run: made anew.
        other_files: names of files that are not those of the record.
        differing: names of results that differ, to the largest difference; NaN where what they
            hold cannot be compared (other units, a value where none was).
        compared: names of all results that were compared.
        other_versions: what it was made with then and now, where that differs.
    """

    run: IndexRun
    other_files: tuple[str, ...]
    differing: Mapping[str, float]
    compared: tuple[str, ...]
    other_versions: Mapping[str, tuple[str, str]]

    @property
    def equal(self) -> bool:
        """Say whether every result is the same, to 1e-9."""
        return not self.differing


def is_record(path: Path) -> bool:
    """Say whether a file is the record of a run."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("format") == FORMAT


def read_record(path: Path) -> dict[str, Any]:
    """Return the record in a file.

    Raises:
        Refused: I856, it is none.
    """
    problems = Problems()
    try:
        found = json.loads(path.read_text("utf-8"))
        known = isinstance(found, dict) and found.get("format") == FORMAT
        reason = "" if known else "it is no record of an index"
        if known and not _is_whole(found):
            reason = "it is no whole record: parts of it are missing or of another kind"
    except (OSError, ValueError, RecursionError) as fault:
        reason = str(fault).splitlines()[0][:120]
    if reason:
        problems.add("I856", Place(path.name), reason=reason)
        problems.refuse()
    return dict(found)


def replay(
    record: Mapping[str, Any],
    data: Path,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Replay:
    """Make a run again from its record and say whether it is equal.

    Args:
        record: of :func:`record_of`, or of a file (:func:`read_record`).
        data: the folder with the files of the run.
        progress, tell: as for :func:`paseo.assessment.index.running.run_index`.

    Raises:
        Refused: the index can no longer be built of these data.
    """
    if not _is_whole(record):
        problems = Problems()
        problems.add("I856", Place(RECORD), reason="parts of it are missing or of another kind")
        problems.refuse()
    asked = record["asked"]
    index = _as_asked(_index(record, data), asked)
    run = run_index(
        index, uncertainty=asked["uncertainty"], sensitivity=asked["sensitivity"],
        analysis=False, removal=False, progress=progress, tell=tell,
    )  # fmt: skip
    before, now = record["results"], results_of(run)
    names = tuple(sorted({*before, *now}))
    differing = {
        name: apart
        for name in names
        if (apart := _apart(before.get(name), now.get(name))) > TOLERANCE or np.isnan(apart)
    }
    said = record["versions"]
    return Replay(
        run=run,
        other_files=tuple(
            name
            for name, total in record["fingerprint"].items()
            if index.fingerprint.get(name) not in (total, None) or name not in index.fingerprint
        ),
        differing=differing,
        compared=names,
        other_versions={
            name: (str(said.get(name, "–")), now_used)
            for name, now_used in versions().items()
            if said.get(name) != now_used
        },
    )


def _is_whole(record: Mapping[str, Any]) -> bool:
    """Say whether a record holds what a replay needs."""
    kinds = {"index": dict, "specification": str, "fingerprint": dict, "versions": dict,
             "asked": dict, "results": dict}  # fmt: skip
    if not all(isinstance(record.get(key), kind) for key, kind in kinds.items()):
        return False
    asked, needed = record["asked"], ("uncertainty", "sensitivity", "replications", "seed", "base")
    whole = all(
        asked.get(key) is None or isinstance(asked[key], int)
        for key in (*needed, "resamples", "sensitivity_seed")
    )
    return whole and set(needed) <= set(asked) and isinstance(record["index"].get("file"), str)


def _as_asked(index: Index, asked: Mapping[str, Any]) -> Index:
    """Return an index with the sizes and both seeds of its record."""
    index = with_run_settings(index, asked["replications"], asked["seed"], asked["base"])
    use = index.spec.sensitivity
    use = replace(
        use,
        # Records of before say one seed, which stood for both where it was asked for.
        seed=asked.get("sensitivity_seed", use.seed),
        resamples=asked.get("resamples", use.resamples),
        level=asked.get("sensitivity_level", use.level),
    )
    return replace(index, spec=replace(index.spec, sensitivity=use))


def _index(record: Mapping[str, Any], data: Path) -> Index:
    """Read the specification of a record beside the data, as if it stood there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / record["index"]["file"]
        path = path if path.parent == Path(folder) else Path(folder) / "index.yaml"
        path.write_text(record["specification"], "utf-8")
        return read_index(path, data)


def _apart(before: Any, now: Any) -> float:
    """Return the largest difference of two lists; NaN where they cannot be compared."""
    if before is None or now is None or len(before) != len(now):
        return float("nan")
    if before and isinstance(before[0], str):
        return 0.0 if before == now else float("nan")
    one, other = _numbers(before), _numbers(now)
    if (np.isnan(one) != np.isnan(other)).any():
        return float("nan")
    return float(np.nanmax(np.abs(one - other), initial=0.0))


def _numbers(held: Any) -> FloatArray:
    return np.array([np.nan if one is None else one for one in held], dtype=np.float64)
