"""Settings of a step: defaults filled in, unknown names and impossible values refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.faults import CompositeError, all_missing
from paseo.stats.composite.values import Values

Methods: TypeAlias = Mapping[str, Mapping[str, Any]]
Part: TypeAlias = tuple[NDArray[np.intp], str, dict[str, Any]]


def settled(step: str, method: str, given: Mapping[str, Any], methods: Methods) -> dict[str, Any]:
    """Return the settings of a method with the defaults filled in.

    Args:
        step: Kind of the step, for messages.
        method: Name of the method.
        given: Settings that were chosen.
        methods: Method to its settings with their defaults.

    Returns:
        Every setting of the method, in the order of its defaults.

    Raises:
        CompositeError: ``method-unknown``, ``setting-unknown``.

    Example:
        >>> settled("treat", "log", {}, {"log": {"shift": 0.0}})
        {'shift': 0.0}
    """
    if method not in methods:
        raise CompositeError(
            "method-unknown",
            f"The step {step} has no method {method}: use one of {', '.join(methods)}.", step,
            method=method, known=tuple(methods),
        )  # fmt: skip
    defaults = methods[method]
    for name in given:
        if name not in defaults:
            raise CompositeError(
                "setting-unknown",
                f"The method {method} of the step {step} has no setting {name}: it has "
                f"{', '.join(defaults) or 'none'}.",
                step, method=method, setting=name, known=tuple(defaults),
            )  # fmt: skip
    return {**defaults, **given}


def number(
    step: str,
    settings: Mapping[str, Any],
    name: str,
    low: float = -np.inf,
    high: float = np.inf,
    *,
    whole: bool = False,
    above: bool = False,
) -> FloatArray:
    """Return a setting that is a number, or one number for each replication.

    Args:
        step: Kind of the step, for messages.
        settings: Of the step.
        name: Of the setting.
        low: Smallest number allowed.
        high: Largest number allowed.
        whole: Only whole numbers.
        above: ``low`` itself is not allowed.

    Returns:
        A scalar or one-dimensional array.

    Raises:
        CompositeError: ``setting-wrong`` for what is no number, ``setting-out-of-range``.
    """
    given = settings[name]
    try:
        array = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.array(np.nan)
    per_replication = isinstance(given, np.ndarray) and array.ndim <= 1
    if not (is_number(given) or per_replication) or not np.isfinite(array).all():
        raise CompositeError(
            "setting-wrong", f"The setting {name} of the step {step} must be a number.", step,
            setting=name, value=given, wanted="number",
        )  # fmt: skip
    bad = (array < low) | (array > high) | (above & (array == low))
    if whole:
        bad |= array != np.floor(array)
    if bad.any():
        found = float(np.atleast_1d(array)[np.atleast_1d(bad)][0])
        kind = "a whole number" if whole else "a number"
        raise CompositeError(
            "setting-out-of-range",
            f"The setting {name} of the step {step} must be {kind} "
            f"{'above' if above else 'from'} {low:g} to {high:g} (found {found:g}).",
            step, setting=name, value=found, low=low, high=high, whole=whole,
        )  # fmt: skip
    return array


def is_number(given: Any) -> bool:
    """Return whether something is a finite number; true and false are none."""
    plain = isinstance(given, (int, float, np.number)) and not isinstance(given, bool)
    return plain and bool(np.isfinite(given))


def refuse_no_units(step: str, units: Sequence[str]) -> None:
    """Refuse a table without any unit.

    Raises:
        CompositeError: ``no-units``.
    """
    if not units:
        raise CompositeError("no-units", "The table has no unit: add some.", step)


def refuse_all_missing(values: Values, step: str = "") -> None:
    """Refuse an indicator without any value.

    Raises:
        CompositeError: ``all-missing``.
    """
    for at in np.flatnonzero(np.isnan(values.numbers).all(axis=0)).tolist():
        raise all_missing(values.codes[at], step)


def one_number(
    step: str,
    settings: Mapping[str, Any],
    name: str,
    low: float = -np.inf,
    high: float = np.inf,
    *,
    whole: bool = False,
    above: bool = False,
) -> float:
    """Return a setting that is one number; see :func:`number`.

    Raises:
        CompositeError: ``setting-wrong``, ``setting-out-of-range``.
    """
    found = number(step, settings, name, low, high, whole=whole, above=above)
    if found.ndim:
        raise CompositeError(
            "setting-wrong", f"The setting {name} of the step {step} must be one number.", step,
            setting=name, value=settings[name], wanted="number",
        )  # fmt: skip
    return float(found)


def one_of(step: str, settings: Mapping[str, Any], name: str, known: Sequence[str]) -> str:
    """Return a setting that is one of several words.

    Raises:
        CompositeError: ``setting-wrong``.
    """
    given = settings[name]
    if not isinstance(given, str) or given not in known:
        raise CompositeError(
            "setting-wrong",
            f"The setting {name} of the step {step} must be one of {', '.join(known)} "
            f"(found {given}).",
            step, setting=name, value=given, known=tuple(known),
        )  # fmt: skip
    return str(given)


def yes_or_no(step: str, settings: Mapping[str, Any], name: str) -> bool:
    """Return a setting that is true or false.

    Raises:
        CompositeError: ``setting-wrong``.
    """
    given = settings[name]
    if not isinstance(given, (bool, np.bool_)):
        raise CompositeError(
            "setting-wrong", f"The setting {name} of the step {step} must be true or false.", step,
            setting=name, value=given, wanted="yes-or-no",
        )  # fmt: skip
    return bool(given)


def mapping(step: str, settings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a setting that gives something for each of some codes.

    Raises:
        CompositeError: ``setting-wrong``.
    """
    given = settings[name]
    if not isinstance(given, Mapping):
        raise CompositeError(
            "setting-wrong", f"The setting {name} of the step {step} must name entries by code.",
            step, setting=name, value=given, wanted="mapping",
        )  # fmt: skip
    return given


def indicators_named(
    step: str, settings: Mapping[str, Any], name: str, codes: Sequence[str]
) -> tuple[str, ...]:
    """Return the indicators that a setting names, by list or as keys.

    Raises:
        CompositeError: ``setting-wrong`` for a single text or number, ``code-unknown``.
    """
    given = settings[name]
    if isinstance(given, str) or not isinstance(given, Collection):
        raise CompositeError(
            "setting-wrong", f"The setting {name} of the step {step} must be a list of codes.",
            step, setting=name, value=given, wanted="list",
        )  # fmt: skip
    for code in given:
        if code not in codes:
            raise CompositeError(
                "code-unknown",
                f"The setting {name} of the step {step} names {code}, which is no indicator of "
                "the index.",
                str(code), step=step, setting=name, known=tuple(codes),
            )  # fmt: skip
    return tuple(given)


def parts(
    step: str, method: str, given: Mapping[str, Any], codes: Sequence[str], methods: Methods
) -> list[Part]:
    """Split the columns by how they are worked on.

    ``only`` and ``except`` narrow the method of the step to some indicators; ``by_indicator``
    gives an indicator a method of its own, with ``method`` and its settings.

    Args:
        step: Kind of the step, for messages.
        method: Of the step.
        given: Settings of the step.
        codes: Of the columns.
        methods: Method to its settings with their defaults.

    Returns:
        Positions of columns, method, its settings filled in; columns that nothing is done to are
        in no part.

    Raises:
        CompositeError: ``method-unknown``, ``setting-unknown``, ``setting-wrong``,
            ``code-unknown``.
    """
    settings = settled(step, method, given, methods)
    own = mapping(step, settings, "by_indicator")
    indicators_named(step, settings, "by_indicator", codes)
    chosen = set(codes)
    if "only" in settings:
        if settings["only"]:
            chosen = set(indicators_named(step, settings, "only", codes))
        chosen -= set(indicators_named(step, settings, "except", codes))
    common = [at for at, code in enumerate(codes) if code in chosen and code not in own]
    found: list[Part] = []
    if common:
        found.append((np.array(common, dtype=np.intp), method, settings))
    for code, special in own.items():
        if not isinstance(special, Mapping):
            raise CompositeError(
                "setting-wrong",
                f"by_indicator of the step {step} must give {code} a method with its settings.",
                code, setting="by_indicator", value=special, wanted="method",
            )  # fmt: skip
        its = {name: value for name, value in special.items() if name != "method"}
        its_method = str(special.get("method", method))
        if its_method == method:
            its = {**{name: settings[name] for name in settings if name in given}, **its}
        whole = settled(step, its_method, {**its, "by_indicator": {}}, methods)
        at = np.array([list(codes).index(code)], dtype=np.intp)
        found.append((at, its_method, whole))
    return found
