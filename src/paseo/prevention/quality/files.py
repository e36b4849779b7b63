"""Answers and reconciled answers as files: CSV and Excel, there and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from paseo.content.hints import hint, listed
from paseo.content.problems import Place, Problems
from paseo.evidence.city_around import GENERATED, generated_around, is_generated
from paseo.evidence.personal import tell
from paseo.evidence.tables.named import load_columns
from paseo.prevention.quality.answers import Answer, Proof, RaterSheet
from paseo.prevention.quality.form import Entry, QualityForm
from paseo.prevention.quality.judging import judge
from paseo.prevention.quality.reconciling import Settled
from paseo.prevention.sheet_rows import SheetRow, SheetRows, read_sheet_rows

FACTS: Final = ("form", "version", "measure", "rater", "finished")
COLUMNS: Final = ("id", "answer", "note", "evidence", "shows")
#: Several proofs of one answer stand in one cell.
BETWEEN: Final = " | "


def read_answers(
    path: Path, form: QualityForm, *, rater: str = "", problems: Problems | None = None
) -> RaterSheet:
    """Return the answers of one rater from a file.

    Args:
        path: CSV or Excel with the columns ``id`` and ``answer``; notes and evidence beside.
        form: the form that was answered.
        rater: who answered, where the file does not say it; else the name of the file.
        problems: receives warnings such as answers that were not asked for.

    Returns:
        The sheet, without the rows that have no answer. It is generated where the file says so,
        or the city whose folder it lies in.

    Raises:
        Refused: with every row that is wrong.
    """
    found = problems if problems is not None else Problems()
    table = read_sheet_rows(path, found, load_columns(__package__), needed=("id", "answer"))
    found.refuse()
    assert table is not None
    sheet = sheet_from_rows(table, form, found, rater or path.stem)
    found.refuse()
    return replace(sheet, generated=sheet.generated or generated_around(path))


def sheet_from_rows(
    table: SheetRows, form: QualityForm, problems: Problems, rater: str
) -> RaterSheet:
    """Return the answers in a table; what is wrong in its rows is added to ``problems``."""
    facts = {**_repeated(table), **table.facts}
    _check_form(facts, form, table.place, problems)
    answers: dict[str, Answer] = {}
    for row in table.rows:
        entry = _entry(row, form, problems)
        if entry is None or "answer" not in row.cells:
            continue
        if entry.id in answers:
            problems.add("V972", row.place, id=entry.id)
            continue
        option = _option(row, entry, problems)
        if option:
            answers[entry.id] = Answer(option, row.cells.get("note", ""), _proofs(row))
    if not answers and not problems.errors:
        problems.add("V981", table.place)
    _check_people(table, facts, problems)
    options = {code: one.option for code, one in answers.items()}
    for code in judge(form, options).stray:
        problems.add("V974", Place(table.place.file, entry=code), id=code)
    return RaterSheet(
        form=form.id,
        version=facts.get("version") or form.version,
        measure=facts.get("measure", ""),
        rater=facts.get("rater") or rater,
        answers=answers,
        finished=_day(facts.get("finished", "")),
        generated=is_generated(facts.get(GENERATED, "")),
    )


def _check_people(table: SheetRows, facts: Mapping[str, str], problems: Problems) -> None:
    """Warn of what looks like data about a person: the name of a rater, a note, evidence."""
    form = facts.get("form") or table.place.file
    rater = facts.get("rater", "")
    label = table.labels.get("rater", "rater")
    tell(rater, table.place, problems, column=label, name=form, office=True)
    for row in table.rows:
        for name in ("note", "evidence", "shows"):
            label, entry = table.labels.get(name, name), row.cells.get("id", "")
            tell(row.cells.get(name, ""), row.place, problems, column=label, name=entry)


def _repeated(table: SheetRows) -> dict[str, str]:
    """Return facts that stand in every row of a text table."""
    return {
        name: next((row.cells[name] for row in table.rows if name in row.cells), "")
        for name in (*FACTS, GENERATED)
        if name in table.columns
    }


def _check_form(
    facts: Mapping[str, str], form: QualityForm, place: Place, problems: Problems
) -> None:
    stated = facts.get("form", "")
    if stated and stated != form.id:
        problems.add("V973", place, found=stated[:80], wanted=form.id)
    elif facts.get("version") and facts["version"] != form.version:
        problems.add("V975", place, found=facts["version"][:20], wanted=form.version)


def _entry(row: SheetRow, form: QualityForm, problems: Problems) -> Entry | None:
    code = row.cells.get("id", "")
    if not code:
        return None
    known = {one.id: one for one in form.entries}
    # A spreadsheet program may turn 3.10 into the number 3.1, which is then there twice and
    # refused; our own workbooks write ids as text.
    if code not in known:
        problems.add("V968", row.place, value=code[:60], hint=hint(code, known))
    return known.get(code)


def _option(row: SheetRow, entry: Entry, problems: Problems) -> str:
    said = row.cells["answer"]
    plain = said.casefold().strip()
    for one in entry.options:
        if plain in {one.id.casefold(), *(words.casefold() for words in one.label.values())}:
            return one.id
    known = [one.id for one in entry.options]
    place = Place(row.place.file, sheet=row.place.sheet, row=row.place.row, column="answer")
    values = {"value": said[:60], "id": entry.id, "known": listed(known)}
    problems.add("V964", place, **values, hint=hint(said, known))
    return ""


def _proofs(row: SheetRow) -> tuple[Proof, ...]:
    places = [one.strip() for one in row.cells.get("evidence", "").split("|") if one.strip()]
    shows = [one.strip() for one in row.cells.get("shows", "").split("|")]
    shows += [""] * len(places)
    return tuple(Proof(where, shown) for where, shown in zip(places, shows, strict=False))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def answers_csv(sheet: RaterSheet, form: QualityForm) -> str:
    """Return a sheet as text that :func:`read_answers` reads back unchanged."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    facts = facts_of(sheet)
    writer.writerow((*facts, *COLUMNS))
    for entry in form.entries:
        one = sheet.answers.get(entry.id)
        cells = (entry.id, one.option, one.note, *joined(one.proofs)) if one else (entry.id,)
        writer.writerow((*facts.values(), *cells))
    return out.getvalue()


def facts_of(sheet: RaterSheet) -> dict[str, str]:
    """Return what a file says of a sheet beside its answers; that it is generated only where so."""
    finished = sheet.finished.isoformat() if sheet.finished else ""
    values = (sheet.form, sheet.version, sheet.measure, sheet.rater, finished)
    marked = {GENERATED: "true"} if sheet.generated else {}
    return dict(zip(FACTS, values, strict=True)) | marked


def joined(proofs: tuple[Proof, ...]) -> tuple[str, str]:
    """Return proofs as two cells, in step with each other."""
    return (
        BETWEEN.join(one.where for one in proofs),
        BETWEEN.join(one.shows for one in proofs) if any(one.shows for one in proofs) else "",
    )


def read_decisions(path: Path, form: QualityForm) -> dict[str, Settled]:
    """Return reconciled answers from a file with the columns ``id``, ``answer``, ``reason``.

    Raises:
        Refused: with every row that is wrong; a missing reason is found by ``quality_check``.
    """
    problems = Problems()
    table = read_sheet_rows(
        path, problems, load_columns(__package__), needed=("id", "answer", "reason")
    )
    problems.refuse()
    assert table is not None
    found: dict[str, Settled] = {}
    for row in table.rows:
        entry = _entry(row, form, problems)
        if entry is None or "answer" not in row.cells:
            continue
        if entry.id in found:
            problems.add("V972", row.place, id=entry.id)
            continue
        found[entry.id] = Settled(_option(row, entry, problems), row.cells.get("reason", ""))
    problems.refuse()
    return found


def decisions_csv(decisions: Mapping[str, Settled]) -> str:
    """Return reconciled answers as text that :func:`read_decisions` reads back unchanged."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "answer", "reason"))
    writer.writerows((code, one.option, one.reason) for code, one in decisions.items())
    return out.getvalue()
