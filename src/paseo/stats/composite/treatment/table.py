"""Every state that winsorising can leave an indicator in, worked out once for all replications."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paseo.stats.checks import FloatArray
from paseo.stats.composite.choices import number, one_number, one_of
from paseo.stats.composite.treatment.kinds import THEN
from paseo.stats.composite.treatment.moments import shape
from paseo.stats.composite.treatment.transforms import transformed
from paseo.stats.composite.treatment.winsorising import pull_in, within


class WinsorTable:
    """Winsorised states of raw data that all replications share.

    In which order values are pulled in does not depend on the limits, only where it stops: so each
    replication merely chooses a state.

    Attributes:
        variants: v x units x indicators: 0 is the indicator as it was, the next ones after each
            pull, the last one transformed (where ``then`` asks for it). States that an indicator
            does not reach repeat the last one that it does.
        points: v x indicators: values that were pulled in.
        skew, kurtosis: v x indicators.

    Example:
        >>> data = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])[:, None]
        >>> table = WinsorTable(data, most=5)
        >>> table.variant([2.0, 1.0, 9.0], 0.0, 5).ravel().tolist()
        [1, 2, 0]
    """

    def __init__(
        self,
        numbers: FloatArray,
        most: int,
        then: str = "log",
        treated: NDArray[np.bool_] | None = None,
    ) -> None:
        """Work out the states.

        Args:
            numbers: Units x indicators; NaN is missing.
            most: The largest ``most`` that will be asked for.
            then: What follows where winsorising is not enough.
            treated: Which indicators are treated at all; None for all.

        Raises:
            CompositeError: ``setting-wrong``, ``setting-out-of-range``.
        """
        self.most = int(one_number("treat", {"most": most}, "most", 0, whole=True))
        self.then = one_of("treat", {"then": then}, "then", THEN)
        rows = np.ascontiguousarray(np.asarray(numbers, dtype=np.float64).T)
        states, points = [rows], [np.zeros(len(rows), dtype=np.intp)]
        shapes = [shape(rows)]
        high, low = points[0].copy(), points[0].copy()
        self._stuck = np.zeros(len(rows), dtype=bool)
        can = ~np.isnan(shapes[0][1])
        self._judged = can if treated is None else can & treated
        active = np.flatnonzero(self._judged & (points[0] < self.most))
        while active.size:
            above = shapes[-1][0][active] >= 0
            new, pulled, _ = pull_in(states[-1][active], above)
            high[active[above]], low[active[~above]] = pulled[above], pulled[~above]
            state, (skew, kurtosis) = states[-1].copy(), (one.copy() for one in shapes[-1])
            state[active] = new
            skew[active], kurtosis[active] = shape(new)
            states.append(state)
            shapes.append((skew, kurtosis))
            points.append(high + low)
            self._stuck |= np.isnan(skew) & self._judged
            active = active[(points[-1][active] < self.most) & ~self._stuck[active]]
        self._pulls = len(states)
        if self.then != "none":
            last = rows.copy()
            last[self._judged] = transformed(rows[self._judged], self.then)[0]
            states.append(last)
            shapes.append(shape(last))
            points.append(np.zeros(len(rows), dtype=np.intp))
        self._rows = np.stack(states)
        self.points = np.stack(points)
        self.skew = np.stack([one for one, _ in shapes])
        self.kurtosis = np.stack([one for _, one in shapes])

    @property
    def variants(self) -> FloatArray:
        """All states, v x units x indicators."""
        return np.ascontiguousarray(self._rows.transpose(0, 2, 1))

    def variant(self, skew: ArrayLike, kurtosis: ArrayLike, most: ArrayLike) -> NDArray[np.intp]:
        """Return which state each replication and indicator ends in.

        Args:
            skew: Limit of the absolute skewness, one or B.
            kurtosis: Limit of the excess kurtosis, one or B.
            most: Values that are pulled in at most, one or B.

        Returns:
            B x indicators, positions in :attr:`variants`.

        Raises:
            CompositeError: ``setting-out-of-range`` for a ``most`` above that of the table.
        """
        given = {
            name: np.asarray(one)
            for name, one in (("skew", skew), ("kurtosis", kurtosis), ("most", most))
        }
        limits = np.broadcast_arrays(
            np.atleast_1d(number("treat", given, "skew", 0)),
            np.atleast_1d(number("treat", given, "kurtosis")),
            np.atleast_1d(number("treat", given, "most", 0, self.most, whole=True)),
        )
        skew_limit, kurtosis_limit, most_limit = (one[:, None] for one in limits)
        found = np.zeros((len(skew_limit), self._rows.shape[1]), dtype=np.intp)
        open_ = np.broadcast_to(self._judged, found.shape).copy()
        for at in range(self._pulls):
            inside = within(self.skew[at], self.kurtosis[at], skew_limit, kurtosis_limit)
            spent = self.points[at] >= most_limit
            if at:
                single = np.isnan(self.skew[at]) & open_
                open_ &= ~single
            found[inside & open_] = at
            failed = spent & ~inside & open_
            found[failed] = at if self.then == "none" else self._pulls
            open_ &= ~(inside | spent)
            if not open_.any():
                break
        return found

    def chosen(self, variant: NDArray[np.intp]) -> FloatArray:
        """Return the tables of some choice of states.

        Args:
            variant: B x indicators.

        Returns:
            B x units x indicators.
        """
        columns = np.arange(self._rows.shape[1])
        return self._rows[variant, columns].transpose(0, 2, 1)
