"""What is wrong with a case as a whole, once its table has been read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.evidence.personal import tell
from paseo.prevention.evaluation.calendar import next_start
from paseo.prevention.evaluation.case import (
    Case,
    Counts,
    Periods,
    Role,
    Series,
    Span,
)
from paseo.prevention.evaluation.rivals import rival_ids

#: Of a part of the case ("areas", "start") to where it stands in a file or form.
Where = Callable[[str], Place]

#: Fewer periods than this before or after the start are no series.
LEAST_PERIODS: Final = 2
#: Parts of a case in which people write freely.
_TEXTS: Final = ("title", "outcome", "place", "mechanism", "note")


def check_case(case: Case, where: Where, problems: Problems) -> None:
    """Report everything that is wrong with a case, its areas, periods and numbers together."""
    if not case.in_role(Role.TREATED):
        problems.add("E914", where("areas"))
    elif not (case.in_role(Role.COMPARISON) or case.in_role(Role.DONOR)):
        problems.add("E941", where("areas"))
    _check_sizes(case, where, problems)
    _check_answers(case, where, problems)
    _check_covered(case, where, problems)
    _check_people(case, where, problems)
    if isinstance(case.data, Counts):
        _check_periods(case, where, problems)
        _check_counts(case, case.data, where, problems)
    elif isinstance(case.data, Series):
        _check_series(case, case.data, where, problems)


def check_today(case: Case, today: date, where: Where, problems: Problems) -> None:
    """Report counts of days that have not been yet: nobody can have counted them."""
    if case.is_plan:
        return
    last = _last_counted(case)
    if last is not None and last > today:
        part = "periods" if isinstance(case.data, Counts) else "data"
        problems.add("E950", where(part), last=last, today=today)
    elif case.start is not None and case.start > today:
        problems.add("E951", where("start"), start=case.start, today=today)


def _last_counted(case: Case) -> date | None:
    """Return the last day that something was counted for, None where no day is known."""
    if isinstance(case.data, Counts):
        return case.periods.spans[1].last if case.periods.spans is not None else None
    if not isinstance(case.data, Series):
        return None
    held = [
        day
        for line in case.data.lines
        for day, n in zip(case.data.starts, line.counts, strict=True)
        if n is not None
    ]
    return next_start(max(held), case.data.step) - timedelta(days=1) if held else None


def check_spans(before: Span, after: Span, where: Where, problems: Problems) -> None:
    """Report periods that run backwards, overlap, or stand in the wrong order."""
    for span in (before, after):
        if span.last < span.first:
            problems.add("E932", where("periods"), first=span.first, last=span.last)
    if before.first <= after.last and after.first <= before.last:
        problems.add(
            "E933", where("periods"), before_first=before.first, before_last=before.last,
            after_first=after.first, after_last=after.last,
        )  # fmt: skip
    elif after.last < before.first:
        problems.add("E932", where("periods"), first=before.first, last=after.last)


def _check_sizes(case: Case, where: Where, problems: Problems) -> None:
    sized = [one for one in case.areas if one.size is not None]
    if sized and len(sized) < len(case.areas):
        lacking = listed(one.title for one in case.areas if one.size is None)
        problems.add("E942", where("areas"), areas=lacking)


def _check_answers(case: Case, where: Where, problems: Problems) -> None:
    known = rival_ids()
    for rival in case.answers:
        if rival not in known:
            problems.add(
                "E940", where("answers"), value=rival, hint=hint(rival, known), known=listed(known)
            )


def _check_people(case: Case, where: Where, problems: Problems) -> None:
    """Warn of what looks like data about a person in a text of the case (V920 to V922)."""
    texts = [(name, getattr(case, name), False) for name in _TEXTS]
    for one in case.answers.values():
        texts += [("answers", one.note, False), ("answers", one.who, True)]
    for name, text, office in texts:
        tell(text, where(name), problems, column=name, name=case.title, office=office)


def _check_covered(case: Case, where: Where, problems: Problems) -> None:
    """Report areas without numbers, and classes that an area lacks."""
    data = case.data
    if data is None:
        return
    if isinstance(data, Counts):
        held = {(one.area, one.crime) for one in data.cells}
    elif isinstance(data, Series):
        held = {(one.area, one.crime) for one in data.lines}
    else:
        held = {(one.area, "") for one in data.answers}
    with_numbers = {area for area, _ in held}
    for area in case.areas:
        if area.id not in with_numbers:
            problems.add("E915", where("areas"), area=area.title)
            continue
        for crime in case.crimes:
            if (area.id, crime.id) not in held:
                problems.add("E943", where("areas"), area=area.title, crime=crime.title)


def _check_periods(case: Case, where: Where, problems: Problems) -> None:
    periods = case.periods
    if periods.spans is not None:
        before, after = periods.spans
        check_spans(before, after, where, problems)
        if case.start is not None and not before.last < case.start <= after.first:
            problems.add("E936", where("start"), start=case.start, last=before.last,
                         first=after.first)  # fmt: skip
    elif periods == Periods():
        problems.add("E934", where("periods"))
    if not periods.equal:
        problems.add(
            "E935", where("periods"), before=f"{periods.before:g}", after=f"{periods.after:g}",
            unit=periods.unit,
        )  # fmt: skip


def _check_counts(case: Case, data: Counts, where: Where, problems: Problems) -> None:
    lacking = [one.area for one in data.cells if one.after is None]
    if lacking and len(lacking) < len(data.cells):
        names = case.titles(dict.fromkeys(lacking))
        problems.add("E944", where("data"), areas=listed(names))
    known = [n for one in data.cells for n in (one.before, one.after) if n is not None]
    if known and not any(known):
        problems.add("E945", where("data"))
        return
    for one in data.cells:
        for when, n in (("before", one.before), ("after", one.after)):
            if n == 0:
                what = _named(case, one.area, one.crime)
                problems.add("E916", where("data"), what=what, when=when)


def _named(case: Case, area: str, crime: str) -> str:
    """Return what people call an area, and a class of events where it is told apart."""
    crimes = [one.title for one in case.crimes if one.id == crime]
    known = {one.id: one.title for one in case.areas}
    return " · ".join([known.get(area, area), *crimes])


def _check_series(case: Case, data: Series, where: Where, problems: Problems) -> None:
    known = [n for line in data.lines for n in line.counts if n is not None]
    if not any(known):
        problems.add("E945", where("data"))
    if case.start is None:
        problems.add("E922", where("start"))
        return
    ends = next_start(data.starts[-1], data.step)
    if case.start <= data.starts[0]:
        problems.add(
            "E921", where("start"), start=case.start, first=data.starts[0], last=data.starts[-1]
        )
        return
    split = data.split(case.start)
    after = len(data.starts) - split
    # A series that ends before the start is a plan: what could be seen can still be said.
    if split < LEAST_PERIODS or (case.start < ends and after < LEAST_PERIODS):
        problems.add(
            "E917", where("data"), before=split, after=after, step=data.step.value,
            least=LEAST_PERIODS,
        )  # fmt: skip
    for line in data.lines:
        gaps = [day for day, n in zip(data.starts, line.counts, strict=True) if n is None]
        if gaps:
            what = _named(case, line.area, line.crime)
            problems.add("E920", where("data"), area=what, count=len(gaps),
                         periods=listed(str(day) for day in gaps))  # fmt: skip
