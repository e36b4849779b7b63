"""The treatment step: a method by name, its checks, and the account of what it bent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import Part, one_number, parts, refuse_no_units, settled
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.treatment.kinds import METHODS
from paseo.stats.composite.treatment.moments import shape
from paseo.stats.composite.treatment.rows import Treated, treat_rows
from paseo.stats.composite.treatment.winsorising import within
from paseo.stats.composite.values import Values

#: Rows that are worked on together: they stay in the cache of a processor.
_BLOCK = 4096


def apply(
    values: Values, structure: Structure, method: str, settings: Mapping[str, Any]
) -> tuple[Values, Record]:
    """Treat outliers by a method.

    Args:
        values: The indicators.
        structure: Of the index.
        method: One of :data:`METHODS`.
        settings: See :data:`METHODS`.

    Returns:
        The treated table, and the account: for each indicator its shape before and after, and
        every value that was pulled in.

    Raises:
        CompositeError: ``log-not-positive`` where a logarithm or Box-Cox meets a value that is
            not above zero; ``no-units``, ``code-unknown``; those of settings.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, steps 2 and 5;
    Becker and others (2022), Journal of Open Source Software 7, 4567.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("x", "top"), Element("top")])
        >>> data = [[v] for v in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100)]
        >>> _, record = apply(Values.of("abcdefghijkl", ["x"], data), index, "winsorise", {})
        >>> record.did[0].kind, record.did[0].values["points"]
        ('winsorised', 1)
    """
    refuse_no_units("treat", values.units)
    made = values.numbers.copy()
    did: list[Note] = []
    could_not: list[Note] = []
    for at, its, its_settings in parts("treat", method, settings, values.codes, METHODS):
        rows = np.ascontiguousarray(values.numbers[:, at].T)
        done = treat_rows(rows, its, its_settings, partial(_each, count=len(rows)))
        _refuse_undefined(values, at, rows, done, its, its_settings)
        made[:, at] = done.rows.T
        if its != "none":
            for row, column in enumerate(at.tolist()):
                _tell(values, column, row, rows, done, its, its_settings, did, could_not)
    filled = settled("treat", method, settings, METHODS)
    return values.with_numbers(made), Record("treat", method, filled, tuple(did), tuple(could_not))


def treat_many(
    numbers: FloatArray,
    method: str,
    settings: Mapping[str, Any],
    codes: Sequence[str] = (),
) -> FloatArray:
    """Treat many tables at once, each by its own numbers.

    Args:
        numbers: Replications x units x indicators; NaN is missing.
        method: One of :data:`METHODS`.
        settings: See :data:`METHODS`; every number may also be an array, one for each replication.
        codes: Of the indicators; needed where settings name some.

    Returns:
        The treated tables, of the same shape, equal to what :func:`apply` makes of each. A
        replication that :func:`apply` would refuse is NaN throughout.

    Raises:
        CompositeError: Those of settings.

    Example:
        >>> data = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])[None, :, None]
        >>> treat_many(data, "winsorise", {"most": np.array([1])})[0, -2:, 0].tolist()
        [30.0, 30.0]
    """
    count, _, width = numbers.shape
    named = codes or tuple(str(at) for at in range(width))
    rows = np.ascontiguousarray(numbers.transpose(0, 2, 1))
    refused = np.zeros(count, dtype=bool)
    for part in parts("treat", method, settings, named, METHODS):
        per_block = max(1, _BLOCK // len(part[0]))
        for start in range(0, count, per_block):
            block = slice(start, start + per_block)
            refused[block] |= _treat_block(rows[block], part, start, count)
    rows[refused] = np.nan
    return rows.transpose(0, 2, 1)


def _treat_block(rows: FloatArray, part: Part, start: int, count: int) -> FloatArray:
    """Treat some replications in place; return which of them cannot be treated."""
    at, method, settings = part
    held = len(rows)

    def for_rows(one: FloatArray) -> FloatArray:
        if one.ndim == 0:
            return np.full(held * len(at), float(one))
        if len(one) != count:
            raise CompositeError(
                "shapes-differ", f"A setting has {len(one)} numbers for {count} replications."
            )
        return np.repeat(one[start : start + held], len(at))

    inside = rows[:, at]
    done = treat_rows(inside.reshape(held * len(at), -1), method, settings, for_rows)
    rows[:, at] = done.rows.reshape(inside.shape)
    return np.asarray(done.undefined.reshape(held, len(at)).any(axis=1))


def _each(one: FloatArray, count: int) -> FloatArray:
    if one.size != 1:
        raise CompositeError(
            "shapes-differ", f"A setting has {one.size} numbers for one table.", "treat"
        )
    return np.full(count, float(one.ravel()[0]))


def _refuse_undefined(
    values: Values,
    at: NDArray[np.intp],
    rows: FloatArray,
    done: Treated,
    method: str,
    settings: Mapping[str, Any],
) -> None:
    if not done.undefined.any():
        return
    row = int(np.flatnonzero(done.undefined)[0])
    shift = one_number("treat", settings, "shift")
    unit = int(np.flatnonzero(rows[row] + shift <= 0)[0])
    code, value = values.codes[int(at[row])], float(rows[row, unit])
    raise CompositeError(
        "log-not-positive",
        f"{code} of {values.units[unit]} is {value:g}: {method} needs values above zero. Give a "
        "shift, or leave the indicator out of the treatment.",
        code, unit=values.units[unit], value=value, method=method, shift=shift,
    )  # fmt: skip


def _tell(
    values: Values,
    column: int,
    row: int,
    rows: FloatArray,
    done: Treated,
    method: str,
    settings: Mapping[str, Any],
    did: list[Note],
    could_not: list[Note],
) -> None:
    code = values.codes[column]
    before = tuple(float(one[0]) for one in shape(rows[row][None]))
    after = tuple(float(one[0]) for one in shape(done.rows[row][None]))
    moved = {
        "skew_before": before[0], "kurtosis_before": before[1], "skew": after[0],
        "kurtosis": after[1],
    }  # fmt: skip
    if np.isnan(before[1]) and done.winsorised is not None:
        could_not.append(_unjudged(code, rows[row]))
        return
    wins = done.winsorised
    if done.changed[row]:
        figures: dict[str, Any] = {"by": method if wins is None else settings["then"], **moved}
        if not np.isnan(done.power[row]):
            figures["power"] = float(done.power[row])
        if wins is not None:
            figures["points_tried"] = int(wins.high[row] + wins.low[row])
        did.append(Note("transformed", code, values=figures))
    elif wins is not None and wins.stuck[row]:
        could_not.append(_single(code, rows[row], before))
    elif wins is not None and (points := int(wins.high[row] + wins.low[row])):
        counts = {"points": points, "high": int(wins.high[row]), "low": int(wins.low[row])}
        did.append(Note("winsorised", code, values={**counts, **moved}))
        did.extend(_points(values, column, rows[row], done.rows[row]))
    else:
        did.append(Note("within-limits", code, values={"skew": after[0], "kurtosis": after[1]}))
    if method == "winsorise" and not (wins is not None and wins.stuck[row]):
        limits = {"skew": float(settings["skew"]), "kurtosis": float(settings["kurtosis"])}
        skew, kurtosis = (np.array(one) for one in after)
        if not within(skew, kurtosis, limits["skew"], limits["kurtosis"]):
            figures = {
                "skew": after[0], "kurtosis": after[1], "limit_skew": limits["skew"],
                "limit_kurtosis": limits["kurtosis"],
            }  # fmt: skip
            could_not.append(Note("still-skewed", code, values=figures))


def _unjudged(code: str, row: FloatArray) -> Note:
    known = row[~np.isnan(row)]
    if known.size >= 4:
        return Note("too-few-distinct", code, values={"distinct": 1})
    return Note("too-few-values", code, values={"known": int(known.size)})


def _single(code: str, row: FloatArray, shape_now: tuple[float, ...]) -> Note:
    distinct = int(np.unique(row[~np.isnan(row)]).size)
    figures = {"distinct": distinct, "skew": shape_now[0], "kurtosis": shape_now[1]}
    return Note("too-few-distinct", code, values=figures)


def _points(values: Values, column: int, before: FloatArray, after: FloatArray) -> list[Note]:
    return [
        Note(
            "point-winsorised", values.codes[column], values.units[at],
            {
                "before": float(before[at]), "after": float(after[at]),
                "side": "high" if before[at] > after[at] else "low",
            },
        )
        for at in np.flatnonzero(before != after).tolist()
        if not np.isnan(before[at])
    ]  # fmt: skip
