"""Has the library evaluate what a city entered, and keeps what it found."""

from __future__ import annotations

import time
from typing import Final

from paseo.prevention.evaluation.case import Case, Series
from paseo.prevention.evaluation.evaluating import evaluate
from paseo.prevention.evaluation.proposing import propose
from paseo.prevention.evaluation.result import Method
from paseo.web.accounts.people import Person
from paseo.web.prevention.evaluation.actions import KeepFound
from paseo.web.prevention.evaluation.checking import checked
from paseo.web.prevention.models import Evaluation

#: Areas by areas by periods that a placebo run for every area masters within a second.
QUICK: Final = 3_000_000


def takes_long(case: Case) -> bool:
    """Say whether a placebo run for every other area takes longer than a page may."""
    data = case.data
    if not isinstance(data, Series) or len(case.areas) ** 2 * len(data.starts) < QUICK:
        return False
    return any(one.method is Method.SYNTHETIC and one.fits for one in propose(case))


def compute(evaluation: Evaluation, person: Person) -> float:
    """Evaluate and keep what was found; return the seconds it took.

    Raises:
        Refused: something is wrong with plan or data; nothing was kept.
    """
    case, problems = checked(evaluation.city, evaluation.read_case())
    problems.refuse()
    fingerprint = evaluation.fingerprint
    began = time.monotonic()
    found = evaluate(case)
    seconds = time.monotonic() - began
    KeepFound(evaluation=evaluation, found=found, fingerprint=fingerprint, seconds=seconds).run(
        person
    )
    return seconds
