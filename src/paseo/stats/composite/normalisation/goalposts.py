"""Goalposts: fixed ends between which an indicator is scored, so that old scores do not move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import is_number
from paseo.stats.composite.faults import CompositeError, all_missing


def refuse_flat(code: str, held: FloatArray) -> None:
    """Refuse an indicator without any value, or with the same one for all units."""
    known = held[~np.isnan(held)]
    if not known.size:
        raise all_missing(code, "normalise")
    if (known == known[0]).all():
        raise CompositeError(
            "constant",
            f"{code} has the same value, {known[0]:g}, for every unit that has one: leave the "
            "indicator out, or score it between goalposts.",
            code, value=float(known[0]), known=int(known.size),
        )  # fmt: skip


def read_posts(
    codes: Sequence[str], directions: FloatArray, settings: Mapping[str, Any]
) -> tuple[FloatArray, FloatArray]:
    """Return goalposts and caps of some indicators.

    Returns:
        k x 2 posts; k caps, NaN where there is none.

    Raises:
        CompositeError: ``goalposts-missing``, ``goalposts-wrong``.
    """
    given = settings["posts"]
    ends, caps = np.full((len(codes), 2), np.nan), np.full(len(codes), np.nan)
    for at, code in enumerate(codes):
        held = given.get(code) if isinstance(given, Mapping) else given
        if held is None:
            raise CompositeError(
                "goalposts-missing", f"{code} has no goalposts: give a lower and an upper one.",
                code,
            )  # fmt: skip
        if not _are_posts(held):
            raise CompositeError(
                "goalposts-wrong",
                f"The goalposts of {code} must be a lower number, a higher number, and if wanted a "
                "cap between them.",
                code, value=held,
            )  # fmt: skip
        ends[at] = held[0], held[1]
        if len(held) == 3 and held[2] is not None:
            caps[at] = held[2]
    return ends, caps


def _are_posts(held: Any) -> bool:
    if (
        isinstance(held, (str, Mapping))
        or not isinstance(held, Sequence)
        or len(held) not in (2, 3)
    ):
        return False
    if not all(is_number(one) for one in held if one is not None):
        return False
    numbers = [one for one in held if one is not None]
    low, high = held[0], held[1]
    return (
        low is not None
        and high is not None
        and low < high
        and all(low <= one <= high for one in numbers)
    )
