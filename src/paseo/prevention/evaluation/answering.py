"""What the data themselves say of rival explanations, before and beside a person's answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from paseo.prevention.evaluation.case import (
    PER_YEAR,
    Answer,
    Assignment,
    Better,
    Case,
    Counts,
    Role,
    Series,
)
from paseo.prevention.evaluation.counting import Ledger
from paseo.prevention.evaluation.proposing import TWOFOLD, Facts
from paseo.prevention.evaluation.result import Direction, Effect, Method, Part, Remark, Rival
from paseo.prevention.evaluation.rivals import load_rivals

#: Days that a year has at least, less a week, so that 52 weeks count as one.
_YEAR_DAYS: Final = 358
#: Standard deviations by which a year stands out from those before it.
_EXTREME: Final = 2.0
#: Numbers tried in one evaluation from which on picking one is a danger.
_MANY: Final = 5

Hint = tuple[Answer, Remark] | None


@dataclass(frozen=True)
class Seen:
    """What a hint may look at."""

    case: Case
    ledger: Ledger
    effects: tuple[Effect, ...]

    @property
    def facts(self) -> Facts:
        return Facts.of(self.case, self.ledger)


def answer_rivals(case: Case, ledger: Ledger, effects: Iterable[Effect]) -> tuple[Rival, ...]:
    """Return every rival explanation with what a person or the data say of it.

    A person's answer goes first; where nobody answered, what the data say stands; else unknown.
    """
    seen = Seen(case, ledger, tuple(effects))
    found = []
    for one in load_rivals():
        hint = _HINTS[one.id](seen) if one.id in _HINTS else None
        hinted, remark = hint if hint else (Answer.UNKNOWN, None)
        person = case.answers.get(one.id)
        found.append(
            Rival(
                one.id, person.answer if person else hinted, remark, hinted,
                by_person=person is not None, note=person.note if person else "",
                who=person.who if person else "",
            )
        )  # fmt: skip
    return tuple(found)


def _regression(seen: Seen) -> Hint:
    year = _last_year(seen)
    if year is not None:
        last, mean, spread = year
        stands_out = (last - mean) / spread
        if seen.case.better is Better.MORE:
            stands_out = -stands_out
        values = {"last": last, "mean": mean}
        if stands_out > _EXTREME:
            return Answer.YES, Remark("hint_extreme_year", values)
        if not seen.case.chosen_as_worst:
            return Answer.NO, Remark("hint_usual_year", values)
    if seen.case.assignment is Assignment.RANDOM:
        return Answer.NO, Remark("hint_random")
    if seen.case.chosen_as_worst:
        return Answer.YES, Remark("hint_chosen_as_worst")
    if isinstance(seen.case.data, Counts):
        return Answer.UNKNOWN, Remark("hint_one_before")
    return None


def _last_year(seen: Seen) -> tuple[float, float, float] | None:
    """Return the treated area's last year before the start, the mean of earlier ones, a spread.

    The spread is that of Poisson counts, widened by how much the earlier years vary.
    """
    case = seen.case
    if not isinstance(case.data, Series) or case.start is None:
        return None
    cycle, split = PER_YEAR[case.data.step], case.data.split(case.start)
    treated = {one.id for one in case.in_role(Role.TREATED)}
    lines = [one for one in case.data.lines if one.area in treated]
    years = []
    for end in range(split, cycle - 1, -cycle):
        part = [n for line in lines for n in line.counts[end - cycle : end]]
        if any(n is None for n in part):
            return None
        years.append(sum(n or 0.0 for n in part))
    if len(years) < 3:
        return None
    earlier = np.array(years[1:])
    mean = float(earlier.mean())
    spread = float(np.sqrt(max(mean, earlier.var(ddof=1), 1.0) * (1 + 1 / len(earlier))))
    return years[0], mean, spread


def _selection(seen: Seen) -> Hint:
    if seen.case.assignment is Assignment.RANDOM:
        return Answer.NO, Remark("hint_random")
    if seen.case.chosen_as_worst:
        return Answer.YES, Remark("hint_chosen_as_worst")
    if seen.case.chosen_as_worst is False:
        return Answer.NO, Remark("hint_not_chosen_as_worst")
    return None


def _trend(seen: Seen) -> Hint:
    past = [one for one in seen.effects if one.method is Method.DID and "past_p" in one.numbers]
    if past:
        p = past[0].numbers["past_p"]
        if p < 0.05:
            return Answer.YES, Remark("hint_past_differs", {"p": p})
        return Answer.UNKNOWN, Remark("hint_past_not_seen", {"p": p})
    if any(
        one.method in (Method.ITS, Method.CONTROLLED_ITS) and one.readable for one in seen.effects
    ):
        return Answer.NO, Remark("hint_trend_fitted")
    if isinstance(seen.case.data, Counts):
        return Answer.UNKNOWN, Remark("hint_one_before")
    return None


def _season(seen: Seen) -> Hint:
    window = seen.ledger.window
    if window is not None:
        if window.whole_years or window.in_season:
            return Answer.NO, Remark("hint_same_months", {"periods": len(window.after)})
        return Answer.YES, Remark("hint_other_months")
    spans = seen.case.periods.spans
    if spans is None:
        return None
    before, after = spans
    whole = all(abs(one.days % 365.25 - 0) <= 2 or one.days % 365.25 >= 363.2 for one in spans)
    same = (before.first.month, before.last.month) == (after.first.month, after.last.month)
    if whole or (same and seen.case.periods.equal):
        return Answer.NO, Remark("hint_same_months_stated")
    return Answer.YES, Remark("hint_other_months")


def _short(seen: Seen) -> Hint:
    days = _days_after(seen)
    if days is None:
        return None
    values = {"months": round(days / 30.4375)}
    if days < _YEAR_DAYS:
        return Answer.YES, Remark("hint_under_a_year", values)
    return Answer.NO, Remark("hint_a_year", values)


def _days_after(seen: Seen) -> float | None:
    case = seen.case
    if isinstance(case.data, Series) and case.start is not None:
        after = len(case.data.starts) - case.data.split(case.start)
        return after * 365.25 / PER_YEAR[case.data.step]
    if case.periods.spans is not None:
        return case.periods.spans[1].days
    lengths = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
    if case.periods.unit in lengths:
        return case.periods.after * lengths[case.periods.unit]
    return None


def _displacement(seen: Seen) -> Hint:
    if not seen.case.in_role(Role.DISPLACEMENT):
        return Answer.UNKNOWN, Remark("hint_no_buffer")
    moved = [one for one in seen.effects if one.part is Part.DISPLACEMENT and one.pooled]
    if not moved or moved[0].estimate is None:
        return Answer.UNKNOWN, Remark("hint_buffer_without_control")
    values: dict[str, str | float | int] = {
        "value": moved[0].estimate.floats()[0],
        "unit": moved[0].unit,
    }
    if moved[0].direction is Direction.AGAINST:
        return Answer.YES, Remark("hint_displaced", values)
    if moved[0].direction is Direction.FAVOURS:
        return Answer.NO, Remark("hint_spread", values)
    return Answer.UNKNOWN, Remark("hint_displacement_unclear", values)


def _unlike(seen: Seen) -> Hint:
    if not seen.facts.comparison:
        return None
    ratio = seen.facts.size_ratio
    if ratio >= TWOFOLD:
        if ratio == float("inf"):
            return Answer.YES, Remark("hint_unlike_zero")
        return Answer.YES, Remark("hint_unlike", {"ratio": ratio})
    return Answer.UNKNOWN, Remark("hint_alike", {"ratio": ratio})


def _many(seen: Seen) -> Hint:
    tried = {(one.crime, one.comparison, one.method) for one in seen.effects if one.readable}
    looks = len({(crime, comparison) for crime, comparison, _ in tried})
    if looks >= _MANY:
        return Answer.YES, Remark("hint_many", {"count": looks})
    return None


_HINTS: Final[dict[str, Callable[[Seen], Hint]]] = {
    "regression": _regression,
    "selection": _selection,
    "trend": _trend,
    "season": _season,
    "short_period": _short,
    "displacement": _displacement,
    "comparison_unlike": _unlike,
    "many_looks": _many,
}
