"""Numbered problems: what is wrong, where, and what to do about it.

One mechanism for everything that is checked: packs, city folders, spreadsheets.
Each kind of problem has a stable number, a sentence and a mend, both language
maps with named values; the kinds stand in ``content/problems.yaml`` so that the
catalogue in the documentation, the checker and the translations are one list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from paseo.content.language import FIRST_LANGUAGE, LanguageMap

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem was found; every part is optional, the file is the least one needs."""

    file: str = ""
    line: int | None = None
    sheet: str = ""
    row: int | None = None
    column: str = ""
    entry: str = ""

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(f"[{self.sheet}]")
        for sign, part in (("line", self.line), ("row", self.row)):
            if part is not None:
                parts.append(f"{sign} {part}")
        if self.column:
            parts.append(self.column)
        if self.entry:
            parts.append(f"({self.entry})")
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One numbered kind of problem from the catalogue."""

    code: str
    severity: Severity
    title: LanguageMap
    sentence: LanguageMap
    mend: LanguageMap


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem found at one place."""

    code: str
    place: Place
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> ProblemKind:
        return catalogue()[self.code]

    @property
    def severity(self) -> Severity:
        return self.kind.severity

    def sentence(self, language: str = FIRST_LANGUAGE) -> str:
        return self.kind.sentence.read(language).words % _said(self.values, language)

    def mend(self, language: str = FIRST_LANGUAGE) -> str:
        return self.kind.mend.read(language).words % _said(self.values, language)

    def __str__(self) -> str:
        return f"{self.code} {self.place}: {self.sentence()} {self.mend()}"


def _said(values: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the values with those that are language maps read in ``language``."""
    return {
        name: value.read(language).words if isinstance(value, LanguageMap) else value
        for name, value in values.items()
    }


class Problems:
    """The problems of one check, in the order found."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self._found = list(found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, code: str, place: Place, **values: Any) -> None:
        self._found.append(Problem(code, place, values))

    def extend(self, others: Iterable[Problem]) -> None:
        self._found.extend(others)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self._found if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self._found if problem.severity == "warning"]

    def refuse(self) -> None:
        """Raise :class:`Refused` when at least one problem is an error."""
        if self.errors:
            raise Refused(self)


class Refused(Exception):  # noqa: N818 - the word a user reads
    """Something was checked and not accepted; carries every problem, not only the first."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems.errors))


@cache
def catalogue() -> dict[str, ProblemKind]:
    """Return every kind of problem by its code."""
    text = resources.files("paseo.content").joinpath("problems.yaml").read_text("utf-8")
    return {
        code: ProblemKind(
            code=code,
            severity=entry["severity"],
            title=LanguageMap(entry["title"]),
            sentence=LanguageMap(entry["sentence"]),
            mend=LanguageMap(entry["mend"]),
        )
        for code, entry in yaml.load(text, Loader=_Loader).items()  # noqa: S506
    }


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
