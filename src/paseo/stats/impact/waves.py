"""Change between two survey waves: of shares and means, of other or of the same people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from numpy.typing import ArrayLike

from paseo.stats.interval import Interval


@dataclass(frozen=True, slots=True, eq=False)
class WaveChange:
    """A change ``second - first`` with its interval and test."""

    change: Interval
    first: Interval
    second: Interval
    statistic: float
    p: float
    test: str


@dataclass(frozen=True, slots=True, eq=False)
class PairedShares:
    """A change of a share among the same people, with McNemar's test in its forms."""

    change: Interval
    first: float
    second: float
    p_exact: float
    p_mid: float
    p_score: float
    statistic: float


def share_change(
    first: float,
    first_n: float,
    second: float,
    second_n: float,
    *,
    first_deff: float = 1.0,
    second_deff: float = 1.0,
    level: float = 0.95,
) -> WaveChange:
    """Change of a share between two waves of other people."""
    raise NotImplementedError


def mean_change(
    first: float,
    first_sd: float,
    first_n: float,
    second: float,
    second_sd: float,
    second_n: float,
    *,
    first_deff: float = 1.0,
    second_deff: float = 1.0,
    level: float = 0.95,
) -> WaveChange:
    """Change of a mean between two waves of other people (Welch)."""
    raise NotImplementedError


def paired_share_change(
    both: float,
    first_only: float,
    second_only: float,
    neither: float,
    *,
    interval: Literal["newcombe", "tango"] = "newcombe",
    deff: float = 1.0,
    level: float = 0.95,
) -> PairedShares:
    """Change of a share among the same people (McNemar)."""
    raise NotImplementedError


def paired_mean_change(
    first: ArrayLike, second: ArrayLike, *, deff: float = 1.0, level: float = 0.95
) -> WaveChange:
    """Change of a mean among the same people (paired t)."""
    raise NotImplementedError
