"""Methods with their settings: what is left out is filled in, what is not known is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paseo.stats.composite.faults import CompositeError


def filled(
    methods: Mapping[str, Mapping[str, Any]], method: str, settings: Mapping[str, Any], step: str
) -> dict[str, Any]:
    """Return the settings of a method with its defaults where nothing was chosen.

    Raises:
        CompositeError: ``method-unknown``, ``setting-unknown``.
    """
    if method not in methods:
        raise CompositeError(
            "method-unknown",
            f"There is no {step} by {method!r}: choose one of {', '.join(methods)}.",
            step, step=step, method=method, known=tuple(methods),
        )  # fmt: skip
    defaults = methods[method]
    for name in settings:
        if name not in defaults:
            raise CompositeError(
                "setting-unknown",
                f"{method} has no setting {name!r}: remove it or choose one of "
                f"{', '.join(defaults) or 'none'}.",
                step, step=step, method=method, setting=name, known=tuple(defaults),
            )  # fmt: skip
    return {**defaults, **settings}


def one_of(value: Any, allowed: tuple[str, ...], setting: str, step: str) -> str:
    """Refuse a setting that is none of its allowed values.

    Raises:
        CompositeError: ``setting-wrong``.
    """
    if value not in allowed:
        raise CompositeError(
            "setting-wrong",
            f"{setting} must be one of {', '.join(allowed)} (found {value!r}).",
            step, step=step, setting=setting, value=value, known=allowed,
        )  # fmt: skip
    return str(value)
