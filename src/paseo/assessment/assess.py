"""From a city folder to its profile in one call."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from paseo.assessment.build import Progress, build_profile
from paseo.assessment.framework import Depth
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.peers import Peers, benchmark_peers
from paseo.assessment.profile import Profile
from paseo.assessment.vocabulary import vocabulary
from paseo.evidence.city import CityEvidence
from paseo.evidence.city_folder import read_city_folder


def read_city(folder: Path) -> CityEvidence:
    """Return what a city folder holds, checked against the default framework.

    Raises:
        Refused: with every problem, when one of them is an error.
    """
    return read_city_folder(folder, vocabulary(load_framework()))


def assess_folder(
    folder: Path,
    depth: Depth | None = None,
    peers: Peers | None = None,
    made_at: datetime | None = None,
    progress: Progress | None = None,
) -> Profile:
    """Assess a city folder beside the cities of the benchmark packs.

    Args:
        folder: a city folder (docs/reference/city-folder.md).
        depth: how many indicators; what ``city.yaml`` says when None.
        peers: other cities to stand beside; those of the benchmark packs when None, narrowed
            to the ones that ``city.yaml`` names, if it names any.
        made_at: moment of the assessment, now when None.
        progress: called before each step; what it raises ends the work.

    Raises:
        Refused: when the folder has an error; nothing is assessed then.
    """
    evidence = read_city(folder)
    beside = peers if peers is not None else benchmark_peers()
    if evidence.city.peers:
        beside = beside.choose(ids=evidence.city.peers)
    return build_profile(
        evidence, load_framework(), beside, depth=depth, made_at=made_at, progress=progress
    )
