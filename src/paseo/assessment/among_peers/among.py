"""A city's profile among chosen peers: ranges, bands, and the grade of every comparison."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import polars as pl

from paseo.assessment.among_peers.bands import Bands, bands_of, probability_above, side_by_side
from paseo.assessment.among_peers.choosing import Chosen, PeerChoice, choose_peers, said_map
from paseo.assessment.benchmark import best_of_each, graded_pairs
from paseo.assessment.build import build_profile
from paseo.assessment.framework import Depth, Face, Framework
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.measure import CI_HIGH, CI_LEVEL, CI_LOW, LEVEL
from paseo.assessment.peers import Peers, benchmark_peers
from paseo.assessment.profile import DimensionResult, IndicatorResult, Profile
from paseo.content.problems import Place, Problems
from paseo.evidence import columns
from paseo.evidence.city import CityEvidence
from paseo.evidence.comparability import GRADES, TESTS, THEIRS, Grade, TestName

_MEASURED = (*columns.COLUMNS, CI_LOW, CI_HIGH, CI_LEVEL)


@dataclass(frozen=True, slots=True)
class Compared:
    """One peer's value beside ours: of which period, how comparable, and what differs."""

    city: str
    period: str
    grade: Grade
    differs: tuple[TestName, ...]


@dataclass(frozen=True, slots=True)
class DimensionRanges:
    """One dimension among the peers: counts of indicators, never a total of their values.

    Args:
        dimension, face: of the framework.
        held: indicators with an own value.
        below, within, above: those that stand so against the peers' usual range.
        missing: why the others have no range (``peers.`` in the phrases) to their number.
        weakest: the weakest grade among all comparisons; None without any.
    """

    dimension: str
    face: Face
    held: int
    below: int
    within: int
    above: int
    missing: Mapping[str, int] = field(default_factory=dict)
    weakest: Grade | None = None

    @property
    def ranged(self) -> int:
        """Return how many indicators stand beside a range."""
        return self.below + self.within + self.above


@dataclass(frozen=True)
class AmongPeers:
    """A city beside the peers that were chosen.

    Args:
        profile: with the ranges of the chosen peers.
        chosen: who they are, and how many each condition costs.
        dimensions: in the order of the framework.
        bands: indicator to its bands; only of those asked for that have a range and an interval.
        compared: indicator to every peer that stands beside ours, in the order of the alphabet.
        withheld: indicator to the number of peers whose value is withheld.
    """

    profile: Profile
    chosen: Chosen
    dimensions: tuple[DimensionRanges, ...]
    bands: Mapping[str, Bands]
    compared: Mapping[str, tuple[Compared, ...]]
    withheld: Mapping[str, int]


def among_peers(
    evidence: CityEvidence,
    choice: PeerChoice,
    peers: Peers | None = None,
    *,
    framework: Framework | None = None,
    depth: Depth | None = None,
    indicators: Collection[str] = (),
    made_at: datetime | None = None,
) -> AmongPeers:
    """Stand a city beside chosen peers.

    Args:
        evidence: of the city.
        choice: who the peers are to be.
        peers: everyone there is, after disclosure control; the benchmark packs when None.
        framework: the default one when None.
        depth: how many indicators; what the city says when None.
        indicators: codes for which bands are made; empty for every one with a range.
        made_at: moment of the comparison, now when None.

    Raises:
        Refused: I860-I862 for the choice; I863 for an indicator that is not in the depth, I864
            for one without a range.
    """
    framework = framework or load_framework()
    chosen = choose_peers(choice, benchmark_peers() if peers is None else peers, evidence.city)
    # The choice has taken the place of what city.yaml names.
    free = replace(evidence, city=replace(evidence.city, peers=()))
    profile = build_profile(free, framework, chosen.peers, depth=depth, made_at=made_at)
    return stand_beside(profile, chosen, indicators)


def stand_beside(
    profile: Profile, chosen: Chosen, indicators: Collection[str] | None = ()
) -> AmongPeers:
    """Return a profile that was built with the chosen peers, with its bands.

    Args:
        indicators: as for :func:`among_peers`; None for no bands at all.

    Raises:
        Refused: I863 and I864, as :func:`among_peers`.
    """
    _refuse_unknown(profile, indicators or ())
    ranged = [
        one for part in profile.dimensions for one in part.results if one.peers and one.measured
    ]
    ours = _ours(ranged)
    best = best_of_each(graded_pairs(ours, profile.city, chosen.peers, profile.framework))
    parts = {
        str(key[0]): part.sort(columns.CITY)
        for key, part in best.partition_by(columns.INDICATOR, as_dict=True).items()
    }
    compared = {one.indicator.id: _compared(parts[one.indicator.id]) for one in ranged}
    bands = {
        code: found
        for one in ranged
        if indicators is not None
        if (code := one.indicator.id) in indicators or not indicators
        if (found := _bands(ours, parts[code], code, profile.city.id)) is not None
    }
    return AmongPeers(
        profile=profile,
        chosen=chosen,
        dimensions=tuple(_dimension(part, compared) for part in profile.dimensions),
        bands=bands,
        compared=compared,
        withheld=_withheld(chosen.peers, compared),
    )


def _refuse_unknown(profile: Profile, indicators: Collection[str]) -> None:
    problems = Problems()
    place = profile.city.id
    for code in indicators:
        try:
            result = profile.result(code)
        except KeyError:
            problems.add("I863", Place(place, entry=code), value=code, depth=profile.depth)
            continue
        if result.peers is None:
            why = f"missing.{result.peers_missing or 'no_value'}"
            problems.add("I864", Place(place, entry=code), value=code, why=said_map(why))
    problems.refuse()


def _ours(results: list[IndicatorResult]) -> pl.DataFrame:
    rows = [
        {**one.measured.row, CI_LOW: one.measured.low, CI_HIGH: one.measured.high,
         CI_LEVEL: one.measured.level}
        for one in results if one.measured
    ]  # fmt: skip
    ends = {CI_LOW: pl.Float64(), CI_HIGH: pl.Float64(), CI_LEVEL: pl.Float64()}
    return pl.DataFrame(rows, schema={**columns.SCHEMA, **ends}, orient="row")


def _compared(part: pl.DataFrame) -> tuple[Compared, ...]:
    return tuple(
        Compared(
            row[columns.CITY],
            row[columns.PERIOD + THEIRS],
            row["grade"],
            tuple(test for test in TESTS if row[f"test_{test}"] != "yes"),
        )
        for row in part.iter_rows(named=True)
    )


def _bands(ours: pl.DataFrame, part: pl.DataFrame, code: str, own: str) -> Bands | None:
    mine = ours.filter(pl.col(columns.INDICATOR) == code).select(
        *_MEASURED, pl.lit(own).alias(columns.CITY)
    )
    theirs = part.select(
        *(pl.col(name + THEIRS).alias(name) for name in _MEASURED), pl.col(columns.CITY)
    )
    units = pl.concat([mine, theirs])
    nan = float("nan")
    usable = units[CI_LEVEL].to_numpy() == LEVEL
    value = units[columns.VALUE].cast(pl.Float64).to_numpy()
    low, high = (
        np.where(usable, units[end].cast(pl.Float64).fill_null(nan).to_numpy(), nan)
        for end in (CI_LOW, CI_HIGH)
    )
    above = np.where(side_by_side(units), probability_above(value, low, high), 0.5)
    return bands_of(units[columns.CITY].to_list(), own, value, low, high, above)


def _dimension(
    part: DimensionResult, compared: Mapping[str, tuple[Compared, ...]]
) -> DimensionRanges:
    held = [one for one in part.results if one.measured is not None]
    stands = [one.peers.position for one in held if one.peers is not None]
    reasons = [one.peers_missing or "not_asked" for one in held if one.peers is None]
    grades = [pair.grade for one in held for pair in compared.get(one.indicator.id, ())]
    return DimensionRanges(
        dimension=part.dimension,
        face=part.face,
        held=len(held),
        below=stands.count("below"),
        within=stands.count("within"),
        above=stands.count("above"),
        missing={reason: reasons.count(reason) for reason in dict.fromkeys(reasons)},
        weakest=max(grades, key=GRADES.index, default=None),
    )


def _withheld(peers: Peers, compared: Mapping[str, tuple[Compared, ...]]) -> dict[str, int]:
    """Count the peers whose value is held back and that bring no other value instead."""
    hidden = (
        peers.table.filter(pl.col(columns.STATUS) == columns.SUPPRESSED)
        .select(columns.INDICATOR, columns.CITY)
        .unique()
    )
    found: dict[str, int] = {}
    for code, city in hidden.iter_rows():
        if code in compared and city not in {one.city for one in compared[code]}:
            found[code] = found.get(code, 0) + 1
    return found
