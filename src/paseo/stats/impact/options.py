"""Choices by name: refused by name where they are none of those there are."""

from __future__ import annotations

from collections.abc import Iterable

from paseo.stats.checks import NumbersError


def one_of(name: str, found: object, allowed: Iterable[str]) -> str:
    """Return a choice that is allowed.

    Args:
        name: Name of the argument, which is the code of the refusal too.
        found: What was given.
        allowed: All that can be given.

    Returns:
        The choice.

    Raises:
        NumbersError: It is none of them.

    Example:
        >>> one_of("kind", "counts", ("counts", "means"))
        'counts'
    """
    several = tuple(str(one) for one in allowed)
    if isinstance(found, str) and str(found) in several:
        return str(found)
    raise NumbersError(name, f"{name} must be one of {', '.join(several)} (found {found!r}).")


def a_period(start: object) -> int:
    """Return the index of a period; a fraction of a period is refused.

    >>> a_period(12)
    12
    """
    import numpy as np

    if isinstance(start, int | np.integer) and not isinstance(start, bool):
        return int(start)
    raise NumbersError(
        "start-not-whole", f"The start must be the index of a period, as 12 (found {start!r})."
    )
