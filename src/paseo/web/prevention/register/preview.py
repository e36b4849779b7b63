"""What a file would change, as tables: measures as they were read, and what is wrong, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paseo.content.problems import Problem
from paseo.prevention.measures.columns import columns
from paseo.prevention.measures.files import cells_of
from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.measure import Measure
from paseo.web.evidence.pages import cell, language
from paseo.web.prevention.register import words
from paseo.web.ui.tables import Column, Table

#: So many measures, changes and kinds of problems are listed; the rest is counted.
MOST_LISTED: Final = 100
#: So many rows and values of one kind of problem are named.
_MOST_ROWS: Final = 12
_MOST_VALUES: Final = 2
_SEVERITIES: Final = ("error", "warning", "note")
#: Words of the catalogue, by the column that holds them.
_NAMED: Final = {
    "problem": "problem", "area_type": "area_type", "lead": "actors", "actors": "actors",
    "target_groups": "target_groups", "restricts": "target_groups", "uses": "uses",
}  # fmt: skip


def new_table(measures: Sequence[Measure], ground: Ground) -> Table:
    """Return new measures as they were read: numbers and days are where files mislead."""
    return Table(
        caption=_("New measures, as they were read"),
        columns=(
            Column("name", _("Measure")),
            Column("problem", _("Problem")),
            Column("level", _("Level")),
            Column("area", _("Area")),
            Column("start", _("First day")),
            Column("end", _("Last day")),
            Column("budget", _("Budget for a year"), numeric=True),
            Column("fte", _("Full-time posts"), numeric=True),
        ),
        rows=[_new(one, ground) for one in measures[:MOST_LISTED]],
        quiet_caption=True,
    )


def _new(one: Measure, ground: Ground) -> tuple[Any, ...]:
    level = words.word("level", str(one.level or ""))
    half = words.word("orientation", str(one.orientation or ""))
    return (
        format_html("{} <code>{}</code>", one.name, one.id),
        words.named("problem", one.problem) if one.problem else "",
        "; ".join(part for part in (level, half) if part) or _("not placed yet"),
        cell(words.area(one.area, ground)),
        words.day(one.start),
        words.day(one.end),
        words.number(one.budget, one.currency),
        words.number(one.fte),
    )


def changed_table(
    measures: Sequence[Measure], there: Mapping[str, Measure], ground: Ground
) -> Table:
    """Return what changes in measures that are there already: before, and as it was read."""
    rows = []
    for one in measures[:MOST_LISTED]:
        before, after = cells_of(there[one.id]), cells_of(one)
        rows += [
            (one.name, words.plain(columns()[name].label),
             _said(name, there[one.id], ground), _said(name, one, ground))
            for name in after
            if after[name] != before[name]
        ]  # fmt: skip
    return Table(
        caption=_("Changed measures, as they were read"),
        columns=(
            Column("name", _("Measure")),
            Column("field", _("Column")),
            Column("before", _("Before")),
            Column("now", _("As it was read")),
        ),
        rows=rows,
        quiet_caption=True,
    )


def _said(name: str, measure: Measure, ground: Ground) -> Any:
    """Return a field of a measure as its page says it."""
    value: Any = getattr(measure, name, None)
    kind = columns()[name].kind
    if kind == "shape":
        return _("drawn") if value is not None else ""
    if name == "area":
        return cell(words.area(value, ground))
    if kind == "day":
        return words.day(value)
    if kind in ("number", "whole"):
        return words.number(value, measure.currency if name == "budget" else "")
    if kind == "word":
        held = measure.placement.proposed if name == "proposed_level" else value
        return words.word("level" if name == "proposed_level" else name, str(held or ""))
    if kind == "list":
        section = _NAMED.get(name, "")
        return "; ".join(words.named(section, one) if section else one for one in value)
    if name in _NAMED:
        return words.named(_NAMED[name], value) if value else ""
    return str(cells_of(measure)[name] or "")


def problem_table(problems: Iterable[Problem]) -> tuple[Table, int]:
    """Return what is wrong, one row a kind and column, errors first; and how many are left out."""

    def kind(one: Problem) -> tuple[int, str, str]:
        return _SEVERITIES.index(one.severity), one.code, one.place.column

    groups = [list(held) for _kind, held in groupby(sorted(problems, key=kind), key=kind)]
    groups.sort(key=lambda held: (_SEVERITIES.index(held[0].severity), -len(held)))
    table = Table(
        caption=_("What is wrong, by kind"),
        columns=(
            Column("severity", _("Severity")),
            Column("column", _("Column")),
            Column("rows", _("Rows")),
            Column("what", _("What is wrong")),
            Column("mend", _("What to do")),
            Column("number", _("Number")),
        ),
        rows=[_group(one) for one in groups[:MOST_LISTED]],
        quiet_caption=True,
    )
    return table, max(0, len(groups) - MOST_LISTED)


def _group(held: Sequence[Problem]) -> tuple[Any, ...]:
    first = held[0]
    severities = {"error": _("error"), "warning": _("warning"), "note": _("note")}
    return (
        severities[first.severity],
        _column(first.place.column),
        _rows(held),
        _what(held),
        first.mend(language()),
        first.code,
    )


def _column(name: str) -> str:
    """Return a column as the file calls it; one that it lacks by its own name, as a word."""
    return (name[:1].upper() + name[1:]).replace("_", " ") if name in columns() else name


def _rows(held: Sequence[Problem]) -> str:
    """Return the rows by their numbers, as a spreadsheet program shows them."""
    numbers = sorted({one.place.row for one in held if one.place.row is not None})
    named = ", ".join(str(one) for one in numbers[:_MOST_ROWS])
    if len(numbers) <= _MOST_ROWS:
        return named
    more = len(numbers) - _MOST_ROWS
    return ngettext(
        "%(rows)s and %(count)s more", "%(rows)s and %(count)s more", more
    ) % {"rows": named, "count": more}  # fmt: skip


def _what(held: Sequence[Problem]) -> SafeString | str:
    """Return what is wrong in a group: the sentences that differ, the first of them."""
    said = list(dict.fromkeys(one.sentence(language()) for one in held))
    shown = format_html_join("", "<li>{}</li>", ((one,) for one in said[:_MOST_VALUES]))
    if len(said) == 1:
        return said[0]
    more = len(said) - _MOST_VALUES
    rest = (
        format_html("<li>{}</li>", ngettext("%(count)s more", "%(count)s more", more)
        % {"count": more})
        if more > 0
        else ""
    )  # fmt: skip
    return format_html('<ul class="below">{}{}</ul>', shown, rest)
