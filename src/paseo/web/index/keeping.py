"""Where files and figures of an index lie, and how they are read again."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.conf import settings

from paseo.stats.composite.uncertainty.results import Drivers, FactorDraws, Uncertainty
from paseo.web.index.models import Examination
from paseo.web.report.keeping import keep, path_of

#: Under this name a specification lies beside its files while it is read.
SPEC_FILE: Final = "index.yaml"
_PLAIN: Final = "plain"


def keep_files(paths: Mapping[str, Path]) -> dict[str, str]:
    """Put files among the kept ones and return each name with its SHA-256."""
    return {name: keep(path) for name, path in paths.items()}


@contextmanager
def laid_out(text: str, files: Mapping[str, str]) -> Iterator[Path]:
    """Lay a specification and its files into a folder for as long as they are read."""
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT) as made:
        # Its name stands in messages about files that are missing.
        folder = Path(made) / "files"
        folder.mkdir()
        (folder / SPEC_FILE).write_text(text, "utf-8")
        for name, sha256 in files.items():
            _lay(path_of(sha256), folder / name)
        yield folder


def _lay(kept: Path, path: Path) -> None:
    """Put a kept file under its own name; nothing is copied where the disk can link."""
    try:
        os.link(kept, path)
    except OSError:
        shutil.copyfile(kept, path)


def write_uncertainty(found: Uncertainty, path: Path) -> None:
    """Write a Monte Carlo result as arrays and one text; whoever reads it can leave some out."""
    _write(found, path, factors=[_draws(one) for one in found.factors])


def write_drivers(found: Drivers, path: Path) -> None:
    """Write what drives an index as arrays and one text."""
    _write(found, path)


def read_uncertainty(examination: Examination | None) -> Uncertainty | None:
    """Return a Monte Carlo result, None where there is none."""
    if examination is None:
        return None
    held, plain = _read(examination.path)
    nan = float("nan")
    plain["factors"] = tuple(
        FactorDraws(
            one["name"], one["shares"],
            nan if one["low"] is None else one["low"], nan if one["high"] is None else one["high"],
        )
        for one in plain["factors"]
    )  # fmt: skip
    return Uncertainty(**{**_none(Uncertainty), **held, **plain})


def read_drivers(examination: Examination | None) -> Drivers | None:
    """Return what drives an index, None where nobody asked."""
    if examination is None:
        return None
    held, plain = _read(examination.path)
    return Drivers(**{**held, **plain})


def _draws(one: FactorDraws) -> dict[str, Any]:
    low, high = (None if np.isnan(end) else float(end) for end in (one.low, one.high))
    return {**asdict(one), "shares": dict(one.shares), "low": low, "high": high}


def _none(kind: type) -> dict[str, Any]:
    return {"above": None} if kind is Uncertainty else {}


def _write(found: Any, path: Path, **instead: Any) -> None:
    arrays: dict[str, Any] = {}
    plain: dict[str, Any] = {}
    for one in fields(found):
        value = getattr(found, one.name)
        if isinstance(value, np.ndarray):
            arrays[one.name] = value
        elif one.name in instead:
            plain[one.name] = instead[one.name]
        elif value is not None:
            plain[one.name] = dict(value) if isinstance(value, Mapping) else value
    arrays[_PLAIN] = np.array(json.dumps(plain))
    with path.open("wb") as out:
        np.savez_compressed(out, **arrays)


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    with np.load(path, allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files if name != _PLAIN}
        plain = json.loads(str(held[_PLAIN]))
    return arrays, {
        name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()
    }
