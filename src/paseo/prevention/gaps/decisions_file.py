"""Decisions on gaps as a table that people fill in, CSV or Excel, there and back.

One row a gap: its id, what it says, what was decided, a note, and the figures and measures of
that day, by which one sees later whether they have moved.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Problems
from paseo.evidence.personal import tell
from paseo.evidence.tables.named import Columns
from paseo.prevention.gaps.deciding import Decided, Judged
from paseo.prevention.gaps.gap import Choice, Decision
from paseo.prevention.gaps.spelling import plain
from paseo.prevention.gaps.words import GapWords
from paseo.prevention.sheet_rows import SheetRow, read_sheet_rows

#: The file beside a city's measures.
FILE: Final = "decisions.csv"
COLUMNS: Final = ("gap", "says", "decision", "note", "numbers", "measures")
_BETWEEN: Final = ";"


def read_decisions(path: Path, problems: Problems, shown: str = "") -> tuple[Decision, ...]:
    """Return the decisions of a file; rows without a decision are left out.

    Where figures or measures are not stated, nobody can see later whether they have moved.

    Args:
        path: CSV or Excel with the columns ``gap`` and ``decision``, named in any language.
        problems: gets what cannot be read: V951 (dismissed without a note), V990 (a word that is
            no decision), V991 (a gap twice), V992 (figures), and what is wrong with the table.
        shown: name of the file in messages.
    """
    names = Columns.of({name: _labels(f"column.{name}") for name in COLUMNS})
    table = read_sheet_rows(path, problems, names, needed=("gap", "decision"), shown=shown)
    found: dict[str, Decision] = {}
    for row in table.rows if table is not None else ():
        decision = _decision(row, problems)
        if decision is None:
            continue
        if decision.gap in found:
            problems.add("V991", row.place, id=decision.gap[:120])
        found[decision.gap] = decision
    return tuple(found.values())


def _label(phrase: str) -> LanguageMap:
    return load_phrases(__package__).map(phrase)


def _labels(phrase: str) -> tuple[str, ...]:
    return tuple(load_phrases(__package__).map(phrase).values())


def _decision(row: SheetRow, problems: Problems) -> Decision | None:
    gap, said = row.cells.get("gap", ""), row.cells.get("decision", "")
    choices = {plain(word): one for one in Choice
               for word in (one.value, *_labels(f"choice.{one}"))}  # fmt: skip
    if not gap or not said or plain(said) in {plain(one) for one in _labels("choice.open")}:
        return None
    choice = choices.get(plain(said))
    if choice is None:
        problems.add(
            "V990", row.place, value=said[:60], id=gap[:120], hint=hint(said, choices),
            known=listed(one.value for one in Choice),
        )  # fmt: skip
        return None
    note = row.cells.get("note", "")
    if choice is Choice.DISMISSED and not note:
        problems.add("V951", row.place, id=gap[:120])
        return None
    tell(note, row.place, problems, column=_label("column.note"), name=gap[:120])
    numbers = _numbers(row, gap, problems)
    measures = row.cells.get("measures")
    # Beside figures an empty cell says that no measure stood behind the gap.
    known = numbers is not None or measures is not None
    return Decision(
        gap, choice, note, numbers=numbers, measures=_parts(measures or "") if known else None
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(one for part in cell.split(_BETWEEN) if (one := part.strip()))


def _numbers(row: SheetRow, gap: str, problems: Problems) -> dict[str, float] | None:
    cell = row.cells.get("numbers")
    if cell is None:
        return None
    found: dict[str, float] = {}
    for part in _parts(cell):
        name, _sign, value = part.rpartition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            problems.add("V992", row.place, value=part[:60], id=gap[:120])
            return None
    return found


def decision_rows(
    decided: Iterable[tuple[Decided, GapWords]], others: Iterable[Decision] = ()
) -> Iterator[dict[str, str]]:
    """Yield the gaps that wait for a decision, those decided, and decisions whose gap is gone.

    A gap whose figures have moved waits again: its row holds the figures of today, no decision,
    and the note of then. What stands in the file beside the measures is not touched by this.

    Args:
        decided: the gaps of each problem with what was decided, and what says them.
        others: decisions on problems that were not looked at; they are carried along.
    """
    for one, words in decided:
        for judged in (*one.open, *one.decided):
            yield _row(judged, words)
        yield from (_gone(decision) for decision in one.gone)
    yield from (_gone(decision) for decision in others)


def _row(one: Judged, words: GapWords) -> dict[str, str]:
    kept = one.decision
    return {
        "gap": one.gap.id,
        "says": words.sentence(one.gap),
        "decision": kept.choice.value if kept and not one.moved else "",
        "note": kept.note if kept else "",
        "numbers": _written(one.gap.numbers),
        "measures": _BETWEEN.join(one.gap.measures),
    }


def _gone(decision: Decision) -> dict[str, str]:
    return {
        "gap": decision.gap,
        "says": "",
        "decision": decision.choice.value,
        "note": decision.note,
        "numbers": _written(decision.numbers or {}),
        "measures": _BETWEEN.join(decision.measures or ()),
    }


def _written(numbers: Mapping[str, float]) -> str:
    return _BETWEEN.join(f"{name}={value:.15g}" for name, value in numbers.items())


def to_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows of decisions as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _safe(text: str) -> str:
    """Keep a spreadsheet from reading a note as a formula."""
    return f" {text}" if text[:1] in ("=", "+", "-", "@") else text


def problem_of(decision: Decision) -> str:
    """Return the problem of the gap that was decided on, as its id names it."""
    return ":".join(decision.gap.split(":")[1:2])
