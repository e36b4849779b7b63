"""Weights from people: points that experts allocate, and comparisons two by two (AHP)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import one_of
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.record import Note
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.weights.comparisons import matrix_of, only_known, reciprocal, wrong

#: Mean consistency index of random comparisons of 1 to 15 things (Saaty, 1980).
RANDOM_INDEX: Final = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Priorities:
    """What comparisons two by two say.

    Attributes:
        weights: k, summing to one.
        ratio: Consistency ratio; 0 for comparisons that fit together, over 0.1 they hardly do.
        largest: The largest eigenvalue; k where all fits together.
        worst: Positions of the pair that fits worst with the weights.
        fitting: What the weights would say of that pair.
    """

    weights: FloatArray
    ratio: float
    largest: float
    worst: tuple[int, int]
    fitting: float


def budget(
    structure: Structure, budgets: Mapping[str, Mapping[str, float]], combine: str = "mean",
    total: float | None = None,
) -> tuple[Structure, list[Note], list[Note]]:  # fmt: skip
    """Weigh elements by points that several experts allocate: the mean over the experts.

    Args:
        structure: The hierarchy. Parents under which nobody allocates points keep their weights.
        budgets: Expert to points by code. Whoever allocates points under a parent does so for all
            that stands under it (zero is a number), and every expert spends the same there.
        combine: ``mean`` or ``median`` over the experts.
        total: What every expert must spend under each parent; None for the same, whatever it is.

    Returns:
        The hierarchy with shares of the points, a note ``points`` for each element (share and
        standard deviation between experts, number of experts), and what could not be done.

    Raises:
        CompositeError: ``budgets-missing``, ``code-unknown``, ``weight-negative``,
            ``budget-incomplete``, ``budgets-unequal``, ``setting-wrong``, ``nothing-beside``.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("a", "top"), Element("b", "top"), Element("top")])
        >>> found, _, _ = budget(index, {"x": {"a": 60, "b": 40}, "y": {"a": 80, "b": 20}})
        >>> [round(one.weight, 12) for one in found.children("top")]
        [0.7, 0.3]
    """
    one_of("weight", {"combine": combine}, "combine", ("mean", "median"))
    if not budgets:
        raise CompositeError(
            "budgets-missing", "No expert has allocated points: give budgets.", "weight"
        )
    _check_points(structure, budgets)
    weights: dict[str, float] = {}
    did: list[Note] = []
    for parent in structure.aggregates:
        codes = [one.code for one in structure.children(parent)]
        spent = {who: held for who, held in budgets.items() if any(code in held for code in codes)}
        if not spent:
            continue
        points = _points(parent, codes, spent, total)
        shares = points / points.sum(axis=1, keepdims=True)
        middle = shares.mean(axis=0) if combine == "mean" else np.median(shares, axis=0)
        spread = shares.std(axis=0, ddof=1) if len(shares) > 1 else np.zeros(len(codes))
        weights |= dict(zip(codes, middle.tolist(), strict=True))
        did += [
            Note("points", code, values={"share": share, "sd": sd, "experts": len(spent)})
            for code, share, sd in zip(codes, middle.tolist(), spread.tolist(), strict=True)
        ]
    return structure.with_weights(weights), did, []


def _points(
    parent: str, codes: Sequence[str], spent: Mapping[str, Mapping[str, float]],
    total: float | None,
) -> FloatArray:  # fmt: skip
    for who, held in spent.items():
        if lacking := [code for code in codes if code not in held]:
            raise CompositeError(
                "budget-incomplete",
                f"{who} gives points to some of what stands under {parent} but not to "
                f"{', '.join(lacking)}: give all of them points, zero where they deserve none.",
                parent, expert=who, lacking=tuple(lacking),
            )  # fmt: skip
    points = np.array([[float(held[code]) for code in codes] for held in spent.values()])
    sums = points.sum(axis=1)
    wanted = float(sums[0] if total is None else total)
    off = np.flatnonzero(~(np.abs(sums - wanted) <= 1e-9 * max(1.0, abs(wanted))))
    if len(off) or wanted <= 0:
        at = int(off[0]) if len(off) else 0
        who = tuple(spent)[at]
        raise CompositeError(
            "budgets-unequal",
            f"{who} spends {sums[at]:g} points under {parent} where {wanted:g} are to be spent: "
            "every expert spends the same, above zero.",
            parent, expert=who, spent=float(sums[at]), wanted=wanted,
        )  # fmt: skip
    return points


def _check_points(structure: Structure, budgets: Mapping[str, Mapping[str, float]]) -> None:
    for who, held in budgets.items():
        if not isinstance(held, Mapping):
            raise wrong("budgets", held, f"{who} must give points by code, such as {{a: 60}}.")
        for code, points in held.items():
            if isinstance(points, bool) or not isinstance(points, int | float):
                raise wrong(
                    "budgets",
                    points,
                    f"{who} must give {code} a number of points.",
                    wanted="number",
                )
            if code not in structure.by_code:
                raise CompositeError(
                    "code-unknown", f"{who} gives points to {code}, which is no element.",
                    str(code), expert=who, known=tuple(structure.by_code),
                )  # fmt: skip
            if not np.isfinite(float(points)) or float(points) < 0:
                raise CompositeError(
                    "weight-negative",
                    f"{who} gives {points} points to {code}: give zero or more.", code,
                    expert=who, value=points,
                )  # fmt: skip
            refuse_top(structure, code, "budgets")


def refuse_top(structure: Structure, code: str, setting: str) -> None:
    """Refuse to weigh what stands beside nothing.

    Raises:
        CompositeError: ``nothing-beside``.
    """
    if not structure.by_code[code].parent:
        known = tuple(one.code for one in structure.elements if one.parent)
        raise CompositeError(
            "nothing-beside",
            f"{code} is no part of anything, so that it cannot be weighed: take it out of "
            f"{setting}.",
            code, setting=setting, known=known,
        )  # fmt: skip


def ahp(matrix: ArrayLike, codes: Sequence[str] = (), entry: str = "") -> Priorities:
    """Weigh by comparisons two by two: the main eigenvector of the matrix of comparisons.

    The consistency ratio is ``((lambda - k) / (k - 1)) / RI(k)`` with the random index of Saaty;
    over 15 things with the line of Alonso and Lamata.

    Args:
        matrix: k x k, how many times the row is as important as the column; 1 on the diagonal.
        codes: What is compared, for refusals.
        entry: Code of the parent, for refusals.

    Returns:
        Weights and consistency.

    Raises:
        CompositeError: ``shapes-differ``, ``not-positive``, ``not-reciprocal``.

    Source: Saaty (1980), The Analytic Hierarchy Process; Alonso and Lamata (2006), International
        Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 14(4), 445-459.

    Example:
        >>> found = ahp([[1, 2, 6], [1 / 2, 1, 3], [1 / 6, 1 / 3, 1]])
        >>> found.weights.round(3).tolist(), abs(round(found.ratio, 9))
        ([0.6, 0.3, 0.1], 0.0)
    """
    held = reciprocal(np.asarray(matrix, dtype=np.float64), codes, entry)
    k = len(held)
    values, vectors = np.linalg.eig(held)
    at = int(np.argmax(values.real))
    weights = np.abs(vectors[:, at].real)
    weights = weights / weights.sum()
    largest = float(values[at].real)
    misfit = held * weights[None, :] / weights[:, None]
    worst = np.unravel_index(int(np.argmax(np.abs(np.log(misfit)))), misfit.shape)
    row, column = int(worst[0]), int(worst[1])
    return Priorities(
        weights, _ratio(largest, k), largest, (row, column), float(weights[row] / weights[column])
    )


def _ratio(largest: float, k: int) -> float:
    if k < 3:
        return 0.0
    if k <= len(RANDOM_INDEX):
        return (largest - k) / (k - 1) / RANDOM_INDEX[k - 1]
    return (largest - k) / (2.7699 * k - 4.3513 - k)


def hierarchy_process(
    structure: Structure, comparisons: Mapping[str, Any], most: float = 0.1
) -> tuple[Structure, list[Note], list[Note]]:
    """Weigh elements by comparisons two by two under each parent.

    Args:
        structure: The hierarchy. Parents that are not named keep their weights.
        comparisons: Parent to a matrix (rows and columns in the order of the elements), or to
            ``{codes, matrix}``, or to ``{pairs: [[one, other, times], ...]}`` with every pair
            once; or to ``{experts: [...]}`` with several of these, whose geometric mean is taken.
        most: Consistency ratio over which a note says that the comparisons hardly fit together.

    Returns:
        The hierarchy with the weights, a note ``consistency`` for each parent, and a note
        ``inconsistent`` with the pair that fits worst where the ratio is over ``most``.

    Raises:
        CompositeError: ``comparisons-missing``, ``code-unknown``, ``no-aggregate``,
            ``pair-missing``, ``pair-twice``, ``setting-wrong``, and as :func:`ahp`.

    Source: As :func:`ahp`; several experts: Aczel and Saaty (1983), Journal of Mathematical
        Psychology 27, 93-102.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("a", "top"), Element("b", "top"), Element("top")])
        >>> found, _, _ = hierarchy_process(index, {"top": {"pairs": [["a", "b", 4]]}})
        >>> [round(one.weight, 12) for one in found.children("top")]
        [0.8, 0.2]
    """
    if not comparisons:
        raise CompositeError("comparisons-missing", "Nothing was compared: give comparisons.")
    weights: dict[str, float] = {}
    did: list[Note] = []
    could_not: list[Note] = []
    for parent, given in comparisons.items():
        if parent not in structure.aggregates:
            known = parent in structure.by_code
            raise CompositeError(
                "no-aggregate" if known else "code-unknown",
                f"There is no aggregate {parent} to weigh under.", str(parent),
                setting="comparisons", known=structure.aggregates,
            )  # fmt: skip
        codes = [one.code for one in structure.children(parent)]
        several = isinstance(given, Mapping) and "experts" in given
        if several:
            only_known(given, ("experts",), parent)
        experts = given["experts"] if several else [given]
        if not isinstance(experts, list | tuple) or not experts:
            raise CompositeError(
                "comparisons-missing", f"Nothing is compared under {parent}: give comparisons.",
                parent,
            )  # fmt: skip
        matrices = [matrix_of(one, codes, parent) for one in experts]
        each = [ahp(one, codes, parent) for one in matrices]
        found = ahp(np.exp(np.mean(np.log(matrices), axis=0)), codes, parent)
        weights |= dict(zip(codes, found.weights.tolist(), strict=True))
        ratios = tuple(one.ratio for one in each)
        did.append(Note("consistency", parent, values={"ratio": found.ratio, "experts": ratios}))
        could_not += [
            _inconsistent(parent, codes, one, matrix, at, most, len(each))
            for at, (one, matrix) in enumerate(zip(each, matrices, strict=True), start=1)
            if one.ratio > most
        ]
    return structure.with_weights(weights), did, could_not


def _inconsistent(
    parent: str, codes: Sequence[str], found: Priorities, matrix: FloatArray, expert: int,
    most: float, experts: int,
) -> Note:  # fmt: skip
    i, j = found.worst
    return Note(
        "inconsistent", parent,
        values={
            "ratio": found.ratio, "most": most, "one": codes[i], "other": codes[j],
            "said": float(matrix[i, j]), "fitting": found.fitting,
            **({"expert": expert} if experts > 1 else {}),
        },
    )  # fmt: skip
