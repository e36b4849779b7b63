"""An Excel form in which a colleague answers a questionnaire, or the sections that are his.

It has a guide, a sheet for each section, a sheet for each repeat group, and comes back through
:func:`paseo.evidence.questionnaires.imports.read_answers` as the same answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.writing import beside
from paseo.evidence.export import Exact
from paseo.evidence.questionnaires.answers import Answer, AnswerSheet
from paseo.evidence.questionnaires.excel_layout import (
    ANSWER,
    CODE,
    COMMENTS,
    EMPTY_ROWS,
    FORM_MARK,
    GUIDE_ANSWER,
    HEADER,
    HELP,
    OTHERS,
    QUESTION,
    REASON,
    RESPONDENT,
    entry,
    help_lines,
    lines_of,
    options_of,
    safe,
)
from paseo.evidence.questionnaires.logic.in_words import relevance_in_words
from paseo.evidence.questionnaires.questionnaire import Option, Question, Questionnaire, Section
from paseo.evidence.questionnaires.rows import COMMENT, ROW, SHEET
from paseo.evidence.questionnaires.table import tables
from paseo.evidence.questionnaires.variables import (
    MISSING_ENDING,
    OTHER_ENDING,
    Variable,
    of_question,
)
from paseo.evidence.tables.workbook import LISTS_SHEET, column_letters
from paseo.evidence.template_sheets import Formats, make_formats, write_list

_WIDTHS: Final = {
    CODE: 14,
    QUESTION: 58,
    HELP: 42,
    ANSWER: 34,
    REASON: 24,
    OTHERS: 28,
    COMMENTS: 34,
}
_HEADS: Final = {
    CODE: "col_code", QUESTION: "col_question", HELP: "col_help", ANSWER: "col_answer",
    REASON: "col_reason", OTHERS: "col_other", COMMENTS: "col_comment",
}  # fmt: skip
_MOST_NAME: Final = 31
_FORBIDDEN: Final = str.maketrans("", "", "[]:*?/\\'")
#: Excel counts days from 1900 and has one too many in that year; before, a day is text.
_FIRST_DAY: Final = date(1901, 1, 1)
_LINE: Final = 15  # points


def write_excel_form(
    questionnaire: Questionnaire,
    path: Path,
    language: str = "en",
    sections: Collection[str] | None = None,
    answers: AnswerSheet | Mapping[str, Answer] | None = None,
    city: str = "",
) -> None:
    """Write a questionnaire as an Excel workbook to fill in; no formulas, no macros.

    Args:
        path: file to write; it is there whole or not at all.
        language: of the form; what is not translated stands in the language that there is.
        sections: ids of the sections that are asked; all when left out.
        answers: what is known already; it is written into the form. A sheet keeps its number.
        city: named on the guide.
    """
    import xlsxwriter

    with beside(path) as place, xlsxwriter.Workbook(place) as book:
        _Writer(book, questionnaire, language, sections, _sheet(questionnaire, answers)).write(city)


def _sheet(
    questionnaire: Questionnaire, answers: AnswerSheet | Mapping[str, Answer] | None
) -> AnswerSheet:
    if isinstance(answers, AnswerSheet):
        return answers
    return AnswerSheet("", questionnaire.id, questionnaire.version, answers or {})


class _Writer:
    def __init__(
        self,
        book: Any,
        questionnaire: Questionnaire,
        language: str,
        sections: Collection[str] | None,
        sheet: AnswerSheet,
    ) -> None:
        self.book = book
        self.questionnaire = questionnaire
        self.language = language
        self.sections = [
            one for one in questionnaire.sections if sections is None or one.id in sections
        ]
        self.sheet = sheet
        found = tables(questionnaire, [sheet], split=True)
        self.known: dict[str, Any] = found.main.row(0, named=True)
        self.repeats = found.repeats
        self.words = load_phrases("paseo.evidence.questionnaires", "forms.yaml")
        self.formats: Formats = make_formats(book)
        open_cell = {"locked": False}
        for style in (self.formats.text, self.formats.number):
            style.set_locked(False)
        grey = {"font_name": "Calibri", "font_color": "#8A929C", "valign": "top"}
        self.grey = book.add_format(grey)
        self.day = book.add_format(
            {"font_name": "Calibri", "num_format": "yyyy-mm-dd", "valign": "top", "bottom": 4,
             "bottom_color": "#D5D9DE", "align": "left", **open_cell}
        )  # fmt: skip
        self.names: dict[str, str] = {}
        self.lists: dict[tuple[str, ...], str] = {}

    def say(self, phrase: str, **values: Any) -> str:
        return self.words.say(phrase, self.language, **values)

    def text(self, words: LanguageMap | None) -> str:
        return words.read(self.language).words if words else ""

    def write(self, city: str) -> None:
        guide = self.book.add_worksheet(self._name("", self.say("guide_sheet")))
        for section in self.sections:
            self._name(section.id, self.text(section.name))
        for question in self._repeat_groups():
            self._name(question.id, f"{question.id} {self.text(question.text)}")
        ids = (*(one.id for one in self.sections), *(one.id for one in self._repeat_groups()))
        sheets = {one: self.book.add_worksheet(self.names[one]) for one in ids}
        self.lists_sheet = self.book.add_worksheet(LISTS_SHEET)
        _Guide(self, guide).write(city)
        for section in self.sections:
            _SectionSheet(self, sheets[section.id], section).write()
        for question in self._repeat_groups():
            _RepeatSheet(self, sheets[question.id], question).write()
        for at, mark in enumerate(
            (FORM_MARK, self.questionnaire.id, self.questionnaire.version, self.language,
             self.sheet.id)
        ):  # fmt: skip
            self.lists_sheet.write_string(at, 0, mark)
        self.lists_sheet.hide()
        first = next(iter(sheets.values()), guide)
        (guide if not self.sheet.answers else first).activate()

    def _repeat_groups(self) -> list[Question]:
        return [
            question
            for section in self.sections
            for question in section.questions
            if question.type == "repeat"
        ]

    def _name(self, key: str, wanted: str) -> str:
        """Return a name of a sheet that Excel takes and that no other sheet has."""
        bare = " ".join(wanted.translate(_FORBIDDEN).split())[:_MOST_NAME].strip() or "-"
        used = {one.lower() for one in self.names.values()} | {LISTS_SHEET, "history"}
        name, number = bare, 1
        while name.lower() in used:
            number += 1
            ending = f" {number}"
            name = bare[: _MOST_NAME - len(ending)] + ending
        self.names[key] = name
        return name

    def entries(self, options: tuple[Option, ...]) -> dict[str, str]:
        """Return what a list shows for each code."""
        return {one.code: entry(one.code, self.text(one.label)) for one in options}

    def offer(
        self, sheet: Any, row: int, last: int, column: int, entries: Mapping[str, str]
    ) -> None:
        """Put a list of entries on cells of a column."""
        shown = tuple(entries.values())
        if shown not in self.lists:
            at = len(self.lists) + 1
            write_list(self.lists_sheet, at, shown)
            letters = column_letters(at)
            self.lists[shown] = f"={LISTS_SHEET}!${letters}$2:${letters}${len(shown) + 1}"
        sheet.data_validation(
            row, column, last, column,
            {"validate": "list", "source": self.lists[shown],
             "error_title": self.say("list_stop_title"), "error_message": self.say("list_stop")},
        )  # fmt: skip

    def limit(self, sheet: Any, row: int, last: int, column: int, variable: Variable) -> None:
        """Let Excel say at once when a number or a day is none; the import checks the rest."""
        if variable.kind == "number":
            rule: dict[str, Any] = {"validate": "integer" if variable.question.whole else "decimal",
                    "criteria": "between", "minimum": -1e15, "maximum": 1e15,
                    "error_message": self.say("number_stop")}  # fmt: skip
        elif variable.kind == "date":
            rule = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY,
                    "error_message": self.say("day_stop"), "error_type": "warning"}  # fmt: skip
        else:
            return
        sheet.data_validation(
            row, column, last, column, {"error_title": self.say("stop_title"), **rule}
        )

    def put(self, sheet: Any, row: int, column: int, cell: Any) -> None:
        """Write a known answer into its cell, or an empty cell to be filled in."""
        if isinstance(cell, date):
            if cell >= _FIRST_DAY:
                sheet.write_datetime(row, column, cell, self.day)
            else:
                sheet.write_string(row, column, cell.isoformat(), self.day)
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, Exact(cell), self.formats.number)
        elif cell:
            sheet.write_string(row, column, safe(str(cell)), self.formats.text)
        else:
            sheet.write_blank(row, column, None, self.formats.text)

    def style_of(self, variable: Variable) -> Any:
        """Return the look of an answer: only what is a text is formatted as one."""
        if variable.kind == "number":
            return self.formats.number
        return self.day if variable.kind == "date" else self.formats.text

    def put_answer(self, sheet: Any, row: int, column: int, variable: Variable, cell: Any) -> None:
        if cell is None:
            sheet.write_blank(row, column, None, self.style_of(variable))
        else:
            self.put(sheet, row, column, cell)

    def finish(self, sheet: Any, header: int) -> None:
        """Lock what is no answer, without a password, and make it fit on paper."""
        sheet.freeze_panes(header + 1, QUESTION + 1)
        sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True,
                           "sort": True, "autofilter": True})  # fmt: skip
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header)
        sheet.set_footer("&C" + self.say("page"))


class _Guide:
    def __init__(self, form: _Writer, sheet: Any) -> None:
        self.form = form
        self.sheet = sheet
        self.row = 0

    def write(self, city: str) -> None:
        form, sheet = self.form, self.sheet
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 40)
        sheet.set_column(2, 2, 70)
        title = form.text(form.questionnaire.title)
        self.line(0, title, form.formats.title)
        if city:
            self.line(0, form.say("guide_for", city=city), form.formats.hint)
        provider = form.text(form.questionnaire.provider)
        self.line(0, form.say("made_by", provider=provider), form.formats.hint)
        self.line(0, form.say(f"evidence_{form.questionnaire.evidence}"), form.formats.hint)
        self.row += 1
        sheet.write_string(self.row, 0, RESPONDENT, form.book.add_format({"font_color": "#FFFFFF"}))
        sheet.write_string(self.row, 1, form.say("guide_who"), form.formats.guide_head)
        form.put(sheet, self.row, GUIDE_ANSWER, form.sheet.respondent)
        self.row += 1
        if form.questionnaire.consent is not None:
            self.part("guide_consent_title")
            self.long(form.text(form.questionnaire.consent.text))
        self.part("guide_what_title")
        self.long(form.say("guide_what", title=title, version=form.questionnaire.version))
        self.part("guide_how_title")
        for phrase in ("answer", "several", "reason", "comment", "files", "place", "codes"):
            self.long(form.say(f"guide_{phrase}"))
        self.part("guide_back_title")
        self.long(form.say("guide_back"))
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)

    def line(self, column: int, text: str, style: Any) -> None:
        self.sheet.write_string(self.row, column, text, style)
        self.row += 1

    def part(self, phrase: str) -> None:
        self.row += 1
        self.line(1, self.form.say(phrase), self.form.formats.guide_head)

    def long(self, text: str) -> None:
        # Excel does not fit the height of wrapped text by itself when a program wrote it.
        self.sheet.set_row(self.row, _LINE * lines_of(text, 105))
        self.sheet.merge_range(self.row, 1, self.row, 2, text, self.form.formats.guide)
        self.row += 1


class _SectionSheet:
    def __init__(self, form: _Writer, sheet: Any, section: Section) -> None:
        self.form = form
        self.sheet = sheet
        self.section = section
        self.row = HEADER

    def write(self) -> None:
        form, sheet = self.form, self.sheet
        for column, width in _WIDTHS.items():
            sheet.set_column(column, column, width)
        sheet.write_string(0, QUESTION, form.text(self.section.name), form.formats.title)
        condition = relevance_in_words(form.questionnaire, self.section, form.language)
        intro = " ".join(one for one in (form.text(self.section.intro), condition) if one)
        sheet.write_string(1, QUESTION, intro, form.formats.guide)
        sheet.set_row(1, _LINE * lines_of(intro, 60))
        for column, phrase in _HEADS.items():
            sheet.write_string(HEADER, column, form.say(phrase), form.formats.head)
        for question in self.section.questions:
            self._question(question)
        form.finish(sheet, HEADER)

    def _question(self, question: Question) -> None:
        if question.type == "note":
            self._line("", self.form.text(question.text), "", bold=True)
            return
        if question.type in ("matrix", "record", "repeat"):
            self._heading(question)
            if question.type == "repeat":
                return
        for variable in of_question(question):
            if variable.kind not in ("missing", "other"):
                self._variable(question, variable)

    def _heading(self, question: Question) -> None:
        form = self.form
        self._line(question.id, form.text(question.text), self._help(question), bold=True)
        if question.type == "repeat":
            said = form.say("see_sheet", sheet=form.names[question.id])
            self.sheet.write_string(self.row, ANSWER, said, form.formats.guide)
        elif question.type == "record" and question.missing:
            self._reason(question, question.id + MISSING_ENDING)
        form.put(self.sheet, self.row, COMMENTS, form.known.get(f"{COMMENT}_{question.id}"))

    def _variable(self, question: Question, variable: Variable) -> None:
        form, name, asked = self.form, variable.name, variable.question
        text = form.text(asked.text)
        if variable.row:
            text = next(form.text(one.text) for one in question.rows if one.id == variable.row)
        helped = "" if variable.row else self._help(asked)
        self._line(name, text, helped, bold=not (variable.row or variable.field))
        row, cell = self.row, form.known.get(name)
        if variable.kind == "code":
            options = (*options_of(asked), *asked.missing)
            entries = form.entries(options)
            form.offer(self.sheet, row, row, ANSWER, entries)
            form.put(self.sheet, row, ANSWER, entries.get(str(cell), cell) if cell else None)
        elif variable.kind not in ("codes", "order"):
            form.limit(self.sheet, row, row, ANSWER, variable)
            form.put_answer(self.sheet, row, ANSWER, variable, cell)
        if variable.kind != "code" and asked.missing:
            self._reason(asked, name if variable.kind == "codes" else name + MISSING_ENDING)
        if any(one.other for one in options_of(asked)) and not variable.row:
            form.put(self.sheet, row, OTHERS, form.known.get(name + OTHER_ENDING))
        form.put(self.sheet, row, COMMENTS, form.known.get(COMMENT + name))
        self._parts(variable, cell)

    def _parts(self, variable: Variable, cell: Any) -> None:
        """Write a line for each option, or each rank, of a question with several answers."""
        form, options = self.form, options_of(variable.question)
        if variable.kind == "codes":
            chosen = {"1": entry("1", form.say("chosen"))}
            marked = set(str(cell).split()) if cell else set()
            for one in options:
                self._line(f"{variable.name}/{one.code}", f"    {form.text(one.label)}", "")
                form.offer(self.sheet, self.row, self.row, ANSWER, chosen)
                known = chosen["1"] if one.code in marked else None
                form.put(self.sheet, self.row, ANSWER, known)
        elif variable.kind == "order":
            entries = form.entries(options)
            ranked = str(cell).split() if cell else []
            for number in range(1, len(options) + 1):
                label = form.say("rank", number=number)
                self._line(f"{variable.name}[{number}]", f"    {label}", "")
                form.offer(self.sheet, self.row, self.row, ANSWER, entries)
                code = ranked[number - 1] if number <= len(ranked) else ""
                form.put(self.sheet, self.row, ANSWER, entries.get(code, code))

    def _reason(self, question: Question, column: str) -> None:
        entries = self.form.entries(question.missing)
        self.form.offer(self.sheet, self.row, self.row, REASON, entries)
        known = self.form.known.get(column)
        self.form.put(self.sheet, self.row, REASON, entries.get(str(known), "") if known else None)

    def _line(self, code: str, text: str, helped: str, bold: bool = False) -> None:
        form = self.form
        self.row += 1
        height = max(lines_of(text, 56), lines_of(helped, 42))
        self.sheet.set_row(self.row, _LINE * height)
        self.sheet.write_string(self.row, CODE, code, form.grey)
        style = form.formats.guide if not bold else self._bold()
        self.sheet.write_string(self.row, QUESTION, text, style)
        self.sheet.write_string(self.row, HELP, helped, form.formats.guide)

    def _bold(self) -> Any:
        form = self.form
        if not hasattr(form, "bold"):
            form.bold = form.book.add_format(  # type: ignore[attr-defined]
                {"font_name": "Calibri", "bold": True, "text_wrap": True, "valign": "top"}
            )
        return form.bold  # type: ignore[attr-defined]

    def _help(self, question: Question) -> str:
        return "\n".join(help_lines(self.form.questionnaire, question, self.form.language))


class _RepeatSheet:
    """A table to fill in: codes in the second row, one line each time."""

    def __init__(self, form: _Writer, sheet: Any, question: Question) -> None:
        self.form = form
        self.sheet = sheet
        self.question = question

    def write(self) -> None:
        form, sheet = self.form, self.sheet
        frame = form.repeats.get(self.question.id, pl.DataFrame())
        known = [name for name in frame.columns if name not in (SHEET, ROW) and "/" not in name]
        named = {one.name: one for one in of_question(self.question)}
        last = 1 + frame.height + EMPTY_ROWS
        for at, name in enumerate(known):
            sheet.set_column(at, at, 26)
            sheet.write_string(0, at, self._head(name, named.get(name)), form.formats.head)
            sheet.write_string(1, at, name, form.grey)
            self._column(at, last, named.get(name), name, frame[name].to_list())
        sheet.set_row(0, 60)
        form.finish(sheet, 1)

    def _head(self, name: str, variable: Variable | None) -> str:
        form = self.form
        if variable is None:
            return form.say("col_comment")
        text = form.text(variable.question.text)
        if variable.kind == "missing":
            return f"{text} – {form.say('col_reason')}"
        if variable.kind == "other":
            return f"{text} – {form.say('col_other')}"
        if variable.kind in ("codes", "order"):
            entries = form.entries((*options_of(variable.question), *variable.question.missing))
            return f"{text}\n{form.say('choose_from', codes='; '.join(entries.values()))}"
        return text

    def _column(
        self, at: int, last: int, variable: Variable | None, name: str, cells: list[Any]
    ) -> None:
        form, sheet = self.form, self.sheet
        entries: dict[str, str] = {}
        if variable is not None and variable.kind in ("code", "missing"):
            some = options_of(variable.question) if variable.kind == "code" else ()
            entries = form.entries((*some, *variable.question.missing))
            form.offer(sheet, 2, last, at, entries)
        elif variable is not None:
            form.limit(sheet, 2, last, at, variable)
        style = form.style_of(variable) if variable is not None else form.formats.text
        for row, cell in enumerate(cells, start=2):
            if cell is None:
                sheet.write_blank(row, at, None, style)
            else:
                form.put(sheet, row, at, entries.get(cell, cell))
        for row in range(2 + len(cells), last + 1):
            sheet.write_blank(row, at, None, style)
