"""What a difference in differences of areas is made of, read and checked."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import NumbersError, as_numbers, not_negative, refuse
from paseo.stats.impact.panel import Panel

Kind = Literal["counts", "means"]
PanelErrors = Literal["jackknife", "cluster", "spread", "model"]


def read_panel(
    outcome: ArrayLike, treated: ArrayLike, start: int, kind: Kind, exposure: ArrayLike | None
) -> Panel:
    """Read outcomes of areas over periods, and refuse what has no effect to estimate.

    Raises:
        NumbersError: As said by `paseo.stats.impact.panel_difference`.
    """
    y, n = as_numbers(outcome=outcome, exposure=1.0 if exposure is None else exposure)
    (flags,) = as_numbers(treated=np.asarray(treated, dtype=float))
    if y.ndim != 2 or flags.shape != y.shape[:1]:
        raise NumbersError(
            "shapes-differ",
            "Give the outcome as a table of areas by periods, and one entry of treated for each"
            f" area (found {y.shape} and {flags.shape}).",
        )
    is_treated = flags > 0
    if not is_treated.any() or is_treated.all():
        raise NumbersError(
            "one-side-empty", "At least one treated and one comparison area are needed."
        )
    if not 0 < start < y.shape[1]:
        raise NumbersError(
            "start-outside",
            f"The start must lie within the periods, after the first: it is {start} of 0 to"
            f" {y.shape[1] - 1}.",
        )
    if kind == "means":
        return Panel(y, np.ones_like(y), is_treated, counts=False)
    not_negative(outcome=y)
    refuse(n <= 0, "exposure-not-positive", "The exposure must be above zero", n)
    panel = Panel(y, n, is_treated, counts=True)
    _refuse_empty_sides(panel, start)
    return panel


def _refuse_empty_sides(panel: Panel, start: int) -> None:
    for name, side in (("treated", panel.treated), ("comparison", ~panel.treated)):
        for when, part in (("before", slice(None, start)), ("after", slice(start, None))):
            if not np.nansum(panel.y[side, part]) > 0:
                raise NumbersError(
                    "no-events",
                    f"The {name} areas have no events {when} the start, so that no ratio can be"
                    " made: take longer periods or look at the difference of counts.",
                )


def errors_for(errors: str, treated: NDArray[np.bool_]) -> PanelErrors:
    """The errors that so many areas can have, or refuse those that were asked for.

    >>> errors_for("auto", np.array([True, False, False, False]))
    'spread'
    """
    ours, others = int(treated.sum()), int((~treated).sum())
    if errors == "auto":
        # From two treated areas alone no spread can be told; three comparison areas know better.
        if min(ours, others) >= 3:
            return "jackknife"
        if others >= 3:
            return "spread"
        return "jackknife" if min(ours, others) == 2 else "model"
    if errors in ("jackknife", "cluster") and min(ours, others) < 2:
        raise NumbersError(
            "too-few-areas",
            "Errors between areas need two treated and two comparison areas: use spread (three"
            " comparison areas) or model, and look at the rank among all placements.",
        )
    if errors == "spread" and others < 2:
        raise NumbersError("too-few-areas", "The spread needs two comparison areas.")
    if errors in ("jackknife", "cluster", "spread", "model"):
        return errors  # type: ignore[return-value]
    raise NumbersError("unknown-errors", f"There are no errors called {errors!r}.")
