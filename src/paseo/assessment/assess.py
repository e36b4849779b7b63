"""From a city folder to its profile in one call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from paseo.assessment.build import Progress, build_profile
from paseo.assessment.framework import Depth
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.peers import Peers, benchmark_peers
from paseo.assessment.profile import Profile
from paseo.assessment.vocabulary import vocabulary
from paseo.content.problems import Problems
from paseo.evidence.city import CityEvidence
from paseo.evidence.city_folder import inspect_city_folder

#: Told the warnings and notes of a folder that is not refused.
Tell = Callable[[Problems], None]


def read_city(folder: Path, tell: Tell | None = None) -> CityEvidence:
    """Return what a city folder holds, checked against the default framework.

    Args:
        folder: a city folder (docs/reference/city-folder.md).
        tell: given the warnings and notes, which keep nothing from being read.

    Raises:
        Refused: with every problem, when one of them is an error.
    """
    found = inspect_city_folder(folder, vocabulary(load_framework()))
    found.problems.refuse()
    assert found.evidence is not None
    if tell is not None:
        tell(found.problems)
    return found.evidence


def assess_folder(
    folder: Path,
    depth: Depth | None = None,
    peers: Peers | None = None,
    made_at: datetime | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Profile:
    """Assess a city folder beside the cities of the benchmark packs.

    Args:
        folder: a city folder (docs/reference/city-folder.md).
        depth: how many indicators; what ``city.yaml`` says when None.
        peers: other cities to stand beside; those of the benchmark packs when None, narrowed
            to the ones that ``city.yaml`` names, if it names any.
        made_at: moment of the assessment, now when None.
        progress: called before each step; what it raises ends the work.
        tell: given the warnings and notes of the folder before the work begins.

    Raises:
        Refused: when the folder has an error; nothing is assessed then.
    """
    evidence = read_city(folder, tell)
    beside = peers if peers is not None else benchmark_peers()
    if evidence.city.peers:
        beside = beside.choose(ids=evidence.city.peers)
    return build_profile(
        evidence, load_framework(), beside, depth=depth, made_at=made_at, progress=progress
    )
