"""Any result as plain data for JSON, and back: by the types of its fields, nothing is guessed."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from paseo.content.language import LanguageMap
from paseo.content.problems import Place, Problem, Problems

#: Of a value that may be one of several types: which one it is.
TYPE: Final = "is"
#: Numbers that JSON has no word for.
INFINITE: Final = {"inf": math.inf, "-inf": -math.inf}


def to_plain(value: Any) -> Any:
    """Return a value as dictionaries, lists, numbers, texts; what is not known becomes None."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value if math.isfinite(value) else str(value)
    if isinstance(value, np.generic):
        return to_plain(value.item())
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, LanguageMap):
        return dict(value)
    if isinstance(value, Problems):
        return [_problem(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        held = {one.name: to_plain(getattr(value, one.name)) for one in fields(value) if one.init}
        return {TYPE: type(value).__name__, **held}
    if isinstance(value, Mapping):
        return {str(key): to_plain(inner) for key, inner in value.items()}
    return [to_plain(inner) for inner in value]


def _array(value: NDArray[Any]) -> Any:
    if value.dtype.kind != "f" or bool(np.isfinite(value).all()):
        return value.tolist()
    return _without_nan(value.tolist())


def _without_nan(held: Any) -> Any:
    if isinstance(held, list):
        return [_without_nan(one) for one in held]
    return to_plain(held)


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "code": one.code, "place": to_plain(one.place), "values": to_plain(one.values),
        "said": str(one),
    }  # fmt: skip


def from_plain(kind: Any, data: Any) -> Any:
    """Return plain data as a value of a type.

    Args:
        kind: a type, or an annotation such as ``Mapping[str, FloatArray]``.
        data: of :func:`to_plain`.

    Raises:
        ValueError: the data are not of that type.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any or kind is None or kind is type(None):
        return data
    if origin in (Union, types.UnionType):
        return _one_of(inner, data)
    if origin is np.ndarray or kind is np.ndarray:
        return _numbers(kind, data)
    if origin is tuple:
        return _tuple(inner, data)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        key = inner[0]
        return {(int(name) if key is int else name): from_plain(inner[1], one)
                for name, one in data.items()}  # fmt: skip
    if kind is LanguageMap:
        return LanguageMap(data)
    if kind is Problems:
        return Problems(
            Problem(one["code"], from_plain(Place, one["place"]), one["values"]) for one in data
        )
    if kind is float:
        return math.nan if data is None else INFINITE.get(data, data)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind, data)
    return data


def _one_of(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None:
        return None
    named = data.get(TYPE) if isinstance(data, dict) else None
    for kind in kinds:
        if named is not None and getattr(kind, "__name__", "") == named:
            return from_plain(kind, data)
    return from_plain(next(one for one in kinds if one is not type(None)), data)


def _tuple(inner: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(from_plain(inner[0], one) for one in data)
    return tuple(from_plain(one, held) for one, held in zip(inner, data, strict=True))


def _numbers(kind: Any, data: Any) -> Any:
    dtype = next(iter(get_args(get_args(kind)[1])), np.float64) if get_args(kind) else np.float64
    if not isinstance(dtype, type) or not issubclass(dtype, np.generic):
        dtype = np.float64
    if issubclass(dtype, np.floating):
        return np.array(data, dtype=np.float64).astype(dtype)
    return np.array(data, dtype=dtype)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _dataclass(kind: type, data: Any) -> Any:
    if not isinstance(data, dict):
        raise ValueError(f"no {kind.__name__}: {str(data)[:40]}")
    hints = _hints(kind)
    known = {one.name for one in fields(kind) if one.init}
    return kind(
        **{name: from_plain(hints[name], held) for name, held in data.items() if name in known}
    )
