"""Everything that can be wrong with a survey file, found before anything is estimated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from paseo.content.hints import hint, listed
from paseo.content.language import LanguageMap
from paseo.content.phrases import load_phrases
from paseo.content.problems import Problems
from paseo.evidence.disclosure import Thresholds
from paseo.evidence.surveys.data import SurveyData, check_columns
from paseo.evidence.surveys.design_checks import answered_only, check_design
from paseo.evidence.surveys.mapping import Margin, SurveyMapping
from paseo.evidence.surveys.recoding import Recoded, group, measure, read_column, texts_of

#: From this share of "don't know" and the like on, a reader should look at both bases.
MANY_WITHOUT: Final = 0.2
_MOST_LISTED: Final = 20


def check_survey(data: SurveyData, mapping: SurveyMapping) -> Problems:
    """Find everything that is wrong with a survey file under its mapping.

    Args:
        data: as read from the file.
        mapping: what its columns mean.

    Returns:
        Problems with rows and what to do; those that reading found come first.
    """
    problems = Problems(data.problems)
    check_columns(data, mapping, problems)
    if problems.errors:
        return problems
    check_design(data, mapping, problems)
    answered = answered_only(data, mapping)
    if answered.respondents == 0:
        return problems
    columns = _check_answers(answered, mapping, problems)
    _check_rules(answered, mapping, columns, problems)
    _check_domains(answered, mapping, problems)
    for step in mapping.weighting:
        for margin in step.margins:
            check_margin(answered, margin, problems)
        _check_sums(answered, step.margins, problems)
    return problems


def _check_answers(
    data: SurveyData, mapping: SurveyMapping, problems: Problems
) -> dict[str, Recoded]:
    used = dict.fromkeys(name for rule in mapping.indicators for name in rule.used())
    columns = {name: read_column(data.frame[name], mapping.answer(name)) for name in used}
    for name, read in columns.items():
        _check_labels(data, name, read, problems)
        _check_unknown(data, mapping, name, read, problems)
    return columns


def _check_labels(data: SurveyData, name: str, read: Recoded, problems: Problems) -> None:
    if read.labels:
        problems.add(
            "S708", data.place(name), column=name, count=sum(read.labels.values()),
            value=next(iter(read.labels))[:60],
        )  # fmt: skip


def _check_unknown(
    data: SurveyData, mapping: SurveyMapping, name: str, read: Recoded, problems: Problems
) -> None:
    how = mapping.answer(name)
    known = [one.code for one in how.codes]
    for at, (cell, rows) in enumerate(read.unknown.items()):
        if at == _MOST_LISTED:
            more = len(read.unknown) - at
            number = "S711" if how.number else "S709"
            problems.add("T230", data.place(name), count=more, number=number)
            return
        values = {
            "value": cell[:60], "column": name, "count": len(rows), "rows": data.rows(rows),
        }  # fmt: skip
        if how.number:
            problems.add("S711", data.place(name, rows[0]), **values)
        else:
            problems.add(
                "S709", data.place(name, rows[0]), hint=hint(cell, known),
                known=listed([*known, *how.missing]), **values,
            )  # fmt: skip


def _check_rules(
    data: SurveyData,
    mapping: SurveyMapping,
    columns: Mapping[str, Recoded],
    problems: Problems,
) -> None:
    told: set[tuple[str, ...]] = set()
    for rule in mapping.indicators:
        for one in rule.measures:
            if one.columns in told:
                continue
            told.add(one.columns)
            counted = measure(columns, one)
            valid = int(counted.y.is_not_null().sum())
            if valid == 0:
                problems.add("S718", data.place(one.columns[0]), column=listed(one.columns),
                             id=rule.id)  # fmt: skip
                continue
            without = counted.reason.drop_nulls()
            without = without.filter(~without.is_in(list(rule.outside)))
            share = without.len() / (valid + without.len())
            if share >= MANY_WITHOUT:
                counts = without.value_counts(sort=True)
                problems.add(
                    "S719", data.place(one.columns[0]), column=listed(one.columns),
                    share=round(100 * share), reason=reason_words(str(counts[0, 0])),
                )  # fmt: skip


def reason_words(reason: str) -> LanguageMap:
    """Return what a reason for no answer is called."""
    return load_phrases("paseo.evidence.questionnaires").map(f"missing_{reason}")


def _check_domains(data: SurveyData, mapping: SurveyMapping, problems: Problems) -> None:
    least = Thresholds().survey
    for domain in mapping.domains:
        found = group(data.frame[domain.column], domain, mapping.answer(domain.column))
        for cell, rows in list(found.unknown.items())[:_MOST_LISTED]:
            problems.add(
                "S716", data.place(domain.column, rows[0]), value=cell[:60],
                column=domain.column, domain=domain.id, count=len(rows), rows=data.rows(rows),
            )  # fmt: skip
        sizes = found.groups.drop_nulls().value_counts()
        small = sizes.filter(pl.col("count") < least)
        if small.height:
            names = sorted(small[:, 0].to_list())
            problems.add(
                "S717", data.place(domain.column), domain=domain.id, least=least,
                groups=listed(names),
            )  # fmt: skip


def check_margin(data: SurveyData, margin: Margin, problems: Problems) -> None:
    """Report respondents without a total, and totals without respondents."""
    cells = margin_cells(data, margin)
    counted = cells.value_counts().rows()
    held = {cell: number for cell, number in counted if cell is not None}
    named = listed(margin.columns)
    known = {_key(cell): total for cell, total in margin.totals.items()}
    for cell in sorted(set(held) - set(known))[:_MOST_LISTED]:
        rows = (cells == cell).arg_true().to_list()
        problems.add(
            "S712", data.place(margin.columns[0], rows[0]), columns=named, value=cell or "–",
            count=len(rows), rows=data.rows(rows),
        )  # fmt: skip
    for cell, total in known.items():
        if total > 0 and cell not in held:
            problems.add("S713", margin.place, columns=named, value=cell, total=f"{total:g}")


_SIGN: Final = " / "


def _key(cells: tuple[str, ...]) -> str:
    return _SIGN.join(cells)


def margin_cells(data: SurveyData, margin: Margin) -> pl.Series:
    """Return the category of each respondent in a margin, as :func:`margin_totals` names it."""
    texts = [
        texts_of(data.frame[name]).fill_null("").alias(str(at))
        for at, name in enumerate(margin.columns)
    ]
    return pl.DataFrame(texts).select(pl.concat_str(pl.all(), separator=_SIGN)).to_series()


def margin_totals(margin: Margin) -> dict[str, float]:
    """Return the known total of each category of a margin."""
    return {_key(cells): total for cells, total in margin.totals.items()}


def _check_sums(data: SurveyData, margins: tuple[Margin, ...], problems: Problems) -> None:
    sums = [sum(margin.totals.values()) for margin in margins]
    if len(sums) > 1 and max(sums) > min(sums) * (1 + 1e-6):
        shown = " · ".join(
            f"{listed(margin.columns)}: {total:g}"
            for margin, total in zip(margins, sums, strict=True)
        )
        problems.add("S741", margins[0].place, sums=shown)
