"""Ratings of partners as files: one row a partner, one column a statement, there and back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

from paseo.content.hints import hint, listed
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problems
from paseo.content.writing import beside
from paseo.evidence.city_around import GENERATED, generated_around, is_generated
from paseo.evidence.personal import tell
from paseo.evidence.tables.named import load_columns
from paseo.evidence.tables.workbook import LISTS_SHEET
from paseo.evidence.template_sheets import make_formats, write_list
from paseo.prevention.collective.form import CollectiveForm
from paseo.prevention.collective.ratings import Rating, Round
from paseo.prevention.sheet_rows import SheetRow, SheetRows, read_sheet_rows

_FACTS: Final = ("form", "version", "round")
#: Rows of an empty workbook that offer lists.
_ROWS: Final = 60
_LINE: Final = 15  # points


def read_ratings(path: Path, form: CollectiveForm, *, problems: Problems | None = None) -> Round:
    """Return a round of ratings from CSV or Excel.

    Args:
        path: columns ``partner``, ``kind`` and one per statement; points or their words.
        form: what was rated.
        problems: receives warnings such as columns that no statement bears.

    Returns:
        The round, with one rating per partner; an empty cell is "cannot tell". It is generated
        where the file says so, or the city whose folder it lies in.

    Raises:
        Refused: with every row that is wrong.
    """
    found = problems if problems is not None else Problems()
    names = load_columns(__package__).and_codes(one.id for one in form.statements)
    table = read_sheet_rows(path, found, names, needed=("partner", "kind"))
    found.refuse()
    assert table is not None
    _check_columns(table, form, found)
    ratings = _ratings(table, form, found)
    found.refuse()
    facts = {
        name: next((row.cells[name] for row in table.rows if name in row.cells), "")
        for name in (*_FACTS, GENERATED)
    } | dict(table.facts)
    if facts["form"] and facts["form"] != form.id:
        found.add("V973", table.place, found=facts["form"][:80], wanted=form.id)
        found.refuse()
    version = facts["version"] or form.version
    generated = is_generated(facts[GENERATED]) or generated_around(path)
    return Round(form.id, version, facts["round"], tuple(ratings), generated=generated)


def _check_columns(table: SheetRows, form: CollectiveForm, problems: Problems) -> None:
    known = [one.id for one in form.statements]
    for name in table.columns:
        if name not in known and name not in load_columns(__package__).names():
            place = Place(table.place.file, sheet=table.place.sheet, column=name)
            problems.add("V980", place, value=name[:60], hint=hint(name, known))


def _ratings(table: SheetRows, form: CollectiveForm, problems: Problems) -> list[Rating]:
    found: dict[str, Rating] = {}
    for row in table.rows:
        partner = row.cells.get("partner", "")
        if not partner:
            continue
        key = " ".join(partner.casefold().split())
        if key in found:
            problems.add("V979", row.place, partner=partner[:80])
            continue
        label = table.labels.get("partner", "partner")
        tell(partner, row.place, problems, column=label, name=partner[:80])
        found[key] = Rating(partner, _kind(row, form, problems), _points(row, form, problems))
    if not any(one.points for one in found.values()) and not problems.errors:
        problems.add("V981", table.place)
    return list(found.values())


def _kind(row: SheetRow, form: CollectiveForm, problems: Problems) -> str:
    said = row.cells.get("kind", "")
    for one in form.kinds:
        if said.casefold() in {one.id.casefold(), *(name.casefold() for name in one.name.values())}:
            return one.id
    known = [one.id for one in form.kinds]
    place = Place(row.place.file, sheet=row.place.sheet, row=row.place.row, column="kind")
    problems.add("V977", place, value=said[:60], known=listed(known), hint=hint(said, known))
    return ""


def _points(row: SheetRow, form: CollectiveForm, problems: Problems) -> dict[str, int]:
    found = {}
    for statement in form.statements:
        said = row.cells.get(statement.id, "")
        if not said:
            continue
        point = point_of(said, form)
        if point is None:
            known = listed(one.value for one in form.scale)
            place = Place(
                row.place.file, sheet=row.place.sheet, row=row.place.row, column=statement.id
            )
            problems.add("V978", place, value=said[:60], id=statement.id, known=known)
        else:
            found[statement.id] = point
    return found


def point_of(said: str, form: CollectiveForm) -> int | None:
    """Return a point of the scale from a number, its words, or both; None where it is none.

    >>> from paseo.prevention.collective.pack import load_form
    >>> form = load_form()
    >>> point_of("2", form), point_of("plenamente", form), point_of("2.5", form)
    (2, 3, None)
    """
    number, _, words = said.partition(" ")
    for one in form.scale:
        labels = {label.casefold() for label in one.label.values()}
        if said.casefold() in {str(one.value), *labels}:
            return one.value
        if number == str(one.value) and words.strip().casefold() in labels:
            return one.value
    return None


def ratings_csv(round: Round, form: CollectiveForm) -> str:
    """Return a round as text that :func:`read_ratings` reads back unchanged."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    codes = [one.id for one in form.statements]
    facts = _facts_of(round)
    writer.writerow((*facts, "partner", "kind", *codes))
    for one in round.ratings:
        points = (one.points.get(code, "") for code in codes)
        writer.writerow((*facts.values(), one.partner, one.kind, *points))
    return out.getvalue()


def _facts_of(round: Round) -> dict[str, str]:
    """Return what a file says of a round beside its ratings; that it is generated only where so."""
    marked = {GENERATED: "true"} if round.generated else {}
    return dict(zip(_FACTS, (round.form, round.version, round.name), strict=True)) | marked


def write_excel_ratings(
    form: CollectiveForm,
    path: Path,
    language: str = "en",
    *,
    round: Round | None = None,
) -> None:
    """Write a workbook in which partners rate; no formulas, no macros.

    Args:
        form: what is rated.
        path: file to write; it is there whole or not at all.
        language: of statements and lists; every language comes back.
        round: ratings that are there already; partners without one get their rows.
    """
    import xlsxwriter

    known = round or Round(form.id, form.version, "", ())
    with beside(path) as place, xlsxwriter.Workbook(place) as book:
        _Writer(book, form, language, known).write()


class _Writer:
    def __init__(self, book: Any, form: CollectiveForm, language: str, round: Round) -> None:
        self.form = form
        self.language = language
        self.round = round
        self.words = load_phrases("paseo.prevention.collective")
        self.formats = make_formats(book)
        self.ratings = book.add_worksheet(self.say("sheet"))
        self.statements = book.add_worksheet(self.say("statements"))
        self.lists = book.add_worksheet(LISTS_SHEET)

    def say(self, phrase: str, **values: Any) -> str:
        return self.words.say(phrase, self.language, **values)

    def write(self) -> None:
        self._statements()
        top = self._top()
        self._rows(top)
        self.lists.hide()

    def _statements(self) -> None:
        for at, (name, width) in enumerate((("code", 8), ("condition", 30), ("text", 90))):
            self.statements.set_column(at, at, width)
            self.statements.write_string(0, at, self.say(name), self.formats.head)
        for row, one in enumerate(self.form.statements, start=1):
            name = self.form.condition(one.condition).name.read(self.language).words
            cells = (one.id, name, one.text.read(self.language).words)
            for at, cell in enumerate(cells):
                self.statements.write_string(row, at, cell, self.formats.text)

    def _top(self) -> int:
        sheet, say = self.ratings, self.say
        scale = ", ".join(
            say("scale", value=one.value, label=one.label.read(self.language).words.lower())
            for one in self.form.scale
        )
        title = self.form.title.read(self.language).words
        sheet.write_string(0, 0, title, self.formats.title)
        sheet.write_string(1, 0, say("composed"), self.formats.hint)
        sheet.write_string(2, 0, say("how", scale=scale), self.formats.hint)
        for row, (name, value) in enumerate(_facts_of(self.round).items(), start=3):
            sheet.write_string(row, 0, say(name), self.formats.guide_head)
            sheet.write_string(row, 1, value, self.formats.text)
        return 8

    def _rows(self, top: int) -> None:
        sheet = self.ratings
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, 1 + len(self.form.statements), 13)
        # The sentence stands above its code, so that nobody has to turn the page to rate.
        sheet.set_row(top - 1, _LINE * 9)
        for at, one in enumerate(self.form.statements, start=2):
            text = one.text.read(self.language).words
            sheet.write_string(top - 1, at, text, self.formats.text)
        heads = (self.say("partner"), self.say("kind"), *(one.id for one in self.form.statements))
        for at, head in enumerate(heads):
            sheet.write_string(top, at, head, self.formats.head)
        sheet.freeze_panes(top + 1, 1)
        for row, rating in enumerate(self.round.ratings, start=top + 1):
            sheet.write_string(row, 0, rating.partner, self.formats.text)
            name = self.form.kind(rating.kind).name.read(self.language).words if rating.kind else ""
            sheet.write_string(row, 1, name, self.formats.text)
            for at, statement in enumerate(self.form.statements, start=2):
                if statement.id in rating.points:
                    sheet.write_number(row, at, rating.points[statement.id], self.formats.number)
        self._offer(top + 1, top + max(_ROWS, len(self.round.ratings)))

    def _offer(self, first: int, last: int) -> None:
        kinds = [one.name.read(self.language).words for one in self.form.kinds]
        points = [one.value for one in self.form.scale]
        write_list(self.lists, 0, kinds)
        offered = {"validate": "list", "source": f"={LISTS_SHEET}!$A$2:$A${len(kinds) + 1}"}
        self.ratings.data_validation(first, 1, last, 1, offered)
        self.ratings.data_validation(
            first, 2, last, 1 + len(self.form.statements), {"validate": "list", "source": points}
        )
