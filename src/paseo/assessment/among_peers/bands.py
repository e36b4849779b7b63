"""Bands of cities on one indicator: whoever cannot be told apart stands together.

Each pair of cities is compared by the interval of its difference, at a level at which all pairs
together hold; a pair whose values may not stand side by side is never told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from paseo.assessment.measure import LEVEL
from paseo.assessment.profile import Verdict
from paseo.evidence import columns
from paseo.evidence.comparability import THEIRS, YEARS_APART, compare_pairs
from paseo.stats.composite.bands import rank_bands

FloatArray = NDArray[np.float64]
#: What decides whether two values may stand side by side.
CONDITIONS: Final = (
    columns.INDICATOR,
    columns.DEFINITION,
    columns.SCALE,
    columns.CUT,
    columns.UNIT,
    columns.DENOMINATOR_KIND,
    columns.MODE,
    columns.COUNTING_UNIT,
    columns.RECORDING_STAGE,
    columns.BOUNDARY,
    columns.PERIOD,
    columns.BASE,
    columns.SAMPLE,
)


#: A band of fewer peers shows no ends: of two, each could work out the other's value.
FEWEST_TO_SHOW: Final = 3
VERDICTS: Final[tuple[Verdict, ...]] = ("higher", "no clear difference", "lower")


@dataclass(frozen=True, slots=True)
class Band:
    """Cities of which the same can be said beside the own city.

    Args:
        verdict: whether their values are clearly higher or lower than ours, or neither.
        cities: ids, in the order of the alphabet: within a band there is no order. The own city
            stands in the middle band.
        low, high: from the lowest to the highest end of their intervals; None where fewer than
            :data:`FEWEST_TO_SHOW` peers are in the band.
    """

    verdict: Verdict
    cities: tuple[str, ...]
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Bands:
    """How far cities can be told apart on one quantity.

    Args:
        own: id of the city whose comparison it is.
        bands: around the own city, higher values first; bands without a city are left out.
        chains: the rank bands of all cities, higher values first: two cities that overlap share
            one, and a new one begins only where every city above is clearly above every one
            below. Each in the order of the alphabet.
        best, worst: the places that the own city can have among all, 1 for the highest value:
            one more than the number of cities clearly above it, and their number less those
            clearly below it.
        unplaced: cities whose value has no interval, so that nothing can be said of them.
        pairs: number of pairs compared.
        level: at which all of them hold together.
    """

    own: str
    bands: tuple[Band, ...]
    chains: tuple[tuple[str, ...], ...]
    best: int
    worst: int
    unplaced: tuple[str, ...]
    pairs: int
    level: float = LEVEL

    @property
    def placed(self) -> int:
        """Return how many cities could be compared, the own one among them."""
        return sum(len(band.cities) for band in self.bands)

    def peers(self, verdict: Verdict) -> tuple[str, ...]:
        """Return the peers of which this is said, in the order of the alphabet."""
        return tuple(
            city
            for band in self.bands
            if band.verdict == verdict
            for city in band.cities
            if city != self.own
        )


def probability_above(value: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the probability that each unit lies above each other one, from their intervals.

    ``z = d / s`` with ``d`` the difference and ``s`` the distance from it to the end of its MOVER
    interval on the side of zero, in standard deviations; the probability is the normal one.

    Args:
        value, low, high: n numbers with their intervals at 95 %, independent of each other.

    Returns:
        n x n: row above column; 0.5 on the diagonal and wherever two are equal.

    Source: Zou and Donner (2008), Statistics in Medicine 27, 1693-1702, for the interval.

    >>> above = probability_above(np.array([60.0, 50.0]), np.array([56.0, 46.0]),
    ...                           np.array([64.0, 54.0]))
    >>> round(float(above[0, 1]), 4), round(float(above[0, 1] + above[1, 0]), 9)
    (0.9997, 1.0)
    """
    d = value[:, None] - value[None, :]
    down, up = value - low, high - value
    # Towards zero: the lower end of a positive difference, the upper end of a negative one.
    room = np.where(
        d >= 0, np.hypot(down[:, None], up[None, :]), np.hypot(up[:, None], down[None, :])
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(d == 0, 0.0, d / (room / ndtri(0.5 + LEVEL / 2)))
    return np.asarray(ndtr(z), dtype=np.float64)


def side_by_side(units: pl.DataFrame, years_apart: float = YEARS_APART) -> NDArray[np.bool_]:
    """Say of each pair of rows whether their values may stand side by side.

    Args:
        units: one row per city with the columns :data:`CONDITIONS`.

    Returns:
        n x n; true on the diagonal.
    """
    marked = units.select(CONDITIONS).with_row_index("_row")
    kinds = marked.drop("_row").unique(maintain_order=True).with_row_index("_kind")
    at = marked.join(kinds, on=list(CONDITIONS), how="left", nulls_equal=True).sort("_row")["_kind"]
    theirs = kinds.rename({name: name + THEIRS for name in kinds.columns})
    graded = compare_pairs(kinds.join(theirs, how="cross"), "peers", years_apart)
    allowed = np.zeros((kinds.height, kinds.height), dtype=bool)
    good = graded.filter(pl.col("side_by_side") & (pl.col("test_period") == "yes"))
    allowed[good["_kind"].to_numpy(), good["_kind" + THEIRS].to_numpy()] = True
    place = at.to_numpy()
    found: NDArray[np.bool_] = allowed[np.ix_(place, place)]
    np.fill_diagonal(found, True)
    return found


def bands_of(
    cities: Sequence[str],
    own: str,
    value: FloatArray,
    low: FloatArray,
    high: FloatArray,
    above: FloatArray,
    level: float = LEVEL,
) -> Bands | None:
    """Group cities into bands.

    Args:
        cities: n ids, the own city among them.
        own: id of the own city.
        value, low, high: n numbers with their intervals; a city without an interval is left out.
        above: n x n probability that the city of the row lies above that of the column; 0.5 for
            pairs that are not to be told apart.
        level: at which all pairs together hold (Holm).

    Returns:
        The bands; None when the own city has no interval.

    Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91(1), 476-518,
        for ranks from all pairs at once.
    """
    known = np.isfinite(value) & np.isfinite(low) & np.isfinite(high)
    unplaced = tuple(sorted(city for city, there in zip(cities, known, strict=True) if not there))
    kept = [city for city, there in zip(cities, known, strict=True) if there]
    if own not in kept or len(kept) < 2:
        return None
    low, high = low[known], high[known]
    # One-sided levels: half of what may go wrong lies on each side.
    found = rank_bands(above[np.ix_(known, known)], 0.5 + level / 2, every_pair=True)
    clear, count = found.clear, len(kept)
    at = kept.index(own)
    said = np.select([clear[:, at], clear[at]], [0, 2], default=1)
    return Bands(
        own=own,
        bands=tuple(
            _band(
                verdict, [int(one) for one in np.flatnonzero(said == place)], kept, own, low, high
            )
            for place, verdict in enumerate(VERDICTS)
            if (said == place).any()
        ),
        chains=tuple(tuple(sorted(kept[one] for one in chain)) for chain in found.bands),
        best=int(found.best[at]),
        worst=int(found.worst[at]),
        unplaced=unplaced,
        pairs=count * (count - 1) // 2,
        level=level,
    )


def _band(
    verdict: Verdict,
    members: list[int],
    cities: Sequence[str],
    own: str,
    low: FloatArray,
    high: FloatArray,
) -> Band:
    peers = sum(cities[one] != own for one in members)
    shown = peers >= FEWEST_TO_SHOW
    return Band(
        verdict,
        tuple(sorted(cities[one] for one in members)),
        float(low[members].min()) if shown else None,
        float(high[members].max()) if shown else None,
    )
