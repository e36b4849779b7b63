"""A measure that ends, or whose money does, within some months; or has just ended."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from paseo.prevention.gaps.asked import Asked, ids, spots_of
from paseo.prevention.gaps.gap import Gap
from paseo.prevention.gaps.outcome import Outcome, found, not_run
from paseo.prevention.measures.measure import Measure

_RULE: Final = "ending"


def ending(asked: Asked) -> Outcome:
    """Return a gap for every measure that ends or loses its money around today.

    Looked at are running measures whose last day, or last day of secured money, lies at most so
    many months ahead (money that has run out already counts, too), and measures that ended at
    most so many months ago. The earlier day of the two counts.
    """
    dated = [one for one in asked.measures if one.end or one.funded_until]
    if not dated:
        return not_run(_RULE, asked.problem, "no_dates")
    months = round(asked.threshold(_RULE, "months"))
    since, until = shifted(asked.today, -months), shifted(asked.today, months)
    gaps = [gap for one in dated if (gap := _gap(asked, one, since, until, months))]
    # The nearest day first; days behind us stand before days ahead.
    gaps.sort(key=lambda gap: (gap.numbers["days"], gap.key))
    return found(_RULE, asked.problem, gaps, months=months, dated=len(dated))


def _gap(asked: Asked, measure: Measure, since: date, until: date, months: int) -> Gap | None:
    basis, day = _when(asked, measure, since, until)
    if day is None:
        return None
    return Gap(
        rule=_RULE, key=measure.id, problem=asked.problem, level=measure.level,
        spots=spots_of([measure]), measures=ids([measure]), area=measure.area,
        numbers={"days": (day - asked.today).days, "day": day.toordinal(), "months": months},
        basis=basis,
    )  # fmt: skip


def _when(asked: Asked, measure: Measure, since: date, until: date) -> tuple[str, date | None]:
    """Return what happens ("ends", "ended", "unfunded") and on which day."""
    if not measure.runs_on(asked.today):
        ended = measure.end is not None and since <= measure.end < asked.today
        return ("ended", measure.end) if ended else ("", None)
    near = [
        (day, basis)
        for basis, day in (("ends", measure.end), ("unfunded", measure.funded_until))
        if day is not None and day <= until
    ]
    if not near:
        return "", None
    day, basis = min(near)
    return basis, day


def shifted(day: date, months: int) -> date:
    """Return the day some months later, the last of the month where it has no such day.

    >>> shifted(date(2026, 8, 31), 6), shifted(date(2026, 1, 15), -1)
    (datetime.date(2027, 2, 28), datetime.date(2025, 12, 15))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
