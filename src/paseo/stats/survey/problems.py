"""What can be wrong with a survey's data, each with the number of rows and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paseo.stats.checks import NumbersError

#: Rows that a problem lists; the count tells how many more there are.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class DesignProblem:
    """One thing that is wrong, for a person who can put it right.

    Attributes:
        code: Stable name, such as ``weight-zero``.
        sentence: What is wrong, where, and what to do.
        count: Rows (or strata) that are wrong.
        rows: Positions of the first of them, from 0.
        names: Names of strata, codes or columns that the sentence is about.
    """

    code: str
    sentence: str
    count: int = 0
    rows: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


class SurveyError(NumbersError):
    """Survey data or a question to them that cannot be answered.

    Attributes:
        problems: Everything that was found wrong, not only the first.
    """

    def __init__(self, problems: Sequence[DesignProblem]) -> None:
        first = problems[0]
        position = first.rows[:1] or None
        super().__init__(first.code, " ".join(p.sentence for p in problems), position)
        self.problems = tuple(problems)


def problem(
    code: str,
    sentence: str,
    *,
    bad: NDArray[np.bool_] | None = None,
    names: Iterable[str] = (),
) -> DesignProblem:
    """Make a problem out of the rows marked bad; ``{count}`` and ``{rows}`` may be said."""
    positions = np.flatnonzero(bad) if bad is not None else np.zeros(0, dtype=np.intp)
    rows = tuple(int(i) for i in positions[:SHOWN])
    named = tuple(names)
    count = int(positions.size) or len(named)
    said = sentence.format(count=count, rows=_listed(rows, count), names=_listed(named, len(named)))
    return DesignProblem(code, said, count, rows, named)


def refused(code: str, sentence: str, **more: object) -> SurveyError:
    """Make the error of one problem; see `problem`."""
    return SurveyError([problem(code, sentence, **more)])  # type: ignore[arg-type]


def _listed(entries: Sequence[object], count: int) -> str:
    shown = ", ".join(str(entry) for entry in entries[:SHOWN])
    return f"{shown} and {count - SHOWN} more" if count > SHOWN else shown
