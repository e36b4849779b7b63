"""From the cells of a survey file to codes, numbers, reasons for no answer, and groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from paseo.content.language import LanguageMap
from paseo.evidence.questionnaires.questionnaire import MISSING
from paseo.evidence.surveys.mapping import WHOLE, AnswerColumn, Domain, Measure, number_of


@dataclass(frozen=True)
class Recoded:
    """A column, read.

    Args:
        codes: code of each respondent (several parted by spaces); null where there is none.
        values: the number, or the points of the code; null where there is none.
        reasons: why there is no answer; null where there is one, or where the cell is empty.
        labels: cells that are the words of a code and not the code, to their number.
        unknown: cells that are neither a code nor a reason, to the positions of their rows.
    """

    codes: pl.Series
    values: pl.Series
    reasons: pl.Series
    labels: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[str, list[int]] = field(default_factory=dict)


def texts_of(column: pl.Series) -> pl.Series:
    """Return the cells of a column as texts; an empty one is null. 1, 1.0 and "1" are one text."""
    if column.dtype == pl.String:
        text = column.str.strip_chars()
        text = _whole(text)
    elif column.dtype.is_integer():
        text = column.cast(pl.String)
    elif column.dtype.is_float():
        known = column.set(column.is_nan() | column.is_infinite(), None).cast(pl.Float64)
        whole = (known == known.round()) & (known.abs() < WHOLE)
        as_whole = known.set(~whole, None).cast(pl.Int64).cast(pl.String)
        text = as_whole.zip_with(whole.fill_null(True), known.cast(pl.String))
    elif column.dtype == pl.Boolean:
        text = column.cast(pl.Int8).cast(pl.String)
    elif isinstance(column.dtype, pl.List):
        text = column.cast(pl.List(pl.String)).list.join(" ")
    else:
        text = _whole(_any_text(column))
    return text.replace("", None)


def _whole(text: pl.Series) -> pl.Series:
    """Take the nought behind the point away, with which programs write whole numbers."""
    return text.str.replace(r"^(-?[0-9]{1,15})\.0+$", "$1")


def _any_text(column: pl.Series) -> pl.Series:
    """Return the cells of a column of a rare type as texts, as Python would write them."""
    try:
        return column.cast(pl.String, strict=False)
    except pl.exceptions.PolarsError:
        words = [None if cell is None else str(cell) for cell in column.to_list()]
        return pl.Series(column.name, words, dtype=pl.String)


def numbers_of(column: pl.Series) -> pl.Series:
    """Return the cells of a column as numbers, null where a cell is none; comma or point."""
    if column.dtype.is_numeric():
        plain = column.cast(pl.Float64)
        if plain.is_finite().all():
            return plain  # nothing to take out; tables of replicate weights are large
        plain = plain.fill_nan(None)
        return plain.set(plain.is_infinite().fill_null(False), None)
    text = texts_of(column).str.replace(",", ".", literal=True)
    found = text.cast(pl.Float64, strict=False)
    return found.set(found.is_infinite().fill_null(False) | found.is_nan().fill_null(False), None)


def read_column(column: pl.Series, how: AnswerColumn) -> Recoded:
    """Return a column as codes, points and reasons for no answer.

    A code is known by itself, by what the mapping lists for it, or by its label in any language;
    upper and lower case make no difference. A column of which the mapping says nothing is read
    as it stands.
    """
    texts = texts_of(column)
    cells = [one for one in texts.unique().to_list() if one is not None]
    if how.several:
        return _several(texts, how, cells)
    codes, reasons, labels, unknown = _classified(cells, how)
    coded = texts.replace_strict(codes, default=None, return_dtype=pl.String)
    if how.number or not how.codes:
        values = numbers_of(texts)
        values = values.set(texts.is_in(list(reasons)).fill_null(False), None)
    else:
        values = coded.replace_strict(how.scores(), default=None, return_dtype=pl.Float64)
    return Recoded(
        codes=coded,
        values=values,
        reasons=texts.replace_strict(reasons, default=None, return_dtype=pl.String),
        labels={cell: int((texts == cell).sum()) for cell in labels},
        unknown={cell: (texts == cell).arg_true().to_list() for cell in unknown},
    )


_Classes = tuple[dict[str, str], dict[str, str], list[str], list[str]]


def _classified(cells: list[str], how: AnswerColumn) -> _Classes:
    known, worded, reasons_of = _spellings(how)
    codes: dict[str, str] = {}
    reasons: dict[str, str] = {}
    labels: list[str] = []
    unknown: list[str] = []
    for cell in cells:
        plain = cell.casefold()
        if plain in reasons_of:
            reasons[cell] = reasons_of[plain]
        elif plain in known:
            codes[cell] = known[plain]
        elif plain in worded:
            codes[cell] = worded[plain]
            labels.append(cell)
        elif how.codes or (how.number and number_of(cell) is None):
            unknown.append(cell)
        else:
            codes[cell] = cell
    return codes, reasons, labels, unknown


def _spellings(how: AnswerColumn) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    known: dict[str, str] = {}
    worded: dict[str, str] = {}
    for one in how.codes:
        for cell in (one.code, *one.cells):
            known[cell.casefold()] = one.code
        for label in (one.label or LanguageMap({})).values():
            worded.setdefault(label.strip().casefold(), one.code)
    reasons = {one: one for one in MISSING}
    for reason, cells in how.missing.items():
        reasons |= {cell.casefold(): reason for cell in cells}
    return known, worded, reasons


def _several(texts: pl.Series, how: AnswerColumn, cells: list[str]) -> Recoded:
    parts = sorted({part for cell in cells for part in cell.split()})
    codes, reasons, labels, unknown = _classified(parts, how)
    coded: dict[str, str] = {}
    no_answer: dict[str, str] = {}
    for cell in cells:
        held = [codes[part] for part in cell.split() if part in codes]
        if held:
            coded[cell] = " ".join(held)
        elif reason := next((reasons[part] for part in cell.split() if part in reasons), ""):
            no_answer[cell] = reason
    wrong = {
        part: texts.str.split(" ").list.contains(part).fill_null(False).arg_true().to_list()
        for part in unknown
    }
    given = texts.replace_strict(coded, default=None, return_dtype=pl.String)
    return Recoded(
        codes=given,
        values=given.str.split(" ").list.len().cast(pl.Float64),
        reasons=texts.replace_strict(no_answer, default=None, return_dtype=pl.String),
        labels=dict.fromkeys(labels, 1),
        unknown=wrong,
    )


@dataclass(frozen=True)
class Counted:
    """One measure of each respondent.

    Args:
        y: 1 or 0 (in the cut or not), or the points; null where there is no answer.
        reason: why there is none; null where there is one, or where nothing was asked.
    """

    y: pl.Series
    reason: pl.Series


def measure(columns: Mapping[str, Recoded], how: Measure) -> Counted:
    """Return what a measure is of each respondent.

    Over several columns a respondent counts when any of them lies in the cut; without a cut the
    points are averaged over the columns that were answered.
    """
    read = [columns[name] for name in how.columns]
    if how.cut:
        inside = [_inside(one.codes, how.cut) for one in read]
        frame = pl.DataFrame({str(at): one for at, one in enumerate(inside)})
        y = frame.select(pl.max_horizontal(pl.all()).alias("y")).to_series()
    else:
        frame = pl.DataFrame({str(at): one.values for at, one in enumerate(read)})
        y = frame.select(pl.mean_horizontal(pl.all()).alias("y")).to_series()
    reasons = pl.DataFrame({str(at): one.reasons for at, one in enumerate(read)})
    reason = reasons.select(pl.coalesce(pl.all()).alias("reason")).to_series()
    return Counted(y, reason.set(y.is_not_null(), None))


def _inside(codes: pl.Series, cut: tuple[str, ...]) -> pl.Series:
    wanted = set(cut)
    found = {
        cell: float(any(part in wanted for part in cell.split(" ")) or cell in wanted)
        for cell in codes.unique().drop_nulls().to_list()
    }
    return codes.replace_strict(found, default=None, return_dtype=pl.Float64)


@dataclass(frozen=True)
class Grouped:
    """The group of each respondent, and the cells that belong to none."""

    groups: pl.Series
    unknown: Mapping[str, list[int]] = field(default_factory=dict)


def group(column: pl.Series, domain: Domain, how: AnswerColumn) -> Grouped:
    """Return the group of each respondent in a domain; null where there is none.

    Where the mapping also says how the column is read, its codes are used; a reason for no
    answer belongs to no group.
    """
    texts = texts_of(column)
    reasons: set[str] = set()
    if how.codes or how.missing:
        read = read_column(column, how)
        texts = pl.select(pl.coalesce(pl.lit(read.codes), pl.lit(texts))).to_series()
        reasons = set(texts.filter(read.reasons.is_not_null()).unique().drop_nulls().to_list())
    found: dict[str, str] = {}
    unknown: list[str] = []
    for cell in texts.unique().drop_nulls().to_list():
        code = _group_of(cell, domain)
        if code is not None:
            found[cell] = code
        elif cell not in reasons and cell.casefold() not in MISSING:
            unknown.append(cell)
    return Grouped(
        texts.replace_strict(found, default=None, return_dtype=pl.String),
        {cell: (texts == cell).arg_true().to_list() for cell in unknown},
    )


def _group_of(cell: str, domain: Domain) -> str | None:
    if not domain.groups:
        return cell
    plain = cell.casefold()
    number = number_of(cell)
    for one in domain.groups:
        labels = (one.label or LanguageMap({})).values()
        if plain in (word.casefold() for word in (one.code, *one.cells, *labels)):
            return one.code
        if one.ranged and number is not None:
            above = one.low is None or number >= one.low
            below = one.high is None or number <= one.high
            if above and below:
                return one.code
    return None
