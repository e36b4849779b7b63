"""What is known of a collecting tool: by which columns it is recognised, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from paseo.evidence.questionnaires.imports.targets import Target, Targets

_NO_COLUMN: Final = re.compile(r"(?!)")
Rule = Callable[[Targets, str], Target | None]


@dataclass(frozen=True)
class Tool:
    """One tool; names of columns in lower case, the first that is there counts.

    Args:
        name: ``kobo``, ``odk`` ... as the origin of a sheet.
        marks: columns of which some give the tool away.
        least: how many of them must be there.
        id, respondent, version, language, started, finished, status: columns of the sheet.
        rejected: values of ``status`` with which a row does not count.
        ties: pairs of a column of a repeat table and the column of the main table it points to.
        order: columns by which the rows of a repeat table stand in order; their own order else.
        nothing: words that the tool writes into an empty cell.
        ignored: further columns that are no answers.
        rule: finds what a column of this tool means, before the usual ways of writing are tried.
        unfinished: an empty ``finished`` means that the respondent did not come to the end.
    """

    name: str
    marks: frozenset[str]
    least: int = 1
    id: tuple[str, ...] = ()
    respondent: tuple[str, ...] = ()
    version: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    rejected: frozenset[str] = frozenset()
    ties: tuple[tuple[str, str], ...] = ()
    order: tuple[str, ...] = ()
    nothing: frozenset[str] = frozenset()
    ignored: re.Pattern[str] = _NO_COLUMN
    rule: Rule | None = field(default=None)
    unfinished: bool = False

    def score(self, headers: Sequence[str]) -> int:
        """Return how many of its columns are there; 0 where they are too few."""
        found = len(self.marks & {one.strip().lower() for one in headers})
        return found if found >= self.least else 0

    def meta(self) -> frozenset[str]:
        """Return the columns that say something of the sheet."""
        ties = {name for pair in self.ties for name in pair}
        return frozenset(
            (
                *self.marks, *self.id, *self.respondent, *self.version, *self.language,
                *self.started, *self.finished, *self.status, *self.order, *ties,
            )
        )  # fmt: skip

    def is_meta(self, header: str) -> bool:
        """Say whether a column is none of answers."""
        name = header.strip().lower()
        return name in self.meta() or self.ignored.fullmatch(name) is not None
