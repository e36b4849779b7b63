"""An index only when asked for, and always with its range: the own city's band among its peers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from paseo.assessment.among_peers.bands import Bands, bands_of
from paseo.assessment.among_peers.choosing import Chosen
from paseo.assessment.benchmark import FEWEST_CITIES
from paseo.assessment.index.results import IndexRun
from paseo.assessment.index.words.standing import scales_mix
from paseo.assessment.measure import LEVEL
from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problems


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where a city stands in an index among chosen peers: a band and a range, never one place.

    Args:
        title: of the index.
        about: what it must not be taken for.
        score, low, high: of the own city, with the interval of the Monte Carlo run; None where the
            recalculations stand on different scales, of which no score can be told: places can.
        level: of that interval.
        replications: behind it.
        bands: among the peers that the index holds.
        needed: replications from which on a pair can be clear among so many; with fewer, chance
            alone could make one, and none is called clear.
        left_out: chosen peers that the index does not hold, or for which it found no score.
    """

    title: LanguageMap
    about: LanguageMap
    score: float | None
    low: float | None
    high: float | None
    level: float
    replications: int
    needed: int
    bands: Bands
    left_out: tuple[str, ...]


def replications_for(chosen: Chosen, level: float = LEVEL) -> int:
    """Return from how many replications on a pair can be clear among all chosen peers."""
    return _needed(chosen.left * (chosen.left + 1) // 2, level)


def _needed(pairs: int, level: float) -> int:
    return math.ceil(pairs / (1 - level))


def index_place(run: IndexRun, chosen: Chosen, own: str, level: float = LEVEL) -> IndexPlace:
    """Return the own city's band and interval in an index over the chosen peers.

    The bands rest on the share of replications in which one city scores above the other, so that
    what is uncertain about the index and about its indicators is in them together.

    Args:
        run: of an index whose units are cities, with its uncertainty.
        chosen: the peers.
        own: id of the city.
        level: at which all pairs together hold.

    Raises:
        Refused: I865 for a run without uncertainty, I866 when the own city has no score in it,
            I867 when it holds fewer than :data:`FEWEST_CITIES` of the peers.
    """
    problems = Problems()
    place = Place(run.index.spec.file or run.index.spec.id)
    found = run.uncertainty
    if found is None or found.above is None:
        problems.add("I865", place)
        problems.refuse()
    assert found is not None
    assert found.above is not None
    at = {unit: number for number, unit in enumerate(found.units)}
    scored = {unit for unit, number in at.items() if np.isfinite(found.score_low[number])}
    peers = sorted(set(chosen.peers.cities) & scored - {own})
    if own not in scored:
        problems.add("I866", Place(place.file, entry=own), value=own)
    if len(peers) < FEWEST_CITIES:
        problems.add("I867", place, left=len(peers), least=FEWEST_CITIES)
    problems.refuse()
    units = [own, *peers]
    rows = np.array([at[unit] for unit in units])
    share = np.asarray(found.above, dtype=np.float64)[np.ix_(rows, rows)]
    # A share of all replications is not certainty: half a replication is added to each side.
    above = (found.replications * share + 0.5) / (found.replications + 1)
    bands = bands_of(
        units,
        own,
        found.score[rows],
        found.score_low[rows],
        found.score_high[rows],
        above,
        level,
    )
    assert bands is not None
    mixed = scales_mix(run.index.spec.plan)
    if mixed:
        # Ends of scores on different scales would say nothing.
        bands = replace(
            bands, bands=tuple(replace(one, low=None, high=None) for one in bands.bands)
        )
    score, low, high = (
        None if mixed else float(held[rows[0]])
        for held in (found.score, found.score_low, found.score_high)
    )
    return IndexPlace(
        title=run.index.spec.title,
        about=run.index.spec.about,
        score=score,
        low=low,
        high=high,
        level=found.level,
        replications=found.replications,
        needed=_needed(bands.pairs, level),
        bands=bands,
        left_out=tuple(sorted(set(chosen.peers.cities) - set(peers) - {own})),
    )
