"""Most of the effort on the two upper levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from paseo.prevention.gaps.asked import Asked, both_halves, ids
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, not_run
from paseo.prevention.measures.measure import Level, Measure

#: The levels whose share is taken.
UPPER: Final = (Level.SPECIFIC, Level.REACTION)
_RULE: Final = "top-heavy"


def top_heavy(asked: Asked) -> Outcome:
    """Return a gap when the share of effort on the two upper levels is above the bound.

    share = 100 * effort on specific prevention and reaction / effort on all levels

    The effort is full-time posts where enough measures state them, else money for a year in one
    currency, else the number of measures. Shares by the others stand beside it: they may
    disagree. What is not stated counts in no sum, zero does.
    """
    placed = [one for one in asked.running if one.level is not None]
    fewest = asked.threshold(_RULE, "fewest")
    if len(placed) < fewest:
        return not_run(_RULE, asked.problem, "too_few_placed", placed=len(placed), fewest=fewest)
    shares = {
        name: share
        for name in ("fte", "budget", "count")
        if (share := _share(placed, name, asked.threshold(_RULE, "stated"))) is not None
    }
    basis = next(iter(shares))
    bound = asked.threshold(_RULE, "bound")
    upper = [one for one in placed if one.level in UPPER]
    numbers = {f"share_{name}": share for name, share in shares.items()} | {
        "bound": bound,
        "upper": len(upper),
        "placed": len(placed),
        "unplaced": len(asked.unplaced),
        "without_fte": sum(one.fte is None for one in placed),
        "without_budget": sum(one.budget is None for one in placed),
    }
    gaps: tuple[Gap, ...] = ()
    if shares[basis] > bound:
        spots = tuple(spot for level in UPPER for spot in both_halves(level))
        gaps = (
            Gap(
                rule=_RULE, key="upper", problem=asked.problem, spots=spots,
                measures=ids(upper), numbers=numbers, basis=basis,
            ),
        )  # fmt: skip
    return Outcome(_RULE, asked.problem, gaps, numbers=numbers, basis=basis)


def _share(placed: Sequence[Measure], name: str, least: float) -> float | None:
    """Return the share in per cent, None where too few measures state this kind of effort."""
    if name == "count":
        return 100 * sum(one.level in UPPER for one in placed) / len(placed)
    stated = [one for one in placed if getattr(one, name) is not None]
    if 100 * len(stated) < least * len(placed):
        return None
    if name == "budget" and len({one.currency for one in stated}) > 1:
        return None  # sums over two currencies mean nothing
    total = sum(getattr(one, name) for one in stated)
    if total <= 0:
        return None
    return float(100 * sum(getattr(one, name) for one in stated if one.level in UPPER) / total)
