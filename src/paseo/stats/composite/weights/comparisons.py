"""Comparisons two by two, in any of the forms in which they are given, as a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError

#: How far a comparison and its reverse may be from reciprocal: 1/8 is often written 0.13.
_ROUNDED: Final = 0.05


def reciprocal(held: FloatArray, codes: Sequence[str], entry: str) -> FloatArray:
    """Check a matrix of comparisons; rounded reciprocals are put right by their geometric mean."""
    if held.ndim != 2 or held.shape[0] != held.shape[1] or (codes and len(codes) != len(held)):
        raise CompositeError(
            "shapes-differ",
            f"The comparisons under {entry or 'the parent'} have the shape {held.shape}: give one "
            f"row and one column for each of {', '.join(codes) or 'what is compared'}.",
            entry, shape=held.shape, codes=tuple(codes),
        )  # fmt: skip
    names = list(codes) or [str(at + 1) for at in range(len(held))]
    bad = ~(np.isfinite(held) & (held > 0))
    if bad.any():
        i, j = (int(at) for at in np.argwhere(bad)[0])
        raise CompositeError(
            "not-positive",
            f"The comparison of {names[i]} with {names[j]} must be a number above zero "
            f"(found {held[i, j]:g}): 1 for alike, 3 for three times as important, 1/3 for a "
            "third.",
            entry, one=names[i], other=names[j], value=float(held[i, j]),
        )  # fmt: skip
    off = np.abs(held * held.T - 1) > _ROUNDED
    if off.any():
        i, j = (int(at) for at in np.argwhere(off)[0])
        raise CompositeError(
            "not-reciprocal",
            f"{names[i]} against {names[j]} is {held[i, j]:g}, so that {names[j]} against "
            f"{names[i]} must be {1 / held[i, j]:.3g} (found {held[j, i]:g}).",
            entry, one=names[i], other=names[j], value=float(held[i, j]), found=float(held[j, i]),
        )  # fmt: skip
    put_right: FloatArray = np.sqrt(held / held.T)
    return put_right


def matrix_of(given: Any, codes: Sequence[str], parent: str) -> FloatArray:
    """Return comparisons in any of their forms as a matrix in the order of the children.

    Raises:
        CompositeError: ``setting-wrong``, ``code-unknown``, ``shapes-differ``, ``not-positive``,
            ``not-reciprocal``, ``pair-missing``, ``pair-twice``.
    """
    if not isinstance(given, Mapping):
        return reciprocal(_square(given, parent), codes, parent)
    if "pairs" in given:
        only_known(given, ("pairs",), parent)
        return _from_pairs(given["pairs"], codes, parent)
    only_known(given, ("codes", "matrix"), parent)
    order = given.get("codes", codes)
    if isinstance(order, str) or not isinstance(order, Sequence):
        raise wrong(
            "codes", order, f"codes under {parent} must be a list of codes.", parent, "list"
        )
    order = [str(code) for code in order]
    if sorted(order) != sorted(codes):
        raise CompositeError(
            "code-unknown",
            f"The comparisons under {parent} name {', '.join(order)} where {', '.join(codes)} "
            "stand under it.",
            parent, known=tuple(codes), found=tuple(order),
        )  # fmt: skip
    held = reciprocal(_square(given.get("matrix"), parent), order, parent)
    at = [order.index(code) for code in codes]
    return held[np.ix_(at, at)]


def only_known(given: Mapping[str, Any], known: Sequence[str], parent: str) -> None:
    """Refuse keys of comparisons that mean nothing."""
    for key in given:
        if key not in known:
            raise CompositeError(
                "setting-wrong",
                f"The comparisons under {parent} have no key {key} beside {', '.join(known)}.",
                parent, step="weight", setting="comparisons", value=key, known=tuple(known),
            )  # fmt: skip


def _square(given: Any, parent: str) -> FloatArray:
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise CompositeError(
            "shapes-differ",
            f"The comparisons under {parent} are no square table of numbers.", parent,
        ) from None  # fmt: skip


def _from_pairs(pairs: Sequence[Any], codes: Sequence[str], parent: str) -> FloatArray:
    if not isinstance(pairs, list | tuple):
        raise wrong("pairs", pairs, f"The pairs under {parent} must be a list.", parent, "list")
    held = np.full((len(codes), len(codes)), np.nan)
    np.fill_diagonal(held, 1.0)
    for pair in pairs:
        good = isinstance(pair, list | tuple) and len(pair) == 3
        if not good or isinstance(pair[2], bool) or not isinstance(pair[2], int | float):
            raise wrong(
                "comparisons", pair,
                f"A comparison under {parent} must be of the form [one, other, times], such as "
                "[a, b, 3] for a three times as important as b.",
                parent, "pair",
            )  # fmt: skip
        one, other, times = pair
        for code in (one, other):
            if code not in codes:
                raise CompositeError(
                    "code-unknown", f"{code} is compared under {parent} but does not stand there.",
                    str(code), known=tuple(codes),
                )  # fmt: skip
        i, j = codes.index(one), codes.index(other)
        if not np.isnan(held[i, j]):
            raise CompositeError(
                "pair-twice",
                f"{one} and {other} are compared under {parent} more than once: keep one "
                "comparison (the reverse follows from it).",
                parent, one=one, other=other,
            )  # fmt: skip
        held[i, j] = float(times)
        held[j, i] = 1 / held[i, j] if held[i, j] > 0 else held[i, j]
    if np.isnan(held).any():
        i, j = (int(at) for at in np.argwhere(np.isnan(held))[0])
        raise CompositeError(
            "pair-missing",
            f"{codes[i]} and {codes[j]} are not compared under {parent}: add the pair.",
            parent, one=codes[i], other=codes[j],
        )  # fmt: skip
    return reciprocal(held, codes, parent)


def wrong(
    setting: str, value: Any, sentence: str, entry: str = "weight", wanted: str = "mapping"
) -> CompositeError:
    """Return a fault of a setting of weighting."""
    return CompositeError(
        "setting-wrong", sentence, entry, step="weight", setting=setting, value=value, wanted=wanted
    )
