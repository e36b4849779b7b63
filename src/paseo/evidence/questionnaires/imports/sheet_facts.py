"""What is known of each sheet: its number, who answered, when, in which version and language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from paseo.content.problems import Problem, Problems
from paseo.evidence.checks.texts import as_text
from paseo.evidence.questionnaires.imports.cell_texts import read_moment
from paseo.evidence.questionnaires.imports.found_table import FoundTable
from paseo.evidence.questionnaires.imports.tool import Tool

#: A version of ours; KoboToolbox writes letters of its own into the same column.
_VERSION: Final = re.compile(r"v?[0-9]+(?:\.[0-9]+){1,3}")
_TESTS: Final = frozenset(("test", "testing", "prueba", "pruebas", "ensayo", "dummy", "xxx"))


@dataclass(frozen=True)
class Facts:
    """Column by column, one entry per row; None where nothing is known."""

    ids: list[str]
    respondents: list[str | None]
    versions: list[str | None]
    languages: list[str | None]
    origins: list[str | None]
    started: list[str | None]
    finished: list[str | None]
    statuses: list[str | None]

    def meta(self) -> dict[str, Sequence[str | None]]:
        """Return the columns that stand first in a table of answers."""
        return {
            "_sheet": self.ids,
            "_respondent": self.respondents,
            "_version": self.versions,
            "_language": self.languages,
            "_origin": self.origins,
            "_started_at": self.started,
            "_finished_at": self.finished,
        }


def facts_of(table: FoundTable, tool: Tool, respondent: str, problems: Problems) -> Facts:
    """Return what the columns beside the answers say.

    Args:
        respondent: name of the column that says who answered, where the tool's is another.
    """
    who = (respondent,) if respondent else tool.respondent
    return Facts(
        ids=_ids(table, tool, problems),
        respondents=_first(table, who),
        versions=[
            one.removeprefix("v") if one and _VERSION.fullmatch(one) else None
            for one in _first(table, tool.version)
        ],
        languages=_languages(_first(table, tool.language)),
        origins=_first(table, ("_origin",)) if tool.id == ("_sheet",) else [tool.name] * len(table),
        started=_moments(table, tool.started, problems),
        finished=_finished(table, tool, problems),
        statuses=_first(table, tool.status),
    )


def _first(table: FoundTable, names: Sequence[str]) -> list[str | None]:
    """Return of each row the first of some columns that says something."""
    columns = [cells for name in names if (cells := table.cells(name)) is not None]
    found: list[str | None] = [None] * len(table)
    for cells in reversed(columns):
        for at, cell in enumerate(cells):
            if text := (as_text(cell) or "").strip():
                found[at] = text
    return found


def _ids(table: FoundTable, tool: Tool, problems: Problems) -> list[str]:
    found = [None if one is None else one.removeprefix("uuid:") for one in _first(table, tool.id)]
    without = sum(1 for one in found if one is None)
    if without:
        problems.add("A692", table.place(None), count=without)
    taken: dict[str, int] = {}
    ids = []
    for at, one in enumerate(found):
        ids.append(one or _by_content(table, at, taken))
    return ids


def _by_content(table: FoundTable, at: int, taken: dict[str, int]) -> str:
    """Return a number made of what stands in a row: the same the next time it is imported."""
    text = "\x1f".join(
        f"{name}\x1e{as_text(column[at]) or ''}"
        for name, column in zip(table.headers, table.columns, strict=True)
    )
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    taken[digest] = taken.get(digest, 0) + 1
    return digest if taken[digest] == 1 else f"{digest}-{taken[digest]}"


def _languages(found: list[str | None]) -> list[str | None]:
    """Return codes of languages; KoboToolbox and EUSurvey write them in capitals or in words."""
    return [one.lower() if one and re.fullmatch(r"[A-Za-z]{2,3}", one) else one for one in found]


def _moments(table: FoundTable, names: Sequence[str], problems: Problems) -> list[str | None]:
    for name in names:
        cells = table.cells(name)
        if cells is None:
            continue
        known: dict[Any, str | None] = {}
        for cell in dict.fromkeys(cells):
            moment = read_moment(cell) if as_text(cell) else None
            known[cell] = moment.isoformat() if moment else None
            if moment is None and (as_text(cell) or "").strip():
                at = cells.index(cell)
                problems.add("A698", table.place(at, name), value=str(cell)[:60], column=name)
        return [known[cell] for cell in cells]
    return [None] * len(table)


def _finished(table: FoundTable, tool: Tool, problems: Problems) -> list[str | None]:
    found = _moments(table, tool.finished, problems)
    open_ones = sum(1 for one in found if one is None)
    if tool.unfinished and open_ones and len(table):
        problems.add("A685", table.place(None), count=open_ones)
    return found


def repeated_respondents(facts: Facts, rows: Sequence[int]) -> dict[str, list[int]]:
    """Return who answered more than once: the positions of their rows, the newest last."""
    held: dict[str, list[int]] = {}
    for at in rows:
        name = facts.respondents[at]
        if name:
            held.setdefault(name, []).append(at)
    return {
        name: sorted(some, key=lambda at: (facts.finished[at] or facts.started[at] or "", at))
        for name, some in held.items()
        if len(some) > 1
    }


def looks_like_test(respondent: str | None) -> bool:
    """Say whether somebody calls himself a test.

    >>> looks_like_test("Test 2"), looks_like_test("Testa"), looks_like_test(None)
    (True, False, False)
    """
    words = re.split(r"[\s_\d.-]+", (respondent or "").lower())
    return bool(_TESTS & set(words))


def reasons_of(
    table: FoundTable, facts: Facts, tool: Tool, known: Mapping[str, object]
) -> dict[int, Problem]:
    """Return the rows that do not count whatever stands in them, with the reason."""
    found: dict[int, Problem] = {}
    seen: set[str] = set()
    for at, one in enumerate(facts.ids):
        status = facts.statuses[at]
        if status and status.lower() in tool.rejected:
            found[at] = Problem("A684", table.place(at), {"status": status})
        elif one in known:
            found[at] = Problem("A689", table.place(at), {"id": one})
        elif one in seen:
            found[at] = Problem("A670", table.place(at), {"id": one})
        seen.add(one)
    return found
