"""Cases and evaluations as plain JSON and back, whole, so that a result can be kept as it was."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import numpy as np

from paseo.prevention.evaluation import case as cases
from paseo.prevention.evaluation import result as results
from paseo.prevention.evaluation.case import Case
from paseo.prevention.evaluation.result import Evaluation
from paseo.stats.interval import Interval

#: Under this name stands which record it is.
_KIND: Final = "is"
#: JSON has no word for these; any other number stands for itself.
_ODD: Final = "number"


def to_stored(record: Case | Evaluation) -> dict[str, Any]:
    """Return a case or an evaluation as plain JSON values.

    Args:
        record: with everything in it.

    Returns:
        Dictionaries, lists, strings, numbers, booleans and None only; no NaN.

    Example:
        >>> from paseo.prevention.evaluation.case import Area, Case, Role
        >>> case = Case(title="Light", areas=(Area("a", Role.TREATED),))
        >>> from_stored(to_stored(case)) == case
        True
    """
    held = _out(record)
    assert isinstance(held, dict)
    return held


def from_stored(plain: Mapping[str, Any]) -> Any:
    """Return the record of which :func:`to_stored` made plain values.

    Args:
        plain: as it was stored.

    Raises:
        ValueError: the values were stored by another version, whose records differ.
    """
    try:
        return _record(plain)
    except (KeyError, TypeError) as wrong:
        raise ValueError("the record was stored by another version") from wrong


def _out(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        held = {one.name: _out(getattr(value, one.name)) for one in fields(value)}
        return {_KIND: type(value).__name__, **held}
    if isinstance(value, Mapping):
        return {str(key): _out(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_out(one) for one in value]
    if isinstance(value, np.ndarray):
        return [_out(one) for one in value.tolist()] if value.ndim else _out(value.item())
    if isinstance(value, np.generic):
        return _out(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return {_ODD: str(value)}
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


@cache
def _known() -> dict[str, type]:
    """Return every record that may be stored, by its name."""
    found = {
        name: one
        for module in (cases, results)
        for name, one in vars(module).items()
        if isinstance(one, type) and is_dataclass(one)
    }
    return {**found, "Interval": Interval}


@cache
def _types(kind: type) -> dict[str, Any]:
    module = vars(__import__(kind.__module__, fromlist=["_"]))
    return get_type_hints(kind, {**module, "Mapping": Mapping})


def _record(plain: Mapping[str, Any]) -> Any:
    kind = _known()[plain[_KIND]]
    expected = _types(kind)
    given = {name: _in(one, expected[name]) for name, one in plain.items() if name != _KIND}
    return kind(**given)


def _in(value: Any, expected: Any) -> Any:
    if isinstance(value, Mapping):
        if set(value) == {_ODD}:
            return float(value[_ODD])
        if _KIND in value:
            return _record(value)
        inner = get_args(expected)[1] if get_args(expected) else Any
        return {key: _in(one, inner) for key, one in value.items()}
    if isinstance(value, list):
        return _several(value, expected)
    if isinstance(value, str):
        return _word(value, expected)
    return value


def _several(value: list[Any], expected: Any) -> Any:
    """Return a list as the tuple that is expected, of one kind or of a kind for each place."""
    inner = next((one for one in _options(expected) if get_origin(one) is tuple), tuple[Any, ...])
    kinds = get_args(inner)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_in(one, kinds[0]) for one in value)
    return tuple(_in(one, kind) for one, kind in zip(value, kinds, strict=True))


def _word(value: str, expected: Any) -> Any:
    for one in _options(expected):
        if isinstance(one, type) and issubclass(one, (StrEnum, date)):
            return one(value) if issubclass(one, StrEnum) else one.fromisoformat(value)
    return value


def _options(expected: Any) -> tuple[Any, ...]:
    if get_origin(expected) in (Union, types.UnionType):
        return get_args(expected)
    return (expected,)
