"""The review of an action: held between the start and today, and taken back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.prevention.sheets.fixing import in_force
from paseo.prevention.sheets.sheet import Sheet


def hold_review(sheet: Sheet, day: date, outcome: str, today: date) -> Sheet:
    """Return a sheet with the review that was held.

    Args:
        day: on which it was held. outcome: what it said.
        today: nothing is held later than this.

    Raises:
        Refused: nothing was fixed that could be reviewed, the day lies before the first day of
            the action or after today, or nothing is said (V987).
    """
    problems = Problems()
    why = _against(in_force(sheet), day, outcome, today)
    if why:
        problems.add("V987", Place(entry="reviewed"), day=day.isoformat(), why=_words(why))
    problems.refuse()
    return replace(sheet, reviewed=day, outcome=outcome.strip())


def take_back_review(sheet: Sheet) -> Sheet:
    """Return a sheet as if no review had been held."""
    return replace(sheet, reviewed=None, outcome="")


def _against(force: Sheet, day: date, outcome: str, today: date) -> str:
    if force.fixed is None:
        return "not_fixed"
    if force.start is not None and day < force.start:
        return "before_start"
    if day > today:
        return "in_future"
    return "" if outcome.strip() else "no_outcome"


def _words(why: str) -> LanguageMap:
    return load_phrases(__package__).map(f"review.{why}")
