"""Answers from a file: KoboToolbox, ODK, LimeSurvey, EUSurvey, our own forms and tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from paseo.content.hints import listed
from paseo.content.phrases import load_phrases
from paseo.content.problems import Place, Problem, Problems
from paseo.evidence.questionnaires.imports.columns import (
    Columns,
    Converted,
    Converter,
    columns_of,
)
from paseo.evidence.questionnaires.imports.eusurvey import EUSURVEY
from paseo.evidence.questionnaires.imports.excel import EXCEL, form_tables
from paseo.evidence.questionnaires.imports.found_table import FoundTable, Rows, read_rows
from paseo.evidence.questionnaires.imports.kobo import KOBO
from paseo.evidence.questionnaires.imports.limesurvey import LIMESURVEY
from paseo.evidence.questionnaires.imports.odk import ODK
from paseo.evidence.questionnaires.imports.own import OWN, PLAIN
from paseo.evidence.questionnaires.imports.result import AnswerImport, Counts, LeftOut
from paseo.evidence.questionnaires.imports.sheet_facts import (
    Facts,
    facts_of,
    looks_like_test,
    reasons_of,
    repeated_respondents,
)
from paseo.evidence.questionnaires.imports.targets import Ambiguous, Targets
from paseo.evidence.questionnaires.imports.tool import Tool
from paseo.evidence.questionnaires.questionnaire import Questionnaire
from paseo.evidence.questionnaires.rows import ROW, SHEET
from paseo.evidence.questionnaires.table import Tables, from_rows, tables
from paseo.evidence.questionnaires.versions import migrate
from paseo.evidence.tables.limits import HEADER_WITHIN, MOST_LISTED

Duplicates = Literal["newest", "both", "refuse"]
TOOLS: Final = (OWN, KOBO, ODK, LIMESURVEY, EUSURVEY)


def read_answers(
    path: Path,
    questionnaire: Questionnaire,
    *,
    older: Mapping[str, Questionnaire] | None = None,
    duplicates: Duplicates = "newest",
    known: Collection[str] = (),
    respondent: str = "",
    shown: str = "",
) -> AnswerImport:
    """Return the answers of a file, whichever tool they were collected with.

    A row with a cell that cannot be read is left out whole and listed; nothing is guessed.

    Args:
        path: CSV, Excel workbook, or the zip of ODK Central.
        questionnaire: that was answered, in the version that is wanted.
        older: earlier versions by their number; rows that answer one are read as that version
            and brought over to this one.
        duplicates: which sheets of one respondent count.
        known: ids of sheets that are in the collection already.
        respondent: name of the column that says who answered, where the tool's is another.
        shown: name of the file in messages.

    Raises:
        Refused: the file cannot be read, or holds no answers to this questionnaire.
    """
    problems = Problems()
    reading = _Reading(questionnaire, older or {}, duplicates, dict.fromkeys(known), problems)
    return reading.read(path, respondent, shown or path.name)


class _Reading:
    def __init__(
        self,
        questionnaire: Questionnaire,
        older: Mapping[str, Questionnaire],
        duplicates: Duplicates,
        known: Mapping[str, object],
        problems: Problems,
    ) -> None:
        self.questionnaire = questionnaire
        self.targets = Targets(questionnaire)
        self.older = older
        self.duplicates = duplicates
        self.known = known
        self.problems = problems
        self.left: dict[int, list[Problem]] = {}
        self.replaced: set[int] = set()

    def read(self, path: Path, respondent: str, shown: str) -> AnswerImport:
        found = read_rows(path, shown, self._named, self.problems)
        found += self._beside(path, found)
        self.problems.refuse()
        tool, tables_found = self._recognise(found, shown)
        main, repeats = self._sorted(tool, tables_found)
        if main is None:
            self._nothing_found(found, shown)
        assert main is not None
        if main.empty_rows:
            self.problems.add("A683", main.place(None), count=main.empty_rows)
        return self._answers(tool, main, repeats, respondent)

    def _named(self, text: str) -> str | None:
        """Return what makes a text a column name, None for every other text."""
        bare = text.strip()
        if not bare or len(bare) > 2_000:
            return None
        if any(tool.is_meta(bare) for tool in TOOLS):
            return bare.lower()
        try:
            found = self.targets.find(bare)
        except Ambiguous:
            return bare
        return f"{found.name} {found.code}" if found else None

    def _beside(self, path: Path, found: Sequence[Rows]) -> list[Rows]:
        """Return the CSV tables of repeat groups that stand beside a table of ours."""
        if len(found) != 1 or path.suffix.lower() != ".csv":
            return []
        more: list[Rows] = []
        for question in self.questionnaire.questions():
            other = path.with_name(f"{path.stem}-{question.id}{path.suffix}")
            if question.type == "repeat" and other.is_file():
                more += read_rows(other, other.name, self._named, self.problems)
        return more

    # --- which tables there are ------------------------------------------------------------------

    def _recognise(self, found: Sequence[Rows], shown: str) -> tuple[Tool, list[FoundTable]]:
        form = form_tables(found, self.questionnaire, self.problems)
        if form is not None:
            self.problems.refuse()
            return EXCEL, form
        some = [
            one.table(at)
            for one in found
            if not one.hidden and (at := self._header(one)) is not None
        ]
        headers = [name for one in some for name in one.headers]
        scores = {tool.name: tool.score(headers) for tool in TOOLS}
        best = max(TOOLS, key=lambda tool: scores[tool.name])
        # One column of ours is enough: no other tool begins a name with "_sheet".
        if OWN.score(headers) and SHEET in headers:
            # The codebook beside the answers repeats the words of questions in its cells.
            return OWN, [one for one in some if SHEET in one.headers]
        return (best if scores[best.name] else PLAIN), some

    def _header(self, rows: Rows) -> int | None:
        best, most = None, 0
        for at, row in enumerate(rows.rows[:HEADER_WITHIN]):
            texts = [cell for cell in row if isinstance(cell, str)]
            named = len({self._named(cell) for cell in texts} - {None})
            if named > most:
                best, most = at, named
        return best

    def _sorted(
        self, tool: Tool, found: Sequence[FoundTable]
    ) -> tuple[FoundTable | None, dict[str, FoundTable]]:
        """Return the main table, and the tables of repeat groups by their id."""
        repeats: dict[str, FoundTable] = {}
        # A form that nobody has filled in has no column of a question, and is still one.
        best = (0, found[0]) if tool is EXCEL and found else None
        for one in found:
            names = [self._variable(header) for header in one.headers]
            groups = [self.targets.variables[name].repeat for name in names if name]
            inside = [group for group in groups if group]
            if inside and len(inside) * 2 > len(groups):
                repeats[max(set(inside), key=inside.count)] = one
                continue
            plain = len(groups) - len(inside)
            # Where everything is asked in repeat groups, our main table holds the sheets alone.
            ours = SHEET in one.headers and ROW not in one.headers
            if (plain or ours) and (best is None or plain > best[0]):
                best = (plain, one)
        return (best[1] if best else None), repeats

    def _variable(self, header: str) -> str | None:
        for tool in TOOLS:
            if tool.rule and (found := tool.rule(self.targets, header)):
                return found.name if found.name in self.targets.variables else None
        try:
            target = self.targets.find(header)
        except Ambiguous:
            return None
        return target.name if target and target.name in self.targets.variables else None

    def _nothing_found(self, found: Sequence[Rows], shown: str) -> None:
        first = next((one.rows[0] for one in found if one.rows), ())
        self.problems.add(
            "A676", Place(shown),
            questionnaire=self.questionnaire.title,
            found=listed(str(cell)[:40] for cell in first if cell not in (None, "")) or "–",
            known=listed(self.targets.variables),
        )  # fmt: skip
        self.problems.refuse()

    # --- which rows count ------------------------------------------------------------------------

    def _answers(
        self, tool: Tool, main: FoundTable, repeats: Mapping[str, FoundTable], respondent: str
    ) -> AnswerImport:
        facts = facts_of(main, tool, respondent, self.problems)
        self.left = {at: [one] for at, one in reasons_of(main, facts, tool, self.known).items()}
        rows = [at for at in range(len(main)) if at not in self.left]
        rows = self._respondents(main, facts, rows)
        parts: list[Tables] = []
        empty = 0
        for version, some in self._versions(main, facts, rows).items():
            form = self.older.get(version, self.questionnaire)
            part, without = self._group(tool, main, repeats, facts, some, form, respondent)
            empty += without
            parts.append(self._brought_over(part, form))
        if empty:
            self.problems.add("A683", main.place(None), count=empty)
        return self._result(tool, main, repeats, facts, parts, empty)

    def _respondents(self, main: FoundTable, facts: Facts, rows: list[int]) -> list[int]:
        words = load_phrases("paseo.evidence.questionnaires", "imports.yaml")
        dropped: set[int] = set()
        for name, some in repeated_respondents(facts, rows).items():
            numbers = ", ".join(str(main.numbers[at]) for at in sorted(some))
            values: dict[str, Any] = {"respondent": name[:60], "rows": numbers}
            if self.duplicates == "refuse":
                for at in some:
                    self.left[at] = [Problem("A687", main.place(at), values)]
                dropped.update(some)
                continue
            values["what"] = words.map(f"duplicates_{self.duplicates}")
            self.problems.add("A673", main.place(some[-1]), **values)
            if self.duplicates == "newest":
                dropped.update(some[:-1])
                self.replaced.update(some[:-1])
                for at in some[:-1]:
                    self.left[at] = [Problem("A673", main.place(at), values)]
        kept = [at for at in rows if at not in dropped]
        for at in kept:
            if looks_like_test(facts.respondents[at]):
                self.problems.add("A688", main.place(at), respondent=facts.respondents[at])
        return kept

    def _versions(
        self, main: FoundTable, facts: Facts, rows: Sequence[int]
    ) -> dict[str, list[int]]:
        """Return the rows by the version that they are read as; other versions are told."""
        words = load_phrases("paseo.evidence.questionnaires", "imports.yaml")
        now = self.questionnaire.version
        groups: dict[str, list[int]] = {}
        counted: dict[str, int] = {}
        for at in rows:
            version = facts.versions[at] or now
            counted[version] = counted.get(version, 0) + 1
            groups.setdefault(version if version in self.older else now, []).append(at)
        for version, count in counted.items():
            if version != now:
                what = "version_mapped" if version in self.older else "version_as_is"
                self.problems.add(
                    "A672", main.place(None), count=count, other=version, version=now,
                    what=words.map(what),
                )  # fmt: skip
        return groups

    # --- what they say ---------------------------------------------------------------------------

    def _group(
        self,
        tool: Tool,
        main: FoundTable,
        repeats: Mapping[str, FoundTable],
        facts: Facts,
        rows: Sequence[int],
        form: Questionnaire,
        respondent: str,
    ) -> tuple[Tables, int]:
        """Return the answers of some rows, and how many of the rows are empty."""
        targets = self.targets if form is self.questionnaire else Targets(form)
        taken = main.take(rows)
        columns = columns_of(taken, targets, tool, self.problems, (respondent, "_origin"))
        self._missing_columns(taken, columns, targets)
        known = [one for one in targets.variables.values() if not one.repeat]
        made = Converter(taken, columns, tool, self.problems).convert(known)
        for at, reasons in made.faults.items():
            self.left.setdefault(rows[at], []).extend(reasons)
        ids = [facts.ids[at] for at in rows]
        groups = {
            name: self._repeat(name, table, main, tool, targets, facts, dict.fromkeys(ids))
            for name, table in repeats.items()
        }
        frame = _with_meta(made, facts, rows, self.questionnaire.version)
        within = {sheet for one in groups.values() for sheet in one[SHEET]}
        good = [at for at, row in enumerate(rows) if row not in self.left]
        said = _says_something(made.frame, len(rows))
        kept = [at for at in good if said[at] or ids[at] in within]
        sheets = {ids[at] for at in kept}
        return Tables(
            frame[kept] if kept else frame.clear(),
            {name: one.filter(pl.col(SHEET).is_in(list(sheets))) for name, one in groups.items()},
        ), len(good) - len(kept)

    def _missing_columns(self, table: FoundTable, columns: Columns, targets: Targets) -> None:
        beside = ("missing", "other")
        lacking = [
            name
            for name, one in targets.variables.items()
            if not one.repeat and one.kind not in beside and name not in columns.names
        ]
        if lacking and not table.places:
            self.problems.add(
                "A682", table.place(None), count=len(lacking), columns=listed(lacking)
            )

    def _repeat(
        self,
        name: str,
        table: FoundTable,
        main: FoundTable,
        tool: Tool,
        targets: Targets,
        facts: Facts,
        ids: Mapping[str, object],
    ) -> pl.DataFrame:
        """Return the rows of a repeat group that belong to some sheets."""
        parents = _parents(table, main, tool, facts.ids)
        positions = {one: at for at, one in enumerate(facts.ids)}
        wanted: list[int] = []
        for at, parent in enumerate(parents):
            if parent is None or parent not in positions:
                shown = _tie(table, at, tool)
                self.problems.add("A686", table.place(at), group=name, parent=shown)
            elif parent in ids:
                wanted.append(at)
        taken = table.take(wanted)
        columns = columns_of(taken, targets, tool, self.problems)
        known = [one for one in targets.variables.values() if one.repeat == name]
        made = Converter(taken, columns, tool, self.problems).convert(known)
        for at, reasons in made.faults.items():
            sheet = parents[wanted[at]]
            self.left.setdefault(positions[sheet or ""], []).extend(reasons)
        sheets = pl.Series(SHEET, [parents[at] for at in wanted], dtype=pl.String)
        order = pl.int_range(1, pl.len() + 1).over(SHEET).cast(pl.Int64).alias(ROW)
        frame = pl.DataFrame([sheets, *made.frame.get_columns()]).with_columns(order)
        return frame.select(SHEET, ROW, *made.frame.columns)

    def _brought_over(self, part: Tables, form: Questionnaire) -> Tables:
        if form is self.questionnaire:
            return part
        sheets = [migrate(one, form, self.questionnaire).sheet for one in from_rows(form, part)]
        return tables(self.questionnaire, sheets)

    def _result(
        self,
        tool: Tool,
        main: FoundTable,
        repeats: Mapping[str, FoundTable],
        facts: Facts,
        parts: Sequence[Tables],
        empty: int,
    ) -> AnswerImport:
        whole = tables(self.questionnaire, [])
        frames = [whole.main, *(one.main for one in parts)]
        joined = Tables(
            pl.concat(frames, how="diagonal"),
            {
                name: pl.concat(
                    [frame, *(one.repeats[name] for one in parts if name in one.repeats)],
                    how="diagonal",
                )
                for name, frame in whole.repeats.items()
            },
        )
        self._report_left(main)
        refused = len(self.left) - len(self.replaced)
        counts = Counts(
            rows=len(main), taken=joined.main.height, left_out=refused, empty=empty,
            replaced=len(self.replaced),
        )  # fmt: skip
        left = tuple(
            LeftOut(
                main.file, main.sheet, main.numbers[at], tuple(self.left[at]),
                {n: c[at] for n, c in zip(main.headers, main.columns, strict=True)},
            )
            for at in sorted(self.left)
        )  # fmt: skip
        return AnswerImport(self.questionnaire, tool.name, joined, self.problems, counts, left)

    def _report_left(self, main: FoundTable) -> None:
        """Tell why rows were left out: the first of each kind, then how many more."""
        told: dict[str, int] = {}
        for at in sorted(self.left):
            for one in self.left[at]:
                if at in self.replaced:
                    continue
                told[one.code] = told.get(one.code, 0) + 1
                if told[one.code] <= MOST_LISTED:
                    self.problems.extend([one])
        for code, count in told.items():
            if count > MOST_LISTED:
                self.problems.add("A699", main.place(None), count=count - MOST_LISTED, number=code)


def _says_something(frame: pl.DataFrame, height: int) -> Sequence[bool]:
    if not frame.width:
        return [False] * height
    found = frame.select(pl.any_horizontal(pl.all().is_not_null()).alias("some"))
    return found["some"].to_list()


def _with_meta(made: Converted, facts: Facts, rows: Sequence[int], version: str) -> pl.DataFrame:
    meta = [
        pl.Series(name, [cells[at] for at in rows], dtype=pl.String)
        for name, cells in facts.meta().items()
    ]
    frame = pl.DataFrame([*meta, *made.frame.get_columns()])
    return frame.with_columns(pl.col("_version").fill_null(version))


def _tie(table: FoundTable, at: int, tool: Tool) -> str:
    found = (table.cells(name) for name, _ in tool.ties)
    return next((str(cells[at]) for cells in found if cells is not None), "–")


def _parents(
    table: FoundTable, main: FoundTable, tool: Tool, ids: Sequence[str]
) -> list[str | None]:
    """Return of each row of a repeat group the id of the sheet it belongs to."""
    for name, other in tool.ties:
        mine, theirs = table.cells(name), main.cells(other)
        if mine is None or theirs is None:
            continue
        known = {_bare(cell): one for cell, one in zip(theirs, ids, strict=True)}
        # ODK writes the key of the sheet, then the groups and the number of the row within.
        return [known.get(_bare(cell)) or known.get(_bare(cell).split("/")[0]) for cell in mine]
    return [None] * len(table)


def _bare(cell: Any) -> str:
    from paseo.evidence.checks.texts import as_text

    return (as_text(cell) or "").strip()
