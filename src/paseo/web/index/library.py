"""The one place where the room asks the library: read, build, examine, compare.

Reading and building an index of a hundred units takes some milliseconds; what was read last is
held in memory, because each page of an index needs it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from paseo.assessment.index.building import build_index
from paseo.assessment.index.results import Index, IndexRun
from paseo.assessment.index.running import check_plan, run_index, with_run_settings
from paseo.assessment.index.specification.pack import read_index
from paseo.stats.composite import Built
from paseo.stats.composite.uncertainty import checks
from paseo.stats.composite.uncertainty.results import Drivers, Uncertainty
from paseo.web.index.actions import Draft
from paseo.web.index.keeping import SPEC_FILE, laid_out, read_drivers, read_uncertainty
from paseo.web.index.models import Examination, IndexVersion

#: How many indices are held in memory.
_MOST: Final = 12
#: Of larger ones the plan is first tried by the job: a page would have to wait for it.
_MOST_TRIED: Final = 50_000
#: Larger ones are read anew: they would fill the memory.
_MOST_CELLS: Final = 2_000_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Read:
    """An index that was read and built."""

    index: Index
    built: Built


_held: OrderedDict[str, Read] = OrderedDict()
_lock = Lock()


def read(text: str, files: Mapping[str, str]) -> Read:
    """Read a specification with its files, and build the index.

    Raises:
        Refused: with every problem, its number and its entry.
    """
    key = hashlib.sha256(repr((text, sorted(files.items()))).encode()).hexdigest()
    with _lock:
        if key in _held:
            _held.move_to_end(key)
            return _held[key]
    with laid_out(text, files) as folder:
        index = read_index(folder / SPEC_FILE, folder)
    found = Read(index, build_index(index))
    if found.index.values.numbers.size <= _MOST_CELLS:
        with _lock:
            _held[key] = found
            while len(_held) > _MOST:
                _held.popitem(last=False)
    return found


def version_of(version: IndexVersion) -> Read:
    """Return the index of a version."""
    return read(version.text, version.files)


def draft_of(text: str, files: Mapping[str, str]) -> Draft:
    """Return what a version of this would be made of, after it was read and built.

    Raises:
        Refused: with every problem.
    """
    found = read(text, files)
    return Draft(text, files, len(found.built.units), len(found.built.structure.indicators))


def need_sound_plan(found: Read) -> None:
    """Refuse an index whose plan could not run, before anything is kept.

    Raises:
        Refused: with every fault of the plan.
    """
    check_plan(found.index).refuse()


def unsound(found: Read) -> frozenset[str]:
    """Return the factors of a plan that could not run; ``""`` for a fault of the plan itself."""
    spec = found.index.spec
    if spec.plan is None or found.index.values.numbers.size > _MOST_TRIED:
        return frozenset()
    faults = checks.check_plan(found.index.values, spec.structure, spec.recipe, spec.plan)
    return frozenset(one.factor for one in faults)


def uncertainty(found: Read, replications: int, seed: int, progress: Progress) -> Uncertainty:
    """Examine how solid the positions are.

    Raises:
        Refused: when the plan is faulty.
    """
    run = run_index(
        found.index, uncertainty=True, sensitivity=False, analysis=False, removal=False,
        replications=replications, seed=seed, progress=progress,
    )  # fmt: skip
    assert run.uncertainty is not None
    return run.uncertainty


def drivers(found: Read, base: int, seed: int, progress: Progress) -> Drivers:
    """Examine which choice drives the positions.

    Raises:
        Refused: when the plan is faulty.
    """
    run = run_index(
        found.index, uncertainty=False, sensitivity=True, analysis=False, removal=False,
        base=base, seed=seed, progress=progress,
    )  # fmt: skip
    assert run.drivers is not None
    return run.drivers


def whole_run(version: IndexVersion, latest: Mapping[str, Examination]) -> IndexRun:
    """Return a version with everything that a report tells, also what is quick to find out."""
    held = run_of(version, latest)
    quick = run_index(held.index, uncertainty=False, sensitivity=False)
    return replace(held, analysis=quick.analysis, removal=quick.removal)


def run_of(version: IndexVersion, latest: Mapping[str, Examination]) -> IndexRun:
    """Return a version with what was found out about it so far, and with how it was asked."""
    found = version_of(version)
    solid = latest.get(Examination.Kind.UNCERTAINTY)
    driven = latest.get(Examination.Kind.SENSITIVITY)
    seed = next((one.seed for one in (solid, driven) if one), None)
    index = with_run_settings(
        found.index, solid.size if solid else None, seed, driven.size if driven else None
    )
    return replace(
        IndexRun(index, found.built),
        uncertainty=read_uncertainty(solid),
        drivers=read_drivers(driven),
    )
