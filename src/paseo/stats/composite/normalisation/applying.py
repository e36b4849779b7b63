"""The normalisation step: a method by name, its checks, and the account of its scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import Part, is_number, parts, refuse_no_units, settled
from paseo.stats.composite.faults import CompositeError
from paseo.stats.composite.normalisation.goalposts import read_posts, refuse_flat
from paseo.stats.composite.normalisation.kinds import BETWEEN_UNITS, METHODS
from paseo.stats.composite.normalisation.scoring import Scored, Table, score
from paseo.stats.composite.record import Note, Record
from paseo.stats.composite.structure import Structure
from paseo.stats.composite.values import Values


def apply(
    values: Values, structure: Structure, method: str, settings: Mapping[str, Any]
) -> tuple[Values, Record]:
    """Turn indicators into scores by a method; a higher score is always better.

    Args:
        values: The indicators.
        structure: Of the index, with directions and targets.
        method: One of :data:`METHODS`.
        settings: See :data:`METHODS`.

    Returns:
        The scores, and the account: what each scale is relative to, and which scores end at it.
        The settings in the account hold the targets of the elements, ready for
        :func:`normalise_many`.

    Raises:
        CompositeError: ``no-units``, ``all-missing``, ``constant``, ``unit-unknown``,
            ``reference-missing``, ``reference-not-better``, ``target-missing``,
            ``target-not-better``, ``goalposts-missing``, ``goalposts-wrong``; those of settings.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Example:
        >>> from paseo.stats.composite import Element
        >>> index = Structure.of([Element("x", "top", direction=-1), Element("top")])
        >>> table = Values.of(["a", "b", "c"], ["x"], [[1], [2], [5]])
        >>> apply(table, index, "minmax", {"low": 0, "high": 100})[0].column("x").tolist()
        [100.0, 75.0, 0.0]
    """
    refuse_no_units("normalise", values.units)
    filled = with_targets(structure, method, settings)
    directions = structure.directions()
    made = np.empty_like(values.numbers)
    did: list[Note] = []
    could_not: list[Note] = []
    for part in parts("normalise", method, filled, values.codes, METHODS):
        at, its, its_settings = part
        table = _table(values.numbers[None], part, directions, values.codes, values.units, None)
        done = score(table, its, its_settings)
        _refuse(values, table, at, done, its)
        made[:, at] = done.scores[0]
        _tell(values, table, at, done, its, its_settings, did, could_not)
    record = Record("normalise", method, filled, tuple(did), tuple(could_not))
    return values.with_numbers(made), record


def normalise_many(
    numbers: FloatArray,
    method: str,
    directions: ArrayLike,
    settings: Mapping[str, Any],
    codes: Sequence[str] = (),
    units: Sequence[str] = (),
) -> FloatArray:
    """Turn many tables into scores at once, each by its own numbers.

    Args:
        numbers: Replications x units x indicators; NaN is missing.
        method: One of :data:`METHODS`.
        directions: 1 or -1 for each indicator.
        settings: See :data:`METHODS`; every number may also be an array, one for each replication.
            Targets of elements must be among them: see :func:`with_targets`.
        codes: Of the indicators; needed where settings name some.
        units: Of the units; needed for ``distance_to_reference``.

    Returns:
        The scores, of the same shape, equal to what :func:`apply` makes of each. A replication that
        :func:`apply` would refuse is NaN throughout.

    Raises:
        CompositeError: Those of settings, targets and goalposts.

    Example:
        >>> data = np.array([[[1.0], [2.0], [5.0]]])
        >>> normalise_many(data, "minmax", [1], {"high": np.array([10.0])}).ravel().tolist()
        [0.0, 2.5, 10.0]
    """
    count, _, width = numbers.shape
    named = tuple(codes) or tuple(str(at) for at in range(width))
    turns = np.asarray(directions, dtype=np.float64)
    split = parts("normalise", method, settings, named, METHODS)
    refused = np.zeros(count, dtype=bool)
    made = np.empty(numbers.shape)
    for part in split:
        table = _table(numbers, part, turns, named, units, count)
        done = score(table, part[1], part[2])
        refused |= done.undefined.any(axis=1)
        if len(split) == 1:
            made = done.scores
        else:
            made[:, :, part[0]] = done.scores
    if refused.any():
        made = np.where(refused[:, None, None], np.nan, made)
    return made


def with_targets(structure: Structure, method: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings filled in, with the targets of the elements among them."""
    filled = settled("normalise", method, settings, METHODS)
    of_elements = {
        code: one.target
        for code in structure.indicators
        if (one := structure.by_code[code]).target is not None
    }
    if method == "distance_to_target" and isinstance(filled["targets"], Mapping):
        filled["targets"] = {**of_elements, **filled["targets"]}
    if isinstance(own := filled["by_indicator"], Mapping):
        filled["by_indicator"] = {
            code: {"targets": of_elements.get(code), **special}
            if isinstance(special, Mapping) and special.get("method") == "distance_to_target"
            else special
            for code, special in own.items()
        }
    return filled


def _table(
    numbers: FloatArray,
    part: Part,
    directions: FloatArray,
    codes: Sequence[str],
    units: Sequence[str],
    count: int | None,
) -> Table:
    at, method, settings = part
    whole = len(at) == numbers.shape[2]
    turns = directions if whole else directions[at]
    inside = numbers if whole else numbers[:, :, at]
    named = tuple(codes[one] for one in at.tolist())
    reference, ends, caps = -1, None, None
    if method == "distance_to_reference":
        reference = _row(units, settings["unit"])
    elif method == "distance_to_target":
        ends = _targets(named, settings)
    elif method == "goalposts":
        ends, caps = read_posts(named, turns, settings)

    def setting(one: FloatArray) -> FloatArray:
        if one.ndim and len(one) != (count or len(numbers)):
            raise CompositeError(
                "shapes-differ", f"A setting has {len(one)} numbers for {count or 1} replications."
            )
        return one[:, None, None] if one.ndim else one[None, None, None]

    turned = inside if (turns > 0).all() else inside * turns
    return Table(turned, turns, named, setting, reference, ends, caps)


def _row(units: Sequence[str], unit: str) -> int:
    if unit not in units:
        raise CompositeError(
            "unit-unknown", f"The reference {unit!r} is not among the units: name another.",
            str(unit), step="normalise", setting="unit", known=tuple(units),
        )  # fmt: skip
    return list(units).index(unit)


def _targets(codes: Sequence[str], settings: Mapping[str, Any]) -> FloatArray:
    given = settings["targets"]
    found = np.full((len(codes), 2), np.nan)
    for at, code in enumerate(codes):
        target = given.get(code) if isinstance(given, Mapping) else given
        if not is_number(target):
            raise CompositeError(
                "target-missing",
                f"{code} has no target: give one, or normalise it in another way.", code,
            )  # fmt: skip
        found[at, 0] = target
    return found


def _refuse(values: Values, table: Table, at: NDArray[np.intp], done: Scored, method: str) -> None:
    """Refuse the first indicator that cannot be scored, by the reason."""
    for k in np.flatnonzero(done.undefined[0]).tolist():
        code, held = table.codes[k], values.numbers[:, int(at[k])]
        if method in BETWEEN_UNITS or np.isnan(held).all():
            refuse_flat(code, held)
        own = {name: float(one[0, k] * table.directions[k]) for name, one in done.figures.items()}
        if method == "distance_to_target":
            raise CompositeError(
                "target-not-better",
                f"The target of {code}, {own['target']:g}, is no better than its worst value, "
                f"{own['worst']:g}: correct the target or the direction.",
                code, **own,
            )  # fmt: skip
        unit = values.units[table.reference]
        if np.isnan(own["reference"]):
            raise CompositeError(
                "reference-missing", f"The reference {unit} has no value of {code}.", code,
                unit=unit,
            )  # fmt: skip
        raise CompositeError(
            "reference-not-better",
            f"The reference {unit} has the worst value of {code}: no distance to it can be scored.",
            code, unit=unit, **own,
        )  # fmt: skip


def _tell(
    values: Values,
    table: Table,
    at: NDArray[np.intp],
    done: Scored,
    method: str,
    settings: Mapping[str, Any],
    did: list[Note],
    could_not: list[Note],
) -> None:
    for k, column in enumerate(at.tolist()):
        code, turn = table.codes[k], float(table.directions[k])
        figures: dict[str, Any] = {"by": method, "reversed": turn < 0}
        for name, one in done.figures.items():
            figures[name] = float(one[0, k]) * (1.0 if name == "sd" else turn)
        did.append(Note("normalised", code, values=figures))
        held = values.numbers[:, column]
        known = held[~np.isnan(held)]
        if (known == known[0]).all():
            could_not.append(Note("constant", code, values={"value": float(known[0])}))
        could_not.extend(_ended(values, table, k, column, figures, method, settings))


def _ended(
    values: Values,
    table: Table,
    k: int,
    column: int,
    figures: Mapping[str, Any],
    method: str,
    settings: Mapping[str, Any],
) -> list[Note]:
    """Units whose scores end at a post, a cap, the reference or the target."""
    code, turn = table.codes[k], float(table.directions[k])
    marks: list[tuple[str, str, float, bool]] = []
    if method == "goalposts":
        assert table.caps is not None
        if not np.isnan(table.caps[k]):
            marks.append(("capped", "at", float(table.caps[k]), True))
        if settings["clip"]:
            marks += [
                ("clipped", "post", figures["best"], True),
                ("clipped", "post", figures["worst"], False),
            ]
    elif settings.get("cap"):
        end = figures["reference" if method == "distance_to_reference" else "target"]
        marks.append(("capped", "at", end, True))
    notes, told = [], set()
    for kind, name, mark, better in marks:
        beyond = (values.numbers[:, column] - mark) * turn
        for i in np.flatnonzero(beyond > 0 if better else beyond < 0).tolist():
            if i not in told:
                told.add(i)
                value = {"value": float(values.numbers[i, column]), name: float(mark)}
                notes.append(Note(kind, code, values.units[i], value))
    return notes
